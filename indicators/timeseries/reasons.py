"""Every reason a method gives instead of a number: one table of codes and sentence templates."""

import re

from indicators.timeseries.result import Reason

REASONS: dict[str, str] = {
    "not_numeric": "The values are not numbers ({found}).",
    "not_one_dimensional": "The values have {dimensions} dimensions; one series is needed.",
    "empty": "There are no values.",
    "infinite": "Value number {position} is infinite.",
    "too_large": "Value number {position} is {value:.3g}: too large to compute with; check its unit.",
    "too_small": "No value is further from 0 than {value:.3g}: too small to compute with; check the unit.",
    "mostly_zero": "{zeros} of {count} values are 0; a level with normal errors does not fit, ask how often something "
    "happens instead.",
    "all_missing": "All {count} values are missing.",
    "too_short": "Only {count} values are observed; the method needs at least {minimum}.",
    "missing": "{count} values inside the series are missing, the first is number {position}; "
    "the method needs a complete series.",
    "missing_at_the_end": "The last {count} values are missing; the series must reach its last period.",
    "ended": "The last {count} values are missing, more than the {limit} the forecast would bridge; "
    "the series counts as ended.",
    "constant": "All observed values are the same; there is nothing to model.",
    "not_positive": "Value number {position} is {value:g}; logarithms need values above zero.",
    "outlier": "Value number {position} is {value:g}, {ratio:.0f} times as far from the median as "
    "95 % of the values; check its unit or model it as an event.",
    "lengths_differ": "There are {periods} periods and {values} values.",
    "bad_period": "Period number {position} is not a date.",
    "unsorted": "Period number {position} is earlier than the one before it; sort the series.",
    "duplicate_period": "Period number {position} repeats the one before it.",
    "mixed_frequency": "The periods mix frequencies: declared {declared}, but period number {position} "
    "has another spacing.",
    "gap": "{count} periods are absent, the first before period number {position}.",
    "too_short_axis": "Only {count} months lie in the sample or its base period; the method needs at least {minimum}.",
    "too_few_inputs": "Only {count} usable inputs of {families} families; a composite needs at least {minimum} of 2.",
    "exact_pattern": "The series follows an exact pattern; there is no noise to estimate an interval from.",
    "few_different": "The series takes only {count} different values; the method needs at least {minimum}.",
    "no_convergence": "No {family} model converged from any start.",
    "not_finite": "The {method} forecast or its interval is too large to be stated as a number.",
    "flat_start": "The values before the first forecast origin do not differ from those {lag} periods earlier; "
    "forecast errors cannot be scaled.",
    "too_few_origins": "Only {count} forecast origins fit into the series; the backtest needs at least {minimum}.",
    "seasonal_too_long": "A season of {period} periods is longer than the {limit} the method was tested with.",
    "too_few_revisions": "Only {count} periods have two or more stored releases; the test needs at least {minimum}.",
    "never_revised": "None of the {count} values was revised; there is nothing to test.",
    "too_few_polls": "Only {count} polls are known; an average over time needs at least {minimum}.",
    "too_few_poll_days": "The polls were taken on {count} different days only; an average over time needs at least "
    "{minimum}.",
    "duplicate_poll": "{house} is there twice with the same days of interviews and the same wording.",
    "not_a_share": "Value number {position} is {value:g}; shares are per cent, between 0 and 100.",
    "not_a_size": "Sample size or margin number {position} is {value:g}; it must be above zero and finite.",
    "ends_before_start": "Period number {position} ends before it begins.",
    "not_a_count": "Value number {position} is {value:g}; a count is a whole number, zero or more.",
    "not_an_exposure": "Exposure number {position} is {value:g}; it must be above zero and finite.",
    "too_few_events": "Only {count} events were counted; the method needs at least {minimum}.",
    "one_group": "All periods belong to one group; there is nothing to compare.",
    "short_group": "{group} has {count} periods; a comparison needs at least {minimum}.",
    "few_ended": "{group} has {count} durations that ended; a comparison needs at least {minimum}.",
    "no_base": "There is no period of the group {group}, with which the others are compared.",
    "not_full_rank": "The {count} columns of the design repeat each other.",
    "too_few_durations": "Only {count} durations have ended; the method needs at least {minimum}.",
    "bad_entry": "Duration number {position} entered at {entered:g}, which is not between 0 and the {low:g} it lasted "
    "at least.",
    "bad_duration": "Duration number {position} runs from {low:g} to {high:g}; the first may not be below zero nor "
    "above the second.",
    "drift_unknown": "The drift cannot be told from zero, so no time to the limit can be given.",
    "drift_away": "The drift leads away from the limit.",
    "at_ceiling": "The level has already reached the limit.",
    "bad_ceiling": "The limit is {value:g}; it must be above zero and finite.",
    "short_before": "Only {count} values are observed before the event; the method needs at least {minimum}.",
    "short_after": "Only {count} values are observed after the event; the method needs at least {minimum}.",
    "no_x13": "The program X-13ARIMA-SEATS is not installed; it comes with: pip install indicators[x13].",
    "x13_failed": "X-13ARIMA-SEATS gives no result ({message}).",
    "x13_too_long": "The {count} values are more than the {limit} that X-13ARIMA-SEATS takes.",
    "x13_missing": "{count} of {total} values inside the series are missing, more than the tenth that X-13ARIMA-SEATS "
    "may estimate.",
    "no_earlier_value": "There is no value {lag} periods before the last one.",
}


ONE = re.compile(
    r"(?<![\d.,])1 (value|month|usable input|period|poll|event|duration|different day|forecast origin)s"
    r"( inside the series)?(?: (are|were|have|lie|fit)\b)?"
)
NONE = re.compile(r"^Only 0 (\w+)s (are|were|have|lie|fit)\b")
SINGULAR = {"are": "is", "were": "was", "have": "has", "lie": "lies", "fit": "fits"}


def _one(found: re.Match[str]) -> str:
    """One thing and its verb."""
    noun, place, verb = found.groups()
    return f"1 {noun}{place or ''}{f' {SINGULAR[verb]}' if verb else ''}"


def reason(code: str, **details: object) -> Reason:
    """
    Fill the template of a declared code.

    Parameters
    ----------
    code
        A key of ``REASONS``; an undeclared code is a programming error (``KeyError``).
    **details
        What the template names. Positions count from 1, as a reader counts.

    Examples
    --------
    >>> reason("too_short", count=3, minimum=10).sentence
    'Only 3 values are observed; the method needs at least 10.'
    >>> reason("too_few_events", count=1, minimum=5).sentence
    'Only 1 event was counted; the method needs at least 5.'
    >>> reason("too_short", count=0, minimum=10).sentence
    'No value is observed; the method needs at least 10.'
    """
    sentence = NONE.sub(lambda found: f"No {found[1]} {SINGULAR[found[2]]}", REASONS[code].format(**details))
    return Reason(code=code, sentence=ONE.sub(_one, sentence))
