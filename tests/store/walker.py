"""Recomputes a number from raw cells, without the database's SQL.

What it reads: the raw csv files with the csv module, the declared rules, and, for the rules that
read tables, the facts that ``observation_inputs`` names. The cells of these facts are put together
here once more in plain Python, in exact fractions.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from indicators.reporting.number_at import NumberAt
from indicators.store.declare import Aggregate, Average, Change, Combine, Pick, Rolling, Series, Since, Total

Row = Mapping[str, str]
MONTHS = {"A": 12, "H": 6, "Q": 3, "M": 1}
VALUES = ("value_usd_mn", "value_eur_mn", "ceiling_count", "ceiling_kilotons", "ceiling_tonnes", "value_count",
          "value_tonnes", "entries_count")  # fmt: skip
COPIES = "sanctions_list_counts"
FLOWS = {"additions": "added_count", "removals": "removed_count"}
"""Flows between copies of a list: the actions count, the copies at both ends only show that the month was watched."""
WANTED = re.compile(r"programme = '([^']+)' AND entity_type = '([^']+)'")
ARITHMETIC = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_]+)|([-+*/]))")


def read_rows(raw: Path) -> dict[str, Row]:
    """Every raw row that has a fact_id, with the name of its file."""
    found: dict[str, Row] = {}
    for path in sorted(raw.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if "fact_id" in row:
                    found[row["fact_id"]] = row | {"_file": path.name}
    return found


def read_keyed(path: Path, key: str) -> dict[str, Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


def parse(period: str, freq: str) -> dt.date:
    """First day of a period written as in the tables."""
    if freq == "D":
        return dt.date.fromisoformat(period)
    year, _, rest = period.partition("-")
    return dt.date(int(year), (int(rest.lstrip("SQ") or 1) - 1) * MONTHS[freq] + 1 if rest else 1, 1)


def written(start: dt.date, freq: str) -> str:
    if freq == "D":
        return start.isoformat()
    number = (start.month - 1) // MONTHS[freq] + 1
    return {"A": f"{start.year}", "H": f"{start.year}-S{number}", "Q": f"{start.year}-Q{number}",
            "M": f"{start.year}-{number:02d}"}[freq]  # fmt: skip


def moved(start: dt.date, periods: int, freq: str) -> dt.date:
    if freq == "D":
        return start + dt.timedelta(days=periods)
    months = start.year * 12 + start.month - 1 + periods * MONTHS[freq]
    return dt.date(months // 12, months % 12 + 1, 1)


@dataclass
class Walker:
    """Values as of a date. ``inputs`` maps (series, period) to (published_on, fact ids), the newest known."""

    rows: Mapping[str, Row]
    questions: Mapping[str, Row]
    declared: Mapping[str, Series]
    inputs: Mapping[tuple[str, str], Sequence[str]]
    sources: Mapping[str, Row] = field(default_factory=dict)
    as_of: dt.date = dt.date.max
    cells_read: set[str] = field(default_factory=set)

    # ---- numbers of a report's tables
    def of_kind(self, n: NumberAt) -> Fraction | None:
        """A number of a table recomputed as its kind says."""
        match n.kind:
            case "value":
                found = self.value(n.series_id, n.period)
            case "facts":
                found = self._of_facts(n)
            case "age":
                found = Fraction((self.as_of - self.day_of(n.series_id, n.period)).days)
            case "facts_count":
                found = Fraction(len(self.facts_of(n.series_id, n.period)))
            case "rank":
                used = [self.rows[fact_id]["source_id"] for fact_id in self.facts_of(n.series_id, n.period)]
                found = max((Fraction(self.sources[i]["publisher_rank"]) for i in used), default=None)
            case "change" | "position" | "history":
                found = self._against_others(n)
        return found

    def _against_others(self, n: NumberAt) -> Fraction | None:
        last = self.value(n.series_id, n.period)
        others = [self.value(n.series_id, period) for period in n.others]
        if last is None or None in others:
            return None
        if n.kind == "change":
            return last - others[0]
        return Fraction(len(others)) if n.kind == "history" else 100 * mean([Fraction(v <= last) for v in others])

    def facts_of(self, series_id: str, period: str) -> set[str]:
        """Every fact behind a value; an input without a value brings none."""
        series = self.declared[series_id]
        if isinstance(series.rule, Pick | Total | Since):
            return set(self.inputs.get((series_id, period), ()))
        used = [edge for edge in self._edges(series, parse(period, series.freq)) if self.value(*edge) is not None]
        if isinstance(series.rule, Aggregate) and series.rule.how == "last":
            used = used[-1:]
        return {fact_id for edge in used for fact_id in self.facts_of(*edge)}

    def _edges(self, series: Series, start: dt.date) -> list[tuple[str, str]]:
        """Series and period of each input of a rule over other series."""
        rule, freq = series.rule, series.freq
        match rule:
            case Combine():
                return [(i, written(start, freq)) for _, i in rule.inputs]
            case Average():
                return [(i, written(start, freq)) for i in rule.inputs]
            case Rolling():
                return [(rule.input, written(moved(start, -n, freq), freq)) for n in range(rule.periods)]
            case Change():
                return [(rule.input, written(moved(start, -n, freq), freq)) for n in (0, rule.lag)]
            case Aggregate():
                finer, edges, day = self.declared[rule.input].freq, [], start
                while day < moved(start, 1, freq):
                    edges.append((rule.input, written(day, finer)))
                    day = moved(day, 1, finer)
                return edges
        raise AssertionError(rule)

    def _of_facts(self, n: NumberAt) -> Fraction | None:
        rows = [self.rows[fact_id] for fact_id in n.fact_ids]
        self.cells_read.update(n.fact_ids)
        if n.table == "sanctions_counting_units":
            return self._in_units(n, rows)
        if n.table == "trade.mirror":
            return self._of_mirror(n, rows)
        if n.column == "days_to_next":
            return self._days_to_next(rows[0])
        return self._of_columns(n, rows)

    @staticmethod
    def _of_mirror(n: NumberAt, rows: Sequence[Row]) -> Fraction:
        """The year of the first row, or the sum of all in billions."""
        if n.column == "months":
            return Fraction((rows[0].get("period") or rows[0]["period_start"])[:4])
        return sum((Fraction(row["value_usd_mn"]) for row in rows), Fraction(0)) / 1000

    def _of_columns(self, n: NumberAt, rows: Sequence[Row]) -> Fraction | None:
        """Cells of one raw column, added up."""
        if rows[0]["_file"] == "warhead_stockpiles.csv":
            return Fraction(rows[0]["value_count"])
        if n.column == "size":
            sizes = [Fraction(row["sample_size"]) for row in rows if row["sample_size"]]
            return max(sizes) if sizes else None
        if rows[0]["_file"] == "poll_results.csv":
            against = -1 if n.table in NET_TABLES else 0
            signs = [
                against if r["response"] == self.questions[r["question_id"]]["negative_response"] else 1 for r in rows
            ]
            return sum((sign * Fraction(r["share_pct"]) for sign, r in zip(signs, rows, strict=True)), Fraction(0))
        column, wanted = FIGURE_COLUMNS[n.column]
        acts = [r for r in rows if not r["_file"].startswith(COPIES) and wanted.items() <= r.items()]
        return sum((Fraction(r[column]) for r in acts if r[column]), Fraction(0))

    def _days_to_next(self, row: Row) -> Fraction:
        """Days to the next contact held at that level, or to the last day that contacts were collected through."""
        day, through = contact_day(row), self.declared["contacts.head_of_state.days_since_last.m"].collected_through
        assert through is not None
        held = [r for r in self.rows.values() if r["_file"] == "contacts.csv" and r["status"] == "held"]
        later = [contact_day(r) for r in held if r["level"] == row["level"] and day < contact_day(r) <= through]
        return Fraction((min(later, default=through) - day).days)

    @staticmethod
    def _in_units(n: NumberAt, rows: Sequence[Row]) -> Fraction:
        """Entries on the first and the last day of the rows, of the kinds that the row's first cell tells."""
        kinds = {"individual", "entity"} if n.period.startswith("persons") else {"all"}
        days = sorted({row["snapshot_date"] for row in rows})
        assert len(days) == 2
        counted = [r for r in rows if r["entity_type"] in kinds and r["programme"] != WHOLE_LIST]
        first, last = (sum(Fraction(r["entries_count"]) for r in counted if r["snapshot_date"] == day) for day in days)
        return {"at_the_start": Fraction(first), "at_the_end": Fraction(last)}.get(n.column, Fraction(last - first))

    def day_of(self, series_id: str, period: str) -> dt.date:
        """The day that a value describes: the one its cells name, else the end of its period."""
        series = self.declared[series_id]
        end = moved(parse(period, series.freq), 1, series.freq) - dt.timedelta(days=1)
        if isinstance(series.rule, Since) and series.collected_through:
            return min(end, series.collected_through)
        return max(self._named_days(series, period), default=end)

    def _named_days(self, series: Series, period: str) -> set[dt.date]:
        rule = series.rule
        if isinstance(rule, Pick | Total):
            days = {cell_day(row, rule) for row in self._facts(series.id, period)}
            return {day for day in days if day is not None}
        if isinstance(rule, Combine | Average):
            edges = [e for e in self._edges(series, parse(period, series.freq)) if self.value(*e) is not None]
            return {day for i, at in edges for day in self._named_days(self.declared[i], at)}
        return set()

    def value(self, series_id: str, period: str) -> Fraction | None:
        """The number from raw cells; None where it has no value or is not there."""
        series = self.declared[series_id]
        match series.rule:
            case Pick():
                return self._pick(series, self._facts(series_id, period))
            case Total():
                return self._total(series, series.rule, self._facts(series_id, period), period)
            case Since():
                return self._since(series, self._facts(series_id, period), period)
        return self._derived(series, parse(period, series.freq))

    def _facts(self, series_id: str, period: str) -> list[Row]:
        ids = self.inputs.get((series_id, period), ())
        self.cells_read.update(ids)
        return [self.rows[fact_id] for fact_id in ids]

    # ---- rules over other series: the declared transform, in plain Python
    def _derived(self, series: Series, start: dt.date) -> Fraction | None:  # noqa: PLR0911
        freq, rule = series.freq, series.rule

        def at(series_id: str, day: dt.date) -> Fraction | None:
            return self.value(series_id, written(day, self.declared[series_id].freq))

        match rule:
            case Combine():
                known = {role: at(i, start) for role, i in rule.inputs}
                return None if None in known.values() else calculate(rule.expression, known)
            case Rolling():
                return whole([at(rule.input, moved(start, -n, freq)) for n in range(rule.periods)], sum)
            case Change():
                now, before = at(rule.input, start), at(rule.input, moved(start, -rule.lag, freq))
                if now is None or before is None or (rule.kind == "percent" and before <= 0):
                    return None
                return now - before if rule.kind == "difference" else 100 * (now - before) / before
            case Aggregate():
                values = [self.value(*edge) for edge in self._edges(series, start)]
                if rule.how == "last":
                    return next((v for v in reversed(values) if v is not None), None)
                return whole(values, sum if rule.how == "sum" else mean)
            case Average():
                values = [v for v in (at(i, start) for i in rule.inputs) if v is not None]
                return mean(values) if values else None
        raise AssertionError(rule)

    # ---- rules over tables: the cells of the named facts, put together by the kind of the rule
    def _pick(self, series: Series, facts: list[Row]) -> Fraction | None:
        if not facts:
            return None
        if series.id.endswith("usa_share.a") or series.id.endswith("chn_share.a"):
            whole_trade = [row for row in facts if row["partner"] == "WLD"]
            pair = [row for row in facts if row["partner"] != "WLD"]
            return 100 * added(pair) / added(whole_trade)
        if series.id.endswith("share_part_year.a"):
            return (
                100
                * added(r for r in facts if r["partner"] == "USA")
                / added(r for r in facts if r["partner"] == "WLD")
            )
        if (wanted := WANTED.search(series.rule.sql)) and "sanctions_level" in series.rule.sql:
            (row,) = facts
            if (row["programme"], row["entity_type"]) != wanted.groups():
                return Fraction(0) if row["coverage"] == "full_list" else None
        return added(facts)

    def _total(self, series: Series, rule: Total, facts: list[Row], period: str) -> Fraction | None:
        if not facts:
            end = moved(parse(period, series.freq), 1, series.freq) - dt.timedelta(days=1)
            counted = rule.zero_from and series.collected_through and rule.zero_from <= end <= series.collected_through
            return Fraction(0) if counted else None
        values = [v for v in self._items(series, facts) if v is not None]
        match rule.how:
            case "count":
                return Fraction(len(values))
            case "sum":
                return sum(values, Fraction(0))
            case "mean":
                return mean(values)
        raise AssertionError(rule.how)

    def _items(self, series: Series, facts: list[Row]) -> list[Fraction | None]:
        """What each thing counted is worth."""
        files = {row["_file"] for row in facts}
        if any(name.startswith(COPIES) for name in files):
            column = next(column for side, column in FLOWS.items() if f".{side}." in series.id)
            return [Fraction(0), *(number(row[column]) for row in facts if not row["_file"].startswith(COPIES))]
        if files == {"poll_results.csv"}:
            return self._waves(series, facts)
        if files == {"contacts.csv"}:
            return [contact(series.id, row) for row in facts]
        if files == {"sanctions_actions.csv"}:
            return [Fraction(1) if ".packages." in series.id else number(row["added_count"]) for row in facts]
        ceilings = [row for row in facts if row["_file"] == "treaty_ceilings.csv"]
        return [Fraction(1) for _ in ceilings or facts]

    def _waves(self, series: Series, facts: list[Row]) -> list[Fraction | None]:
        """One value a wave: the share, or the positive less the negative one."""
        net = ".net." in series.id
        waves: dict[tuple[str, ...], Fraction] = {}
        for row in facts:
            sign = 1
            if net and row["response"] == self.questions[row["question_id"]]["negative_response"]:
                sign = -1
            key = tuple(row[c] for c in ("question_id", "population", "field_start", "field_end", "reading_no"))
            waves[key] = waves.get(key, Fraction(0)) + sign * number(row["share_pct"])
        return list(waves.values())

    def _since(self, series: Series, facts: list[Row], period: str) -> Fraction | None:
        if not facts:
            return None
        (row,) = facts
        end = moved(parse(period, series.freq), 1, series.freq) - dt.timedelta(days=1)
        last = min(end, series.collected_through) if series.collected_through else end
        event = dt.date.fromisoformat(row.get("counted_on") or row["reference_date"])
        return Fraction((last - event).days)


