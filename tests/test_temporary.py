"""Temporary folders: gone at the end, and gone with the next run when their process was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.temporary import clear_left, temporary_folder

HOLDS = """
import time
from indicators.temporary import temporary_folder
with temporary_folder() as folder:
    (folder / "half").write_text("of something")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield tmp_path


def test_a_folder_is_gone_at_the_end(place: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent == place and folder.is_dir()
    assert list(place.iterdir()) == []


def test_the_folder_of_a_killed_process_goes_with_the_next_run_and_that_of_a_living_one_stays(place: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert folder.parent == place
        clear_left()
        assert (folder / "half").is_file(), "its process runs"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert folder.is_dir(), "a killed process leaves it"
    with temporary_folder():
        assert not folder.exists()


def test_nothing_else_is_touched(place: Path) -> None:
    number = subprocess.check_output([sys.executable, "-c", "import os; print(os.getpid())"], text=True).strip()
    kept = [place / "indicators-notes", place / f"indicators-{number}", place / f"other-{number}-x",
            place / f"indicators-{os.getpid()}-x"]  # fmt: skip
    for path in kept:
        path.mkdir()
    link = place / f"indicators-{number}-link"
    link.symlink_to(kept[0])
    note = place / f"indicators-{number}-note"
    note.write_text("mine")
    (place / f"indicators-{number}-x").mkdir()
    clear_left()
    assert sorted(place.iterdir()) == sorted([*kept, link, note])
