"""``indicators contracts``: what the tables promise, as text, as standard files, and compared."""

from __future__ import annotations

import typer

contracts_app = typer.Typer(no_args_is_help=True, help="What the tables promise.")


@contracts_app.callback()
def contracts() -> None:
    """What the tables promise."""
