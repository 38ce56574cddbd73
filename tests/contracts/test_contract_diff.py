"""The command: revisions, exported files, formats, exit codes, and what a change touches."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.commands.contracts import Form, Target, contract_diff, contracts_diff, contracts_export
from indicators.contracts.comparison.changes import Change, compare
from indicators.contracts.comparison.side import side_of
from indicators.contracts.described.description import Description, to_json
from indicators.errors import DataProblem, EnvironmentProblem, UsageProblem
from indicators.project import Project
from indicators.registry import description, rooms
from indicators.reporting.touched import charts_of, touched
from indicators.store.uses import Uses
from indicators.store.view import OBSERVATIONS, AsOfView

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def real() -> Description:
    return description()


def edited(real: Description, table: str, column: str, **changed: object) -> Description:
    """The description with one column changed."""
    old = real.tables[table]
    columns = tuple(
        dataclasses.replace(c, **changed) if c.name == column else c  # type: ignore[arg-type]
        for c in old.columns
    )
    return Description({**real.tables, table: dataclasses.replace(old, columns=columns)}, real.polars)


def with_version(described: Description, table: str, version: str) -> Description:
    changed = dataclasses.replace(described.tables[table], version=version)
    return Description({**described.tables, table: changed}, described.polars)


# -- against the main branch -----------------------------------------------------------------------------


def test_this_work_tree_breaks_no_contract_in_silence() -> None:
    """What CI asks: a breaking change comes with a version and a line in CHANGELOG.md."""
    try:
        found = contract_diff(Project(ROOT), None, None)
    except (UsageProblem, EnvironmentProblem) as problem:
        nothing_to_compare = "holds no docs/contracts.json", "no git repository", "git is not there", "no main branch"
        assert any(words in problem.what for words in nothing_to_compare), problem
        return
    assert found.comparison.failures == ()


Git = Callable[..., None]


@pytest.fixture
def repository(tmp_path: Path, real: Description) -> tuple[Path, Git]:
    """A project whose main branch holds the contracts of today, with another branch checked out."""
    root = tmp_path / "project"
    (root / "data" / "raw").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "data" / "raw" / "sources.csv").write_text("x\n", encoding="utf-8")

    def git(*arguments: str) -> None:
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(root), *named, *arguments], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "facts")
    git("tag", "before")
    (root / "docs" / "contracts.json").write_text(to_json(real), encoding="utf-8")
    (root / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "contracts")
    git("checkout", "-q", "-b", "pull-request")
    return root, git


def commit(root: Path, git: Git, described: Description, line: str = "") -> None:
    (root / "docs" / "contracts.json").write_text(to_json(described), encoding="utf-8")
    with (root / "CHANGELOG.md").open("a", encoding="utf-8") as stream:
        stream.write(line)
    git("add", ".")
    git("commit", "-q", "-m", "change")


def test_the_code_at_hand_is_compared_with_where_main_was_left(
    repository: tuple[Path, Git], real: Description, capsys: pytest.CaptureFixture[str]
) -> None:
    root, git = repository
    contracts_diff(project=root)
    assert capsys.readouterr().out.endswith("no change\n")
    git("checkout", "-q", "main")
    commit(root, git, edited(real, "trade_volumes", "value_usd_mn", unit="USD billion"))
    git("checkout", "-q", "pull-request")
    contracts_diff(project=root)
    assert "no change" in capsys.readouterr().out, "what main did meanwhile is not this branch's change"
    with pytest.raises(SystemExit) as stopped:
        contracts_diff("main", project=root)
    assert stopped.value.code == 1


def test_a_breaking_change_needs_version_and_changelog_line(
    repository: tuple[Path, Git], real: Description, capsys: pytest.CaptureFixture[str]
) -> None:
    root, git = repository
    broken = edited(real, "trade_volumes", "value_usd_mn", unit="USD billion")
    version = real.tables["trade_volumes"].version
    due = f"{int(version.partition('.')[0]) + 1}.0.0"

    def run() -> int:
        try:
            contracts_diff("main", "pull-request", project=root)
        except SystemExit as stopped:
            return int(stopped.code or 0)
        return 0

    commit(root, git, broken)
    assert run() == 1
    out = capsys.readouterr().out
    assert "value_usd_mn: unit changed: USD million -> USD billion" in out
    asked = f"error: trade_volumes: a breaking change asks for version {due} or later (the contract says {version}) and"
    assert asked in out
    commit(root, git, with_version(broken, "trade_volumes", due))
    assert run() == 1
    assert "asks for a new line in CHANGELOG.md that names `trade_volumes`" in capsys.readouterr().out
    commit(root, git, with_version(broken, "trade_volumes", due), "- `trade_volumes` is in billions.\n")
    assert run() == 0
    assert f"trade_volumes: major, version {version} -> {due}\n" in capsys.readouterr().out


def test_revisions_that_cannot_be_compared_are_named(
    repository: tuple[Path, Git], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, git = repository
    with pytest.raises(UsageProblem, match=r"before \([0-9a-f]{12}\) holds no docs/contracts\.json"):
        side_of(root, "before")
    with pytest.raises(UsageProblem, match="git knows no revision 'nowhere'"):
        side_of(root, "nowhere")
    with pytest.raises(UsageProblem, match="git knows no revision '--output=x'"):
        side_of(root, "--output=x")
    (root / "docs" / "contracts.json").write_text("{", encoding="utf-8")
    git("commit", "-q", "-a", "-m", "spoilt")
    with pytest.raises(DataProblem, match=r"not a description of contracts\n  where: HEAD .*:docs/contracts\.json"):
        side_of(root, "HEAD")
    with pytest.raises(UsageProblem, match="in no git repository"):
        side_of(tmp_path, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentProblem, match="git is not there"):
        side_of(root, None)


# -- exported files ----------------------------------------------------------------------------------------


def test_exported_files_are_compared_without_git(
    tmp_path: Path, real: Description, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old", tmp_path / "new.json"
    contracts_export(Target.odcs, old)
    new.write_text(to_json(edited(real, "contacts", "channel", codes=())), encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        contracts_diff(str(old), str(new), json=True)
    data = json.loads(capsys.readouterr().out)
    (change,) = data["changes"]
    assert (change["kind"], change["reader"], change["writer"]) == ("codes.opened", "breaking", "compatible")
    assert data["level"] == "major"
    assert data["failures"] == ["contacts: a breaking change asks for version 4.0.0 or later (the contract says 3.0.0)"]
    assert "no changelog was looked at" in data["remarks"][0]
    contracts_diff(str(old), str(ROOT / "docs" / "contracts.json"))
    assert "no change" in capsys.readouterr().out


def test_one_file_of_each_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contracts_export(Target.odcs, tmp_path)
    one, other = tmp_path / "contacts.odcs.yaml", tmp_path / "other.yaml"
    other.write_text(one.read_text(encoding="utf-8").replace("One contact between", "A contact between"), "utf-8")
    capsys.readouterr()
    contracts_diff(str(one), str(other), form=Form.markdown)
    out = capsys.readouterr().out
    assert "### Contracts: patch (1 editorial)" in out
    assert "| row: wording changed: One contact between" in out


@pytest.mark.parametrize("name", ["datapackage.json", "notes.yaml", "image.json", "empty"])
def test_other_files_are_no_descriptions(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "empty":
        path.mkdir()
    else:
        path.write_bytes(b"\xff\xfe" if name == "image.json" else b'{"resources": []}')
    with pytest.raises(DataProblem, match="not a description of contracts") as caught:
        side_of(tmp_path, str(path))
    assert str(path) in caught.value.where


def test_contract_text_cannot_break_out_of_the_markdown(
    tmp_path: Path, real: Description, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "<script>x</script> | **b** \n| c | d |"
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(to_json(real), encoding="utf-8")
    new.write_text(to_json(edited(real, "contacts", "channel", definition=evil)), encoding="utf-8")
    contracts_diff(str(old), str(new), form=Form.markdown)
    out = capsys.readouterr().out
    assert "\\<script\\>x\\</script\\> \\| \\*\\*b\\*\\* \\| c \\| d \\|" in out
    assert len(out.splitlines()) == 11, out


# -- what it touches ---------------------------------------------------------------------------------------


def change(table: str, kind: str, *columns: str) -> Change:
    return Change(table, kind, columns[0] if columns else "", "", "", columns)


def test_a_unit_touches_what_is_made_of_the_column(real: Description) -> None:
    found = touched([change("sanctions_actions", "unit", "added_count")], real.tables, rooms())
    assert "sanctions.eu.asset_freezes.q" in found.series
    assert all(s.startswith("sanctions.") for s in found.series)
    assert "sanctions.ofac.russia.entries.q" not in found.series
    assert {"sanctions_ofac_flows", "sanctions_eu_listings"} <= set(found.charts) < {
        "sanctions_ofac_flows", "sanctions_eu_listings", "sanctions_ofac_types", "sanctions_ofac_entries",
    }  # fmt: skip
    assert found.sections[:2] == ("Scoreboard", "Sanctions")


def test_series_are_followed_through_series(real: Description) -> None:
    found = touched([change("trade_volumes", "column.removed", "value_usd_mn")], real.tables, rooms())
    for series_id in ("trade.usa_rus.exports.m", "trade.usa_rus.total.m", "trade.usa_rus.total_12m.m"):
        assert series_id in found.series
    assert "trade.twelve_months" in found.charts
    assert "Trade: models" in found.sections


def test_wording_touches_nothing_and_a_rule_the_quality_section(real: Description) -> None:
    assert touched([change("contacts", "column.definition", "channel")], real.tables, rooms()).series == ()
    found = touched([change("contacts", "rule.added", "channel")], real.tables, rooms())
    assert (found.series, found.charts, found.sections) == ((), (), ("Data quality",))


def test_a_table_whose_name_is_new_is_followed_by_either_name(real: Description) -> None:
    old = Description({"contacts": real.tables["contacts"]})
    new = Description({"meetings": dataclasses.replace(real.tables["contacts"], name="meetings")})
    changes = compare(old, new)
    found = touched(changes, {**old.tables, **new.tables}, rooms())
    assert "contacts.head_of_state.held.m" in found.series


def test_sql_is_read_without_comments_and_constants(real: Description) -> None:
    uses = Uses(real.tables, ["CREATE VIEW calls AS SELECT fact_id, channel FROM contacts WHERE level = 'note'"])
    found = uses.columns("SELECT channel FROM calls -- date_start\nWHERE 'us_side' = channel")
    assert {("contacts", "channel"), ("contacts", "level")} <= found
    assert not {("contacts", "note"), ("contacts", "date_start"), ("contacts", "us_side")} & found
    assert ("sources", "publisher_rank") in found
    assert ("contacts", "note") in uses.columns("SELECT * FROM contacts")
    assert ("contacts", "note") in uses.columns("SELECT 1 WHERE EXISTS (FROM contacts)")
    assert ("contacts", "note") not in uses.columns("SELECT count(*), 2 * 3 FROM contacts")


def test_charts_read_no_more_than_is_said_of_them(latest: AsOfView, real: Description) -> None:
    """Draw them all and listen: every series and every table read was foreseen from the code."""
    read: list[tuple[str, tuple[str, ...]]] = []

    class Listening(AsOfView):
        def sql(self, query: str, **parameters: object):  # type: ignore[no-untyped-def]
            if query == OBSERVATIONS:
                read.append(("", tuple(parameters["ids"])))  # type: ignore[arg-type]
            elif "observation_inputs" not in query:
                read.append((query, ()))
            return super().sql(query, **parameters)

    view = Listening(latest.connection, "2026Q2", latest.as_of, latest.mode)
    uses = Uses(real.tables, [room.views_sql for room in rooms()])
    for room in rooms():
        read.clear()
        drawn = [figure.id for figure in room.figures(view)]
        foreseen = charts_of(room)
        assert set(drawn) <= {chart.id for chart in foreseen}
        series = set().union(*(chart.series(room.family.by_id) for chart in foreseen))
        columns = set().union(*(uses.columns(text) for chart in foreseen for text in chart.texts))
        assert read
        for query, ids in read:
            assert set(ids) <= series
            assert uses.columns(query) <= columns, query


def test_every_series_depends_on_something(real: Description) -> None:
    uses = Uses(real.tables, [room.views_sql for room in rooms()])
    for room in rooms():
        found = uses.of_series(room.family.series)
        facts = {m._contract.name for m in room.tables}
        assert all({table for table, _ in used} & facts for used in found.values()), room.name
