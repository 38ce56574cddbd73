"""One file asked for over https: within bounds of size, time and hosts, tried again where that can help."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from indicators.errors import DataProblem, EnvironmentProblem, UsageProblem
from indicators.version import __version__

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

LOOPBACK = ("127.0.0.1", "::1", "localhost")
MOST_HOPS = 5
PIECE = 1 << 16
MEGABYTE = 1_000_000
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


def download(order: Order, conditions: Mapping[str, str], part: Path) -> dict[str, str] | None:
    """Write a whole answer to ``part``, trying again where that can help.

    Parameters
    ----------
    order : Order
        What to fetch.
    conditions : mapping
        Headers that ask for it only where it differs from what is kept.
    part : Path
        Where the answer goes.

    Returns
    -------
    dict, optional
        The headers of the answer; None where the source has nothing new.
    """
    import urllib3

    until = time.monotonic() + order.seconds
    for attempt in range(1, order.attempts + 1):
        try:
            return _once(order, conditions, part, until)
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


def _once(order: Order, conditions: Mapping[str, str], part: Path, until: float) -> dict[str, str] | None:
    with closing(_answer(order, conditions)) as response:
        if response.status == 304 and conditions:
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


def _answer(order: Order, conditions: Mapping[str, str]) -> BaseHTTPResponse:
    """The answer at the end of the redirections, each held to the permitted hosts."""
    import urllib3

    asked = {"User-Agent": f"indicators/{__version__}", "Accept-Encoding": "identity", **conditions}
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


def check_address(order: Order) -> None:
    """The address is https or, named by the user, http on this machine.

    Raises
    ------
    UsageProblem
        If it is neither.
    """
    if not _is_safe(order.url, order):
        raise UsageProblem(
            "an address begins with https:// and names a host", where=order.url, do="use its https address"
        )


def _check_redirection(target: str, url: str, order: Order) -> None:
    host = urlsplit(target).hostname
    if not _is_safe(target, order) or host not in order.hosts:
        raise DataProblem(
            f"{urlsplit(url).hostname} sends the request on to {urlsplit(target).scheme}://{host}, which is refused",
            where=order.url, do="if that host is the publisher's, permit it with --also-host (https only)",
        )  # fmt: skip
