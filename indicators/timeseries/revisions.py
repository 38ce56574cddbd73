"""How values change from release to release: size, direction, and how long until they rest."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Diagnostics, FloatArray, IntArray, Reason, frozen, frozen_integers
from indicators.timeseries.revision_tests import (
    RevisionRegression,
    mean_revision_test,
    news_regression,
    noise_regression,
)

SETTLED, STILL_MOVING, CANNOT_SAY = "settled", "still moving", "cannot say"
ROUNDING_SLACK = 1e-9
"""Share of the rounding that is left to floating point."""


@dataclass(frozen=True, eq=False)
class Revisions:
    """
    What became of each period's first value.

    Attributes
    ----------
    first, latest
        Shape (n,), unit of the series: value in the first and in the last release that holds the period.
    total
        Shape (n,): latest - first; NaN where fewer than two releases hold the period.
    relative_pct
        Shape (n,): total in per cent of the first value; NaN unless both are above zero.
    releases_count
        Shape (n,): releases that hold the period, confirmations included.
    settled_after
        Shape (n,): number of the release from which on the value no longer moved by more than its rounding;
        0 where it moved in the last release, or where there is one release only.
    settling
        n words: ``settled``, ``still moving``, ``cannot say`` (one release, or none).
    n_compared, n_revised
        Periods with two or more releases, and those of them whose latest value differs from the first by more than
        the rounding.
    mean, mean_absolute, mean_absolute_pct
        Over the compared periods, unrevised ones included. None where there is none; no percentage where a compared
        period has none, for it would speak of other periods than the rest.
    bias
        Test of a zero mean revision.
    news, noise
        The two regressions of Mankiw, Runkle and Shapiro (1984).
    """

    first: FloatArray
    latest: FloatArray
    total: FloatArray
    relative_pct: FloatArray
    releases_count: IntArray
    settled_after: IntArray
    settling: tuple[str, ...]
    n_compared: int
    n_revised: int
    mean: float | None
    mean_absolute: float | None
    mean_absolute_pct: float | None
    bias: Diagnostics | Reason
    news: RevisionRegression | Reason
    noise: RevisionRegression | Reason

    def __post_init__(self) -> None:
        for name in ("first", "latest", "total", "relative_pct"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        for name in ("releases_count", "settled_after"):
            object.__setattr__(self, name, frozen_integers(getattr(self, name)))


def measure_revisions(
    matrix: npt.ArrayLike, rounding: float | npt.ArrayLike = 0.0, lags: int | None = None
) -> Revisions | Reason:
    """
    How much, in which direction and for how long are first values revised?

    Parameters
    ----------
    matrix
        Shape (n periods, m releases), unit of the series; periods in time order, releases in the order in which they
        came out, NaN where a release does not hold the period. A release that repeats a value confirms it and counts.
    rounding
        How far a rounded value may lie from the one it stands for (half a step of each figure that it is the sum of),
        one for all or shape (n,): values no farther apart count as the same.
    lags
        Lags for the tests; give at least the overlap of neighbouring values (11 for sums of 12 months).

    Returns
    -------
    Revisions or Reason

    Sources
    -------
    Mankiw, Runkle and Shapiro (1984), Are preliminary announcements of the money stock rational forecasts?,
    Journal of Monetary Economics 14, 15-27.

    Examples
    --------
    >>> found = measure_revisions([[10.0, 12.0, 12.0], [20.0, 20.0, 19.0], [30.0, float("nan"), float("nan")]])
    >>> found.total.tolist(), found.settling, found.settled_after.tolist()
    ([2.0, -1.0, nan], ('settled', 'still moving', 'cannot say'), [2, 0, 0])
    """
    values = np.array(matrix, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError(f"a vintage matrix has two dimensions, not {values.ndim}")
    if not values.size:
        return reason("empty")
    if np.isinf(values).any():
        return reason("infinite", position=int(np.argmax(np.isinf(values))) + 1)
    slack = np.broadcast_to(np.asarray(rounding, dtype=np.float64), values.shape[:1])
    rows = [row[~np.isnan(row)] for row in values]
    counts = np.array([row.size for row in rows])
    first = np.array([row[0] if row.size else np.nan for row in rows])
    latest = np.array([row[-1] if row.size else np.nan for row in rows])
    total = np.where(counts > 1, latest - first, np.nan)
    settled = [_settled_after(row, near) for row, near in zip(rows, slack, strict=True)]
    several = counts > 1
    relative = np.full(total.shape, np.nan)
    above = several & (first > 0) & (latest > 0)
    relative[above] = 100 * total[above] / first[above]
    moved = np.abs(total[several]) > slack[several] * (1 + ROUNDING_SLACK)
    return Revisions(
        first=first,
        latest=latest,
        total=total,
        relative_pct=relative,
        releases_count=frozen_integers(counts),
        settled_after=frozen_integers([number for number, _ in settled]),
        settling=tuple(word for _, word in settled),
        n_compared=int(several.sum()),
        n_revised=int(moved.sum()),
        mean=_mean(total[several]),
        mean_absolute=_mean(np.abs(total[several])),
        mean_absolute_pct=_mean(np.abs(relative[above])) if above.sum() == several.sum() else None,
        bias=mean_revision_test(total[several], lags),
        news=news_regression(first[several], latest[several], lags),
        noise=noise_regression(first[several], latest[several], lags),
    )


def _settled_after(row: FloatArray, near: float) -> tuple[int, str]:
    """Number of the first release whose value all later ones keep, with its word."""
    if row.size < 2:
        return 0, CANNOT_SAY
    far = np.abs(row - row[-1]) > near * (1 + ROUNDING_SLACK)
    number = int(np.flatnonzero(far)[-1]) + 2 if far.any() else 1
    return (0, STILL_MOVING) if number == row.size else (number, SETTLED)


def _mean(values: FloatArray) -> float | None:
    return float(np.mean(values)) if values.size else None
