"""The command line as people use it: in a process of its own, results on stdout, messages on stderr."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from indicators.project import Project

Cli = Callable[..., "CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parent.parent
COMMANDS = [
    ("plan",), ("build",), ("report",), ("audit",), ("diff",), ("verify",), ("revisions",), ("provenance",),
    ("analyse",), ("export",), ("doctor",), ("readers",), ("ingest",), ("fetch",), ("add",), ("retract",),
    ("compare",), ("sentinels",), ("manifest", "diff"), ("series", "list"), ("series", "show"),
    ("index", "show"), ("index", "news"),
    ("contracts", "docs"), ("contracts", "show"), ("contracts", "export"), ("contracts", "diff"),
    ("contracts", "mutate"),
    ("claims", "list"), ("claims", "check"), ("claims", "contradictions"),
    ("forecasts", "list"), ("forecasts", "score"), ("forecasts", "replay"), ("publish",), ("open",),
]  # fmt: skip
GROUPS = ((), ("series",), ("index",), ("claims",), ("forecasts",), ("manifest",), ("contracts",))


def quiet(run: CompletedProcess[str]) -> CompletedProcess[str]:
    """The run, which shows no traceback."""
    for text in (run.stdout, run.stderr):
        assert "Traceback" not in text, text
        assert not re.search(r"^\w+(Error|Exception): ", text, flags=re.M), text
    return run


def problem(run: CompletedProcess[str], code: int) -> dict[str, str]:
    """The three lines of a problem: what, where, do."""
    quiet(run)
    assert run.returncode == code, run.stderr
    lines = run.stderr.splitlines()
    assert lines[-3].startswith("error: "), run.stderr
    assert lines[-2].startswith("  where: "), run.stderr
    assert lines[-1].startswith("  do:    "), run.stderr
    assert run.stdout == "", "results only"
    return {"what": lines[-3][7:], "where": lines[-2][9:], "do": lines[-1][9:]}


@pytest.fixture(scope="module")
def shown(built: Project, cli: Cli) -> Callable[..., dict[str, str]]:
    """``shown(series_id, *options)``: period -> the rest of its line."""

    def show(series_id: str, *options: str) -> dict[str, str]:
        run = quiet(cli("series", "show", series_id, *options, cwd=built.root))
        assert run.returncode == 0, run.stderr
        return dict(line.split(maxsplit=1) for line in run.stdout.splitlines())  # type: ignore[misc]

    return show


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(cli: Cli, command: tuple[str, ...], tmp_path: Path) -> None:
    run = quiet(cli(*command, "--help", cwd=tmp_path))
    assert run.returncode == 0
    assert run.stderr == ""
    assert f"Example: indicators {' '.join(command)}" in run.stdout
    options = run.stdout.split("Options:")[1]
    wanted = r"^  --([a-z-]+)(?: / --[a-z-]+| <[\w| \[\]]+>)?(?: {2,}|\n {20,})\S.{9,}$"
    explained = re.findall(wanted, options, flags=re.M)
    assert set(re.findall(r"^  --([a-z-]+)", options, flags=re.M)) == set(explained), "each option is explained"


def test_no_command_is_left_out_here(cli: Cli) -> None:
    listed = set()
    for group in GROUPS:
        text = cli(*group, "--help").stdout.split("Commands:")[1]
        listed |= {(*group, name) for name in re.findall(r"^  (\w+)  ", text, flags=re.M)}
    assert listed - set(GROUPS) == set(COMMANDS), "a new command wants a test"


def test_plan_says_what_and_why(built: Project, cli: Cli, tmp_path: Path) -> None:
    run = quiet(cli("plan", "--project", built.root))
    assert run.returncode == 0
    assert run.stderr == ""
    assert all(re.fullmatch(r"(run |skip)  .+: .+", line) for line in run.stdout.splitlines())
    shutil.copytree(built.raw, tmp_path / "data" / "raw")
    fresh = quiet(cli("plan", "--project", tmp_path))
    assert fresh.returncode == 0
    assert "run   contracts: trade: never made" in fresh.stdout
    assert "skip" not in fresh.stdout
    assert not (tmp_path / "data" / "processed").exists(), "a plan does nothing"


def test_build_ends_with_rows_range_and_newest_value(built: Project, cli: Cli) -> None:
    run = quiet(cli("build", "--project", built.root))
    assert run.returncode == 0
    for table in ("trade_volumes", "treaty_declarations", "sanctions_list_counts", "poll_results", "contacts"):
        line = next(line for line in run.stdout.splitlines() if line.startswith(table + " "))
        assert re.search(r"\s[\d,]+ +\d{4}-\d\d-\d\d", line)
    assert len(re.findall(r"^(\w+): newest headline value .* = -?[\d.]+$", run.stdout, flags=re.M)) == 5


def test_build_as_of_says_what_the_file_holds(built: Project, cli: Cli, tmp_path: Path) -> None:
    place = tmp_path / "known.duckdb"
    run = quiet(cli("build", "--as-of", "2022-05-30", "--out", str(place), "--project", str(built.root)))
    assert run.returncode == 0
    assert run.stdout.startswith(f"{place}  (as of 2022-05-30, calendar mode: ") and place.is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as-of", "2022-02-30"), "not a date: '2022-02-30'"),
        (("--as-of", "2022-05-30", "--mode", "both"), "unknown as-of mode 'both'"),
        (("--mode", "strict"), "--mode and --out are for a database as of a date"),
        (("--as-of", "2022-05-30", "--out", "{main}"), "this is the main database and would be replaced"),
        (("--as-of", "2022-05-30", "--out", "{folder}"), "this is something else than a database as of a date"),
    ],
)
def test_a_wrong_database_as_of_is_wrong_use(
    built: Project, cli: Cli, arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    named = [a.format(main=built.database, folder=tmp_path) for a in arguments]
    assert words in problem(cli("build", *named, "--project", str(built.root)), 2)["what"]


def test_the_report_tells_of_its_work_and_ends_with_its_files(report_run: CompletedProcess[str]) -> None:
    assert report_run.returncode == 0, report_run.stderr
    quiet(report_run)
    assert report_run.stdout == (
        "reports/2026Q2/report.html  reports/2026Q2/report.pdf  reports/2026Q2/report.md"
        "  (as of 2026-08-29, calendar mode)\n"
    )
    lines = report_run.stderr.splitlines()
    assert any(line.startswith("model ") for line in lines)
    assert not re.search(r"[\x1b\r]", report_run.stderr), "plain lines where there is no terminal"


def test_a_second_report_has_nothing_to_do(report_folder: Path, built: Project, cli: Cli) -> None:
    before = {p: p.stat().st_mtime_ns for p in report_folder.rglob("*")}
    run = quiet(cli("report", "--project", built.root))
    assert run.returncode == 0
    assert "nothing to do" in run.stderr
    assert run.stdout.startswith("reports/2026Q2/report.html")
    assert {p: p.stat().st_mtime_ns for p in report_folder.rglob("*")} == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2026Q5",), "not a quarter"),
        (("2099Q1",), "no facts"),
        (("2026Q2", "--as-of", "soon"), "not a date"),
        (("2026Q2", "--mode", "loose"), "mode"),
    ],
)
def test_a_wrong_edition_is_wrong_use(built: Project, cli: Cli, arguments: tuple[str, ...], words: str) -> None:
    assert words in problem(cli("report", *arguments, "--project", built.root), 2)["what"]


def test_audit(built: Project, cli: Cli, tmp_path: Path) -> None:
    good = quiet(cli("audit", "--rules", "--project", built.root))
    assert good.returncode == 0
    closing = re.fullmatch(
        r"(\d+) rules over (\d+) tables: 0 errors, \d+ warnings, 0 rules tested nothing, \d+ wait for their first row",
        good.stdout.splitlines()[-1],
    )
    assert closing
    assert len(re.findall(r"^(?:kept|broken|waits) +\d+ tested", good.stdout, flags=re.M)) == int(closing[1])
    shutil.copytree(built.raw, tmp_path / "data" / "raw")
    path = tmp_path / "data" / "raw" / "contacts" / "contacts.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",high,", ",splendid,", 1), encoding="utf-8")
    bad = quiet(cli("audit", "--project", tmp_path))
    assert bad.returncode == 1
    line = text[: text.index(",high,")].count("\n") + 1
    assert f"data/raw/contacts/contacts.csv:{line}" in bad.stdout
    assert "splendid" in bad.stdout
    found = problem(cli("build", "--project", tmp_path), 1)
    assert found["where"].startswith(f"data/raw/contacts/contacts.csv:{line}")


def test_total_trade_has_every_year(shown: Callable[..., dict[str, str]]) -> None:
    newest = shown("trade.usa_rus.total.a")
    assert list(newest) == [str(year) for year in range(1992, 2026)]
    assert not [year for year, text in newest.items() if "n/a" in text]
    assert newest["2024"] == "3,536.1"
    then = shown("trade.usa_rus.total.a", "--as-of", "2025-06-30")
    assert then["2024"] == "3,533.6"
    assert "2025" not in then or "n/a" in then["2025"]


def test_vintages_of_exports(shown: Callable[..., dict[str, str]]) -> None:
    assert shown("trade.usa_rus.exports.a", "--as-of", "2023-12-31")["2022"].startswith("1,715.1")
    assert shown("trade.usa_rus.exports.a", "--as-of", "2025-06-30")["2022"].startswith("1,656.1")


HEADROOM = [("rus", "76", "1", "n/a (suspended)"), ("usa", "35", "130", "131")]


@pytest.mark.parametrize(("party", "spring", "autumn", "after"), HEADROOM)
def test_headroom(shown: Callable[..., dict[str, str]], party: str, spring: str, autumn: str, after: str) -> None:
    """In 2023 the USA went on declaring for a while; Russia had suspended."""
    found = shown(f"arms_control.new_start.{party}.deployed_warheads.headroom.h")
    assert found["2022-S1"].split() == [spring, "at", "2022-03-01"]
    assert found["2022-S2"].split()[0] == autumn
    assert "low quality" in found["2022-S2"]
    assert found["2022-S2"].endswith("at 2022-09-01")
    assert found["2023-S1"].startswith(after)


def test_contacts_not_collected_are_not_zero(built: Project, cli: Cli, shown: Callable[..., dict[str, str]]) -> None:
    assert shown("contacts.head_of_state.held.m")["2026-05"] == "n/a (not_collected)"
    run = cli("series", "show", "contacts.head_of_state.held.m", cwd=built.root)
    assert "later periods are not collected, which is not zero" in run.stderr
    assert "not collected" not in run.stdout


@pytest.mark.parametrize(
    ("series_id", "near"),
    [
        ("trade.usa_rus.totl.a", "trade.usa_rus.total.a"),
        ("contacts.head_of_state.hold.m", "contacts.head_of_state.held.m"),
    ],
)
def test_an_unknown_series_offers_near_ones(built: Project, cli: Cli, series_id: str, near: str) -> None:
    found = problem(cli("series", "show", series_id, cwd=built.root), 2)
    assert series_id in found["what"]
    assert near in found["do"]


@pytest.mark.parametrize(
    "series_id", ["", "'; DROP TABLE series; --", "$(id)", "../../etc/passwd", "Ω" * 300, "%s%n", "\n"]
)
def test_a_strange_series_is_unknown(built: Project, cli: Cli, series_id: str) -> None:
    problem(cli("series", "show", series_id, cwd=built.root), 2)


def test_json(built: Project, cli: Cli) -> None:
    run = quiet(cli("series", "show", "trade.usa_rus.total.a", "--json", cwd=built.root))
    rows = json.loads(run.stdout)
    assert {r["period"]: round(r["value"], 1) for r in rows}["2024"] == 3536.1
    assert {r["series_id"] for r in rows} == {"trade.usa_rus.total.a"}
    listed = json.loads(quiet(cli("series", "list", "--json", cwd=built.root)).stdout)
    assert {"series_id", "title", "unit", "freq", "definition"} <= set(listed[0])
    missing = json.loads(cli("series", "show", "contacts.head_of_state.held.m", "--json", cwd=built.root).stdout)
    assert {(r["value"], r["missing_reason"]) for r in missing if r["period"] == "2026-05"} == {(None, "not_collected")}


def test_the_list_is_searched_in_words(built: Project, cli: Cli) -> None:
    whole = quiet(cli("series", "list", cwd=built.root)).stdout.splitlines()
    part = quiet(cli("series", "list", "new start", cwd=built.root)).stdout.splitlines()
    assert 0 < len(part) < len(whole)
    assert set(part) <= set(whole)
    assert all(re.match(r"\w+\.[\w.]+\.[ahqmd] ", line) for line in whole)
    assert quiet(cli("series", "list", "(no such[thing", cwd=built.root)).returncode == 0


@pytest.mark.parametrize(
    "arguments", [("--nope",), ("nope",), ("series", "nope"), ("report", "--nope"), ("series", "show")]
)
def test_wrong_words_are_wrong_use(cli: Cli, arguments: tuple[str, ...], tmp_path: Path) -> None:
    run = quiet(cli(*arguments, cwd=tmp_path))
    assert run.returncode == 2
    assert run.stdout == ""
    assert "--help" in run.stderr


@pytest.mark.parametrize("command", ["plan", "build", "report", "audit"])
def test_a_missing_project_is_wrong_use(cli: Cli, command: str, tmp_path: Path) -> None:
    found = problem(cli(command, "--project", tmp_path / "nowhere"), 2)
    assert "no project" in found["what"]
    assert "--project" in found["do"]
    assert not list(tmp_path.iterdir())


def test_the_project_is_found_from_below_and_by_the_environment(built: Project, cli: Cli, tmp_path: Path) -> None:
    below = cli("plan", cwd=built.raw / "trade")
    named = cli("plan", cwd=tmp_path, INDICATORS_PROJECT=str(built.root))
    assert below.returncode == named.returncode == 0
    assert below.stdout == named.stdout == cli("plan", "--project", built.root).stdout
    problem(cli("plan", cwd=built.raw, INDICATORS_PROJECT=str(tmp_path)), 2)


def test_an_unwritable_work_folder_is_the_environment(built: Project, cli: Cli, tmp_path: Path) -> None:
    shutil.copytree(built.raw, tmp_path / "data" / "raw")
    (tmp_path / "data" / "processed").write_text("a file where the folder should be")
    found = problem(cli("build", "--project", tmp_path), 3)
    assert "data/processed" in found["where"]


def test_a_report_replaces_nothing_but_a_report(report_folder: Path, built: Project, cli: Cli, tmp_path: Path) -> None:
    assert report_folder.is_dir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    (tmp_path / "file").write_text("mine")
    for out in (tmp_path / "mine", tmp_path / "file", built.root, built.raw):
        found = problem(cli("report", "--out", out, "--project", built.root), 2)
        assert "--out" in found["do"]
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert (tmp_path / "file").read_text() == "mine"


def test_a_report_outside_the_project(report_folder: Path, built: Project, cli: Cli, tmp_path: Path) -> None:
    """The kept fits are used; the same files but for nothing."""
    run = quiet(cli("report", "--out", tmp_path / "elsewhere", "--project", built.root))
    assert run.returncode == 0, run.stderr
    assert str(tmp_path / "elsewhere") in run.stdout
    files = {p.relative_to(report_folder): p.read_bytes() for p in report_folder.rglob("*") if p.is_file()}
    other = tmp_path / "elsewhere"
    assert {p.relative_to(other): p.read_bytes() for p in other.rglob("*") if p.is_file()} == files


@pytest.mark.parametrize("arguments", [("series", "list"), ("series", "list", "--json"), ("audit", "--rules")])
def test_a_reader_that_leaves_early_is_no_failure(built: Project, arguments: tuple[str, ...]) -> None:
    """``indicators series list | head -c 20``"""
    with subprocess.Popen(
        [sys.executable, "-m", "indicators.cli", *arguments], cwd=built.root,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stderr is not None
        assert len(run.stdout.read(20)) == 20
        run.stdout.close()
        messages = run.stderr.read().decode()
        assert run.wait(timeout=120) == 0, messages
    assert "Traceback" not in messages
    assert "Broken" not in messages


def test_help_comes_without_heavy_imports(cli: Cli) -> None:
    code = (
        "import sys, indicators.cli; from typer.testing import CliRunner\n"
        "print(CliRunner().invoke(indicators.cli.app, ['--help']).exit_code)\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'polars','duckdb','pandera','altair','statsmodels'}))"
    )
    assert cli(code=code).stdout.split() == ["0", "[]"]
