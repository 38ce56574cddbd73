"""Original formats of sanctions lists."""

from __future__ import annotations

import polars as pl

from indicators.contracts.redundancy import slug
from indicators.families.sanctions.readers import eu, ofac, ofac_parts, ofac_xml, opensanctions, uk, un
from indicators.families.sanctions.readers.sentinels import SENTINELS
from indicators.ingesting.reader import Placement

YEAR = pl.col("snapshot_date").dt.year()
COUNTS_FILE = (
    pl.when(YEAR <= 2021)
    .then(pl.lit("sanctions_list_counts.2014_2021.csv"))
    .when(YEAR == 2022)
    .then(pl.lit("sanctions_list_counts.2022.csv"))
    .when(YEAR == 2023)
    .then(pl.lit("sanctions_list_counts.2023.csv"))
    .otherwise(pl.lit("sanctions_list_counts.2024_2026.csv"))
)

DAY = "%Y-%m-%d"
TOLD_IN_ID = pl.when(pl.col("basis").is_in(["computed_from_lists", "survivors_only"])).then(slug("basis"))
PACKAGE = pl.when(pl.col("package").is_not_null()).then(pl.concat_str(pl.lit("p"), "package"))
ACTION_ID = pl.concat_str(
    pl.lit("sanctions"),
    pl.col("action_date").dt.strftime(DAY),
    slug("issuer"),
    slug("target_programme"),
    PACKAGE,
    slug("entity_type"),
    TOLD_IN_ID,
    separator=".",
    ignore_nulls=True,
)
TOTAL_ID = pl.concat_str(
    pl.lit("sanctions.total"),
    pl.col("reference_date").dt.strftime(DAY),
    slug("issuer"),
    slug("target"),
    slug("measure"),
    separator=".",
)

READERS = (
    ofac.SDN,
    ofac.CONSOLIDATED,
    ofac_parts.ADDRESSES,
    ofac_parts.ALIASES,
    ofac_xml.PLAIN,
    ofac_xml.ADVANCED,
    eu.CSV,
    eu.XML,
    uk.READER,
    un.READER,
    opensanctions.READER,
)
PLACEMENTS = {
    "sanctions_list_counts": Placement(
        ("snapshot_date", "list", "programme", "entity_type", "published_on"), file=COUNTS_FILE
    ),
    "sanctions_actions": Placement(
        (
            "action_date",
            "issuer",
            "target_programme",
            "package",
            "entity_type",
            "basis",
            "published_on",
            "seen_in",
            "description",
        ),
        identity=("action_date", "issuer", "target_programme", "package", "entity_type", "basis"),
        stands=pl.col("basis") == "survivors_only",
        id=ACTION_ID,
    ),
    "sanctions_totals": Placement(
        ("reference_date", "issuer", "target", "measure", "published_on", "source_id", "value_count"), id=TOTAL_ID
    ),
}

__all__ = ["PLACEMENTS", "READERS", "SENTINELS"]
