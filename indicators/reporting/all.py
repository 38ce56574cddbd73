"""Every quarter's report, two at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indicators.helpers import WORKERS_VARIABLE
from indicators.project import Project
from indicators.reporting.write import ReportJob, check_out, report_step
from indicators.store.beside import carry_out_beside
from indicators.store.build import build_steps


def write_reports(project: Project, jobs: Sequence[ReportJob], tell: Callable[[str], None], workers: int) -> int:
    """Write those reports that are stale, side by side; returns how many steps were run.

    Parameters
    ----------
    project : Project
        Facts.
    jobs : sequence of ReportJob
        Reports of the same facts and families, at least one.
    tell : callable
        Told of each report that is done.
    workers : int
        Reports written at once; each fits its models by itself.
    """
    for job in jobs:
        check_out(job.out)
    steps = [report_step(replace(job, tell=quiet)) for job in jobs]
    build = build_steps(project, jobs[0].rooms)
    return carry_out_beside(project, build, steps, tell, workers=workers, environment={WORKERS_VARIABLE: "1"})


def quiet(_: str) -> None:
    """Says nothing: a worker has no line of its own."""
