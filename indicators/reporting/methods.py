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
        "Seasonal adjustment",
        "X-13ARIMA-SEATS (X-11 filters, model chosen by the program); STL where it is not installed, with the reason. "
        "Logarithms or levels by AICc: Findley and others (1998), Journal of Business and Economic Statistics 16; "
        "Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6.",
    ),
    (
        "Trend and underlying level",
        "Unobserved components (level, trend, season, a cycle in years and quarters) by AICc and the Kalman smoother "
        "with exact diffuse start; missing periods widen the band: Harvey (1989); Durbin and Koopman (2012), Time "
        "Series Analysis by State Space Methods, 2nd ed.",
    ),
    (
        "Poll averages",
        "Opinion as a random walk; a poll shows it with its sampling error, an error beyond the sample that is "
        "estimated, rounding, and the effects of its house and wording, which sum to zero over the houses: Jackman "
        "(2005), Australian Journal of Political Science 40.",
    ),
    (
        "Counts and waits",
        "Poisson or negative binomial rates by the days counted, the family chosen by test, robust intervals; times "
        "between contacts by Kaplan-Meier and Weibull, dates not known to the day as intervals. A count is modelled "
        "from the day on which nothing seen is 0: Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd "
        "ed.",
    ),
    (
        "Breaks",
        "Shifts of the mean at unknown dates by least squares, counted only where a bootstrap of persistent series "
        "without a break rejects, too: Bai and Perron (2003), Journal of Applied Econometrics 18; Diebold and Chen "
        "(1996), Journal of Econometrics 70.",
    ),
    (
        "Events",
        "The path that the values before an event would have led to, beside what came, with the errors of the same "
        "question at dates without an event. A change at a date is not thereby caused by what happened then: Harvey "
        "and Durbin (1986), JRSS A 149; Brodersen and others (2015), Annals of Applied Statistics 9.",
    ),
    (
        "Forecasts",
        "ETS, SARIMA and unobserved components by AICc, one of the three by a backtest on what was known at each "
        "origin, against the naive and seasonal naive forecasts; the naive one wins ties and is then the one shown. "
        "Intervals are as wide as the backtest's errors ask. At least 60 observations: Hyndman and Athanasopoulos "
        "(2021), Forecasting: Principles and Practice, 3rd ed.",
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
