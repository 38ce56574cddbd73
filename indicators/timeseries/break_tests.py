"""Tests of breaks: sup F one after another, by bootstrap, and at a known date."""

import numpy as np
import numpy.typing as npt

from indicators.timeseries.break_search import Partition, best_partitions, regimes_of
from indicators.timeseries.input import as_series, check_series
from indicators.timeseries.longrun import long_run_variance
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Diagnostics, FloatArray, Reason

CRITICAL: dict[int, tuple[float, ...]] = {
    10: (7.04, 8.51, 9.41, 10.04, 10.58),
    5: (8.58, 10.13, 11.14, 11.83, 12.25),
    1: (12.29, 13.89, 14.80, 15.28, 15.76),
}
"""sup F(l+1 | l), l = 0, 1, ...: one regressor, trimming 0.15, by significance in per cent (Bai and Perron 2003)."""
REPLICATIONS = 999
SEED = 19980147


def sequential(
    known: FloatArray, partitions: list[Partition], shortest: int, robust: bool
) -> tuple[int, tuple[Diagnostics, ...]]:
    """
    Add breaks as long as sup F(l+1 | l) rejects at 5 per cent.

    Parameters
    ----------
    known
        Shape (n,).
    partitions
        As from `best_partitions`.
    shortest, robust
        As in `find_breaks`.

    Returns
    -------
    (count, tests)
        Each test has the tightest of 0.01, 0.05, 0.1 that the statistic passes as its p-value (an upper bound), or 1.
    """
    tests: list[Diagnostics] = []
    count, going = 0, True
    for given, (_, positions) in enumerate(partitions[:-1]):
        statistic = max(sup_f(regime, shortest, robust) for regime in regimes_of(known, positions))
        bound = min((level / 100 for level, row in CRITICAL.items() if statistic > row[given]), default=1.0)
        tests.append(Diagnostics(
            f"sup F({given + 1}|{given})", statistic, bound, f"there are no more than {given} breaks",
            f"there are {given + 1} breaks or more", known.size,
        ))  # fmt: skip
        going = going and statistic > CRITICAL[5][given]
        count += going
    return count, tuple(tests)


def sup_f(regime: FloatArray, shortest: int, robust: bool) -> float:
    """
    F statistic of one more break inside a regime, at the date with the smallest sum of squares; 0 if none fits.

    References
    ----------
    Bai and Perron (1998), section 5; the F of their program: Wald statistic times (n - 2) / n.
    """
    if regime.size < 2 * shortest:
        return 0.0
    _, (position,) = best_partitions(regime, 1, shortest)[1]
    before, after = regime[: position + 1], regime[position + 1 :]
    shift = float(after.mean() - before.mean())
    variance = sum(long_run_variance(part - part.mean(), robust=robust) / part.size for part in (before, after))
    return (regime.size - 2) / regime.size * shift**2 / variance if variance > 0 else 0.0


def bootstrap_no_break(known: FloatArray, shortest: int) -> Diagnostics:
    """
    Could a series without a break look like this? Largest fall of the sum of squares against AR(1) series without one.

    Parameters
    ----------
    known
        Shape (n,), complete.
    shortest
        Values at least on each side.

    Returns
    -------
    Diagnostics
        p = (1 + draws at least as far out) / (1 + draws). The AR coefficient is estimated with one break taken out
        (and its small-sample bias of (1 + 3 rho) / n corrected), the errors are drawn from its residuals with a fixed
        seed.

    References
    ----------
    Diebold and Chen (1996), Journal of Econometrics 70, 221-241 (bootstrap of sup tests under autocorrelation).
    """
    n = known.size
    _, (position,) = best_partitions(known, 1, shortest)[1]
    parts = (known[: position + 1], known[position + 1 :])
    errors = np.concatenate([part - part.mean() for part in parts])
    rho = float(errors[1:] @ errors[:-1]) / float(errors @ errors)
    rho = float(np.clip(rho + (1 + 3 * rho) / n, 0.0, 0.99))
    shocks = errors[1:] - rho * errors[:-1]
    rng = np.random.default_rng(SEED)
    burn = 50
    drawn = rng.choice(shocks - shocks.mean(), size=(n + burn, REPLICATIONS))
    series = np.zeros_like(drawn)
    for t in range(1, n + burn):
        series[t] = rho * series[t - 1] + drawn[t]
    observed = float(_largest_fall(known[:, None], shortest)[0])
    beyond = int(np.count_nonzero(_largest_fall(series[burn:], shortest) >= observed))
    return Diagnostics(
        "no break, bootstrap", observed, (1 + beyond) / (1 + REPLICATIONS), "the mean never shifts",
        "the mean shifts at least once", n,
    )  # fmt: skip


def _largest_fall(series: FloatArray, shortest: int) -> FloatArray:
    """n - 2 times the largest fall of the sum of squares by one break over the sum that is left, for each column."""
    n = series.shape[0]
    centred = series - series.mean(axis=0)
    sums = np.cumsum(centred, axis=0)[shortest - 1 : n - shortest]
    first = np.arange(shortest, n - shortest + 1)[:, None]
    fall = np.max(sums**2 * n / (first * (n - first)), axis=0)
    left = np.sum(centred**2, axis=0) - fall
    return np.asarray((n - 2) * fall / np.maximum(left, 1e-300), dtype=np.float64)


def chow(values: npt.ArrayLike, position: int, *, robust: bool = True) -> Diagnostics | Reason:
    """
    Did the mean shift at a known date?

    Parameters
    ----------
    values
        Shape (n,); missing values are left out.
    position
        Of the last value of the old regime, on the series' own axis.
    robust
        As in `find_breaks`.

    References
    ----------
    Chow (1960), Econometrica 28, 591-605; with robust variances a Wald test, compared with F(1, n - 2).

    Examples
    --------
    >>> chow([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0], 5, robust=False).p_value < 0.001
    True
    """
    from scipy.stats import f

    broken = check_series(values, minimum=8, allow_missing="any")
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    known = ~np.isnan(series)
    before, after = series[: position + 1][known[: position + 1]], series[position + 1 :][known[position + 1 :]]
    if min(before.size, after.size) < 4:
        return reason("too_short", count=min(before.size, after.size), minimum=4)
    n = before.size + after.size
    if robust:
        variance = sum(long_run_variance(p - p.mean(), robust=True) / p.size for p in (before, after)) * n / (n - 2)
    else:
        pooled = sum(float(np.sum((p - p.mean()) ** 2)) for p in (before, after)) / (n - 2)
        variance = pooled * (1 / before.size + 1 / after.size)
    if variance <= 0:
        return reason("exact_pattern")
    statistic = float(after.mean() - before.mean()) ** 2 / variance
    return Diagnostics(
        "Chow", statistic, float(f.sf(statistic, 1, n - 2)), "the mean is the same before and after",
        "the mean shifts at the date", n, None, (1, n - 2),
    )  # fmt: skip
