"""Counts of events: Poisson against negative binomial, with exposure and robust errors."""

import warnings
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from indicators.timeseries.count_tests import boundary, cameron_trivedi, excess_zeros
from indicators.timeseries.input import as_series, check_series, first_position
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Diagnostics, FloatArray, Reason, frozen

MINIMUM_PERIODS = 12
MINIMUM_EVENTS = 5
LEVEL_OF_TEST = 0.05
"""The negative binomial is taken where the boundary likelihood-ratio test rejects the Poisson at this level."""
LEAST = 1e-5
"""Dispersion below which the likelihood of the negative binomial is lost in rounding."""
_STARTS = (0.1, 0.5, 2.0)
"""Dispersions the optimiser starts from, beside the moment estimate."""


@dataclass(frozen=True, eq=False)
class CountModel:
    """
    A log-linear model of counts: mean_t = exposure_t exp(x_t' b), variance mean + dispersion mean^2.

    Attributes
    ----------
    family
        ``Poisson`` or ``negative binomial``, chosen by test.
    coefficients, covariance
        Shape (k,), (k, k): logarithms of rates, with the heteroskedasticity and autocorrelation robust covariance.
    model_covariance
        That of the likelihood, shape (k, k): right where the family holds and counts are independent.
    dispersion
        alpha of NB2; 0 for the Poisson.
    pearson
        Pearson chi-square of the Poisson fit over its degrees of freedom: 1 without overdispersion.
    log_likelihood, poisson_log_likelihood
        Of the family chosen and of the Poisson.
    mean
        Expected counts, shape (n,).
    zeros, expected_zeros
        Periods without an event, and how many the chosen family expects.
    tests
        Overdispersion by boundary likelihood ratio and by Cameron and Trivedi, excess zeros by van den Broek.
    n_observations, lags
        Periods used; lags of the robust covariance.
    """

    family: str
    coefficients: FloatArray
    covariance: FloatArray
    model_covariance: FloatArray
    dispersion: float
    pearson: float
    log_likelihood: float
    poisson_log_likelihood: float
    mean: FloatArray
    zeros: int
    expected_zeros: float
    tests: tuple[Diagnostics, ...]
    n_observations: int
    lags: int

    def __post_init__(self) -> None:
        for name in ("coefficients", "covariance", "model_covariance", "mean"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def test(self, name: str) -> Diagnostics:
        """Return one test by name; ``KeyError`` if there is none."""
        return {test.name: test for test in self.tests}[name]


def check_counts(counts: npt.ArrayLike, exposure: npt.ArrayLike | None = None) -> Reason | None:
    """
    Say why the counts cannot be modelled, or None; periods with a missing count or exposure are left out by the model.

    Examples
    --------
    >>> check_counts([0, 1, 2.5] * 4).sentence
    'Value number 3 is 2.5; a count is a whole number, zero or more.'
    """
    broken = check_series(counts, minimum=MINIMUM_PERIODS, allow_missing="any")
    series = as_series(counts)
    if broken is not None or isinstance(series, Reason):
        return broken
    wrong = (series < 0) | (series != np.round(series)) & ~np.isnan(series)
    if wrong.any():
        return reason("not_a_count", position=first_position(wrong) + 1, value=float(series[wrong][0]))
    weights = np.ones(series.size) if exposure is None else as_series(exposure)
    return weights if isinstance(weights, Reason) else _check_exposure(series, weights)


def _check_exposure(series: FloatArray, weights: FloatArray) -> Reason | None:
    if weights.size != series.size:
        return reason("lengths_differ", periods=weights.size, values=series.size)
    bad = (weights <= 0) | np.isinf(weights)
    if bad.any():
        return reason("not_an_exposure", position=first_position(bad) + 1, value=float(weights[bad][0]))
    known = ~np.isnan(series) & ~np.isnan(weights)
    if known.sum() < MINIMUM_PERIODS:
        return reason("too_short", count=int(known.sum()), minimum=MINIMUM_PERIODS)
    events = int(series[known].sum())
    return reason("too_few_events", count=events, minimum=MINIMUM_EVENTS) if events < MINIMUM_EVENTS else None


def fit_counts(
    counts: npt.ArrayLike,
    design: npt.ArrayLike | None = None,
    exposure: npt.ArrayLike | None = None,
    *,
    lags: int | None = None,
) -> CountModel | Reason:
    """
    How large is the rate of events, how does it depend on the columns of a design, and are the counts overdispersed?

    Parameters
    ----------
    counts
        Shape (n,), whole numbers; NaN where not counted (left out).
    design
        Shape (n, k), full rank, a constant among the columns; None is a constant alone.
    exposure
        Shape (n,), time or people behind each count; rates are per unit of it. None is 1.
    lags
        Of the robust covariance; None is floor(4 (n / 100)^(2/9)).

    Returns
    -------
    CountModel or Reason

    Notes
    -----
    The boundary likelihood-ratio test refers to a half and half mixture of 0 and chi-square(1). The Cameron-Trivedi
    test is the t-test of the slope of ((y - m)^2 - y) / m on m without a constant (alternative NB2), upper tail. The
    test of zeros is van den Broek's score test of a Poisson with covariates, upper tail of its signed root; it
    rejects for any overdispersion, so the expected zeros of the chosen family say more.

    References
    ----------
    Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd ed., chapter 3; Cameron and Trivedi (1990),
    Journal of Econometrics 46, 347-364; Self and Liang (1987), JASA 82, 605-610; van den Broek (1995), Biometrics 51,
    738-743; Newey and West (1987), Econometrica 55, 703-708, and (1994), Review of Economic Studies 61, 631-653.

    Examples
    --------
    >>> model = fit_counts([0, 3, 1, 0, 0, 7, 0, 1, 0, 0, 9, 0, 2, 0])
    >>> model.family, round(float(np.exp(model.coefficients[0])), 3), model.zeros
    ('negative binomial', 1.643, 8)
    """
    data = _read(counts, design, exposure)
    if isinstance(data, Reason):
        return data
    y, x, _ = data
    lag = int(4 * (y.size / 100) ** (2 / 9)) if lags is None else lags
    poisson = _poisson(data, lag)
    if poisson is None:
        return reason("no_convergence", family="Poisson")
    mean = np.asarray(poisson.predict(), dtype=np.float64)
    pearson = float(np.sum((y - mean) ** 2 / mean) / (y.size - x.shape[1]))
    moment = max((pearson - 1) / float(mean.mean()), 0.05)
    spread = float(np.sum((y - mean) ** 2 - y))  # not above zero: the Poisson is the maximum
    negative = _negative_binomial(data, lag, np.append(np.asarray(poisson.params), moment)) if spread > 0 else None
    if negative is None and spread > 0:
        return reason("no_convergence", family="negative binomial")
    gain = max(0.0, 2 * (float(negative.llf) - float(poisson.llf))) if negative is not None else 0.0
    tests = (boundary(gain, y.size), cameron_trivedi(y, mean), excess_zeros(y, x, mean))
    wide = negative is not None and tests[0].p_value < LEVEL_OF_TEST
    return _model(data, lag, negative if wide else poisson, float(poisson.llf), pearson, tests)


Data: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]
"""Counts, design and logarithms of exposure, all complete."""


