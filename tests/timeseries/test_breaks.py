"""Breaks against the authors' own program, strucchange, simulation and brute force."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from indicators.timeseries.break_intervals import date_interval, limit_distribution, quantile
from indicators.timeseries.break_search import best_partitions, information_criteria
from indicators.timeseries.break_tests import bootstrap_no_break, chow, sequential
from indicators.timeseries.breaks import Breaks, find_breaks, published_breaks
from indicators.timeseries.result import Diagnostics, Reason

from .published import REAL_INTEREST

# Output of the program of Bai and Perron (2003, GAUSS version of 2009) for its own example: trimming 0.15, robust,
# prewhitened. Positions there count from 1. Figures are compared to the digits printed.
SSR = [644.9955, 455.9502, 445.1819, 444.8797, 449.6395]
DATES = [[79], [47, 79], [24, 47, 79], [24, 47, 64, 79], [16, 31, 47, 64, 79]]
BIC = [2.4677, 1.9245, 1.6676, 1.7337, 1.8231, 1.9237]
LWZ = [2.4775, 2.0095, 1.8282, 1.9703, 2.1360, 2.3136]
SUP_F = [57.9058, 33.9275, 14.7246, 0.0330]


@pytest.fixture(scope="module")
def interest() -> Breaks:
    found = find_breaks(REAL_INTEREST, levels=(90, 95))
    assert isinstance(found, Breaks)
    return found


def test_sums_of_squares_and_dates_of_bai_and_perron() -> None:
    partitions = best_partitions(REAL_INTEREST, 5, 15)
    assert [ssr for ssr, _ in partitions[1:]] == pytest.approx(SSR, abs=5e-5)
    assert [[p + 1 for p in positions] for _, positions in partitions[1:]] == DATES


def test_criteria_of_bai_and_perron() -> None:
    found = information_criteria([ssr for ssr, _ in best_partitions(REAL_INTEREST, 5, 15)], 103)
    assert found["BIC"] == pytest.approx(BIC, abs=6e-5)
    assert found["LWZ"] == pytest.approx(LWZ, abs=6e-5)


def test_robust_sup_f_of_bai_and_perron() -> None:
    count, tests = sequential(REAL_INTEREST, best_partitions(REAL_INTEREST, 5, 15), 15, robust=True)
    assert [t.statistic for t in tests[:4]] == pytest.approx(SUP_F, abs=6e-5)
    assert count == 3
    assert [t.p_value for t in tests[:4]] == [0.01, 0.01, 0.05, 1.0]


def test_intervals_of_bai_and_perron() -> None:
    """95 %: 36 to 48 and 77 to 81; 90 %: 39 to 48 and 77 to 81, for the two breaks 1972Q3 and 1980Q3."""
    regimes = [REAL_INTEREST[:47], REAL_INTEREST[47:79], REAL_INTEREST[79:]]
    for level, expected in ((95, [(36, 48), (77, 81)]), (90, [(39, 48), (77, 81)])):
        found = [date_interval(*regimes[i : i + 2], p - 1, level, robust=True) for i, p in enumerate((47, 79))]
        assert [(d.lower + 1, d.upper + 1) for d in found] == expected


def test_the_whole_finding(interest: Breaks) -> None:
    assert dict(interest.counts) == {"BIC": 2, "LWZ": 2, "sequential sup F": 3}
    assert [b.position + 1 for b in interest.breaks] == [24, 47, 79]
    assert [(d.lower + 1, d.upper + 1) for b in interest.breaks for d in b.intervals if d.level == 95] == [
        (17, 35), (32, 48), (77, 81)
    ]  # fmt: skip
    assert [len(b.supported_by) for b in interest.breaks] == [1, 3, 3], "only the sequential test has the first"
    assert interest.breaks[2].after == pytest.approx(5.642890, abs=1e-6)


def test_the_nile_of_strucchange(nile: np.ndarray) -> None:
    """confint(breakpoints(Nile ~ 1)): 1895, 1898, 1902 (Zeileis, Leisch, Hornik and Kleiber 2002); BIC chooses one."""
    found = find_breaks(nile, robust=False)
    assert isinstance(found, Breaks)
    (only,) = found.breaks
    wide = next(d for d in only.intervals if d.level == 95)
    assert [1871 + year for year in (wide.lower, only.position, wide.upper)] == [1895, 1898, 1902]
    assert only.before == pytest.approx(1097.75, abs=0.005)
    assert only.after == pytest.approx(849.972, abs=0.0005)
    assert len(only.supported_by) == 3


def test_partitions_by_brute_force() -> None:
    values = np.random.default_rng(7).normal(size=24)

    def cost(cuts: tuple[int, ...]) -> float:
        edges = [-1, *cuts, 23]
        parts = [values[a + 1 : b + 1] for a, b in pairwise(edges)]
        return float("inf") if min(map(len, parts)) < 4 else sum(float(np.sum((p - p.mean()) ** 2)) for p in parts)

    for breaks in (1, 2, 3):
        best = min(combinations(range(23), breaks), key=cost)
        ssr, positions = best_partitions(values, 3, 4)[breaks]
        assert tuple(positions) == best
        assert ssr == pytest.approx(cost(best))


@pytest.mark.parametrize(("drift", "spread"), [(1.0, 1.0), (1.0, 0.4), (1.0, 3.0)])
def test_the_limit_distribution_by_simulation(drift: float, spread: float) -> None:
    """20 000 walks of step 0.05; a maximum seen at steps alone is lower by 0.5826 standard deviations of a step."""
    rng, step, reach = np.random.default_rng(1997), 0.05, 60.0
    times = np.arange(step, reach, step)
    ends = []
    for _ in range(20):
        before = np.cumsum(rng.normal(size=(1000, times.size)), axis=1) * np.sqrt(step) - times / 2
        after = np.cumsum(rng.normal(size=(1000, times.size)), axis=1) * np.sqrt(spread * step) - drift * times / 2
        left = before.max(axis=1) + 0.5826 * np.sqrt(step)
        right = after.max(axis=1) + 0.5826 * np.sqrt(spread * step)
        where = np.where(left > right, -times[before.argmax(axis=1)], times[after.argmax(axis=1)])
        ends.append(np.where(np.maximum(left, right) > 0, where, 0.0))
    drawn = np.concatenate(ends)
    for probability in (0.05, 0.25, 0.75, 0.95):
        point = quantile(probability, drift, spread)
        assert np.mean(drawn <= point) == pytest.approx(probability, abs=0.02)
        assert limit_distribution(point, drift, spread) == pytest.approx(probability, abs=1e-6)


@pytest.mark.parametrize(("count", "most"), [(20, 3), pytest.param(400, 38, marks=pytest.mark.nightly)])
def test_no_break_is_found_where_there_is_none(count: int, most: int) -> None:
    """AR(1) series of 120 values without a break: with the bootstrap behind it about 6 to 9 in 100 show one."""
    rng = np.random.default_rng(11)
    found = 0
    for _ in range(count):
        shocks = rng.normal(size=150)
        series = np.zeros(150)
        for t in range(1, 150):
            series[t] = 0.5 * series[t - 1] + shocks[t]
        result = find_breaks(series[30:])
        assert isinstance(result, Breaks)
        found += bool(result.breaks)
    assert found <= most


def test_a_shift_that_goes_back_is_seen() -> None:
    """Means 0, 2, 0: one break alone tells little of it, a stretch within does."""
    rng = np.random.default_rng(8)
    found = [bootstrap_no_break(np.repeat([0.0, 2.0, 0.0], 40) + rng.normal(size=120), 18) for _ in range(8)]
    assert max(test.p_value for test in found) < 0.05


@pytest.mark.parametrize("count", [10, pytest.param(200, marks=pytest.mark.nightly)])
def test_dates_of_clear_breaks_are_recovered(count: int) -> None:
    """Shifts of three and four standard deviations: nine in ten dates within two periods, 95 % intervals cover."""
    rng = np.random.default_rng(12)
    hits, covered = 0, 0
    for _ in range(count):
        values = np.repeat([0.0, 3.0, -1.0], [40, 35, 45]) + rng.normal(size=120)
        result = find_breaks(values)
        assert isinstance(result, Breaks)
        positions = [b.position for b in result.breaks]
        hits += len(positions) == 2 and abs(positions[0] - 39) <= 2 and abs(positions[1] - 74) <= 2
        covered += sum(d.lower <= true <= d.upper for true in (39, 74) for b in result.breaks for d in b.intervals
                       if d.level == 95 and abs(b.position - true) < 15)  # fmt: skip
    assert hits >= 0.88 * count
    assert covered >= 0.88 * 2 * count


def test_missing_values_are_left_out_and_dates_stay_on_the_axis() -> None:
    values = np.where(np.arange(100) < 50, 0.0, 6.0) + np.cos(np.arange(100.0) ** 2)
    holes = values.copy()
    holes[[3, 20, 21, 22, 60]] = np.nan
    result = find_breaks(holes)
    assert isinstance(result, Breaks)
    assert [b.position for b in result.breaks] == [49]
    assert np.flatnonzero(np.isnan(result.level)).tolist() == [3, 20, 21, 22, 60]
    assert any(note.startswith("5 missing values") for note in result.notes)


@pytest.mark.parametrize("factor", [1e-9, 1e9])
def test_the_unit_plays_no_part(interest: Breaks, factor: float) -> None:
    other = find_breaks(REAL_INTEREST * factor, levels=(90, 95))
    assert isinstance(other, Breaks)
    assert [b.position for b in other.breaks] == [b.position for b in interest.breaks]
    assert dict(other.criteria)["SSR, 2 breaks"] == pytest.approx(455.9502 * factor**2, rel=1e-5)


def test_chow_is_the_t_test_of_two_means() -> None:
    from scipy.stats import ttest_ind

    found = chow(REAL_INTEREST, 46, robust=False)
    assert isinstance(found, Diagnostics)
    other = ttest_ind(REAL_INTEREST[:47], REAL_INTEREST[47:])
    assert found.statistic == pytest.approx(other.statistic**2)
    assert found.p_value == pytest.approx(other.pvalue)


def test_bad_series_give_a_reason(bad: tuple[str, object, str]) -> None:
    name, values, code = bad
    result = find_breaks(values)  # type: ignore[arg-type]
    if name == "gap in the middle":
        assert isinstance(result, Breaks)
    else:
        assert isinstance(result, Reason)
        assert result.code == code


def test_steps_without_noise_give_a_reason() -> None:
    steps = np.repeat([1.0, 2.0, 5.0, 3.0], 25)
    result = find_breaks(steps)
    assert isinstance(result, Reason)
    assert result.code == "exact_pattern"


def test_published_breaks_are_rounded_and_alike(interest: Breaks) -> None:
    shown = published_breaks(interest)
    assert [len(f"{b.before:g}".lstrip("-").replace(".", "")) <= 4 for b in shown.breaks] == [True] * 3
    again = find_breaks(REAL_INTEREST, levels=(90, 95))
    assert isinstance(again, Breaks)
    assert again.diagnostics == interest.diagnostics, "the seed is fixed"


def test_persistence_alone_is_no_break():
    """Eight AR(0.8) series of 100 values without a break: draws that forget persistence call most of them broken."""
    rng, rejected = np.random.default_rng(11), 0
    for _ in range(8):
        shocks, values = rng.normal(size=150), np.zeros(150)
        for t in range(1, 150):
            values[t] = 0.8 * values[t - 1] + shocks[t]
        rejected += bootstrap_no_break(values[50:], 15).p_value < 0.05
    assert rejected <= 2
