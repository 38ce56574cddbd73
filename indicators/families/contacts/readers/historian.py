"""Registers of the Office of the Historian: travels abroad of presidents and secretaries, visits of foreign leaders."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from indicators.families.contacts.readers.registers import Entry, president_on, register_reading, russians_in
from indicators.ingesting.faults import unknown_code, unreadable
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request, in_repository
from indicators.ingesting.xml_stream import child, elements, root_tag, text_of

PUBLISHER = "US Department of State, Office of the Historian"
LICENCE = "CC0 1.0 (data files of HistoryAtState)"
ADDRESS = "https://history.state.gov/departmenthistory"
OFFICES = {"president": "president", "secretary": "secretary_of_state"}
SOURCES = {
    "president": Publication("Travels abroad of the President", PUBLISHER, f"{ADDRESS}/travels/president", LICENCE, 1),
    "secretary": Publication(
        "Travels abroad of the Secretary of State", PUBLISHER, f"{ADDRESS}/travels/secretary", LICENCE, 1
    ),
    "visits": Publication("Visits by foreign leaders of Russia", PUBLISHER, f"{ADDRESS}/visits/russia", LICENCE, 1),
}
OURS = re.compile(r"\bRussian?\b|\bYeltsin\b|\bPutin\b|\bMedvedev\b|\bLavrov\b|\bKozyrev\b|\bPrimakov\b")
ATTENDED = re.compile(r"^Attended\b(?!.*\b[Mm]et with)", re.S)
STAY = "the dates are the stay, not the meeting; read from the register's remarks"


def read_travels(request: Request) -> Reading:
    original = request.alone()
    trips = list(_days(original, "trip"))
    roles = {t["role"] for t in trips}
    if unknown := roles - set(OFFICES):
        raise unknown_code(str(original.path), "role of a traveller", unknown, "families/contacts/readers/historian.py")
    if len(roles) != 1:
        raise unreadable(str(original.path), f"a register is of one office, this is of {len(roles)}")
    ours = [t for t in trips if t["place_id"] == "russia" or OURS.search(t["words"])]
    role = roles.pop()
    return register_reading([_trip(t) for t in ours], SOURCES[role], request, len(trips))


def read_visits(request: Request) -> Reading:
    visits = list(_days(request.alone(), "visit"))
    ours = [_visit(v) for v in visits if v["place_id"] == "russia"]
    return register_reading(ours, SOURCES["visits"], request, len(visits))


def _days(original: Original, tag: str) -> Iterator[dict[str, Any]]:
    where = "country" if tag == "trip" else "from"
    for element in elements(original, tag):
        line = int(element.sourceline or 0)
        try:
            days = {n: dt.date.fromisoformat(text_of(element, f"{n}-date")) for n in ("start", "end")}
        except ValueError as error:
            raise unreadable(f"{original.path}:{line}", f"a {tag} without its days ({error})") from error
        place = child(element, where)
        yield days | {
            "line": line, "role": element.get("role", ""), "name": text_of(element, "name"),
            "place_id": "" if place is None else place.get("id", ""), "country": text_of(element, where),
            "locale": text_of(element, "locale"), "visitor": text_of(element, "visitor"),
            "words": text_of(element, "remarks" if tag == "trip" else "description"),
        }  # fmt: skip


def _trip(t: dict[str, Any]) -> Entry:
    office = OFFICES[t["role"]]
    person = president_on(t["end"]) if office == "president" else _short(t["name"])
    place = t["locale"] if office == "president" else f"{t['locale']}, {t['country']}"
    return Entry(t["line"], t["start"], t["end"], person, office, russians_in(t["words"], t["end"]), "in_person",
                 t["words"], place=place, note=None if t["start"] == t["end"] else STAY)  # fmt: skip


def _short(name: str) -> str:
    """First and last name.

    Examples
    --------
    >>> _short("John Forbes Kerry")
    'John Kerry'
    """
    parts = name.split()
    return f"{parts[0]} {parts[-1]}" if len(parts) > 2 else name


def _visit(v: dict[str, Any]) -> Entry:
    presence = bool(ATTENDED.search(v["words"]))
    return Entry(v["line"], v["start"], v["end"], president_on(v["end"]), "president",
                 russians_in(v["visitor"], v["end"]), "in_person", f"{v['visitor']}: {v['words']}",
                 attendance="presence" if presence else "meeting",
                 note=None if v["start"] == v["end"] else STAY)  # fmt: skip


def _is(original: Original, tag: str) -> bool:
    return original.kind == "xml" and root_tag(original).rpartition("}")[2] == tag


TRAVELS = Reader(
    name="historian_travels",
    family="contacts",
    title="Travels abroad of a president or Secretary of State: meetings with Russian leaders",
    format="XML, a file a traveller, one trip an element",
    columns=("trip", "id", "name", "start-date", "end-date", "country", "locale", "remarks"),
    tables=("contacts",),
    licence=LICENCE,
    address=f"{ADDRESS}/travels",
    example="indicators ingest historian_travels trump-donald-j.xml",
    downloads=(
        in_repository("HistoryAtState/travels", "president-travels/trump-donald-j.xml"),
        in_repository("HistoryAtState/travels", "secretary-travels/kerry-john-forbes.xml"),
    ),
    recognises=lambda o: _is(o, "trips"),
    read=read_travels,
    quirks=(
        Quirk("2020-02", "the days are the stay in the country; who was met stands in the remarks alone"),
        Quirk("2020-02", "remarks name a minister by name, by office among several countries, or not at all"),
    ),
)
VISITS = Reader(
    name="historian_visits",
    family="contacts",
    title="Visits of foreign leaders to the United States: those of Russian leaders",
    format="XML, a file a decade, one visit an element",
    columns=("visit", "id", "start-date", "end-date", "visitor", "from", "description"),
    tables=("contacts",),
    licence=LICENCE,
    address=f"{ADDRESS}/visits",
    example="indicators ingest historian_visits 2000.xml",
    downloads=(in_repository("HistoryAtState/visits", "data/2020.xml"),),
    recognises=lambda o: _is(o, "visits"),
    read=read_visits,
    quirks=(
        Quirk("2010-02", "a name is spelt in several ways; a prime minister is called Premier"),
        Quirk("2010-02", "a visit to a summit names no meeting: it is marked as presence"),
    ),
)
