"""Bursts of events: how far totals of neighbouring periods spread, and errors of rates that allow for it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.result import FloatArray

BLOCKS = (12, 6, 3)
"""Neighbouring periods put together to see how far bursts spread the totals: the first that leaves enough blocks."""
FEWEST_FREEDOM = 4
"""Degrees of freedom that the blocks have to leave."""


@dataclass(frozen=True, eq=False)
class BlockSpread:
    """
    How far totals of neighbouring periods spread: variance = mean + dispersion mean^2.

    Attributes
    ----------
    dispersion, freedom
        Its estimate and the degrees of freedom, blocks less groups; NaN and 0 where too few blocks are left.
    shares
        Sum of squared expected block totals over the squared total, by group, shape (groups,): one over the number of
        blocks where they are alike.
    """

    dispersion: float
    freedom: int
    shares: FloatArray


def block_spread(counts: FloatArray, exposure: FloatArray, member: npt.NDArray[np.bool_]) -> BlockSpread:
    """
    Estimate the dispersion of totals of about twelve periods; of six, or three, where those leave too few.

    Parameters
    ----------
    counts, exposure
        Shape (n,), in time order.
    member
        Shape (groups, n); each group has an event.

    Notes
    -----
    By moments: squared deviations of all blocks, corrected for the degrees of freedom, less the mean, over the squared
    mean. Sums, not ratios block by block: a block counted on a few days weighs as little as it tells.

    References
    ----------
    Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd ed., section 3.3 (NB2 by moments).

    Examples
    --------
    >>> found = block_spread(np.repeat([2.0, 0.0, 2.0, 0.0, 2.0, 0.0], 6), np.ones(36), np.ones((1, 36), dtype=bool))
    >>> round(found.dispersion, 3), found.freedom, [round(float(x), 3) for x in found.shares]
    (1.033, 5, [0.167])
    """
    for length in BLOCKS:
        blocks = [_totals(counts[group], exposure[group], length) for group in member]
        shares = np.array([float(np.sum(expected**2)) / float(expected.sum()) ** 2 for _, expected in blocks])
        freedom = sum(expected.size - 1 for _, expected in blocks)
        if freedom >= FEWEST_FREEDOM:
            observed, expected = (np.concatenate(part) for part in zip(*blocks, strict=True))
            square = float(np.sum((observed - expected) ** 2)) * expected.size / freedom
            dispersion = (square - float(expected.sum())) / float(np.sum(expected**2))
            return BlockSpread(max(dispersion, 0.0), freedom, shares)
    return BlockSpread(float("nan"), 0, shares)


def _totals(counts: FloatArray, exposure: FloatArray, length: int) -> tuple[FloatArray, FloatArray]:
    """Observed and expected totals of blocks of about `length` periods."""
    edges = np.linspace(0, counts.size, max(1, round(counts.size / length)) + 1).astype(int)
    first = np.unique(edges)[:-1]
    expected = counts.sum() / exposure.sum() * np.add.reduceat(exposure, first)
    return np.add.reduceat(counts, first), np.asarray(expected, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class LogError:
    """Errors of a logarithm, each with its degrees of freedom; the widest interval counts."""

    parts: tuple[tuple[float, int], ...]

    def reach(self, level: float) -> float:
        """Half the width of the interval at `level` per cent."""
        from scipy.stats import t

        return max(float(t.ppf(0.5 + level / 200, freedom)) * error for error, freedom in self.parts)

    def p_value(self, log_ratio: float) -> float:
        """Two-sided, of zero: the largest."""
        from scipy.stats import t

        return max(float(2 * t.sf(abs(log_ratio) / error, freedom)) for error, freedom in self.parts)
