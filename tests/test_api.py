"""``import indicators as ind``: nothing heavy at import, the same numbers as everywhere, problems one can act on."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pandas as pd
import polars as pl
import pytest

import indicators as ind
from indicators.contracts.model import FactTable
from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.project import Project
from indicators.registry import all_tables

HEAVY = {"polars", "duckdb", "pandera", "altair", "statsmodels", "pandas", "numpy", "scipy", "vl_convert", "pyarrow"}


@pytest.fixture(autouse=True)
def here(built: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Calls without ``project=`` use the built project."""
    monkeypatch.setenv("INDICATORS_PROJECT", str(built.root))
    yield built


def test_import_loads_nothing_heavy(cli: Callable[..., CompletedProcess[str]]) -> None:
    code = (
        "import sys, indicators; dir(indicators); indicators.__version__\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    run = cli(code=code)
    assert run.returncode == 0, run.stderr
    assert not HEAVY & set(run.stdout.split())
    assert "indicators" in run.stdout.split()


def test_public_names_stay_callable_after_every_submodule_is_imported(
    cli: Callable[..., CompletedProcess[str]],
) -> None:
    code = """
import importlib, pkgutil, indicators
for found in pkgutil.walk_packages(indicators.__path__, "indicators."):
    importlib.import_module(found.name)
print([name for name in indicators.__all__ if not callable(getattr(indicators, name))])
print(len(indicators.__all__) > 0, set(indicators.__all__) <= set(dir(indicators)))
"""
    run = cli(code=code)
    assert run.stdout.splitlines() == ["[]", "True True"], run.stderr


def test_no_submodule_bears_a_public_name() -> None:
    names = {found.name for found in pkgutil.iter_modules(ind.__path__)}
    assert not names & set(ind.__all__)


def test_public_functions_say_what_they_answer() -> None:
    for name in ind.__all__:
        text = getattr(ind, name).__doc__
        assert text, name
        assert ">>>" in text, f"{name} has an example"


MODULES = sorted(found.name for found in pkgutil.walk_packages(ind.__path__, "indicators."))


@pytest.mark.parametrize("name", ["indicators", *MODULES])
def test_examples_in_docstrings(name: str) -> None:
    """Every example of the package, run against the built project."""
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0, f"{result.failed} of {result.attempted} examples"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        ind.no_such_thing  # noqa: B018
    assert importlib.import_module("indicators") is ind


@pytest.mark.parametrize("as_of", [
    "2025-06-30", " 2025-06-30 ", "20250630", dt.date(2025, 6, 30), dt.datetime(2025, 6, 30, 23),  # noqa: DTZ001
    pd.Timestamp("2025-06-30"), np.datetime64("2025-06-30"), np.datetime64("2025-06-30T12:00"),
])  # fmt: skip
def test_series_as_of(as_of: dt.date | str) -> None:
    frame = ind.series("trade.usa_rus.total.a", as_of=as_of)
    assert frame.filter(pl.col("period") == "2024")["value"].round(1).item() == 3533.6
    assert (frame["published_on"] <= dt.date(2025, 6, 30)).all()


@pytest.mark.parametrize("as_of", [None, "latest", dt.date(9999, 12, 31)])
def test_series_of_the_newest_vintage(as_of: dt.date | str | None) -> None:
    frame = ind.series("trade.usa_rus.total.a", as_of=as_of)
    assert frame["period"].to_list() == [str(year) for year in range(1992, 2026)]
    assert frame.filter(pl.col("period") == "2024")["value"].round(1).item() == 3536.1


def test_strict_mode_knows_no_more_than_calendar_mode() -> None:
    calendar = ind.series("trade.usa_rus.total.m", as_of="2014-05-31")
    strict = ind.series("trade.usa_rus.total.m", as_of="2014-05-31", mode="strict")
    assert strict.drop_nulls("value").height <= calendar.drop_nulls("value").height


def test_several_series_long_and_wide() -> None:
    ids = ["trade.usa_rus.imports.a", "trade.usa_rus.exports.a"]
    long = ind.series(ids)
    assert set(long["series_id"]) == set(ids)
    wide = ind.series(ids, wide=True)
    assert wide.columns == ["period_start", *ids], "columns in the order asked for"
    assert wide["period_start"].is_sorted()
    assert wide["period_start"].is_unique().all()
    for series_id in ids:
        one = ind.series(series_id)
        assert wide.drop_nulls(series_id)[series_id].to_list() == one.drop_nulls("value")["value"].to_list()


def test_wide_keeps_a_series_that_has_no_value_yet() -> None:
    ids = ["trade.usa_rus.total.a", "sanctions.ofac.russia.entries.d"]
    wide = ind.series(ids, as_of="1995-12-31", wide=True)
    assert wide.columns == ["period_start", *ids]


def test_missing_is_null_with_its_reason() -> None:
    may = ind.series("contacts.head_of_state.held.m").filter(pl.col("period") == "2026-05")
    assert may.select("value", "missing_reason").row(0) == (None, "not_collected")


@pytest.mark.parametrize("table", [t._contract.name for t in all_tables()])
def test_load_every_table(table: str) -> None:
    frame = ind.load(table)
    assert frame.height > 0 or table in (
        "corrections",
        "event_counts",
    )  # which hold none while none is known or ingested
    assert frame.columns
    model = next(t for t in all_tables() if t._contract.name == table)
    if issubclass(model, FactTable):
        assert frame["fact_id"].is_unique().all()
        quantity = model._contract.quantity
        if quantity:
            assert not frame.select(quantity).is_duplicated().any(), "of each quantity the best one"


def test_load_as_of() -> None:
    then = ind.load("trade_volumes", as_of="2014-12-31", mode="strict")
    assert 0 < then.height < ind.load("trade_volumes").height
    assert (then["published_on"] <= dt.date(2014, 12, 31)).all()
    assert ind.load("contacts", as_of="1800-01-01").height == 0


def test_catalog() -> None:
    frame = ind.catalog()
    assert frame["series_id"].is_unique().all()
    found = ind.catalog("New START")
    assert 0 < found.height < frame.height
    assert ind.catalog("new start").equals(found), "letters of either case"
    assert ind.catalog(".*").height == 0, "words, not patterns"
    assert set(found["series_id"]) <= set(frame["series_id"])


def test_sources() -> None:
    frame = ind.sources()
    assert frame["source_id"].is_unique().all()
    assert {"title", "publisher", "url", "licence", "publisher_rank"} <= set(frame.columns)
    used = ind.load("contacts")["source_id"]
    assert set(used) <= set(frame["source_id"])


def test_connect_reads_and_does_not_write() -> None:
    connection = ind.connect()
    assert connection.sql("SELECT count(DISTINCT family) FROM series").fetchall() == [(5,)]
    import duckdb

    for statement in (
        "CREATE TABLE x (a INT)", "DELETE FROM series", "COPY series TO '/tmp/never.csv'",
        "SELECT * FROM read_csv('/etc/passwd')", "ATTACH '/tmp/never.duckdb'", "INSTALL httpfs",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
    assert not Path("/tmp/never.csv").exists()
    value = connection.sql("FROM observations_as_of(DATE '2025-06-30') WHERE series_id = 'trade.usa_rus.total.a'").pl()
    assert value.filter(pl.col("period") == "2024")["value"].round(1).item() == 3533.6


def test_what_leads_back_and_what_was_found_print_as_on_the_command_line() -> None:
    printed = str(ind.provenance("trade.usa_rus.total.a", "2024"))
    assert printed.startswith("trade.usa_rus.total.a 2024 = 3,536.1 USD million")
    assert "0 errors" in str(ind.audit()).splitlines()[-1]


def test_unknown_names_offer_near_ones() -> None:
    with pytest.raises(UsageProblem, match=r"unknown series 'trade\.usa_rus\.totl\.a'") as caught:
        ind.series("trade.usa_rus.totl.a")
    assert "trade.usa_rus.total.a" in caught.value.do
    with pytest.raises(UsageProblem, match="unknown table 'contact'") as caught:
        ind.load("contact")
    assert "contacts" in caught.value.do
    with pytest.raises(UsageProblem) as caught:
        ind.series(["trade.usa_rus.total.a", "zzz"])
    assert "zzz" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["series; DROP TABLE series", "series", "facts", "", "Contacts", "memory.known.contacts"]
)
def test_load_takes_nothing_but_names_of_tables(name: str) -> None:
    with pytest.raises(UsageProblem):
        ind.load(name)


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"as_of": "soon"}, "--as-of"), ({"as_of": "2025-13-01"}, "--as-of"), ({"mode": "loose"}, "--mode")],
)
def test_bad_dates_and_modes(fields: dict[str, str], where: str) -> None:
    for call in (lambda: ind.load("contacts", **fields), lambda: ind.series("trade.usa_rus.total.a", **fields)):
        with pytest.raises(UsageProblem) as caught:
            call()
        assert caught.value.where == where


