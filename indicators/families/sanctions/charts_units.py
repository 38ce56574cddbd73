"""One quarter of the OFAC list in three counting units: why published totals disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.charting.figure import Figure
from indicators.charting.marks import category_bars
from indicators.charting.theme import NARROW, WIDE, format_number
from indicators.families.sanctions.codes import RUSSIA_RELATED

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

WATCHED = """
SELECT year(month_start) || ' Q' || quarter(month_start) AS quarter, min(opening_date) AS opened,
       max(closing_date) AS closed
FROM sanctions_months
WHERE list = 'ofac_sdn' AND is_watched AND last_day(month_start) <= $last
GROUP BY ALL HAVING count(*) = 3 ORDER BY max(month_start) DESC LIMIT 1"""
COUNTED = """
WITH day AS (
  SELECT snapshot_date, programme, entity_type, entries_count, fact_id FROM sanctions_levels
  WHERE list = 'ofac_sdn' AND snapshot_date = $day AND entries_count IS NOT NULL)
SELECT sum(entries_count) FILTER (programme = 'RUSSIA-UNION' AND entity_type = 'all') AS entries,
       sum(entries_count) FILTER (programme = 'RUSSIA-UNION' AND entity_type IN ('individual', 'entity')) AS named,
       sum(entries_count) FILTER (list_contains($tags, programme) AND entity_type = 'all') AS tags,
       list(DISTINCT fact_id ORDER BY fact_id) FILTER (programme = 'RUSSIA-UNION') AS union_ids,
       list(DISTINCT fact_id ORDER BY fact_id)
         FILTER (list_contains($tags, programme) AND entity_type = 'all') AS tag_ids
FROM day"""
UNITS = {
    "entries": ("lines of the list with at least one Russia-related tag", "union_ids"),
    "named": ("persons and companies among them, without vessels and aircraft", "union_ids"),
    "tags": ("Russia-related programme tags; an entry may have several", "tag_ids"),
}


def counting_units(view: AsOfView) -> Figure | None:
    """By how much the list grew in the last quarter seen from end to end, in three counting units."""
    spans = view.sql(WATCHED, last=view.quarter_end)
    if spans.is_empty():
        return None
    span = spans.row(0, named=True)
    ends = [_counted(view, span[end]) for end in ("opened", "closed")]
    if any(end[unit] is None for end in ends for unit in UNITS):
        return None
    rows: list[dict[str, Any]] = [
        {
            "counting_unit": label,
            "at_the_start": int(ends[0][unit]),
            "at_the_end": int(ends[1][unit]),
            "change": int(ends[1][unit] - ends[0][unit]),
            "fact_ids": sorted({*ends[0][ids], *ends[1][ids]}),
        }
        for unit, (label, ids) in UNITS.items()
    ]
    table = pl.DataFrame(rows)
    changes = [row["change"] for row in rows]
    if min(changes) < 0:  # a list that shrank is no bar from zero
        return None
    entries, named, tags = (format_number(value) for value in changes)
    title = f"growth of the Russia-related part of the OFAC list in {span['quarter']}, by what is counted"
    bars = table.select(label="counting_unit", value="change")
    wide, narrow = (category_bars(bars, unit=title, width=width, decimals=0) for width in (WIDE, NARROW))
    return Figure(
        id="sanctions_counting_units",
        family="sanctions",
        headline=f"{span['quarter']} in three counting units: the OFAC list grew by {entries} Russia-related lines, "
        f"{named} persons and companies, or {tags} programme tags",
        unit=title,
        alt=f"Three bars for {span['quarter']}: "
        + "; ".join(f"{row['counting_unit']}, {format_number(row['change'])}" for row in rows)
        + ".",
        source_line="; ".join(view.sources([fact for row in rows for fact in row["fact_ids"]])[:3]),
        as_of=view.as_of,
        notes=(
            "The last quarter whose copies of the list lie close enough to see every change. Published totals disagree "
            "because they count different things, not because one of them is wrong.",
            "Net changes: added less removed, from the last copy before the quarter to the first after it.",
        ),
        table=table,
        chart=wide,
        narrow=narrow,
    )


def _counted(view: AsOfView, day: Any) -> dict[str, Any]:
    return view.sql(COUNTED, day=day, tags=list(RUSSIA_RELATED)).row(0, named=True)
