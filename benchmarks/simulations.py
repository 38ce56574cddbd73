"""How the methods behave where the truth is known: a table for docs/models.md.

    python benchmarks/simulations.py [--scale 1.0] [--part breaks] [--seed 0]

Every row has a seed of its own; ``--scale`` multiplies the numbers of series, ``--seed`` is added to the seeds: another
number gives series that no method has seen.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import starmap

import numpy as np
from scipy.special import gamma

from indicators.timeseries.break_tests import bootstrap_no_break, chow
from indicators.timeseries.breaks import Breaks, find_breaks
from indicators.timeseries.ceilings import CeilingOutlook, ceiling_outlook
from indicators.timeseries.comparison import ForecastComparison
from indicators.timeseries.composite import Composite as CompositeIndex
from indicators.timeseries.composite import composite
from indicators.timeseries.durations import DurationModel, fit_durations
from indicators.timeseries.forecast_scores import diebold_mariano, diebold_mariano_overlapping
from indicators.timeseries.forecasting import forecast
from indicators.timeseries.intervention_result import Intervention
from indicators.timeseries.interventions import intervention
from indicators.timeseries.panel import Input, Panel, build_panel
from indicators.timeseries.rates import RateComparison, compare_rates
from indicators.timeseries.result import Diagnostics, Reason
from indicators.timeseries.seasonality import qs_test
from indicators.timeseries.structural import Structural, structural_trend
from indicators.timeseries.survival import split_durations

Row = tuple[str, str, str, float]
"""What, truth, what is wanted, share found."""
Rng = np.random.Generator


@dataclass(frozen=True)
class Run:
    """How many series, and which."""

    scale: float
    seed: int

    def count(self, usual: int) -> int:
        """Series of a row."""
        return int(usual * self.scale)

    def rng(self, seed: int) -> Rng:
        """The generator of a row."""
        return np.random.default_rng(seed + self.seed)


def ar(rng: Rng, n: int, rho: float) -> np.ndarray:
    shocks, series = rng.normal(size=n + 50), np.zeros(n + 50)
    for t in range(1, n + 50):
        series[t] = rho * series[t - 1] + shocks[t]
    return series[50:]


def walk(rng: Rng, n: int) -> np.ndarray:
    return np.asarray(np.cumsum(rng.normal(size=n)))


def wandering(rng: Rng, n: int, step: float) -> np.ndarray:
    return np.asarray(np.cumsum(rng.normal(size=n) * step) + rng.normal(size=n))


def breaks(run: Run) -> Iterator[tuple[int, Row]]:
    for rho, n in ((0.0, 120), (0.5, 120), (0.8, 120), (0.9, 120), (0.5, 60), (0.8, 60)):
        count, rng = run.count(400), run.rng(7071)
        found = {"the bootstrap rejects": 0, "a break is found": 0, "BIC alone finds a break": 0}
        for _ in range(count):
            series = ar(rng, n, rho)
            result = find_breaks(series)
            assert isinstance(result, Breaks)
            found["the bootstrap rejects"] += bootstrap_no_break(series, max(int(0.15 * n), 5)).p_value < 0.05
            found["a break is found"] += bool(result.breaks)
            found["BIC alone finds a break"] += dict(result.counts)["BIC"] > 0
        for name, hits in found.items():
            yield count, (name, f"AR({rho}), {n} values, no break", "5 %", hits / count)
    for rho, means in ((0.0, (0.0, 3.0, -1.0)), (0.5, (0.0, 2.0, 2.0))):
        count, rng = run.count(150), run.rng(7072)
        hits = sum(bool(found_breaks(ar(rng, 120, rho) + np.repeat(means, 40)).breaks) for _ in range(count))
        yield (
            count,
            ("a break is found", f"AR({rho}), means {', '.join(f'{m:g}' for m in means)}", "high", hits / count),
        )
    count, rng = run.count(100), run.rng(7073)
    hits = covered = looked = 0
    for _ in range(count):
        result = found_breaks(np.repeat([0.0, 2.0, -1.0], [40, 35, 45]) + rng.normal(size=120))
        positions = [b.position for b in result.breaks]
        hits += len(positions) == 2 and all(abs(p - t) <= 3 for p, t in zip(positions, (39, 74), strict=True))
        for true in (39, 74):
            near = [b for b in result.breaks if abs(b.position - true) < 15]
            looked += bool(near)
            covered += any(d.lower <= true <= d.upper for b in near for d in b.intervals if d.level == 95)
    yield count, ("both dates within 3 periods", "shifts of 2 and 3 standard deviations", "high", hits / count)
    yield count, ("95 % interval of a date covers", "the same", "95 %", covered / max(looked, 1))
    count, rng = run.count(400), run.rng(7074)
    tests = [chow(ar(rng, 100, 0.3), 59) for _ in range(count)]
    share = np.mean([isinstance(t, Diagnostics) and t.p_value < 0.05 for t in tests])
    yield count, ("Chow, robust, rejects", "AR(0.3), 100 values, no break", "5 %", float(share))


def found_breaks(series: np.ndarray) -> Breaks:
    result = find_breaks(series)
    assert isinstance(result, Breaks)
    return result


def seasons(run: Run) -> Iterator[tuple[int, Row]]:
    count = run.count(1000)
    for truth, strength in (
        ("random walk of 120 months", 0.0),
        ("the same with a season of half its steps' size", 0.5),
    ):
        rng = run.rng(14)
        season = strength * np.tile(np.sin(2 * np.pi * np.arange(12) / 12) * np.sqrt(2), 11)[:121]
        share = np.mean([qs_test(walk(rng, 121) + season, 12).p_value < 0.05 for _ in range(count)])
        yield count, ("QS rejects", truth, "5 %" if strength == 0 else "high", float(share))


def equal_forecasts(run: Run) -> Iterator[tuple[int, Row]]:
    """Forecasts of white noise and of random walks that lie as far above as below."""
    tests = {"Student's t": diebold_mariano, "simulated": diebold_mariano_overlapping}
    for horizon, step in ((1, 1), (12, 3), (4, 1), (2, 1)):
        overlap = -(-horizon // step)
        for kind, rho in (("white noise", 0.0), ("random walks", 1.0)):
            count, rng = run.count(2000), run.rng(15)
            names = [name for name in tests if name == "Student's t" or overlap > 1]
            hits = dict.fromkeys(names, 0)
            for _ in range(count):
                shocks = rng.normal(size=11 * step + horizon + 1)
                series, places = (np.cumsum(shocks) if rho else shocks), np.arange(12) * step
                errors = np.array([series[p + 1 : p + 1 + horizon] - rho * series[p] for p in places])
                losses = [np.abs(errors - bias).mean(axis=1) for bias in (0.5, -0.5)]
                for name in names:
                    found = tests[name](losses[0], losses[1], overlap)
                    hits[name] += found is not None and found.p_value < 0.05
            truth = f"equal forecasts of {kind}, 12 origins, losses overlap {overlap}, horizon {horizon}"
            for name in names:
                yield count, (f"Diebold-Mariano, {name}, rejects", truth, "5 %", hits[name] / count)


def levels(run: Run) -> Iterator[tuple[int, Row]]:
    count, rng = run.count(40), run.rng(21)
    inside: dict[int, list[float]] = {80: [], 95: []}
    for _ in range(count):
        level = np.cumsum(rng.normal(size=120) * 0.5)
        result = structural_trend(level + rng.normal(size=120), 1)
        assert isinstance(result, Structural)
        for band in result.intervals:
            inside[band.level].append(float(np.mean((band.lower <= level) & (level <= band.upper))))
    for name, shares in inside.items():
        truth = "local level, 120 values"
        yield count, (f"{name} % band of the level covers", truth, f"{name} %", float(np.mean(shares)))


def events(run: Run) -> Iterator[tuple[int, Row]]:
    season = 3 * np.sin(2 * np.pi * np.arange(144) / 12)
    truths: tuple[tuple[str, int, int, int, Callable[[Rng], np.ndarray]], ...] = (
        ("local level, 120 values", 160, 1, 100, lambda rng: wandering(rng, 120, 0.3)),
        ("white noise, 120 values", 160, 1, 100, lambda rng: rng.normal(size=120)),
        ("AR(0.7), 120 values", 160, 1, 100, lambda rng: ar(rng, 120, 0.7)),
        ("random walk, 80 values", 160, 1, 65, lambda rng: walk(rng, 80)),
        ("local level, 60 values", 160, 1, 48, lambda rng: wandering(rng, 60, 0.3)),
        ("monthly local level, 144 values", 53, 12, 120, lambda rng: wandering(rng, 144, 0.3) + season),
    )
    for truth, usual, period, event, draw in truths:
        count, rng = run.count(usual), run.rng(77)
        alarms = dict.fromkeys(("mean", "step", "level", "slope"), 0)
        for _ in range(count):
            found = intervention(draw(rng), period, event)
            assert isinstance(found, Intervention)
            for name in alarms:
                alarms[name] += found.effect(name).p_value < 0.05
        for name, hits in alarms.items():
            yield count, (f"effect `{name}` at 5 %", f"{truth}, no event", "5 %", hits / count)


def rates(run: Run) -> Iterator[tuple[int, Row]]:
    truths: tuple[tuple[str, Callable[[Rng, np.ndarray], np.ndarray]], ...] = (
        ("Poisson", lambda rng, mean: rng.poisson(mean)),
        ("independent, dispersion 2", lambda rng, mean: rng.poisson(mean * rng.gamma(0.5, 2, mean.size))),
        ("bursts of some months", lambda rng, mean: rng.poisson(mean * np.exp(bursts(rng, mean.size, 0.7) - 0.5))),
        ("bursts of a year", lambda rng, mean: rng.poisson(mean * np.exp(bursts(rng, mean.size, 0.9) - 0.5))),
    )
    for groups, rate, ratio in (((60, 51), 0.45, 1.0), ((60, 51), 0.45, 2.5), ((24, 24), 2.0, 1.0)):
        names = ["before"] * groups[0] + ["after"] * groups[1]
        mean = rate * np.repeat([1.0, ratio], groups)
        for truth, draw in truths:
            count, rng, inside = run.count(150), run.rng(6), []
            for _ in range(count):
                found = compare_rates(draw(rng, mean), names, "before")
                if isinstance(found, RateComparison):
                    band = found.ratio_intervals[1]
                    inside.append(bool(band.lower[1] <= ratio <= band.upper[1]))
            what = f"{groups[0]} + {groups[1]} months, {rate:g} events each, ratio {ratio:g}: {truth}"
            yield len(inside), ("95 % interval of a ratio covers", what, "95 %", float(np.mean(inside)))


def bursts(rng: Rng, n: int, rho: float) -> np.ndarray:
    return ar(rng, n, rho) * np.sqrt(1 - rho**2)


def outlooks(run: Run) -> Iterator[tuple[int, Row]]:
    for n, share in ((14, 0.3), (24, 0.0), (24, 0.3), (24, 1.0), (40, 0.3)):
        count, rng = run.count(300), run.rng(91)
        inside: dict[int, list[float]] = {80: [], 95: []}
        for _ in range(count):
            level = np.cumsum(0.3 + np.sqrt(share) * rng.normal(size=n + 6))
            total = 500 + level + np.sqrt(1 - share) * rng.normal(size=n + 6)
            found = ceiling_outlook(total[:n], 1e4, 6)
            assert isinstance(found, CeilingOutlook)
            for band in found.intervals:
                inside[band.level].append(float(np.mean((band.lower <= total[n:]) & (total[n:] <= band.upper))))
        for level_of, shares in inside.items():
            truth = f"{n} totals, {100 * share:.0f} % of the variance moves the level, 1 to 6 ahead"
            yield count, (f"{level_of} % band of an outlook covers", truth, f"{level_of} %", float(np.mean(shares)))


REGIME_DAYS = (0.0, 1461.0, 2191.0, 3356.0)
"""Days on which the source regime changes, as in the presidents' contacts since 2017: a, b, then a again to the end."""


