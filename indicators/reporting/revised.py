"""The revisions of a series: its stored vintages, what they measure, and what that says in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from indicators.numbers import number, p_text
from indicators.reporting.wording import counted
from indicators.store.declare import Series
from indicators.store.vintages import is_published, overlap, releases, rounding_of, vintages
from indicators.timeseries.result import Diagnostics, Reason
from indicators.timeseries.revision_tests import RevisionRegression
from indicators.timeseries.revisions import CANNOT_SAY, SETTLED, STILL_MOVING, Revisions, measure_revisions

if TYPE_CHECKING:
    from indicators.store.view import AsOfView

FEW_PERIODS = 30
"""Below this many compared periods the p-values are rough."""
LEVEL = 0.05
NEAR_DAYS = 100
"""A stored copy made within so many days of a period's end can hold its first print."""


@dataclass(frozen=True)
class SeriesRevisions:
    """A series' vintages (long), its publications, one row a period, and the measures or the reason for none.

    ``published`` is False for what is counted here from events: it has vintages but no releases.
    """

    series: Series
    vintages: pl.DataFrame
    releases: pl.DataFrame
    measured: Revisions | Reason
    periods: pl.DataFrame
    published: bool
    as_of: dt.date

    @property
    def release_days(self) -> list[dt.date]:
        """Days of the stored releases that were out by the as-of date."""
        days = self.releases["published_on"].unique().sort()
        return days.filter(days <= self.as_of).to_list()

    @property
    def stand_ins(self) -> int:
        """Releases that came out later and stand in, on assumed days, for first prints that are not stored."""
        return self.releases["published_on"].n_unique() - len(self.release_days)

    @property
    def first_prints(self) -> int:
        """Compared periods whose first stored value can be the first print: published soon after the period."""
        several = self.periods.filter(pl.col("releases_count") > 1)["period"].to_list()
        first = self.vintages.filter((pl.col("release_no") == 1) & pl.col("period").is_in(several))
        waited = (pl.col("newest_fact") - pl.col("period_end")).dt.total_days()
        return first.filter(waited <= NEAR_DAYS).height


def revisions_of(view: AsOfView, series: Series, declared: Mapping[str, Series]) -> SeriesRevisions:
    """Vintages of a series as known to the view, and what its revisions measure.

    Parameters
    ----------
    view : AsOfView
        What is known; later releases are not seen.
    series : Series
        The declared series.
    declared : mapping of str to Series
        Every series by id, to follow the rule to its facts.
    """
    frame = vintages(view, series.id)
    grouped = frame.group_by("period_start", maintain_order=True).agg(
        period=pl.col("period").first(), values=pl.col("value"), known=pl.col("known_on"),
        facts=pl.col("facts_count").max(),
    )  # fmt: skip
    rows = grouped["values"].to_list()
    width = max(map(len, rows), default=0)
    matrix = np.array([row + [np.nan] * (width - len(row)) for row in rows]).reshape(len(rows), width)
    half, each = rounding_of(series, declared)
    facts = np.maximum(grouped["facts"].to_numpy(), 1) if each else np.ones(len(rows))
    measured = measure_revisions(matrix, half * facts, lags=_lags(len(rows), series, declared))
    return SeriesRevisions(
        series, frame, releases(view, series.id), measured, _periods(grouped, measured),
        is_published(series, declared), view.as_of,
    )  # fmt: skip


def _lags(n: int, series: Series, declared: Mapping[str, Series]) -> int | None:
    """The overlap of neighbouring values where it is longer than the usual number of lags."""
    from indicators.timeseries.revision_tests import automatic_lags

    return max(overlap(series, declared), automatic_lags(n)) if n else None


def _periods(grouped: pl.DataFrame, measured: Revisions | Reason) -> pl.DataFrame:
    if isinstance(measured, Reason):
        return pl.DataFrame(schema={"period": pl.String, "releases_count": pl.Int64})
    known = grouped["known"].to_list()
    return pl.DataFrame(
        {
            "period": grouped["period"],
            "first_known_on": [days[0] for days in known],
            "first": measured.first,
            "latest_known_on": [days[-1] for days in known],
            "latest": measured.latest,
            "revision": measured.total,
            "revision_pct": measured.relative_pct,
            "releases_count": measured.releases_count,
            "settled_after": measured.settled_after,
            "settling": measured.settling,
        }
    ).with_columns(pl.col("revision", "revision_pct").fill_nan(None), pl.col("settled_after").replace(0, None))


def summary(found: SeriesRevisions) -> dict[str, Any]:
    """The measures as one flat record; a test that could not be made gives its reason."""
    m = found.measured
    record: dict[str, Any] = {"series_id": found.series.id, "releases_stored": len(found.release_days)}
    if isinstance(m, Reason):
        return record | {"reason": m.sentence}
    settled = m.settled_after[m.settled_after > 0]
    record |= {
        "periods": len(m.settling),
        "periods_compared": m.n_compared,
        "periods_revised": m.n_revised,
        "first_prints_stored": found.first_prints,
        "mean_revision": m.mean,
        "mean_absolute_revision": m.mean_absolute,
        "mean_absolute_revision_pct": m.mean_absolute_pct,
        "settled": m.settling.count(SETTLED),
        "still_moving": m.settling.count(STILL_MOVING),
        "cannot_say": m.settling.count(CANNOT_SAY),
        "median_releases_until_settled": float(np.median(settled)) if settled.size else None,
    }
    for name, test in (("bias", m.bias), ("news", m.news), ("noise", m.noise)):
        record |= _test_record(name, test)
    return record


