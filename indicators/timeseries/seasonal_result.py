"""The frozen result of a seasonal adjustment, and its way through the rounding gate."""

from dataclasses import dataclass, replace

import numpy as np

from indicators.timeseries.result import Diagnostics, FloatArray, Parameters, Reason, frozen
from indicators.timeseries.rounding import (
    decimals_for,
    published_array,
    published_diagnostics,
    published_parameters,
    published_significant,
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


def published_adjustment(result: SeasonalAdjustment) -> SeasonalAdjustment:
    """
    Put an adjustment through the rounding gate.

    Places are those of the irregular's usual size; factors keep four decimals, M and Q statistics two.

    Examples
    --------
    >>> from indicators.timeseries.seasonal import seasonal_adjustment
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
