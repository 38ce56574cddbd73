"""The declared list of events that charts mark and models ask about: neutral names of dated facts, chosen once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class Event:
    """One event: its day, a short neutral label, a sentence for people, and whether models ask about it."""

    day: date
    label: str
    note: str
    modelled: bool = False


EVENTS: Final[tuple[Event, ...]] = (
    Event(
        date(2014, 3, 18),
        "Crimea",
        "Accession treaty on Crimea signed, not recognised by the UN General Assembly.",
        modelled=True,
    ),
    Event(date(2018, 7, 16), "Helsinki summit", "Presidents Trump and Putin meet in Helsinki."),
    Event(
        date(2022, 2, 24),
        "Ukraine, Feb 2022",
        "Large-scale war in Ukraine begins on 24 February 2022.",
        modelled=True,
    ),
    Event(
        date(2025, 1, 20),
        "US administration",
        "Change of administration in the United States.",
        modelled=True,
    ),
    Event(date(2025, 8, 15), "Alaska summit", "Presidents Trump and Putin meet in Anchorage.", modelled=True),
    Event(date(2026, 2, 5), "New START ends", "The New START treaty reaches its end date."),
)
"""In order of time; models ask about 2014, February 2022, January 2025 and 15 August 2025."""

TURNS: Final = tuple(event for event in EVENTS if event.label in ("Crimea", "Ukraine, Feb 2022"))
"""Those that stay where an axis is too long for all."""
