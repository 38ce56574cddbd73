"""Rules that rest on what facts tell twice: an id and its key, neighbours in time, sources of one number."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from indicators.contracts.rules import Rule, Severity, rule

EXAMPLE = r"\.example\b"
"""An id that says ``example`` belongs to a row made up for a test or a document; it tells nothing."""
DAY, MONTH, YEAR = "%Y-%m-%d", "%Y-%m", "%Y"


def slug(column: str | pl.Expr) -> pl.Expr:
    """A code as ids write it: small letters and digits, anything else one hyphen.

    Examples
    --------
    >>> pl.select(slug(pl.lit("CAATSA - RUSSIA"))).item()
    'caatsa-russia'
    """
    text = pl.col(column) if isinstance(column, str) else column
    return text.cast(pl.String).str.to_lowercase().str.replace_all("[^a-z0-9]+", "-")


def dotted(*parts: pl.Expr) -> pl.Expr:
    """Parts of an id one after the other."""
    return pl.concat_str(parts, separator=".")


def days(column: str, *before: pl.Expr, after: Sequence[pl.Expr] = (), forms: Sequence[str] = (DAY,)) -> list[pl.Expr]:
    """The ways in which an id can tell a day, between other parts: whole, or cut to its month or year."""
    return [dotted(*before, pl.col(column).dt.strftime(form), *after) for form in forms]


def id_tells(table: str, columns: Sequence[str], *told: pl.Expr | Sequence[pl.Expr], of: pl.Expr | None = None) -> Rule:
    """The rule that an id and the columns it is made of agree.

    Parameters
    ----------
    table : str
        The rule is called ``<table>.id_tells_the_key``.
    columns : sequence of str
        The columns that the id tells.
    told : polars.Expr, or sequence of them
        Text that stands between dots in the id; of a sequence one suffices.
    of : polars.Expr, optional
        Which rows have such an id; all but made-up ones when omitted.
    """
    whole = pl.format(".{}.", pl.col("fact_id"))
    holds = [
        pl.any_horizontal(whole.str.contains(pl.format(".{}.", text), literal=True) for text in _several(ways))
        for ways in told
    ]
    return rule(
        f"{table}.id_tells_the_key",
        f"The id of a fact tells its {', '.join(columns)}",
        holds=pl.all_horizontal(holds),
        applies=~pl.col("fact_id").str.contains(EXAMPLE) if of is None else of,
        columns=(columns[0], "fact_id", *columns[1:]),
        mend="compare the row with its source: correct the column that is wrong, or give the row the id of its key",
    )


def _several(ways: pl.Expr | Sequence[pl.Expr]) -> Sequence[pl.Expr]:
    return [ways] if isinstance(ways, pl.Expr) else ways


def near_neighbours(
    id: str,
    what: str,
    *,
    value: pl.Expr,
    over: Sequence[str],
    order_by: Sequence[str],
    share: float,
    floor: float = 0,
    within_days: pl.Expr | None = None,
    most_days: int = 0,
    applies: pl.Expr | None = None,
    columns: Sequence[str],
    severity: Severity = "error",
) -> Rule:
    """The rule that a figure is near the one before it or the one after it.

    Parameters
    ----------
    id, what : str
        Name of the rule, and the figures in words.
    value : polars.Expr
        The figure.
    over, order_by : sequence of str
        Figures that agree on ``over`` follow each other in the order of ``order_by``.
    share, floor : float
        Near is at most ``share`` of the larger of the two away, plus ``floor`` in the unit of the figure.
    within_days : polars.Expr, optional
        The day of a figure; neighbours more than ``most_days`` away are none.
    applies, columns, severity
        As in `rule`; figures outside ``applies`` are nobody's neighbours.
    """
    counted = pl.when(applies).then(value) if applies is not None else value
    apart = applies if applies is not None else pl.lit(True)
    off = []
    for step in (1, -1):
        other = counted.shift(step).over(*over, apart, order_by=list(order_by))
        distance = (value - other).abs() - share * pl.max_horizontal(value.abs(), other.abs())
        if within_days is not None:
            gap = (within_days - within_days.shift(step).over(*over, apart, order_by=list(order_by))).dt.total_days()
            distance = pl.when(gap.abs() <= most_days).then(distance)
        off.append(distance)
    bound = f"{share:.0%} of the larger" + (f" and {floor:g}" if floor else "") if share else f"{floor:g}"
    return rule(
        id,
        f"{what}: a figure is no further than {bound} from the one before it or the one after it",
        holds=pl.min_horizontal(off) <= floor,
        applies=applies,
        columns=columns,
        severity=severity,
        mend="compare the figure and its neighbours with their sources: a digit, a unit or a code may be wrong",
        within=over,
    )


def copy_has_its_day(table: str) -> Rule:
    """The rule that a figure dated by a stored copy has the day of that copy, where its source has one."""
    return rule(
        f"{table}.copy_has_its_day",
        "A figure dated by its stored copy has the day of that copy, where the source has one",
        holds=pl.col("published_on") == pl.col("source_published_on"),
        applies=pl.col("published_basis") == "upper_bound",
        columns=("published_on", "source_id"),
        mend="correct the day or the source",
    )


def one_for_all(
    id: str, sentence: str, *, value: pl.Expr, over: Sequence[str], applies: pl.Expr, columns: Sequence[str]
) -> Rule:
    """The rule that rows which agree on ``over`` say the same."""
    return rule(
        id,
        sentence,
        holds=pl.when(applies).then(value).drop_nulls().n_unique().over(*over) == 1,
        applies=applies & value.is_not_null(),
        columns=columns,
        mend="compare the rows with their sources; one of them is wrong, or they belong apart",
        within=over,
    )