WHOLE_LIST = "ALL-PROGRAMMES"
"""Programme of the row of a whole list, from which it follows that a tag without a row has no entry."""


def contact_day(row: Row) -> dt.date:
    return dt.date.fromisoformat(row["counted_on"] or row["date_start"])


NET_TABLES = ("polls.both_publics", "polls.handling_of_the_war")
"""Figures of positive less negative shares; the others show the positive one."""
FIGURE_COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "added_count": ("added_count", {}),
    "removed_count": ("removed_count", {}),
    "individuals_count": ("added_count", {"target_programme": "eu_269_2014", "entity_type": "individual"}),
    "entities_count": ("added_count", {"target_programme": "eu_269_2014", "entity_type": "entity"}),
    "vessels_count": ("added_count", {"target_programme": "eu_833_2014_annex_xlii"}),
    "end_users_count": ("added_count", {"target_programme": "eu_833_2014_annex_iv"}),
}
"""Column of a figure's table to the raw column added up and the rows that count."""


def cell_day(row: Row, rule: Pick | Total) -> dt.date | None:
    """The day that a row names for its value, in the tables that measure a stock or an opinion."""
    if row["_file"] == "poll_results.csv":
        start, end = dt.date.fromisoformat(row["field_start"]), dt.date.fromisoformat(row["field_end"])
        middle = start + dt.timedelta(days=(end - start).days // 2)
        return min(end, moved(middle.replace(day=1), 1, "M") - dt.timedelta(days=1))
    if isinstance(rule, Total):
        return None
    named = row.get("snapshot_date") or row.get("reference_date")
    return dt.date.fromisoformat(named) if named else None


def number(cell: str) -> Fraction | None:
    return Fraction(cell) if cell else None


def added(rows: object) -> Fraction | None:
    """Sum of the cells that hold a value, one a row."""
    values = [next((number(row[c]) for c in VALUES if row.get(c)), None) for row in rows]
    return None if None in values else sum(values, Fraction(0))


def contact(series_id: str, row: Row) -> Fraction | None:
    if ".minutes_recorded." in series_id or ".length_mean." in series_id:
        return number(row["duration_minutes"])
    if ".in_person_share." in series_id:
        return Fraction(
            100 if row["channel"] not in ("phone", "video", "letter") and row["attendance"] == "meeting" else 0
        )
    if ".timed_share." in series_id:
        return Fraction(100 if row["duration_minutes"] else 0)
    return Fraction(1)


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def whole(values: Sequence[Fraction | None], how: object) -> Fraction | None:
    return None if None in values or not values else Fraction(how(values))


def calculate(expression: str, known: Mapping[str, Fraction]) -> Fraction | None:
    """A declared expression of numbers, roles and + - * /, products before sums."""
    terms: list[Fraction] = []
    sign, product, operator = 1, None, "*"
    for literal, name, symbol in ARITHMETIC.findall(expression):
        if symbol in ("+", "-"):
            terms.append(sign * product)
            sign, product, operator = (1 if symbol == "+" else -1), None, "*"
        elif symbol:
            operator = symbol
        else:
            value = Fraction(literal) if literal else known[name]
            if product is None:
                product = value
            elif operator == "*":
                product *= value
            elif value == 0:
                return None
            else:
                product /= value
    return sum(terms, Fraction(0)) + sign * product
