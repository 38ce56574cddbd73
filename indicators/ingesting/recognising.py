"""Which reader a file is for, by its content; and which files a path, a folder or a pattern names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from indicators.errors import UsageProblem
from indicators.ingesting.faults import OriginalProblem, listed
from indicators.ingesting.opening import Original, members
from indicators.ingesting.reader import Reader, Request
from indicators.ingesting.rows import header_of


def named_files(names: Sequence[str]) -> tuple[Path, ...]:
    """Files named one by one, by folder (all in it) or by pattern, in the order of their names.

    Raises
    ------
    UsageProblem
        If a name stands for no file.
    """
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            here = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            if not here:
                raise UsageProblem("the folder holds no file", where=name, do="name the folder that the files are in")
        else:
            here = [path] if path.exists() else _matching(name)
        if not here:
            raise UsageProblem("there is no such file", where=name, do="check the path, or put a pattern in quotes")
        found += here
    return tuple(dict.fromkeys(found))


def _matching(pattern: str) -> list[Path]:
    """Files by a pattern, relative or not."""
    base = Path(pattern).anchor
    relative = pattern[len(base) :]
    return sorted(p for p in Path(base or ".").glob(relative) if p.is_file()) if relative else []


def recognise(original: Original, readers: Sequence[Reader]) -> Reader:
    """The one reader that knows the file's content.

    Raises
    ------
    OriginalProblem
        If none does, or several do.
    """
    kind = original.kind  # a damaged or dangerous file is refused first
    known = [r for r in readers if r.recognises(original)]
    if len(known) == 1:
        return known[0]
    if known:
        raise OriginalProblem(
            f"several readers know this file: {', '.join(r.name for r in known)}", where=str(original.path),
            do="name one of them before the file",
        )  # fmt: skip
    if kind == "zip":
        inside = [m.filename for m in members(original.path) if not m.is_dir()]
        raise OriginalProblem(
            f"no reader knows this archive; it holds {len(inside)} file(s): {', '.join(inside[:3])}",
            where=str(original.path), do="unpack it and name what is in it",
        )  # fmt: skip
    first = " ".join(original.first_line.split())[:80] if kind == "text" else f"a file of kind {kind}"
    raise OriginalProblem(
        _nearest(original, readers) or f"no reader knows this content ({first!r})", where=str(original.path),
        do="name only files of the formats that `indicators readers` lists; a format that changed has to be learnt",
    )  # fmt: skip


NEAR = 0.5
"""Share of a format's columns from which a header that no reader knows is compared with it."""
SEPARATORS = (",", ";", "\t")


def _nearest(original: Original, readers: Sequence[Reader]) -> str:
    """In what a header that no reader knows differs from the nearest of the formats; empty where none is near."""
    best, said = NEAR, ""
    for separator in SEPARATORS:
        header = [name for name in header_of(original, separator) if name]
        for reader in readers:
            columns = [name for name in reader.columns if name]
            common = set(header) & set(columns)
            share = len(common) / max(len(columns), 1)
            if share > best and len(common) > 1:
                best = share
                missing, new = ([n for n in a if n not in common] for a in (columns, header))
                what = f": missing {listed(missing)}" if missing else f": new {listed(new)}" if new else ""
                said = f"no reader knows this header; the nearest is {reader.name} ({reader.format}){what}"
    return said


def requests(
    paths: Sequence[Path],
    readers: Sequence[Reader],
    reader: Reader | None,
    released: dt.date | None,
    basis: str,
    *,
    scheduler: str = "",
) -> list[tuple[Reader, Request]]:
    """What to read with which reader: files that belong together are one request.

    ``scheduler`` is for readers whose files can be read apart; the others read here.

    Raises
    ------
    OriginalProblem
        If a file is none of a reader's.
    """
    pairs = []
    for path in paths:
        original = Original(path)
        chosen = reader or recognise(original, readers)
        if reader is not None and not _is(reader, original):
            raise OriginalProblem(
                f"this is no file of {reader.name} ({reader.format})", where=str(path),
                do=f"leave the reader out to have it recognised, or see `indicators readers {reader.name}`",
            )  # fmt: skip
        pairs.append((chosen, Original(path)))  # without the head of the file, which has done its service
    made = []
    for name, group in groupby(sorted(pairs, key=lambda p: p[0].name), key=lambda p: p[0].name):
        originals = [o for _, o in group]
        known = next(r for r, _ in pairs if r.name == name)
        batches = [originals] if known.together else [[o] for o in originals]
        made += [
            (known, Request(tuple(batch), released, basis, scheduler=scheduler if known.spreads else ""))
            for batch in batches
        ]
    return made


def _is(reader: Reader, original: Original) -> bool:
    return bool(original.kind) and reader.recognises(original)
