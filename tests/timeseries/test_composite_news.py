"""News: what each number moved, adding up exactly, as statsmodels has it."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.timeseries.composite import composite
from indicators.timeseries.composite_news import _on_axis, news
from indicators.timeseries.panel import Panel
from tests.timeseries.simulated_panel import FIRST, simulated

LENGTH = 150
TARGET = np.zeros(LENGTH)
TARGET[-3:] = 1 / 3


def older_panel(panel: Panel, *, revised: bool, withdrawn: bool) -> Panel:
    """The panel as three months earlier: shorter, some numbers other, one more than later."""
    values = panel.values[: LENGTH - 3].copy()
    values[-2:, 4:6] = np.nan
    if revised:
        values[-10, 0] += 2.0
        values[30, 3] -= 1.5
        values[values.shape[0] - 1 - (values.shape[0] - 1 - 2) % 3, 7] += 1.0
    if withdrawn:
        hole = np.flatnonzero(np.isnan(panel.values[:, 1]))[-2]
        values[min(hole, LENGTH - 8), 1] = 4.0
    return replace(panel, values=values)


@pytest.fixture(scope="module")
def vintages():
    panel, _ = simulated(21)
    values = panel.values.copy()
    values[LENGTH - 8, 1] = np.nan
    panel = replace(panel, values=values)
    old = older_panel(panel, revised=True, withdrawn=True)
    old_values = old.values.copy()
    old_values[LENGTH - 8, 1] = 4.0
    return composite(replace(old, values=old_values), FIRST, FIRST + 119), composite(panel, FIRST, FIRST + 119)


@pytest.fixture(scope="module")
def found(vintages):
    return news(*vintages, TARGET)


def test_everything_adds_up(found, vintages):
    total = found.before + found.impact.sum() + found.re_estimation
    assert total == pytest.approx(found.after, abs=1e-9)
    assert found.after == pytest.approx(vintages[1].index[-3:].mean())
    assert {"new", "revised", "withdrawn"} == set(found.kind)
    families = vintages[1].panel.families
    by_family = sum(found.total(kind, g) for kind in ("new", "revised", "withdrawn") for g in families)
    assert by_family == pytest.approx(found.impact.sum())
    assert abs(found.re_estimation) > 1e-6


def test_each_impact_is_weight_times_surprise(found):
    put = np.array([kind != "withdrawn" for kind in found.kind])
    surprise = (found.actual - found.forecast)[put]
    np.testing.assert_allclose(found.impact[put], found.weight[put] * surprise)
    assert np.isnan(found.actual[~put]).all() and np.abs(found.impact[~put]).min() > 0


def test_statsmodels_news_is_the_same(vintages):
    """Updates and revisions of statsmodels' own ``news`` for the factor's signal on the first input."""
    older, newer = vintages
    model = older.model
    old, new = (_on_axis(v.panel, older.panel, LENGTH) for v in (older, newer))
    old[np.isnan(new)] = np.nan  # theirs knows no withdrawn numbers
    first, second = model.state_space(old).filter_results, model.state_space(new).filter_results
    theirs = second.news(first, start=LENGTH - 3, end=LENGTH, state_index=[0])
    points = older.scaling.unit / model.loading[0]
    ours = news(replace(older, panel=replace(older.panel, values=old[: LENGTH - 3])), newer, TARGET)
    assert ours.total("new") == pytest.approx(points * theirs.update_impacts[:, 0].mean(), abs=1e-8)
    assert ours.total("revised") == pytest.approx(points * theirs.revision_impacts[:, 0].mean(), abs=1e-8)
    mine = [found == "new" for found in ours.kind]
    order = np.lexsort((ours.column[mine], ours.row[mine]))
    expected = np.array(theirs.update_forecasts)
    standard = (ours.forecast[mine] - model.center[ours.column[mine]]) / model.scale[ours.column[mine]]
    np.testing.assert_allclose((standard - model.intercept[ours.column[mine]])[order], expected, atol=1e-8)
    gain = points * np.asarray(theirs.gain)[:, 0, :].mean(axis=0) / model.scale[ours.column[mine]][order]
    np.testing.assert_allclose(ours.weight[mine][order], gain, atol=1e-8)


def test_a_quarterly_number_is_news_in_the_month_it_comes(found):
    quarterly = [k == "new" and found.names[c].endswith(".q") for k, c in zip(found.kind, found.column, strict=True)]
    assert sum(quarterly) == 1
    assert abs(found.impact[quarterly][0]) > 1e-3


def test_the_same_data_hold_no_news(vintages):
    newer = vintages[1]
    nothing = news(newer, newer, TARGET)
    assert nothing.impact.size == 0
    assert nothing.before == pytest.approx(nothing.after) and nothing.re_estimation == pytest.approx(0, abs=1e-9)


def test_an_input_that_is_new_counts_as_re_estimation(vintages):
    older, newer = vintages
    fewer = composite(older.panel.keep(range(6)), FIRST, FIRST + 119)
    found = news(fewer, newer, TARGET)
    assert set(found.names) == set(fewer.panel.names)
    assert found.before + found.impact.sum() + found.re_estimation == pytest.approx(found.after, abs=1e-9)


def test_vintages_on_other_axes_are_refused(vintages):
    older, newer = vintages
    with pytest.raises(ValueError, match="same month"):
        news(replace(older, panel=replace(older.panel, first_month=FIRST + 1)), newer, TARGET)
    with pytest.raises(ValueError, match="same month"):
        news(newer, older, TARGET[: LENGTH - 3])