CALLS: dict[str, tuple[Callable[[], object], str, str]] = {
    "no id": (lambda: ind.series(None), "not a name: None", "as text"),
    "a number for an id": (lambda: ind.series(["trade.usa_rus.total.a", 5]), "not a name: 5", "as text"),
    "capitals": (lambda: ind.series("TRADE.USA_RUS.TOTAL.A"), "unknown series", "trade.usa_rus.total.a"),
    "no table": (lambda: ind.load(None), "not a name: None", "as text"),
    "the catalogue as a table": (lambda: ind.load("series"), "no facts of its own", "ind.catalog()"),
    "a frequency that is a number": (lambda: ind.series("trade.usa_rus.total.a", freq=4), "not a frequency: 4", "A, H"),
    "no day": (lambda: ind.load("contacts", as_of=pd.NaT), "not a date: 'NaT'", "2025-06-30"),
    "a list for names": (lambda: ind.export(["contacts"], to="csv", out="x"), "not a name: ['contacts']", "as text"),
    "another format's ending": (lambda: ind.export("contacts", to="csv", out="x.xls"),
        ".xls is not the ending of a csv", "end it in .csv"),
    "a name for a frame": (lambda: ind.analyse("sales.csv"), "str is not a frame", "polars or pandas"),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_what_nobody_can_answer_is_told(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call, what, do = CALLS[case]
    with pytest.raises(UsageProblem) as caught:
        call()
    assert what in caught.value.what
    assert do in caught.value.do
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        ind.export("treaty_events", to="csv", out=tmp_path / "taken" / "here")


def test_a_year_may_be_a_number() -> None:
    assert ind.provenance("trade.usa_rus.total.a", 2024) == ind.provenance("trade.usa_rus.total.a", "2024")


def test_no_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment variable that leads nowhere, away from any checkout."""
    from indicators import access

    monkeypatch.setenv("INDICATORS_PROJECT", str(tmp_path))
    monkeypatch.setattr(access, "__file__", str(tmp_path / "site-packages" / "indicators" / "access.py"))
    with pytest.raises(UsageProblem, match="no project found"):
        ind.catalog()


def test_two_calls_in_one_process_see_a_rebuilt_database(
    built: Project, cli: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    """In a process of its own: connect, change a fact, ask again; the old connection lives on."""
    root = tmp_path / "project"
    shutil.copytree(built.root, root, ignore=shutil.ignore_patterns("reports", "models", "tmp-*"))
    code = f"""
import csv, pathlib
import indicators as ind
old = ind.connect()
query = "SELECT value FROM observations_latest WHERE series_id = 'trade.usa_rus.exports.m' AND period = '2026-05'"
first = old.sql(query).fetchall()[0][0]
fact_id = old.sql(
    "SELECT fact_id FROM observation_inputs WHERE series_id = 'trade.usa_rus.exports.m' AND period = '2026-05' "
    "AND as_of_mode = 'calendar' ORDER BY published_on DESC LIMIT 1").fetchall()[0][0]
for path in pathlib.Path({str(root / "data" / "raw" / "trade")!r}).glob("*.csv"):
    lines = path.read_text(encoding="utf-8").split("\\n")
    for number, line in enumerate(lines):
        if line.startswith(fact_id + ","):
            cells = next(csv.reader([line]))
            value = cells[next(csv.reader(lines[:1])).index("value_usd_mn")]
            lines[number] = line.replace("," + value + ",", "," + str(round(float(value) + 0.01, 6)) + ",", 1)
            path.write_text("\\n".join(lines), encoding="utf-8")
second = ind.series("trade.usa_rus.exports.m").filter(period="2026-05")["value"].item()
third = ind.connect().sql(query).fetchall()[0][0]
print(round(second - first, 3), third == second, old.sql(query).fetchall()[0][0] == first)
"""
    run = cli(code=code, INDICATORS_PROJECT=str(root))
    assert run.stdout.split() == ["0.01", "True", "True"], run.stderr


def test_no_database_yet(tmp_path: Path) -> None:
    from indicators.store.opening import open_database

    with pytest.raises(EnvironmentProblem, match="no database"):
        open_database(tmp_path / "indicators.duckdb")
