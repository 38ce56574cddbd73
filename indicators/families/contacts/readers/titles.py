"""News titles of the Kremlin, and posts of the Russian foreign ministry."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import polars as pl

from indicators.families.contacts.readers.registers import (
    Entry,
    president_on,
    register_reading,
    russians_in,
    secretary_on,
)
from indicators.ingesting.faults import columns_differ, unreadable
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Publication, Quirk, Reader, Reading, Request
from indicators.ingesting.rows import LINE, decoded, looks_like, stop_at, table_rows

KREMLIN_COLUMNS = ("Date", "Title")
KREMLIN = Publication(
    "Kremlin news listing (English)", "Kremlin", "http://en.kremlin.ru/events/president/news", "CC BY 4.0", 1
)
MINISTRY = Publication(
    "Telegram channel of the Russian foreign ministry (posts, third-party copy, cut at 120 characters)",
    "Russian Ministry of Foreign Affairs", "https://t.me/MFARussia", "not stated", 1,
)  # fmt: skip
US_PRESIDENT = r"(?:US President|President of the (?:United States|USA|US)(?: of America)?)"
TITLE = re.compile(rf"^(Telephone conversation|Videoconference|Meeting|Talks) with {US_PRESIDENT}\b(?!-elect)")
TITLE_OF_US = re.compile(r"\b(US|United States|American|Trump|Biden|Witkoff)\b")
CHANNELS = {"Telephone conversation": "phone", "Videoconference": "video", "Meeting": "in_person", "Talks": "in_person"}
STAMP = "%B %d, %Y, %H:%M"
POST_KEYS = {"t", "d", "s", "cat"}
CALL = re.compile(r"telephone conversation|spoke (?:by|over the) (?:tele)?phone|phone call|telephone call")
MEETING = re.compile(r"\b(?:met with|held talks|hold talks|talks between|meeting with)\b")
POST_OF_PRESIDENT = re.compile(r"president of the us\b|us president\b|president jose|president donald|president joe")
POST_OF_SECRETARY = re.compile(r"us secretary of state\b")
NAMED_DAY = re.compile(
    r"\bon (january|february|march|april|may|june|july|august|september|october|november|december) (\d{1,2})\b"
)


def read_kremlin(request: Request) -> Reading:
    original = request.alone()
    rows = table_rows(original, KREMLIN_COLUMNS).with_columns(
        pl.col("Date").str.to_datetime(STAMP, strict=False), pl.col("Title").str.replace_all(r"\s+", " ")
    )
    bad = rows.filter(pl.col("Date").is_null() | pl.col("Title").is_null())
    stop_at(original, bad, "a row has no day or no title", "fetch the listing again")
    entries = [_titled(row) for row in rows.to_dicts() if TITLE_OF_US.search(row["Title"]) and _is_contact(row)]
    return register_reading(entries, KREMLIN, request, rows.height)


def _is_contact(row: dict[str, Any]) -> bool:
    return bool(re.match(r"(Telephone conversation|Videoconference|Meeting|Talks)\b", row["Title"]))


def _titled(row: dict[str, Any]) -> Entry:
    day, title = row["Date"].date(), row["Title"]
    found = TITLE.match(title)
    channel = CHANNELS[found[1]] if found else "in_person"
    presidents = [p for p in russians_in("Putin Medvedev", day) if p[1] == "president"]
    return Entry(row[LINE], day, day, president_on(day) if found else "", "president", presidents, channel, title)


def read_posts(request: Request) -> Reading:
    original = request.alone()
    posts = _posts(original)
    entries = [e for e in (_post(original, i, p) for i, p in enumerate(posts, 1)) if e is not None]
    return register_reading(_once(entries), MINISTRY, request, len(posts))


def _posts(original: Original) -> list[dict[str, str]]:
    try:
        data = json.loads(decoded(original))
    except json.JSONDecodeError as error:
        raise unreadable(f"{original.path}:{error.lineno}", f"no well-formed JSON ({error.msg})") from error
    if not (isinstance(data, list) and data and all(isinstance(p, dict) for p in data)):
        raise unreadable(str(original.path), f"no list of posts with {', '.join(sorted(POST_KEYS))} each")
    for number, post in enumerate(data, 1):
        if set(post) != POST_KEYS:
            raise columns_differ(f"{original.path}, post {number}", list(post), sorted(POST_KEYS))
    return data


def _post(original: Original, number: int, post: dict[str, str]) -> Entry | None:
    """A call or meeting with the president or the Secretary of State that a post speaks of."""
    text = " ".join(post["t"].split())
    channel = "phone" if CALL.search(text) else "in_person" if MEETING.search(text) else ""
    office = "president" if POST_OF_PRESIDENT.search(text) else ""
    office = "secretary_of_state" if POST_OF_SECRETARY.search(text) else office
    if not channel or not office:
        return None
    try:
        posted = dt.date.fromisoformat(post["d"])
    except ValueError as error:
        raise unreadable(f"{original.path}, post {number}", f"no day ({error})") from error
    day = _day_in(text, posted)
    person = president_on(day) if office == "president" else secretary_on(day)
    named = russians_in(text.title(), day)
    late = 0 if NAMED_DAY.search(text) else 1
    return Entry(number, day, day, person, office, named, channel, text, days_late=late, released=posted)


def _day_in(text: str, posted: dt.date) -> dt.date:
    """The day that a post names, else its own."""
    found = NAMED_DAY.search(text)
    if not found:
        return posted
    try:
        day = dt.datetime.strptime(f"{found[1]} {found[2]} {posted.year}", "%B %d %Y").date()  # noqa: DTZ007
    except ValueError:
        return posted
    return day if day <= posted else day.replace(year=posted.year - 1)


def _once(entries: list[Entry]) -> list[Entry]:
    """Posts repeat a contact: the first that names somebody stands for it."""
    seen: dict[tuple[dt.date, str, str], Entry] = {}
    for entry in entries:
        key = entry.start, entry.level, entry.channel
        if key not in seen or (not seen[key].russians and entry.russians):
            seen[key] = entry
    return list(seen.values())


TITLES = Reader(
    name="kremlin_titles",
    family="contacts",
    title="News titles of the Kremlin: calls and meetings with the president of the United States",
    format="csv, header row, newest first",
    columns=KREMLIN_COLUMNS,
    tables=("contacts",),
    licence="CC BY 4.0",
    address="http://en.kremlin.ru/events/president/news",
    example="indicators ingest kremlin_titles kremlin_dates.csv",
    recognises=lambda o: looks_like(o, KREMLIN_COLUMNS),
    read=read_kremlin,
    quirks=(
        Quirk("2025-04", "a day is written out, with its hour in Moscow: April 1, 2025, 19:00"),
        Quirk("2025-04", "titles say US President and President of the United States"),
    ),
)
POSTS = Reader(
    name="ministry_posts",
    family="contacts",
    title="Posts of the Russian foreign ministry: calls and meetings with the president or the Secretary of State",
    format="JSON: a list of posts with text, day, summary, category",
    columns=("t", "d", "s", "cat"),
    tables=("contacts",),
    licence="not stated; figures and titles cited as facts",
    address="https://t.me/MFARussia",
    example="indicators ingest ministry_posts 2021.json",
    recognises=lambda o: o.kind == "json" and all(f'"{k}":' in o.text[:2000].replace('" :', '":') for k in POST_KEYS),
    read=read_posts,
    quirks=(
        Quirk("2021-12", "the copy is in lower case and cut at 120 characters, so a name can be cut"),
        Quirk("2021-12", "a post can be of the day after; it then names the day"),
        Quirk("2021-12", "one contact has several posts: opening remarks, pictures, answers to the press"),
    ),
)
