"""One common factor of monthly and quarterly inputs with missing values: a two-step dynamic factor model.

Step one finds loadings by probabilistic principal components, which know missing values and give all inputs the same
noise, so that none can take the factor over. Loadings are drawn to a common value above zero: each input counts in its
declared direction, and the past of the factor does not turn over when new data come. Step two is the Kalman smoother
of statsmodels' ``DynamicFactorMQ``. Full maximum likelihood is not used: with few, persistent inputs it drives the
noise of one input to zero.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.timeseries.panel import Panel
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason, frozen

TRIANGLE = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
"""Weights with which a quarterly input sees this month and the four before it (Mariano and Murasawa, 2003)."""
TOLERANCE = 1e-11
"""Largest change of a loading in the last round of step one: far below what is printed."""
MOST_ROUNDS = 20_000
DIGITS = 8
"""Significant digits of the parameters that step two is given: no processor disagrees about them."""
LEAST_NOISE = 0.1
"""Least share of an input's variance that counts as its own."""
PRIOR_LOADING = 0.6
"""Value that loadings are drawn to: a little more than a third of an input's variance is common."""
PRIOR_WEIGHT = 1000.0
"""Months that the common value counts for. Chosen on past vintages: with 0 the factor of 2020 gave trade no loading and
first prints since 2014 were revised by 15 points of the relations index on average, with 240 by 7, with 1000 by 3."""
PERSISTENCE = (0.5, 0.99)
"""Bounds of the factor's autoregressive coefficient: a factor that forgets, so that its mean exists."""
_OWN_PERSISTENCE = np.arange(0.0, 0.995, 0.01)


@dataclass(frozen=True, eq=False)
class FactorModel:
    """
    Parameters of the model x = center + scale (intercept + loading f + own part).

    Attributes
    ----------
    center, scale
        Mean and standard deviation of each input over its observed values, unit of the transformed input.
    intercept, loading, noise
        Of the standardised inputs: value at factor 0, effect of the factor (for a quarterly input of its triangular
        mean), variance of the own part. All of shape (inputs,).
    own_persistence
        Monthly autocorrelation of each own part; used for the bands alone.
    persistence
        Autoregressive coefficient of the factor, whose variance is 1.
    rounds
        Rounds that step one took.
    """

    names: tuple[str, ...]
    quarterly: tuple[bool, ...]
    center: FloatArray
    scale: FloatArray
    intercept: FloatArray
    loading: FloatArray
    noise: FloatArray
    own_persistence: FloatArray
    persistence: float
    rounds: int

    def standardise(self, values: FloatArray) -> FloatArray:
        """Inputs less their value at factor 0, in their standard deviations; shape (months, inputs)."""
        return np.asarray((values - self.center) / self.scale - self.intercept, dtype=np.float64)

    def state_space(self, values: FloatArray) -> Any:
        """Smoothed results of statsmodels' ``DynamicFactorMQ`` for inputs of shape (months, inputs)."""
        from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ

        quarterly = np.array(self.quarterly)
        model = DynamicFactorMQ(
            self.standardise(values),
            k_endog_monthly=int((~quarterly).sum()),
            factors=1,
            factor_orders=1,
            idiosyncratic_ar1=False,
            standardize=False,
        )
        loading = np.where(quarterly, self.loading / TRIANGLE.sum(), self.loading)
        noise = np.where(quarterly, self.noise / (TRIANGLE**2).sum(), self.noise)
        innovation = np.sqrt(1 - self.persistence**2)
        model.ssm.initialize_known(np.zeros(model.k_states), self._start(noise[quarterly]))
        return model.smooth(np.concatenate([loading, [self.persistence, innovation], noise]))

    def _start(self, quarterly_noise: FloatArray) -> FloatArray:
        """Covariance of the first state, that of the stationary process (statsmodels would solve for it each time)."""
        if not quarterly_noise.size:
            return np.ones((1, 1))
        lags = np.arange(TRIANGLE.size)
        states = lags.size * (1 + quarterly_noise.size)
        start = np.diag(np.concatenate([np.zeros(lags.size), np.tile(quarterly_noise, lags.size)]))
        start[: lags.size, : lags.size] = self.persistence ** np.abs(np.subtract.outer(lags, lags))
        return start.reshape(states, states)

    def factor(self, values: FloatArray) -> FloatArray:
        """The smoothed factor of inputs of shape (months, inputs); shape (months,)."""
        return np.asarray(self.state_space(values).smoothed_state[0], dtype=np.float64)


