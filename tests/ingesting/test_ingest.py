"""From a file to facts: the plan, what is written, and that all of it is or nothing."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.ingesting import journal
from indicators.ingesting.ingest import ingest
from indicators.ingesting.journal import recover, writing
from indicators.ingesting.planning import STATES
from indicators.ingesting.recognising import requests
from indicators.registry import all_readers

from .projects import ROOT, SPECIMENS, SmallProject, small_project

CENSUS = SPECIMENS / "trade" / "census_country.csv"
DAY = dt.date(2026, 11, 22)
FILE = "trade/census_vintages.csv"


@pytest.fixture
def trade(tmp_path: Path) -> SmallProject:
    """Four facts; of the periods of the specimen two Russian figures of 2020-01, from a later edition."""
    held = ("2018-10.usa.rus.export.2017", "2025-04.usa.rus.export.2020-01", "2025-04.usa.rus.import.2020-01")
    kept = {f"trade.census.{name}" for name in held} | {"trade.rosstat.2018-07.rus.wld.export.1999"}
    return small_project(tmp_path, "trade", lambda _, row: row["fact_id"] in kept, ["trade_volumes"])


def counts(project: SmallProject, *names: Path, **options: object) -> dict[str, int]:
    outcome = project.take(*names, collected=DAY, **options)
    return {s: sum(t.count(s) for p in outcome.plans for t in p.tables) for s in STATES}


def copy_with(tmp_path: Path, old: str, new: str) -> Path:
    made = tmp_path / "country.csv"
    text = CENSUS.read_text(encoding="utf-8")
    assert old in text
    made.write_text(text.replace(old, new), encoding="utf-8")
    return made


def test_a_figure_is_compared_with_the_edition_before_it_and_not_with_a_later_one(trade: SmallProject) -> None:
    """Two Russian figures of 2020-01 stand from the edition of April 2025."""
    for released, expected in ((dt.date(2025, 1, 5), 0), (dt.date(2026, 1, 5), 2)):
        work = requests([CENSUS], all_readers(), None, released, "release")
        (plan,) = ingest(trade.project, trade.house, work, collected=DAY, dry_run=True).plans
        revised = plan.tables[0].of("revised")
        assert revised.height == expected
        assert plan.tables[0].count("new") == 90 - expected
    assert set(revised["period"]) == {"2020-01"}
    held = sorted(float(r["value_usd_mn"]) for r in trade.rows(FILE) if r["vintage"] == "2025-04")
    assert sorted(map(float, revised["old"])) == pytest.approx(held, rel=1e-8)


def test_what_is_new_is_added_and_the_second_time_nothing(trade: SmallProject) -> None:
    before = trade.rows(FILE)
    found = counts(trade, CENSUS)
    after = trade.rows(FILE)
    added = [r for r in after if r not in before]
    assert found["new"] == len(added) == 2 * (3 * 13 + 2 * 3), "three whole years, three months"
    assert [r for r in after if r in before] == before, "what stands there stays"
    assert {r["vintage"] for r in added} == {"2021-05"}, "the last month is 2021-03, public after the usual 40 days"
    assert not {"2021", "2021-04"} & {r["period"] for r in added}, "zeros after the last month are no data"
    (source,) = [r for r in trade.rows("sources.csv") if r["source_id"] == added[0]["source_id"]]
    assert source["title"].endswith("vintage 2021-05")
    assert source["collected_on"] == "2026-11-22"
    state = trade.state
    assert counts(trade, CENSUS) == dict.fromkeys(STATES, 0) | {"unchanged": len(added)}
    assert trade.state == state


def test_a_dry_run_writes_nothing(trade: SmallProject) -> None:
    state = trade.state
    assert counts(trade, CENSUS, dry_run=True)["new"] > 0
    assert trade.state == state


def test_the_same_edition_with_another_value_is_refused(trade: SmallProject, tmp_path: Path) -> None:
    counts(trade, CENSUS)
    state = trade.state
    other = copy_with(tmp_path, "1992,4610,USSR,7,", "1992,4610,USSR,7.5,")
    outcome = trade.take(other, collected=DAY)
    (refused,) = outcome.plans[0].refused
    assert "the same edition is held with 7, this file says 7.5" in str(refused)
    assert trade.state == state


def test_facts_that_break_a_rule_are_not_written(trade: SmallProject, tmp_path: Path) -> None:
    state = trade.state
    wrong = copy_with(tmp_path, "2020,4621,Russia,100.25,", "2020,4621,Russia,900.25,")
    with pytest.raises(DataProblem, match=r"break 1 promise.*months_make_the_year") as found:
        trade.take(wrong, collected=DAY)
    assert "census_vintages.csv:" in found.value.where
    assert trade.state == state


def test_a_source_dated_after_its_collection_is_refused(trade: SmallProject) -> None:
    state = trade.state
    with pytest.raises(DataProblem, match="collected"):
        trade.take(CENSUS, collected=dt.date(2020, 1, 1))
    assert trade.state == state


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_an_interruption_leaves_all_as_it_was(
    trade: SmallProject, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """The journal's rename, then two files: interrupted before each rename, and before the journal is gone."""
    state, calls = trade.state, 0
    replace, unlink = Path.replace, Path.unlink

    def step() -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise KeyboardInterrupt

    def failing(self: Path, target: Path) -> Path:
        step()
        return replace(self, target)

    def failing_unlink(self: Path, missing_ok: bool = False) -> None:
        if self.name == journal.JOURNAL:
            step()
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "replace", failing)
    monkeypatch.setattr(Path, "unlink", failing_unlink)
    with pytest.raises(KeyboardInterrupt):
        counts(trade, CENSUS)
    monkeypatch.undo()
    assert trade.state == state
    assert not (trade.project.raw.parent / journal.ASIDE).exists(), "nothing is left lying about"
    assert counts(trade, CENSUS)["new"] > 0, "the next time it works"


