"""``indicators export``, ``doctor``, completion, quiet and verbose, in this process."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from indicators import loudness
from indicators.cli import app
from indicators.commands.completion import complete_names, complete_series
from indicators.errors import Problem, UsageProblem
from indicators.project import Project

TOTAL = "trade.usa_rus.total.a"


@pytest.fixture(autouse=True)
def here(built: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INDICATORS_PROJECT", str(built.root))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loudness._Setting, "level", loudness.USUAL)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, Problem):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_csv_on_stdout_and_words_on_stderr() -> None:
    result = run("export", TOTAL, "--to", "csv", "--out", "-", "--as-of", "2025-06-30")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["series_id"] for row in rows} == {TOTAL}
    assert next(float(row["value"]) for row in rows if row["period"] == "2024") == pytest.approx(3533.566597)
    assert "as known on 2025-06-30" in result.stderr


def test_files_are_named_on_stdout(tmp_path: Path) -> None:
    result = run("export", "treaty_events", TOTAL, "--to", "parquet", "--out", "tables")
    named = result.stdout.split()
    assert named == [f"tables/{n}" for n in (
        "treaty_events.parquet", "observations.parquet", "series.parquet", "sources.parquet", "datapackage.json",
        "croissant.json",
    )]  # fmt: skip
    assert sorted(named) == sorted(str(p.relative_to(tmp_path)) for p in (tmp_path / "tables").iterdir())


def test_quiet_says_results_alone_and_verbose_more(built: Project) -> None:
    assert run("--quiet", "export", TOTAL, "--to", "csv", "--out", "-").stderr == ""
    assert str(built.root) in run("--verbose", "series", "show", TOTAL).stderr


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["export", "--to", "csv", "--out", "x"], "nothing to export is named"),
        (["export", TOTAL, "--all", "--to", "csv", "--out", "x"], "names and --all at once"),
        (["export", TOTAL, "--to", "pdf", "--out", "x"], "'pdf' is not known here"),
        (["export", TOTAL, "--to", "dta", "--out", "-"], "dta is no text"),
        (["export", "treaty_events", "--to", "sdmx-ml", "--out", "x"], "SDMX holds one figure a key"),
        (["export", TOTAL, "--to", "csv", "--out", "x", "--as-of", "soon"], "not a date"),
    ],
)
def test_wrong_use(arguments: list[str], what: str, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=what):
        run(*arguments)
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_what_is_there(built: Project) -> None:
    found = json.loads(run("doctor", "--json").stdout)
    assert found["places"]["database"] == str(built.database)
    assert found["database"]["state"] == "fresh"
    assert found["extras"]["export"].startswith("pyreadstat ")
    assert any(line.startswith("arms_control.new_start.") for line in found["stale headlines"])
    assert "stale headlines" in run("doctor").stdout


def test_doctor_before_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.setenv("INDICATORS_PROJECT", str(tmp_path))
    found = json.loads(run("doctor", "--json").stdout)
    assert found["database"] == {"state": "not built yet; the first call or indicators build makes it"}
    assert not (tmp_path / "data" / "processed").exists(), "it looks and makes nothing"


def test_a_shell_completes_ids_and_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(complete_series("trade.usa_rus.total.")) == [f"trade.usa_rus.total.{freq}" for freq in "amq"]
    assert list(complete_names("treaty_e")) == ["treaty_events"]
    monkeypatch.setenv("INDICATORS_PROJECT", str(tmp_path))
    assert list(complete_names("t")) == [], "nothing is built for it"


def test_plan_as_json() -> None:
    steps = json.loads(run("plan", "--json").stdout)
    runs = {step["step"]: step["run"] for step in steps}
    assert runs["database"] is False
    assert isinstance(runs["models"], bool)
