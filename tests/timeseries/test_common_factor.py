"""The common factor: found again, close to principal components, the smoother that of statsmodels."""

import numpy as np
import pytest

from indicators.timeseries import common_factor as module
from indicators.timeseries.common_factor import LEAST_NOISE, FactorModel, estimate_factor, principal_component
from tests.timeseries.simulated_panel import ar1, simulated


def estimated(panel):
    model = estimate_factor(panel)
    assert isinstance(model, FactorModel)
    return model


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_factor_is_found_again(seed):
    panel, true = simulated(seed)
    found = estimated(panel).factor(panel.values)
    assert np.corrcoef(found, true)[0, 1] > 0.9


def test_loadings_are_those_of_principal_components_on_a_complete_panel():
    """Tipping and Bishop (1999), section 3.2: the likelihood is highest at the principal subspace."""
    from statsmodels.multivariate.pca import PCA

    panel, _ = simulated(4, missing=0.0)
    complete = panel.values[:, [0, 1, 3, 4, 5]]
    x = (complete - complete.mean(axis=0)) / complete.std(axis=0)
    _, loading, factor, _, _ = principal_component(x, 0.0)
    theirs = PCA(x, ncomp=1, standardize=False, demean=False)
    axis = theirs.eigenvecs[:, 0] * np.sign(theirs.eigenvecs[:, 0].sum())
    np.testing.assert_allclose(loading / np.linalg.norm(loading), axis, atol=1e-6)
    assert abs(np.corrcoef(factor, theirs.factors[:, 0])[0, 1]) > 1 - 1e-9
    values = np.linalg.eigvalsh(x.T @ x / len(x))[::-1]
    values, rest = values[0], values[1:].mean()
    assert np.sum(loading**2) == pytest.approx(values - rest, rel=1e-6)  # equation (7): W = U (Lambda - s2 I)^(1/2)


def test_two_steps_and_full_maximum_likelihood_agree_on_well_behaved_data():
    from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ

    panel, true = simulated(5, missing=0.1)
    ours = estimated(panel).factor(panel.values)
    x = (panel.values - np.nanmean(panel.values, axis=0)) / np.nanstd(panel.values, axis=0)
    theirs = DynamicFactorMQ(x, k_endog_monthly=7, factors=1, idiosyncratic_ar1=False, standardize=False)
    full = theirs.fit_em(maxiter=200, tolerance=1e-5).smoothed_state[0]
    assert abs(np.corrcoef(ours, full)[0, 1]) > 0.98
    assert np.corrcoef(ours, true)[0, 1] > abs(np.corrcoef(full, true)[0, 1]) - 0.02


def test_loadings_are_drawn_to_the_common_value_and_never_below_zero():
    panel, _ = simulated(10)
    values = panel.values.copy()
    values[:, 1] = -values[:, 1]  # an input that goes against its declared direction
    panel = type(panel)(panel.names, panel.groups, panel.quarterly, values, panel.first_month)
    free, drawn = (estimate_factor(panel, weight) for weight in (0.0, 1000.0))
    assert free.loading[1] == 0.0 < drawn.loading[1] < module.PRIOR_LOADING
    assert np.ptp(drawn.loading) < 0.5 * np.ptp(free.loading)
    assert np.abs(drawn.loading - module.PRIOR_LOADING).max() < 0.4


def test_an_input_seen_only_at_the_end_keeps_its_level():
    """Seen only while the factor is low, an input must not pull the factor to its own mean there."""
    rng = np.random.default_rng(6)
    true = np.concatenate([np.full(75, 1.0), np.full(75, -1.0)]) + 0.05 * rng.normal(size=150)
    panel, _ = simulated(6, missing=0.0)
    values = true[:, None] + 0.3 * rng.normal(size=panel.values.shape)
    values[:75, 2] = np.nan
    values[:, 7] = np.where(np.arange(150) % 3 == 2, values[:, 7], np.nan)
    panel = type(panel)(panel.names, panel.groups, panel.quarterly, values, panel.first_month)
    model = estimated(panel)
    assert model.intercept[2] > 0.5  # its value at factor 0 lies far above its own mean
    found = model.factor(panel.values)
    assert found[90:].mean() < -0.7 < 0.7 < found[:60].mean()


