"""What a build ends with: rows, range and newest value per table. It ran is not it is right."""

from __future__ import annotations

from pathlib import Path

from indicators.store.opening import closed, in_memory, open_database
from indicators.store.sql_text import literal

SUMMARY = """
SELECT f.table_name, count(*) AS n, min(f.published_on), max(f.published_on), count(DISTINCT f.source_id),
       count(*) FILTER (f.quality = 'high'), count(*) FILTER (f.quality = 'medium'), count(*) FILTER (f.quality = 'low')
FROM facts f GROUP BY f.table_name ORDER BY f.table_name"""

HEAD = "{:24} {:>6} {:>14} {:>10} {:>7} {:>6} {:>6} {:>4}"

NEWEST = """
SELECT family, count(DISTINCT series_id),
       max_by(series_id || ' ' || period || ' = ' || round(value, 2), (period_end, series_id))
FROM observations_latest JOIN series USING (series_id) WHERE value IS NOT NULL AND is_headline
GROUP BY family ORDER BY family"""


def summary_lines(database: Path) -> list[str]:
    """Lines: one a table of facts, one a family's newest headline."""
    connection = open_database(database)
    try:
        lines = [HEAD.format("table", "rows", "published from", "to", "sources", "high", "medium", "low")]
        lines += [
            HEAD.format(name, n, str(first), str(last), sources, high, medium, low)
            for name, n, first, last, sources, high, medium, low in connection.sql(SUMMARY).fetchall()
        ]
        lines += [
            f"{family}: newest headline value {newest}" for family, _, newest in connection.sql(NEWEST).fetchall()
        ]
        return lines
    finally:
        connection.close()


KNOWN = """
SELECT as_of, as_of_mode, facts_count, (SELECT count(*) FROM known.observations WHERE value IS NOT NULL),
       (SELECT count(DISTINCT series_id) FROM known.observations WHERE value IS NOT NULL) FROM known.as_of_info"""


def known_line(path: Path, place: str) -> str:
    """What a database as of a date holds, in one line."""

    with in_memory(closed()) as connection:
        connection.execute(f"ATTACH {literal(str(path))} AS known (READ_ONLY)")
        ((day, mode, facts, values, series),) = connection.sql(KNOWN).fetchall()
    return f"{place}  (as of {day}, {mode} mode: {facts} facts, {values} values of {series} series)"
