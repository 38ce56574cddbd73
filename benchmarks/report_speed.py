"""How long reports take: all formats of one quarter after its models; every quarter on two processors, one on one.

    python benchmarks/report_speed.py [--quarters 48] [--until 2026Q2] [--project DIR]

Works in a copy of the project, its kept models included. Models that are missing are fitted before anything is timed:
run `indicators report --all` in the project first, or this takes long.
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
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from indicators.reporting.write import ReportJob

FORMATS_SECONDS = 8.0
QUARTERS = 48
TIMES_ONE = 24.0


def main() -> None:
    """Copy the project, fit what is missing, time both, print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quarters", type=int, default=QUARTERS, help="the newest so many")
    parser.add_argument("--until", help="the last of them (default: the newest quarter)")
    parser.add_argument("--project", type=Path, default=Path.cwd())
    parser.add_argument("--child", choices=("fits", "report", "all"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _child(given.child, given.project, given.quarters, given.until)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        for name in ("data", "seeds"):
            if (given.project / name).is_dir():
                shutil.copytree(given.project / name, copy / name)
        _run("fits", copy, 2, given)
        formats = _run("report", copy, 2, given)
        one = _run("report", copy, 1, given)
        every = _run("all", copy, 2, given)
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


def _run(what: str, project: Path, cores: int, given: argparse.Namespace) -> Taken:
    """What a fresh process takes on so many processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(project / "reports", ignore_errors=True)
    free = set(sorted(os.sched_getaffinity(0))[:cores])
    command = [sys.executable, __file__, "--child", what, "--project", str(project), "--quarters", str(given.quarters)]
    begun = time.perf_counter()
    done = subprocess.run(
        command + (["--until", given.until] if given.until else []),
        check=True, text=True, stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, free),
    )  # fmt: skip
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(wall, processor, float(done.stdout.split()[-1]))


def _child(what: str, root: Path, quarters: int, until: str | None) -> None:
    """Fit the models of the newest quarters, or write the newest quarter's report, or those of all side by side."""
    from indicators.project import Project
    from indicators.registry import QUARTER_CLOCK, rooms
    from indicators.reporting.all import quiet, write_reports
    from indicators.reporting.edition import every_edition
    from indicators.reporting.quarter import report_job
    from indicators.reporting.write import write_report
    from indicators.store.build import build_steps
    from indicators.store.plan import carry_out

    project = Project(root.resolve())
    carry_out(project, build_steps(project, rooms()), quiet)
    editions = every_edition(project.database, QUARTER_CLOCK, None, "calendar")
    editions = [edition for edition in editions if edition.quarter <= (until or "9999")][-quarters:]
    told = {"begun": time.perf_counter()}

    def hear(step: str) -> None:
        """A report says each piece of work as it begins; content and charts follow the models."""
        told[step] = time.perf_counter()

    jobs = [report_job(project, e, project.reports / e.quarter, hear) for e in editions]
    if what == "fits":
        for job in jobs:
            _fit(job)
    elif what == "all":
        write_reports(project, jobs, quiet, 2)
    else:
        write_report(jobs[-1])
    print(time.perf_counter() - told.get("content and charts", told["begun"]))


def _fit(job: ReportJob) -> None:
    """Fit what a report's models lack."""
    from indicators.modelling.fitting import fit_all
    from indicators.store.build import all_models
    from indicators.store.view import as_of_view

    edition = job.edition
    view = as_of_view(
        job.project.database, all_models(job.rooms), [room.views_sql for room in job.rooms],
        quarter=edition.quarter, as_of=edition.as_of, mode=edition.mode,
    )  # fmt: skip
    try:
        fit_all(job.project, view, [room.family for room in job.rooms], composites=job.composites)
    finally:
        view.connection.close()


if __name__ == "__main__":
    main()
