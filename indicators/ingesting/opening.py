"""A file from outside, opened with care: what kind it is, its first lines, its checksum; nothing is trusted."""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from indicators.ingesting.faults import AGAIN, OriginalProblem, unreadable

HEAD_BYTES = 65_536
CHECKSUM_DIGITS = 16
MOST_BYTES = 2_000_000_000
"""What the members of a zip archive may unpack to, together."""
MOST_RATIO = 200
"""How many times its packed size a zip member may unpack to."""
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
HTML = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
OTHERS = {
    b"\x1f\x8b": ("packed with gzip", "unpack it first (gunzip)"),
    b"BZh": ("packed with bzip2", "unpack it first (bunzip2)"),
    b"\xfd7zXZ": ("packed with xz", "unpack it first (unxz)"),
    b"%PDF": ("a PDF document", "find the table behind it, or fill in a template: indicators add TABLE --template"),
    b"\xd0\xcf\x11\xe0": ("a workbook of Excel before 2007", "save it as .xlsx, or as csv in UTF-8"),
}
"""First bytes of files that no reader opens: what they are, and what to do."""
R_DATA = (".rda", ".rdata", ".rds")
DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


@dataclass(frozen=True)
class Original:
    """One file from outside."""

    path: Path

    @property
    def name(self) -> str:
        """Its name, as messages call it."""
        return self.path.name

    @cached_property
    def head(self) -> bytes:
        """The first bytes.

        Raises
        ------
        OriginalProblem
            If the file is missing, empty or unreadable.
        """
        try:
            with self.path.open("rb") as stream:
                data = stream.read(HEAD_BYTES)
        except OSError as error:
            raise unreadable(str(self.path), error.strerror or "unknown") from error
        if not data.strip():
            raise OriginalProblem("the file is empty", where=str(self.path), do=AGAIN)
        return data

    @cached_property
    def checksum(self) -> str:
        """First digits of its SHA-256."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:CHECKSUM_DIGITS]

    @property
    def seen_in(self) -> str:
        """What ``seen_in`` says of facts from this file."""
        return f"{' '.join(self.name.split())} sha256:{self.checksum}"

    @cached_property
    def encoding(self) -> str:
        """By its byte order mark, else UTF-8."""
        return next((name for mark, name in BYTE_ORDER_MARKS if self.head.startswith(mark)), "utf-8")

    @cached_property
    def text(self) -> str:
        """The first lines as text; what is not UTF-8 is shown as such."""
        return self.head.decode(self.encoding, errors="replace")

    @cached_property
    def lines(self) -> list[str]:
        """The first lines, without their ends; a last line that is cut is left out."""
        lines = self.text.splitlines()
        return lines[:-1] if len(self.head) == HEAD_BYTES and len(lines) > 1 else lines

    @cached_property
    def headers(self) -> dict[int, dict[str, list[str]]]:
        """Rows of a workbook's sheets, by number: it is opened once for all readers that ask (see `rows`)."""
        return {}

    @property
    def first_line(self) -> str:
        return self.lines[0] if self.lines else ""

    @cached_property
    def kind(self) -> str:
        """``zip``, ``xlsx``, ``ods``, ``xml``, ``json`` or ``text``.

        Raises
        ------
        OriginalProblem
            If it is a web page, a damaged or a dangerous archive, packed in another way, or no text at all.
        """
        if self.head.startswith(b"PK"):
            return self._archive()
        if self.path.suffix.lower() in R_DATA:
            raise OriginalProblem(
                "the file is R data", where=str(self.path), do="let R write it as csv: see docs/readers.md"
            )
        for mark, (what, do) in OTHERS.items():
            if self.head.startswith(mark):
                raise OriginalProblem(f"the file is {what}", where=str(self.path), do=do)
        if HTML.match(self.text.lstrip("\ufeff")):
            raise OriginalProblem(
                "this is a web page, not data: an error page was saved under the file's name", where=str(self.path),
                do=AGAIN,
            )  # fmt: skip
        if self.encoding != "utf-16" and b"\x00" in self.head:
            raise OriginalProblem("the file is neither text nor a known archive", where=str(self.path), do=AGAIN)
        begin = self.text.lstrip("\ufeff \t\r\n")
        return "xml" if begin.startswith("<") else "json" if begin.startswith(("{", "[")) else "text"

    def _archive(self) -> str:
        names = {m.filename for m in members(self.path)}
        if "xl/workbook.xml" in names:
            return "xlsx"
        return "ods" if "content.xml" in names and "mimetype" in names else "zip"

    @property
    def day_in_name(self) -> dt.date | None:
        """The day that the file's name holds, if it does.

        Examples
        --------
        >>> Original(Path("sdn_2024-05-03.csv")).day_in_name, Original(Path("sdn.csv")).day_in_name
        (datetime.date(2024, 5, 3), None)
        """
        found = DAY_IN_NAME.search(self.path.name)
        if not found:
            return None
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            return None


def members(path: Path) -> list[zipfile.ZipInfo]:
    """The members of a zip archive, whose sizes are within bounds.

    Raises
    ------
    OriginalProblem
        If the archive is damaged, or unpacks to more than is sane.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise unreadable(str(path), "the archive is damaged or cut off") from error
    size = sum(m.file_size for m in found)
    ratio = max((m.file_size / max(m.compress_size, 1) for m in found if m.file_size > HEAD_BYTES), default=0)
    if size > MOST_BYTES or ratio > MOST_RATIO:
        raise OriginalProblem(
            f"the archive would unpack to {size:,} bytes, up to {ratio:,.0f} times its size", where=str(path),
            do=f"check where it comes from; at most {MOST_BYTES:,} bytes and {MOST_RATIO} times are unpacked",
        )  # fmt: skip
    return found


def unpack(path: Path, folder: Path) -> list[Path]:
    """Unpack the files of an archive into a folder, under plain names, within the stated sizes."""
    made = []
    try:
        with zipfile.ZipFile(path) as archive:
            for member in members(path):
                if member.is_dir():
                    continue
                target = folder / re.sub(r"[^\w.-]", "_", Path(member.filename).name)
                with archive.open(member) as source, target.open("wb") as out:
                    left = member.file_size
                    while piece := source.read(1 << 20):
                        left -= len(piece)
                        if left < 0:
                            raise unreadable(str(path), "a member is larger than it says")
                        out.write(piece)
                made.append(target)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise unreadable(str(path), "a member of the archive is damaged or locked") from error
    return made