def waits(run: Run) -> Iterator[tuple[int, Row]]:
    """Waits from one event to the next whose chance changes with the regime of the day, the last one open."""
    for shape, ratio in ((1.0, 1.0), (1.0, 2.0), (1.3, 1.0), (1.3, 2.0), (0.8, 2.0)):
        count, rng = run.count(300), run.rng(17)
        truth = f"9 years, mean of 70 days and {70 * ratio:.0f}, Weibull shape {shape}"
        made = [model for _ in range(count) if isinstance(model := waiting(rng, shape, ratio), DurationModel)]
        for k, level in ((0, 80), (1, 95)):
            inside = [m.mean_intervals[k].lower[0] <= 70 <= m.mean_intervals[k].upper[0] for m in made]
            yield (
                len(made),
                (f"{level} % interval of the mean wait covers", truth, f"{level} %", float(np.mean(inside))),
            )
        rejects = [float(np.mean([m.tests[k].p_value < 0.05 for m in made])) for k in (0, 1)]
        yield len(made), ("a constant rate is rejected", truth, "5 %" if shape == 1 else "high", rejects[0])
        yield len(made), ("equal means are rejected", truth, "5 %" if ratio == 1 else "high", rejects[1])


def waiting(rng: Rng, shape: float, ratio: float) -> DurationModel | Reason:
    """Waits drawn by adding up the hazard over the regimes that each lives through."""
    changes = np.array(REGIME_DAYS)
    scales = 70 / gamma(1 + 1 / shape) * np.array([1.0, ratio, 1.0])
    begun, ends = [0.0], []
    while True:
        ages = np.maximum(changes - begun[-1], 0)
        hazard = np.append(0, np.cumsum(np.diff(ages**shape) / scales**shape))
        drawn = rng.exponential()
        if drawn >= hazard[-1]:
            break
        k = int(np.searchsorted(hazard, drawn, side="right")) - 1
        ends.append((ages[k] ** shape + (drawn - hazard[k]) * scales[k] ** shape) ** (1 / shape))
        begun.append(begun[-1] + ends[-1])
    open_for = changes[-1] - begun[-1]
    low, high = np.append(np.maximum(np.array(ends) - 0.5, 0), open_for), np.append(np.array(ends) + 0.5, np.inf)
    entered, low, high, place = split_durations(low, high, begun, changes[1:-1])
    return fit_durations(low, high, ["a" if k != 1 else "b" for k in place.tolist()], entered=entered)


