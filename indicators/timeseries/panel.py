"""Several series on one monthly axis, ready for a composite: monthly ones first, quarterly ones in the last month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicators.timeseries.input import check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason, frozen

MINIMUM_OBSERVATIONS = 12
"""Observations an input needs inside the sample."""
MINIMUM_INPUTS = 3
MINIMUM_MONTHS = 60


@dataclass(frozen=True, eq=False)
class Input:
    """
    One transformed and signed series.

    Attributes
    ----------
    name, group
        Id and family.
    quarterly
        Whether it has one value a quarter; else one a month.
    months
        Number of the (last) month of each value, ``12 * year + month - 1``; ascending, shape (n,).
    values
        Shape (n,), NaN where missing.
    """

    name: str
    group: str
    quarterly: bool
    months: Sequence[int]
    values: FloatArray


@dataclass(frozen=True, eq=False)
class Panel:
    """
    Inputs on one monthly axis.

    Attributes
    ----------
    names, groups
        Id and family of each column; monthly inputs first.
    quarterly
        Which columns hold one value a quarter, in the quarter's last month.
    values
        Shape (months, inputs), transformed and signed; NaN where missing.
    first_month
        Number of the first row's month, ``12 * year + month - 1``.
    left_out
        Inputs that could not enter, each with its reason.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    quarterly: tuple[bool, ...]
    values: FloatArray
    first_month: int
    left_out: tuple[tuple[str, Reason], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", frozen(self.values))

    @property
    def families(self) -> tuple[str, ...]:
        """Each family once, in order of appearance."""
        return tuple(dict.fromkeys(self.groups))

    def columns_of(self, group: str) -> list[int]:
        """Positions of a family's inputs."""
        return [i for i, found in enumerate(self.groups) if found == group]

    def keep(self, columns: Sequence[int]) -> "Panel":
        """The panel with these columns alone."""
        return replace(
            self,
            names=tuple(self.names[i] for i in columns),
            groups=tuple(self.groups[i] for i in columns),
            quarterly=tuple(self.quarterly[i] for i in columns),
            values=np.take(self.values, list(columns), axis=1),
        )


def build_panel(inputs: Sequence[Input], first_month: int, last_month: int) -> Panel | Reason:
    """
    Put inputs on one axis and leave out, with a reason, those that cannot enter.

    Parameters
    ----------
    inputs
        Transformed, signed, at most one value a period.
    first_month, last_month
        The axis, both included, as numbers of months; values outside it are not used.

    Returns
    -------
    Panel or Reason
        A reason where fewer than 3 inputs, 2 families, one monthly input or 60 months are left.

    Examples
    --------
    >>> one = Input("a.m", "a", False, range(24000, 24003), np.array([1.0, 2.0, 3.0]))
    >>> build_panel([one], 24000, 24120).sentence
    'Only 0 usable inputs of 0 families; a composite needs at least 3 of 2.'
    """
    months = last_month - first_month + 1
    if months < MINIMUM_MONTHS:
        return reason("too_short_axis", count=max(months, 0), minimum=MINIMUM_MONTHS)
    used, columns, left_out = [], [], []
    for entry in sorted(inputs, key=lambda i: i.quarterly):
        column = _on_axis(entry, first_month, months)
        broken = column if isinstance(column, Reason) else check_series(
            column, minimum=MINIMUM_OBSERVATIONS, allow_missing="any"
        )  # fmt: skip
        if isinstance(column, Reason) or broken is not None:
            left_out.append((entry.name, broken or reason("empty")))
        else:
            used.append(entry)
            columns.append(column)
    families = len({entry.group for entry in used})
    if len(used) < MINIMUM_INPUTS or families < 2 or all(entry.quarterly for entry in used):
        return reason("too_few_inputs", count=len(used), families=families, minimum=MINIMUM_INPUTS)
    return Panel(
        tuple(entry.name for entry in used),
        tuple(entry.group for entry in used),
        tuple(entry.quarterly for entry in used),
        np.column_stack(columns),
        first_month,
        tuple(left_out),
    )


def _on_axis(entry: Input, first_month: int, months: int) -> FloatArray | Reason:
    positions = np.asarray(entry.months, dtype=np.int64) - first_month
    if np.unique(positions).size != positions.size:
        return reason("duplicate_period", position=int(np.flatnonzero(np.diff(np.sort(positions)) == 0)[0]) + 2)
    inside = (positions >= 0) & (positions < months)
    column = np.full(months, np.nan)
    column[positions[inside]] = np.asarray(entry.values, dtype=np.float64)[inside]
    return column
