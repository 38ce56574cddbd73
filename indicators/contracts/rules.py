"""Rules: what is promised about the rows of one table, and about several tables or editions together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from indicators.contracts.model import Column, Contract

Severity = Literal["error", "warning"]

SOURCE = {
    "collected_on": "source_collected_on",
    "published_on": "source_published_on",
    "publisher": "source_publisher",
    "publisher_rank": "source_publisher_rank",
    "release_lag_days": "source_release_lag_days",
}
"""What a rule of a table of facts may ask of the row's source, and under which name."""


@dataclass(frozen=True)
class Rule:
    """A promise about rows, tested on the rows where ``applies`` is true.

    ``applies`` and ``holds`` are polars expressions; windows (``.over``) test groups. A null
    ``holds`` means that the rule could not be tested on that row.
    """

    id: str
    sentence: str
    severity: Severity
    holds: pl.Expr
    applies: pl.Expr
    columns: tuple[str, ...]
    mend: str
    within: tuple[str, ...] | None = None
    waits: str = ""
    calls: tuple[Callable[..., pl.Series], ...] = ()

    @property
    def asks(self) -> frozenset[str]:
        """The columns that the rule looks at."""
        return frozenset((*self.holds.meta.root_names(), *self.applies.meta.root_names()))


def rule(
    id: str,
    sentence: str,
    *,
    holds: pl.Expr,
    applies: pl.Expr | None = None,
    columns: Sequence[str],
    severity: Severity = "error",
    mend: str = "compare the row with its source and correct it",
    within: Sequence[str] | None = None,
    waits: str = "",
    calls: Sequence[Callable[..., pl.Series]] = (),
) -> Rule:
    """Declare a rule in the body of a table class.

    Parameters
    ----------
    id : str
        ``<table>.<what>``, stable: reviewers and suppressions refer to it.
    sentence : str
        What is promised, in words.
    holds, applies : polars.Expr
        Row-wise truth, and the rows it is asked of (all when omitted). What ``SOURCE`` lists of the
        row's source can be used too.
    columns : sequence of str
        The columns at fault when the rule is broken, first one first.
    severity : {"error", "warning"}
        An error stops the build, a warning is shown in the report.
    mend : str
        What to do about a broken row.
    within : sequence of str, optional
        Columns that all rows compared with each other share. A table too large for memory is then
        tested part by part; without it a rule that compares rows needs the whole table at once.
    waits : str
        Why the rule may have no row to test yet. Without a reason such a rule is a finding.
    calls : sequence of callable
        The Python functions that the expressions call, so that a change of them is seen.
    """
    return Rule(
        id, sentence, severity, holds, pl.lit(True) if applies is None else applies, tuple(columns), mend,
        None if within is None else tuple(within), waits, tuple(calls),
    )  # fmt: skip


Judge = Callable[[Mapping[str, pl.LazyFrame], dt.date], pl.LazyFrame]


@dataclass(frozen=True)
class CrossRule:
    """A promise about several tables, or about editions of one.

    ``judge`` gets the frames of ``tables`` by name and the day of the audit, and returns the judged
    rows of the first table, all their columns, with a truth value ``holds`` for each; a column ``_told`` may say what
    is wrong.
    """

    id: str
    sentence: str
    tables: tuple[str, ...]
    judge: Judge
    columns: tuple[str, ...]
    severity: Severity = "error"
    mend: str = "compare the row with its source and correct it"
    waits: str = ""

    @property
    def table(self) -> str:
        """The table whose rows are at fault."""
        return self.tables[0]


def waiting(rules: Iterable[Rule], contract: Contract) -> tuple[Rule, ...]:
    """Rules with the reasons that the contract gives for having nothing to test."""
    return tuple(replace(r, waits=r.waits or reason_to_wait(contract, r.id)) for r in rules)


def reason_to_wait(contract: Contract, rule_id: str) -> str:
    """Why a rule of the table may have nothing to test yet, by ``Contract.waits``; empty for no reason."""
    name = rule_id.removeprefix(f"{contract.name}.")
    return next((why for pattern, why in contract.waits.items() if fnmatchcase(name, pattern)), "")


