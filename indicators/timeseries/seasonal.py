"""Seasonal adjustment of monthly and quarterly series: X-13ARIMA-SEATS, or STL where it cannot be had."""

import numpy as np
import numpy.typing as npt

from indicators.timeseries.decomposition import stl_decompose
from indicators.timeseries.input import as_series, check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Components, FloatArray, Reason
from indicators.timeseries.seasonal_result import SeasonalAdjustment
from indicators.timeseries.seasonality import qs_test
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
