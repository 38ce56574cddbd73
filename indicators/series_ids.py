"""Ids of series that complete themselves while they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property


class SeriesIds:
    """Ids of series, step by step: ``ids.trade.usa_rus.total.a`` is ``'trade.usa_rus.total.a'``.

    A shell or a notebook completes each step with the Tab key, and ``ids["`` with whole ids. Called, it gives a list.

    Examples
    --------
    >>> from indicators import ids
    >>> ids.trade.usa_rus.total.a
    'trade.usa_rus.total.a'
    >>> ids.trade("balance of the last 12")[:1], "usa_rus" in dir(ids.trade)
    (['trade.usa_rus.balance_12m.m'], True)
    """

    def __init__(self, beginning: str = "", within: list[str] | None = None) -> None:
        self._beginning = beginning
        self._within = within

    @cached_property
    def _all(self) -> list[str]:
        from indicators.api import catalog

        names: list[str] = catalog()["series_id"].to_list() if self._within is None else self._within
        return [name for name in names if name.startswith(self._beginning)]

    def __call__(self, search: str | None = None) -> list[str]:
        """The ids of series with words in id, title or definition, of all where none are given."""
        from indicators.api import catalog

        names: list[str] = catalog(search)["series_id"].to_list()
        return [name for name in names if name.startswith(self._beginning)]

    def __getattr__(self, name: str) -> str | SeriesIds:
        if name.startswith("_"):
            raise AttributeError(name)
        whole = f"{self._beginning}{name}"
        if whole in self._all:
            return whole
        if any(found.startswith(f"{whole}.") for found in self._all):
            return SeriesIds(f"{whole}.", self._all)
        near = get_close_matches(name, dir(self), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(self._beginning + step for step in near)}?" if near else ""
        raise AttributeError(f"no series begins with {whole!r}{hint}", name=name, obj=self)

    def __getitem__(self, series_id: str) -> str:
        from indicators.access import known

        return known(series_id, self._all, "series")

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __dir__(self) -> list[str]:
        return sorted({name.removeprefix(self._beginning).partition(".")[0] for name in self._all})

    def _ipython_key_completions_(self) -> list[str]:
        return self._all

    def __repr__(self) -> str:
        return f"<ids of {len(self)} series{f' that begin with {self._beginning}' if self._beginning else ''}>"


ids = SeriesIds()
