"""Contracts of the tables that the index fills."""

from __future__ import annotations

import datetime as dt

from indicators.contracts.model import TableModel, column
from indicators.modelling.result_table import ResultTable, result_contract
from indicators.modelling.tables import BandedTable

POINTS = "index points"
DIRECTIONS = {
    "warmer": "up by more than the 80 per cent band of the change",
    "cooler": "down by more than that band",
    "no clear change": "the band of the change includes none",
}
STATES = {
    "warmer": "moved up",
    "cooler": "moved down",
    "unchanged": "moved by less than a tenth of its usual quarterly move",
    "unknown": "no number in the quarter or in the one before",
}
STEPS = {
    "before": "the older cut-off's index of its own quarter",
    "outlook": "what the older cut-off expected to change by the newer quarter",
    "withdrawn": "a number that is no longer there",
    "revised": "a number that was revised",
    "new": "a number that came: its news",
    "re_estimation": "new parameters, new inputs, a base with more months",
    "after": "the newer cut-off's index of its own quarter",
}


class Index(BandedTable):
    """The index by month."""

    _contract = result_contract(
        "index", "Relations index: mean 100, standard deviation 10 over its base, up is warmer", "component",
        "period_start",
    )  # fmt: skip


class IndexQuarters(ResultTable):
    """One row a quarter."""

    _contract = result_contract("index_quarters", "Relations index by quarter, with the change and its band", "quarter")

    quarter: str = column("Quarter", pattern=r"\d{4}Q[1-4]")
    value: float = column("Mean of the three months", unit=POINTS)
    lower_80: float = column("Lower end of its 80 per cent band", unit=POINTS)
    upper_80: float = column("Upper end of its 80 per cent band", unit=POINTS)
    lower_95: float = column("Lower end of its 95 per cent band", unit=POINTS)
    upper_95: float = column("Upper end of its 95 per cent band", unit=POINTS)
    change: float = column("Change on the quarter before", unit=POINTS, nullable=True)
    change_lower_80: float = column("Lower end of the 80 per cent band of the change", unit=POINTS, nullable=True)
    change_upper_80: float = column("Upper end of the 80 per cent band of the change", unit=POINTS, nullable=True)
    direction: str = column("What the change says", codes=DIRECTIONS, nullable=True)
    first_published: float = column("The value at the quarter's usual cut-off", unit=POINTS, nullable=True)
    numbers_known: int = column("Numbers of the quarter known, all inputs", unit="numbers", ge=0)
    numbers_expected: int = column("Numbers that the quarter can hold: three a monthly input, one a quarterly", ge=0)


class IndexInputs(ResultTable):
    """One row a declared input."""

    _contract = result_contract(
        "index_inputs", "Inputs of the relations index: why, how, and what they weigh", "input_id"
    )

    input_id: str = column("Series that enters", references="series.series_id")
    family: str = column("Family of the series")
    transform: str = column("Transform, in words", free_text=True)
    sign: int = column("1 where more is warmer, -1 where less is", codes={1: "more is warmer", -1: "less is warmer"})
    why: str = column("Why it enters in this way", free_text=True)
    observations_count: int = column("Numbers inside the sample", unit="observations", ge=0)
    last_period: dt.date = column("First day of the last month or quarter known", nullable=True)
    mean: float = column("Mean of the transformed input, by which it is standardised", nullable=True)
    standard_deviation: float = column("Standard deviation of the transformed input", nullable=True)
    loading: float = column("Standard deviations of the input that one unit of the factor moves", nullable=True)
    correlation: float = column("Correlation of the transformed input with the index", nullable=True, ge=-1, le=1)
    noise: float = column("Variance of the input's own part, standardised", nullable=True)
    own_persistence: float = column("Monthly autocorrelation of the own part", nullable=True)
    share_pct: float = column("Part of the index's variance that comes through it", unit="per cent", nullable=True)
    reason: str = column("Why it could not enter now", nullable=True, free_text=True)


