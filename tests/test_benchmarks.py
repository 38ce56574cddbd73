"""The benchmarks run, and what they compare agrees."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_audit_finds_what_the_bare_expressions_find() -> None:
    """Three editions of 6,760 rows; the script itself fails where the two ways disagree."""
    command = [sys.executable, ROOT / "benchmarks" / "audit_speed.py", "--rows", "20000"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("20280 rows")
    planted = (
        "{'trade_volumes.fact_id': 2, 'trade_volumes.id_tells_the_key': 1, 'trade_volumes.months_make_the_year': 1}"
    )
    assert done.stdout.count(f"broken: {planted}") == 2
    assert re.search(r"audit / expressions: [0-9.]+ in time, [0-9.]+ in processor time, [0-9.]+ in memory", done.stdout)


def test_many_series_give_numbers_of_every_kind() -> None:
    command = [
        sys.executable,
        ROOT / "benchmarks" / "many_series.py",
        "--series",
        "1",
        "--points",
        "72",
        "--cores",
        "1",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"1 series, 1 side by side: .* numbers from seasonal 1, breaks 1, forecast 1;", done.stdout)


def printed(script: str, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "benchmarks" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_event_files_count_alike_by_reader_query_and_pandas() -> None:
    """Broken rows among them; the script itself fails where two ways disagree."""
    told = printed("event_scale.py", "--gigabytes", "0.02", "--files", "2", "--rounds", "1", "--sizes", "--cluster",
                   "--skip", "pandas")  # fmt: skip
    assert re.search(r"reader / query .*: [0-9.]+ in time", told)
    assert re.search(r"reader / pandas_projected .*: [0-9.]+ in time", told)
    assert "unpacking alone" in told


def test_an_archive_of_lists_tells_the_changes_that_it_was_made_of() -> None:
    """Eighteen days: more than one stretch; the script fails where a change is missed."""
    told = printed("list_archive.py", "--days", "18", "--entries", "300")
    assert re.search(r"here: .* of 18 days, \{.*'added': ", told)
