"""How much is said on stderr: nothing but problems, the usual, or where things are as well. Set once, by the shell."""

from __future__ import annotations

import sys

QUIET, USUAL, VERBOSE = -1, 0, 1


class _Setting:
    level = USUAL


def set_loudness(level: int) -> None:
    """Set for the rest of this process."""
    _Setting.level = level


def is_quiet() -> bool:
    """Whether nothing but problems is said."""
    return _Setting.level < USUAL


def message(text: str, level: int = USUAL) -> None:
    """A message for people, on stderr, if it is to be said."""
    if _Setting.level >= level:
        sys.stderr.write(text + "\n")
