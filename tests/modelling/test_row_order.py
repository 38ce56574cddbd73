"""What a model is fitted to does not depend on the order in which a database hands out rows that nobody sorted."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicators.modelling.fitting import declared
from indicators.modelling.kinds import kind_of
from indicators.registry import composites, families
from indicators.store.view import AsOfView

ASKED = declared(families(), composites())


def is_sorted(query: str) -> bool:
    """Whether the outermost query says an order."""
    place = query.upper().rfind("ORDER BY")
    return place >= 0 and query.count(")", place) <= query.count("(", place)


def test_unsorted_rows_may_come_in_any_order(latest: AsOfView, monkeypatch: pytest.MonkeyPatch) -> None:
    as_they_come = [kind_of(kind).known(latest, subject) for subject, kind in ASKED]
    plain, turned = AsOfView.sql, set()

    def sql(self: AsOfView, query: str, **parameters: Any) -> pl.DataFrame:
        frame = plain(self, query, **parameters)
        if is_sorted(query) or frame.height < 2:
            return frame
        turned.add(query)
        return frame.reverse()

    monkeypatch.setattr(AsOfView, "sql", sql)
    for (subject, kind), known in zip(ASKED, as_they_come, strict=True):
        same = kind_of(kind).known(latest, subject) == known
        assert same, f"{kind} of {subject.id}"
    assert turned, "some queries leave the order open"
