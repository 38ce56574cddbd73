"""An archive of daily lists to daily counts and to additions, removals and changes by entry number.

    python benchmarks/list_archive.py [--days 308] [--entries 15000] [--folder FOLDER] [--cluster 2]

The reader runs in a process of its own; what it found is held against what the lists were made of.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

from list_files import write_lists


def measure(paths: Sequence[Path], scheduler: str = "") -> dict[str, object]:
    """The reader in this process, from files to candidates."""
    from indicators.families.sanctions.readers.ofac import SDN
    from indicators.ingesting.opening import Original
    from indicators.ingesting.reader import Request

    start, used = time.perf_counter(), time.process_time()
    found = SDN.read(Request(tuple(map(Original, paths)), scheduler=scheduler))
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    counts = found.candidates["sanctions_list_counts"]
    changes = found.changes["change"].value_counts() if found.changes is not None else None
    return {
        "seconds": seconds,
        "cpu": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "days": counts["snapshot_date"].n_unique(),
        "counts": counts.height,
        "changes": dict(changes.iter_rows()) if changes is not None else {},
    }


def main() -> None:
    """Write the lists, read them, hold the changes against those that were made."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--days", type=int, default=308)
    asked.add_argument("--entries", type=int, default=15_000)
    asked.add_argument("--cluster", type=int, default=0, help="Also over so many workers on this machine.")
    asked.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.only:
        print(json.dumps(measure(sorted(given.only.iterdir()))))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "lists"
        paths, made = write_lists(folder, days=given.days, count=given.entries, seed=1)
        size = sum(p.stat().st_size for p in paths) / 1e9
        load = f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} cores"
        print(f"{len(paths)} lists, {size:.2f} GB; {load}", flush=True)
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
        command = [sys.executable, __file__, "--only", folder]
        run = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        if run.returncode:
            sys.exit(run.stderr)
        found = json.loads(run.stdout)
        tell("here", found, made, given.days)
        if given.cluster:
            from distributed import LocalCluster

            with LocalCluster(n_workers=given.cluster, threads_per_worker=1, host="127.0.0.1", silence_logs=50,
                              dashboard_address="127.0.0.1:0", worker_dashboard_address=None) as cluster:  # fmt: skip
                measure(paths[:2], cluster.scheduler_address)  # libraries are loaded
                tell(f"{given.cluster} workers", measure(paths, cluster.scheduler_address), made, given.days)


def tell(where: str, found: dict[str, object], made: dict[str, int], days: int) -> None:
    """One line; fails where the changes are others than were made."""
    print(f"{where}: {found['seconds']:.1f} s, {found['cpu']:.1f} s of processor here, peak {found['peak_mb']:.0f} MB; "
          f"{found['counts']} counts of {found['days']} days, {found['changes']}")  # fmt: skip
    if found["changes"] != made or found["days"] != days:
        sys.exit(f"the lists were made with {made}")


if __name__ == "__main__":
    main()
