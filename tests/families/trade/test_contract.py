"""The real facts of trade keep their promises; each rule and column is broken in tests/rows."""

from __future__ import annotations

from indicators.contracts.findings import Audit
from indicators.families.trade.contract import TABLES


def test_real_rows_keep_every_promise(audited: Audit) -> None:
    tables = {model._contract.name for model in TABLES}
    assert [(f.rule_id, f.key) for f in audited.findings if f.table in tables] == [
        # Census took 13.8 per cent off its exports of March 2022, and its newest edition begins in 2021.
        ("trade_volumes.revision_of_value_usd_mn", "fact_id=trade.census.2025-04.usa.rus.export.2022-03"),
        ("trade_volumes.keeps_coverage", "fact_id=trade.census.2026-10.usa.rus.export.2021-01"),
        ("trade_volumes.fresh_census", "fact_id=trade.census.2026-10.usa.rus.export.2026-08"),
        ("trade_volumes.keeps_coverage", "fact_id=trade.census.2026-10.usa.rus.import.2021-01"),
        ("trade_volumes_eur.fresh_eurostat", "fact_id=trade.eurostat.2023-01-13.eu27.rus.export.2022-11.eur"),
    ]
    waiting = {r.rule_id for r in audited.results if r.table in tables and not r.tested}
    assert waiting == {
        *(f"{table}.low_is_not_a_release" for table in tables), "trade_volumes_eur.revision_of_value_eur_mn",
        "trade_cumulative.revision_of_value_usd_mn", "trade_cumulative.revision_of_value_eur_mn",
    }  # fmt: skip
