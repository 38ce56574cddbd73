"""The recipes for a user's own repository: the YAML parses, and its commands work in such a repository."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from indicators.cli import main

ROOT = Path(__file__).resolve().parent.parent
RECIPES = [yaml.safe_load(text) for text in re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs" / "audit.md").read_text(encoding="utf-8"), flags=re.S
)]  # fmt: skip
WORKFLOW, HOOK_USE = RECIPES
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS = WORKFLOW["jobs"]["audit"]["steps"]
COMMANDS = [shlex.split(s["run"]) for s in STEPS if s.get("run", "").startswith("indicators")]

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's repository: the facts in a folder of it, one contact with an unknown status."""
    top = tmp_path_factory.mktemp("user").resolve()
    shutil.copytree(ROOT / "data" / "raw", top / "data" / "raw", ignore=shutil.ignore_patterns("published"))
    if (ROOT / "seeds").is_dir():
        shutil.copytree(ROOT / "seeds", top / "seeds")
    path = top / "data" / "raw" / "contacts" / "contacts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",held,", ",hold,", 1), encoding="utf-8")
    subprocess.run(["git", "init", "-q", top], check=True)
    return top


def test_the_workflow_names_what_it_runs() -> None:
    assert [c[:2] for c in COMMANDS] == [["indicators", "audit"]] * 2
    assert WORKFLOW[True]["push"]["branches"] == ["main"], "YAML reads `on` as true"
    assert WORKFLOW["permissions"]["security-events"] == "write", "without it nothing can be uploaded"
    upload = next(s for s in STEPS if "upload-sarif" in s.get("uses", ""))
    assert upload["with"]["sarif_file"] in COMMANDS[1]
    assert [s.get("if") for s in STEPS[-2:]] == ["always()", "always()"], (
        "findings are uploaded although the step failed"
    )


def test_its_commands_work_in_a_users_repository(repository: Path, cli: Cli) -> None:
    annotate, sarif = (cli(*command[1:], cwd=repository) for command in COMMANDS)
    assert (annotate.returncode, sarif.returncode) == (1, 0), annotate.stderr + sarif.stderr
    errors = [line for line in annotate.stdout.splitlines() if line.startswith("::error")]
    assert len(errors) >= 1
    assert all(line.startswith("::error file=data/raw/contacts/contacts.csv,line=2,title=") for line in errors)
    run = json.loads((repository / "audit.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert len([r for r in run["results"] if r["level"] == "error"]) == len(errors)
    place = next(r for r in run["results"] if r["level"] == "error")["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "data/raw/contacts/contacts.csv"}, "region": {"startLine": 2}}


def test_paths_are_those_of_the_repository_where_the_project_is_a_folder_of_it(repository: Path, cli: Cli) -> None:
    shutil.copytree(repository / "data", repository / "facts" / "data")
    done = cli("audit", "--format", "github", "--project", repository / "facts", cwd=repository)
    assert done.stdout.startswith("::error file=facts/data/raw/contacts/contacts.csv,line=2,")


def test_the_hook_works_in_a_users_repository(repository: Path, cli: Cli) -> None:
    used = HOOK_USE["repos"][0]["hooks"][0]["id"]
    assert HOOK["id"] == used
    assert HOOK["pass_filenames"] is False, "a rule may compare a row with any other"
    assert re.search(HOOK["files"], "data/raw/contacts/contacts.csv")
    done = cli(*shlex.split(HOOK["entry"])[1:], cwd=repository)
    assert done.returncode == 1
    assert "[contacts.status.codes]: 'hold'" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--fail-on", "never"), 0, "contacts.status.codes"),
        (("--format", "pdf"), 2, "use text, json, junit, github, sarif"),
        (("--fail-on", "info"), 2, "use error, warning, never"),
        (("--as-of", "soon"), 2, "not a date"),
        (("--output", "missing/file.txt/x"), 3, "where"),
    ],
)
def test_exit_codes(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *,
    arguments: tuple[str, ...], code: int, words: str,
) -> None:  # fmt: skip
    (repository / "missing").mkdir(exist_ok=True)
    (repository / "missing" / "file.txt").write_text("in the way", encoding="utf-8")
    monkeypatch.chdir(repository)
    monkeypatch.delenv("INDICATORS_PROJECT", raising=False)
    monkeypatch.setattr(sys, "argv", ["indicators", "audit", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    told = "".join(capsys.readouterr())
    assert (stopped.value.code or 0, words in told) == (code, True), told[-500:]
