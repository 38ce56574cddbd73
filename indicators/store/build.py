"""The build as steps: contracts of each family, then the database, then Parquet and csv."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.project import VERSION_FILE, Project
from indicators.store.plan import DATABASE_FORMAT, Step, scratch, write_whole

if TYPE_CHECKING:
    from indicators.contracts.findings import Audit
    from indicators.contracts.model import CrossRule, TableModel
    from indicators.store.declare import Family

CONTRACT_CODE = ("contracts", "-contracts/formats", "-contracts/mutation", "errors.py")
CONTRACT_LIBRARIES = ("polars", "pandera")
STORE_LIBRARIES = ("duckdb", "pyarrow")


class Declared(Protocol):
    """What the build asks of a family's room."""

    @property
    def name(self) -> str: ...
    @property
    def tables(self) -> tuple[type[TableModel], ...]: ...
    @property
    def across(self) -> tuple[CrossRule, ...]: ...
    @property
    def family(self) -> Family: ...
    @property
    def views_sql(self) -> str: ...


class FindingsProblem(DataProblem):
    """The facts break their contracts; ``audit`` holds every finding."""

    def __init__(self, audit: Audit, others: str = "") -> None:
        self.audit = audit
        first, rest = audit.first_error, len(audit.errors) - 1
        more = f" (and {rest} more{f' {others}' if others else ', see: indicators audit'})" if rest else ""
        super().__init__(first.what() + more, where=first.where(), do=first.mend)


def build_steps(
    project: Project, rooms: Sequence[Declared], finish: Callable[[Path], None] | None = None
) -> list[Step]:
    """The steps of the build in order.

    Parameters
    ----------
    project : Project
        Where facts are read and tables written.
    rooms : sequence of Declared
        The families.
    finish : callable, optional
        Adds what is made of facts and series to a database built aside, before it is swapped in.
    """
    common = (project.raw / "sources.csv", project.raw / "corrections.csv")
    shared_inputs = (*common, project.raw / "left_out.csv", *_csv(project.raw / "outside"))
    contracts = [
        Step(
            "contracts: shared tables",
            partial(_check_shared, project, tuple(rooms)),
            CONTRACT_CODE,
            shared_inputs,
            CONTRACT_LIBRARIES,
        )
    ]
    for room in rooms:
        code = (
            *CONTRACT_CODE,
            *_declarations(room.name),
            f"-families/{room.name}/series*.py",
            f"-families/{room.name}/tables.sql",
        )
        inputs = (*common, *_csv(project.raw / room.name))
        contracts.append(
            Step(
                f"contracts: {room.name}",
                partial(_check_room, project, tuple(rooms), room),
                code,
                inputs,
                CONTRACT_LIBRARIES,
            )
        )
    database = Step(
        "database",
        partial(_database, project, tuple(rooms), finish),
        (*CONTRACT_CODE, "store", *(pattern for r in rooms for pattern in _declarations(r.name))),
        (*dict.fromkeys(path for step in contracts for path in step.inputs), project.raw / VERSION_FILE),
        (*CONTRACT_LIBRARIES, *STORE_LIBRARIES),
        settings=tuple(r.name for r in rooms),
        needs=tuple(step.name for step in contracts),
        format=DATABASE_FORMAT,
    )
    exports = replace(
        database,
        name="Parquet and csv",
        run=partial(_exports, project, tuple(rooms)),
        needs=("database",),
        format=None,
    )
    return [*contracts, database, exports]


def _declarations(name: str) -> tuple[str, ...]:
    """A room's code but for what is drawn or read from original files."""
    return (f"families/{name}", f"-families/{name}/charts*.py", f"-families/{name}/readers")