def estimate_factor(panel: Panel, prior_weight: float = PRIOR_WEIGHT) -> FactorModel | Reason:
    """
    What do the inputs have in common?

    Parameters
    ----------
    panel
        From `build_panel`.
    prior_weight
        Months that the common loading counts for; 0: the data alone.

    Returns
    -------
    FactorModel or Reason
        No loading is below 0: with inputs signed so that up is warmer, so is the factor.

    References
    ----------
    Doz, Giannone and Reichlin (2011), A two-step estimator for large approximate dynamic factor models based on Kalman
    filtering, Journal of Econometrics 164. Tipping and Bishop (1999), Probabilistic principal component analysis,
    JRSS B 61 (with an intercept, for inputs seen in part of the sample only). Mariano and Murasawa (2003), JAE 18.
    """
    center, scale = np.nanmean(panel.values, axis=0), np.nanstd(panel.values, axis=0)
    x = (panel.values - center) / scale
    static = principal_component(x, prior_weight)
    if isinstance(static, Reason):
        return static
    intercept, loading, factor, variance, rounds = static
    persistence = _persistence(factor)
    quarterly = np.array(panel.quarterly)
    seen = np.where(quarterly, _triangular(factor)[:, None], factor[:, None])
    for column in np.flatnonzero(quarterly):
        intercept[column], loading[column] = _line(seen[:, column], x[:, column], prior_weight)
    residual = x - intercept - loading * seen
    noise = np.nanmean(residual**2 + np.where(np.isnan(x), np.nan, loading**2 * variance[:, None]), axis=0)
    noise = np.maximum(noise, LEAST_NOISE)
    own = np.array([_own_persistence(residual[:, i]) for i in range(x.shape[1])])
    return FactorModel(
        names=panel.names,
        quarterly=panel.quarterly,
        center=_rounded(center),
        scale=_rounded(scale),
        intercept=_rounded(intercept),
        loading=_rounded(loading),
        noise=_rounded(noise),
        own_persistence=frozen(own),
        persistence=persistence,
        rounds=rounds,
    )


def principal_component(
    x: FloatArray, prior_weight: float = PRIOR_WEIGHT
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, int] | Reason:
    """
    First probabilistic principal component of standardised inputs with missing values, by EM.

    Parameters
    ----------
    x
        Shape (months, inputs), NaN where missing.
    prior_weight
        As in `estimate_factor`.

    Returns
    -------
    tuple or Reason
        Intercepts and loadings (inputs,), mean and variance of the component (months,), rounds.

    Examples
    --------
    >>> x = np.array([[1.0, 0.3, 0.9], [-1.0, -0.9, -1.1], [1.2, np.nan, 0.4], [-0.8, -1.2, np.nan], [0.1, 0.8, 0.2]])
    >>> _, loading, factor, _, _ = principal_component(x)
    >>> bool((loading > 0).all()), [int(sign) for sign in np.sign(factor)]
    (True, [1, -1, 1, -1, 1])
    """
    observed = ~np.isnan(x)
    filled, counts = np.where(observed, x, 0.0), observed.sum(axis=0)
    intercept, loading, noise = np.zeros(x.shape[1]), np.full(x.shape[1], 0.7), 0.5
    for rounds in range(1, MOST_ROUNDS + 1):
        variance = 1 / (1 + observed @ loading**2 / noise)
        factor = variance * (np.where(observed, x - intercept, 0.0) @ loading) / noise
        sums = observed.T @ factor
        squares = observed.T @ (factor**2 + variance)
        products = filled.T @ factor
        totals = filled.sum(axis=0)
        slope = products - sums * totals / counts + prior_weight * PRIOR_LOADING
        changed = np.maximum(slope / (squares - sums**2 / counts + prior_weight), 0.0)
        intercept = (totals - changed * sums) / counts
        error = np.where(observed, x - intercept - changed * factor[:, None], 0.0)
        noise = float(((error**2).sum() + (observed * changed**2 * variance[:, None]).sum()) / counts.sum())
        step, loading = float(np.abs(changed - loading).max()), changed
        if not np.isfinite(step) or noise < 1e-9:
            return reason("exact_pattern")
        if step < TOLERANCE:
            return intercept, loading, factor, variance, rounds
    return reason("no_convergence", family="common factor")


def _triangular(factor: FloatArray) -> FloatArray:
    """Weighted mean of the month and the four before it; before the sample the factor counts as its mean, 0."""
    padded = np.concatenate([np.zeros(TRIANGLE.size - 1), factor])
    return np.asarray(np.convolve(padded, TRIANGLE, mode="valid") / TRIANGLE.sum())


def _line(x: FloatArray, y: FloatArray, prior_weight: float) -> tuple[float, float]:
    """Intercept and slope by least squares where both are there, the slope drawn to the common loading, too."""
    both = ~np.isnan(y)
    seen, value = x[both] - x[both].mean(), y[both]
    slope = max(0.0, float((seen @ value + prior_weight * PRIOR_LOADING) / (seen @ seen + prior_weight)))
    return float(value.mean() - slope * x[both].mean()), slope


def _persistence(factor: FloatArray) -> float:
    """Second over first autocovariance: the coefficient of an AR(1), whatever white noise lies on it."""
    centred = factor - factor.mean()
    first, second = centred[1:] @ centred[:-1], centred[2:] @ centred[:-2]
    ratio = second / first if first > 0 else PERSISTENCE[0]
    return float(np.clip(round(float(ratio), 2), *PERSISTENCE))


def _own_persistence(residual: FloatArray) -> float:
    """Most likely monthly autocorrelation of an own part seen at uneven distances, to two decimals."""
    at = np.flatnonzero(~np.isnan(residual))
    values, gaps = residual[at], np.diff(at)
    power = _OWN_PERSISTENCE[:, None] ** gaps
    error = values[1:] - power * values[:-1]
    room = 1 - power**2
    common = (values[0] ** 2 + (error**2 / room).sum(axis=1)) / at.size
    likelihood = -at.size * np.log(common) - np.log(room).sum(axis=1)
    return float(_OWN_PERSISTENCE[int(np.argmax(np.round(likelihood, 6)))])


def _rounded(values: FloatArray) -> FloatArray:
    return frozen([float(f"{value:.{DIGITS}g}") for value in values.tolist()])
