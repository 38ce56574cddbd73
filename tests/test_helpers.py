"""Helpers answer in any order, say what failed, and end with the process they help."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from indicators.errors import UsageProblem
from indicators.helpers import WORKERS_VARIABLE, helpers, meanwhile, workers

ROOT = Path(__file__).resolve().parents[1]
PARENT = """
import os, sys
from indicators.errors import UsageProblem
from indicators.helpers import WORKERS_VARIABLE, helpers, workers
with helpers(1, "tests.test_helpers:half") as ask:
    print(ask({"n": 8}).result()["pid"], flush=True)
    sys.stdin.read()
"""


def half(asked: dict[str, Any]) -> dict[str, Any]:
    """The work of these helpers."""
    print("what work prints is no answer")
    return {"half": 1 / (1 / asked["n"]) / 2, "pid": os.getpid(), "seed": os.environ.get("X")}


def test_answers_and_errors_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "as here")
    with helpers(2, f"{__name__}:half") as ask:
        found = [ask({"n": n}) for n in (4, 0, 10)]
        assert [p.result().get("half") for p in found] == [2, None, 5]
        assert found[1].result() == {"error": "ZeroDivisionError: division by zero"}
        assert found[0].result()["seed"] == "as here"
        pids = {p.result().get("pid") for p in found} - {None}
        assert os.getpid() not in pids
    assert not any(runs(pid) for pid in pids)


def test_a_helper_that_dies_gives_no_answer() -> None:
    with helpers(1, f"{__name__}:half") as ask:
        os.kill(ask({"n": 1}).result()["pid"], signal.SIGKILL)
        assert ask({"n": 1}).result() == {"error": "no answer"}


def test_a_helper_ends_with_a_killed_parent() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert runs(pid)
        parent.kill()
    end = time.monotonic() + 20
    while runs(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not runs(pid)


def runs(pid: int) -> bool:
    """Whether a process of this number runs; one that has ended and that nobody has asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_number_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, "3")
    assert workers() == 3
    for odd in ("0", "two", "65", ""):
        monkeypatch.setenv(WORKERS_VARIABLE, odd)
        with pytest.raises(UsageProblem):
            workers()


@pytest.mark.parametrize("count", ["1", "2"])
def test_what_goes_wrong_meanwhile_is_raised_where_the_result_is_asked_for(
    count: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, count)
    asked: list[int] = []

    def work() -> int:
        asked.append(1)
        if len(asked) > 1:
            raise ValueError("twice")
        return 42

    with meanwhile(work) as made:
        assert (made(), made()) == (42, 42)
    with meanwhile(work) as made, pytest.raises(ValueError, match="twice"):
        made()
