"""The forecasts of the documents, each with its probability and the checks that decide it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators.contracts.reading import LINE
from indicators.errors import DataProblem, EnvironmentProblem
from indicators.ledgers.check import Check, check_of
from indicators.ledgers.claims import Seeds, seeds_of


@dataclass(frozen=True)
class Trial:
    """A check of a forecast; ``complete_as`` is the series that tells how far a table's rows are complete."""

    check: Check
    complete_as: str | None


@dataclass(frozen=True)
class Forecast:
    """A statement about what will be.

    ``probability`` is that of what is predicted, from 0 to 1; None where the words state none.
    ``made_on`` is the last day it can have been made on.
    """

    forecast_id: str
    document_id: str
    line: int
    forecaster: str
    family: str
    statement: str
    period: str
    predicted: str
    confidence: str
    word: str
    probability: float | None
    made_on: dt.date
    tests: tuple[Trial, ...]
    missing: tuple[str, ...]


def forecasts_of(folder: Path, seeds: Seeds | None = None) -> list[Forecast]:
    """The forecasts of a folder ``seeds/``; ``seeds`` are its tables where they are read already.

    Raises
    ------
    EnvironmentProblem
        If there is no such folder.
    DataProblem
        If a file breaks its contract, a check cannot be read, or a forecast's period had ended before it was made.
    """
    if not folder.is_dir():
        raise EnvironmentProblem("the project has no ledger of forecasts", where=folder.name, do="copy seeds/ into it")
    tables = seeds_of(folder) if seeds is None else seeds
    likelihoods = {row["word"]: row["probability_pct"] for row in tables["likelihoods"].iter_rows(named=True)}
    made_from = {row["forecast_id"]: row["made_from"] for row in tables["forecasts"].iter_rows(named=True)}
    tests: dict[str, list[Trial]] = {}
    for row in tables["forecast_checks"].iter_rows(named=True):
        where = f"{folder.name}/forecast_checks.csv:{row[LINE]}, check_id={row['check_id']}"
        tests.setdefault(row["forecast_id"], []).append(_test(row, made_from[row["forecast_id"]], where))
    return [
        _forecast(row, likelihoods[row["word"]], tests.get(row["forecast_id"], []))
        for row in tables["forecasts"].iter_rows(named=True)
    ]


def _test(row: Mapping[str, Any], made_from: dt.date, where: str) -> Trial:
    check = check_of(row, row["check_id"], dt.date.max, where)
    if not check.missing and check.span.last < made_from:
        what = f"the forecast of {made_from} speaks of {row['period']}, which had ended by then"
        raise DataProblem(what, where=f"{where}, column period", do="a statement about the past is a claim")
    return Trial(check, row["complete_as"])


def _forecast(row: Mapping[str, Any], percent: float | None, tests: list[Trial]) -> Forecast:
    names = (
        "forecast_id", "document_id", "line", "forecaster", "family", "statement", "period", "predicted", "confidence",
        "word",
    )  # fmt: skip
    probability = None if percent is None else percent / 100
    if probability is not None and row["of_contrary"] == "yes":
        probability = round(1 - probability, 6)
    return Forecast(
        **{name: row[name] for name in names}, probability=probability, made_on=row["made_to"],
        tests=tuple(t for t in tests if not t.check.missing),
        missing=tuple(t.check.missing for t in tests if t.check.missing),
    )  # fmt: skip


def data_of(forecast: Forecast) -> dict[str, Any]:
    """A forecast as plain data."""
    names = (
        "forecast_id", "document_id", "line", "forecaster", "family", "statement", "period", "predicted", "confidence",
        "word", "probability",
    )  # fmt: skip
    return {name: getattr(forecast, name) for name in names} | {
        "made_on": str(forecast.made_on),
        "targets": [t.check.subject for t in forecast.tests],
        "missing": list(forecast.missing),
    }
