"""Originals fetched from their publishers' addresses into a cache folder: within bounds, whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from indicators.errors import DataProblem, EnvironmentProblem, UsageProblem
from indicators.ingesting.opening import Original
from indicators.version import __version__

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

LOOPBACK = ("127.0.0.1", "::1", "localhost")
MOST_HOPS = 5
PIECE = 1 << 16
MEGABYTE = 1_000_000
KEPT = "kept.json"
TRANSIENT = (429, 500, 502, 503, 504)
BY_HAND = "fetch the file with a browser and name it: indicators ingest READER FILE"
OFFLINE = "go online and try again, or " + BY_HAND


class SourceProblem(EnvironmentProblem):
    """A source cannot be reached, or answers with less than a whole file (exit code 3)."""


@dataclass(frozen=True)
class Order:
    """What to fetch and within which bounds.

    Parameters
    ----------
    url, file : str
        The address, and the name to keep the file under.
    hosts : tuple of str
        Hosts that may answer, that of the address among them.
    most_bytes : int
        Larger answers are refused.
    seconds, silence : float
        Seconds for the whole, and without a word from the source.
    attempts : int
        How often to try.
    pause : float
        Seconds before the second attempt, doubled before each further one.
    own : bool
        Whether the user named the address: such a one may be plain http on this machine.
    """

    url: str
    file: str
    hosts: tuple[str, ...]
    most_bytes: int
    seconds: float = 300
    silence: float = 30
    attempts: int = 4
    pause: float = 1
    own: bool = False


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
    _check_address(order.url, order)
    folder.mkdir(parents=True, exist_ok=True)
    known = [k for k in kept(folder) if k.url == order.url and _is_whole(folder, k)]
    newest = known[-1] if known else None
    part = folder / f".{os.getpid()}.part"
    try:
        headers = _attempts(order, newest, part)
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


# -- the request -----------------------------------------------------------------------------------


def _attempts(order: Order, newest: Kept | None, part: Path) -> dict[str, str] | None:
    """The headers of a whole answer that lies in ``part``; None where the source has nothing new."""
    import urllib3

    until = time.monotonic() + order.seconds
    for attempt in range(1, order.attempts + 1):
        try:
            return _once(order, newest, part, until)
        except (urllib3.exceptions.HTTPError, _Refused) as error:
            pause = max(order.pause * 2 ** (attempt - 1), getattr(error, "after", 0.0))
            if attempt == order.attempts or not _may_pass(error) or time.monotonic() + pause > until:
                raise _told(order, error, attempt) from error
            time.sleep(pause)
    raise AssertionError("an order has one attempt at least")


class _Refused(Exception):
    """An answer that is no file."""

    def __init__(self, status: int, after: str = "") -> None:
        self.status = status
        self.after = float(after) if after.isdigit() else 0.0


def _may_pass(error: Exception) -> bool:
    """Whether another attempt can help."""
    from urllib3.exceptions import SSLError

    return error.status in TRANSIENT if isinstance(error, _Refused) else not isinstance(error, SSLError)


def _told(order: Order, error: Exception, attempts: int) -> SourceProblem:
    from urllib3 import exceptions as met

    times = "" if attempts == 1 else f", {attempts} times"
    if isinstance(error, _Refused):
        what = {404: "the source has no such file (404)", 403: "the source refuses the request (403)"}.get(
            error.status, f"the source answers {error.status}{times}"
        )
        return SourceProblem(what, where=order.url, do=f"see whether the address has moved (--url), or {BY_HAND}")
    words = (
        (met.SSLError, "the source's certificate is not trusted"),
        (met.NameResolutionError, "the source's name is not found: this machine seems to be offline"),
        (met.NewConnectionError, "the source cannot be reached: this machine seems to be offline"),
        (met.ConnectTimeoutError, "the source cannot be reached in time"),
        (met.ProxyError, "the proxy does not let the request through"),
        (met.TimeoutError, f"the source was silent for {order.silence:g} s{times}"),
        (met.ProtocolError, f"the source broke off before the file was whole{times}"),
    )
    said = next((w for kind, w in words if isinstance(error, kind)), f"the source cannot be read{times}")
    return SourceProblem(said, where=order.url, do=OFFLINE)


def _once(order: Order, newest: Kept | None, part: Path, until: float) -> dict[str, str] | None:
    with closing(_answer(order, newest)) as response:
        if response.status == 304 and newest is not None:
            return None
        if response.status != 200:
            raise _Refused(response.status, response.headers.get("retry-after", ""))
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > order.most_bytes:
            raise _oversized(order, int(length))
        with part.open("wb") as stream:
            for piece in _within(order, response, until):
                stream.write(piece)
        return {name.lower(): " ".join(value.split()) for name, value in response.headers.items()}


def _within(order: Order, response: BaseHTTPResponse, until: float) -> Iterator[bytes]:
    size = 0
    while piece := response.read1(PIECE):  # what has come, so that a dripping source meets the bound of time
        size += len(piece)
        if size > order.most_bytes:
            raise _oversized(order, size)
        if time.monotonic() > until:
            raise SourceProblem(
                f"the file did not come within {order.seconds:g} s ({size:,} bytes did)", where=order.url,
                do=f"give it more time (--seconds), or {BY_HAND}",
            )  # fmt: skip
        yield piece


def _oversized(order: Order, size: int) -> DataProblem:
    return DataProblem(
        f"the answer is too large: {size:,} bytes or more, at most {order.most_bytes:,} are taken", where=order.url,
        do="see what the source sends; if it is right, permit more with --megabytes",
    )  # fmt: skip


def _answer(order: Order, newest: Kept | None) -> BaseHTTPResponse:
    """The answer at the end of the redirections, each held to the permitted hosts."""
    import urllib3

    asked = {"User-Agent": f"indicators/{__version__}", "Accept-Encoding": "identity"}
    if newest and newest.etag:
        asked["If-None-Match"] = newest.etag
    if newest and newest.last_modified:
        asked["If-Modified-Since"] = newest.last_modified
    url, timeout = order.url, urllib3.Timeout(connect=order.silence, read=order.silence)
    for _ in range(MOST_HOPS):
        response = _manager(url).request(
            "GET", url, headers=asked, timeout=timeout, retries=False, redirect=False, preload_content=False
        )
        location = response.get_redirect_location()
        if not location:
            return response
        response.close()
        target = urljoin(url, location)
        _check_redirection(target, url, order)
        url = target
    raise DataProblem(f"the source sends on more than {MOST_HOPS} times", where=order.url, do=BY_HAND)


def _manager(url: str) -> PoolManager:
    """Connections as the machine's settings want them: past or through its proxy."""
    from urllib.request import getproxies, proxy_bypass

    import urllib3

    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and parts.hostname not in LOOPBACK and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy)
    return urllib3.PoolManager()


def _is_safe(url: str, order: Order) -> bool:
    parts = urlsplit(url)
    here = order.own and parts.scheme == "http" and parts.hostname in LOOPBACK
    return (parts.scheme == "https" or here) and bool(parts.hostname) and "@" not in parts.netloc


def _check_address(url: str, order: Order) -> None:
    if not _is_safe(url, order):
        raise UsageProblem("an address begins with https:// and names a host", where=url, do="use its https address")


def _check_redirection(target: str, url: str, order: Order) -> None:
    host = urlsplit(target).hostname
    if not _is_safe(target, order) or host not in order.hosts:
        raise DataProblem(
            f"{urlsplit(url).hostname} sends the request on to {urlsplit(target).scheme}://{host}, which is refused",
            where=order.url, do="if that host is the publisher's, permit it with --also-host (https only)",
        )  # fmt: skip
