"""Shifts of the mean at unknown dates (Bai and Perron): how many, when, and how sure."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicators.timeseries.break_intervals import DateInterval, date_interval
from indicators.timeseries.break_search import Partition, best_partitions, information_criteria, regimes_of
from indicators.timeseries.break_tests import REPLICATIONS, SEED, bootstrap_no_break, sequential
from indicators.timeseries.input import as_series, center_and_scale, check_series
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import Diagnostics, FloatArray, IntArray, Parameters, Reason, frozen
from indicators.timeseries.rounding import decimals_for, published_array, published_diagnostics, published_significant

TRIMMING = 0.15
"""Share of the values that lies at least between two breaks: the authors' advice for robust tests."""
MOST_BREAKS = 5
MINIMUM_OBSERVATIONS = 30
PERSISTENT = 0.8
LEAST_DIFFERENT = 4
_NAMING = "A break is named by the last period of the old regime; the new one begins with the next."
_SIZE = (
    "sup F with estimated correlation rejects too often in short series; without the bootstrap (AR(1) errors, "
    f"{REPLICATIONS} draws, seed {SEED}) no break is counted. At 5 % it rejects 1 to 7 of 100 made-up AR(1) series of "
    "40 to 120 values without a break and a coefficient of 0 to 0.8."
)
_DRIFT = (
    "The values are persistent (AR(1) coefficient {rho:.2f} within regimes): slow drift can look like breaks, and of "
    "made-up series with a coefficient of 0.9 the bootstrap at 5 % finds breaks in 9 of 100 without one."
)
_SHORTENED = "{count} missing values are left out; breaks are looked for among the observed ones in their order."


@dataclass(frozen=True, slots=True)
class Break:
    """
    One shift of the mean.

    Attributes
    ----------
    position
        Of the last value of the old regime, on the series' own axis; the new regime begins with the next.
    intervals
        Of that position, by level.
    before, after
        Means of the two regimes, unit of the series.
    supported_by
        Which of BIC, LWZ and sequential sup F put a break inside the widest interval.
    """

    position: int
    intervals: tuple[DateInterval, ...]
    before: float
    after: float
    supported_by: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Breaks:
    """
    The breaks of a series.

    Attributes
    ----------
    method
        Settings in words.
    breaks
        In order of time; empty when none is found.
    level
        Mean of the regime each value lies in, shape (n,); NaN where the value is missing.
    counts
        Number of breaks by method: ``BIC``, ``LWZ``, ``sequential sup F``.
    criteria
        ``BIC, 0 breaks`` ... and ``LWZ, ...``, as logarithms of the unit squared; ``SSR, ...`` in the unit squared.
    diagnostics
        sup F(l+1 | l) with the critical value as the p-value's bracket, and the bootstrap test of no break.
    n_observations
        Observed values used.
    notes
        Conventions and warnings.
    """

    method: str
    breaks: tuple[Break, ...]
    level: FloatArray
    counts: tuple[tuple[str, int], ...]
    criteria: Parameters
    diagnostics: tuple[Diagnostics, ...]
    n_observations: int
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", frozen(self.level))


@dataclass(frozen=True, eq=False)
class _Task:
    """One question: the `known` values, scaled by `scale`, at `places` of the `series`."""

    series: FloatArray
    places: IntArray
    scale: float
    known: FloatArray
    shortest: int
    robust: bool
    levels: tuple[int, ...]


