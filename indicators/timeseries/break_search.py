"""Where the mean of a series shifts best, for each number of breaks: dynamic programming and criteria."""

from itertools import pairwise

import numpy as np

from indicators.timeseries.result import FloatArray, IntArray

Partition = tuple[float, list[int]]
"""Sum of squares, and positions of the last values before the breaks."""


def regimes_of(values: FloatArray, positions: list[int]) -> list[FloatArray]:
    """
    Cut a series behind each of the positions.

    Examples
    --------
    >>> [part.tolist() for part in regimes_of(np.arange(4.0), [0])]
    [[0.0], [1.0, 2.0, 3.0]]
    """
    return [values[a + 1 : b + 1] for a, b in pairwise([-1, *positions, values.size - 1])]


def best_partitions(values: FloatArray, most: int, shortest: int) -> list[Partition]:
    """
    For 0, 1, ..., `most` breaks: the smallest sum of squares, and the positions of the last values before the breaks.

    Parameters
    ----------
    values
        Shape (n,), complete.
    most, shortest
        Breaks at most; values at least in a regime.

    Examples
    --------
    >>> best_partitions(np.array([0.0, 0, 0, 5, 5, 5]), 1, 2)[1]
    (0.0, [2])
    """
    n = values.size
    cost = _costs(values, shortest)
    best = cost[0].copy()  # best[e]: the first e+1 values in one regime
    found: list[Partition] = [(float(best[n - 1]), [])]
    back: list[IntArray] = []
    for _ in range(most):
        table = best[:-1, None] + cost[1:]  # last break after position i, regime from i+1 to e
        choice = np.argmin(table, axis=0).astype(np.int64)
        best = np.take_along_axis(table, choice[None, :], axis=0)[0]
        back.append(choice)
        if not np.isfinite(best[n - 1]):
            break
        found.append((float(best[n - 1]), _trace(back, n - 1)))
    return found


def _trace(back: list[IntArray], end: int) -> list[int]:
    positions: list[int] = []
    for choice in reversed(back):
        end = int(choice[end])
        positions.append(end)
    return positions[::-1]


def _costs(values: FloatArray, shortest: int) -> FloatArray:
    """Sum of squares around the mean of the values from i to e, infinite where they are too few; shape (n, n)."""
    n = values.size
    sums = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(values**2)])
    start, end = np.arange(n)[:, None], np.arange(n)[None, :]
    length = end - start + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = squares[1:][None, :] - squares[:-1][:, None] - (sums[1:][None, :] - sums[:-1][:, None]) ** 2 / length
    return np.where(length >= shortest, np.maximum(cost, 0.0), np.inf)


def information_criteria(ssr: list[float], n: int) -> dict[str, FloatArray]:
    """
    BIC (Yao 1988) and LWZ (Liu, Wu and Zidek 1997) for 0, 1, ... breaks; m breaks have 2 m + 1 free numbers.

    Examples
    --------
    >>> found = information_criteria([1209.0, 644.9955, 455.9502, 445.1819], 103)
    >>> int(np.argmin(found["BIC"])), round(float(found["BIC"][2]), 4), round(float(found["LWZ"][2]), 4)
    (2, 1.6676, 1.8282)
    """
    count = 2 * np.arange(len(ssr)) + 1
    sums = np.asarray(ssr, dtype=np.float64)
    bic = np.log(sums / n) + np.log(n) * (count - 1) / n
    lwz = np.log(sums / (n - count)) + 0.299 * np.log(n) ** 2.1 * (count - 1) / n
    return {"BIC": bic, "LWZ": lwz}
