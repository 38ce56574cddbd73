"""Outside tools that are programs or live in an environment of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CHECKS = ROOT / ".venv-checks" / "bin"
needs_checks = pytest.mark.skipif(not CHECKS.is_dir(), reason="no .venv-checks: make test sets it up")


def needs(program: str) -> pytest.MarkDecorator:
    """A test that needs a program of the machine; .ci/run installs it."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def run(*command: object, cwd: Path | None = None) -> str:
    """What a program says on stdout; it must end well."""
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=300, check=False, cwd=cwd, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def told_by(code: str, *arguments: object) -> Any:
    """What a script of the checks' Python prints as JSON on its last line."""
    return json.loads(run(CHECKS / "python", "-c", code, *arguments).splitlines()[-1])
