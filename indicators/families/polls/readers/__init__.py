"""Original formats of polls."""

from __future__ import annotations

from indicators.families.polls.readers import fivethirtyeight, levada, mueller, pew_trumpworld, snoutcounter, weekly
from indicators.families.polls.readers.shared import RESULT_ID
from indicators.ingesting.reader import Placement

READERS = (
    fivethirtyeight.LIST,
    fivethirtyeight.PAGE,
    snoutcounter.APPROVAL,
    snoutcounter.BY_ISSUE,
    pew_trumpworld.READER,
    levada.READER,
    *weekly.READERS,
    mueller.READER,
)
PLACEMENTS = {
    "poll_questions": Placement(("question_id",)),
    "poll_results": Placement(
        ("pollster", "question_id", "population", "field_start", "field_end", "response", "source_id", "reading_no"),
        id=RESULT_ID,
    ),
}
