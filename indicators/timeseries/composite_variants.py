"""How much a composite depends on choices: a family left out, equal weights, principal components, other transforms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from indicators.timeseries.common_factor import PRIOR_WEIGHT, estimate_factor, principal_component
from indicators.timeseries.composite import Composite, scaling_over
from indicators.timeseries.panel import MINIMUM_INPUTS, Panel
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason, frozen


@dataclass(frozen=True, eq=False)
class Variant:
    """
    The composite made in another way.

    Attributes
    ----------
    name, words
        Short name, and what was done otherwise.
    index
        Index points on the axis of the composite, shape (months,); NaN where the variant has none.
    correlation
        With the composite, over the months both have.
    reason
        Why there is none, or None.
    """

    name: str
    words: str
    index: FloatArray
    correlation: float
    reason: Reason | None = None


def variants(made: Composite, untransformed: Panel | Reason | None = None) -> tuple[Variant, ...]:
    """
    The same index with one choice changed at a time.

    Parameters
    ----------
    made
        From `composite`.
    untransformed
        The same inputs without logarithms and roots.

    Returns
    -------
    tuple of Variant
        One for each family left out, then equal weights, principal component, loadings from the data alone,
        untransformed (if given), and monthly
        inputs alone (if there are quarterly ones).
    """
    panel = made.panel
    found = [
        _variant(made, f"without_{group}", f"without the inputs of {group}", partial(_without, panel, group))
        for group in panel.families
    ]
    found.append(_variant(made, "equal_weights", _EQUAL, lambda: _equal_weights(made)))
    found.append(_variant(made, "principal_component", _STATIC, lambda: _static(panel)))
    found.append(_variant(made, "estimated_loadings", _FREE, lambda: _refitted(panel, 0.0)))
    if untransformed is not None:
        found.append(_variant(made, "untransformed", _PLAIN, lambda: _refitted(untransformed)))
    if any(panel.quarterly):
        monthly = panel.keep([i for i, quarterly in enumerate(panel.quarterly) if not quarterly])
        found.append(_variant(made, "monthly_only", "without the quarterly inputs", lambda: _refitted(monthly)))
    return tuple(found)


_EQUAL = "mean of the families' means of standardised inputs, each input less its value at factor 0; no smoothing"
_STATIC = "probabilistic principal component of each month alone, from the data alone; no smoothing over time"
_FREE = "loadings from the data alone, none below 0"
_PLAIN = "inputs without logarithms and roots"


def _variant(made: Composite, name: str, words: str, make: Callable[[], FloatArray | Reason]) -> Variant:
    factor = make()
    scaling = made.scaling
    if not isinstance(factor, Reason):
        scaled = scaling_over(factor, made.panel.first_month, scaling.first_month, scaling.last_month)
        if not isinstance(scaled, Reason):
            index = scaled.index(factor)
            return Variant(name, words, frozen(index), _correlation(index, made.index))
        factor = scaled
    return Variant(name, words, frozen(np.full(made.index.shape, np.nan)), float("nan"), factor)


def _correlation(first: FloatArray, second: FloatArray) -> float:
    both = ~np.isnan(first) & ~np.isnan(second)
    return float(np.corrcoef(first[both], second[both])[0, 1])


def _refitted(panel: Panel | Reason, prior_weight: float = PRIOR_WEIGHT) -> FloatArray | Reason:
    if isinstance(panel, Reason):
        return panel
    model = estimate_factor(panel, prior_weight)
    return model if isinstance(model, Reason) else model.factor(panel.values)


def _without(panel: Panel, group: str) -> FloatArray | Reason:
    left = panel.keep([i for i, found in enumerate(panel.groups) if found != group])
    if len(left.names) < MINIMUM_INPUTS or all(left.quarterly):
        families = len(left.families)
        return reason("too_few_inputs", count=len(left.names), families=families, minimum=MINIMUM_INPUTS)
    return _refitted(left)


def _static(panel: Panel) -> FloatArray | Reason:
    values = panel.values
    found = principal_component((values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0), 0.0)
    return found if isinstance(found, Reason) else found[2]


def _equal_weights(made: Composite) -> FloatArray:
    """Missing numbers are left out of their family's mean, missing families of the whole; an empty month is NaN."""
    x = made.model.standardise(made.panel.values)
    means = np.column_stack([_mean(x[:, made.panel.columns_of(group)]) for group in made.panel.families])
    return _mean(means)


def _mean(columns: FloatArray) -> FloatArray:
    counts = (~np.isnan(columns)).sum(axis=1)
    return np.where(counts > 0, np.nansum(columns, axis=1) / np.maximum(counts, 1), np.nan)
