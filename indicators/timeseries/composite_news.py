"""What moved a composite between two vintages: news, revisions, withdrawn numbers and re-estimation, adding up."""

from dataclasses import dataclass, replace

import numpy as np

from indicators.timeseries.common_factor import FactorModel
from indicators.timeseries.composite import Composite
from indicators.timeseries.panel import Panel
from indicators.timeseries.result import BoolArray, FloatArray, IntArray, frozen, frozen_integers


@dataclass(frozen=True, eq=False)
class News:
    """
    The change of a composite's target from one vintage to the next.

    The target is a weighted sum of months, for instance a quarter's mean. Each array has one entry a changed number.

    Attributes
    ----------
    scale
        Standard deviation of each input in the older model, transformed; shape (inputs,).
    before, after
        The target as the older and as the newer vintage has it, index points.
    kind
        ``new``: a first value; ``revised``; ``withdrawn``: a number that the newer vintage no longer has.
    column, row
        Position of the input among ``names`` and of the month on the panels' axis.
    forecast
        What the older model expected (new) or had (revised, withdrawn), transformed input; NaN where it had nothing.
    actual
        What the newer vintage has, transformed input; NaN where withdrawn.
    weight
        Index points of the target for one unit of the transformed input.
    impact
        weight x (actual - forecast), index points.
    re_estimation
        What new parameters, new inputs and a new base add on the newer data, index points.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    scale: FloatArray
    before: float
    after: float
    kind: tuple[str, ...]
    column: IntArray
    row: IntArray
    forecast: FloatArray
    actual: FloatArray
    weight: FloatArray
    impact: FloatArray
    re_estimation: float

    def total(self, kind: str, group: str | None = None) -> float:
        """Impact of one kind of change, of all inputs or of one family's, index points."""
        chosen = [k == kind and group in (None, self.groups[c]) for k, c in zip(self.kind, self.column, strict=True)]
        return float(self.impact[np.array(chosen, dtype=bool)].sum())


def news(older: Composite, newer: Composite, target: FloatArray) -> News:
    """
    Why does the newer vintage say something else of the same months?

    With the older parameters the step from the older to the newer data is linear. It is taken in three parts:
    withdrawn numbers, revised numbers, new numbers (each new number less what the older data let expect). What is left
    at the newer data is the effect of new parameters.

    Parameters
    ----------
    older, newer
        From `composite`; their axes begin with the same month.
    target
        Weights of the newer axis' months, shape (months of the newer,); one twelfth each for a year's mean.

    Returns
    -------
    News
        ``before + sum(impact) + re_estimation = after``.

    Raises
    ------
    ValueError
        If the axes do not begin with the same month, or the older one is longer.

    References
    ----------
    Banbura and Modugno (2014), Maximum likelihood estimation of factor models on datasets with arbitrary pattern of
    missing data, Journal of Applied Econometrics 29, section 2.3. Checked against statsmodels' ``news``.
    """
    if older.panel.first_month != newer.panel.first_month or target.size < older.index.size:
        raise ValueError("the vintages need axes that begin with the same month, the newer one at least as long")
    setting = _Setting(older.model, target, older.scaling.unit)
    old, new = _on_axis(older.panel, older.panel, target.size), _on_axis(newer.panel, older.panel, target.size)
    gone = ~np.isnan(old) & np.isnan(new)
    kept = np.where(gone, np.nan, old)
    middle = np.where(np.isnan(kept), np.nan, new)
    steps = (
        setting.withdrawn(gone, old, kept),
        setting.changes("revised", ~np.isnan(kept) & (kept != new), kept, new, middle),
        setting.changes("new", np.isnan(old) & ~np.isnan(new), setting.expected(middle), new, new),
    )
    after = float(target @ newer.index)
    return News(
        names=older.panel.names,
        groups=older.panel.groups,
        scale=older.model.scale,
        before=float(target @ older.scaling.index(older.model.factor(old))),
        after=after,
        kind=tuple(step.kind for step in steps for _ in step.row),
        column=frozen_integers(np.concatenate([step.column for step in steps])),
        row=frozen_integers(np.concatenate([step.row for step in steps])),
        forecast=frozen(np.concatenate([step.forecast for step in steps])),
        actual=frozen(np.concatenate([step.actual for step in steps])),
        weight=frozen(np.concatenate([step.weight for step in steps])),
        impact=frozen(np.concatenate([step.impact for step in steps])),
        re_estimation=after - float(target @ older.scaling.index(older.model.factor(new))),
    )


def _on_axis(panel: Panel, like: Panel, months: int) -> FloatArray:
    """A panel's values for another panel's inputs, on an axis made longer with missing months."""
    values = np.full((months, len(like.names)), np.nan)
    for column, name in enumerate(like.names):
        if name in panel.names:
            values[: panel.values.shape[0], column] = panel.values[:, panel.names.index(name)]
    return values


@dataclass(frozen=True, eq=False)
class _Changes:
    """Numbers that changed in one way; the attributes of `News`."""

    kind: str
    row: IntArray
    column: IntArray
    forecast: FloatArray
    actual: FloatArray
    weight: FloatArray
    impact: FloatArray


@dataclass(frozen=True, eq=False)
class _Setting:
    """The older model, the target and index points of one unit of its factor."""

    model: FactorModel
    target: FloatArray
    unit: float

    def changes(
        self, kind: str, where: BoolArray, forecast: FloatArray, actual: FloatArray, weighed: FloatArray
    ) -> _Changes:
        """From forecast to actual where said, with the weights of the smoother of `weighed`."""
        row, column = np.nonzero(where)
        weight = self.weights(weighed)[row, column] if row.size else np.zeros(0)
        first, second = forecast[row, column], actual[row, column]
        return _Changes(kind, row, column, first, second, weight, weight * (second - first))

    def withdrawn(self, where: BoolArray, old: FloatArray, kept: FloatArray) -> _Changes:
        """Numbers taken away: their news backwards."""
        news = self.changes("withdrawn", where, self.expected(kept) if where.any() else old, old, old)
        return replace(news, forecast=news.actual, actual=np.full(news.row.size, np.nan), impact=-news.impact)

    def expected(self, values: FloatArray) -> FloatArray:
        """What the model expects of every number given the observed ones, transformed inputs."""
        fit = self.model.state_space(values)
        signal = (np.asarray(fit.model["design"]) @ np.asarray(fit.smoothed_state)).T
        return np.asarray((signal + self.model.intercept) * self.model.scale + self.model.center)

    def weights(self, values: FloatArray) -> FloatArray:
        """Index points of the target for one unit of each observed transformed number; shape (months, inputs)."""
        from statsmodels.tsa.statespace.tools import compute_smoothed_state_weights

        rows = np.flatnonzero(self.target)
        weights, _, _ = compute_smoothed_state_weights(
            self.model.state_space(values), compute_t=rows, compute_prior_weights=False
        )
        of_target = np.einsum("t,tjn->jn", self.target[rows], np.nan_to_num(weights[:, :, 0, :]))
        return np.asarray(self.unit * of_target / self.model.scale)
