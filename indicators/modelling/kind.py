"""What a kind of model is, what it may see, and what comes out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.contracts.model import TableModel
from indicators.store.declare import Composite, Frequency, Series, Total

if TYPE_CHECKING:
    from indicators.store.view import AsOfView
    from indicators.timeseries.result import Diagnostics

MONTHS: dict[Frequency, int] = {"M": 1, "Q": 3, "H": 6, "A": 12}
SEASON: dict[Frequency, int] = {"M": 12, "Q": 4, "H": 2, "A": 1}
NO_AXIS = "A daily series of snapshots has no regular axis to model."

Subject = Series | Composite
"""What a model is of."""
Known = Mapping[str, Any]
"""What a fit may see: plain data (texts, numbers, lists, None) whose JSON, with code and versions, is the fit's key."""


@dataclass(frozen=True)
class Fitted:
    """A model of a series as published, or the reason why there is none.

    ``frame`` has ``period_start`` and one column a component (``level``, ``trend``, ``seasonal``, ``adjusted``,
    ``remainder``; for forecasts ``mean`` and ``benchmark``); the bands of a column are named after it
    (``benchmark_lower_80``), those of the first column plainly (``lower_80 ... upper_95``). ``reading`` says in
    sentences what it shows, ``notes`` what holds for the method. ``backtest`` has one row a forecast made.
    ``tables`` holds what else goes into the database, by table, without the columns that `tables.stamped` adds.
    """

    series: Subject
    kind: str
    method: str
    frame: pl.DataFrame
    reading: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None
    diagnostics: pl.DataFrame = field(default_factory=pl.DataFrame)
    scores: pl.DataFrame = field(default_factory=pl.DataFrame)
    backtest: pl.DataFrame = field(default_factory=pl.DataFrame)
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def series_known(view: AsOfView, subject: Subject) -> Known:
    """The series on a regular axis from its first to its last value: absent periods are None, nothing is filled in.

    A count begins with the day from which periods without an event are 0: before it only those with one have a value,
    and a level or a mean of these would lie too high.
    """
    observed = view.observations(subject.id).select("period_start", "value").drop_nulls("value")
    rule = subject.rule if isinstance(subject, Series) else None
    if isinstance(rule, Total) and rule.zero_from is not None:
        observed = observed.filter(pl.col("period_start") >= rule.zero_from)
    starts, values = on_axis(observed, subject.freq)
    return {"starts": [start.isoformat() for start in starts], "values": values}


@dataclass(frozen=True)
class Kind:
    """A kind of model.

    Parameters
    ----------
    name : str
        What families declare: ``models=("breaks",)``.
    title : str
        Heading in the report.
    fit : callable
        A pure function of the subject and what was known of it; its numbers have passed the rounding gate.
    known : callable
        What the fit may see, read from the view; the series itself unless told otherwise.
    tables : tuple of TableModel
        Tables of the database that only this kind fills (see `tables.RESULT_TABLES` for the common ones).
    frame_table : str
        Table that the fit's ``frame`` goes into, in long form.
    tests_residuals : bool
        Whether the fit's tests are of its residuals, so that the report may say which speak against the model.
    """

    name: str
    title: str
    fit: Callable[[Subject, Known], Fitted] = field(repr=False)
    known: Callable[[AsOfView, Subject], Known] = field(default=series_known, repr=False)
    tables: tuple[type[TableModel], ...] = ()
    frame_table: str = "model_components"
    tests_residuals: bool = True


def on_axis(observed: pl.DataFrame, freq: Frequency) -> tuple[list[dt.date], list[float | None]]:
    """A regular axis from the first to the last observed period; absent periods are None, nothing is filled in."""
    if observed.is_empty() or freq not in MONTHS:
        return [], []
    axis = pl.date_range(observed["period_start"][0], observed["period_start"][-1], f"{MONTHS[freq]}mo", eager=True)
    whole = pl.DataFrame({"period_start": axis}).join(observed, on="period_start", how="left", maintain_order="left")
    return whole["period_start"].to_list(), whole["value"].to_list()


def starts_and_values(known: Known) -> tuple[list[dt.date], Any]:
    """First days and values (an array, NaN where there is none) from what `series_known` read."""
    import numpy as np

    starts = [dt.date.fromisoformat(text) for text in known["starts"]]
    return starts, np.array([np.nan if v is None else v for v in known["values"]], dtype=float)


def later(start: dt.date, freq: Frequency, steps: int) -> dt.date:
    """First day of the period so many periods after the one that begins on ``start``.

    Examples
    --------
    >>> later(dt.date(2026, 10, 1), "Q", 2)
    datetime.date(2027, 4, 1)
    """
    index = start.year * 12 + start.month - 1 + MONTHS[freq] * steps
    return dt.date(index // 12, index % 12 + 1, 1)


def no_fit(subject: Subject, kind: str, sentence: str) -> Fitted:
    """The answer of a kind that has no numbers to give."""
    return Fitted(subject, kind, "", pl.DataFrame(), reason=sentence)


def diagnostics_frame(tests: Sequence[Diagnostics]) -> pl.DataFrame:
    """Tests as rows."""
    return pl.DataFrame(
        [{"test": t.name, "statistic": t.statistic, "p_value": t.p_value, "null_hypothesis": t.null_hypothesis,
          "observations_count": t.n_observations} for t in tests]
    )  # fmt: skip


def parameters_frame(parameters: Sequence[tuple[str, float]]) -> pl.DataFrame:
    """Estimated parameters as rows of ``model_parameters``."""
    return pl.DataFrame(list(parameters), schema={"parameter": pl.String, "value": pl.Float64}, orient="row")
