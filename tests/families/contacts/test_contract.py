"""The real contacts keep their promises; each rule and column is broken in tests/rows."""

from __future__ import annotations

from collections import Counter

import polars as pl

from indicators.contracts.findings import Audit


def test_real_tables_keep_every_rule(audited: Audit) -> None:
    mine = [r for r in audited.results if r.table in ("contacts", "contacts_coverage")]
    assert [r.rule_id for r in mine if r.outcome != "kept"] == []
    assert not [f for f in audited.findings if f.table.startswith("contacts")]


def test_each_contact_lies_in_one_period_of_the_coverage_and_has_its_regime(audited: Audit) -> None:
    contacts, coverage = audited.tables["contacts"], audited.tables["contacts_coverage"]
    remote = pl.col("channel").is_in(["phone", "video", "letter"])
    group = pl.when(remote).then(pl.lit("remote")).otherwise(pl.lit("in_person")).alias("channel_group")
    inside = contacts.with_columns(group).join(coverage, on=["level", "channel_group"], suffix="_then").filter(
        pl.col("counted_on") >= pl.col("from_date"),
        pl.col("to_date").is_null() | (pl.col("counted_on") < pl.col("to_date")),
    )  # fmt: skip
    assert Counter(inside["fact_id"]) == Counter(contacts["fact_id"])
    assert inside.filter(pl.col("source_regime") != pl.col("source_regime_then")).is_empty()
    # 29 April 2026, the one finding after the collection's end
    assert inside.filter(pl.col("completeness") == "not_collected")["fact_id"].to_list() == ["contacts.c20260429-hos"]
