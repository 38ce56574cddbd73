"""What readers of registers share: who held which office, and contacts from named meetings and calls."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from indicators.families.contacts.redundancy import US_PRESIDENTS
from indicators.ingesting.reader import PUBLICATION, Publication, Reading, Refusal, Request

REMOTE = ("phone", "video", "letter")
D = dt.date
RUSSIAN_OFFICES = (
    ("Yeltsin", "Boris Yeltsin", "president", D(1991, 7, 10), D(2000, 1, 1)),
    ("Putin", "Vladimir Putin", "prime_minister", D(1999, 8, 9), D(1999, 12, 31)),
    ("Putin", "Vladimir Putin", "president", D(1999, 12, 31), D(2008, 5, 7)),
    ("Putin", "Vladimir Putin", "prime_minister", D(2008, 5, 8), D(2012, 5, 7)),
    ("Putin", "Vladimir Putin", "president", D(2012, 5, 7), D(2030, 5, 7)),
    ("Medvedev", "Dmitry Medvedev", "president", D(2008, 5, 7), D(2012, 5, 7)),
    ("Medvedev", "Dmitry Medvedev", "prime_minister", D(2012, 5, 8), D(2020, 1, 16)),
    ("Chernomyrdin", "Viktor Chernomyrdin", "prime_minister", D(1992, 12, 14), D(1998, 3, 23)),
    ("Kasyanov", "Mikhail Kasyanov", "prime_minister", D(2000, 5, 17), D(2004, 2, 24)),
    ("Kozyrev", "Andrei Kozyrev", "foreign_minister", D(1990, 10, 11), D(1996, 1, 6)),
    ("Primakov", "Yevgeny Primakov", "foreign_minister", D(1996, 1, 9), D(1998, 9, 11)),
    ("Primakov", "Yevgeny Primakov", "prime_minister", D(1998, 9, 11), D(1999, 5, 12)),
    ("Igor Ivanov", "Igor Ivanov", "foreign_minister", D(1998, 9, 11), D(2004, 3, 9)),
    ("Lavrov", "Sergey Lavrov", "foreign_minister", D(2004, 3, 9), D(2030, 5, 7)),
)
"""Word of a register, name, office, first day in it, first day out of it."""
BY_OFFICE = re.compile(r"Foreign Ministers? (?:of|from) [^.;]*\bRussia\b")
RANK = ("president", "prime_minister", "foreign_minister")
SECRETARIES = (
    ("Antony Blinken", D(2021, 1, 26), D(2025, 1, 20)),
    ("Marco Rubio", D(2025, 1, 21), D(2029, 1, 20)),
)
LEVELS = {"president": "head_of_state", "secretary_of_state": "foreign_minister"}
COUNTERPARTS = {"head_of_state": ("president", "prime_minister"), "foreign_minister": ("president", "foreign_minister")}
"""Russian offices that a contact of the level is held with."""


@dataclass(frozen=True)
class Entry:
    """One entry of a register that may be a contact.

    ``russians`` are names with their offices; an entry without any is for a person to look at. ``days_late`` says by
    how many days the register may date it too late; ``released`` is the day of a post, where it is one.
    """

    line: int
    start: dt.date
    end: dt.date
    american: str
    office: str
    russians: Sequence[tuple[str, str]]
    channel: str
    words: str
    attendance: str = "meeting"
    place: str | None = None
    note: str | None = None
    days_late: int = 0
    released: dt.date | None = None

    @property
    def level(self) -> str:
        return LEVELS[self.office]


def president_on(day: dt.date) -> str:
    """Who was president of the United States on a day."""
    return next((n for n, first, out in US_PRESIDENTS if first <= day < out), "")


def secretary_on(day: dt.date) -> str:
    """Who was Secretary of State on a day; empty where nobody is declared."""
    return next((n for n, first, out in SECRETARIES if first <= day < out), "")


def russians_in(text: str, day: dt.date) -> list[tuple[str, str]]:
    """Russian officials that a text names, with the office of the day, the highest last.

    Examples
    --------
    >>> russians_in("Met with Foreign Minister Sergey Lavrov and President Putin.", dt.date(2015, 5, 12))
    [('Sergey Lavrov', 'foreign_minister'), ('Vladimir Putin', 'president')]
    >>> russians_in("Met with the Foreign Ministers of Iran, Russia, and Turkey.", dt.date(2016, 10, 15))
    [('Sergey Lavrov', 'foreign_minister')]
    """
    held = [(w, n, o) for w, n, o, first, out in RUSSIAN_OFFICES if first <= day < out]
    found = {(n, o) for w, n, o in held if re.search(rf"\b{w}\b", text)}
    if BY_OFFICE.search(text):
        found |= {(n, o) for _, n, o in held if o == "foreign_minister"}
    return sorted(found, key=lambda pair: -RANK.index(pair[1]))


def register_reading(
    entries: Iterable[Entry], source: Publication, request: Request, rows: int, *, quality: str = "medium"
) -> Reading:
    """Contacts that are not held yet; entries that name no Russian official of the level are refused with their line.

    A contact that is held, from whatever source, is counted and no candidate: registers repeat one another.
    """
    name = request.files[0].name
    held, spans = _held(request, "contacts"), _held(request, "contacts_coverage")
    found, refused, known = [], [], 0
    for entry in entries:
        side = [(n, o) for n, o in entry.russians if o in COUNTERPARTS[entry.level]]
        if _is_held(entry, held):
            known += 1
        elif not side or not entry.american:
            refused.append(Refusal(name, entry.line, f"{entry.start}: names nobody of the level: {entry.words[:90]}"))
        else:
            found.append(_row(entry, side, _regime(entry, spans), quality))
    counts = {"contacts that are held": known}
    if not found:
        return Reading({}, {}, rows, refused, counts)
    facts = pl.DataFrame(found, infer_schema_length=None).with_columns(
        pl.lit("register").alias(PUBLICATION), pl.lit(None, pl.Int64).alias("duration_minutes"),
        *(pl.lit(None, pl.String).alias(c) for c in ("topic", "possible_double_of")),
        *(pl.col(c).cast(pl.String) for c in ("place", "note")),
    )  # fmt: skip
    return Reading({"contacts": facts}, {"register": source}, rows, refused, counts)


def _held(request: Request, table: str) -> list[dict[str, object]]:
    return request.held(table).to_dicts() if request.held else []


def _group(channel: object) -> str:
    return "remote" if channel in REMOTE else "in_person"


def _is_held(entry: Entry, held: Sequence[Mapping[str, object]]) -> bool:
    """Whether a contact of the level and kind of channel stands on a day of the entry."""
    return any(
        row["level"] == entry.level
        and _group(row["channel"]) == _group(entry.channel)
        and _day(row["date_start"]) <= entry.end
        and _day(row["date_end"]) >= entry.start - dt.timedelta(entry.days_late)
        for row in held
    )


def _day(value: object) -> dt.date:
    if not isinstance(value, dt.date):
        raise TypeError(f"no day: {value!r}")
    return value


def _regime(entry: Entry, spans: Sequence[Mapping[str, object]]) -> str:
    """How densely contacts of the level are collected on the day, as the coverage says."""
    for row in spans:
        open_end = row["to_date"] is None
        if (
            row["level"] == entry.level
            and row["channel_group"] == _group(entry.channel)
            and _day(row["from_date"]) <= entry.end
            and (open_end or entry.end < _day(row["to_date"]))
        ):
            return str(row["source_regime"])
    return "not_collected"


def _row(entry: Entry, side: Sequence[tuple[str, str]], regime: str, quality: str) -> dict[str, object]:
    remote = _group(entry.channel) == "remote"
    named = [f"{n} (prime minister)" if o == "prime_minister" else n for n, o in side]
    tail = {"head_of_state": "hos", "foreign_minister": "fm"}[entry.level]
    return {
        "fact_id": f"contacts.c{entry.start:%Y%m%d}-{tail}", "date_start": entry.start, "date_end": entry.end,
        "date_precision": "approx" if entry.days_late else "day" if entry.start == entry.end else "range",
        "obs_status": "E" if entry.days_late else "A", "counted_on": entry.end,
        "channel": entry.channel, "level": entry.level, "us_side": entry.american, "us_role": entry.office,
        "russian_side": "; ".join(named), "russian_role": min((o for _, o in side), key=RANK.index),
        "attendance": "not_applicable" if remote else entry.attendance, "place": entry.place, "status": "held",
        "source_regime": regime, "published_on": entry.released or entry.end + dt.timedelta(0 if remote else 1),
        "published_basis": "release" if entry.released else "event", "quality": quality, "note": entry.note,
    }  # fmt: skip
