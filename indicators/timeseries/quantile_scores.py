"""Scores of forecasts that are known by their median and two intervals alone."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from indicators.timeseries.result import FloatArray

Band = tuple[npt.ArrayLike, npt.ArrayLike]


def interval_score(actual: npt.ArrayLike, band: Band, level: int) -> FloatArray:
    """
    Width of an interval plus a penalty for each value outside it, unit of the series; lower is better. Shape (n,).

    Parameters
    ----------
    actual
        Shape (n,): what came.
    band
        Lower and upper ends, shape (n,) each.
    level
        Per cent.

    References
    ----------
    Gneiting and Raftery (2007), J. Am. Statist. Assoc. 102, 359-378, section 6.2.

    Examples
    --------
    >>> interval_score([1.0, 3.0], ([0.0, 0.0], [2.0, 2.0]), 80).round(9).tolist()
    [2.0, 12.0]
    """
    came, lower, upper = (np.asarray(x, dtype=np.float64) for x in (actual, *band))
    outside = np.maximum(lower - came, 0) + np.maximum(came - upper, 0)
    return np.asarray(upper - lower + 2 / (1 - level / 100) * outside, dtype=np.float64)


def quantile_crps(actual: npt.ArrayLike, median: npt.ArrayLike, bands: Mapping[int, Band]) -> FloatArray:
    """
    Continuous ranked probability score as far as a median and intervals tell it: the weighted interval score.

    Unit of the series, 0 is perfect, lower is better. With ever more intervals it becomes the CRPS; with two it is an
    approximation that treats every forecast alike, however its distribution is shaped.

    Parameters
    ----------
    actual, median
        Shape (n,).
    bands
        Level in per cent to lower and upper ends.

    References
    ----------
    Bracher, Ray, Gneiting and Reich (2021), PLoS Computational Biology 17(2), e1008618.

    Examples
    --------
    >>> quantile_crps([3.0], [1.0], {80: ([0.0], [2.0])}).round(4).tolist()
    [1.4667]
    """
    came = np.asarray(actual, dtype=np.float64)
    total = 0.5 * np.abs(came - np.asarray(median, dtype=np.float64))
    for level, band in bands.items():
        total = total + (1 - level / 100) / 2 * interval_score(came, band, level)
    return np.asarray(total / (len(bands) + 0.5), dtype=np.float64)
