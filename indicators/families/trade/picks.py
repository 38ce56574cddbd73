"""Words and picks that the series of this family share."""

from __future__ import annotations

from indicators.store.declare import Pick

USD, EUR, PERCENT = "USD million", "EUR million", "per cent"
FLOWS = {"exports": "export", "imports": "import"}
PER = {"m": "month", "q": "quarter", "a": "year"}


def usd(where: str) -> Pick:
    """The best dollar figure of each period among those that fit."""
    return Pick(f"SELECT period_date, value_usd_mn AS value, [fact_id] AS fact_ids FROM trade_usable WHERE {where}")


def eur(where: str) -> Pick:
    """The best euro figure of each period among those that fit."""
    return Pick(f"SELECT period_date, value_eur_mn AS value, [fact_id] AS fact_ids FROM trade_usable_eur WHERE {where}")


def between(reporter: str, partner: str, name: str, freq: str) -> str:
    """Condition for one flow of one reporter."""
    return f"reporter = '{reporter}' AND partner = '{partner}' AND flow = '{FLOWS[name]}' AND freq = '{freq.upper()}'"
