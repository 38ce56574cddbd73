"""OFAC lists as XML, streamed: ``sdn.xml`` and ``sdn_advanced.xml``; both carry their own day of publication."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from indicators.families.sanctions.readers.snapshots import (
    Copy,
    cells_of,
    checked,
    ofac_reader,
    publication,
    reading_of,
    steps,
)
from indicators.ingesting.faults import OriginalProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Quirk, Reading, Request
from indicators.ingesting.xml_stream import child, elements, local, root_tag, text_of

TYPES = {"Entity": "entity", "Individual": "individual", "Vessel": "vessel", "Aircraft": "aircraft"}
KINDS = {"1": "vessel", "2": "aircraft", "3": "entity", "4": "individual"}
"""PartySubTypeID of the advanced schema."""
SCHEMA: dict[str, Any] = {"entry_id": pl.String, "entity_type": pl.String, "tags": pl.List(pl.String)}
MONTH_FIRST, DATE_PARTS = "%m/%d/%Y", ("Year", "Month", "Day")


def _is(original: Original, root: str) -> bool:
    return original.kind == "xml" and root_tag(original).rpartition("}")[2] == root


def _copy(original: Original, day: dt.date | None, stated: int | None, rows: list[tuple[str, str, list[str]]]) -> Copy:
    if day is None:
        raise OriginalProblem(
            "the list does not say its day of publication",
            where=str(original.path),
            do="fetch the list again from its publisher",
        )
    if stated is not None and stated != len(rows):
        raise OriginalProblem(
            f"the list says {stated} entries and holds {len(rows)}",
            where=str(original.path),
            do="fetch the list again: it is cut off or was changed",
        )
    entries = checked(str(original.path), pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    return Copy(day, "publish_date", "release", original.seen_in, entries)


def plain_copy(original: Original) -> Copy:
    """A copy of ``sdn.xml``."""
    day, stated, rows = None, None, []
    for element in elements(original, "publshInformation", "sdnEntry"):
        if local(element) == "publshInformation":
            day = dt.datetime.strptime(text_of(element, "Publish_Date"), MONTH_FIRST).date()  # noqa: DTZ007 a plain day
            stated = int(text_of(element, "Record_Count") or "-1")
        else:
            kind = text_of(element, "sdnType")
            programmes = child(element, "programList")
            tags = [" ".join((p.text or "").split()) for p in (programmes if programmes is not None else ())]
            rows.append((text_of(element, "uid"), TYPES.get(kind, kind), tags))
    return _copy(original, day, stated, rows)


def advanced_copy(original: Original) -> Copy:
    """A copy of ``sdn_advanced.xml``: parties by profile, programmes by the comments of their measures."""
    day: dt.date | None = None
    kinds: dict[str, str] = {}
    tags: dict[str, list[str]] = {}
    for element in elements(original, "DateOfIssue", "DistinctParty", "SanctionsEntry"):
        match local(element):
            case "DateOfIssue":
                day = day or _date(element)
            case "DistinctParty":
                profile = child(element, "Profile")
                if profile is not None:
                    kinds[profile.get("ID", "")] = KINDS.get(profile.get("PartySubTypeID", ""), "unknown")
            case "SanctionsEntry":
                said = [text_of(m, "Comment") for m in element if local(m) == "SanctionsMeasure"]
                tags.setdefault(element.get("ProfileID", ""), []).extend(t for t in said if t)
    rows = [(profile, kind, list(dict.fromkeys(tags.get(profile, [])))) for profile, kind in kinds.items()]
    return _copy(original, day, None, rows)


def _date(element: Any) -> dt.date:
    year, month, day = (int(text_of(element, part)) for part in DATE_PARTS)
    return dt.date(year, month, day)


def _read(request: Request, file: str, make: Any) -> Reading:
    try:
        copies = [make(o) for o in request.files]
    except (ValueError, OverflowError) as error:
        raise OriginalProblem(
            f"a date or a count cannot be read: {error}",
            where=str(request.files[0].path),
            do="fetch the list again from its publisher",
        ) from error
    return reading_of(steps(sorted(copies, key=lambda c: c.day)), publication(file))


PLAIN = ofac_reader(
    "sdn.xml",
    name="ofac_sdn_xml",
    title="Specially Designated Nationals as XML: counts, additions and removals",
    format="XML, root sdnList",
    columns=("Publish_Date", "Record_Count", "uid", "sdnType", "programList"),
    tables=("sanctions_list_counts", "sanctions_actions"),
    example="indicators ingest ofac_sdn_xml sdn.xml",
    recognises=lambda original: _is(original, "sdnList"),
    read=lambda request: _read(request, "sdn.xml", plain_copy),
    entries=lambda o: cells_of(plain_copy(o).entries),
    quirks=(
        Quirk("2026-09", "the element publshInformation is misspelt by OFAC; its date is month/day/year"),
        Quirk("2026-09", "Record_Count is held against the entries: a list that is cut off stops"),
    ),
    together=True,
    unseen="written by OFAC's schema and the header of one list; no whole copy was at hand",
)
ADVANCED = ofac_reader(
    "sanctions/1.0/sdn_advanced.xml",
    most_mb=500,
    name="ofac_sdn_advanced",
    title="Specially Designated Nationals in the advanced schema: counts, additions and removals",
    format="XML, root Sanctions",
    columns=("DateOfIssue", "DistinctParty", "Profile", "SanctionsEntry", "SanctionsMeasure"),
    tables=("sanctions_list_counts", "sanctions_actions"),
    example="indicators ingest ofac_sdn_advanced sdn_advanced.xml",
    recognises=lambda original: _is(original, "Sanctions"),
    read=lambda request: _read(request, "sdn_advanced.xml", advanced_copy),
    entries=lambda o: cells_of(advanced_copy(o).entries),
    quirks=(
        Quirk(
            "2026-11",
            "a programme is the comment of a measure of the entry; the type is a number of the party's profile",
        ),
        Quirk("2026-11", "reference tables come first and the file exceeds 100 MB: it is read element by element"),
    ),
    together=True,
    unseen="written by OFAC's documented schema; no copy was at hand",
)
