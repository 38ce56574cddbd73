"""What the ledgers promise: documents, claims, checks and forecasts, in the folder ``seeds/``."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import polars as pl

from indicators.contracts.model import Contract, TableModel, column, rule
from indicators.ledgers.check_contract import CLAIM_ID, NAME, SEEDS, SUBJECT, CheckTable, check_rules
from indicators.ledgers.forecast_contract import ForecastChecks, Forecasts, Likelihoods

OPERATOR = MappingProxyType(
    {
        "eq": "equals",
        "approx": "about",
        "gte": "at least",
        "lte": "at most",
        "after": "later than",
        "range": "between value and value_high",
        "count": "so many",
        "change": "rose, fell or began to",
        "rank": "stands at this place",
        "max_of": "is the largest",
        "min_of": "is the smallest",
    }
)


class Documents(TableModel):
    """One text whose statements are kept, never the text itself."""

    _contract = Contract(
        name="documents", folder=SEEDS, files=("documents.csv",), title="Documents that make statements",
        key=("document_id",),
    )  # fmt: skip
    _rules = (
        rule(
            "documents.dates_in_order",
            "The day claims are checked as of lies between the first and the last day the document can be of",
            holds=pl.col("as_of").is_between(pl.col("published_from"), pl.col("published_to")),
            columns=("as_of", "published_from", "published_to"),
        ),
    )

    document_id: str = column("Number of the document", pattern="[0-9]{3}")
    file_name: str = column("Name of the text file outside this repository", pattern=r"[0-9a-z_]+\.txt")
    title: str = column("Title, or what the text is", free_text=True)
    author: str = column("Author, where named", nullable=True, free_text=True)
    publisher: str = column("Publisher", free_text=True)
    published_from: dt.date = column("First day the document can be of")
    published_to: dt.date = column("Last day the document can be of")
    as_of: dt.date = column("Day as of which its claims are checked")
    date_basis: str = column("What the days rest on", free_text=True)
    url: str = column("Address of a matching page", nullable=True, pattern=r"https?://\S+")
    note: str = column("Remarks for people", nullable=True, free_text=True)


class Claims(TableModel):
    """One statement of a document that can be true or false."""

    _contract = Contract(
        name="claims", folder=SEEDS, files=("claims.csv",), title="Statements of the documents", key=("claim_id",)
    )
    _rules = (
        rule(
            "claims.high_for_a_range",
            "Only a range, and every range of numbers, has a second value",
            holds=pl.col("value_high").is_not_null() == pl.col("operator").is_in(["range"]),
            applies=(pl.col("operator") == "range") | (pl.col("value_high").is_not_null() & (pl.col("unit") != "rank")),
            columns=("value_high", "operator"),
        ),
        rule(
            "claims.id_of_its_document",
            "A claim's id begins with its document",
            holds=pl.col("claim_id").str.slice(1, 3) == pl.col("document_id"),
            columns=("claim_id", "document_id"),
        ),
    )

    claim_id: str = column("Document and running number", pattern=CLAIM_ID)
    document_id: str = column("Document", references="documents.document_id")
    line: int = column("Line of the document that holds the value, from 1", ge=1, le=10_000)
    family: str = column("What it speaks of", codes=SUBJECT)
    statement: str = column("The statement in our words", free_text=True)
    metric: str = column("What is measured; claims on one metric and period can be compared", pattern=NAME)
    dyad: str = column("Whom it concerns", pattern=r"[A-Z+;-]+")
    period: str = column("Period or day it speaks of", free_text=True)
    value: str = column("The stated number, day, name or term", free_text=True)
    unit: str = column("Unit of the value", free_text=True)
    operator: str = column("How the value is meant", codes=OPERATOR)
    value_high: str = column("Upper end of a range", nullable=True, free_text=True)
    cited_source: str = column("What the document cites", nullable=True, free_text=True)
    checkable: str = column(
        "Whether facts could decide it",
        codes={"yes": "facts decide", "partly": "a proxy decides, or part of it", "no": "no fact can"},
    )
    note: str = column("Remarks for people", nullable=True, free_text=True)


class Checks(CheckTable):
    """How a claim is tested: data, run by one engine."""

    _contract = Contract(
        name="checks", folder=SEEDS, files=("checks.csv",), title="Checks of the claims, as data", key=("check_id",)
    )
    _rules = (
        *check_rules("checks"),
        rule(
            "checks.id_of_its_claim",
            "A check's id is its claim's and a letter",
            holds=pl.col("check_id").str.slice(0, 8) == pl.col("claim_id"),
            columns=("check_id", "claim_id"),
        ),
    )

    check_id: str = column("Claim and letter", pattern=f"{CLAIM_ID}[a-z]")
    claim_id: str = column("Claim that is tested", references="claims.claim_id")


LEDGER_TABLES: tuple[type[TableModel], ...] = (Documents, Claims, Checks, Likelihoods, Forecasts, ForecastChecks)