def _test_record(name: str, test: Diagnostics | RevisionRegression | Reason) -> dict[str, Any]:
    empty: dict[str, Any] = {f"{name}_statistic": None, f"{name}_p_value": None, f"{name}_reason": None}
    if isinstance(test, Reason):
        return empty | {f"{name}_reason": test.sentence}
    inner = test.test if isinstance(test, RevisionRegression) else test
    filled = empty | {f"{name}_statistic": inner.statistic, f"{name}_p_value": inner.p_value}
    if isinstance(test, RevisionRegression):
        filled |= {f"{name}_intercept": test.intercept, f"{name}_slope": test.slope}
    return filled


def reading(found: SeriesRevisions) -> list[str]:
    """What the vintages say, in plain sentences."""
    m = found.measured
    if isinstance(m, Reason):
        return [m.sentence]
    return [*_about_releases(found, m), *_about_size(found.series, m), *_about_tests(found.series, m)]


def _about_releases(found: SeriesRevisions, m: Revisions) -> list[str]:
    if not found.published:
        lines = ["Counted here from events: a value changes when a fact becomes known, not by a publisher's release."]
        return lines if m.n_compared else []
    days = found.release_days
    last = "" if len(days) <= 5 else "the last five: "
    listed = ", ".join(map(str, days[-5:]))
    lines = [f"Releases stored: {len(days)} ({last}{listed}); those between are unknown."] if days else []
    if found.stand_ins:
        lines.append(
            f"{counted(found.stand_ins, 'later release')} {'stands' if found.stand_ins == 1 else 'stand'} in, on "
            "assumed days, for first prints that are not stored."
        )
    if found.releases.height and found.releases["publisher_rank"].min() != 1:
        lines.append("No publisher of rank 1 is on record: these are sightings by others, not releases.")
    if m.n_compared:
        first = found.first_prints
        others = (
            "" if first == m.n_compared
            else " For the others the first print is not stored and the true revision may be larger."
        )  # fmt: skip
        lines.append(
            f"{m.n_compared} of {counted(len(m.settling), 'period')} stand in two or more stored releases; the first "
            f"stored copy of {first} of them was made within {NEAR_DAYS} days of the period's end.{others}"
        )
    return lines


def _about_size(series: Series, m: Revisions) -> list[str]:
    if not m.n_compared or m.mean is None or m.mean_absolute is None:
        return ["No period stands in two releases; nothing can be said of revisions."]
    digits = max(series.decimals, 1)
    share = "" if m.mean_absolute_pct is None else f", {number(m.mean_absolute_pct, 2)} % of the first value"
    moving = m.settling.count(STILL_MOVING)
    return [
        f"{counted(m.n_compared, 'period')} compared, {m.n_revised} revised beyond rounding; mean revision "
        f"{number(m.mean, digits, signed=True)}, mean absolute revision {number(m.mean_absolute, digits)} "
        f"{series.unit}{share}.",
        f"At rest before their last stored vintage: {m.settling.count(SETTLED)}; moved in it: {moving}; with one "
        f"vintage, so that nothing can be said: {m.settling.count(CANNOT_SAY)}.",
    ]


def _about_tests(series: Series, m: Revisions) -> list[str]:
    if not m.n_compared:
        return []
    return [_bias_words(series, m.bias), _news_or_noise(m), *_caution(m)]


def _bias_words(series: Series, bias: Diagnostics | Reason) -> str:
    if isinstance(bias, Reason):
        return f"Bias cannot be tested. {bias.sentence}"
    about = f"Newey-West t = {number(bias.statistic, 2)} with {bias.lag} lags, {p_text(bias.p_value)}"
    null = f"Null: {bias.null_hypothesis}."
    if bias.p_value >= LEVEL:
        return f"{null} Not rejected at 5 % ({about}): no bias is shown, which is not proof that there is none."
    way = (
        "upwards, first values tend to be too low"
        if bias.statistic > 0
        else "downwards, first values tend to be too high"
    )
    return f"{null} Rejected at 5 % ({about}): values are revised {way}."


def _news_or_noise(m: Revisions) -> str:
    if isinstance(m.news, Reason) or isinstance(m.noise, Reason):
        why = m.news if isinstance(m.news, Reason) else m.noise
        return f"News or noise cannot be tested. {why}"
    news, noise = m.news.test.p_value < LEVEL, m.noise.test.p_value < LEVEL
    verdict = {
        (False, False): "neither can be rejected; the vintages do not tell news from noise",
        (True, False): "first values look like noisy measures of the latest ones",
        (False, True): "first values look like efficient forecasts: revisions are news",
        (True, True): "both are rejected: revisions can be foretold in part and are not mere noise",
    }[news, noise]
    return (
        f"Null of news ({m.news.test.null_hypothesis}): F = {number(m.news.test.statistic, 2)}, "
        f"{p_text(m.news.test.p_value)}; null of noise ({m.noise.test.null_hypothesis}): "
        f"F = {number(m.noise.test.statistic, 2)}, {p_text(m.noise.test.p_value)}. At 5 % {verdict}."
    )


def _caution(m: Revisions) -> list[str]:
    lines = []
    if m.n_compared < FEW_PERIODS and not isinstance(m.bias, Reason):
        lines.append(f"With {counted(m.n_compared, 'period')} the p-values are rough.")
    if not isinstance(m.bias, Reason):
        lines.append(
            "Many periods are revised in one edition, so that revisions come in batches and count for less than their "
            "number; for a series with a trend the growth series is the better one to ask."
        )
    return lines