def find_breaks(
    values: npt.ArrayLike,
    *,
    robust: bool = True,
    most: int = MOST_BREAKS,
    trimming: float = TRIMMING,
    levels: tuple[int, ...] = (80, 95),
    minimum: int = MINIMUM_OBSERVATIONS,
) -> Breaks | Reason:
    """
    When did the mean of a series shift, and how sure are the dates?

    Parameters
    ----------
    values
        Shape (n,), any unit, in time order; missing values are left out.
    robust
        Errors may be correlated and their variance may change (prewhitened quadratic spectral kernel, regime by
        regime); False: uncorrelated errors, variance by regime.
    most
        Breaks looked for at most.
    trimming
        Smallest distance between two breaks as a share of the values.
    levels
        Of the date intervals, per cent.
    minimum
        Observations needed.

    Returns
    -------
    Breaks or Reason
        Dates minimise the sum of squares (dynamic programming). Their number is that of the sequential test at 5 per
        cent, or 0 when the bootstrap test does not reject "no break" at 5 per cent; BIC and LWZ stand beside it.

    References
    ----------
    Bai and Perron (1998), Econometrica 66, 47-78; (2003), J. Applied Econometrics 18, 1-22; critical values (2003),
    Econometrics Journal 6, 72-78. LWZ: Liu, Wu and Zidek (1997), Statistica Sinica 7, 497-525.

    Examples
    --------
    >>> noise = np.cos(np.arange(80.0) ** 2)
    >>> found = find_breaks(np.where(np.arange(80) < 30, 0.0, 5.0) + noise)
    >>> [b.position for b in found.breaks]
    [29]
    """
    broken = check_series(values, minimum=minimum, allow_missing="any")
    series = as_series(values)
    if broken is not None or isinstance(series, Reason):
        return broken or reason("empty")
    places = np.flatnonzero(~np.isnan(series))
    center, scale = center_and_scale(series)
    known = (series[places] - center) / scale
    different = np.unique(known).size
    if different < LEAST_DIFFERENT:
        return reason("few_different", count=different, minimum=LEAST_DIFFERENT)
    if not _varies(known):
        return reason("exact_pattern")
    shortest = max(int(trimming * known.size), 5)
    most = min(most, known.size // shortest - 1)
    task = _Task(series, places.astype(np.int64), scale, known, shortest, robust, levels)
    return _assemble(task, best_partitions(known, most, shortest))


def _varies(known: FloatArray) -> bool:
    """Tell whether there is noise around the levels: more than one change in twenty values."""
    return bool(np.count_nonzero(np.diff(known)) > known.size / 20)


def _assemble(task: _Task, partitions: list[Partition]) -> Breaks:
    """Test, choose the number and put dates, intervals and means together."""
    known, n = task.known, task.known.size
    criteria = information_criteria([ssr for ssr, _ in partitions], n)
    sequence, statistics = sequential(known, partitions, task.shortest, task.robust)
    bootstrap = bootstrap_no_break(known, task.shortest)
    counts = {"BIC": int(np.argmin(criteria["BIC"])), "LWZ": int(np.argmin(criteria["LWZ"]))}
    counts["sequential sup F"] = sequence
    positions = partitions[sequence if bootstrap.p_value < 0.05 else 0][1]
    dates = {name: partitions[count][1] for name, count in counts.items()}
    level = np.full(task.series.size, np.nan)
    for part, where in zip(regimes_of(task.series[task.places], positions), _cut(task.places, positions), strict=True):
        level[where] = part.mean()
    variance = "robust" if task.robust else "plain"
    return Breaks(
        method=f"Bai-Perron, mean shifts, at least {task.shortest} values a regime, {variance} variance",
        breaks=tuple(_break(task, positions, index, dates) for index in range(len(positions))),
        level=level,
        counts=tuple(counts.items()),
        criteria=_criteria(criteria, partitions, task.scale),
        diagnostics=(*statistics, bootstrap),
        n_observations=n,
        notes=_notes(known, positions, task.series.size - n),
    )


def _cut(places: IntArray, positions: list[int]) -> list[IntArray]:
    return np.split(places, [position + 1 for position in positions])


def _break(task: _Task, positions: list[int], index: int, dates: dict[str, list[int]]) -> Break:
    """One break with its intervals on the series' own axis."""
    position, last = positions[index], task.known.size - 2
    old, new = regimes_of(task.known, positions)[index : index + 2]
    bands = [date_interval(old, new, position, level, robust=task.robust) for level in task.levels]
    ends = [(min(max(band.lower, 0), last), min(max(band.upper, 0), last)) for band in bands]
    low, high = ends[-1]
    own = zip(task.levels, ends, strict=True)
    before, after = regimes_of(task.series[task.places], positions)[index : index + 2]
    return Break(
        position=int(task.places[position]),
        intervals=tuple(DateInterval(level, int(task.places[a]), int(task.places[b])) for level, (a, b) in own),
        before=float(before.mean()),
        after=float(after.mean()),
        supported_by=tuple(name for name, found in dates.items() if any(low <= date <= high for date in found)),
    )


def _criteria(criteria: dict[str, FloatArray], partitions: list[Partition], scale: float) -> Parameters:
    shift = 2 * float(np.log(scale))
    rows = [
        (f"{name}, {m} breaks", float(v) + shift) for name, column in criteria.items() for m, v in enumerate(column)
    ]
    return (*rows, *((f"SSR, {m} breaks", ssr * scale**2) for m, (ssr, _) in enumerate(partitions)))


def _notes(known: FloatArray, positions: list[int], missing: int) -> tuple[str, ...]:
    inside = np.concatenate([part - part.mean() for part in regimes_of(known, positions)])
    rho = float(inside[1:] @ inside[:-1]) / float(inside @ inside)
    drift = (_DRIFT.format(rho=rho),) if rho > PERSISTENT else ()
    return (_NAMING, _SIZE, *drift, *((_SHORTENED.format(count=missing),) if missing else ()))


def published_breaks(result: Breaks) -> Breaks:
    """
    Put breaks through the rounding gate: means keep the places that the values' spread bears.

    Examples
    --------
    >>> noise = np.cos(np.arange(80.0) ** 2)
    >>> found = published_breaks(find_breaks(np.where(np.arange(80) < 30, 0.0, 5.0) + noise))
    >>> found.breaks[0].after == round(found.breaks[0].after, 4)
    True
    """
    size = float(np.nanmax(np.abs(result.level)))
    spread = float(np.sqrt(dict(result.criteria)["SSR, 0 breaks"] / result.n_observations))
    digits = decimals_for(size, spread)
    shown = tuple(replace(b, before=_rounded(b.before, digits), after=_rounded(b.after, digits)) for b in result.breaks)
    return replace(
        result,
        breaks=shown,
        level=published_array(result.level, digits),
        criteria=tuple((name, float(published_significant(value, 4) or 0)) for name, value in result.criteria),
        diagnostics=published_diagnostics(result.diagnostics),
    )


def _rounded(value: float, digits: int) -> float:
    return float(published_array([value], digits)[0])
