"""Confidence interval of a break date: the limit distribution of its estimate."""

import math
from dataclasses import dataclass

from indicators.timeseries.longrun import long_run_variance
from indicators.timeseries.result import FloatArray

FARTHEST = 1e5
"""Scaled distance beyond which no quantile is looked for."""


@dataclass(frozen=True, slots=True)
class DateInterval:
    """Positions of the last old period between which the break lies, at `level` per cent."""

    level: int
    lower: int
    upper: int


def date_interval(before: FloatArray, after: FloatArray, position: int, level: int, *, robust: bool) -> DateInterval:
    """
    Interval of the date of a shift in the mean between two stretches.

    Parameters
    ----------
    before, after
        Values of the two regimes beside the break.
    position
        Of the last value of the old one.
    level
        Per cent.
    robust
        Whether errors may be correlated; their variance may differ between the two in any case.

    Notes
    -----
    Rounded outwards to whole periods, as Bai and Perron's program does; the shift counts as large beside the noise
    of its own estimate, so intervals of small shifts are too short.

    References
    ----------
    Bai and Perron (1998), Econometrica 66, 47-78, section 4.2; Bai (1997), Rev. Econ. Stat. 79, 551-563.
    """
    shift = float(after.mean() - before.mean())
    old = long_run_variance(before - before.mean(), robust=robust)
    new = long_run_variance(after - after.mean(), robust=robust)
    if shift == 0 or old <= 0 or new <= 0:
        return DateInterval(level, position, position)
    scale = shift**2 / old
    tail = (1 - level / 100) / 2
    early, late = (quantile(p, 1.0, new / old) / scale for p in (tail, 1 - tail))
    return DateInterval(level, math.floor(position - late), math.ceil(position - early))


def quantile(probability: float, drift: float, spread: float) -> float:
    """
    Invert `limit_distribution`.

    Examples
    --------
    >>> round(quantile(0.975, 1.0, 1.0), 1)
    11.0
    """
    from scipy.optimize import brentq

    bound = 1.0
    while bound < FARTHEST and not (
        limit_distribution(-bound, drift, spread) < probability < limit_distribution(bound, drift, spread)
    ):
        bound *= 2
    found: float = brentq(lambda x: limit_distribution(x, drift, spread) - probability, -bound, bound, xtol=1e-8)
    return found


def limit_distribution(x: float, drift: float, spread: float) -> float:
    """
    Probability that the scaled error of a break date is at most `x`.

    The date maximises W(s) - |s| / 2 before the true one and sqrt(`spread`) W(s) - `drift` s / 2 after it, W being
    Brownian motions.

    Parameters
    ----------
    x
        Scaled error; negative: the estimate is too early.
    drift, spread
        Second moments of the regressors (1 for a mean), and error variances, after the break over before.

    References
    ----------
    Bai (1997), Review of Economics and Statistics 79, 551-563, appendix B.

    Examples
    --------
    >>> round(limit_distribution(0.0, 1.0, 1.0), 6), round(limit_distribution(7.687, 1.0, 1.0), 3)
    (0.5, 0.95)
    """
    root = math.sqrt(abs(x))
    if x < 0:
        ratio = drift / spread
        a, b = ratio * (1 + ratio) / 2, 0.5 + ratio
        c = spread * (spread + 2 * drift) / (drift * (spread + drift))
        d = (spread + 2 * drift) ** 2 / ((spread + drift) * drift)
        density = root / math.sqrt(2 * math.pi) * math.exp(x / 8)
        return -density - c * _exp_normal(-a * x, -b * root) + (d - 2 - x / 2) * _exp_normal(0.0, -root / 2)
    a, b = (spread + drift) / 2, (2 * spread + drift) / (2 * math.sqrt(spread))
    c = drift * (drift + 2 * spread) / (spread * (spread + drift))
    d = (drift + 2 * spread) ** 2 / ((spread + drift) * spread)
    density = drift * root / math.sqrt(2 * math.pi * spread) * math.exp(-(drift**2) * x / (8 * spread))
    rest = 2 - d - drift**2 * x / (2 * spread)
    return (
        1 + density + c * _exp_normal(a * x, -b * root) + rest * _exp_normal(0.0, -drift * root / 2 / math.sqrt(spread))
    )


def _exp_normal(power: float, z: float) -> float:
    """exp(power) times the normal distribution function at z, without overflow."""
    from scipy.special import log_ndtr

    return math.exp(power + float(log_ndtr(z)))
