import numpy as np
import pytest

from indicators.timeseries.arima import _model, sarima_candidates
from indicators.timeseries.arima_likelihood import ArmaLikelihood

CANDIDATES = (*sarima_candidates(12, seasonal_difference=True), *sarima_candidates(12, seasonal_difference=False))


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda candidate: candidate.name)
def test_likelihood_is_that_of_the_kalman_filter(air, candidate):
    values = np.log(air) / np.log(air).std()
    model = _model(candidate, values, simple=True)
    free = 0.3 + 0.1 * np.arange(len(model.param_names))
    assert ArmaLikelihood(model)(free) == pytest.approx(model.loglike(model.transform_params(free)), abs=1e-6)
