"""Contracts of the sanctions tables: list counts, actions, published totals."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts import codes as code_lists
from indicators.contracts.model import Contract, FactTable, TableModel, column, rule
from indicators.families.sanctions import redundancy
from indicators.families.sanctions.across import RULES as ACROSS
from indicators.families.sanctions.codes import BOUND, ENTITY_TYPE, ISSUER, PROGRAMME, RUSSIA_RELATED, TARGET

_typed = pl.col("entity_type") != "all"


def _rows_of(condition: pl.Expr, column: str, *group: str) -> pl.Expr:
    """Sum of a column over the rows of the group for which the condition is true."""
    return pl.when(condition).then(pl.col(column)).sum().over(group)


_copy = ("snapshot_date", "list", "source_id")
_tag_row = (*_copy, "entity_type")
_union = pl.col("programme") == "RUSSIA-UNION"
_tagged = pl.col("programme").is_in(list(RUSSIA_RELATED))
_whole = (pl.col("programme") == "ALL-PROGRAMMES") & ~_typed
_entries = pl.col("entries_count")
_before = _entries.shift(1).over(("list", "programme", "entity_type"), order_by="snapshot_date")
_days = (pl.col("snapshot_date") - pl.col("snapshot_date").shift(1)).dt.total_days()


class SanctionsListCounts(FactTable):
    """How many entries of a list carried a tag on a day."""

    _contract = Contract(
        name="sanctions_list_counts",
        folder="sanctions",
        files=(
            "sanctions_list_counts.2014_2021.csv",
            "sanctions_list_counts.2022.csv",
            "sanctions_list_counts.2023.csv",
            "sanctions_list_counts.2024_2026.csv",
        ),
        title="Entries of the OFAC list by day, programme tag and entity type",
        version="3.0.0",
        key=("snapshot_date", "list", "programme", "entity_type", "source_id"),
        quantity=("snapshot_date", "list", "programme", "entity_type"),
        waits={"published_with_its_source": "a source is the list itself; each copy has a day of its own"},
        reference_end="snapshot_date",
        usage=(
            "An entry with several tags is counted under each; never add programmes.",
            "list_total_count stands on every row of a copy; never add it.",
            "On days of coverage tag_only or header_only the other tags are unknown, not 0.",
            "No copy of the list was found between 3 May 2024 and 10 May 2026, nor for most of 2015 to mid-2021.",
        ),
    )
    _rules = (
        *redundancy.LIST_COUNTS,
        rule(
            "sanctions_list_counts.within_list",
            "A tag has no more entries than the whole list",
            holds=_entries <= pl.col("list_total_count"),
            columns=("entries_count", "list_total_count"),
        ),
        rule(
            "sanctions_list_counts.types_sum",
            "The entries of all types together are the sum of the types",
            holds=_rows_of(_typed, "entries_count", *_copy, "programme") == _entries,
            applies=~_typed & (_typed.sum().over((*_copy, "programme")) > 0),
            columns=("entries_count", "programme"),
            mend="count the copy again: a type is missing or counted twice",
        ),
        rule(
            "sanctions_list_counts.whole_list",
            "The row of the whole list equals its total",
            holds=_entries == pl.col("list_total_count"),
            applies=_whole,
            columns=("entries_count", "list_total_count"),
        ),
        rule(
            "sanctions_list_counts.one_total_a_copy",
            "All rows of a copy state the same size of the list",
            holds=pl.col("list_total_count").n_unique().over(_copy) == 1,
            columns=("list_total_count",),
        ),
        rule(
            "sanctions_list_counts.one_coverage_a_copy",
            "All rows of a copy state the same coverage",
            holds=pl.col("coverage").n_unique().over(_copy) == 1,
            columns=("coverage",),
        ),
        rule(
            "sanctions_list_counts.union_not_below_a_tag",
            "The Russia-related union has at least as many entries as its largest tag",
            holds=pl.when(_tagged).then(_entries).max().over(_tag_row) <= _entries,
            applies=_union,
            columns=("entries_count", "programme"),
        ),
        rule(
            "sanctions_list_counts.union_not_above_its_tags",
            "The Russia-related union has at most as many entries as its tags together",
            holds=_rows_of(_tagged, "entries_count", *_tag_row) >= _entries,
            applies=_union,
            columns=("entries_count", "programme"),
        ),
        rule(
            "sanctions_list_counts.full_copy_is_whole",
            "A full copy has the row of the whole list and the row of the Russia-related union",
            holds=(_whole.any().over(_copy)) & ((_union & ~_typed).any().over(_copy)),
            applies=pl.col("coverage") == "full_list",
            columns=("coverage",),
        ),
        rule(
            "sanctions_list_counts.no_union_in_a_part",
            "The union is given only where the full list was counted",
            holds=pl.col("coverage") == "full_list",
            applies=_union,
            columns=("coverage", "programme"),
        ),
        rule(
            "sanctions_list_counts.header_has_no_tags",
            "Where only the header is known, only the size of the list is given",
            holds=_whole,
            applies=pl.col("coverage") == "header_only",
            columns=("programme", "coverage"),
        ),
        rule(
            "sanctions_list_counts.published_with_the_list",
            "A list is public on its own day when OFAC dated it, else no later than its copy",
            holds=pl.when(pl.col("date_basis") == "publish_date")
            .then((pl.col("published_basis") != "upper_bound") & (pl.col("published_on") == pl.col("snapshot_date")))
            .otherwise(
                (pl.col("published_basis") == "upper_bound") & (pl.col("published_on") >= pl.col("snapshot_date"))
            ),
            columns=("published_on", "published_basis"),
        ),
        rule(
            "sanctions_list_counts.steady",
            "The whole list changes by less than a tenth within a week",
            holds=(_entries - _before).abs() < 0.1 * _before,
            applies=_whole & (_days.over(("list", "programme", "entity_type"), order_by="snapshot_date") <= 7),
            columns=("entries_count", "snapshot_date"),
            severity="warning",
            mend="count the copy again; keep the row if the list really jumped",
        ),
    )

    snapshot_date: dt.date = column(
        "Day of the list, by `date_basis`", ge=dt.date(2014, 3, 6), le=dt.date(2099, 12, 31)
    )
    list: str = column("Which list", codes={"ofac_sdn": "OFAC list of Specially Designated Nationals"})
    programme: str = column("Programme tag as OFAC prints it", codes=PROGRAMME)
    entity_type: str = column("Type of the listed entries", codes=ENTITY_TYPE)
    entries_count: int = column(
        "Entries that carry the tag; an entry with two tags counts under both", unit="entries", ge=0
    )
    list_total_count: int = column("Entries of the whole list; the same on each row of a copy", unit="entries", gt=0)
    coverage: str = column(
        "What is known of the list on that day",
        codes={
            "full_list": "every tag was counted; a tag without a row has no entries",
            "tag_only": "only the rows given are known; other tags are unknown, not 0",
            "header_only": "only the size of the list is known",
        },
    )
    date_basis: str = column(
        "What the day rests on",
        codes={
            "commit_day_us_eastern": "day on which a daily copy was stored, US Eastern time",
            "commit_date_upper_bound": "day on which a copy was stored; the list may be older",
            "publish_date": "OFAC's own date of the list",
            "log_entry": "date of a log that states the counts",
        },
    )


_added, _removed = pl.col("added_count"), pl.col("removed_count")
_licence = pl.col("entity_type") == "general_licence"
_eu, _computed = pl.col("issuer") == "eu_council", pl.col("basis") == "computed_from_lists"
_survivors = pl.col("basis") == "survivors_only"
_step = ("action_date", "issuer", "target_programme", "basis", "seen_in")
_listing = ("action_date", "issuer", "target_programme", "package", "entity_type")
_rival = _eu & pl.col("package").is_not_null() & pl.col("basis").is_in(["counted_in_legal_text", "published"])
_rivals = pl.when(_rival).then(_added)
_own_target = (
    pl.when(pl.col("target_programme").str.starts_with("eu_")).then(_eu)
    .when(pl.col("target_programme").str.starts_with("uk_")).then(pl.col("issuer") == "uk_fcdo")
    .when(pl.col("target_programme").str.starts_with("rus_")).then(pl.col("issuer").str.starts_with("rus_"))
    .otherwise(pl.col("issuer").str.starts_with("us_"))
)  # fmt: skip


class SanctionsActions(FactTable):
    """What an issuer added to or removed from a list on a day."""

    _contract = Contract(
        name="sanctions_actions",
        folder="sanctions",
        files=("sanctions_actions.csv",),
        title="Additions to and removals from sanctions lists, by day and issuer",
        version="3.0.0",
        key=(
            "action_date", "issuer", "target_programme", "package", "entity_type", "basis", "source_id", "seen_in",
            "description",
        ),
        reference_end="if(date_precision = 'year', make_date(year(action_date), 12, 31), action_date)",
        usage=(
            "Added less removed is not the change of the list's level: listed entries gain and lose tags.",
            "Press and computed rows of one action are alternatives; never add them.",
            "Rows of basis survivors_only are a lower bound: later delistings are not in them.",
            "Rows of basis announced are no actions.",
        ),
    )  # fmt: skip
    _rules = (
        *redundancy.ACTIONS,
        rule(
            "sanctions_actions.added_or_reason",
            "The number of additions is given, or the reason why not",
            holds=_added.is_null() == pl.col("added_missing_reason").is_not_null(),
            columns=("added_count", "added_missing_reason"),
        ),
        rule(
            "sanctions_actions.removed_or_reason",
            "The number of removals is given, or the reason why not",
            holds=_removed.is_null() == pl.col("removed_missing_reason").is_not_null(),
            columns=("removed_count", "removed_missing_reason"),
        ),
        rule(
            "sanctions_actions.licence_counts_nothing",
            "A general licence, and nothing else, has no counts",
            holds=_licence == (pl.col("added_missing_reason").fill_null("") == "not_applicable"),
            columns=("entity_type", "added_missing_reason"),
        ),
        rule(
            "sanctions_actions.missing_status",
            "A row without any count, and no other, has status M",
            holds=(_added.is_null() & _removed.is_null()) == (pl.col("obs_status") == "M"),
            columns=("obs_status", "added_count", "removed_count"),
        ),
        rule(
            "sanctions_actions.bound_is_estimate",
            "A bound or an approximation has status E",
            holds=pl.col("obs_status") == "E",
            applies=pl.col("bound") != "exact",
            columns=("obs_status", "bound"),
        ),
        rule(
            "sanctions_actions.package_is_of_the_eu",
            "Only the Council of the EU numbers packages",
            holds=_eu,
            applies=pl.col("package").is_not_null(),
            columns=("package", "issuer"),
        ),
        rule(
            "sanctions_actions.target_of_the_issuer",
            "A list belongs to its issuer",
            holds=_own_target,
            columns=("target_programme", "issuer"),
        ),
        rule(
            "sanctions_actions.published_after_action",
            "An action is not public before its day",
            holds=pl.col("published_on") >= pl.col("action_date"),
            columns=("published_on", "action_date"),
        ),
        rule(
            "sanctions_actions.computed_types_within_all",
            "Between two copies the types add up to no more than all entries (aircraft have no row)",
            holds=(_rows_of(_typed, "added_count", *_step) <= _added)
            & (_rows_of(_typed, "removed_count", *_step) <= _removed),
            applies=_computed & ~_typed,
            columns=("added_count", "removed_count"),
        ),
        rule(
            "sanctions_actions.computed_has_all",
            "Each pair of copies has one row for all types",
            holds=(~_typed).sum().over(_step) == 1,
            applies=_computed,
            columns=("entity_type", "seen_in"),
        ),
        rule(
            "sanctions_actions.survivors_are_a_lower_bound",
            "Listings counted in a later list are a lower bound, public when that list was",
            holds=(pl.col("bound") == "lower") & (pl.col("published_basis") == "upper_bound"),
            applies=_survivors,
            columns=("bound", "published_basis"),
        ),
        rule(
            "sanctions_actions.rivals_agree",
            "Counts of one package and type agree between sources",
            holds=_rivals.min().over(_listing) == _rivals.max().over(_listing),
            applies=_rival & (_rival.sum().over(_listing) > 1),
            columns=("added_count", "package"),
            severity="warning",
            mend="keep both rows; the legal text comes first",
        ),
    )

    action_date: dt.date = column("Day of the action: adoption, or the listing date printed in the law",
                                  ge=dt.date(2014, 3, 6), le=dt.date(2099, 12, 31))  # fmt: skip
    date_precision: str = column("How well the day is known", codes=code_lists.DATE_PRECISION)
    issuer: str = column("Who acted", codes=ISSUER)
    target_programme: str = column("List or programme acted on", codes=TARGET)
    package: str = column(
        "Number of the EU package, empty outside numbered packages", nullable=True, pattern="[1-9][0-9]?"
    )
    entity_type: str = column(
        "Type of the entries", codes={**ENTITY_TYPE, "general_licence": "a permission, no listing or delisting"}
    )
    added_count: int = column("Entries added", unit="entries", nullable=True, ge=0, le=5000)
    removed_count: int = column("Entries removed", unit="entries", nullable=True, ge=0, le=5000)
    added_missing_reason: str = column("Why additions are missing", codes=code_lists.MISSING_REASON, nullable=True)
    removed_missing_reason: str = column("Why removals are missing", codes=code_lists.MISSING_REASON, nullable=True)
    bound: str = column("Whether the number is exact", codes=BOUND)
    basis: str = column(
        "How the number came about",
        codes={
            "computed_from_lists": "difference between two successive copies of the list",
            "counted_in_legal_text": "span of record numbers printed in the law, as adopted",
            "survivors_only": "listings of that day that were still in force in a later list",
            "published": "stated by an official page, a law firm or the press",
            "announced": "stated before adoption, not an action",
        },
    )
    description: str = column("What was done, in words", free_text=True)


_value, _measure = pl.col("value_count"), pl.col("measure")
_PANEL = "ofac_russia_address_entries"


def _panel(part: str) -> pl.Expr:
    return pl.when(_measure == f"{_PANEL}{part}").then(_value).max().over("reference_date")


class SanctionsTotals(FactTable):
    """A total that somebody published, or that was counted in one file."""

    _contract = Contract(
        name="sanctions_totals",
        folder="sanctions",
        files=("sanctions_totals.csv",),
        title="Published totals of sanctions lists",
        version="3.0.0",
        key=("reference_date", "issuer", "target", "measure", "source_id"),
        quantity=("reference_date", "issuer", "target", "measure"),
        reference_end="CASE WHEN date_precision = 'month' THEN last_day(reference_date) ELSE reference_date END",
        usage=(
            "Totals of different measures or counting units are not one series.",
            "The monthly panel counts by address and joins two lists; it is not the Russia-related union.",
        ),
    )
    _rules = (
        *redundancy.TOTALS,
        rule(
            "sanctions_totals.value_or_reason",
            "A value is missing exactly when a reason is given and the status is M",
            holds=(_value.is_null() == pl.col("missing_reason").is_not_null())
            & (_value.is_null() == (pl.col("obs_status") == "M")),
            columns=("value_count", "missing_reason", "obs_status"),
        ),
        rule(
            "sanctions_totals.bound_is_estimate",
            "A bound or an approximation has status E",
            holds=pl.col("obs_status") == "E",
            applies=pl.col("bound") != "exact",
            columns=("obs_status", "bound"),
        ),
        rule(
            "sanctions_totals.low_is_marked",
            "A figure of low quality is not given as a normal value",
            holds=pl.col("obs_status") != "A",
            applies=pl.col("quality") == "low",
            columns=("obs_status", "quality"),
        ),
        rule(
            "sanctions_totals.published_after_reference",
            "A total is not public before the day it describes",
            holds=pl.col("published_on") >= pl.col("reference_date"),
            columns=("published_on", "reference_date"),
        ),
        rule(
            "sanctions_totals.one_unit_a_measure",
            "A measure has one counting unit",
            holds=pl.col("counting_unit").n_unique().over("measure") == 1,
            columns=("counting_unit", "measure"),
            mend="totals in different units are different measures",
        ),
        rule(
            "sanctions_totals.stock_and_flow",
            "In the panel by address the stock moves by what was added less what was removed",
            holds=_value - _value.shift(1).over("measure", order_by="reference_date")
            == _panel("_added") - _panel("_removed"),
            applies=_measure == _PANEL,
            columns=("value_count", "reference_date"),
        ),
        rule(
            "sanctions_totals.panel_is_monthly",
            "The panel by address stands on the last day of each month",
            holds=(pl.col("reference_date") == pl.col("reference_date").dt.month_end()),
            applies=_measure.str.starts_with(_PANEL),
            columns=("reference_date",),
        ),
    )

    reference_date: dt.date = column("Day the total describes; first day where only the month is known",
                                     ge=dt.date(2014, 3, 6), le=dt.date(2099, 12, 31))  # fmt: skip
    date_precision: str = column(
        "How well the day is known",
        codes={**code_lists.DATE_PRECISION, "no_later_than": "undated; the last day it can be"},
    )
    issuer: str = column(
        "Whose measures or whose count",
        codes={
            **ISSUER,
            "uk": "United Kingdom, office not named",
            "uk_ofsi": "UK Office of Financial Sanctions Implementation",
            "eu_commission_fsf": "European Commission, consolidated financial sanctions file",
            "un_security_council": "United Nations Security Council",
            "cnas": "Center for a New American Security",
            "gsdb": "Global Sanctions Data Base",
        },
    )
    target: str = column("Country, regime or programme counted, `all` for all", pattern=r"[A-Za-z0-9_-]+( - [A-Z]+)?")
    measure: str = column("What was counted", pattern="[a-z0-9_]+")
    measure_label: str = column("What was counted, in words", free_text=True)
    counting_unit: str = column(
        "Unit of the count; totals in different units do not compare",
        codes={
            "listed_entries": "entries of a list",
            "names": "names on a list",
            "persons": "natural persons (CNAS, OFSI: individuals and organisations)",
            "entities": "organisations",
            "vessels": "ships",
            "designations": "designations, one target in one list",
            "sanction_cases": "cases of the data base",
            "file_lines": "lines of a file",
            "file_elements": "elements of a file",
        },
    )
    value_count: int = column("The total", unit="counting unit", nullable=True, ge=0, le=100_000)
    bound: str = column("Whether the number is exact", codes=BOUND)
    missing_reason: str = column("Why the value is missing", codes=code_lists.MISSING_REASON, nullable=True)


TABLES: tuple[type[TableModel], ...] = (SanctionsListCounts, SanctionsActions, SanctionsTotals)
__all__ = ["ACROSS", "TABLES"]
