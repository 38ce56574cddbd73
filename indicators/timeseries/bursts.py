"""Bursts of events: how far totals of neighbouring periods spread, and errors of rates that allow for it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.result import FloatArray

BLOCKS = (6, 3)
"""Neighbouring periods put together to see how far bursts spread the totals: the first that leaves enough blocks."""
FEWEST_BLOCKS = 4
"""Degrees of freedom that the blocks have to leave."""


def block_dispersion(counts: FloatArray, exposure: FloatArray, member: npt.NDArray[np.bool_]) -> tuple[float, int]:
    """
    Pearson's chi-square of the totals of about six neighbouring periods over its degrees of freedom, at least 1.

    Parameters
    ----------
    counts, exposure
        Shape (n,), in time order.
    member
        Shape (groups, n); groups without an event do not count.

    Returns
    -------
    (dispersion, degrees of freedom)
        Blocks less groups; three periods a block where six leave fewer than four, (0, 1) where three do, too.

    Examples
    --------
    >>> block_dispersion(np.repeat([2.0, 0.0, 2.0, 0.0, 2.0, 0.0], 6), np.ones(36), np.ones((1, 36), dtype=bool))
    (7.2, 5)
    """
    busy = [(counts[group], exposure[group]) for group in member if counts[group].sum() > 0]
    for length in BLOCKS:
        square, freedom = 0.0, 0
        for own, time in busy:
            first = np.unique(np.linspace(0, own.size, max(1, round(own.size / length)) + 1).astype(int))[:-1]
            expected = own.sum() / time.sum() * np.add.reduceat(time, first)
            square += float(np.sum((np.add.reduceat(own, first) - expected) ** 2 / expected))
            freedom += first.size - 1
        if freedom >= FEWEST_BLOCKS:
            return max(1.0, square / freedom), freedom
    return 0.0, 1


@dataclass(frozen=True, slots=True)
class LogError:
    """Two errors of a logarithm, each with its degrees of freedom; the wider interval counts."""

    plain: float
    freedom: int
    blocked: float
    block_freedom: int

    def reach(self, level: float) -> float:
        """Half the width of the interval at `level` per cent."""
        from scipy.stats import t

        tail = 0.5 + level / 200
        return max(float(t.ppf(tail, self.freedom)) * self.plain, float(t.ppf(tail, self.block_freedom)) * self.blocked)

    def p_value(self, log_ratio: float) -> float:
        """Two-sided, of zero: the larger of the two."""
        from scipy.stats import t

        both = ((self.plain, self.freedom), (self.blocked, self.block_freedom))
        return max(float(2 * t.sf(abs(log_ratio) / error, freedom)) for error, freedom in both if error > 0)
