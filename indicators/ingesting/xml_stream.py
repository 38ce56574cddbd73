"""XML of any size, element by element: no entities, no document type, no network, no more memory than one element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Any

import polars as pl

from indicators.ingesting.faults import OriginalProblem, columns_differ, unreadable
from indicators.ingesting.opening import Original

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
TABLE, TEXT = f"{{{OFFICE}:table:1.0}}", f"{{{OFFICE}:text:1.0}}"
MOST_COLUMNS = 1000


def elements(original: Original, *tags: str, stream: IO[bytes] | None = None) -> Iterator[Any]:
    """Each element of the given local names, whole, in the order of the file; it is emptied after use.

    Raises
    ------
    OriginalProblem
        If the file declares a document type or entities, or is not well-formed.
    """
    from lxml import etree

    wanted, checked = set(tags), False
    with stream or original.path.open("rb") as source:
        try:
            for event, element in etree.iterparse(
                source, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
                dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
            ):  # fmt: skip
                if not checked:
                    refuse_document_type(original, element)
                    checked = True
                if event == "end" and local(element) in wanted:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise unreadable(f"{original.path}:{error.lineno or 0}", f"no well-formed XML ({error.msg})") from error


def refuse_document_type(original: Original, root: Any) -> None:
    """No list needs one, and it is where entity bombs and file inclusions live."""
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise OriginalProblem(
            "the XML declares a document type or entities, which is refused", where=str(original.path),
            do="fetch the file again from its publisher; the lists have none",
        )  # fmt: skip


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, *path: str) -> Any | None:
    """The first descendant by a path of local names."""
    here = element
    for name in path:
        here = next((c for c in here if local(c) == name), None)
        if here is None:
            return None
    return here


def text_of(element: Any, *path: str) -> str:
    """The text of the first descendant by a path of local names, with single spaces; empty where there is none."""
    found = child(element, *path)
    return "" if found is None else " ".join((found.text or "").split())


def root_tag(original: Original) -> str:
    """Local name of the root element, and its namespace, by the first bytes alone: ``{namespace}name``."""
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    with suppress(etree.XMLSyntaxError):  # the head is cut off
        parser.feed(original.head)
    for _, element in parser.read_events():
        refuse_document_type(original, element)
        return str(element.tag)
    raise unreadable(str(original.path), "no well-formed XML")


def ods_rows(original: Original, sheet: str = "", rows: int | None = None) -> pl.DataFrame:
    """Text cells of a sheet of an OpenDocument workbook, columns ``c0``, ``c1``, ...; empty cells are null."""
    import zipfile

    made: list[list[str | None]] = []
    names: list[str] = []
    with zipfile.ZipFile(original.path) as archive, archive.open("content.xml") as stream:
        for row in elements(original, "table-row", stream=stream):
            name = row.getparent().get(f"{TABLE}name", "")
            if not names or names[-1] != name:
                names.append(name)
            if name == (sheet or names[0]):
                made.append(_cells(row))
                if rows is not None and len(made) >= rows:
                    break
    if sheet and sheet not in names:
        raise columns_differ(str(original.path), names, [sheet])
    return _square(made)


def _cells(row: Any) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            said = "\n".join("".join(p.itertext()) for p in cell if local(p) == "p").strip() or None
            times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            cells += [said] * min(times, MOST_COLUMNS - len(cells))
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _square(rows: Sequence[list[str | None]]) -> pl.DataFrame:
    width = max((len(r) for r in rows), default=0)
    filled = [r + [None] * (width - len(r)) for r in rows]
    return pl.DataFrame({f"c{i}": pl.Series([r[i] for r in filled], dtype=pl.String) for i in range(width)})
