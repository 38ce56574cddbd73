"""What the index says, and what it cannot say, in sentences made from its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from indicators.numbers import number

MEAN = 100.0
WEAK_CORRELATION = 0.2
"""An input that correlates less with the index is named: less than 4 per cent of its variance is common."""
SMALL_SHARE_PCT = 5.0
"""A family below this share is said to move the index hardly at all."""
TITLES = {
    "trade": "trade",
    "arms_control": "arms control",
    "sanctions": "sanctions",
    "polls": "polls",
    "contacts": "contacts",
}

PLAIN_STEPS = (("outlook", "the outlook"), ("revised", "revisions"), ("withdrawn", "withdrawn numbers"))

METHOD = (
    "dynamic factor model of monthly and quarterly inputs: loadings by probabilistic principal components, then the "
    "Kalman smoother (statsmodels DynamicFactorMQ)"
)
NOTES = (
    "Two-step estimator of Doz, Giannone and Reichlin (2011). Full maximum likelihood is not used: on these inputs it "
    "puts the noise of a single smooth input to zero and the index becomes that input.",
    "Loadings are drawn to a common value of 0.6 that counts for 1000 months. Eleven persistent inputs do not tell the "
    "loadings: estimated from what was known at the end of 2020, trade would not count at all.",
    "Levels enter, not changes: the index says how warm, not how fast. Inputs that trend alike share a factor even "
    "where nothing links them; a fall of several inputs at once is not a cause.",
    "The bands allow for own parts of the inputs that persist; they leave out the error of the estimated parameters "
    "(in made-up panels, with estimated parameters, the 80 % band holds 75 to 86 of 100 months) and the choice of "
    "inputs, for which see the variants.",
    "News compare a number with what the factor alone lets expect. Own parts persist, so a surprise may repeat that of "
    "the month before.",
    "A quarterly input sees the months through the weights 1, 2, 3, 2, 1 of Mariano and Murasawa (2003), which are "
    "exact for growth rates and near for levels.",
    "In calendar mode the first stored value of a period counts from its usual release day.",
)


def reading(tables: Mapping[str, pl.DataFrame], now: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    """All sentences; each comes from printed rows alone.

    Parameters
    ----------
    tables
        ``index_quarters``, ``index_inputs``, ``index_news`` (may be empty), ``index_variants``, ``index_diffusion``.
    now
        The quarter spoken of.
    titles
        Of the inputs, by id.
    """
    quarters, inputs, news = (tables[f"index_{name}"] for name in ("quarters", "inputs", "news"))
    moves, variants = tables["index_diffusion"], tables["index_variants"]
    said = [headline(quarters, now), published(moves), diffusion(moves)]
    said += [moved(news)] if news.height else []
    return (*said, shares(inputs), *revised(quarters, now), *cannot(inputs, variants, quarters, now, titles))


def headline(quarters: pl.DataFrame, now: str) -> str:
    """The index of the quarter, its band, its change."""
    at = quarters["quarter"].to_list().index(now)
    row = quarters.row(at, named=True)
    low, high = number(row["lower_80"], 1), number(row["upper_80"], 1)
    text = f"The index stood at {number(row['value'], 1)} in {now} (80 % band {low} to {high})"
    if at == 0:
        return f"{text}."
    earlier = quarters.row(at - 1, named=True)
    first = earlier["first_published"]
    printed = "" if first is None else f", first published {number(first, 1)}"
    moved = number(row["change"], 1, signed=True)
    away = f"{moved[1:]} {'above' if row['change'] > 0 else 'below'}" if row["change"] else "as high as in"
    change = f"{away} {earlier['quarter']}"
    band = f"80 % band of the change {number(row['change_lower_80'], 1)} to {number(row['change_upper_80'], 1)}"
    return f"{text}: {row['direction']}, {change} ({number(earlier['value'], 1)} now{printed}; {band})."


def published(moves: pl.DataFrame) -> str:
    """How many inputs had numbers of the quarter by the cut-off."""
    monthly = moves.filter(~pl.col("input_id").str.ends_with(".q"))
    with_numbers = int((monthly["numbers_known"] > 0).sum())
    known, expected = int(moves["numbers_known"].sum()), int(moves["numbers_expected"].sum())
    inputs = f"All {monthly.height}" if with_numbers == monthly.height else f"{with_numbers} of {monthly.height}"
    numbers = f"all {expected}" if known == expected else f"{known} of {expected}"
    return (
        f"{inputs} monthly inputs had been published for the quarter by the cut-off ({numbers} numbers, quarterly ones "
        f"with them){'' if known == expected else '; the rest is an estimate of the model'}."
    )


def revised(quarters: pl.DataFrame, now: str) -> tuple[str, ...]:
    """How far the values printed at the usual cut-offs lie from those of today."""
    both = quarters.filter(pl.col("first_published").is_not_null() & (pl.col("quarter") < now))
    if both.is_empty():
        return ()
    away = both.with_columns((pl.col("first_published") - pl.col("value")).abs().alias("away"))
    mean = sum(away["away"].to_list()) / away.height
    worst = away.sort("away", descending=True, maintain_order=True).row(0, named=True)
    return (
        f"At their own cut-offs {both.height} quarters since {both['quarter'][0]} were on average "
        f"{number(mean, 1)} points from where they are now; most of all {worst['quarter']}, first "
        f"{number(worst['first_published'], 1)} and now {number(worst['value'], 1)}. New "
        f"data change the past of this index.",
    )


def diffusion(moves: pl.DataFrame) -> str:
    """How many inputs became warmer or cooler."""
    counts = {state: int((moves["state"] == state).sum()) for state in ("warmer", "cooler", "unchanged", "unknown")}
    listed = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"Of {moves.height} inputs: {listed}."


def moved(news: pl.DataFrame) -> str:
    """Where the change since the older cut-off comes from; the numbers add up."""
    before, after = (news.filter(pl.col("step") == step).row(0, named=True) for step in ("before", "after"))
    parts = [(words, _sum(news, pl.col("step") == step)) for step, words in PLAIN_STEPS]
    families = news.filter(pl.col("step") == "new")["family"].unique(maintain_order=True).to_list()
    parts += [(f"news of {family_title(f)}", _sum(news, (pl.col("step") == "new") & (pl.col("family") == f)))
              for f in families]  # fmt: skip
    parts.append(("re-estimation", _sum(news, pl.col("step") == "re_estimation")))
    listed = ", ".join(f"{words} {number(value, 1, signed=True)}" for words, value in parts if abs(value) >= 0.05)
    start = f"From {number(before['points'], 1)} ({before['quarter']} as of {before['known_on']})"
    end = f"{number(after['points'], 1)} ({after['quarter']} as of {after['known_on']})"
    return f"{start} to {end}: {listed or 'nothing'}."


def _sum(news: pl.DataFrame, which: pl.Expr) -> float:
    return float(sum(news.filter(which)["points"].to_list()))


def family_title(name: str) -> str:
    """A family's name in words."""
    return TITLES.get(name, name.replace("_", " "))


