"""Contracts of the sanctions tables: list counts, actions, published totals; each in a module of its own."""

from __future__ import annotations

from indicators.contracts.model import TableModel
from indicators.families.sanctions.across import RULES as ACROSS
from indicators.families.sanctions.contract_actions import SanctionsActions
from indicators.families.sanctions.contract_list_counts import SanctionsListCounts
from indicators.families.sanctions.contract_totals import SanctionsTotals

TABLES: tuple[type[TableModel], ...] = (SanctionsListCounts, SanctionsActions, SanctionsTotals)
__all__ = ["ACROSS", "TABLES"]