def _read(counts: npt.ArrayLike, design: npt.ArrayLike | None, exposure: npt.ArrayLike | None) -> Data | Reason:
    broken = check_counts(counts, exposure)
    series = as_series(counts)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    weights = np.ones(series.size) if exposure is None else np.asarray(exposure, dtype=np.float64)
    columns = np.ones((series.size, 1)) if design is None else np.asarray(design, dtype=np.float64)
    if columns.shape[0] != series.size:
        return reason("lengths_differ", periods=columns.shape[0], values=series.size)
    known = ~np.isnan(series) & ~np.isnan(weights)
    if np.linalg.matrix_rank(columns[known]) < columns.shape[1]:
        return reason("not_full_rank", count=columns.shape[1])
    return series[known], columns[known], np.log(weights[known])


def _model(  # noqa: PLR0917
    data: Data, lags: int, chosen: Any, poisson: float, pearson: float, tests: tuple[Diagnostics, ...]
) -> CountModel:
    y, x, offset = data
    k = x.shape[1]
    estimates = np.asarray(chosen.params, dtype=np.float64)
    dispersion = float(estimates[k]) if estimates.size > k else 0.0
    mean = np.exp(x @ estimates[:k] + offset)
    information = -np.asarray(chosen.model.hessian(estimates), dtype=np.float64)
    return CountModel(
        family="negative binomial" if estimates.size > k else "Poisson",
        coefficients=estimates[:k],
        covariance=np.asarray(chosen.cov_params())[:k, :k],
        model_covariance=frozen(np.linalg.inv(information)[:k, :k]),
        dispersion=dispersion,
        pearson=pearson,
        log_likelihood=float(chosen.llf),
        poisson_log_likelihood=poisson,
        mean=mean,
        zeros=int(np.count_nonzero(y == 0)),
        expected_zeros=float(np.sum(probability_of_zero(mean, dispersion))),
        tests=tests,
        n_observations=y.size,
        lags=lags,
    )


def probability_of_zero(mean: FloatArray, dispersion: float) -> FloatArray:
    """
    Return the chance of no event under NB2, the Poisson where `dispersion` is 0; shape of `mean`.

    Examples
    --------
    >>> probability_of_zero(np.array([1.0, 1.0]), 1.0)
    array([0.5, 0.5])
    """
    log = -mean if dispersion == 0 else -np.log1p(dispersion * mean) / dispersion
    return np.asarray(np.exp(log), dtype=np.float64)


def _poisson(data: Data, lags: int) -> Any:
    from statsmodels.discrete.discrete_model import Poisson

    y, x, offset = data
    start = np.linalg.lstsq(x, np.log(y + 0.5) - offset, rcond=None)[0]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        model = Poisson(y, x, offset=offset)
        result = model.fit(start_params=start, method="newton", maxiter=200, disp=False, **_hac(lags))
    return result if result.mle_retvals["converged"] and np.isfinite(result.llf) else None


def _negative_binomial(data: Data, lags: int, start: FloatArray) -> Any:
    """Return the best of several climbs, None if none converged."""
    from statsmodels.discrete.discrete_model import NegativeBinomial

    y, x, offset = data
    best = None
    for dispersion in (start[-1], *_STARTS):
        climb = {"start_params": np.append(start[:-1], dispersion), "method": "bfgs", "maxiter": 500, "gtol": 1e-6}
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = NegativeBinomial(y, x, offset=offset).fit(disp=False, **climb, **_hac(lags))
        good = result.mle_retvals["converged"] and np.isfinite(result.llf) and result.params[-1] > LEAST
        if good and (best is None or result.llf > best.llf):
            best = result
    return best


def _hac(lags: int) -> dict[str, Any]:
    return {"cov_type": "HAC", "cov_kwds": {"maxlags": lags, "use_correction": True}}
