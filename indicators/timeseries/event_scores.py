"""Scores of probabilities given to events that then happened or did not, with intervals honest about few cases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Reason

FEWEST_PAIRS = 5
"""Below so many cases neither a skill nor an interval of the gain is given."""
ONE_SIDED = 0.975
"""Quantile at the upper end of a 95 per cent interval."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """``successes`` of ``cases`` with two 95 per cent intervals, each a pair from 0 to 1."""

    successes: int
    cases: int
    share: float
    wilson: tuple[float, float]
    exact: tuple[float, float]


def proportion(successes: int, cases: int) -> Proportion | None:
    """
    A share of cases with Wilson's and Clopper and Pearson's 95 % intervals; None without cases.

    The second never covers the true share in fewer than 95 of 100 samples; the first is closer to 95 and shorter.

    References
    ----------
    Wilson (1927), J. Am. Statist. Assoc. 22, 209-212; Clopper and Pearson (1934), Biometrika 26, 404-413.

    Examples
    --------
    >>> found = proportion(7, 10)
    >>> [round(end, 3) for end in (*found.wilson, *found.exact)]
    [0.397, 0.892, 0.348, 0.933]
    """
    from scipy.special import betaincinv, ndtri  # a third of the time of scipy.stats, which calls these

    if cases == 0:
        return None
    share, failures = successes / cases, cases - successes
    square = float(ndtri(ONE_SIDED)) ** 2
    widened = 1 + square / cases
    middle = (share + square / (2 * cases)) / widened
    half = float(np.sqrt(square * (share * (1 - share) + square / (4 * cases)) / cases)) / widened
    wilson = (middle - half if successes else 0.0, middle + half if failures else 1.0)
    low = float(betaincinv(successes, failures + 1, 1 - ONE_SIDED)) if successes else 0.0
    high = float(betaincinv(successes + 1, failures, ONE_SIDED)) if failures else 1.0
    return Proportion(successes, cases, share, wilson, (low, high))


def brier(probabilities: Sequence[float], happened: Sequence[bool]) -> float:
    """
    Mean squared difference between probability and what came (1 or 0): 0 is perfect, 0.25 is a coin, 1 is the worst.

    References
    ----------
    Brier (1950), Monthly Weather Review 78, 1-3.

    Examples
    --------
    >>> brier([0.5, 1.0], [True, True])
    0.125
    """
    losses = (np.asarray(probabilities, dtype=np.float64) - np.asarray(happened, dtype=np.float64)) ** 2
    return float(losses.mean())


@dataclass(frozen=True, slots=True)
class Skill:
    """``skill`` is 1 less Brier score over that of the rival; ``gain`` the rival's mean loss less ours.

    ``interval`` is that of ``gain`` at 95 per cent, or the reason why there is neither it nor a skill.
    """

    cases: int
    brier: float
    rival: float
    skill: float | None
    gain: float
    interval: tuple[float, float] | Reason


def skill(probabilities: Sequence[float], rival: Sequence[float], happened: Sequence[bool]) -> Skill | None:
    """
    How much better than another forecast of the same events, by Brier score; None without events.

    The interval is Student's t over the paired differences; it takes the events as independent, which several forecasts
    of one document are not.

    Parameters
    ----------
    probabilities, rival, happened
        Of equal length, in the same order.

    Examples
    --------
    >>> found = skill([0.9, 0.8], [0.5, 0.5], [True, True])
    >>> found.skill, round(found.gain, 3), found.interval.sentence
    (None, 0.225, 'Only 2 values are observed; the method needs at least 5.')
    """
    from scipy.special import stdtrit

    cases = len(happened)
    if cases == 0:
        return None
    came = np.asarray(happened, dtype=np.float64)
    ours, theirs = ((np.asarray(p, dtype=np.float64) - came) ** 2 for p in (probabilities, rival))
    difference = theirs - ours
    gain, loss = float(difference.mean()), float(theirs.mean())
    if cases < FEWEST_PAIRS:
        few = reason("too_short", count=cases, minimum=FEWEST_PAIRS)
        return Skill(cases, float(ours.mean()), loss, None, gain, few)
    half = float(stdtrit(cases - 1, ONE_SIDED) * difference.std(ddof=1) / np.sqrt(cases))
    share = None if loss == 0 else 1 - float(ours.mean()) / loss
    return Skill(cases, float(ours.mean()), loss, share, gain, (gain - half, gain + half))
