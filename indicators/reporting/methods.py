"""The methods page: as-of modes, ranks, stale, rounding, models, each in a sentence or two."""

from __future__ import annotations

from indicators.store.dates import REPORT_DELAY_DAYS

METHODS_PAGE = (
    (
        "As of",
        "A report sees only facts public by its as-of date. Strict mode counts dated evidence only. Calendar mode, "
        "the default, counts the first stored value of a period from the source's usual release day where the copy "
        "it was read in is later; such facts are marked [d] and counted.",
    ),
    (
        "Default date",
        f"The default as-of date is {REPORT_DELAY_DAYS} days after the end of the quarter, never beyond the newest "
        "vintage. The default quarter is the newest one in which monthly trade is complete.",
    ),
    (
        "Rank before vintage",
        "Where sources disagree, figures that were seen in a source go before those that were not, then the "
        "publisher's rank decides, then the latest publication. A lower rank only fills a hole and is marked [f]. "
        "All figures are kept.",
    ),
    (
        "Nothing is four things",
        "Zero, not published, refused or suspended, and not collected are different words. A count beyond the day "
        "that the collection reaches is not collected, never 0.",
    ),
    (
        "Changes",
        "Compared are the observations that describe the days three and twelve months earlier; where none lies near, "
        "there is no comparison. The history of an indicator is all its observations as known at the as-of date.",
    ),
    (
        "Stale",
        "A value is stale when the following period should already be there by the habit declared for the series.",
    ),
    (
        "Rounding",
        "Sums are made in exact decimals. Model numbers are rounded once, to the digits that their intervals bear.",
    ),
    (
        "Trend and season",
        "STL for complete monthly series: Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official "
        "Statistics 6.",
    ),
    (
        "Underlying level",
        "Local level model by the Kalman smoother with exact diffuse start; missing periods widen the band: Durbin and "
        "Koopman (2012), Time Series Analysis by State Space Methods, 2nd ed., chapter 2.",
    ),
    (
        "Forecasts",
        "ETS and SARIMA candidates by AICc, one of the two families by a rolling-origin backtest, against the naive "
        "and seasonal naive forecasts; the naive one wins ties and is then the one shown. At least 60 observations: "
        "Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed.",
    ),
    (
        "Relations index",
        "One common factor of declared monthly and quarterly inputs, up is warmer, mean 100 and standard deviation 10 "
        "over its base: loadings by probabilistic principal components drawn to a common value, then the Kalman "
        "smoother. Contributions are the smoother's weights times the data; news is actual less expected, times its "
        "weight: Doz, Giannone and Reichlin (2011), Journal of Econometrics 164; Tipping and Bishop (1999), JRSS B 61; "
        "Mariano and Murasawa (2003) and Banbura and Modugno (2014), Journal of Applied Econometrics 18 and 29; "
        "Koopman and Harvey (2003), Journal of Economic Dynamics and Control 27.",
    ),
)
