"""Polls of one question as the poll average sees them: checked, with the variance each one brings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.timeseries.input import as_series, first_position
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import BoolArray, FloatArray, IntArray, Reason, frozen, frozen_booleans

DESIGN_EFFECT = 1.5
"""Variance of a weighted sample over that of a simple random one where no margin of error is stated; the margins stated
by the houses of this collection imply 1.3 (Ipsos), 1.4 (Pew), 1.7 (Gallup) and 1.9 (Levada)."""
DEFAULT_SIZE = 1000
"""Interviews assumed where no sample size is known."""
MINIMUM_POLLS = 8
MINIMUM_DAYS = 5
"""Different days of interviews below which movement cannot be told from noise."""


@dataclass(frozen=True, eq=False)
class Polls:
    """
    Polls of one public on one question, one entry a poll, all of length n, in any order.

    Attributes
    ----------
    start, end
        First and last day of the interviews, days since 1970-01-01.
    share
        Per cent giving the positive answer.
    opposite
        Per cent giving the negative answer where the net is wanted; None for a share.
    house
        Who asked.
    size
        Interviews; NaN where not known.
    margin
        Stated margin of error of a share of 50 per cent at 95 %, points; NaN where not stated.
    exact_days
        False where only the month (or a longer span) of the interviews is known: the few days they took then lie
        anywhere within it.
    wording
        Name of the form of the question; an empty text is the usual one. Every other name shifts the level.
    """

    start: IntArray
    end: IntArray
    share: FloatArray
    house: tuple[str, ...]
    opposite: FloatArray | None = None
    size: FloatArray | None = None
    margin: FloatArray | None = None
    exact_days: BoolArray | None = None
    wording: tuple[str, ...] = ()

    @property
    def value(self) -> FloatArray:
        """Share, or positive less negative share, shape (n,), percentage points."""
        return self.share if self.opposite is None else self.share - self.opposite

    @property
    def day(self) -> FloatArray:
        """Middle of the interviews, days since 1970-01-01, shape (n,)."""
        return (self.start + self.end) / 2

    @property
    def assumed_sizes(self) -> int:
        """Polls that have neither a sample size nor a margin."""
        return int(np.count_nonzero(np.isnan(_column(self.size, self)) & np.isnan(_column(self.margin, self))))


def make_polls(
    start: npt.ArrayLike,
    end: npt.ArrayLike,
    share: npt.ArrayLike,
    house: Sequence[str],
    *,
    opposite: npt.ArrayLike | None = None,
    size: npt.ArrayLike | None = None,
    margin: npt.ArrayLike | None = None,
    exact_days: npt.ArrayLike | None = None,
    wording: Sequence[str] | None = None,
) -> Polls | Reason:
    """
    Check polls and put them in order of their middle day; a poll without the share (or one side of a net) is left out.

    Parameters
    ----------
    start, end, share, house, opposite, size, margin, exact_days, wording
        As in `Polls`; days as dates, ISO strings or datetime64.

    Examples
    --------
    >>> polls = make_polls(["2025-03-01", "2025-02-01"], ["2025-03-03", "2025-02-05"], [40, 44], ["A", "B"])
    >>> polls.house, polls.value
    (('B', 'A'), array([44., 40.]))
    >>> make_polls(["2025-03-01"], ["2025-03-03"], [140], ["A"]).sentence
    'Value number 1 is 140; shares are per cent, between 0 and 100.'
    """
    columns = {"share": share, "opposite": opposite, "size": size, "margin": margin}
    read = {name: as_series(column) for name, column in columns.items() if column is not None}
    for column in read.values():
        if isinstance(column, Reason):
            return column
    arrays = {name: column for name, column in read.items() if not isinstance(column, Reason)}
    days = _days(start, end)
    if isinstance(days, Reason):
        return days
    n = arrays["share"].size
    known = np.ones(n, dtype=bool) if exact_days is None else np.asarray(exact_days, dtype=bool)
    names = tuple(house)
    forms = tuple("" for _ in range(n)) if wording is None else tuple(wording)
    for found in (*(column.size for column in (*arrays.values(), *days, known)), len(names), len(forms)):
        if found != n:
            return reason("lengths_differ", periods=found, values=n)
    broken = _check_shares(arrays) or _check_sizes(arrays)
    if broken is not None:
        return broken
    present = ~np.isnan(arrays["share"]) & ~np.isnan(arrays.get("opposite", np.zeros(n)))
    order = np.lexsort((np.array(names), days[1], days[0], days[0] + days[1]))
    order = order[present[order]]
    kept = {name: frozen(column[order]) for name, column in arrays.items()}
    return Polls(
        start=days[0][order],
        end=days[1][order],
        share=kept["share"],
        house=tuple(names[i] for i in order),
        opposite=kept.get("opposite"),
        size=kept.get("size"),
        margin=kept.get("margin"),
        exact_days=frozen_booleans(known[order]),
        wording=tuple(forms[i] for i in order),
    )


def check_polls(polls: Polls) -> Reason | None:
    """
    Say why no average can be made of the polls, or None when one can.

    Examples
    --------
    >>> few = make_polls(["2025-03-01"], ["2025-03-03"], [40], ["A"])
    >>> check_polls(few).sentence
    'Only 1 poll is known; an average over time needs at least 8.'
    """
    if polls.share.size < MINIMUM_POLLS:
        return reason("too_few_polls", count=polls.share.size, minimum=MINIMUM_POLLS)
    days = np.unique(polls.day).size
    if days < MINIMUM_DAYS:
        return reason("too_few_poll_days", count=days, minimum=MINIMUM_DAYS)
    keys = list(zip(polls.house, polls.wording, polls.start.tolist(), polls.end.tolist(), strict=True))
    for number, key in enumerate(keys):
        if key in keys[:number]:
            return reason("duplicate_poll", house=key[0])
    return reason("constant") if np.ptp(polls.value) == 0 else None


def sampling_variance(
    polls: Polls, design_effect: float = DESIGN_EFFECT, default_size: float = DEFAULT_SIZE
) -> FloatArray:
    """
    Return the variance that sampling and rounding give each poll, shape (n,), squared percentage points.

    A share p of m interviews has 10^4 d p (1 - p) / m with d the design effect; a net p - q has
    10^4 d (p + q - (p - q)^2) / m. A stated margin is for p = 0.5 and gives d / m. Rounding to a unit u
    adds u^2 / 12 for each share: whole points, or tenths where the share has a decimal. p stays within 1 and 99 per
    cent, for a sample without a single answer is not certain of zero.

    References
    ----------
    Kish (1965), Survey Sampling, section 8.2 (design effect); Sheppard (1898) for rounding.

    Examples
    --------
    >>> polls = make_polls(["2025-03-01"], ["2025-03-03"], [50], ["A"], size=[1500])
    >>> [round(float(v), 4) for v in sampling_variance(polls)]  # 1.5 * 2500 / 1500 + 1 / 12
    [2.5833]
    """
    size = _column(polls.size, polls)
    inverse = design_effect / np.where(np.isnan(size), default_size, size)
    margin = _column(polls.margin, polls)
    inverse = np.where(np.isnan(margin), inverse, (margin / 100 / 1.959964 / 0.5) ** 2)
    positive = np.clip(polls.share / 100, 0.01, 0.99)
    rounding = _rounding(polls.share)
    if polls.opposite is None:
        spread = positive * (1 - positive)
    else:
        negative = np.clip(polls.opposite / 100, 0.01, 0.99)
        spread = np.maximum(positive + negative - (positive - negative) ** 2, 0.02)
        rounding = rounding + _rounding(polls.opposite)
    return np.asarray(1e4 * inverse * spread + rounding, dtype=np.float64)


def span_weights(polls: Polls) -> FloatArray:
    """
    Return how many days of latent movement each poll's dates leave open, shape (n,), days.

    Opinion is a random walk whose variance grows by s2 a day. The mean over a span of L days differs from the level of
    its middle day with variance s2 L / 12; interviews of a few days somewhere in a span of L days with s2 L / 4.

    Examples
    --------
    >>> polls = make_polls(["2025-03-01"] * 2, ["2025-03-12", "2025-03-31"], [40, 41], "AB", exact_days=[True, False])
    >>> span_weights(polls)
    array([1.  , 7.75])
    """
    length = (polls.end - polls.start + 1).astype(np.float64)
    exact = np.ones(length.size, dtype=bool) if polls.exact_days is None else polls.exact_days
    return np.asarray(length / np.where(exact, 12.0, 4.0), dtype=np.float64)


def overlapping_houses(polls: Polls) -> tuple[str, ...]:
    """
    Return the houses whose effect can be told from a change of opinion, in alphabetical order; empty where there are
    none.

    Two houses overlap where the time from the first to the last poll of one meets that of the other; the largest group
    that hangs together by overlaps counts (the first by name among equals), and one house alone is no group.

    Examples
    --------
    >>> days = ["2020-01-01", "2020-03-01", "2020-02-01", "2021-01-01"]
    >>> overlapping_houses(make_polls(days, days, [1, 2, 3, 4], ["A", "A", "B", "C"]))
    ('A', 'B')
    """
    spans = {}
    for name in sorted(set(polls.house)):
        own = polls.day[[house == name for house in polls.house]]
        spans[name] = (float(own.min()), float(own.max()))
    groups: list[list[str]] = []
    reach = -np.inf
    for name, (first, last) in sorted(spans.items(), key=lambda item: (item[1], item[0])):
        if groups and first <= reach:
            groups[-1].append(name)
        else:
            groups.append([name])
        reach = max(reach, last)
    largest = max(groups, key=len, default=[])
    return tuple(sorted(largest)) if len(largest) > 1 else ()


def _column(values: FloatArray | None, polls: Polls) -> FloatArray:
    return np.full(polls.share.size, np.nan) if values is None else values


def _rounding(share: FloatArray) -> FloatArray:
    unit = np.where(share == np.round(share), 1.0, 0.1)
    return np.asarray(unit**2 / 12, dtype=np.float64)


def _days(start: npt.ArrayLike, end: npt.ArrayLike) -> tuple[IntArray, IntArray] | Reason:
    try:
        first, last = (np.asarray(days, dtype="datetime64[D]") for days in (start, end))
    except (TypeError, ValueError):
        return reason("bad_period", position=1)
    for days in (first, last):
        if np.isnat(days).any():
            return reason("bad_period", position=first_position(np.isnat(days)) + 1)
    if first.size == last.size and (last < first).any():
        return reason("ends_before_start", position=first_position(last < first) + 1)
    return first.astype(np.int64), last.astype(np.int64)


def _check_shares(arrays: dict[str, FloatArray]) -> Reason | None:
    for name in ("share", "opposite"):
        shares = arrays.get(name)
        if shares is None:
            continue
        if np.isinf(shares).any():
            return reason("infinite", position=first_position(np.isinf(shares)) + 1)
        outside = (shares < 0) | (shares > 100)
        if outside.any():
            position = first_position(outside)
            return reason("not_a_share", position=position + 1, value=float(shares[position]))
    if arrays["share"].size == 0:
        return reason("empty")
    if np.isnan(arrays["share"]).all():
        return reason("all_missing", count=arrays["share"].size)
    return None


def _check_sizes(arrays: dict[str, FloatArray]) -> Reason | None:
    for name, least in (("size", 1.0), ("margin", 0.0)):
        column = arrays.get(name)
        if column is not None and ((column <= 0) | (column < least) | np.isinf(column)).any():
            position = first_position((column <= 0) | (column < least) | np.isinf(column))
            return reason("not_a_size", position=position + 1, value=float(column[position]))
    return None
