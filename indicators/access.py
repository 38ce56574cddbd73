"""How every part of the house comes to the facts: which project, built when stale, as known at which date."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.errors import UsageProblem
from indicators.installed import installed_project
from indicators.loudness import message
from indicators.project import ENVIRONMENT_VARIABLE, Project, find_project
from indicators.registry import all_tables, composites, rooms

if TYPE_CHECKING:
    from indicators.store.provenance import Tracer
    from indicators.store.view import AsOfView

FREQUENCIES = ("A", "H", "Q", "M", "D")
QUARTER = re.compile("[0-9]{4}Q[1-4]")
LISTED_BY = {
    "series": "series list", "tables": "contracts show", "documents": "claims list", "claims": "claims list",
}  # fmt: skip
NEWEST = "9998Q4"
"""A quarter after every fact; the last year whose next quarter is still a date."""


def default_project() -> Project:
    """The project that calls without ``project=`` use: see `indicators.project.find_project`.

    Outside any project folder, and where none is named by the environment, this is the checkout the
    package was installed from, if it is one, else the facts that came with the installed package.
    """
    try:
        return find_project()
    except UsageProblem:
        if ENVIRONMENT_VARIABLE in os.environ:
            raise
        beside = Path(__file__).resolve().parent.parent
        if (beside / "data" / "raw" / "sources.csv").is_file():
            return Project(beside)
        if (installed := installed_project()) is not None:
            return installed
        raise


def built(project: Project | None = None, *, models: bool = False) -> Project:
    """The project with its database up to date; unchanged facts are not built, unchanged models not fitted again."""
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    project = project or default_project()
    if models:
        from indicators.ledgers.step import whole_steps

        steps = whole_steps(project, rooms(), composites())
    else:
        steps = build_steps(project, rooms())
    if not project.database.is_file():
        message(f"building the database in {project.processed}, once: less than a minute")
    carry_out(project, steps, lambda _: None)
    return project


def parse_date(text: dt.date | str | None) -> dt.date:
    """An as-of date: a date, ISO text, or ``latest`` / None for the newest vintage.

    Examples
    --------
    >>> parse_date("2025-06-30")
    datetime.date(2025, 6, 30)
    """
    from indicators.store.dates import LATEST, parse_day

    if text is None:
        return LATEST
    plain = getattr(text, "item", None)  # numpy's day or time
    day = plain() if callable(plain) else text
    if isinstance(day, dt.date) and str(day) != "NaT":  # pandas' missing day is a date
        return dt.date(day.year, day.month, day.day)  # the plain day of a time or of any other kind of date
    return parse_day(str(day).strip())


def view(
    as_of: dt.date | str | None = None, mode: str = "calendar", quarter: str = NEWEST, project: Project | None = None
) -> AsOfView:
    """Everything as known at a date: see `indicators.store.view.AsOfView`."""
    from indicators.store.dates import parse_mode
    from indicators.store.view import as_of_view

    parse_mode(mode)
    if not QUARTER.fullmatch(quarter):
        raise UsageProblem(f"not a quarter: {quarter!r}", where="quarter", do="write it as 2026Q2")
    texts = [room.views_sql for room in rooms()]
    found = built(project)
    return as_of_view(found.database, all_tables(), texts, quarter=quarter, as_of=parse_date(as_of), mode=mode)


def known(name: object, names: Sequence[str], kind: str) -> str:
    """The name if it is known; else a problem that offers near ones."""
    if not isinstance(name, str):
        raise UsageProblem(f"not a name: {name!r}", where=kind, do="give names as text, such as trade_volumes")
    if name in names:
        return name
    near = difflib.get_close_matches(name.strip().lower(), names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"see the list of {kind}: indicators {LISTED_BY[kind]}"
    raise UsageProblem(f"unknown {kind.rstrip('s') if kind != 'series' else 'series'} {name!r}", where=name, do=hint)


def tracer(as_of: dt.date | str | None = None, mode: str = "calendar", project: Project | None = None) -> Tracer:
    """What traces many numbers of one as-of date: see `indicators.store.provenance.Tracer`."""
    from indicators.registry import families
    from indicators.store.provenance import Tracer
    from indicators.store.raw_rows import RawRows

    project = project or default_project()
    declared = {s.id: s for family in families() for s in family.series}
    return Tracer(view(as_of, mode, project=project), declared, all_tables(), RawRows(project.root))


def at_frequency(series_id: str, freq: str | None, names: Sequence[str]) -> str:
    """The series, or that of the same name at another frequency; a problem that names near ones where it is not there.

    Examples
    --------
    >>> at_frequency("trade.usa_rus.total.m", "Q", ["trade.usa_rus.total.m", "trade.usa_rus.total.q"])
    'trade.usa_rus.total.q'
    """
    if freq is None or not isinstance(series_id, str):
        return known(series_id, names, "series")
    if not isinstance(freq, str) or freq.upper() not in FREQUENCIES:
        raise UsageProblem(f"not a frequency: {freq!r}", where="freq", do=f"use {', '.join(FREQUENCIES)}")
    stem, dot, last = series_id.rpartition(".")
    stem = stem if dot and last.upper() in FREQUENCIES else series_id
    there = [name for name in names if name.rpartition(".")[0] == stem]
    if not there:
        return known(f"{stem}.{freq.lower()}", names, "series")
    wanted = f"{stem}.{freq.lower()}"
    if wanted not in there:
        raise UsageProblem(
            f"there is no series {wanted!r}: nothing is added up or averaged without a declared rule", where=series_id,
            do=f"use {' or '.join(there)}",
        )  # fmt: skip
    return wanted
