"""Folders outside the project that are gone afterwards; what a killed process left goes with the next one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "indicators-"
OWNED = re.compile(rf"{PREFIX}(?P<owner>[1-9][0-9]*)-[a-z0-9_]+")
"""The name holds the number of the process that the folder belongs to."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder in the system's place for temporary files, removed at the end."""
    with owned_folder() as folder:
        yield Path(folder)


def owned_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that lasts as long as the object does, at most as long as this process."""
    clear_left()
    return tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-")


def clear_left() -> None:
    """Remove folders of this user whose process is gone."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        named = OWNED.fullmatch(path.name)
        if named and path.is_dir() and not path.is_symlink() and _is_ours(path) and not _runs(int(named["owner"])):
            shutil.rmtree(path, ignore_errors=True)


def _is_ours(path: Path) -> bool:
    try:
        return path.stat().st_uid == os.getuid()
    except FileNotFoundError:
        return False


def _runs(process: int) -> bool:
    """Whether a process of this number runs, whoever it belongs to."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