INDEX_LOADINGS = np.array([0.9, 0.8, 0.8, 0.9, 0.8, 0.9, 0.3, 0.7, 0.6, 0.7, 0.6])
INDEX_FAMILIES = ("trade", "trade", "arms", "arms", "arms", "sanctions", "polls", "polls", "contacts", "contacts",
                  "contacts")  # fmt: skip


def index_bands(run: Run) -> Iterator[tuple[int, Row]]:
    """Panels like that of the relations index: eleven inputs of 318 months, one quarterly, late starts, ragged ends.

    Parameters are estimated anew from each panel, so that bands which leave out their error have to hold all the same.
    """
    months, first = 318, 24000
    triangle = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
    for own in (0.5, 0.9):
        count, rng = run.count(40), run.rng(51)
        inside: dict[int, list[float]] = {80: [], 95: []}
        for _ in range(count):
            factor = ar(rng, months + 4, 0.97) * np.sqrt(1 - 0.97**2)
            inputs = []
            for i, (loading, family) in enumerate(zip(INDEX_LOADINGS, INDEX_FAMILIES, strict=True)):
                quarterly = i == 10
                seen = np.convolve(factor, triangle, mode="valid") if quarterly else factor[4:]
                values = loading * seen + np.sqrt((1 - loading**2) * (1 - own**2)) * ar(rng, months, own)
                values[: (0, 0, 60, 0, 100, 168, 40, 0, 120, 200, 0)[i]] = np.nan
                values[months - (0, 0, 4, 4, 4, 25, 13, 15, 4, 4, 6)[i] :] = np.nan
                rows = np.arange(2, months, 3) if quarterly else np.arange(months)
                inputs.append(Input(f"{family}.{i}", family, quarterly, first + rows, values[rows]))
            panel = build_panel(inputs, first, first + months - 1)
            assert isinstance(panel, Panel)
            made = composite(panel, first, first + 239)
            assert isinstance(made, CompositeIndex)
            true = factor[4:]
            scaled = 100 + 10 * (true - true[:240].mean()) / true[:240].std()
            for band in made.intervals:
                inside[band.level].append(float(np.mean((band.lower <= scaled) & (scaled <= band.upper))))
        for level, shares in inside.items():
            truth = f"11 inputs, 318 months, own parts AR({own}), parameters estimated"
            yield count, (f"{level} % band of the index covers", truth, f"{level} %", float(np.mean(shares)))


