"""How long reports take: all formats of one quarter after its models; every quarter on two processors, one on one.

    python benchmarks/report_speed.py [--quarters 48] [--project DIR]

Works in a copy of the project. Every model is fitted before anything is timed; a first run therefore takes long.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

FORMATS_SECONDS = 8.0
QUARTERS = 48
TIMES_ONE = 24.0


def main() -> None:
    """Copy the project, fit what is missing, time both, print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quarters", type=int, default=QUARTERS, help="the newest so many")
    parser.add_argument("--project", type=Path, default=Path.cwd())
    parser.add_argument("--child", choices=("formats", "one", "all"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _child(given.child, given.project, given.quarters)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(given.project / "data", copy / "data")
        _run("all", copy, given.quarters, 2)
        formats = _run("formats", copy, given.quarters, 2)
        one = _run("one", copy, given.quarters, 1)
        every = _run("all", copy, given.quarters, 2)
    most = TIMES_ONE * given.quarters / QUARTERS
    print(
        f"all formats of a quarter after its models, two processors: {formats.after:.1f} s, at most {FORMATS_SECONDS}"
    )
    print(f"one quarter on one processor, models kept: {one.wall:.1f} s, {one.processor:.1f} s of processor")
    print(f"{given.quarters} on two processors, models kept: {every.wall:.1f} s, {every.processor:.1f} s of processor")
    print(f"ratio {every.wall / one.wall:.2f}, at most {most:.2f}")
    print(f"ratio by processor time, half of all to one: {every.processor / 2 / one.processor:.2f}")


class Taken(NamedTuple):
    """Seconds of a process by the clock, of processor, and after its models."""

    wall: float
    processor: float
    after: float


def _run(what: str, project: Path, quarters: int, cores: int) -> Taken:
    """What a fresh process takes on so many processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(project / "reports", ignore_errors=True)
    free = set(sorted(os.sched_getaffinity(0))[:cores])
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--child", what, "--project", str(project), "--quarters", str(quarters)],
        check=True, text=True, stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, free),
    )  # fmt: skip
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(wall, processor, float(done.stdout.split()[-1]))


def _child(what: str, root: Path, quarters: int) -> None:
    """Write the newest quarter's report, or those of the newest quarters side by side."""
    from indicators.modelling import fitting
    from indicators.project import Project
    from indicators.registry import QUARTER_CLOCK, composites, rooms
    from indicators.reporting.all import quiet, write_reports
    from indicators.reporting.edition import every_edition
    from indicators.reporting.write import ReportJob, report_inputs, write_report
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    project = Project(root.resolve())
    steps = build_steps(project, rooms())
    carry_out(project, steps, quiet)
    editions = every_edition(project.database, QUARTER_CLOCK, None, "calendar")[-quarters:]
    inputs, together = report_inputs(steps), composites()
    jobs = [ReportJob(project, rooms(), e, project.reports / e.quarter, inputs, quiet, together) for e in editions]
    fitted = [time.perf_counter()]
    fit_all = fitting.fit_all

    def timed(*args: object, **kwargs: object) -> object:
        found = fit_all(*args, **kwargs)  # type: ignore[arg-type]
        fitted[0] = time.perf_counter()
        return found

    fitting.fit_all = timed  # type: ignore[assignment]
    if what == "all":
        write_reports(project, jobs, quiet, 2)
    else:
        write_report(jobs[-1])
    print(time.perf_counter() - fitted[0])


if __name__ == "__main__":
    main()
