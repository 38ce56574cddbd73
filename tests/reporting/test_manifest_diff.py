"""Why two reports differ: setting, code, library or data."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from indicators.errors import EnvironmentProblem, UsageProblem
from indicators.reporting.manifest_diff import find_manifest, manifest_difference

FACTS = "fact_id,value\na,1\nb,2\n"
NAME = "data/raw/trade/trade_volumes.csv"


def write(root: Path, facts: str = FACTS, **changed: Any) -> Path:
    """A project with one raw file and a report that names it."""
    (root / NAME).parent.mkdir(parents=True, exist_ok=True)
    (root / NAME).write_text(facts)
    (root / "data" / "raw" / "sources.csv").write_text("source_id\n")
    report = root / "reports" / "2020Q1"
    report.mkdir(parents=True, exist_ok=True)
    content = {
        "format": 1, "quarter": "2020Q1", "as_of": "2020-05-30", "mode": "calendar",
        "settings": {"report_delay_days": 60}, "package": {"version": "0.1.0", "code_sha256": "a" * 64},
        "libraries": {"polars": "2.1.0"}, "inputs": {NAME: sha256(facts.encode()).hexdigest()},
        "outputs": {"report.md": "1" * 64, "report.html": "2" * 64},
    }  # fmt: skip
    (report / "manifest.json").write_text(json.dumps(content | changed))
    return report


def difference(a: Path | str, b: Path | str, root: Path) -> list[str]:
    return manifest_difference(find_manifest(str(a), root), find_manifest(str(b), root))


def test_the_same_is_the_same(tmp_path: Path) -> None:
    report = write(tmp_path)
    assert difference(report, report / "manifest.json", tmp_path) == [
        "same: settings, code, libraries, data and outputs"
    ]


def test_each_reason_is_a_line(tmp_path: Path) -> None:
    one = write(tmp_path / "one")
    two = write(
        tmp_path / "two", "fact_id,value\nb,3\nc,4\n", as_of="2020-06-30", settings={"report_delay_days": 90},
        package={"version": "0.2.0", "code_sha256": "b" * 64}, libraries={"polars": "2.2.0", "numpy": "2"},
        outputs={"report.md": "3" * 64, "report.html": "2" * 64, "report.pdf": "4" * 64},
    )  # fmt: skip
    assert difference(one, two, tmp_path) == [
        "setting   as_of: 2020-05-30 -> 2020-06-30",
        "setting   report_delay_days: 60 -> 90",
        "code      indicators 0.1.0, code aaaaaaaaaaaa -> indicators 0.2.0, code bbbbbbbbbbbb",
        "library   numpy: none -> 2",
        "library   polars: 2.1.0 -> 2.2.0",
        f"data      {NAME}: facts: 1 added (c), 1 removed (a), 1 changed (b)",
        "outputs   1 of 3 differ: report.md",
        "outputs   1 only in the second: report.pdf",
    ]


def test_facts_that_are_no_longer_at_hand_are_not_guessed(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one"), write(tmp_path / "two", "fact_id,value\nb,3\n")
    (tmp_path / "one" / NAME).write_text("fact_id,value\nz,9\n")
    assert difference(one, two, tmp_path) == [f"data      {NAME}: differs; not both versions are at hand"]


def test_outputs_that_differ_without_a_reason_are_called_so(tmp_path: Path) -> None:
    one, two = (
        write(tmp_path / "one"),
        write(tmp_path / "two", outputs={"report.md": "5" * 64, "report.html": "2" * 64}),
    )
    assert difference(one, two, tmp_path)[-1].startswith("unexplained: ")


def test_a_revision_of_git_is_read_with_its_facts(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        name = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        subprocess.run(["git", "-C", str(tmp_path), *name, *arguments], check=True, capture_output=True)

    write(tmp_path)
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    report = write(tmp_path, FACTS + "c,3\n")
    assert difference("HEAD:reports/2020Q1", report, tmp_path) == [f"data      {NAME}: facts: 1 added (c)"]
    git("commit", "-q", "-a", "-m", "two")
    assert difference("HEAD~1:reports/2020Q1/manifest.json", "HEAD:reports/2020Q1", tmp_path) == [
        f"data      {NAME}: facts: 1 added (c)"
    ]


@pytest.mark.parametrize("text", ["none", "HEAD:none", "--output=x:reports/2020Q1", ":", ""])
def test_what_is_not_there_is_wrong_use(tmp_path: Path, text: str) -> None:
    write(tmp_path)
    with pytest.raises(UsageProblem, match="there is no manifest"):
        find_manifest(text, tmp_path)


def test_a_manifest_of_another_format_is_recognised(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="format 7; this version reads format 1"):
        find_manifest(str(write(tmp_path, format=7)), tmp_path)
