"""Sensitivity: one choice changed at a time, on the composite's own scale."""

import numpy as np
import pytest

from indicators.timeseries.composite import composite
from indicators.timeseries.composite_variants import variants
from indicators.timeseries.panel import build_panel
from tests.timeseries.simulated_panel import FIRST, simulated

PANEL, TRUE = simulated(31)


@pytest.fixture(scope="module")
def made():
    return composite(PANEL, FIRST, FIRST + 119)


@pytest.fixture(scope="module")
def found(made):
    return {v.name: v for v in variants(made, PANEL)}


def test_every_choice_is_there(found):
    assert list(found) == [
        *(f"without_{f}" for f in ("trade", "polls", "contacts", "sanctions")),
        "equal_weights",
        "principal_component",
        "estimated_loadings",
        "untransformed",
        "monthly_only",
    ]


def test_variants_are_on_the_scale_of_the_composite_and_see_the_factor(found, made):
    for v in found.values():
        base = v.index[:120]
        assert np.nanmean(base) == pytest.approx(100) and np.nanstd(base) == pytest.approx(10)
        assert np.corrcoef(v.index[~np.isnan(v.index)], TRUE[~np.isnan(v.index)])[0, 1] > 0.75
        assert v.correlation == pytest.approx(np.corrcoef(v.index, made.index)[0, 1]) and v.reason is None
    np.testing.assert_allclose(found["untransformed"].index, made.index)  # the same panel


def test_what_is_left_out_has_no_effect(made):
    values = PANEL.values.copy()
    values[:, 0:2] = values[::-1, 0:2]
    other = composite(type(PANEL)(PANEL.names, PANEL.groups, PANEL.quarterly, values, FIRST), FIRST, FIRST + 119)
    first, second = ({v.name: v.index for v in variants(m)}["without_trade"] for m in (made, other))
    np.testing.assert_allclose(first, second)
    assert np.abs(made.index - other.index).max() > 1


def test_too_few_inputs_left_is_a_reason():
    small = composite(PANEL.keep([0, 1, 3, 4]), FIRST, FIRST + 119)
    found = {v.name: v for v in variants(small, build_panel([], FIRST, FIRST + 149))}
    assert found["without_trade"].reason.code == "too_few_inputs" and np.isnan(found["without_trade"].index).all()
    assert found["untransformed"].reason.code == "too_few_inputs"
    assert "monthly_only" not in found
