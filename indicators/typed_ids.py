"""The text of `indicators.known_ids`: ids of series as types, for editors and type checkers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from keyword import iskeyword

HEAD = '''"""Ids of all series as types: an editor completes them, a type checker knows them.

Made by: indicators contracts docs
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal


class Group:
    """Ids that begin alike."""

    def __call__(self, search: str | None = None) -> list[str]: ...  # type: ignore[empty-body]
    def __getitem__(self, series_id: SeriesId) -> SeriesId: ...  # type: ignore[empty-body]
    def __iter__(self) -> Iterator[str]: ...  # type: ignore[empty-body]
    def __len__(self) -> int: ...  # type: ignore[empty-body]
'''


def typed_text(ids: Sequence[str]) -> str:
    """The module.

    Parameters
    ----------
    ids : sequence of str
        All ids of series; steps that Python keeps for itself are left to ``ids["..."]``.

    Examples
    --------
    >>> print(typed_text(["trade.total.a"])[len(HEAD):].strip())
    SeriesId = Literal[
        "trade.total.a",
    ]
    <BLANKLINE>
    <BLANKLINE>
    class Trade_Total(Group):
        a: Literal["trade.total.a"]
    <BLANKLINE>
    <BLANKLINE>
    class Trade(Group):
        total: Trade_Total
    <BLANKLINE>
    <BLANKLINE>
    class Ids(Group):
        trade: Trade
    """
    listed = "".join(f'    "{name}",\n' for name in sorted(ids))
    return f"{HEAD}\n\nSeriesId = Literal[\n{listed}]\n" + "".join(_classes((), sorted(ids)))


def _classes(beginning: tuple[str, ...], ids: Sequence[str]) -> Iterator[str]:
    """The classes of a beginning, those that it names before it."""
    steps: dict[str, list[str]] = {}
    for name in ids:
        steps.setdefault(name.split(".")[len(beginning)], []).append(name)
    lines = []
    for step, names in steps.items():
        whole = (*beginning, step)
        if names != [".".join(whole)]:
            yield from _classes(whole, names)
        kind = f'Literal["{names[0]}"]' if names == [".".join(whole)] else _class(whole)
        lines += [] if iskeyword(step) else [f"    {step}: {kind}\n"]
    yield f"\n\nclass {_class(beginning)}(Group):\n{''.join(lines)}"


def _class(beginning: tuple[str, ...]) -> str:
    """Steps are divided by a line, so that ``usa.rus`` and ``usa_rus`` stay apart."""
    return "_".join(step.title().replace("_", "") for step in beginning) or "Ids"