def test_up_is_warmer_and_turning_all_inputs_turns_the_factor():
    panel, true = simulated(7)
    turned = type(panel)(panel.names, panel.groups, panel.quarterly, -panel.values, panel.first_month)
    model, other = estimated(panel), estimated(turned)
    assert model.loading.sum() > 0 and other.loading.sum() > 0
    np.testing.assert_allclose(model.factor(panel.values), -other.factor(turned.values), atol=1e-6)
    assert np.corrcoef(model.factor(panel.values), true)[0, 1] > 0


def test_scale_and_shift_of_an_input_do_not_matter():
    panel, _ = simulated(8)
    moved = panel.values.copy()
    moved[:, 1] = 1e6 * moved[:, 1] - 4e7
    other = type(panel)(panel.names, panel.groups, panel.quarterly, moved, panel.first_month)
    np.testing.assert_allclose(estimated(panel).factor(panel.values), estimated(other).factor(moved), atol=1e-5)


def test_no_input_takes_the_factor_over():
    """Full maximum likelihood would put the noise of a smooth input to 0 (a Heywood case)."""
    panel, true = simulated(9, missing=0.0)
    values = panel.values.copy()
    values[:, 0] = true  # without any noise
    panel = type(panel)(panel.names, panel.groups, panel.quarterly, values, panel.first_month)
    assert estimated(panel).noise.min() >= LEAST_NOISE


def test_persistence_of_factor_and_own_parts_is_found():
    found = [estimated(simulated(seed, months=300, persistence=0.9, own=0.8)[0]) for seed in range(4)]
    assert np.mean([m.persistence for m in found]) == pytest.approx(0.9, abs=0.06)
    assert np.mean([m.own_persistence[:6].mean() for m in found]) == pytest.approx(0.8, abs=0.1)


def test_own_persistence_at_uneven_distances():
    rng = np.random.default_rng(3)
    path = ar1(rng, 2000, 0.9)
    path[rng.random(2000) < 0.7] = np.nan
    assert module._own_persistence(path) == pytest.approx(0.9, abs=0.03)


def test_a_factor_that_cannot_be_found_gives_a_reason(monkeypatch):
    monkeypatch.setattr(module, "MOST_ROUNDS", 3)
    assert estimate_factor(simulated(1)[0]).code == "no_convergence"


def test_twice_the_same():
    panel, _ = simulated(2)
    assert estimated(panel).loading.tobytes() == estimated(panel).loading.tobytes()


@pytest.mark.parametrize("columns", [range(8), range(7), [0, 1, 3, 7, 7]])
def test_the_start_is_the_stationary_one_of_statsmodels(columns):
    """Also without quarterly inputs and with two of them."""
    panel = simulated(12)[0].keep(columns)
    model = estimated(panel)
    fit = model.state_space(panel.values)
    plain = fit.model.clone(fit.model.endog, k_endog_monthly=fit.model.k_endog_M)
    theirs = plain.smooth(fit.params)
    np.testing.assert_allclose(fit.smoothed_state, theirs.smoothed_state, atol=1e-10)
    assert fit.llf == pytest.approx(theirs.llf)


def test_a_quarterly_input_sees_the_months_as_in_the_state_space_of_statsmodels():
    panel, _ = simulated(13)
    model = estimated(panel)
    design = model.state_space(panel.values).model["design"]
    np.testing.assert_allclose(design[7, :5], model.loading[7] * module.TRIANGLE / module.TRIANGLE.sum())
    steady = module._triangular(np.ones(20))
    np.testing.assert_allclose(steady[4:], 1.0)
    np.testing.assert_allclose(steady[:4], np.cumsum([1, 2, 3, 2]) / 9)
