"""Rosstat, Short-term Economic Indicators (KEP): all tables in one text; exports and imports of goods in total."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from indicators.families.trade.readers.shared import day_of_edition, month_end, volumes
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.rows import decoded

TABLES = {
    "/ of which: export of goods – total, bln US dollars": "export",
    "/ import of goods – total, bln US dollars": "import",
}
YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
CELLS = 18
"""Year, its total, four quarters, twelve months."""
NOTE = (
    "printed in bn USD to 1 decimal, x1000; balance-of-payments method (Bank of Russia); fob assumed for both flows by "
    "that method"
)
LAG_DAYS = 45
ISSUES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def recognises(original: Original) -> bool:
    return original.kind == "text" and "\t" in original.text and "GDP, bln rubles" in original.text[:3000]


def read(request: Request) -> Reading:
    original = request.alone()
    lines = decoded(original).splitlines()
    rows = [row for title, flow in TABLES.items() for row in _table(original, lines, title, flow)]
    frame = pl.DataFrame(
        rows, schema={"flow": pl.String, "period": pl.String, "value_usd_mn": pl.Float64}, orient="row"
    )
    last = str(frame.filter(pl.col("period").str.len_chars() == 7)["period"].max())
    issue = month_end(last) + dt.timedelta(days=1)
    day, basis = day_of_edition(request, last, LAG_DAYS)
    facts = frame.with_columns(
        pl.lit("RUS").alias("reporter"), pl.lit("WLD").alias("partner"), pl.lit("fob").alias("valuation")
    )
    made = volumes(facts, publisher="rosstat", vintage=f"{issue:%Y-%m}", day=day, basis=basis)
    title = f"Short-term Economic Indicators (KEP), {ISSUES[issue.month - 1]} {issue.year} issue, goods trade total"
    source = Publication(
        title,
        "Rosstat",
        "http://www.gks.ru/wps/wcm/connect/rosstat_main/rosstat/ru/statistics/publications/catalog/doc_1140080765391",
        "not stated",
        1,
        LAG_DAYS,
    )
    return Reading(
        {"trade_volumes": made.with_columns(pl.lit(NOTE).alias("note"))},
        {"edition": source},
        len(lines),
        (),
        {"figures of goods in total": frame.height},
    )


def _table(original: Original, lines: list[str], title: str, flow: str) -> list[tuple[str, str, float]]:
    """Years and months of one table: a year a line, from its title to the next heading."""
    starts = [i for i, line in enumerate(lines) if line.strip() == title]
    if len(starts) != 1:
        raise OriginalProblem(
            f"the table {title!r} stands there {len(starts)} times",
            where=str(original.path),
            do="check the issue; if Rosstat renamed the table, the reader has to learn it",
        )
    found: list[tuple[str, str, float]] = []
    for number, line in enumerate(lines[starts[0] + 1 :], starts[0] + 2):
        cells = line.split("\t")
        year = cells[0].strip()
        if not YEAR.fullmatch(year):
            if year and any(map(str.strip, cells[1:])):
                raise OriginalProblem(
                    f"figures of something else than a year: {year!r}",
                    where=f"{original.path}:{number}",
                    do="look what the line is; the mark of a note has to go",
                )
            break
        if len(cells) != CELLS:
            raise OriginalProblem(
                f"a year has {len(cells)} cells in place of {CELLS}",
                where=f"{original.path}:{number}",
                do="fetch the issue again: a year, its total, 4 quarters, 12 months",
            )
        periods = {1: year} | {5 + m: f"{year}-{m:02d}" for m in range(1, 13)}
        found += [(flow, p, _figure(original, number, cells[i])) for i, p in periods.items() if cells[i].strip()]
    if not found:
        raise OriginalProblem(
            f"the table {title!r} holds no year", where=f"{original.path}:{starts[0] + 1}", do="check it"
        )
    return found


def _figure(original: Original, line: int, text: str) -> float:
    try:
        return float(text.strip().replace(",", ".")) * 1000
    except ValueError:
        raise OriginalProblem(
            f"no figure with a decimal comma: {text!r}", where=f"{original.path}:{line}", do="fetch the issue again"
        ) from None


READER = Reader(
    name="rosstat_kep",
    family="trade",
    title="Russia's goods trade with the world by month and year",
    format="text of all tables, tab separated, UTF-8, decimal comma; USD billion",
    columns=("year", "total", "4 quarters", "12 months"),
    tables=("trade_volumes",),
    licence="not stated",
    address="",
    example="indicators ingest rosstat_kep tab.csv --published-on 2018-09-11 --basis upper_bound",
    downloads=(in_repository("mini-kep/parser-rosstat-kep", "data/interim/2018/07/tab.csv"),),
    recognises=recognises,
    read=read,
    quirks=(
        Quirk(
            "2018-07", "header lines are mixed in and repeat; a row is a year, its total, four quarters, twelve months"
        ),
        Quirk("2018-07", "the decimal mark is a comma; an empty cell is not published yet"),
        Quirk(
            "2018-07",
            "tables of further exports and imports (far abroad) have names of the same kind; only the totals are read",
        ),
    ),
)
