"""Any damage to any raw file ends in success, or in findings with file and line: never in a traceback, a hang, a flood.

The files are the real ones, cut down so that a case costs little; a few cases run on the files as
they are. What the contracts let pass has to go into the database as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings

from .cases import CASES, GROUPS, QUIET, RAW, Case, Facts, check, check_database, cut_facts
from .mutations import HOSTILE, rows_of, set_cell

ROOT = RAW.parents[1]
CASES_A_NIGHT = 10_000
EMPTY = {"event_counts"}
"""Tables that wait for their first fact."""
SHARE = 7
"""Of the hostile values every column meets one in so many, its neighbours the others."""


@pytest.fixture(scope="session")
def small_facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The real facts cut down, for all cases of this process."""
    return cut_facts(tmp_path_factory.mktemp("cut") / "raw")


def test_the_cut_facts_keep_their_contracts(small_facts: Facts) -> None:
    """Else no case could end in success, and the database would go untried."""
    for group in GROUPS:
        result = small_facts.audit(group)
        assert result.errors == ()
        assert all(table.height >= 10 for name, table in result.tables.items() if name not in EMPTY)
        if group != "shared":
            check_database(small_facts, group, result)


@settings(max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
@given(case=CASES)
def test_fifty_cases(small_facts: Facts, case: Case) -> None:
    check(small_facts, case)


@pytest.mark.parametrize("group", GROUPS)
def test_whole_files(tmp_path: Path, group: str) -> None:
    """The files as they are, each with one hostile cell."""
    whole = Facts(tmp_path / "raw")
    for path in (RAW / name for name in ("sources.csv", "left_out.csv")):
        whole.raw.mkdir(exist_ok=True)
        shutil.copy(path, whole.raw)
    folder = "outside" if group == "shared" else group
    shutil.copytree(RAW / folder, whole.raw / folder)
    for n, path in enumerate(whole.files(group)[-1:]):
        place = zlib.crc32(path.name.encode())
        case = Case(group, whole.files(group).index(path), (set_cell(place, HOSTILE[(place + n) % len(HOSTILE)]),))
        check(whole, case)


@pytest.mark.nightly
def test_ten_thousand_cases() -> None:
    """In a process of its own, so that its memory is known."""
    command = [sys.executable, "-m", "tests.fuzz.cases", os.environ.get("FUZZ_CASES", str(CASES_A_NIGHT))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.nightly
@pytest.mark.parametrize("group", GROUPS)
def test_hostile_values_in_every_column(small_facts: Facts, group: str) -> None:
    """A grid in place of chance: each column meets its share of the values."""
    for n, path in enumerate(small_facts.files(group)):
        rows = rows_of(path.read_bytes())
        for column in range(len(rows[0])):
            for value in HOSTILE[(column + n) % SHARE :: SHARE]:
                place = (column * (len(rows) - 1)) + len(value) % (len(rows) - 1)
                check(small_facts, Case(group, n, (set_cell(place, value),)))
