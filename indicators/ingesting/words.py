"""Plans and readers in words and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indicators.contracts.findings import Finding
from indicators.ingesting.planning import NEW, OLD, STATES, Plan, TablePlan, describe
from indicators.ingesting.reader import Reader

MOST_LINES = 12


def plan_text(plan: Plan, *, whole: bool = False) -> str:
    """A plan for people: counts, then revisions with old and new value, then refusals with line and reason."""
    files = ", ".join(plan.files[:3]) + (f" and {len(plan.files) - 3} more" if len(plan.files) > 3 else "")
    counts = "".join(f"; {words}: {n:,}" for words, n in plan.reading.counts.items())
    lines = [f"{plan.reader}: {files}", f"  {plan.reading.rows_read:,} rows read{counts}"]
    for table in plan.tables:
        said = ", ".join(f"{table.count(s):,} {s}" for s in STATES if table.count(s))
        lines.append(f"  {table.model._contract.name}: {said or 'nothing'}")
        lines += _listed("revised", [_revision(table, row) for row in table.of("revised").iter_rows(named=True)], whole)
    if not plan.tables:
        lines.append("  no fact in it")
    lines += _listed("refused", [str(r) for r in plan.refused], whole)
    lines += [f"  new source: {row['source_id']} ({row['title']})" for row in plan.sources.iter_rows(named=True)]
    return "\n".join(lines)


def _revision(table: TablePlan, row: dict[str, Any]) -> str:
    return f"{describe(row, _quantity(table))}: {row[OLD]} -> {row[NEW]}"


def _quantity(table: TablePlan) -> tuple[str, ...]:
    return table.model._contract.quantity or table.model._contract.key


def _listed(word: str, found: Sequence[str], whole: bool) -> list[str]:
    if not found:
        return []
    most = len(found) if whole else MOST_LINES
    rest = [f"    and {len(found) - most} more (--all shows them)"] if len(found) > most else []
    return [f"  {word}:", *(f"    {text}" for text in found[:most]), *rest]


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan for programs."""
    return {
        "reader": plan.reader,
        "files": list(plan.files),
        "rows_read": plan.reading.rows_read,
        "counts": dict(plan.reading.counts),
        "tables": {t.model._contract.name: _table_data(t) for t in plan.tables},
        "refused": [{"file": r.file, "line": r.line, "reason": r.reason} for r in plan.refused],
        "new_sources": plan.sources["source_id"].to_list(),
    }


def _table_data(table: TablePlan) -> dict[str, Any]:
    revised = [
        {"fact_id": r["fact_id"], "old": r[OLD], "new": r[NEW]} for r in table.of("revised").iter_rows(named=True)
    ]
    return {s: table.count(s) for s in STATES} | {"revisions": revised}


def warnings_text(warnings: Sequence[Finding]) -> str:
    """What the new facts make the audit warn of."""
    if not warnings:
        return ""
    first = "\n".join(f"  {w.what()} ({w.where()})" for w in warnings[:MOST_LINES])
    rest = f"\n  and {len(warnings) - MOST_LINES} more; see `indicators audit`" if len(warnings) > MOST_LINES else ""
    return f"the new facts bring {len(warnings)} warning(s):\n{first}{rest}"


def readers_text(readers: Sequence[Reader]) -> str:
    """The list of readers: name, family, format, tables, and which were never held against an original."""
    wide = max(len(r.name) for r in readers)
    lines = []
    for family in dict.fromkeys(r.family for r in readers):
        lines.append(family)
        for r in readers:
            if r.family == family:
                mark = " [unseen]" if r.unseen else ""
                lines.append(f"  {r.name:<{wide}}  {r.format} -> {', '.join(r.tables)}{mark}")
                lines.append(f"  {'':<{wide}}  columns {_columns(r)}; licence: {r.licence}")
                lines.append(f"  {'':<{wide}}  {r.example}")
    return "\n".join(
        [*lines, "", "indicators readers NAME says more of one; [unseen]: written by the documented layout"]
    )


def _columns(reader: Reader, most: int = 4) -> str:
    named = [c for c in reader.columns if c]
    return ", ".join(named[:most]) + (f" and {len(named) - most} more" if len(named) > most else "")


def reader_text(reader: Reader) -> str:
    """All that is declared of one reader."""
    lines = [
        f"{reader.name} ({reader.family}): {reader.title}",
        f"  format   {reader.format}",
        f"  columns  {', '.join(c for c in reader.columns if c)}",
        f"  fills    {', '.join(reader.tables)}",
        f"  licence  {reader.licence}",
        f"  address  {reader.address or 'not known'}",
        *(f"  fetched  {d.url}" for d in reader.downloads),
        f"  example  {reader.example}",
    ]
    lines += [f"  unseen   {reader.unseen}"] if reader.unseen else []
    lines += [f"  quirk    {q.seen_on}: {q.text}" for q in reader.quirks]
    return "\n".join(lines)


def reader_data(reader: Reader) -> dict[str, Any]:
    """All that is declared of one reader, for programs."""
    return {
        "name": reader.name, "family": reader.family, "title": reader.title, "format": reader.format,
        "columns": list(reader.columns), "tables": list(reader.tables), "licence": reader.licence,
        "address": reader.address, "example": reader.example,
        "fetched_from": [d.url for d in reader.downloads], "unseen": reader.unseen or None,
        "files_together": reader.together, "quirks": [{"seen_on": q.seen_on, "text": q.text} for q in reader.quirks],
    }  # fmt: skip
