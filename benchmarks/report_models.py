"""How long all models of the newest report take, none of them kept from an earlier run.

    python benchmarks/report_models.py [--project DIR] [--cores 2]

The database must have been built. A fresh Python fits every declared model with the relations index, side by side on so
many processors, into a folder of its own; the clock begins before its first import.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SECONDS = 60.0


def main() -> None:
    """Time a fresh process and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", type=Path, default=Path.cwd())
    parser.add_argument("--cores", type=int, default=2, help="processors at most")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        fit_everything(given.project.resolve(), given.child)
        return
    free = set(sorted(os.sched_getaffinity(0))[: given.cores])
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, __file__, "--child", folder, "--project", str(given.project)],
            check=True, preexec_fn=lambda: os.sched_setaffinity(0, free),
        )  # fmt: skip
        seconds = time.perf_counter() - begun
    load = os.getloadavg()[0]
    print(f"{seconds:.1f} s on {len(free)} processors, wanted at most {SECONDS:g} on two; load {load:.1f}")


def fit_everything(root: Path, folder: Path) -> None:
    """Fit all models as known to the newest report; fits are kept in the folder alone."""
    from indicators.modelling.fitting import fit_all
    from indicators.project import Project
    from indicators.registry import QUARTER_CLOCK, all_tables, composites, rooms
    from indicators.reporting.edition import every_edition
    from indicators.store.view import as_of_view

    database = Project(root).database
    edition = every_edition(database, QUARTER_CLOCK, None, "calendar")[-1]
    texts = [room.views_sql for room in rooms()]
    view = as_of_view(
        database, all_tables(), texts, quarter=edition.quarter, as_of=edition.as_of, mode=edition.mode
    )  # fmt: skip
    families = [room.family for room in rooms()]
    fits = fit_all(Project(root, folder), view, families, composites=composites())
    kinds = Counter(fit.kind for fit in fits)
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    reasons = sum(fit.reason is not None for fit in fits)
    print(f"{edition.quarter}: {len(fits)} models ({listed}), {reasons} of them with a reason instead of a number")


if __name__ == "__main__":
    main()
