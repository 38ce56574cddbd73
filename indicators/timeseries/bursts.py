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
    blocks
        Number of blocks by group, shape (groups,).
    """

    dispersion: float
    freedom: int
    blocks: FloatArray


def block_spread(counts: FloatArray, exposure: FloatArray, member: npt.NDArray[np.bool_]) -> BlockSpread:
    """
    Estimate the dispersion of totals of about twelve periods; of six, or three, where those leave too few.

    Parameters
    ----------
    counts, exposure
        Shape (n,), in time order.
    member
        Shape (groups, n); each group has an event.

    References
    ----------
    Breslow (1984), Applied Statistics 33, 38-44: where Pearson's chi-square equals its degrees of freedom.

    Examples
    --------
    >>> found = block_spread(np.repeat([2.0, 0.0, 2.0, 0.0, 2.0, 0.0], 6), np.ones(36), np.ones((1, 36), dtype=bool))
    >>> round(found.dispersion, 3), found.freedom, found.blocks
    (1.033, 5, array([6.]))
    """
    for length in BLOCKS:
        observed, expected, blocks = [], [], []
        for group in member:
            own, time = counts[group], exposure[group]
            first = np.unique(np.linspace(0, own.size, max(1, round(own.size / length)) + 1).astype(int))[:-1]
            observed.append(np.add.reduceat(own, first))
            expected.append(own.sum() / time.sum() * np.add.reduceat(time, first))
            blocks.append(first.size)
        freedom = sum(blocks) - len(blocks)
        if freedom >= FEWEST_FREEDOM:
            dispersion = _dispersion(np.concatenate(observed), np.concatenate(expected), freedom)
            return BlockSpread(dispersion, freedom, np.array(blocks, dtype=float))
    return BlockSpread(float("nan"), 0, np.array(blocks, dtype=float))


def _dispersion(observed: FloatArray, expected: FloatArray, freedom: int) -> float:
    from scipy.optimize import brentq

    def excess(dispersion: float) -> float:
        return float(np.sum((observed - expected) ** 2 / (expected + dispersion * expected**2))) - freedom

    return float(brentq(excess, 0.0, 1e6)) if excess(0.0) > 0 else 0.0


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
