"""What a structural model says of a step at a known date, and of a whole path to come with its covariances."""

import numpy as np

from indicators.timeseries.result import FloatArray
from indicators.timeseries.unobserved import Specification, build, fit_specification


def structural_step(
    scaled: FloatArray, spec: Specification, event: int, regressors: FloatArray | None = None
) -> tuple[float, float] | None:
    """
    Coefficient and standard error of a step from `event` on, estimated with the states of a structural model.

    Parameters
    ----------
    scaled
        Shape (n,), scaled to about one; NaN where missing.
    spec
        The structural model.
    event
        Position of the first value after the event.
    regressors
        Shape (n, k), further ones.
    """
    step = (np.arange(scaled.size) >= event).astype(float)[:, None]
    matrix = step if regressors is None else np.hstack([step, regressors])
    fit = fit_specification(spec, scaled, regressors=matrix)
    if fit is None:
        return None
    result = build(spec, scaled, matrix).smooth(fit.estimates)
    place = result.model.k_states - matrix.shape[1]
    variance = float(np.asarray(result.smoothed_state_cov)[place, place, -1])
    return float(np.asarray(result.smoothed_state)[place, -1]), float(np.sqrt(max(variance, 0.0)))


def forecast_covariance(
    spec: Specification, estimates: FloatArray, values: FloatArray, steps: int
) -> tuple[FloatArray, FloatArray]:
    """
    Means and the whole covariance matrix of the values that would follow, parameters held.

    Examples
    --------
    >>> walk = np.cumsum(np.cos(np.arange(50.0) ** 2))
    >>> spec = Specification("local level", season=False, cycle=False, period=1)
    >>> mean, covariance = forecast_covariance(spec, np.array([1e-9, 0.5]), walk, 3)
    >>> bool(np.allclose(covariance[0], covariance[0, 0]))  # a random walk carries its first error on
    True
    """
    result = build(spec, values).filter(estimates)
    space = result.model.ssm
    transition, selection = np.asarray(space["transition"]), np.asarray(space["selection"])
    design, noise = np.asarray(space["design"]), float(np.asarray(space["obs_cov"])[0, 0])
    state_noise = selection @ np.asarray(space["state_cov"]) @ selection.T
    state = np.asarray(result.filter_results.predicted_state)[:, -1]
    covariance = np.asarray(result.filter_results.predicted_state_cov)[:, :, -1]
    mean, states = np.empty(steps), []
    for step in range(steps):
        mean[step] = float((design @ state)[0])
        states.append(covariance)
        state, covariance = transition @ state, transition @ covariance @ transition.T + state_noise
    full = np.empty((steps, steps))
    for step, at in enumerate(states):
        row = design @ at
        for later in range(step, steps):
            full[step, later] = full[later, step] = float((row @ design.T)[0, 0])
            row = row @ transition.T
    return mean, full + noise * np.eye(steps)
