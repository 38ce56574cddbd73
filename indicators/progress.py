"""Progress of long work: a moving bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indicators.loudness import is_quiet, message


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yields a function to be told each piece of work.

    On a terminal a bar moves beside the name of the present piece and the count of those done;
    elsewhere each piece is one line on stderr.
    """
    if is_quiet() or not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    done, text = TextColumn("{task.completed} done"), TextColumn("{task.description}")
    columns = (BarColumn(20), done, TimeElapsedColumn(), text)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None, completed=-1)

        def tell(text: str) -> None:
            bar.update(task, description=text, advance=1)

        yield tell


def _line(text: str) -> None:
    message(text)
