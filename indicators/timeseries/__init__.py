"""Time series hall: pure functions from arrays to frozen results; statsmodels inside, imported late.

Every method answers with numbers and their uncertainty, or with a `Reason`; none raises for bad data.
"""

from indicators.timeseries.ceilings import CeilingOutlook, ceiling_outlook
from indicators.timeseries.comparison import Backtest, ForecastComparison, Score
from indicators.timeseries.counting import CountModel, fit_counts
from indicators.timeseries.decomposition import stl_decompose
from indicators.timeseries.durations import DurationModel, fit_durations
from indicators.timeseries.forecasting import forecast
from indicators.timeseries.input import check_series
from indicators.timeseries.level import local_level
from indicators.timeseries.polling import PollAverage, average_polls
from indicators.timeseries.polls import Polls, make_polls
from indicators.timeseries.rates import RateComparison, compare_rates
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
from indicators.timeseries.survival import SurvivalCurve, gaps_between, kaplan_meier

__all__ = [
    "Backtest",
    "CeilingOutlook",
    "Change",
    "Components",
    "CountModel",
    "Diagnostics",
    "DurationModel",
    "Forecast",
    "ForecastComparison",
    "Interval",
    "PollAverage",
    "Polls",
    "Position",
    "RateComparison",
    "Reason",
    "RevisionRegression",
    "Revisions",
    "Score",
    "SurvivalCurve",
    "ages_in_days",
    "average_polls",
    "ceiling_outlook",
    "change",
    "change_on_previous_quarter",
    "change_on_previous_year",
    "check_periods",
    "check_series",
    "compare_rates",
    "fit_counts",
    "fit_durations",
    "forecast",
    "gaps_between",
    "kaplan_meier",
    "local_level",
    "make_polls",
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
