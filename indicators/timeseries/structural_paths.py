"""What a structural model says of a step at a known date, and of a whole path to come with its covariances."""

from dataclasses import dataclass

import numpy as np

from indicators.timeseries.result import FloatArray
from indicators.timeseries.unobserved import Specification, build, fit_specification


def structural_step(
    scaled: FloatArray, spec: Specification, event: int, regressors: FloatArray | None = None
) -> tuple[float, float, FloatArray] | None:
    """
    Coefficient, standard error and variances: a step from `event` on, estimated with the states of a model.

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
    coefficient = float(np.asarray(result.smoothed_state)[place, -1])
    return coefficient, float(np.sqrt(max(variance, 0.0))), fit.estimates


def innovations(spec: Specification, estimates: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """
    One-step errors and their variances, shape (n,); NaN where the value is missing or only starts the states.

    Examples
    --------
    >>> spec = Specification("local level", season=False, cycle=False, period=1)
    >>> errors, variances = innovations(spec, np.array([1e-9, 0.5]), np.array([1.0, 3.0, 2.0]))
    >>> np.round(errors, 3), np.round(variances[1:], 3)
    (array([nan,  2., -1.]), array([0.5, 0.5]))
    """
    output = build(spec, values).filter(estimates).filter_results
    errors = np.array(output.forecasts_error[0], dtype=np.float64)
    errors[: output.nobs_diffuse] = np.nan
    return errors, np.asarray(output.forecasts_error_cov[0, 0], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Filtered:
    """A filtered model: what it says of the state before each value, with its covariance, and how states move."""

    states: FloatArray
    covariances: FloatArray
    transition: FloatArray
    state_noise: FloatArray
    design: FloatArray
    noise: float


def state_after(spec: Specification, estimates: FloatArray, values: FloatArray) -> Filtered:
    """Filter values of shape (n,) with parameters held; states stand before each of the n + 1 periods."""
    result = build(spec, values).filter(estimates)
    space, output = result.model.ssm, result.filter_results
    selection = np.asarray(space["selection"])
    return Filtered(
        np.asarray(output.predicted_state),
        np.asarray(output.predicted_state_cov),
        np.asarray(space["transition"]),
        selection @ np.asarray(space["state_cov"]) @ selection.T,
        np.asarray(space["design"]),
        float(np.asarray(space["obs_cov"])[0, 0]),
    )


def path_after(model: Filtered, date: int, steps: int) -> tuple[FloatArray, FloatArray]:
    """
    Means and covariance matrix of the values at `date` and after it, given those before it.

    Examples
    --------
    >>> walk = np.cumsum(np.cos(np.arange(50.0) ** 2))
    >>> spec = Specification("local level", season=False, cycle=False, period=1)
    >>> mean, covariance = path_after(state_after(spec, np.array([1e-9, 0.5]), walk), 50, 3)
    >>> bool(np.allclose(covariance[0], covariance[0, 0]))  # a random walk carries its first error on
    True
    """
    transition, design = model.transition, model.design
    state, covariance = model.states[:, date], model.covariances[:, :, date]
    mean, states = np.empty(steps), []
    for step in range(steps):
        mean[step] = float((design @ state)[0])
        states.append(covariance)
        state, covariance = transition @ state, transition @ covariance @ transition.T + model.state_noise
    full = np.empty((steps, steps))
    for step, at in enumerate(states):
        row = design @ at
        for later in range(step, steps):
            full[step, later] = full[later, step] = float((row @ design.T)[0, 0])
            row = row @ transition.T
    return mean, full + model.noise * np.eye(steps)
