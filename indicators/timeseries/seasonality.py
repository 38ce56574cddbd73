"""Is there a yearly pattern in a series?"""

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import center_and_scale
from indicators.timeseries.result import Diagnostics


def qs_test(values: npt.ArrayLike, period: int, name: str = "QS") -> Diagnostics:
    """
    Is there a yearly pattern (left) in a series?

    Parameters
    ----------
    values
        Shape (n,), complete; differenced once here, for only changes can be stationary.
    period
        Values a year.
    name
        Name of the test in tables.

    Returns
    -------
    Diagnostics
        QS = n (n + 2) [r(s)^2 / (n - s) + max(0, r(2s))^2 / (n - 2s)] of the changes, 0 if r(s) is not positive;
        upper tail of chi-square with 2 degrees of freedom. Conservative: half of all series
        without a season give 0, and at 5 per cent about 1 in a hundred white-noise series of 10 years is rejected.

    References
    ----------
    Maravall (2012), Update of seasonality tests and automatic model identification in TRAMO-SEATS, Bank of Spain; as
    in X-13ARIMA-SEATS and JDemetra+.

    Examples
    --------
    >>> qs_test([t + (0, 5, -5, 0)[t % 4] for t in range(40)], 4).p_value < 0.001
    True
    """
    from scipy.stats import chi2
    from statsmodels.tsa.stattools import acf

    series = np.asarray(values, dtype=np.float64)
    center, scale = center_and_scale(series)
    changes = np.diff((series - center) / scale)
    n = changes.size
    statistic = 0.0
    if n > 2 * period and np.ptp(changes) > 1e-9:
        correlations = np.asarray(acf(changes, nlags=2 * period, fft=False), dtype=np.float64)
        first, second = float(correlations[period]), max(0.0, float(correlations[2 * period]))
        if first > 0:
            statistic = n * (n + 2) * (first**2 / (n - period) + second**2 / (n - 2 * period))
    return Diagnostics(
        name=name,
        statistic=statistic,
        p_value=float(chi2.sf(statistic, 2)),
        null_hypothesis="there is no yearly pattern in the changes",
        alternative="changes a year apart are alike: a season is there, or left",
        n_observations=n,
        lag=2 * period,
        degrees_of_freedom=(2,),
    )
