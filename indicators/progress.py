"""Progress of long work: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yields a function to be told each piece of work.

    On a terminal a spinner shows the present piece; elsewhere each piece is one line on stderr.
    """
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        yield status.update


def _line(text: str) -> None:
    sys.stderr.write(text + "\n")
