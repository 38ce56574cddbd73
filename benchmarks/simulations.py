"""How the methods behave where the truth is known: a table for docs/models.md.

    python benchmarks/simulations.py [--scale 1.0]

Every row has a seed of its own; ``--scale`` multiplies the numbers of series.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

import numpy as np

from indicators.timeseries.break_tests import chow
from indicators.timeseries.breaks import Breaks, find_breaks
from indicators.timeseries.comparison import ForecastComparison
from indicators.timeseries.forecast_scores import diebold_mariano
from indicators.timeseries.forecasting import forecast
from indicators.timeseries.interventions import Intervention, intervention
from indicators.timeseries.result import Diagnostics
from indicators.timeseries.seasonality import qs_test
from indicators.timeseries.structural import Structural, structural_trend

Row = tuple[str, str, str, float]
"""What, truth, what is wanted, share found."""


def ar(rng: np.random.Generator, n: int, rho: float) -> np.ndarray:
    shocks, series = rng.normal(size=n + 50), np.zeros(n + 50)
    for t in range(1, n + 50):
        series[t] = rho * series[t - 1] + shocks[t]
    return series[50:]


def breaks(scale: float) -> Iterator[tuple[int, Row]]:
    for rho, n in ((0.0, 120), (0.5, 120), (0.8, 120), (0.5, 60)):
        count, rng = int(200 * scale), np.random.default_rng(11)
        found = {"bootstrap": 0, "sup F": 0, "BIC": 0}
        for _ in range(count):
            result = find_breaks(ar(rng, n, rho))
            assert isinstance(result, Breaks)
            found["bootstrap"] += bool(result.breaks)
            found["sup F"] += dict(result.counts)["sequential sup F"] > 0
            found["BIC"] += dict(result.counts)["BIC"] > 0
        for name, hits in found.items():
            yield count, (f"a break is found by {name}", f"AR({rho}), {n} values, no break", "5 %", hits / count)
    count, rng = int(100 * scale), np.random.default_rng(12)
    hits = covered = looked = 0
    for _ in range(count):
        result = find_breaks(np.repeat([0.0, 2.0, -1.0], [40, 35, 45]) + rng.normal(size=120))
        assert isinstance(result, Breaks)
        positions = [b.position for b in result.breaks]
        hits += len(positions) == 2 and all(abs(p - t) <= 3 for p, t in zip(positions, (39, 74), strict=True))
        for true in (39, 74):
            near = [b for b in result.breaks if abs(b.position - true) < 15]
            looked += bool(near)
            covered += any(d.lower <= true <= d.upper for b in near for d in b.intervals if d.level == 95)
    yield count, ("both dates within 3 periods", "shifts of 2 and 3 standard deviations", "high", hits / count)
    yield count, ("95 % interval of a date covers", "the same", "95 %", covered / max(looked, 1))
    count, rng = int(400 * scale), np.random.default_rng(13)
    tests = [chow(ar(rng, 100, 0.3), 59) for _ in range(count)]
    share = np.mean([isinstance(t, Diagnostics) and t.p_value < 0.05 for t in tests])
    yield count, ("Chow, robust, rejects", "AR(0.3), 100 values, no break", "5 %", float(share))


def seasons(scale: float) -> Iterator[tuple[int, Row]]:
    count = int(1000 * scale)
    for truth, strength in (
        ("random walk of 120 months", 0.0),
        ("the same with a season of half its steps' size", 0.5),
    ):
        rng = np.random.default_rng(14)
        season = strength * np.tile(np.sin(2 * np.pi * np.arange(12) / 12) * np.sqrt(2), 11)[:121]
        share = np.mean([qs_test(np.cumsum(rng.normal(size=121)) + season, 12).p_value < 0.05 for _ in range(count)])
        yield count, ("QS rejects", truth, "5 %" if strength == 0 else "high", float(share))


def equal_forecasts(scale: float) -> Iterator[tuple[int, Row]]:
    for overlap in (1, 4):
        count, rng, hits = int(4000 * scale), np.random.default_rng(15), 0
        for _ in range(count):
            shocks = rng.normal(size=(2, 11 + overlap))
            losses = np.array([[s[i : i + overlap].mean() for i in range(12)] for s in shocks])
            found = diebold_mariano(losses[0], losses[1], overlap)
            hits += found is not None and found.p_value < 0.05
        truth = f"equal forecasts, 12 origins, losses overlap {overlap}"
        yield count, ("Diebold-Mariano rejects", truth, "5 %", hits / count)


def levels(scale: float) -> Iterator[tuple[int, Row]]:
    count, rng = int(40 * scale), np.random.default_rng(21)
    inside: dict[int, list[float]] = {80: [], 95: []}
    for _ in range(count):
        level = np.cumsum(rng.normal(size=120) * 0.5)
        result = structural_trend(level + rng.normal(size=120), 1)
        assert isinstance(result, Structural)
        for band in result.intervals:
            inside[band.level].append(float(np.mean((band.lower <= level) & (level <= band.upper))))
    for name, shares in inside.items():
        yield (
            count,
            (f"{name} % band of the level covers", "local level, 120 values", f"{name} %", float(np.mean(shares))),
        )


def events(scale: float) -> Iterator[tuple[int, Row]]:
    count, rng = int(60 * scale), np.random.default_rng(4)
    alarms, covered = 0, 0
    for _ in range(count):
        values = np.cumsum(rng.normal(size=120) * 0.3) + rng.normal(size=120)
        plain, moved = intervention(values, 1, 100), values.copy()
        moved[100:] += 4
        shifted = intervention(moved, 1, 100)
        assert isinstance(plain, Intervention)
        assert isinstance(shifted, Intervention)
        alarms += plain.effect("mean").p_value < 0.05
        covered += next(low <= 4 <= high for level, low, high in shifted.effect("step").bands if level == 95)
    yield count, ("counterfactual mean effect at 5 %", "local level, no event", "5 %", alarms / count)
    yield count, ("95 % interval of a step covers", "the same with a step of 4", "95 %", covered / count)


def forecasts(scale: float) -> Iterator[tuple[int, Row]]:
    count, rng = int(30 * scale), np.random.default_rng(31)
    inside: dict[int, list[bool]] = {80: [], 95: []}
    naive_wins = 0
    for index in range(count):
        walk = index % 2 == 0
        whole = (
            np.cumsum(rng.normal(size=124)) if walk else np.cumsum(rng.normal(size=124) * 0.4) + rng.normal(size=124)
        )
        result = forecast(whole[:120], 1, 4)
        assert isinstance(result, ForecastComparison)
        naive_wins += walk and not result.beats_benchmark
        for level, values in inside.items():
            band = next(b for b in result.preferred.intervals if b.level == level)
            values += [bool(low <= x <= high) for low, x, high in zip(band.lower, whole[120:], band.upper, strict=True)]
    for name, hits in inside.items():
        truth = "random walks and local levels, 120 values, 1 to 4 ahead"
        yield count, (f"{name} % interval of the shown forecast covers", truth, f"{name} %", float(np.mean(hits)))
    yield count, ("naive is shown", "random walks", "high", naive_wins / max((count + 1) // 2, 1))


PARTS: tuple[Callable[[float], Iterator[tuple[int, Row]]], ...] = (
    equal_forecasts, seasons, breaks, levels, forecasts, events,
)  # fmt: skip


def main() -> None:
    """Print the table as Markdown."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--scale", type=float, default=1.0, help="Factor of the numbers of series.")
    scale = reader.parse_args().scale
    sys.stdout.write("| what | truth | series | wanted | found |\n|---|---|---|---|---|\n")
    for part in PARTS:
        for count, (what, truth, wanted, share) in part(scale):
            sys.stdout.write(f"| {what} | {truth} | {count} | {wanted} | {100 * share:.1f} % |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