def _csv(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def all_models(rooms: Sequence[Declared]) -> tuple[type[TableModel], ...]:
    """Contracts of every table, shared ones first."""
    from indicators.contracts.shared import SHARED_TABLES

    return (*SHARED_TABLES, *(model for room in rooms for model in room.tables))


def all_rules_across(rooms: Sequence[Declared]) -> tuple[CrossRule, ...]:
    """Rules across tables and editions, shared ones first."""
    from indicators.contracts.shared import SHARED_ACROSS

    return (*SHARED_ACROSS, *(rule for room in rooms for rule in room.across))


def _check_shared(project: Project, rooms: Sequence[Declared]) -> list[Path]:
    from indicators.contracts.shared import SHARED_ACROSS, SHARED_TABLES

    return _check(project, rooms, "shared", models=SHARED_TABLES, kept=SHARED_TABLES, across=SHARED_ACROSS)


def _check_room(project: Project, rooms: Sequence[Declared], room: Declared) -> list[Path]:
    from indicators.contracts.shared import Corrections, Sources

    return _check(
        project, rooms, room.name, models=(Sources, Corrections, *room.tables), kept=room.tables, across=room.across
    )


def _check(
    project: Project,
    rooms: Sequence[Declared],
    name: str,
    *,
    models: Sequence[type[TableModel]],
    kept: Sequence[type[TableModel]],
    across: Sequence[CrossRule],
) -> list[Path]:
    """Audit tables; keep the typed frames."""
    from indicators.contracts.audit import audit

    result = audit(project.raw, models, across=across, known=[m._contract.name for m in all_models(rooms)])
    if result.errors:
        raise FindingsProblem(result)
    folder = project.work / "contracts" / name
    made = []
    for model in kept:
        table = model._contract.name
        path, parquet = folder / f"{table}.parquet", io.BytesIO()
        result.tables[table].write_parquet(parquet)
        write_whole(path, parquet.getvalue())
        made.append(path)
    return made


def _database(project: Project, rooms: Sequence[Declared], finish: Callable[[Path], None] | None) -> list[Path]:
    """Build the database aside, swap it in whole and remove what could belong to the old one."""
    import polars as pl

    from indicators.contracts.shared import SHARED_TABLES
    from indicators.store.database import write_database

    places = {m._contract.name: "shared" for m in SHARED_TABLES}
    places |= {m._contract.name: room.name for room in rooms for m in room.tables}
    frames = {
        table: pl.read_parquet(project.work / "contracts" / place / f"{table}.parquet")
        for table, place in places.items()
    }
    with scratch(project) as aside, duckdb_errors(project.database):
        built = aside / "indicators.duckdb"
        views, families = [r.views_sql for r in rooms], [r.family for r in rooms]
        write_database(built, all_models(rooms), frames, views, families, data_version=project.data_version)
        if finish is not None:
            finish(built)
        sidecar = project.database.with_name(project.database.name + ".wal")
        sidecar.unlink(missing_ok=True)
        built.replace(project.database)
    return [project.database, sidecar]


@contextmanager
def duckdb_errors(place: Path) -> Iterator[None]:
    """What DuckDB cannot write is a problem of the machine; what it refuses, one of the facts."""
    import duckdb

    try:
        yield
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise EnvironmentProblem(
            f"the database or its tables cannot be written ({str(error).splitlines()[0]})", where=place.name,
            do="free some space, or make the folder writable, and run the command again",
        ) from error  # fmt: skip
    except (duckdb.DataError, duckdb.IntegrityError) as error:
        during = "; ".join(getattr(error, "__notes__", ())) or place.name
        raise DataProblem(
            f"the facts keep their contracts but do not fit the database ({str(error).splitlines()[0]})", where=during,
            do="look for the value in data/raw and correct it; the contract should have refused it",
        ) from error  # fmt: skip


def _exports(project: Project, rooms: Sequence[Declared]) -> list[Path]:
    from indicators.store.exports import PACKAGE, export_all, package_text

    made, models = [project.processed / PACKAGE], all_models(rooms)
    with scratch(project) as aside, duckdb_errors(project.processed):
        for path in export_all(project.database, models, aside):
            target = project.processed / path.name
            path.replace(target)
            made.append(target)
    write_whole(made[0], package_text(models, project.raw).encode())
    return made
