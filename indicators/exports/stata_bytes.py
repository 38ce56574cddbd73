"""Two parts of a Stata 118 file that pyreadstat leaves to the clock or empty: the header's time and the notes.

Layout after StataCorp's description of the format (help dta): the header's time stamp has 17 characters; a note is
a characteristic, of a variable or of the data set (``_dta``); the map near the beginning says where each part starts.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping, Sequence

STAMP = b"<timestamp>\x11"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PLACE = b"<characteristics>"
EMPTY = PLACE + b"</characteristics>"
MAP = b"<map>"
AFTER = slice(9, 14)
"""Entries of the map for what comes after the characteristics, the end of the file among them."""
NAME = 129
"""Bytes that a name takes, with the zero at its end."""


def with_clock(data: bytes, day: dt.date) -> bytes:
    """The file as if written at the beginning of a day.

    Examples
    --------
    >>> with_clock(b"<timestamp>\\x1126 Nov 2026 00:42</timestamp>", dt.date(2025, 6, 30))
    b'<timestamp>\\x1130 Jun 2025 00:00</timestamp>'
    """
    start = data.index(STAMP) + len(STAMP)
    written = f"{day.day:02d} {MONTHS[day.month - 1]} {day.year:04d} 00:00".encode()
    return data[:start] + written + data[start + len(written) :]


def with_notes(data: bytes, notes: Mapping[str, Sequence[str]]) -> bytes:
    """The file with notes.

    Parameters
    ----------
    data : bytes
        A file without characteristics.
    notes : mapping
        Name of a variable, or ``_dta`` for the data set, to its notes.
    """
    texts = b"".join(_notes(name.encode(), listed) for name, listed in notes.items())
    start = data.index(EMPTY) + len(PLACE)
    where = data.index(MAP) + len(MAP)
    places = list(struct.unpack_from("<14Q", data, where))
    places[AFTER] = [place + len(texts) for place in places[AFTER]]
    return data[:where] + struct.pack("<14Q", *places) + data[where + 14 * 8 : start] + texts + data[start:]


def _notes(name: bytes, listed: Sequence[str]) -> bytes:
    """``note0`` says how many notes there are, ``note1`` and so on are they."""
    numbered = [str(len(listed)), *listed]
    return b"".join(_characteristic(name, b"note%d" % place, text.encode()) for place, text in enumerate(numbered))


def _characteristic(name: bytes, what: bytes, text: bytes) -> bytes:
    body = name.ljust(NAME, b"\0") + what.ljust(NAME, b"\0") + text + b"\0"
    return b"<ch>" + struct.pack("<I", len(body)) + body + b"</ch>"
