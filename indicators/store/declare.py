"""What a family declares: its series, how each is made, and what the report says of them.

A series is made by one rule. A rule names SQL over the family's tables, or other series; the
engine (``store/observations.py``) works out every vintage of every period from it, so that no
family ever thinks about as-of dates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from indicators.store.index_inputs import IndexPart

Frequency = Literal["A", "H", "Q", "M", "D"]
Model = str
"""Name of a kind of model, a key of ``indicators.modelling.kinds.KINDS``."""
FREQUENCIES: dict[str, Frequency] = {"A": "A", "H": "H", "Q": "Q", "M": "M", "D": "D"}


@dataclass(frozen=True)
class Pick:
    """The best candidate of each period: not low before low, publisher rank, latest published.

    ``sql`` gives ``period_date``, ``value``, ``fact_ids`` (VARCHAR[]) and, if wanted,
    ``reference_date``, ``missing_reason`` and ``gives_way_to`` (VARCHAR[]): facts in whose place
    the row stands only until one of them is known. The engine itself lets a publisher's older
    figure of a quantity give way to the newer one; SQL never picks among vintages.
    """

    sql: str


@dataclass(frozen=True)
class Total:
    """All rows of a period together.

    ``sql`` gives the columns of `Pick`. From ``zero_from`` on a period
    without rows is 0, up to the series' ``collected_through``.
    """

    sql: str
    how: Literal["sum", "count", "mean", "min", "max", "last"] = "sum"
    zero_from: dt.date | None = None


@dataclass(frozen=True)
class Since:
    """Days from the last event to the end of each period; ``sql`` gives ``event_date``, ``fact_id``."""

    sql: str


@dataclass(frozen=True, init=False)
class Combine:
    """An SQL expression over series of the same frequency; all must be present in the period."""

    expression: str
    inputs: tuple[tuple[str, str], ...]

    def __init__(self, expression: str, **inputs: str) -> None:
        object.__setattr__(self, "expression", expression)
        object.__setattr__(self, "inputs", tuple(inputs.items()))


@dataclass(frozen=True)
class Rolling:
    """Sum of the last ``periods`` periods, all present."""

    input: str
    periods: int = 12


@dataclass(frozen=True)
class Aggregate:
    """A series at a lower frequency: all sub-periods present, or the last one."""

    input: str
    how: Literal["sum", "mean", "last"] = "sum"


@dataclass(frozen=True)
class Change:
    """Change on ``lag`` periods before, in per cent or as a difference."""

    input: str
    lag: int = 12
    kind: Literal["percent", "difference"] = "percent"


@dataclass(frozen=True)
class Average:
    """Mean of those of the series that have a value in the period."""

    inputs: tuple[str, ...]


FromTables = Pick | Total | Since
FromSeries = Combine | Rolling | Aggregate | Change | Average
Making = FromTables | FromSeries


def inputs_of(making: Making) -> tuple[str, ...]:
    """Ids of the series a rule needs."""
    match making:
        case Combine():
            return tuple(series_id for _, series_id in making.inputs)
        case Rolling() | Aggregate() | Change():
            return (making.input,)
        case Average():
            return making.inputs
    return ()


def in_words(making: Making) -> str:
    """A rule in words, without its SQL.

    Examples
    --------
    >>> in_words(Rolling("trade.usa_rus.total.m"))
    'sum of the last 12 periods of trade.usa_rus.total.m'
    """
    match making:
        case Combine():
            named = ", ".join(f"{name} = {series_id}" for name, series_id in making.inputs)
            words = f"{making.expression} with {named}"
        case Rolling():
            words = f"sum of the last {making.periods} periods of {making.input}"
        case Aggregate():
            words = f"{making.how} over the sub-periods of {making.input}"
        case Change():
            words = f"{making.kind} change on {making.lag} periods before of {making.input}"
        case Average():
            words = "mean of " + ", ".join(making.inputs)
        case Total():
            words = f"{making.how} of the period's facts"
        case Since():
            words = "days since the last event"
        case Pick():
            words = "best fact of the period"
    return words


@dataclass(frozen=True)
class Series:
    """A named regular time series.

    Parameters
    ----------
    id : str
        Ends in its frequency: ``trade.usa_rus.total.a``.
    title, unit, definition : str
        For people; the unit in words.
    rule : Pick, Total, Since, Combine, Rolling, Aggregate, Change or Average
        How it is made.
    decimals : int
        Digits shown after the point.
    expected_lag_days : int
        Days after the end of a period by which it is usually there; later it is stale.
    collected_through : date, optional
        Beyond it a count is not collected, never 0.
    models : tuple of str
        Kinds of model fitted to it: ``seasonal``, ``local_level``, ``forecast``, ...
    positive : bool
        Whether values are above 0 by nature, so that models may use logarithms.
    """

    id: str
    title: str
    unit: str
    definition: str
    rule: Making
    decimals: int = 1
    expected_lag_days: int = 60
    collected_through: dt.date | None = None
    models: tuple[Model, ...] = ()
    positive: bool = False

    @property
    def freq(self) -> Frequency:
        return frequency_of(self.id)

    @property
    def family(self) -> str:
        return self.id.split(".", 1)[0]


def frequency_of(name: str) -> Frequency:
    """The frequency that ends an id.

    Examples
    --------
    >>> frequency_of("trade.usa_rus.total.a")
    'A'
    """
    letter = name.rsplit(".", 1)[-1].upper()
    if letter not in FREQUENCIES:
        raise ValueError(f"{name}: an id ends in its frequency, one of .a .h .q .m .d")
    return FREQUENCIES[letter]


@dataclass(frozen=True)
class Composite:
    """A model of rows or of several series, with a name of its own: a poll average, an index.

    Parameters
    ----------
    id : str
        Ends in the frequency of what the model makes: ``polls.usa.russia_favourable.average.m``.
    kind : str
        Kind of model.
    title, unit, definition : str
        For people, of what the model makes.
    settings : tuple of (str, value) pairs
        What the kind needs to know: inputs, questions, bases. Part of the fit's key.
    decimals : int
        Digits shown after the point.
    positive : bool
        Whether values are above 0 by nature.
    """

    id: str
    kind: str
    title: str
    unit: str
    definition: str
    settings: tuple[tuple[str, Any], ...] = ()
    decimals: int = 1
    positive: bool = False

    @property
    def freq(self) -> Frequency:
        return frequency_of(self.id)

    @property
    def family(self) -> str:
        return self.id.split(".", 1)[0]

    def setting(self, name: str) -> Any:
        """One setting by name."""
        return dict(self.settings)[name]


@dataclass(frozen=True)
class Family:
    """A family's series and the words the report needs.

    ``chronology`` names the view of its dated entries, if it has some: ``day``, ``weight`` (1 what a
    quarter is remembered for, 3 the rest), ``what`` and ``fact_id``. ``index`` is what it gives to the relations index.
    ``reading`` names the models, each by the id of its series and its kind, whose findings the report puts first.
    """

    name: str
    title: str
    question: str
    series: tuple[Series, ...]
    headlines: tuple[str, ...]
    definitions: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    composites: tuple[Composite, ...] = ()
    chronology: str = ""
    index: IndexPart = field(default_factory=IndexPart)
    reading: tuple[tuple[str, Model], ...] = ()
    by_id: dict[str, Series] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {s.id: s for s in self.series})
        if len(self.by_id) != len(self.series):
            raise ValueError(f"{self.name}: a series id is declared twice")
        for series_id in self.headlines:
            if series_id not in self.by_id:
                raise ValueError(f"{self.name}: headline {series_id} is not a declared series")
        for entry in self.index.inputs:
            if entry.series_id not in self.by_id:
                raise ValueError(f"{self.name}: index input {entry.series_id} is not a declared series")
        models = {(s.id, kind) for s in self.series for kind in s.models} | {(c.id, c.kind) for c in self.composites}
        for series_id, kind in self.reading:
            if (series_id, kind) not in models:
                raise ValueError(f"{self.name}: reading names a model that is not declared, {kind} of {series_id}")
