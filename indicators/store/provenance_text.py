"""A traced number as lines for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from indicators import numbers
from indicators.store.declare import Pick, Since, Total
from indicators.store.provenance import FactUsed, Traced

INDENT = "  "


def lines_of(traced: Traced) -> Iterator[str]:
    """The steps from the number to raw cells, inputs indented under what is made of them."""
    yield from _step(traced, "", 0, set())
    facts = traced.all_facts()
    if facts:
        sources, files = {f.source_id for f in facts}, {f.file for f in facts}
        yield f"facts: {len(facts)}; publications: {len(sources)}; raw files: {len(files)}"


def _step(traced: Traced, role: str, depth: int, seen: set[str]) -> Iterator[str]:
    pad = INDENT * depth
    shown = numbers.number(traced.value, traced.series.decimals)
    value = f"{shown} {traced.series.unit}" if traced.value is not None else "n/a"
    named = f"{role}: " if role and role != traced.series.id else ""
    marks = ", ".join(_marks(traced))
    yield f"{pad}{named}{traced.series.id} {traced.period} = {value}  [{marks}]"
    if traced.remark:
        yield f"{pad}{INDENT}{traced.remark}"
    if traced.key in seen:
        yield f"{pad}{INDENT}(see above)"
        return
    seen.add(traced.key)
    yield f"{pad}{INDENT}rule: {traced.rule}"
    for input_role, number in traced.inputs:
        yield from _step(number, input_role, depth + 1, seen)
    for fact in traced.facts:
        yield from (f"{pad}{INDENT}{line}" for line in _fact(fact))


def _marks(traced: Traced) -> Iterator[str]:
    yield f"known since {traced.known_on}"
    yield f"status {traced.obs_status}"
    yield f"{traced.quality} quality"
    if traced.value is not None and float(numbers.rounded(traced.value, traced.series.decimals)) != traced.value:
        yield f"unrounded {traced.value!r}"


def _fact(fact: FactUsed) -> Iterator[str]:
    cells = "; ".join(f'{name} = "{fact.cells[name]}"' for name in fact.measured) or "one row"
    assumed = ", an assumed day" if fact.date_assumed else ""
    yield f"fact {fact.fact_id}: {cells}"
    yield f"{INDENT}at {fact.file}:{fact.line}"
    for slip in fact.mended:
        yield f'{INDENT}mended: {slip.column} = "{slip.wrong}" in the file; {slip.why} ({slip.evidence})'
    yield (
        f"{INDENT}vintage {fact.vintage}, published {fact.published_on} ({fact.published_basis}), "
        f"counts from {fact.counts_from}{assumed}; status {fact.obs_status}, {fact.quality} quality"
    )
    address = f" <{fact.url}>" if fact.url else ""
    publisher = f"{fact.publisher} (rank {fact.publisher_rank})"
    yield f"{INDENT}source {fact.source_id}: {fact.source_title}; {publisher}{address}"
    if fact.cells.get("note"):
        yield f"{INDENT}note: {fact.cells['note']}"


def data_of(traced: Traced) -> dict[str, Any]:
    """The number as plain data: steps by key, facts by id; dates as ISO text."""
    return {
        "series_id": traced.series.id,
        "period": traced.period,
        "value": traced.value,
        "unit": traced.series.unit,
        "steps": [_step_data(step) for step in traced.steps()],
        "facts": [_fact_data(fact) for fact in traced.all_facts()],
    }


def _step_data(step: Traced) -> dict[str, Any]:
    rule = step.series.rule
    return {
        "key": step.key,
        "series_id": step.series.id,
        "period": step.period,
        "value": step.value,
        "obs_status": step.obs_status,
        "missing_reason": step.missing_reason,
        "quality": step.quality,
        "reference_date": step.reference_date.isoformat(),
        "known_on": step.known_on.isoformat(),
        "kind": type(rule).__name__,
        "rule": step.rule,
        "sql": " ".join(rule.sql.split()) if isinstance(rule, Pick | Total | Since) else None,
        "remark": step.remark,
        "inputs": [{"role": role, "key": number.key} for role, number in step.inputs],
        "fact_ids": [fact.fact_id for fact in step.facts],
    }


def _fact_data(fact: FactUsed) -> dict[str, Any]:
    return {
        "fact_id": fact.fact_id,
        "table": fact.table_name,
        "file": fact.file,
        "line": fact.line,
        "measured": {name: fact.cells[name] for name in fact.measured},
        "cells": dict(fact.cells),
        "mended": [asdict(slip) | {"corrected_on": slip.corrected_on.isoformat()} for slip in fact.mended],
        "vintage": fact.vintage,
        "published_on": fact.published_on.isoformat(),
        "published_basis": fact.published_basis,
        "counts_from": fact.counts_from.isoformat(),
        "date_assumed": fact.date_assumed,
        "obs_status": fact.obs_status,
        "quality": fact.quality,
        "note": fact.cells.get("note") or None,
        "source": {
            "source_id": fact.source_id,
            "title": fact.source_title,
            "publisher": fact.publisher,
            "publisher_rank": fact.publisher_rank,
            "url": fact.url,
            "licence": fact.licence,
        },
    }
