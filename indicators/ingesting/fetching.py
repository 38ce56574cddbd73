"""Originals fetched from their publishers' addresses into a cache folder: within bounds, whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.requesting import BY_HAND, Order, check_address, download

KEPT = "kept.json"


@dataclass(frozen=True)
class Kept:
    """A fetched file: from where, when, its checksum, and what the source said of its version."""

    file: str
    url: str
    fetched_on: str
    sha256: str
    size: int
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the file only where it differs from this one."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Fetched:
    """The newest file of an address, the one before it if there is one, and whether the source had something new."""

    path: Path
    kept: Kept
    before: Path | None
    is_new: bool


def fetch(order: Order, folder: Path) -> Fetched:
    """The newest file of an address; asked for only where it differs from the one that is kept.

    Parameters
    ----------
    order : Order
        What to fetch.
    folder : Path
        Where files of this reader are kept, with ``kept.json``.

    Raises
    ------
    UsageProblem
        If the address is neither https nor, named by the user, http on this machine.
    SourceProblem
        If the source cannot be reached, is silent, too slow, or breaks off each time.
    DataProblem
        If it sends on to another host, sends too much, nothing, or a web page.
    EnvironmentProblem
        If the extra ``live`` is missing.
    """
    _needs_extra()
    check_address(order)
    folder.mkdir(parents=True, exist_ok=True)
    known = [k for k in kept(folder) if k.url == order.url and _is_whole(folder, k)]
    newest = known[-1] if known else None
    part = folder / f".{os.getpid()}.part"
    try:
        headers = download(order, newest.conditions if newest else {}, part)
        if headers is not None:
            found = _kept(order, part, headers)
            if newest is None or found.sha256 != newest.sha256:
                return _keep(order, folder, part, found, newest)
            _record(folder, found, replaces=newest)
    finally:
        part.unlink(missing_ok=True)
    if newest is None:
        raise AssertionError("only a file that is kept can be unchanged")
    before = folder / known[-2].file if len(known) > 1 else None
    return Fetched(folder / newest.file, newest, before, is_new=False)


def _needs_extra() -> None:
    from importlib.util import find_spec

    if find_spec("urllib3") is None:
        raise EnvironmentProblem(
            "fetching needs the extra live", where="indicators fetch", do="install it: pip install 'indicators[live]'"
        )


def kept(folder: Path) -> list[Kept]:
    """What is kept in a folder, oldest first; a damaged record counts as none."""
    try:
        return [Kept(**entry) for entry in json.loads((folder / KEPT).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _is_whole(folder: Path, entry: Kept) -> bool:
    path = folder / entry.file
    return Path(entry.file).name == entry.file and path.is_file() and _sha256(path) == entry.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _kept(order: Order, part: Path, headers: dict[str, str]) -> Kept:
    """What is to be said of a file that came whole; refused if it is empty or a web page."""
    try:
        _ = Original(part).kind
    except DataProblem as problem:
        raise DataProblem(problem.what, where=order.url, do=f"try again later, or {BY_HAND}") from None
    saved = dt.datetime.fromtimestamp(part.stat().st_mtime, dt.UTC).date()
    changed = headers.get("last-modified", "")
    day = _day_of(changed) or saved
    stem, dot, ending = order.file.partition(".")
    return Kept(
        f"{stem}.{day}{dot}{ending}", order.url, saved.isoformat(), _sha256(part), part.stat().st_size,
        headers.get("etag", ""), changed,
    )  # fmt: skip


def _day_of(text: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _keep(order: Order, folder: Path, part: Path, found: Kept, newest: Kept | None) -> Fetched:
    """The file under its name; another file of the same day keeps its own."""
    if (folder / found.file).exists():
        stem, dot, ending = found.file.rpartition(".")
        found = Kept(**{**asdict(found), "file": f"{stem}.{found.sha256[:8]}{dot}{ending}"})
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(folder / found.file)
    _record(folder, found)
    return Fetched(folder / found.file, found, folder / newest.file if newest else None, is_new=True)


def _record(folder: Path, entry: Kept, replaces: Kept | None = None) -> None:
    if replaces is not None:
        entry = Kept(**{**asdict(entry), "file": replaces.file, "fetched_on": replaces.fetched_on})
    entries = [k for k in kept(folder) if k != replaces and k.file != entry.file] + [entry]
    new = folder / f".{os.getpid()}.{KEPT}"
    new.write_text(json.dumps([asdict(k) for k in entries], indent=1) + "\n", encoding="utf-8")
    new.replace(folder / KEPT)
