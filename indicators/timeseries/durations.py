"""Mean time until the next event: exponential or Weibull, with durations known as intervals and groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.intervals import LEVELS, normal_quantile
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import BoolArray, Diagnostics, FloatArray, Interval, Reason, frozen
from indicators.timeseries.survival import check_durations, check_entries

MINIMUM_GROUP_ENDED = 3
"""Ended durations a group needs."""
LEVEL_OF_TEST = 0.05
"""The Weibull is taken where its likelihood-ratio test rejects the exponential at this level."""
_STARTS = (1.0, 0.6, 1.6)
"""Shapes the optimiser starts from."""


@dataclass(frozen=True, eq=False)
class DurationModel:
    """
    Weibull durations with the mean of each group, S(t) = exp(-(t / scale_g)^shape).

    Attributes
    ----------
    family
        ``exponential`` (shape 1) or ``Weibull``, chosen by test.
    groups, base
        Names in order of first appearance; the base is the first.
    mean, mean_intervals
        Mean duration by group, shape (groups,), in the unit of the durations.
    ratio, ratio_intervals
        Mean over that of the base (a time ratio), 1 for the base.
    shape, shape_intervals
        Below 1: the longer it has lasted, the less likely it ends on the next day; shape (1,).
    ended, open
        Durations that ended, and those still open when their group saw them last, by group.
    log_likelihood
        Of the family chosen.
    coefficients
        Logarithm of the base's scale, then of each other group's over it, shape (groups,).
    tests
        Likelihood ratio of the exponential against the Weibull, and of equal means of the groups.
    """

    family: str
    groups: tuple[str, ...]
    base: str
    mean: FloatArray
    mean_intervals: tuple[Interval, ...]
    ratio: FloatArray
    ratio_intervals: tuple[Interval, ...]
    shape: float
    shape_intervals: tuple[Interval, ...]
    ended: FloatArray
    open: FloatArray
    log_likelihood: float
    coefficients: FloatArray
    tests: tuple[Diagnostics, ...]

    def __post_init__(self) -> None:
        for name in ("mean", "ratio", "ended", "open", "coefficients"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def test(self, name: str) -> Diagnostics:
        """Return one test by name; ``KeyError`` if there is none."""
        return {test.name: test for test in self.tests}[name]


def fit_durations(
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    group: Sequence[str] | None = None,
    *,
    entered: npt.ArrayLike | None = None,
    levels: tuple[int, ...] = LEVELS,
) -> DurationModel | Reason:
    """
    What is the mean duration of each group, and does the chance of an end change as time goes by?

    Parameters
    ----------
    low, high
        Shape (n,): the interval in which each duration lies; the same number twice is an exact duration, an infinite
        `high` one still open at `low`.
    group
        Group of each duration; None is one group. A duration that changes its group, for instance because another
        source is in force from a day on, stands there in parts (`split_durations`).
    entered
        Shape (n,): how long each part had lasted when its group saw it first (delayed entry); None is from the
        beginning.
    levels
        Levels of the intervals in per cent.

    Returns
    -------
    DurationModel or Reason

    Notes
    -----
    Each interval adds log(S(low) - S(high)) to the likelihood, an exact duration the log density, an open one
    log S(low); what entered late adds -log S(entered), for it is known to have lasted that long. Intervals are normal
    on the logarithm, from the observed information. The exponential is the Weibull of shape 1; their likelihood ratio
    refers to chi-square(1).

    References
    ----------
    Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, 2nd ed., chapter 3; Turnbull (1976),
    JRSS B 38, 290-295, and Odell, Anderson and D'Agostino (1992), Biometrics 48, 951-959, for interval censoring;
    Klein and Moeschberger (2003), Survival Analysis, 2nd ed., section 3.5, for delayed entry.

    Examples
    --------
    >>> found = fit_durations([5, 9, 2, 30, 14, 7, 21, 12, 40], [6, 9, 3, 31, 14, 8, 22, 12, float("inf")])
    >>> found.family, round(float(found.mean[0]), 1)
    ('exponential', 17.8)
    """
    data = _read(low, high, group, entered)
    if isinstance(data, Reason):
        return data
    plain = _maximise(data, data.design, weibull=False)
    wide = _maximise(data, data.design, weibull=True)
    pooled = _maximise(data, data.design[:, :1], weibull=True)
    if plain is None or wide is None or pooled is None:
        return reason("no_convergence", family="duration")
    tests = _tests(plain, wide, pooled if len(data.groups) > 1 else None, data.count, len(data.groups))
    weibull = tests[0].p_value < LEVEL_OF_TEST
    return _result(data, wide if weibull else plain, tests, levels)


@dataclass(frozen=True, eq=False)
class _Data:
    """Entries and interval ends over `scale`, the groups and which duration belongs to which, shape (groups, n)."""

    entered: FloatArray
    low: FloatArray
    high: FloatArray
    scale: float
    groups: tuple[str, ...]
    member: BoolArray

    @property
    def design(self) -> FloatArray:
        """A constant and one column for each group but the first, shape (n, groups)."""
        return np.column_stack([np.ones(self.low.size), *self.member[1:].astype(np.float64)])

    @property
    def count(self) -> int:
        """Whole durations: parts that entered late belong to one counted before."""
        return int(np.count_nonzero(self.entered == 0))

    @property
    def ended(self) -> FloatArray:
        """Durations that ended, by group."""
        return np.asarray((self.member & np.isfinite(self.high)).sum(axis=1), dtype=np.float64)


def _read(
    low: npt.ArrayLike, high: npt.ArrayLike, group: Sequence[str] | None, entered: npt.ArrayLike | None
) -> _Data | Reason:
    ends = check_durations(low, high)
    if isinstance(ends, Reason):
        return ends
    entry = check_entries(entered, ends[0])
    if isinstance(entry, Reason):
        return entry
    names = np.array(["all"] * ends[0].size if group is None else list(group), dtype=object)
    if names.size != ends[0].size:
        return reason("lengths_differ", periods=names.size, values=ends[0].size)
    groups = tuple(dict.fromkeys(names.tolist()))
    scale = float(np.median(ends[0][ends[0] > 0])) if (ends[0] > 0).any() else 1.0
    member = np.array([names == name for name in groups])
    data = _Data(entry / scale, ends[0] / scale, ends[1] / scale, scale, groups, member)
    if (data.ended < MINIMUM_GROUP_ENDED).any():
        short = int(np.argmin(data.ended))
        return reason("few_ended", group=groups[short], count=int(data.ended[short]), minimum=MINIMUM_GROUP_ENDED)
    return data


@dataclass(frozen=True, eq=False)
class _Climb:
    height: float
    estimates: FloatArray
    covariance: FloatArray


def _log_likelihood(estimates: FloatArray, data: _Data, design: FloatArray) -> float:
    """`estimates`: coefficients of the log scale, then the log shape."""
    low, high = data.low, data.high
    log_scale, shape = design @ estimates[:-1], float(np.exp(estimates[-1]))
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        log_low, log_high = np.log(low) - log_scale, np.log(high) - log_scale
        below, above = np.exp(shape * log_low), np.exp(shape * log_high)
        before = np.exp(shape * (np.log(data.entered) - log_scale))
        exact = np.log(shape) + (shape - 1) * log_low - log_scale - below
        between = -below + np.log(-np.expm1(below - above))
    terms = np.where(high == low, exact, np.where(np.isinf(high), -below, between))
    total = float(np.sum(terms + before))
    return total if np.isfinite(total) else -1e10


def _maximise(data: _Data, design: FloatArray, *, weibull: bool) -> _Climb | None:
    """Return the best of several climbs with its covariance; None unless one converged."""
    from scipy.optimize import minimize
    from statsmodels.tools.numdiff import approx_hess

    k = design.shape[1]

    def depth(free: FloatArray) -> float:
        return -_log_likelihood(free if weibull else np.append(free, 0.0), data, design)

    usual = float(np.log(np.mean(np.where(np.isinf(data.high), data.low, (data.low + data.high) / 2))))
    best = None
    for shape in _STARTS if weibull else _STARTS[:1]:
        start = np.append([usual, *[0.0] * (k - 1)], [np.log(shape)] if weibull else [])
        climb = minimize(depth, start, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-8, "fatol": 1e-10})
        climb = minimize(depth, climb.x, method="BFGS", options={"gtol": 1e-5})
        if np.isfinite(climb.fun) and np.max(np.abs(climb.jac)) < 1e-3 and (best is None or climb.fun < best.fun):
            best = climb
    if best is None:
        return None
    information = np.asarray(approx_hess(best.x, depth), dtype=np.float64)
    if not (np.linalg.eigvalsh(information) > 0).all():
        return None
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return _Climb(-float(best.fun), np.asarray(best.x, dtype=np.float64), covariance)


def _tests(plain: _Climb, wide: _Climb, pooled: _Climb | None, n: int, groups: int) -> tuple[Diagnostics, ...]:
    shape = _ratio_test(
        "constant rate, likelihood ratio", 2 * (wide.height - plain.height), 1, n,
        ("the chance of an end does not change with the time passed (exponential)", "it rises or falls (Weibull)"),
    )  # fmt: skip
    if pooled is None:
        return (shape,)
    equal = _ratio_test(
        "equal means of the groups, likelihood ratio", 2 * (wide.height - pooled.height), groups - 1, n,
        ("all groups have the same mean duration", "some differ"),
    )  # fmt: skip
    return shape, equal


def _ratio_test(name: str, gain: float, freedom: int, n: int, hypotheses: tuple[str, str]) -> Diagnostics:
    from scipy.stats import chi2

    statistic = max(gain, 0.0)
    return Diagnostics(
        name=name,
        statistic=statistic,
        p_value=float(chi2.sf(statistic, freedom)),
        null_hypothesis=hypotheses[0],
        alternative=hypotheses[1],
        n_observations=n,
        degrees_of_freedom=(freedom,),
    )


def _result(data: _Data, climb: _Climb, tests: tuple[Diagnostics, ...], levels: tuple[int, ...]) -> DurationModel:
    """Means, ratios and shape with intervals on the logarithm."""
    from scipy.special import digamma, gammaln

    k = len(data.groups)
    weibull = climb.estimates.size > k
    log_shape = float(climb.estimates[k]) if weibull else 0.0
    inverse = float(np.exp(-log_shape))
    contrast = np.zeros((k, climb.estimates.size))
    contrast[:, 0] = 1
    contrast[np.arange(1, k), np.arange(1, k)] = 1
    log_mean = contrast[:, :k] @ climb.estimates[:k] + float(gammaln(1 + inverse)) + float(np.log(data.scale))
    if weibull:  # the mean is scale times gamma(1 + 1 / shape)
        contrast[:, k] = -inverse * float(digamma(1 + inverse))
    mean_error = np.sqrt(np.einsum("ij,jk,ik->i", contrast, climb.covariance, contrast))
    log_ratio = np.append(0.0, climb.estimates[1:k])
    ratio_error = np.append(0.0, np.sqrt(np.diag(climb.covariance)[1:k]))
    shape_error = np.array([np.sqrt(climb.covariance[k, k]) if weibull else 0.0])
    exact = int(np.count_nonzero(data.low == data.high))
    return DurationModel(
        family="Weibull" if weibull else "exponential",
        groups=data.groups,
        base=data.groups[0],
        mean=np.exp(log_mean),
        mean_intervals=_log_intervals(log_mean, mean_error, levels),
        ratio=np.exp(log_ratio),
        ratio_intervals=_log_intervals(log_ratio, ratio_error, levels),
        shape=float(np.exp(log_shape)),
        shape_intervals=_log_intervals(np.array([log_shape]), shape_error, levels),
        ended=data.ended,
        open=data.member.sum(axis=1) - data.ended,
        log_likelihood=climb.height - exact * float(np.log(data.scale)),
        coefficients=climb.estimates[:k] + np.append(np.log(data.scale), np.zeros(k - 1)),
        tests=tests,
    )


def _log_intervals(center: FloatArray, error: FloatArray, levels: tuple[int, ...]) -> tuple[Interval, ...]:
    return tuple(
        Interval(
            level, np.exp(center - normal_quantile(level) * error), np.exp(center + normal_quantile(level) * error)
        )
        for level in levels
    )
