"""Seasonal adjustment of monthly and quarterly series: X-13ARIMA-SEATS, or STL where it cannot be had."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicators.timeseries.decomposition import stl_decompose
from indicators.timeseries.input import as_series, center_and_scale, check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Components, Diagnostics, FloatArray, Parameters, Reason, frozen
from indicators.timeseries.rounding import (
    decimals_for,
    published_array,
    published_diagnostics,
    published_parameters,
    published_significant,
)
from indicators.timeseries.transformation import Transformation, log_or_level
from indicators.timeseries.x13 import run_x13, specification
from indicators.timeseries.x13_summary import coefficients, in_words, ljung_box_of, quality, scale_of

SHORTEST_YEARS = 5
"""Years that X-13 is asked for; its own limit is three, at which its quality statistics say little."""
LONGEST = 780
UNNAMED = (2000, 1)
"""First period told to X-13 when the caller names none; without working days the calendar plays no part."""
_SIGN = "MA coefficients carry Box and Jenkins' sign, (1 - theta B): X-13 prints them so; R prints the opposite."
_M = "M1 to M11 and Q: below 1 is acceptable (Lothian and Morry 1978)."
_ENDS = "No intervals are given; adjusted values at the end are revised when later ones come."
_NO_M = "M and Q statistics exist for X-13 alone; STL has none."
_FILLED = (
    "{count} missing values were estimated by X-13's regARIMA model; they are not adjusted values and stay empty. "
    "Logarithms or level were chosen by AICc after bridging them."
)


@dataclass(frozen=True, eq=False)
class SeasonalAdjustment:
    """
    A series without its season.

    Attributes
    ----------
    method
        ``X-13ARIMA-SEATS (X-11 filters)`` or the STL settings.
    specification
        What the program was told or chose: transformation, ARIMA model, regressors, filters.
    composition
        ``additive`` or ``multiplicative`` (seasonal and irregular are factors then).
    adjusted, trend, seasonal, irregular
        Shape (n,); adjusted and irregular are NaN where the value is missing.
    n_observations
        Observed values used.
    parameters
        ARIMA coefficients by name, with ``.se`` for their standard errors; for STL the strengths.
    quality
        M and Q statistics by name; empty for STL.
    diagnostics
        QS tests of the original and the adjusted series and, from X-13, Ljung-Box of the model's residuals.
    notes
        Conventions and warnings.
    season_found
        Whether the original has a season at all: X-13's combined test, or QS at 1 per cent for STL.
    fallback
        Why X-13 was not used; None if it was.
    """

    method: str
    specification: str
    composition: str
    adjusted: FloatArray
    trend: FloatArray
    seasonal: FloatArray
    irregular: FloatArray
    n_observations: int
    parameters: Parameters
    quality: Parameters
    diagnostics: tuple[Diagnostics, ...]
    notes: tuple[str, ...]
    season_found: bool
    fallback: Reason | None = None

    def __post_init__(self) -> None:
        for name in ("adjusted", "trend", "seasonal", "irregular"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def columns(self) -> dict[str, FloatArray]:
        """Return the arrays by column name, each of shape (n,)."""
        return {name: getattr(self, name) for name in ("adjusted", "trend", "seasonal", "irregular")}


def seasonal_adjustment(
    values: npt.ArrayLike,
    period: int,
    *,
    start: tuple[int, int] | None = None,
    trading_days: bool = False,
    arima: str | None = None,
    log: bool | None = None,
) -> SeasonalAdjustment | Reason:
    """
    What is left of a monthly or quarterly series when its yearly pattern is taken out?

    Parameters
    ----------
    values
        Shape (n,), any unit, one value a period in time order. X-13 bridges up to a tenth of missing values inside;
        STL needs a complete series.
    period
        12 or 4.
    start
        Year and month (or quarter) of the first value; needed for working days.
    trading_days
        Test whether working days matter and, if so, take them out with the season (flows only).
    arima
        Such as ``(0 1 1)(0 1 1)``; chosen by X-13 when None.
    log
        Logarithms or not; chosen by AICc when None.

    Returns
    -------
    SeasonalAdjustment or Reason
        By X-13 where it is installed and takes the series; otherwise by STL with the reason in ``fallback``.

    References
    ----------
    Ladiray and Quenneville (2001), Seasonal Adjustment with the X-11 Method; US Census Bureau, X-13ARIMA-SEATS
    Reference Manual; Cleveland and others (1990) for STL.

    Examples
    --------
    >>> wave = [t / 4 + (0, 5, -5, 0)[t % 4] + (t * 37 % 11) / 10 for t in range(40)]
    >>> result = seasonal_adjustment(wave, 4)
    >>> dict((t.name, t.p_value < 0.01) for t in result.diagnostics)["QS, adjusted"]
    False
    """
    if period not in (4, 12):
        raise ValueError(f"seasonal adjustment takes 12 or 4 values a year, not {period}")
    broken = check_series(values, minimum=2 * period + 1, allow_missing="any", positive=log is True)
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    if trading_days and start is None:
        raise ValueError("working days need the date of the first period: give start=(year, month)")
    unfit = _unfit_for_x13(series, period)
    if unfit is None and log is None and np.isnan(series).any():
        log = _scale_with_gaps(series, period)
    result = unfit or _by_x13(series, period, start or UNNAMED, specification(log=log, arima=arima,
                                                                             trading_days=trading_days))  # fmt: skip
    return _by_stl(series, period, log, result) if isinstance(result, Reason) else result


def _unfit_for_x13(series: FloatArray, period: int) -> Reason | None:
    observed = int(np.count_nonzero(~np.isnan(series)))
    if observed < SHORTEST_YEARS * period:
        return reason("too_short", count=observed, minimum=SHORTEST_YEARS * period)
    if series.size > LONGEST:
        return reason("x13_too_long", count=series.size, limit=LONGEST)
    missing = series.size - observed
    if missing > series.size / 10:
        return reason("x13_missing", count=missing, total=series.size)
    return None


def _scale_with_gaps(series: FloatArray, period: int) -> bool:
    """Choose the scale where values are missing: X-13's own test goes astray on two missing values in a row.

    For the test alone a missing value is the mean of those a year before and after, or lies on a straight line.
    """
    filled = series.copy()
    for index in np.flatnonzero(np.isnan(series)):
        neighbours = [series[i] for i in (index - period, index + period) if 0 <= i < series.size]
        known = [value for value in neighbours if not np.isnan(value)]
        filled[index] = np.mean(known) if known else np.nan
    absent = np.isnan(filled)
    filled[absent] = np.interp(np.flatnonzero(absent), np.flatnonzero(~absent), filled[~absent])
    found = log_or_level(filled, period)
    return isinstance(found, Transformation) and found.log


def _by_x13(series: FloatArray, period: int, start: tuple[int, int], spec: str) -> SeasonalAdjustment | Reason:
    scale = _power(series)
    output = run_x13(series / scale, period, start, spec)
    if isinstance(output, Reason):
        return output
    absent = np.isnan(series)
    tables = {name: np.array(table) for name, table in output.tables.items()}
    multiplicative = scale_of(output.summary).startswith("Log")
    for name in ("adjusted", "trend") if multiplicative else tuple(tables):
        tables[name] *= scale
    tables["adjusted"][absent] = tables["irregular"][absent] = np.nan
    model = tables["trend"]
    filled = np.where(absent, model, series)
    tests = (
        qs_test(_plain(filled, multiplicative), period, "QS, original"),
        qs_test(_plain(np.where(absent, model, tables["adjusted"]), multiplicative), period, "QS, adjusted"),
        *ljung_box_of(output.summary, series.size),
    )
    notes = (_M, _SIGN, _ENDS, *((_FILLED.format(count=int(absent.sum())),) if absent.any() else ()))
    return SeasonalAdjustment(
        method="X-13ARIMA-SEATS (X-11 filters)",
        specification=in_words(output),
        composition="multiplicative" if multiplicative else "additive",
        n_observations=int(np.count_nonzero(~absent)),
        parameters=coefficients(output.summary),
        quality=quality(output.summary),
        diagnostics=tests,
        notes=notes,
        season_found=output.summary.get("f2.idseasonal") == "yes",
        adjusted=tables["adjusted"],
        trend=tables["trend"],
        seasonal=tables["seasonal"],
        irregular=tables["irregular"],
    )


def _power(series: FloatArray) -> float:
    """The power of ten that brings the series to numbers the program prints in full."""
    return float(10.0 ** np.floor(np.log10(np.nanmax(np.abs(series))) - 2))


def _plain(values: FloatArray, multiplicative: bool) -> FloatArray:
    return np.log(values) if multiplicative and np.min(values) > 0 else values


def _by_stl(series: FloatArray, period: int, log: bool | None, why: Reason) -> SeasonalAdjustment | Reason:
    chosen = log_or_level(series, period) if log is None else None
    if isinstance(chosen, Reason):
        return chosen
    use_log = chosen.log if chosen else bool(log)
    parts = stl_decompose(series, period, log=use_log)
    return parts if isinstance(parts, Reason) else _from_stl(series, period, parts, chosen, why)


def _from_stl(
    series: FloatArray, period: int, parts: Components, chosen: Transformation | None, why: Reason
) -> SeasonalAdjustment:
    multiplicative = parts.composition == "multiplicative"
    seasonal = parts.seasonal if parts.seasonal is not None else np.zeros(series.size)
    adjusted = series / seasonal if multiplicative else series - seasonal
    tests = (
        qs_test(_plain(series, multiplicative), period, "QS, original"),
        qs_test(_plain(adjusted, multiplicative), period, "QS, adjusted"),
    )
    scale = "logarithms" if multiplicative else "level"
    return SeasonalAdjustment(
        method=parts.method,
        specification=f"{scale} ({chosen.sentence.rstrip('.') if chosen else 'as asked'}); {parts.method}",
        composition=parts.composition,
        adjusted=adjusted,
        trend=parts.level,
        seasonal=seasonal,
        irregular=parts.remainder,
        n_observations=series.size,
        parameters=parts.parameters,
        quality=(),
        diagnostics=tests,
        notes=(*parts.notes, _NO_M),
        season_found=tests[0].p_value < 0.01,
        fallback=why,
    )


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


def published_adjustment(result: SeasonalAdjustment) -> SeasonalAdjustment:
    """
    Put an adjustment through the rounding gate.

    Places are those of the irregular's usual size; factors keep four decimals, M and Q statistics two.

    Examples
    --------
    >>> wave = [t / 4 + (0, 5, -5, 0)[t % 4] + (t * 37 % 11) / 10 for t in range(40)]
    >>> result = published_adjustment(seasonal_adjustment(wave, 4))
    >>> bool(np.all(np.round(result.seasonal, 6) == result.seasonal))
    True
    """
    multiplicative = result.composition == "multiplicative"
    spread = result.irregular * result.trend - result.trend if multiplicative else result.irregular
    digits = decimals_for(float(np.nanmax(np.abs(result.trend))), float(np.nanstd(spread)))
    factor = 4 if multiplicative else digits
    return replace(
        result,
        adjusted=published_array(result.adjusted, digits),
        trend=published_array(result.trend, digits),
        seasonal=published_array(result.seasonal, factor),
        irregular=published_array(result.irregular, factor),
        parameters=published_parameters(result.parameters),
        quality=tuple((name, float(published_significant(value, 3) or 0)) for name, value in result.quality),
        diagnostics=published_diagnostics(result.diagnostics),
    )