def forecasts(run: Run) -> Iterator[tuple[int, Row]]:
    def seasonal(rng: Rng, n: int) -> np.ndarray:
        level = np.cumsum(rng.normal(size=n) * 0.3) + rng.normal(size=n) * 0.5
        return np.asarray(level + 2 * np.sin(2 * np.pi * np.arange(n) / 12))

    def quarters(rng: Rng, n: int) -> np.ndarray:
        return walk(rng, n) + 2 * np.resize([1.0, -1.0, 0.0, 0.5], n)

    def moving_season(rng: Rng, n: int) -> np.ndarray:
        """The airline model: differences of years and months of moving averages -0.4 and -0.6."""
        e = rng.normal(size=n + 26)
        moved = e[13:] - 0.4 * e[12:-1] - 0.6 * e[1:-12] + 0.24 * e[:-13]
        made = np.zeros(n + 13)
        for t in range(13, n + 13):
            made[t] = made[t - 1] + made[t - 12] - made[t - 13] + moved[t - 13]
        return made[13:]

    truths: tuple[tuple[str, int, int, int, int, Callable[[Rng, int], np.ndarray]], ...] = (
        ("random walk, 120 values", 100, 1, 4, 120, walk),
        ("local level, 120 values", 100, 1, 4, 120, lambda rng, n: wandering(rng, n, 0.4)),
        ("AR(0.8), 120 values", 100, 1, 4, 120, lambda rng, n: ar(rng, n, 0.8)),
        ("random walk, 64 values", 100, 1, 4, 64, walk),
        ("quarterly, 100 values", 100, 4, 4, 100, quarters),
        ("monthly local level and season, 132 values", 50, 12, 12, 132, seasonal),
        ("monthly airline model, 144 values", 50, 12, 12, 144, moving_season),
        ("monthly random walk without a season, 120 values", 50, 12, 12, 120, walk),
    )
    for truth, usual, period, horizon, n, draw in truths:
        count, rng = run.count(usual), run.rng(20261126)
        inside: dict[int, list[np.ndarray]] = {80: [], 95: []}
        for _ in range(count):
            whole = draw(rng, n + horizon)
            found = forecast(whole[:n], period, horizon)
            assert isinstance(found, ForecastComparison)
            for band in found.preferred.intervals:
                inside[band.level].append((band.lower <= whole[n:]) & (whole[n:] <= band.upper))
        half = horizon // 2
        for level, hits in inside.items():
            what, held = f"{level} % interval of the shown forecast covers", np.array(hits)
            for first, last in ((1, half), (half + 1, horizon)):
                share = float(held[:, first - 1 : last].mean())
                yield count, (what, f"{truth}, {first} to {last} ahead", f"{level} %", share)


PARTS: dict[str, Callable[[Run], Iterator[tuple[int, Row]]]] = {
    part.__name__: part
    for part in (equal_forecasts, seasons, breaks, rates, waits, outlooks, levels, events, index_bands, forecasts)
}


def line(count: int, row: Row) -> str:
    """One row of the table."""
    what, truth, wanted, share = row
    return f"| {what} | {truth} | {count} | {wanted} | {100 * share:.1f} % |\n"


def main() -> None:
    """Print the table as Markdown."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--scale", type=float, default=1.0, help="Factor of the numbers of series.")
    reader.add_argument("--part", choices=PARTS, nargs="+", default=list(PARTS), help="Only these.")
    reader.add_argument("--seed", type=int, default=0, help="Added to every seed.")
    asked = reader.parse_args()
    run = Run(asked.scale, asked.seed)
    sys.stdout.write("| what | truth | series | wanted | found |\n|---|---|---|---|---|\n")
    for name in asked.part:
        for text in starmap(line, PARTS[name](run)):
            sys.stdout.write(text)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