def test_a_killed_process_is_put_back_by_the_next_command(trade: SmallProject) -> None:
    state = trade.state
    code = (
        "import os, sys, pathlib\nfrom indicators.ingesting import journal\nfrom indicators.project import Project\n"
        "project = Project(pathlib.Path(sys.argv[1]))\n"
        "contents = {project.raw / 'sources.csv': b'a', project.raw / 'trade' / 'new.csv': b'b'}\n"
        "unlink = pathlib.Path.unlink\n"
        "pathlib.Path.unlink = lambda self, **k: os._exit(9) if self.name == 'journal.json' else unlink(self, **k)\n"
        "with journal.writing(project): journal.replace_together(project, contents)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(trade.project.root)],
        cwd=ROOT,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 9
    assert (trade.project.raw / "sources.csv").read_bytes() == b"a", "killed after both renames, before the end"
    assert recover(trade.project)
    assert trade.state == state
    assert not recover(trade.project)


def test_two_at_once_is_the_environment(trade: SmallProject) -> None:
    with writing(trade.project), pytest.raises(EnvironmentProblem, match="another command"):
        counts(trade, CENSUS)


LATER = dt.date(2027, 1, 5)


def test_the_next_edition_of_a_table_has_a_source_of_its_own(tmp_path: Path) -> None:
    """A source has one day of publication; the figures of the edition before stay, the new ones stand beside them."""
    wanted = "world-trade-organization-7941d6"
    trade = small_project(
        tmp_path / "p", "trade", lambda file, r: file != "trade_volumes.csv" or r["source_id"] == wanted,
        ["trade_volumes"],
    )  # fmt: skip
    sources = trade.rows("sources.csv")
    (before,) = (r for r in sources if r["source_id"] == wanted)
    held = trade.rows("trade/trade_volumes.csv")
    lines = [f"{r['flow'].title()},643,RUS,Russian Federation,TO,Total,{r['period']},{r['value_usd_mn']}" for r in held]
    more = [line.replace(",2020,", ",2021,") for line in lines if ",2020," in line]
    path = tmp_path / "wto_2023-04-05.csv"
    header = "Indicator,ReporterCode,ReporterISO3A,Reporter,ProductCode,Product,Year,Value"
    path.write_text("\n".join([header, *lines, *more]) + "\n", encoding="utf-8")
    assert counts(trade, path) == dict.fromkeys(STATES, 0) | {"new": len(more), "confirmed": len(held)}
    (new,) = (r for r in trade.rows("sources.csv") if r not in sources)
    assert new["title"] == f"{before['title']}, edition of 2023-04-05"
    assert (new["published_on"], new["publisher"]) == ("2023-04-05", before["publisher"])
    state = trade.state
    counts(trade, path)
    assert trade.state == state


def test_a_page_that_is_read_again_has_a_source_beside_the_first(tmp_path: Path) -> None:
    """Nothing may be dated after its collection: the wave of December was public when the page was read in January."""
    polls = small_project(
        tmp_path / "p", "polls", lambda _, r: r["question_id"] == "levada_putin_approval"
        and r.get("field_start", "2020-08-01") == "2020-08-01",
    )  # fmt: skip
    before = polls.rows("sources.csv")
    path = tmp_path / "levada.csv"
    path.write_text('"Date","Approve","Disapprove","No.Answer","source"\n2026-12-15,80,15,5,"Levada"\n', "utf-8")
    for _ in range(2):
        polls.take(path, collected=LATER)
        new = [r for r in polls.rows("polls/poll_results.csv") if r["field_start"] == "2026-12-01"]
        assert {(r["published_on"], r["published_basis"]) for r in new} == {("2027-01-05", "upper_bound")}
        (source,) = [r for r in polls.rows("sources.csv") if r not in before]
        assert {r["source_id"] for r in new} == {source["source_id"]}
        assert source["title"].endswith(", read on 2027-01-05")
        assert source["collected_on"] == "2027-01-05"


def test_an_edition_that_is_here_before_its_usual_day_was_out_when_it_was_collected(trade: SmallProject) -> None:
    """And is called by that day: usually it would have come out on 10 May."""
    trade.take(CENSUS, collected=dt.date(2021, 4, 28))
    added = [r for r in trade.rows(FILE) if r["vintage"] == "2021-04"]
    assert {(r["published_on"], r["published_basis"]) for r in added} == {("2021-04-28", "upper_bound")}
