"""Many made-up monthly series through seasonal adjustment, breaks and forecast: does the time grow in step?

    python benchmarks/many_series.py [--series 250 500 1000] [--points 240] [--cores 1 2]

Each line is one run: seconds by the clock, seconds of processor a series, the ratio to the first number of cores. On
a machine with other work the clock tells less; the load is printed. Most of the time goes into the forecast, then into
X-13: asking for fewer of KINDS (``--kinds seasonal breaks``) is what makes it cheaper.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np

from indicators.helpers import WORKERS_VARIABLE
from indicators.modelling.workers import Task, fit_side_by_side
from indicators.store.declare import Composite

KINDS = ("seasonal", "breaks", "forecast")


def made_up(number: int, points: int) -> dict[str, list[object]]:
    """A series above zero that wanders, with a season and a shift of its level; every number has its own seed."""
    rng = np.random.default_rng(number)
    month = np.arange(points)
    logs = np.cumsum(rng.normal(0, 0.02, points)) + rng.normal(0, 0.03, points)
    logs += 0.2 * rng.uniform() * np.sin(2 * np.pi * (month + number) / 12)
    logs[points // 2 :] += rng.choice([0.0, 0.3])
    starts = [f"{2000 + m // 12}-{m % 12 + 1:02d}-01" for m in month.tolist()]
    return {"starts": list(starts), "values": [float(v) for v in 100 * np.exp(logs)]}


def tasks(count: int, points: int, kinds: Sequence[str]) -> list[Task]:
    """A fit a series and kind."""
    subject = Composite("made.up.m", "forecast", "Made up", "things", "Made up.", positive=True)
    return [(subject, kind, known) for known in (made_up(i, points) for i in range(count)) for kind in kinds]


def processor() -> float:
    """Seconds of processor so far, of this process and of those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(count: int, points: int, cores: int, kinds: Sequence[str]) -> tuple[float, float, Counter[str]]:
    """Seconds by the clock and of processor, and how many fits of each kind gave numbers."""
    os.environ[WORKERS_VARIABLE] = str(cores)
    asked, answers = tasks(count, points, kinds), Counter[str]()

    def done(place: int, plain: dict[str, object]) -> None:
        answers[asked[place][1]] += not plain["reason"]

    start, used = time.perf_counter(), processor()
    fit_side_by_side(asked, done)
    return time.perf_counter() - start, processor() - used, answers


def main() -> None:
    """Print one line a run."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--series", type=int, nargs="+", default=[250, 500, 1000], help="Numbers of series.")
    reader.add_argument("--points", type=int, default=240, help="Months of each.")
    reader.add_argument("--cores", type=int, nargs="+", default=[1, 2], help="Fits side by side.")
    reader.add_argument("--kinds", choices=KINDS, nargs="+", default=KINDS, help="Fits of each series.")
    asked = reader.parse_args()
    for count in asked.series:
        first = 0.0
        for cores in asked.cores:
            seconds, used, answers = run(count, asked.points, cores, asked.kinds)
            first = first or seconds
            told = ", ".join(f"{kind} {answers[kind]}" for kind in asked.kinds)
            sys.stdout.write(
                f"{count} series, {cores} side by side: {seconds:.1f} s, {used / count:.2f} s of processor a series, "
                f"{first / seconds:.2f} times as fast; numbers from {told}; load {os.getloadavg()[0]:.1f}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
