"""The composite: adds up exactly, is scaled as declared, has bands that cover."""

import numpy as np
import pytest

from indicators.timeseries.composite import clear_change, composite
from indicators.timeseries.panel import Panel
from tests.timeseries.simulated_panel import FIRST, simulated

BASE = (FIRST + 12, FIRST + 119)


@pytest.fixture(scope="module")
def made():
    return composite(simulated(11)[0], *BASE)


def test_mean_and_spread_over_the_base(made):
    base = made.index[12:120]
    assert base.mean() == pytest.approx(100) and base.std() == pytest.approx(10)
    assert (made.scaling.first_month, made.scaling.last_month) == BASE


def test_contributions_add_up_to_the_index(made):
    total = made.base + made.initial_state + made.contributions.sum(axis=1)
    np.testing.assert_allclose(total, made.index, atol=1e-9)
    assert made.shares().sum() == pytest.approx(1)


def test_contributions_are_the_weights_of_statsmodels(made):
    fit = made.model.state_space(made.panel.values)
    data, _, _, prior = fit.filter_results.get_smoothed_decomposition()
    theirs = made.scaling.unit * np.nansum(data[:, 0], axis=1)
    np.testing.assert_allclose(made.contributions, theirs, atol=1e-8)
    np.testing.assert_allclose(made.initial_state, made.scaling.unit * prior[:, 0].sum(axis=1), atol=1e-9)


@pytest.mark.parametrize("family", ["trade", "polls", "contacts", "sanctions"])
def test_a_familys_bars_are_what_the_line_loses_without_its_data(made, family):
    """With every number of the family at its value of factor 0, the line falls by exactly the printed bars."""
    columns = made.panel.columns_of(family)
    values = made.panel.values.copy()
    neutral = made.model.center + made.model.scale * made.model.intercept
    values[:, columns] = np.where(np.isnan(values[:, columns]), np.nan, neutral[columns])
    line = made.scaling.index(made.model.factor(values))
    np.testing.assert_allclose(line, made.index - made.contributions[:, columns].sum(axis=1), atol=1e-8)
    assert np.abs(line - made.index).max() > 0.5


def test_a_quarterly_number_moves_the_index_when_it_comes(made):
    values = made.panel.values.copy()
    last = np.flatnonzero(~np.isnan(values[:, 7]))[-1]
    values[last, 7] = np.nan
    without = made.scaling.index(made.model.factor(values))
    assert abs(without[last] - made.index[last]) > 0.1
    assert abs(without[last - 1] - made.index[last - 1]) > 0.05


def test_bands_are_those_of_the_smoother_where_own_parts_do_not_persist(made):
    """Without persistence the error covariance is the smoother's own."""
    model = made.model
    from dataclasses import replace

    from statsmodels.tsa.statespace.tools import compute_smoothed_state_weights

    from indicators.timeseries.composite import error_covariance

    plain = replace(model, own_persistence=np.zeros(8))
    values = made.panel.values[:, :7]
    monthly = made.panel.keep(range(7))
    plain = replace(
        plain,
        names=monthly.names,
        quarterly=monthly.quarterly,
        **{n: getattr(plain, n)[:7] for n in ("center", "scale", "intercept", "loading", "noise", "own_persistence")},
    )
    fit = plain.state_space(values)
    weights, _, _ = compute_smoothed_state_weights(fit)
    covariance = error_covariance(plain, np.nan_to_num(weights[:, :, 0, :]), ~np.isnan(values))
    np.testing.assert_allclose(np.diag(covariance), fit.smoothed_state_cov[0, 0], atol=1e-9)


def coverage(seeds, own):
    inside = {80: [], 95: []}
    for seed in seeds:
        panel, true = simulated(seed, months=180, own=own)
        made = composite(panel, FIRST, FIRST + 179)
        scaled = 100 + 10 * (true - true.mean()) / true.std()
        for band in made.intervals:
            inside[band.level].append(np.mean((band.lower <= scaled) & (scaled <= band.upper)))
    return {level: float(np.mean(found)) for level, found in inside.items()}


def test_bands_cover_about_as_often_as_they_say():
    """Five panels only; the whole run is nightly."""
    found = coverage(range(5), own=0.8)
    assert 0.7 <= found[80] <= 0.9 and 0.88 <= found[95] <= 1.0


@pytest.mark.nightly
@pytest.mark.parametrize("own", [0.0, 0.5, 0.8])
def test_coverage_over_a_hundred_panels(own):
    found = coverage(range(100), own=own)
    assert 0.75 <= found[80] <= 0.86 and 0.92 <= found[95] <= 0.98


def test_changes_of_quarters_have_their_own_band(made):
    weights = np.zeros(150)
    weights[[147, 148, 149]], weights[[144, 145, 146]] = 1 / 3, -1 / 3
    change, error = made.mean_over(weights)
    assert change == pytest.approx(made.index[147:].mean() - made.index[144:147].mean())
    single = np.sqrt(made.error_covariance[148, 148])
    assert 0 < error < single  # neighbouring quarters err together
    assert clear_change(3 * error, error) == 1 and clear_change(-3 * error, error) == -1 and clear_change(0.1, 1) == 0


def test_a_base_outside_the_sample_gives_a_reason():
    assert composite(simulated(1)[0], FIRST - 600, FIRST - 500).code == "too_short_axis"


def test_an_index_without_quarterly_inputs(made):
    monthly = made.panel.keep(range(7))
    found = composite(monthly, *BASE)
    assert isinstance(found.panel, Panel)
    assert np.corrcoef(found.index, made.index)[0, 1] > 0.95
