"""Time series hall: pure functions from arrays to frozen results; statsmodels inside, imported late.

Every method answers with numbers and their uncertainty, or with a `Reason`; none raises for bad data.
"""

from indicators.timeseries.comparison import Backtest, ForecastComparison, Score
from indicators.timeseries.decomposition import stl_decompose
from indicators.timeseries.forecasting import forecast
from indicators.timeseries.input import check_series
from indicators.timeseries.level import local_level
from indicators.timeseries.regularity import check_periods, period_ordinals, regular
from indicators.timeseries.result import Components, Diagnostics, Forecast, Interval, Reason
from indicators.timeseries.revision_tests import RevisionRegression
from indicators.timeseries.revisions import Revisions, measure_revisions
from indicators.timeseries.rounding import (
    published,
    published_array,
    published_comparison,
    published_components,
    published_forecast,
    published_significant,
    significant_digits_for,
)
from indicators.timeseries.summary import (
    Change,
    Position,
    ages_in_days,
    change,
    change_on_previous_quarter,
    change_on_previous_year,
    median_age_in_days,
    position_in_history,
)

__all__ = [
    "Backtest",
    "Change",
    "Components",
    "Diagnostics",
    "Forecast",
    "ForecastComparison",
    "Interval",
    "Position",
    "Reason",
    "RevisionRegression",
    "Revisions",
    "Score",
    "ages_in_days",
    "change",
    "change_on_previous_quarter",
    "change_on_previous_year",
    "check_periods",
    "check_series",
    "forecast",
    "local_level",
    "measure_revisions",
    "median_age_in_days",
    "period_ordinals",
    "position_in_history",
    "published",
    "published_array",
    "published_comparison",
    "published_components",
    "published_forecast",
    "published_significant",
    "regular",
    "significant_digits_for",
    "stl_decompose",
]