class IndexLeftOut(ResultTable):
    """One row a series that does not enter."""

    _contract = result_contract(
        "index_left_out", "Series that do not enter the relations index, with the reason", "left_out_id"
    )

    left_out_id: str = column("Series", references="series.series_id")
    family: str = column("Family of the series")
    why: str = column("Why it does not enter", free_text=True)


class IndexContributions(ResultTable):
    """One row a part of the index and month."""

    _contract = result_contract(
        "index_contributions", "The relations index taken apart: the parts of a month add up to it", "part",
        "period_start",
    )  # fmt: skip

    part: str = column("An input; base: every input at its value of factor 0; initial_state: before the sample")
    family: str = column("Family of the input", nullable=True)
    period_start: dt.date = column("First day of the month")
    points: float = column("Contribution", unit=POINTS)


class IndexNews(ResultTable):
    """One row a step from the older cut-off's index to the newer one's."""

    _contract = result_contract(
        "index_news", "Why the relations index moved since the quarter before: the steps add up from before to after",
        "line",
    )  # fmt: skip

    line: int = column("Order of the steps", ge=1)
    step: str = column("What the step is", codes=STEPS)
    quarter: str = column("Quarter spoken of", pattern=r"\d{4}Q[1-4]")
    known_on: dt.date = column("Cut-off the step leads to (before: the older cut-off)")
    input_id: str = column("Input whose number changed", nullable=True, references="series.series_id")
    family: str = column("Family of the input", nullable=True)
    period_start: dt.date = column("First day of the number's month or quarter", nullable=True)
    forecast: float = column(
        "Expected (new) or known before (revised, withdrawn), unit of the input or of its yearly sum", nullable=True
    )
    actual: float = column("What came, same unit", nullable=True)
    surprise: float = column(
        "Actual less forecast in standard deviations of the transformed input, warmer above 0", nullable=True
    )
    weight: float = column("Index points for one standard deviation of surprise", nullable=True)
    points: float = column("Impact; for before and after the index itself", unit=POINTS)


class IndexSensitivity(ResultTable):
    """One row a variant and month."""

    _contract = result_contract(
        "index_sensitivity", "The relations index made in other ways, by month", "variant", "period_start"
    )

    variant: str = column("Which choice is other", pattern=r"[a-z_]+")
    period_start: dt.date = column("First day of the month")
    value: float = column("Index of the variant, scaled over the same base", unit=POINTS, nullable=True)


class IndexVariants(ResultTable):
    """One row a variant."""

    _contract = result_contract(
        "index_variants", "The relations index made in other ways: the quarter and the agreement", "variant"
    )

    variant: str = column("Which choice is other", pattern=r"[a-z_]+")
    what: str = column("What is done otherwise", free_text=True)
    value: float = column("Index of the quarter", unit=POINTS, nullable=True)
    change: float = column("Change on the quarter before", unit=POINTS, nullable=True)
    correlation: float = column("Correlation with the index over the months both have", nullable=True, ge=-1, le=1)
    reason: str = column("Why there is no number", nullable=True, free_text=True)


class IndexDiffusion(ResultTable):
    """One row an input."""

    _contract = result_contract(
        "index_diffusion", "What each input of the relations index did in the quarter", "input_id"
    )

    input_id: str = column("Series that enters", references="series.series_id")
    family: str = column("Family of the series")
    quarter: str = column("Quarter, compared with the one before", pattern=r"\d{4}Q[1-4]")
    state: str = column("What it did", codes=STATES)
    numbers_known: int = column("Numbers of the quarter known", ge=0)
    numbers_expected: int = column("Numbers the quarter can hold", ge=0)


INDEX_TABLES: tuple[type[TableModel], ...] = (
    Index, IndexQuarters, IndexInputs, IndexLeftOut, IndexContributions, IndexNews, IndexSensitivity, IndexVariants,
    IndexDiffusion,
)  # fmt: skip
