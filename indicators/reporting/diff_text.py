"""A difference of facts in words: for the terminal, as data, as a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from indicators.contracts.data_diff import DataDiff
from indicators.contracts.row_changes import CellChange, RowChange
from indicators.reporting.moved import Headlines

SHOWN = 5
"""Rows of one table and kind that text shows; JSON holds all."""
SHOWN_IN_MARKDOWN = 15
CELL = 60
"""Characters of a cell that are shown."""


@dataclass(frozen=True)
class FactsDiff:
    """Everything that a difference of facts tells; without headlines ``why_not`` says why there are none."""

    base: str
    data: DataDiff
    headlines: Headlines | None
    why_not: str = ""

    @property
    def same(self) -> bool:
        return not self.data.rows and not self.data.files


def text_lines(diff: FactsDiff) -> Iterator[str]:
    """For the terminal: counts, moved headlines, first rows."""
    yield f"data/raw against {diff.base}: {_summary(diff.data)}"
    yield from (f"  {f.file}: {f.note}" for f in diff.data.files if f.note)
    for (_, file), n in diff.data.counts().items():
        yield f"  {file}: {_counts(n)}"
    if not diff.same:
        yield _headline_summary(diff)
    if diff.headlines:
        yield from (f"  {m.series.id}: {' -> '.join(m.told())}" for m in diff.headlines.moved)
    for (table, kind), group in groupby(sorted(diff.data.rows, key=_table_and_kind), key=_table_and_kind):
        rows = list(group)
        yield f"{table}, {kind}:"
        for row in rows[:SHOWN]:
            yield f"  {row.file}:{row.line}: {row.key}{_cells(row)}"
        if len(rows) > SHOWN:
            yield f"  and {len(rows) - SHOWN} more rows"


def _table_and_kind(row: RowChange) -> tuple[str, str]:
    return row.table, row.kind


def _summary(data: DataDiff) -> str:
    total = {kind: sum(row.kind == kind for row in data.rows) for kind in ("added", "removed", "changed")}
    unread = sum(f.unread for f in data.files)
    return _counts(total) + (f"; files that cannot be compared: {unread}" if unread else "")


def _counts(n: dict[str, int]) -> str:
    words = (f"{count:,} {'row' if count == 1 else 'rows'} {kind}" for kind, count in n.items() if count)
    return ", ".join(words) or "no row differs"


def _headline_summary(diff: FactsDiff) -> str:
    found = diff.headlines
    if found is None:
        return f"headline numbers: not compared ({diff.why_not})"
    return f"headline numbers of {found.quarter} as of {found.as_of}: {len(found.moved)} of {found.count} move"


def _cells(row: RowChange) -> str:
    """The columns that differ; of a new or removed row the key says enough."""
    if row.kind != "changed":
        return ""
    return "".join(f"; {c.column}: {_short(c.old)!r} -> {_short(c.new)!r}" for c in row.cells)


def _short(text: str) -> str:
    return text if len(text) <= CELL else text[: CELL - 3] + "..."


def as_data(diff: FactsDiff) -> dict[str, Any]:
    """Everything, for programs."""
    found = diff.headlines
    return {
        "base": diff.base,
        "files": [asdict(f) for f in diff.data.files],
        "counts": [{"table": t, "file": f, **n} for (t, f), n in diff.data.counts().items()],
        "headlines": None if found is None else {
            "quarter": found.quarter, "as_of": str(found.as_of), "count": found.count,
            "moved": [{"series_id": m.series.id, "unit": m.series.unit, "old_period": m.old_period,
                       "old_value": m.old_value, "new_period": m.new_period, "new_value": m.new_value}
                      for m in found.moved],
        },
        "headlines_not_compared": diff.why_not,
        "rows": [asdict(row) for row in diff.data.rows],
    }  # fmt: skip


def markdown_lines(diff: FactsDiff) -> Iterator[str]:
    """A comment for a pull request."""
    yield f"### Facts against {_code(diff.base)}: {_summary(diff.data)}"
    if diff.same:
        return
    yield from _table(("file", "added", "removed", "changed"), (
        (_code(file), *(str(n[k]) for k in ("added", "removed", "changed")))
        for (_, file), n in diff.data.counts().items()
    ))  # fmt: skip
    notes = [f"- {_code(f.file)}: {_escaped(f.note)}" for f in diff.data.files if f.note]
    yield from ["", *notes] if notes else []
    yield from ("", f"**{_escaped(_headline_summary(diff))}**")
    if diff.headlines and diff.headlines.moved:
        yield from _table(("headline", "unit", "before", "after"), (
            (_escaped(m.series.title), m.series.unit, *m.told()) for m in diff.headlines.moved
        ))  # fmt: skip
    rows = diff.data.rows
    yield from _table(("", "row", "column", "before", "after"), (
        (row.kind, _code(f"{row.file}:{row.line} {row.key}"), *_first_cell(row)) for row in rows[:SHOWN_IN_MARKDOWN]
    ))  # fmt: skip
    if len(rows) > SHOWN_IN_MARKDOWN:
        yield from ("", f"and {len(rows) - SHOWN_IN_MARKDOWN:,} more rows; all of them: `indicators diff --json`")


def _first_cell(row: RowChange) -> tuple[str, str, str]:
    if row.kind != "changed":
        return "", "", ""
    return tuple("<br>".join(_code(text) for text in texts) for texts in zip(*map(_shown, row.cells), strict=True))  # type: ignore[return-value]


def _shown(cell: CellChange) -> tuple[str, str, str]:
    return cell.column, _short(cell.old), _short(cell.new)


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield from ("", f"| {' | '.join(head)} |", "|" + "---|" * len(head))
        yield from (f"| {' | '.join(row)} |" for row in found)


def _code(text: str) -> str:
    """A text from outside as code, so that no mark-up, mention or link in it comes to life."""
    shown = " ".join(text.replace("`", "'").replace("|", "\\|").split())
    return f"`{shown}`" if shown else "(empty)"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#@" else c for c in " ".join(text.split()))
