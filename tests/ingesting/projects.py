"""Small projects for tests of ingestion: a few facts of a family, and what the hall needs to know of it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from indicators.contracts.shared import Sources
from indicators.ingesting.house import House
from indicators.ingesting.ingest import Outcome, ingest
from indicators.ingesting.planning import STATES, Plan, plan_reading
from indicators.ingesting.reader import Reader, Reading, Request
from indicators.ingesting.recognising import named_files, requests
from indicators.project import Project
from indicators.registry import all_readers, house, rooms

ROOT = Path(__file__).resolve().parents[2]
SPECIMENS = ROOT / "tests" / "specimens"
SAMPLES = Path(os.environ.get("INDICATORS_SHARED", ROOT.parent / "shared")) / "samples"


def reader_named(name: str) -> Reader:
    return next(r for r in all_readers() if r.name == name)


def specimens_of(reader: Reader) -> list[Path]:
    """The specimens of a reader: ``<family>/<reader>.<anything>``."""
    return sorted(p for p in (SPECIMENS / reader.family).glob(f"{reader.name}.*"))


def reading_of(*paths: Path, **asked: object) -> Reading:
    """What the reader that knows the files makes of them."""
    ((reader, request),) = requests(paths, all_readers(), None, None, "release")
    return reader.read(Request(request.files, **asked) if asked else request)  # type: ignore[arg-type]


def plan_of(held: Mapping[str, pl.DataFrame], *paths: Path, **asked: object) -> Plan:
    """What ingesting the files would do to facts that were read already."""
    ((reader, request),) = requests(paths, all_readers(), None, None, "release")
    known, told = house(), replace(request, held=held.__getitem__, **asked)  # type: ignore[arg-type]
    day = dt.date(2026, 11, 22)
    return plan_reading(reader.name, told, reader.read(told), known, held=held, collected=day)


def states(plan: Plan) -> dict[str, dict[str, int]]:
    """By table, how many candidates are in which state; states without any are left out."""
    return {t.model._contract.name: {s: t.count(s) for s in STATES if t.count(s)} for t in plan.tables}


@dataclass(frozen=True)
class SmallProject:
    """A project of one family, its house, and its facts as text."""

    project: Project
    house: House

    def take(self, *names: str | Path, reader: str = "", **options: object) -> Outcome:
        """Ingest files as the command does."""
        chosen = reader_named(reader) if reader else None
        work = requests(named_files([str(n) for n in names]), all_readers(), chosen, None, "release")
        return ingest(self.project, self.house, work, **options)  # type: ignore[arg-type]

    def rows(self, file: str) -> list[dict[str, str]]:
        with (self.project.raw / file).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    @property
    def state(self) -> str:
        """A hash of all raw files."""
        found = hashlib.sha256()
        for path in sorted(self.project.raw.rglob("*")):
            found.update(path.as_posix().encode() + (path.read_bytes() if path.is_file() else b""))
        return found.hexdigest()


def small_project(
    root: Path, family: str, keep: Callable[[str, dict[str, str]], bool], tables: Sequence[str] = ()
) -> SmallProject:
    """A family's raw files with the rows that ``keep`` chooses by file and row, and the sources that these name."""
    raw = root / "data" / "raw"
    room = next(r for r in rooms() if r.name == family)
    chosen = [m for m in room.tables if not tables or m._contract.name in tables]
    (raw / family).mkdir(parents=True)
    used: set[str] = set()
    for name in (name for m in chosen for name in m._contract.files):
        if (ROOT / "data" / "raw" / family / name).exists():
            shutil.copy(ROOT / "data" / "raw" / family / name, raw / family / name)
            used |= _keep(raw / family / name, partial(keep, name))
    shutil.copy(ROOT / "data" / "raw" / "sources.csv", raw / "sources.csv")
    _keep(raw / "sources.csv", lambda row: row["source_id"] in used)
    models = {m._contract.name: m for m in (Sources, *chosen)}
    return SmallProject(Project(root.resolve()), House(models, (), room.placements))


def _keep(path: Path, wanted: Callable[[dict[str, str]], bool]) -> set[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        header, rows = list(reader.fieldnames or ()), [r for r in reader if wanted(r)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return {r.get("source_id", "") for r in rows}
