"""Likelihood of additive exponential smoothing with the best initial states put in, and its gradient."""

from dataclasses import dataclass

import numpy as np

from indicators.timeseries.result import FloatArray

EDGE = 1e-4
"""How near 0 and 1 smoothing parameters come: the library's bounds."""
DAMPING = (0.8, 0.98)


@dataclass(frozen=True, eq=False)
class Concentrated:
    """
    The likelihood of an ETS model with additive errors as a function of its smoothing parameters alone.

    Errors are linear in the initial states, so the best states for given parameters are a least squares estimate: one
    to four numbers are left to climb by instead of up to eighteen, and the gradient is exact.

    Attributes
    ----------
    values
        Shape (n,), complete.
    trend, damped, season
        Which parts the model has; `season` is the number of values a season, 0 for none.

    References
    ----------
    Rosenberg (1973), Annals of Economic and Social Measurement 2, 399-428 (initial states by least squares); Hyndman,
    Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing, chapters 3 and 5.

    Examples
    --------
    >>> level = Concentrated(np.array([1.0, 3.0, 2.0, 4.0]), trend=False, damped=False, season=0)
    >>> level.solve(np.array([1e-4]))[1].round(2)
    array([2.5])
    """

    values: FloatArray
    trend: bool
    damped: bool
    season: int

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Of alpha, beta / alpha, gamma / (1 - alpha) and phi, those that the model has."""
        inside = (EDGE, 1 - EDGE)
        return [inside, *[inside] * self.trend, *[inside] * bool(self.season), *[DAMPING] * self.damped]

    def usual(self, free: FloatArray) -> FloatArray:
        """From the bounded parameters to alpha, beta, gamma and phi."""
        usual = free.copy()
        if self.trend:
            usual[1] *= free[0]
        if self.season:
            usual[1 + self.trend] *= 1 - free[0]
        return usual

    def bounded(self, usual: FloatArray) -> FloatArray:
        """From alpha, beta, gamma and phi to the bounded parameters, a little inside their bounds."""
        free = usual.copy()
        if self.trend:
            free[1] /= usual[0]
        if self.season:
            free[1 + self.trend] /= 1 - usual[0]
        low, high = np.array(self.bounds).T
        return np.asarray(np.clip(free, low + 1e-3, high - 1e-3))

    def _system(self, usual: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Weights w of the states in a value, transition F and gain g; states: level, trend, season (newest first)."""
        size = 1 + self.trend + self.season
        w, transition, gain = np.zeros(size), np.zeros((size, size)), np.zeros(size)
        w[0] = transition[0, 0] = 1.0
        gain[0] = usual[0]
        if self.trend:
            w[1] = transition[0, 1] = transition[1, 1] = usual[-1] if self.damped else 1.0
            gain[1] = usual[1]
        if self.season:
            first = 1 + self.trend
            w[-1] = transition[first, -1] = 1.0
            transition[first + 1 :, first:-1] = np.eye(self.season - 1)
            gain[first] = usual[1 + self.trend]
        return w, transition, gain

    def solve(self, usual: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """
        One-step errors with the best initial states, those states, and the weights of a state in later errors.

        The oldest seasonal state is 0, for the level takes up its mean.
        """
        w, transition, gain = self._system(usual)
        n = self.values.size
        step = transition - np.outer(gain, w)
        weights = w[None, :]
        while len(weights) < n:  # w' D^t for t = 0, 1, ..., doubling
            weights = np.vstack([weights, weights @ step])
            step = step @ step
        weights = weights[:n]
        errors = self.values - _follow(weights @ gain, self.values)
        free = weights[:, :-1] if self.season else weights
        states = np.zeros(w.size)
        states[: free.shape[1]] = np.linalg.lstsq(free, errors, rcond=None)[0]
        return errors - weights @ states, states, weights

    def value_and_gradient(self, free: FloatArray) -> tuple[float, FloatArray]:
        """Half the logarithm of the mean squared error, and its gradient by the bounded parameters."""
        usual = self.usual(free)
        errors, states, weights = self.solve(usual)
        square = max(float(errors @ errors), 1e-300)
        # states are at their best, so only the way the parameters act on the errors directly counts
        by_usual = [-float(errors @ _follow(weights[:, place], errors)) for place in self._gains()]
        if self.damped:
            gain = self._system(usual)[2]
            slope = _decay(states[1], usual[-1], usual[1], errors)
            moved = weights[:, 0] + weights[:, 1] - weights @ gain
            by_usual.append(-float(errors @ (slope + _follow(moved, slope))))
        gradient = np.array(by_usual)
        if self.trend:
            gradient[0] += gradient[1] * free[1]
            gradient[1] *= free[0]
        if self.season:
            place = 1 + self.trend
            gradient[0] -= gradient[place] * free[place]
            gradient[place] *= 1 - free[0]
        return 0.5 * float(np.log(square / errors.size)), gradient / square

    def _gains(self) -> list[int]:
        """States that alpha, beta and gamma act on."""
        return [0, *[1] * self.trend, *[1 + self.trend] * bool(self.season)]


def _follow(weights: FloatArray, past: FloatArray) -> FloatArray:
    """Sum of what came before each value, weighted by how long ago: the last value by the first weight."""
    return np.concatenate([[0.0], np.convolve(weights, past)[: past.size - 1]])


def _decay(first: float, keep: float, gain: float, errors: FloatArray) -> FloatArray:
    """Slope before each value."""
    from scipy.signal import lfilter

    after, _ = lfilter([gain], [1.0, -keep], errors, zi=np.array([keep * first]))
    return np.concatenate([[first], np.asarray(after[:-1], dtype=np.float64)])
