"""What the ledger of forecasts promises: the statements, their tests, and what words of likelihood mean in per cent."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts.model import Contract, TableModel, column, rule
from indicators.ledgers.check_contract import NAME, SEEDS, SUBJECT, CheckTable, check_rules

FORECAST_ID = r"F[0-9]{3}-[0-9]{3}"


class Likelihoods(TableModel):
    """One word of likelihood and the probability it is read as."""

    _contract = Contract(
        name="likelihoods", folder=SEEDS, files=("likelihoods.csv",), title="Words of likelihood in per cent",
        key=("word",),
    )  # fmt: skip
    _rules = (
        rule(
            "likelihoods.whole",
            "A word has both ends of its range and a probability within it, or none of the three",
            holds=pl.when(pl.col("probability_pct").is_null())
            .then(pl.col("low_pct").is_null() & pl.col("high_pct").is_null())
            .otherwise(pl.col("probability_pct").is_between(pl.col("low_pct"), pl.col("high_pct")))
            .fill_null(False),
            columns=("probability_pct", "low_pct", "high_pct"),
        ),
    )

    word: str = column("Name of the word", pattern=NAME)
    examples: str = column("Words that are read as it", free_text=True)
    low_pct: float = column("Lower end of its range", unit="per cent", nullable=True, ge=0, le=100)
    high_pct: float = column("Upper end of its range", unit="per cent", nullable=True, ge=0, le=100)
    probability_pct: float = column(
        "What it is scored as; empty where the word states no probability", unit="per cent", nullable=True, ge=0, le=100
    )
    source: str = column("Scheme that the range is of", free_text=True)
    note: str = column("Remarks for people", nullable=True, free_text=True)


class Forecasts(TableModel):
    """One statement of a document about what will be."""

    _contract = Contract(
        name="forecasts",
        folder=SEEDS,
        files=("forecasts.csv",),
        title="Forecasts of the documents",
        key=("forecast_id",),
        version="2.0.0",
    )
    _rules = (
        rule(
            "forecasts.made_in_order",
            "The first day a forecast can be of is not after the last",
            holds=pl.col("made_from") <= pl.col("made_to"),
            columns=("made_from", "made_to"),
        ),
        rule(
            "forecasts.id_of_its_document",
            "A forecast's id begins with its document",
            holds=pl.col("forecast_id").str.slice(1, 3) == pl.col("document_id"),
            columns=("forecast_id", "document_id"),
        ),
    )

    forecast_id: str = column("Document and running number", pattern=FORECAST_ID)
    document_id: str = column("Document", references="documents.document_id")
    line: int = column("Line of the document, from 1", ge=1, le=10_000)
    made_from: dt.date = column("First day it can have been made on")
    made_to: dt.date = column("Last day it can have been made on")
    forecaster: str = column("Who makes it", free_text=True)
    family: str = column("What it speaks of", codes=SUBJECT)
    statement: str = column("The forecast in our words", free_text=True)
    metric: str = column("What is foreseen", pattern=NAME)
    period: str = column("When it comes due", free_text=True)
    predicted: str = column("Direction, range or event", free_text=True)
    confidence: str = column("How sure the words are", free_text=True)
    word: str = column("The same as a word of the declared scale", references="likelihoods.word")
    of_contrary: str = column(
        "Whether the word is said of the contrary of what is predicted",
        codes={"yes": "the probability of what is predicted is 100 less the word's", "no": "the word's own"},
    )
    resolvable: str = column(
        "Whether facts could decide it",
        codes={"yes": "facts decide", "partly": "a proxy decides, or part of it", "no": "it excludes nothing"},
    )
    resolution: str = column("How it would be decided", free_text=True)
    note: str = column("Remarks for people", nullable=True, free_text=True)


class ForecastChecks(CheckTable):
    """How a forecast is decided: the columns of a check of a claim, and how far rows are complete."""

    _contract = Contract(
        name="forecast_checks", folder=SEEDS, files=("forecast_checks.csv",), title="Checks of the forecasts, as data",
        key=("check_id",),
        waits={
            "measure.*": "no forecast of a column of a table could be checked",
            "tolerance.*": "no forecast is stated with about", "tolerance_reason.*": "no forecast is stated with about",
        },
    )  # fmt: skip
    _rules = (
        *check_rules("forecast_checks"),
        rule(
            "forecast_checks.id_of_its_forecast",
            "A check's id is its forecast's and a letter",
            holds=pl.col("check_id").str.slice(0, 8) == pl.col("forecast_id"),
            columns=("check_id", "forecast_id"),
        ),
        rule(
            "forecast_checks.has_a_period",
            "A forecast comes due: its check has a period",
            holds=pl.col("period").is_not_null(),
            applies=pl.col("subject").is_not_null(),
            columns=("period",),
        ),
    )

    check_id: str = column("Forecast and letter", pattern=f"{FORECAST_ID}[a-z]")
    forecast_id: str = column("Forecast that is tested", references="forecasts.forecast_id")
    complete_as: str = column(
        "Series that tells how far the rows of a table are complete: beyond it, no row decides nothing",
        nullable=True, pattern=r"[a-z0-9_]+(\.[a-z0-9_]+)+",
    )  # fmt: skip
