"""Steps in processes of their own: they end with the process that holds the lock."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

PARENT = """
import sys
from functools import partial
from pathlib import Path
from indicators.project import Project
from indicators.store.beside import carry_out_beside
from indicators.store.plan import Step
from tests.store.slow_step import long

if __name__ == "__main__":
    root = Path(sys.argv[1])
    steps = [Step(f"step {n}", partial(long, root / f"{n}.pid")) for n in range(2)]
    carry_out_beside(Project(root), [], steps, print, workers=2, environment={})
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: object, seconds: float = 30.0) -> bool:
    assert callable(what)
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(what())


def test_workers_of_a_killed_process_write_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    here = str(Path(__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], env=os.environ | {"PYTHONPATH": here}, stdout=subprocess.DEVNULL
    )
    told = [tmp_path / f"{n}.pid" for n in range(2)]
    try:
        assert wait_for(lambda: all(path.exists() and path.read_text() for path in told))
        workers = [int(path.read_text()) for path in told]
        assert all(alive(pid) for pid in workers)
    finally:
        parent.kill()
        parent.wait()
    assert wait_for(lambda: not any(alive(pid) for pid in workers), 5.0)
