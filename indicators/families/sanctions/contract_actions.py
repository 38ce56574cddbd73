"""Contract of what issuers add to and remove from sanctions lists."""

from __future__ import annotations

import datetime as dt

import polars as pl

from indicators.contracts import codes as code_lists
from indicators.contracts.model import Contract, FactTable, column, rule
from indicators.families.sanctions import redundancy
from indicators.families.sanctions.codes import BOUND, ENTITY_TYPE, ISSUER, TARGET
from indicators.families.sanctions.sums import TYPED, rows_of

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
            holds=(rows_of(TYPED, "added_count", *_step) <= _added)
            & (rows_of(TYPED, "removed_count", *_step) <= _removed),
            applies=_computed & ~TYPED,
            columns=("added_count", "removed_count"),
        ),
        rule(
            "sanctions_actions.computed_has_all",
            "Each pair of copies has one row for all types",
            holds=(~TYPED).sum().over(_step) == 1,
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
