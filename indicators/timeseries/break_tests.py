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
    Could a series without a break look like this? Its most unusual stretch against those of AR(1) series without one.

    Parameters
    ----------
    known
        Shape (n,), complete.
    shortest
        Values at least in the stretch and outside it.

    Returns
    -------
    Diagnostics
        The statistic is the largest F of one mean in a stretch and another outside it. A stretch at an end is one
        break; one within is a shift that goes back, of which a single break sees little. p = (1 + draws at least as far
        out) / (1 + draws).

    Notes
    -----
    The AR coefficient is halfway between that of the series as it is and that with its best break taken out, each with
    its small-sample bias of (1 + 3 rho) / n a mean or date corrected: the first is too large where there are breaks,
    the second too small where there are none. Errors are drawn from the residuals with a fixed seed. Of AR(1) series of
    40 to 120 values with coefficients of 0 to 0.8 and no break the test rejects 1 to 7 in 100 at 5 %, with 0.9 about 9.

    References
    ----------
    Diebold and Chen (1996), Journal of Econometrics 70, 221-241 (bootstrap of sup tests under autocorrelation);
    Olshen, Venkatraman, Lucito and Wigler (2004), Biostatistics 5, 557-572 (the statistic); Kendall (1954), Biometrika
    41, 403-404 (the bias).
    """
    n = known.size
    errors = known - known.mean()
    rho = (_persistence(known, []) + _persistence(known, best_partitions(known, 1, shortest)[1][1])) / 2
    shocks = errors[1:] - rho * errors[:-1]
    rng = np.random.default_rng(SEED)
    burn = 50
    drawn = rng.choice(shocks - shocks.mean(), size=(n + burn, REPLICATIONS))
    series = np.zeros_like(drawn)
    for t in range(1, n + burn):
        series[t] = rho * series[t - 1] + drawn[t]
    observed = float(_strangest_stretch(known[:, None], shortest)[0])
    beyond = int(np.count_nonzero(_strangest_stretch(series[burn:], shortest) >= observed))
    return Diagnostics(
        "no break, bootstrap", observed, (1 + beyond) / (1 + REPLICATIONS), "the mean never shifts",
        "the mean shifts at least once", n,
    )  # fmt: skip


def _persistence(known: FloatArray, positions: list[int]) -> float:
    """AR(1) coefficient around the means of the regimes, 0 to 0.99, corrected for the bias of estimating each."""
    regimes = regimes_of(known, positions)
    errors = np.concatenate([part - part.mean() for part in regimes])
    rho = float(errors[1:] @ errors[:-1]) / float(errors @ errors)
    estimated = 2 * len(regimes) - 1  # means and dates
    return float(np.clip(rho + estimated * (1 + 3 * rho) / known.size, 0.0, 0.99))


def _strangest_stretch(series: FloatArray, shortest: int) -> FloatArray:
    """F of the stretch whose mean differs most from that of the rest, for each column of shape (n, columns).

    Of series longer than 120 values only 120 first values of the stretch are tried.
    """
    n = series.shape[0]
    centred = series - series.mean(axis=0)
    sums = np.vstack([np.zeros((1, series.shape[1])), np.cumsum(centred, axis=0)])
    lengths = np.arange(shortest, n - shortest + 1)
    weights = (n / (lengths * (n - lengths)))[:, None]
    fall = np.zeros(series.shape[1])
    for first in range(0, n - shortest + 1, -(-n // 120)):
        inside = sums[first + shortest : first + n - shortest + 1] - sums[first]
        np.maximum(fall, np.max(inside**2 * weights[: len(inside)], axis=0), out=fall)
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
