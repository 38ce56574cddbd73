"""Freezing an edition: its headlines, its index and its forecasts become facts of our own, once and for all.

Only `indicators publish` comes here; a report reads what was published and writes none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from indicators.contracts.model import TableModel, columns_of
from indicators.errors import DataProblem, UsageProblem
from indicators.ledgers.own_forecasts import KIND, forecast_rows
from indicators.ledgers.published import published
from indicators.ledgers.published_contract import FOLDER, ROW_TABLES, PublishedEditions, rows_sha256, rows_text
from indicators.modelling.fitting import declared, fit_known, version_of
from indicators.modelling.kinds import kind_of
from indicators.project import Project
from indicators.reporting.edition import Edition
from indicators.reporting.scoreboard import scoreboard
from indicators.reporting.write import code_hash
from indicators.store.plan import digest, file_hash, lock, write_whole
from indicators.version import __version__

if TYPE_CHECKING:
    from indicators.modelling.kind import Fitted, Known
    from indicators.store.declare import Composite, Family
    from indicators.store.view import AsOfView

INDEX = "index"
POLARS = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
BANDS = ("lower_80", "upper_80", "lower_95", "upper_95")
Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Frozen:
    """An edition about to be published: its row in ``published_editions`` and its rows in the other tables."""

    edition: Edition
    number: int
    frames: dict[str, pl.DataFrame]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return {model._contract.name: self.frames[model._contract.name].height for model in ROW_TABLES}


def freeze(
    project: Project,
    view: AsOfView,
    edition: Edition,
    families: Sequence[Family],
    composites: Sequence[Composite],
    *,
    inputs: Sequence[Path],
    tell: Callable[[str], None],
) -> Frozen:
    """The numbers of an edition as they would be published; nothing is written, and only what is published is fitted.

    Parameters
    ----------
    project, view, edition, families, composites
        As for a report of the same quarter, whose numbers these are.
    inputs : sequence of Path
        Raw files that the database was built from.
    tell : callable
        Told each model fitted.
    """
    wanted = [(subject, kind) for subject, kind in declared(families, composites) if kind in (KIND, INDEX)]
    tasks = [(subject, kind, kind_of(kind).known(view, subject)) for subject, kind in wanted]
    fits = fit_known(project, tasks, lambda name: tell(f"model {name}"))
    known = {task[0].id: task[2] for task in tasks if task[1] == KIND}
    earlier = published(project, unfinished=edition.quarter)["published_editions"].filter(
        pl.col("quarter") != edition.quarter
    )
    frames = {
        "published_values": _values(view, edition, families),
        "published_index": _index(edition, fits),
        "published_forecasts": _forecasts(edition, fits, known),
    }
    number = earlier.height + 1
    facts = digest(f"{project.relative(path)} {file_hash(path)}" for path in inputs)
    row = (edition.quarter, number, edition.as_of, edition.mode, __version__, code_hash(), facts,
           rows_sha256(edition.quarter, frames))  # fmt: skip
    frames["published_editions"] = _typed(PublishedEditions, [row])
    return Frozen(edition, number, frames)


def _values(view: AsOfView, edition: Edition, families: Sequence[Family]) -> pl.DataFrame:
    scores = [s for s in scoreboard(view, tuple(families)) if s.value is not None]
    rows = [
        (edition.quarter, s.series.id, s.period, round(s.value or 0.0, 9), s.series.unit, s.quality) for s in scores
    ]
    return _typed(ROW_TABLES[0], rows)


def _index(edition: Edition, fits: Sequence[Fitted]) -> pl.DataFrame:
    rows = [
        (edition.quarter, fit.series.id, *row)
        for fit in fits if fit.kind == INDEX and fit.reason is None
        for row in fit.frame.select("period_start", INDEX, *BANDS).drop_nulls(INDEX).iter_rows()
    ]  # fmt: skip
    return _typed(ROW_TABLES[1], rows)


def _forecasts(edition: Edition, fits: Sequence[Fitted], known: Mapping[str, Known]) -> pl.DataFrame:
    made = [forecast_rows(edition.quarter, fit, known[fit.series.id]) for fit in fits if fit.kind == KIND]
    model = ROW_TABLES[2]
    schema = {c.name: POLARS[c.kind] for c in columns_of(model)}
    if not made:
        return pl.DataFrame(schema=schema)
    whole = pl.concat(made).with_columns(
        made_on=pl.lit(edition.as_of), model_version=pl.lit(version_of(KIND)), seed=pl.lit(None, pl.Int64)
    )
    return whole.select(list(schema)).cast(schema)  # type: ignore[arg-type]


def _typed(model: type[TableModel], rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={c.name: POLARS[c.kind] for c in columns_of(model)}, orient="row")


def publish(project: Project, frozen: Frozen) -> bool:
    """Append an edition to ``data/raw/published``; False if it is there already, with the same numbers.

    Raises
    ------
    DataProblem
        If the quarter is published with other numbers: they stay.
    UsageProblem
        If a later quarter is published already.
    """
    with lock(project):
        held = published(project, unfinished=frozen.edition.quarter)
        if _is_there(held, frozen):
            return False
        texts = {}
        models: tuple[type[TableModel], ...] = (*ROW_TABLES, PublishedEditions)
        for model in models:
            name = model._contract.name
            kept = held[name].filter(pl.col("quarter") != frozen.edition.quarter)
            texts[model._contract.files[0]] = rows_text(model, pl.concat([kept.select(frozen.frames[name].columns),
                                                                         frozen.frames[name]]))  # fmt: skip
        for name, text in texts.items():  # the editions come last: rows without one are of a killed run
            write_whole(project.raw / FOLDER / name, text.encode())
    return True


def _is_there(held: Frames, frozen: Frozen) -> bool:
    """Whether the quarter is published with the same rows; raises if with others, or if it comes too late."""
    quarter, editions = frozen.edition.quarter, held["published_editions"]
    same = editions.filter(pl.col("quarter") == quarter)
    where = f"data/raw/{FOLDER}/{PublishedEditions._contract.files[0]}, quarter={quarter}"
    if same.is_empty():
        later = sorted(q for q in editions["quarter"] if q > quarter)
        if later:
            what = f"{later[-1]} is published already: {quarter} cannot be published after it"
            raise UsageProblem(what, where=where, do="publish a later quarter, or replay this one: forecasts replay")
        return False
    if same["rows_sha256"][0] == frozen.frames["published_editions"]["rows_sha256"][0]:
        return True
    raise DataProblem(
        f"{quarter} is published as edition {same['edition'][0]} with other numbers ({first_difference(held, frozen)})",
        where=where,
        do="what is published stays; state what is right in a dated row of data/raw/published/published_notes.csv",
    )


def first_difference(held: Frames, frozen: Frozen) -> str:
    """The first number that differs, in words."""
    for model in ROW_TABLES:
        name, key = model._contract.name, model._contract.key
        old = held[name].filter(pl.col("quarter") == frozen.edition.quarter)
        new = frozen.frames[name]
        for left, right in ((old, new), (new, old)):
            alone = left.join(right, on=key, how="anti").sort(key)
            if alone.height:
                return f"{name}: {_key_text(alone, key)} is in one alone"
        both = old.join(new, on=key, how="inner", suffix="_new").sort(key)
        for row in both.iter_rows(named=True):
            for column in (c for c in new.columns if c not in key and row[c] != row[f"{c}_new"]):
                return f"{name}: {row['series_id']}, {column}: {row[column]} and now {row[f'{column}_new']}"
    return "the order of rows"


def _key_text(frame: pl.DataFrame, key: Sequence[str]) -> str:
    return ", ".join(str(frame[name][0]) for name in key[1:])
