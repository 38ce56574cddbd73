"""Eurostat Data Browser workbook, data set DS-045409: trade of each member state with Russia, by month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import polars as pl

from indicators.families.trade.readers.shared import DECIMALS, MILLION
from indicators.ingesting.faults import OriginalProblem, columns_differ, unknown_code
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import PUBLICATION, Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import sheet_cells, sheet_names

MEMBERS = (
    "Austria",
    "Belgium",
    "Bulgaria",
    "Croatia",
    "Cyprus",
    "Czechia",
    "Denmark",
    "Estonia",
    "Finland",
    "France",
    "Germany",
    "Greece",
    "Hungary",
    "Ireland",
    "Italy",
    "Latvia",
    "Lithuania",
    "Luxembourg",
    "Malta",
    "Netherlands",
    "Poland",
    "Portugal",
    "Romania",
    "Slovakia",
    "Slovenia",
    "Spain",
    "Sweden",
)
SMALL = ("Cyprus", "Malta")
"""Members whose absence is a minor gap."""
RUSSIA = "Russian Federation"
FLOWS = {"IMPORT": ("import", "cif"), "EXPORT": ("export", "fob")}
HEAD = {"PRODUCT [PRODUCT]": "Total [TOTAL]", "INDICATORS": "VALUE_IN_EUROS"}
NOTHING = ":"
MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
HEAD_ROWS = 15
MOST_ABSENT = 9
"""Where more members are absent the month is not published yet."""
LAG_DAYS = 45
DECLARED = "families/trade/readers/eurostat.py"


def recognises(original: Original) -> bool:
    return original.kind == "xlsx" and {"Summary", "Structure"} <= set(sheet_names(original))


def read(request: Request) -> Reading:
    original = request.alone()
    parts, updated, rows = [], None, 0
    for name in sheet_names(original):
        cells = sheet_cells(original, name)
        head = _head(cells)
        if all(head.get(k) == v for k, v in HEAD.items()) and head.get("FLOW") in FLOWS:
            rows += cells.height
            parts.append(_months(original, name, cells, *FLOWS[head["FLOW"]]))
            updated = _updated(head)
    if len(parts) != len(FLOWS):
        raise OriginalProblem(
            f"{len(parts)} sheets hold a flow of the total in euro in place of one for each of IMPORT and EXPORT",
            where=str(original.path),
            do="download PRODUCT TOTAL, both flows, VALUE_IN_EUROS",
        )
    months = pl.concat(parts)
    day = request.released or updated
    if day is None:
        raise OriginalProblem("no line 'Last updated'", where=str(original.path), do="name the day with --published-on")
    basis = request.basis if request.released else "upper_bound"
    facts = _facts(pl.concat([months, _years(months)]), day, basis)
    source = Publication(
        "DS-045409, EU trade since 1988 by HS, product TOTAL",
        "Eurostat",
        "https://ec.europa.eu/eurostat/databrowser/view/DS-045409/legacyMultiFreq/table",
        "terms not checked",
        1,
        LAG_DAYS,
        day,
    )
    return Reading({"trade_volumes_eur": facts}, {"edition": source}, rows)


def _head(cells: pl.DataFrame) -> dict[str, str]:
    """The lines above the table: first cell to the next filled one."""
    found: dict[str, str] = {}
    for row in cells.head(HEAD_ROWS).iter_rows():
        filled = [str(c).strip() for c in row if c not in (None, "")]
        if len(filled) > 1:
            found.setdefault(filled[0].removesuffix(":").strip(), filled[1])
    return found


def _updated(head: Mapping[str, str]) -> dt.date | None:
    found = re.match(r"(\d{2})/(\d{2})/(\d{4})", head.get("Last updated", ""))
    return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None


def _months(original: Original, sheet: str, cells: pl.DataFrame, flow: str, valuation: str) -> pl.DataFrame:
    """Sums over the members by month, with who is absent."""
    where = f"{original.path}, {sheet}"
    header = next((r for r in cells.iter_rows() if r[0] == "TIME"), ())
    months = {f"c{i}": str(name) for i, name in enumerate(header) if name and MONTH.fullmatch(str(name))}
    if not months:
        raise columns_differ(where, [str(c) for c in header if c], ["TIME", "2020-01"])
    ours = cells.filter(pl.col("c1").str.starts_with(RUSSIA))
    members = ours.with_columns(pl.col("c0").str.split(" (").list.first().alias("member"))
    if unknown := set(members["member"]) - set(MEMBERS):
        raise unknown_code(where, "member state", map(str, unknown), DECLARED)
    if absent := set(MEMBERS) - set(members["member"]):
        raise unknown_code(where, "absence of a member state", absent, DECLARED)
    long = members.unpivot(on=list(months), index="member", variable_name="_c", value_name="cell")
    value = pl.col("cell").cast(pl.Float64, strict=False)
    bad = long.filter(value.is_null() & pl.col("cell").ne_missing(NOTHING))
    if bad.height:
        raise OriginalProblem(f"neither a number nor ':': {bad['cell'][0]!r}", where=where, do="download it again")
    return (
        long.group_by(pl.col("_c").replace_strict(months).alias("period"))
        .agg(
            (value.sum() / MILLION).alias("value_eur_mn"),
            pl.col("member").filter(value.is_null()).sort().alias("absent"),
        )
        .filter(pl.col("absent").list.len() <= MOST_ABSENT)
        .with_columns(pl.lit(flow).alias("flow"), pl.lit(valuation).alias("valuation"), pl.lit("M").alias("freq"))
        .sort("period")
    )


def _years(months: pl.DataFrame) -> pl.DataFrame:
    """Years whose twelve months are there and whole."""
    return (
        months.group_by("flow", "valuation", pl.col("period").str.slice(0, 4).alias("year"))
        .agg(pl.len().alias("n"), pl.col("value_eur_mn").sum(), pl.col("absent").list.len().sum().alias("gaps"))
        .filter((pl.col("n") == 12) & (pl.col("gaps") == 0))
        .select(
            pl.col("year").alias("period"),
            "value_eur_mn",
            pl.lit([], pl.List(pl.String)).alias("absent"),
            "flow",
            "valuation",
            pl.lit("A").alias("freq"),
        )
    )


def _facts(rows: pl.DataFrame, day: dt.date, basis: str) -> pl.DataFrame:
    absent = pl.col("absent").list.len()
    small = pl.col("absent").list.eval(pl.element().is_in(SMALL)).list.all()
    summed = (
        pl.when(pl.col("freq") == "A")
        .then(pl.lit("derived: sum of the 12 derived months"))
        .otherwise(pl.lit("derived: sum over the 27 member states"))
    )
    return rows.with_columns(
        pl.lit("EU27").alias("reporter"),
        pl.lit("RUS").alias("partner"),
        pl.lit("nsa").alias("adjustment"),
        pl.when(absent == 0)
        .then(pl.lit("complete"))
        .when(small)
        .then(pl.lit("minor_gap"))
        .otherwise(pl.lit("incomplete"))
        .alias("completeness"),
        pl.col("value_eur_mn").round(DECIMALS),
        pl.lit(day).alias("published_on"),
        pl.lit(basis).alias("published_basis"),
        pl.when(absent == 0).then(pl.lit("A")).otherwise(pl.lit("E")).alias("obs_status"),
        pl.lit("medium").alias("quality"),
        pl.when(absent == 0)
        .then(summed)
        .otherwise(pl.concat_str(summed, pl.lit("; without "), pl.col("absent").list.join(", ")))
        .alias("note"),
        pl.lit("edition").alias(PUBLICATION),
        pl.concat_str(pl.lit(f"trade.eurostat.{day}.eu27.rus"), "flow", "period", pl.lit("eur"), separator=".").alias(
            "fact_id"
        ),
    ).drop("absent")


READER = Reader(
    name="eurostat_ds045409",
    family="trade",
    title="EU trade with Russia by month, summed over the member states",
    format="Data Browser workbook (xlsx); one sheet a product and flow; euro",
    columns=("REPORTER (Labels)", "PARTNER (Labels)", "TIME"),
    tables=("trade_volumes_eur",),
    licence="reuse with the source named; terms not checked",
    address="https://ec.europa.eu/eurostat/databrowser/view/DS-045409/legacyMultiFreq/table",
    example="indicators ingest eurostat_ds045409 eu_trade_russia.xlsx",
    recognises=recognises,
    read=read,
    quirks=(
        Quirk("2023-01", "eleven lines stand above the table; ':' is not available, never 0"),
        Quirk("2023-01", "the sheets say dimension A1, so readers that trust it stop early"),
        Quirk("2023-01", "labels of members carry their history in brackets"),
        Quirk("2023-01", "a sum without a large member is incomplete, without Cyprus or Malta it has a minor gap"),
    ),
)
