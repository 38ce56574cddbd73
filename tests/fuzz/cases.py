"""A case of the fuzzer: real facts cut down, a raw file spoilt, and what has to hold of the outcome.

Run as a module it tries many cases and says how fast and in how much memory::

    python -m tests.fuzz.cases 10000 --seed 3
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.formats.text import to_text
from indicators.contracts.model import TableModel
from indicators.contracts.shared import SHARED_TABLES, Corrections, Sources
from indicators.registry import FAMILIES, rooms
from indicators.store.build import FindingsProblem
from indicators.store.database import write_database

from .mutations import MUTATIONS, Mutation, bytes_of, rows_of

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
ROWS = 120
"""Rows kept of each file."""
SECONDS = 10
MEGABYTES = 1024
DATABASE_EVERY = 6
"""One in so many cases that the contracts let pass is put into a database, which takes longest."""
GROUPS = ("shared", *FAMILIES)


@dataclass(frozen=True)
class Facts:
    """A folder of raw files and the tables of each group in it."""

    raw: Path

    def models(self, group: str) -> Sequence[type[TableModel]]:
        shared = [m for m in SHARED_TABLES[1:] if m is not Corrections]  # without rows as yet
        tables = {"shared": shared} | {room.name: room.tables for room in rooms()}
        return (Sources, *tables[group])

    def files(self, group: str) -> list[Path]:
        """Files of a group; the sources belong to all of them."""
        return [self.raw / m._contract.folder / name for m in self.models(group) for name in m._contract.files]

    def audit(self, group: str) -> Audit:
        return audit(self.raw, self.models(group))


def cut_facts(folder: Path) -> Facts:
    """The real facts cut down: the ends of each file, without the rows that then break a rule."""
    cut = Facts(folder)
    for path in sorted(RAW.rglob("*.csv")):
        if path.is_relative_to(RAW / "published"):
            continue
        header, *rows = rows_of(path.read_bytes())
        kept = rows if path.name == "sources.csv" else _cut(rows, by_day="snapshot_date" in header)
        target = folder / path.relative_to(RAW)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes_of([header, *kept]))
    for group in GROUPS:
        while errors := cut.audit(group).errors:
            for file in {e.file for e in errors}:
                _drop(folder / Path(file).relative_to("data/raw"), {e.line for e in errors if e.file == file})
    return cut


def _cut(rows: list[list[str]], *, by_day: bool) -> list[list[str]]:
    """The first and last rows; of tables whose days must be whole, the first days."""
    if by_day:
        return [row for row in rows if row[1] <= rows[ROWS // 2][1]]
    return [*rows[: ROWS // 2], *rows[max(ROWS // 2, len(rows) - ROWS // 2) :]]


def _drop(path: Path, lines: set[int]) -> None:
    rows, line, kept = rows_of(path.read_bytes()), 1, []
    for row in rows:
        if line not in lines:
            kept.append(row)
        line += 1 + sum(cell.count("\n") for cell in row)
    assert 1 < len(kept) < len(rows), f"nothing is left of {path.name}"
    path.write_bytes(bytes_of(kept))


@dataclass(frozen=True)
class Case:
    """A file of a group and what is done to it."""

    group: str
    file: int
    mutations: tuple[Mutation, ...]

    def path(self, facts: Facts) -> Path:
        files = facts.files(self.group)
        return files[self.file % len(files)]


CASES = st.builds(
    Case, st.sampled_from(GROUPS), st.integers(0, 20), st.lists(MUTATIONS, min_size=1, max_size=3).map(tuple)
)


def check(facts: Facts, case: Case) -> str:
    """Run a case; what came of it."""
    path = case.path(facts)
    original = data = path.read_bytes()
    for mutate in case.mutations:
        data = mutate(data) if data else data
    try:
        path.write_bytes(data)
        began = time.process_time()
        result = facts.audit(case.group)
        assert time.process_time() - began < SECONDS
        check_findings(facts, result)
        into_database = case.group != "shared" and not result.errors and zlib.crc32(data) % DATABASE_EVERY == 0
        if into_database:
            check_database(facts, case.group, result)
    finally:
        path.write_bytes(original)
    return "findings" if result.errors else "database" if into_database else "success"


def check_findings(facts: Facts, result: Audit) -> None:
    """Each finding names a file that exists in the contracts, a line within it, and prints as three lines."""
    names = {f"data/raw/{path.relative_to(facts.raw).as_posix()}" for path in facts.raw.rglob("*.csv")}
    ends = {name: (facts.raw / Path(name).relative_to("data/raw")).read_bytes().count(b"\n") + 1 for name in names}
    for finding in result.findings:
        assert finding.file in names
        assert 0 <= finding.line <= ends[finding.file]
        assert finding.line > 0 or finding.rule_id.endswith((".file", ".required", ".every_rule_tests")), finding
    text = to_text(result)
    assert len(text) < 2_000_000
    text.encode("utf-8")
    if result.errors:
        problem = FindingsProblem(result)
        assert problem.exit_code == 1
        assert str(problem).count("\n") == 2
        assert len(str(problem)) < 2_000, "a huge cell is not printed whole"
        str(problem).encode("utf-8")


def check_database(facts: Facts, group: str, result: Audit) -> None:
    """What passed its contracts fits into the database, with every series made."""
    room = {r.name: r for r in rooms()}[group]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.duckdb"
        write_database(path, facts.models(group), result.tables, [room.views_sql], [room.family])


QUIET = (
    HealthCheck.too_slow,
    HealthCheck.function_scoped_fixture,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
)
"""Checks of hypothesis that say nothing about us."""


def main() -> None:
    """Try many cases; fails with the first one that ends badly, made as small as can be."""
    parser = argparse.ArgumentParser(description="Spoil raw files in many ways.")
    parser.add_argument("cases", type=int)
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    outcomes: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        facts = cut_facts(Path(folder) / "raw")

        @seed(arguments.seed)
        @settings(
            max_examples=arguments.cases, deadline=None, database=None, suppress_health_check=QUIET, print_blob=True
        )
        @given(case=CASES)
        def run(case: Case) -> None:
            outcome = check(facts, case)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1

        began = time.monotonic()
        run()
        seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    done = sum(outcomes.values())
    print(f"{done} cases in {seconds:.0f} s, {done / seconds:.1f} a second, peak memory {peak} MB: {outcomes}")
    if peak >= MEGABYTES:
        raise SystemExit(f"{peak} MB of memory, {MEGABYTES} are allowed")


if __name__ == "__main__":
    main()
