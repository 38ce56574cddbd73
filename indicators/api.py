"""The import API behind ``import indicators as ind``."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from indicators.errors import UsageProblem
from indicators.project import ENVIRONMENT_VARIABLE, Project, find_project
from indicators.registry import all_tables, composites, rooms

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from indicators.modelling.analysis import Analysis
    from indicators.store.provenance import Traced, Tracer
    from indicators.store.view import AsOfView

QUARTER = re.compile("[0-9]{4}Q[1-4]")
LISTED_BY = {
    "series": "series list", "tables": "contracts show", "documents": "claims list", "claims": "claims list",
}  # fmt: skip
NEWEST = "9998Q4"
"""A quarter after every fact; the last year whose next quarter is still a date."""


def default_project() -> Project:
    """The project that calls without ``project=`` use: see `indicators.project.find_project`.

    Outside any project folder, and where none is named by the environment, this is the checkout the
    package was installed from, if it is one.
    """
    try:
        return find_project()
    except UsageProblem:
        beside = Path(__file__).resolve().parent.parent
        named = ENVIRONMENT_VARIABLE in os.environ
        if not named and (beside / "data" / "raw" / "sources.csv").is_file():
            return Project(beside)
        raise


def built(project: Project | None = None, *, models: bool = False) -> Project:
    """The project with its database up to date; unchanged facts are not built, unchanged models not fitted again."""
    from indicators.modelling.step import full_steps
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    project = project or default_project()
    steps = full_steps(project, rooms(), composites()) if models else build_steps(project, rooms())
    carry_out(project, steps, lambda _: None)
    return project


def parse_date(text: dt.date | str | None) -> dt.date:
    """An as-of date: a date, ISO text, or ``latest`` / None for the newest vintage.

    Examples
    --------
    >>> parse_date("2025-06-30")
    datetime.date(2025, 6, 30)
    """
    from indicators.store.view import LATEST, parse_day

    if isinstance(text, dt.date):
        return dt.date(text.year, text.month, text.day)  # the plain day of a time or of any other kind of date
    return LATEST if text is None else parse_day(text)


def view(
    as_of: dt.date | str | None = None, mode: str = "calendar", quarter: str = NEWEST, project: Project | None = None
) -> AsOfView:
    """Everything as known at a date: see `indicators.store.view.AsOfView`."""
    from indicators.store.view import as_of_view, parse_mode

    parse_mode(mode)
    if not QUARTER.fullmatch(quarter):
        raise UsageProblem(f"not a quarter: {quarter!r}", where="quarter", do="write it as 2026Q2")
    texts = [room.views_sql for room in rooms()]
    found = built(project)
    return as_of_view(found.database, all_tables(), texts, quarter=quarter, as_of=parse_date(as_of), mode=mode)


def known(name: str, names: list[str], kind: str) -> str:
    """The name if it is known; else a problem that offers near ones."""
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"see the list of {kind}: indicators {LISTED_BY[kind]}"
    raise UsageProblem(f"unknown {kind.rstrip('s') if kind != 'series' else 'series'} {name!r}", where=name, do=hint)


def load(table: str, as_of: dt.date | str | None = None, mode: str = "calendar") -> pl.DataFrame:
    """A table of facts as known at a date.

    Parameters
    ----------
    table : str
        Such as ``trade_volumes``; the names are in the data dictionary.
    as_of : date or str, optional
        Only facts public by then; the newest vintage when omitted.
    mode : {"calendar", "strict"}
        What a publication day may rest on.

    Returns
    -------
    polars.DataFrame
        One row a fact: of each quantity the best one known (rank, then vintage). Tables that hold
        no facts (``sources``, ``poll_questions``) have no days of publication and come whole.

    Examples
    --------
    >>> load("treaty_events").height > 90
    True
    """
    models = {model._contract.name: model for model in all_tables()}
    name = known(table, sorted(models), "tables")
    return view(as_of, mode).sql(f"SELECT * FROM {name} ORDER BY ALL")


def series(
    ids: str | list[str],
    as_of: dt.date | str | None = None,
    mode: str = "calendar",
    *,
    wide: bool = False,
    project: Project | None = None,
) -> pl.DataFrame:
    """Observations of one or more named series as known at a date.

    Parameters
    ----------
    ids : str or list of str
        Such as ``trade.usa_rus.total.a``; see `catalog`.
    as_of, mode
        As in `load`.
    wide : bool
        One column a series, joined on the period's first day, instead of one row an observation.
    project : Project, optional
        The project's folder; found from here upwards when omitted.

    Returns
    -------
    polars.DataFrame
        ``series_id, period, period_start, period_end, reference_date, value, obs_status,
        missing_reason, quality, ...`` in the unit that the catalogue states.

    Examples
    --------
    >>> total = series("trade.usa_rus.total.a", as_of="2025-06-30")
    >>> total.filter(total["period"] == "2024")["value"].round(1).item()
    3533.6
    """
    wanted = [ids] if isinstance(ids, str) else list(ids)
    current = view(as_of, mode, project=project)
    names = current.sql("SELECT series_id FROM series ORDER BY series_id")["series_id"].to_list()
    for series_id in wanted:
        known(series_id, names, "series")
    frame = current.observations(*wanted)
    if not wide:
        return frame
    return frame.pivot(on="series_id", index="period_start", values="value", on_columns=wanted).sort("period_start")


def catalog(search: str | None = None, *, project: Project | None = None) -> pl.DataFrame:
    """The named series: id, title, unit, frequency, definition, coverage.

    Examples
    --------
    >>> "trade.usa_rus.total.a" in catalog("goods trade")["series_id"]
    True
    """
    frame = view(project=project).sql("SELECT * FROM series ORDER BY series_id")
    if search is None:
        return frame
    needle = search.lower()
    text = frame["series_id"] + " " + frame["title"] + " " + frame["definition"]
    return frame.filter(text.str.to_lowercase().str.contains(needle, literal=True))


def sources() -> pl.DataFrame:
    """Every source once: id, title, publisher, address, licence, rank.

    Examples
    --------
    >>> sources()["source_id"].is_unique().all()
    True
    """
    return view().sql("SELECT * FROM sources ORDER BY source_id")


class RevisionFrames(NamedTuple):
    """What `revisions` returns: every vintage, one row a period, one row of measures."""

    vintages: pl.DataFrame
    periods: pl.DataFrame
    summary: pl.DataFrame


def revisions(series_id: str, as_of: dt.date | str | None = None, mode: str = "calendar") -> RevisionFrames:
    """How the values of a series changed from release to release.

    Parameters
    ----------
    series_id : str
        Such as ``trade.usa_rus.total.q``.
    as_of, mode
        As in `load`; later releases are not seen.

    Returns
    -------
    RevisionFrames
        ``vintages``: one row a period and stored release, confirmations included. ``periods``:
        first and latest value, revision, releases until the value rests. ``summary``: mean
        revision, bias, news and noise tests, each with its reason where it cannot be made.

    Examples
    --------
    >>> found = revisions("trade.usa_rus.exports.a")
    >>> found.periods.filter(found.periods["period"] == "2022").select("first", "latest").row(0)
    (1715.079989, 1655.4)
    """
    import polars as pl

    from indicators.registry import families
    from indicators.reporting.revised import revisions_of, summary

    declared = {s.id: s for family in families() for s in family.series}
    known(series_id, sorted(declared), "series")
    found = revisions_of(view(as_of, mode), declared[series_id], declared)
    return RevisionFrames(found.vintages, found.periods, pl.DataFrame([summary(found)]))


def tracer(as_of: dt.date | str | None = None, mode: str = "calendar", project: Project | None = None) -> Tracer:
    """What traces many numbers of one as-of date: see `indicators.store.provenance.Tracer`."""
    from indicators.registry import families
    from indicators.store.provenance import Tracer
    from indicators.store.raw_rows import RawRows

    project = project or default_project()
    declared = {s.id: s for family in families() for s in family.series}
    return Tracer(view(as_of, mode, project=project), declared, all_tables(), RawRows(project.root))


def provenance(series_id: str, period: str, as_of: dt.date | str | None = None, mode: str = "calendar") -> Traced:
    """Where a number comes from: the steps back to raw cells, files, lines, sources and vintages.

    Parameters
    ----------
    series_id, period : str
        Such as ``trade.usa_rus.total.q`` and ``2026-Q2``.
    as_of, mode
        As in `load`; they decide which vintage is traced.

    Returns
    -------
    Traced
        Value, rule, inputs (traced in turn) and facts. ``indicators.store.provenance_text`` has it
        as text and plain data, ``indicators.store.prov_json`` as W3C PROV-JSON.

    Examples
    --------
    >>> fact = provenance("trade.usa_rus.exports.a", "2022", as_of="2023-12-31").facts[0]
    >>> fact.cells["value_usd_mn"], fact.vintage, fact.publisher
    ('1715.079989', '2023-03', 'US Census Bureau')
    """
    return tracer(as_of, mode).trace(series_id, period)


def analyse(frame: Any, *, value: str | None = None, period: str | None = None, freq: str | None = None) -> Analysis:
    """Seasonal adjustment, trend, breaks and forecast of any series of your own.

    Parameters
    ----------
    frame : polars or pandas DataFrame, or a mapping of columns
        One row a period, in order of time.
    value, period : str, optional
        Its columns; not needed where there are two: period, value. Periods are dates or texts such as 2024-03.
    freq : {"M", "Q", "H", "A"}, optional
        Told from the periods when omitted.

    Returns
    -------
    Analysis
        ``fits``: one a method, with numbers or with the reason why there are none;
        ``indicators.reporting.analysis`` has it as text and plain data.

    Raises
    ------
    DataProblem
        If the rows are no regular series of numbers; it says which row.

    Examples
    --------
    >>> found = analyse({"month": ["2024-01", "2024-02"], "sales": [3.0, 4.0]})
    >>> found.fit("forecast").reason
    'Only 2 values are observed; the method needs at least 60.'
    """
    import polars as pl

    from indicators.modelling.analysis import analyse_series
    from indicators.reporting.analysis import columns_of_series

    rows = frame if isinstance(frame, pl.DataFrame) else _as_polars(frame)
    values, periods = columns_of_series(rows, value, period)
    return analyse_series(rows[periods].to_list(), rows[values].to_list(), freq, values)


def _as_polars(frame: Any) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.DataFrame({name: list(frame[name]) for name in frame}, strict=False)
    except (TypeError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        first = (str(error).splitlines() or ["no message"])[0]
        raise UsageProblem(
            f"this is not a frame of columns ({first})", where="frame", do="give a polars or pandas DataFrame"
        ) from error


def connect(*, models: bool = False) -> duckdb.DuckDBPyConnection:
    """A read-only DuckDB connection to the built database.

    Parameters
    ----------
    models : bool
        Fit what is stale first, so that ``models``, ``model_components`` and the other tables of results are there;
        a minute the first time. ``indicators build`` does the same.

    Examples
    --------
    >>> connect().sql("SELECT count(DISTINCT family) FROM series").fetchall()
    [(5,)]
    """
    from indicators.store.opening import open_database

    return open_database(built(models=models).database)