def column_rules(table: str, columns: Sequence[Column]) -> tuple[Rule, ...]:
    """What the declared columns promise: filled cells, codes, forms and bounds."""
    return tuple(found for c in columns for found in _of_column(table, c))


def _of_column(table: str, c: Column) -> list[Rule]:
    cell = pl.col(c.name)
    there = cell.is_not_null()
    bound = "compare the value with its source"
    found = []

    def add(name: str, sentence: str, holds: pl.Expr, mend: str, applies: pl.Expr | None = there) -> None:
        found.append(rule(f"{table}.{c.name}.{name}", sentence, holds=holds, applies=applies, columns=(c.name,),
                          mend=mend))  # fmt: skip

    if not c.nullable:
        add("required", "The cell is filled", there, "fill the cell", None)
    if c.codes:
        listed = f" ({', '.join(map(str, c.codes))})" if len(c.codes) <= 12 else ""
        add("codes", f"The code is a declared one{listed}", cell.is_in(list(c.codes)),
            "use a declared code, or declare the new one in the contract")  # fmt: skip
    if c.pattern is not None:
        ascii_only = f"^(?:{c.pattern})$".replace(r"\d", "[0-9]")
        add("pattern", "The text has the declared form", cell.str.contains(ascii_only), "write it in the declared form")
    if c.ge is not None:
        add("minimum", "The value is not below its lower bound", cell >= c.ge, bound)
    if c.gt is not None:
        add("minimum", "The value is above its lower bound", cell > c.gt, bound)
    if c.le is not None:
        add("maximum", "The value is not above its upper bound", cell <= c.le, bound)
    return found


def key_rule(contract: Contract) -> Rule:
    """The natural key is unique."""
    return rule(
        f"{contract.name}.key",
        f"No two rows agree on {', '.join(contract.key)}",
        holds=~pl.struct(contract.key).is_duplicated(),
        columns=contract.key,
        mend="delete the repeated row, or give each row what tells it from the other",
        within=contract.key,
    )


def fact_rules(contract: Contract) -> tuple[Rule, ...]:
    """What every table of facts promises."""
    table = contract.name
    low, release = pl.col("quality") == "low", pl.col("published_basis") == "release"
    return (
        rule(
            f"{table}.fact_id",
            "A fact_id is used once",
            holds=~pl.col("fact_id").is_duplicated(),
            columns=("fact_id",),
            mend="give the new row an id of its own",
            within=("fact_id",),
        ),
        rule(
            f"{table}.published_before_collected",
            "Nothing is dated after its collection",
            holds=pl.col("published_on") <= pl.col("source_collected_on"),
            columns=("published_on",),
            mend="correct published_on, or collected_on of the source",
        ),
        rule(
            f"{table}.published_with_its_source",
            "A figure dated by its release or its document has the day of its source, where that has one",
            holds=pl.col("published_on") == pl.col("source_published_on"),
            applies=pl.col("published_basis").is_in(["release", "source"]),
            columns=("published_on", "source_id", "published_basis"),
            mend="correct the day, the source or the basis; a later edition of a document is a source of its own",
        ),
        rule(
            f"{table}.low_is_not_a_release",
            "A figure not seen in a source has no release date of its own",
            holds=~(low & release),
            applies=low | release,
            columns=("published_basis", "quality"),
            severity="warning",
            mend="say what the date rests on",
        ),
        *(_revision(contract, column, percent) for column, percent in contract.revision_percent.items()),
    )


def _revision(contract: Contract, column: str, percent: float) -> Rule:
    """A publisher's next figure of a quantity against its last one."""
    value = pl.col(column)
    before = value.shift(1).over(
        *contract.quantity, "source_publisher", value.is_null(), order_by=["published_on", "fact_id"]
    )
    return rule(
        f"{contract.name}.revision_of_{column}",
        f"A publisher's new figure moves {column} of a quantity by at most {percent:g} per cent",
        holds=(value - before).abs() <= percent / 100 * before.abs(),
        columns=(column, "published_on"),
        severity="warning",
        mend="compare both editions with their files; a true revision stays and is reported",
        within=contract.quantity,
    )
