"""What every table of model results has in front, and how such a table is declared."""

from __future__ import annotations

import datetime as dt

from indicators.contracts.model import Contract, TableModel, column

RUN = ("as_of", "as_of_mode", "series_id", "kind")
"""The columns that every table of results begins with; together they name one fit."""
MODES = {"calendar": "usual release days count", "strict": "dated evidence only"}


def result_contract(name: str, title: str, *key: str, version: str = "1.0.0") -> Contract:
    """The contract of a table of results: its key is the fit's and ``key``; no file holds its rows."""
    return Contract(name=name, folder="", files=(), title=title, key=(*RUN, *key), version=version)


class ResultTable(TableModel):
    """Base of every table of results: which fit a row belongs to."""

    as_of: dt.date = column("Nothing that became known later was seen")
    as_of_mode: str = column("What publication days rest on", codes=MODES)
    series_id: str = column("Series or composite that the model is of", pattern=r"[a-z0-9_]+(\.[a-z0-9_]+)+")
    kind: str = column("Kind of model", pattern=r"[a-z0-9_]+")