def by_family(inputs: pl.DataFrame) -> pl.DataFrame:
    """Share and number of inputs by family, the largest share first."""
    used = inputs.filter(pl.col("share_pct").is_not_null())
    grouped = used.group_by("family", maintain_order=True).agg(
        pl.col("share_pct").sum().round(1), pl.len().alias("inputs")
    )
    return grouped.sort("share_pct", descending=True, maintain_order=True)


def _share(row: Mapping[str, Any]) -> str:
    return f"{family_title(row['family'])} {number(row['share_pct'], 1)} %"


def shares(inputs: pl.DataFrame) -> str:
    """Through which family the index moves."""
    listed = ", ".join(_share(r) for r in by_family(inputs).iter_rows(named=True))
    return f"The index's movement over the sample comes through {listed}."


def cannot(
    inputs: pl.DataFrame, variants: pl.DataFrame, quarters: pl.DataFrame, now: str, titles: Mapping[str, str]
) -> list[str]:
    """What the index does not tell."""
    said = []
    row = quarters.filter(pl.col("quarter") == now).row(0, named=True)
    if row["direction"] == "no clear change":
        said.append("The band of the change includes no change.")
    small = [r for r in by_family(inputs).iter_rows(named=True) if float(r["share_pct"]) < SMALL_SHARE_PCT]
    if small:
        listed = _and([f"{family_title(r['family'])} ({number(r['share_pct'], 1)} %)" for r in small])
        said.append(f"It says next to nothing of {listed}, whose numbers are few or move apart from the rest.")
    weak = inputs.filter(pl.col("correlation") < WEAK_CORRELATION).sort("correlation", maintain_order=True)
    if weak.height:
        listed = "; ".join(
            f"{titles[r['input_id']]} ({number(r['correlation'], 2)})" for r in weak.iter_rows(named=True)
        )
        said.append(f"Inputs with little in common with the index, or moving against it (correlation): {listed}.")
    absent = inputs.filter(pl.col("reason").is_not_null())
    said += [f"{titles[r['input_id']]} does not enter. {r['reason']}" for r in absent.iter_rows(named=True)]
    return said + _choices(variants, row["value"])


def _choices(variants: pl.DataFrame, value: float) -> list[str]:
    made = variants.filter(pl.col("value").is_not_null())
    if made.is_empty():
        return []
    low, high = (made.sort("value").row(i, named=True) for i in (0, -1))
    least = made.sort("correlation").row(0, named=True)
    fall, rise = int((made["change"] < -0.05).sum()), int((made["change"] > 0.05).sum())
    return [
        f"How far from {number(MEAN, 0)} depends on choices: made in {made.height} other ways the index of the quarter "
        f"lies between {number(low['value'], 1)} ({_plain(low)}) and {number(high['value'], 1)} ({_plain(high)}), here "
        f"at {number(value, 1)}; {fall} of them fall on the quarter before and {rise} rise; the least "
        f"correlation with the index is {number(least['correlation'], 2)} ({_plain(least)}).",
    ]


def _plain(variant: Mapping[str, Any]) -> str:
    """What a variant leaves out or changes, families named as people name them."""
    return str(variant["what"]).replace("_", " ")


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))
