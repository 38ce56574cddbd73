"""Fetching from a source of our own on this machine, which plays every part a source can play."""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from indicators.cli import app
from indicators.errors import DataProblem, EnvironmentProblem, Problem, UsageProblem
from indicators.ingesting.fetching import KEPT, fetch, kept
from indicators.ingesting.requesting import Order
from indicators.registry import all_readers

from .projects import SPECIMENS, small_project

GOOD = b"year,value\n2024,1\n" * 400
ETAG, CHANGED = '"one"', "Tue, 12 May 2026 10:00:00 GMT"


class Handler(BaseHTTPRequestHandler):
    """Answers as the part says that its server plays."""

    server: Any

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        self.server.part(self)

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@dataclass
class Source:
    """A source on this machine, and what it was asked."""

    server: Any
    part: Callable[[Handler], None] = field(default=lambda h: h.answer(GOOD))

    def plays(self, *parts: Callable[[Handler], None]) -> None:
        """One part a request; the last one stays."""
        turns = list(parts)

        def play(handler: Handler) -> None:
            (turns.pop(0) if len(turns) > 1 else turns[0])(handler)

        self.server.part = play
        self.server.asked = []

    @property
    def asked(self) -> list[dict[str, str]]:
        return list(self.server.asked)

    def order(self, path: str = "/country.csv", **other: Any) -> Order:
        url = f"http://127.0.0.1:{self.server.server_address[1]}{path}"
        usual = Order(url, "country.csv", ("127.0.0.1",), 20_000, 5, 0.3, pause=0, own=True)
        return replace(usual, **other)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def source(server: Any) -> Source:
    return Source(server)


def good(handler: Handler) -> None:
    if handler.headers.get("If-None-Match") == ETAG:
        handler.answer(b"", 304)
    else:
        handler.answer(GOOD, ETag=ETAG, Last_Modified=CHANGED)


def cut(handler: Handler) -> None:
    handler.answer(GOOD[:500], length=len(GOOD))


def cut_in_a_chunk(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"10\r\n" + GOOD[:16] + b"\r\n400\r\n" + GOOD[:80])


def silent(handler: Handler) -> None:
    time.sleep(0.8)


def dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(GOOD)))
    handler.end_headers()
    for at in range(0, len(GOOD), 100):
        try:
            handler.wfile.write(GOOD[at : at + 100])
            time.sleep(0.1)
        except OSError:
            return


def endless(handler: Handler) -> None:
    handler.protocol_version = "HTTP/1.0"
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(GOOD)
    except OSError:
        return


def bomb(handler: Handler) -> None:
    import gzip

    handler.answer(gzip.compress(b"0" * 5_000_000), Content_Encoding="gzip")


def to(place: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(b"", 302, Location=place)


def failing(status: int) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(b"<html>sorry</html>", status)


def test_a_file_is_kept_whole_with_checksum_day_and_version(source: Source, tmp_path: Path) -> None:
    source.plays(good)
    found = fetch(source.order(), tmp_path)
    assert found.is_new
    assert found.path.name == "country.2026-05-12.csv", "the day on which the source changed it"
    assert found.path.read_bytes() == GOOD
    (entry,) = json.loads((tmp_path / KEPT).read_text(encoding="utf-8"))
    assert (entry["etag"], entry["last_modified"], entry["size"]) == (ETAG, CHANGED, len(GOOD))
    assert dt.date.fromisoformat(entry["fetched_on"])
    assert sorted(p.name for p in tmp_path.iterdir()) == [found.path.name, KEPT]


def test_what_has_not_changed_is_not_sent_again(source: Source, tmp_path: Path) -> None:
    source.plays(good)
    first, second = fetch(source.order(), tmp_path), fetch(source.order(), tmp_path)
    assert (second.is_new, second.path, second.kept) == (False, first.path, first.kept)
    assert [a.get("If-None-Match") for a in source.asked] == [None, ETAG]
    assert source.asked[1]["If-Modified-Since"] == CHANGED


def test_the_same_bytes_sent_again_are_nothing_new(source: Source, tmp_path: Path) -> None:
    source.plays(lambda h: h.answer(GOOD, ETag='"two"'))
    first, second = fetch(source.order(), tmp_path), fetch(source.order(), tmp_path)
    assert (first.is_new, second.is_new) == (True, False)
    assert len(kept(tmp_path)) == 1


def test_a_changed_file_stands_beside_the_one_before(source: Source, tmp_path: Path) -> None:
    source.plays(good, lambda h: h.answer(GOOD + b"2025,2\n", ETag='"two"', Last_Modified=CHANGED))
    first, second = fetch(source.order(), tmp_path), fetch(source.order(), tmp_path)
    assert second.is_new
    assert second.before == first.path
    assert first.path.read_bytes() == GOOD, "of one day, and yet both are kept"
    assert second.path.read_bytes() == GOOD + b"2025,2\n"


def test_a_kept_file_that_was_changed_by_hand_is_fetched_anew(source: Source, tmp_path: Path) -> None:
    source.plays(good)
    fetch(source.order(), tmp_path).path.write_bytes(b"spoilt")
    assert fetch(source.order(), tmp_path).path.read_bytes() == GOOD


@pytest.mark.parametrize("fault", [cut, cut_in_a_chunk, silent, failing(500), failing(429)])
def test_a_fault_that_passes_is_tried_again(source: Source, tmp_path: Path, fault: Callable[[Handler], None]) -> None:
    source.plays(fault, good)
    assert fetch(source.order(), tmp_path).path.read_bytes() == GOOD
    assert len(source.asked) == 2


FAULTS: dict[str, tuple[Callable[[Handler], None], type[Problem], str, dict[str, Any]]] = {
    "truncated": (cut, EnvironmentProblem, "broke off before the file was whole, 2 times", {"attempts": 2}),
    "cut in a chunk": (cut_in_a_chunk, EnvironmentProblem, "broke off", {"attempts": 1}),
    "silent": (silent, EnvironmentProblem, "was silent for 0.3 s", {"attempts": 1}),
    "slow": (dripping, EnvironmentProblem, "did not come within 0.5 s", {"seconds": 0.5}),
    "broken": (failing(503), EnvironmentProblem, "answers 503, 2 times", {"attempts": 2}),
    "gone": (failing(404), EnvironmentProblem, "has no such file (404)", {}),
    "refused": (failing(403), EnvironmentProblem, "refuses the request (403)", {}),
    "unasked 304": (failing(304), EnvironmentProblem, "answers 304", {}),
    "oversized by its header": (lambda h: h.answer(GOOD * 9), DataProblem, "too large: 64,800 bytes", {}),
    "oversized without one": (endless, DataProblem, "too large", {}),
    "a packed bomb": (bomb, DataProblem, "too large", {}),
    "empty": (lambda h: h.answer(b""), DataProblem, "the file is empty", {}),
    "a web page": (lambda h: h.answer(b"<!DOCTYPE html><html></html>"), DataProblem, "this is a web page", {}),
    "a damaged archive": (lambda h: h.answer(b"PK\x03\x04rest"), DataProblem, "damaged or cut off", {}),
    "sent on to another host": (to("https://elsewhere.example.org/x.csv"), DataProblem,
        "sends the request on to https://elsewhere.example.org, which is refused", {}),
    "sent on to plain http": (to("http://elsewhere.example.org/x"), DataProblem, "which is refused",
        {"hosts": ("127.0.0.1", "elsewhere.example.org")}),
    "sent on to a file": (to("file:///etc/passwd"), DataProblem, "which is refused", {}),
    "sent on for ever": (to("/country.csv"), DataProblem, "sends on more than 5 times", {}),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_answer_is_told_and_leaves_what_is_kept(source: Source, tmp_path: Path, case: str) -> None:
    part, kind, words, bounds = FAULTS[case]
    if case != "unasked 304":
        source.plays(good)
        fetch(source.order(), tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    source.plays(part)
    with pytest.raises(kind) as found:
        fetch(source.order(**bounds), tmp_path)
    assert words in found.value.what
    assert found.value.where == source.order().url
    assert len(str(found.value).splitlines()) == 3
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_redirection_within_the_source_is_followed(source: Source, tmp_path: Path) -> None:
    source.plays(to("/moved/country.csv"), good)
    assert fetch(source.order(), tmp_path).path.read_bytes() == GOOD


def test_nobody_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    order = Order(f"http://127.0.0.1:{port}/x", "x.csv", ("127.0.0.1",), 9, 5, 0.3, 1, 0, own=True)
    with pytest.raises(EnvironmentProblem, match="this machine seems to be offline") as found:
        fetch(order, tmp_path)
    assert "go online" in found.value.do


@pytest.mark.parametrize("url", [
    "http://example.org/x.csv", "ftp://example.org/x", "file:///etc/passwd", "https://user:word@example.org/x", "x.csv",
    "https:///x", "http://127.0.0.1.example.org/x",
])  # fmt: skip
def test_only_https_to_a_named_host(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageProblem, match="begins with https"):
        fetch(Order(url, "x.csv", ("example.org",), 9, own=True), tmp_path)


def test_plain_http_on_this_machine_only_where_the_user_named_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="begins with https"):
        fetch(source.order(own=False), tmp_path)


def test_declared_addresses_are_https_and_their_files_have_plain_names() -> None:
    downloads = [d for r in all_readers() for d in r.downloads]
    assert len(downloads) >= 25
    for d in downloads:
        assert d.url.startswith("https://"), d.url
        assert Path(d.file).name == d.file
        assert "." in d.file


# -- the command -----------------------------------------------------------------------------------------


def test_the_command_fetches_then_ingests_and_the_second_time_adds_nothing(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = small_project(tmp_path / "p", "arms_control", lambda _, row: row["fact_id"].endswith(".suh"),
                          ["warhead_stockpiles"])  # fmt: skip
    monkeypatch.setattr("indicators.registry.house", lambda: small.house)
    monkeypatch.setenv("INDICATORS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("INDICATORS_ADDRESS_FAS_STOCKPILES", source.order("/raw.csv").url)
    specimen = (SPECIMENS / "arms_control" / "fas_stockpiles.csv").read_bytes()
    source.plays(lambda h: h.answer(b"", 304) if h.headers.get("If-None-Match") else h.answer(specimen, ETag=ETAG))
    command = ["fetch", "fas_stockpiles", "--published-on", "2023-03-28", "--project", str(small.project.root)]
    said = []
    for _ in range(2):
        app(command, standalone_mode=False)
        told = capsys.readouterr()
        said.append(told.out + told.err)
    assert "fetched " in said[0]
    assert "3 facts added to 2 file(s)" in said[0]
    assert "nothing new since " in said[1]
    assert "nothing new: the facts stay as they are" in said[1]
    rows = small.rows("arms_control/warhead_stockpiles.csv")
    fetched = [r for r in rows if not r["fact_id"].endswith(".suh")]
    assert {r["seen_in"].split(".")[0] for r in fetched} == {"raw"}


@pytest.mark.parametrize(("days", "copies"), [((3, 10), 2), ((10, 10), 1)])
def test_a_list_is_compared_with_the_copy_of_an_earlier_day(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: tuple[int, int], copies: int
) -> None:
    """And never with another copy of its own day."""
    taken: list[list[str]] = []
    monkeypatch.setattr("indicators.commands.fetch.take", lambda _p, _r, names, **_: taken.append(names))
    monkeypatch.setenv("INDICATORS_CACHE", str(tmp_path))
    command = ["fetch", "ofac_sdn", "--url", source.order("/sdn.csv").url, "--project", str(SPECIMENS.parents[1])]
    for day, name in zip(days, ("ofac_sdn.2025-03-03.csv", "ofac_sdn.2025-03-10.csv"), strict=True):
        body = (SPECIMENS / "sanctions" / name).read_bytes()
        changed = f"Mon, {day:02} Mar 2025 10:00:00 GMT"
        source.plays(lambda h, body=body, changed=changed: h.answer(body, Last_Modified=changed))
        app(command, standalone_mode=False)
    assert [len(names) for names in taken] == [1, copies]
    assert Path(taken[-1][-1]).read_bytes() == body


@pytest.mark.parametrize(("arguments", "words"), [
    (["imf_dots"], "imf_dots has no fixed address"),
    (["gdelt_1_events"], "keeps a file a day"),
    (["census"], "'census' is not known here"),
    (["census_country", "--url", "http://example.org/x.xlsx"], "begins with https"),
])  # fmt: skip
def test_wrong_use_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setenv("INDICATORS_CACHE", str(tmp_path))
    with pytest.raises(UsageProblem) as found:
        app(["fetch", *arguments], standalone_mode=False)
    assert words in found.value.what


def test_without_a_reader_the_addresses_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    app(["fetch"], standalone_mode=False)
    assert "https://www.census.gov/foreign-trade/balance/country.xlsx" in capsys.readouterr().out


def test_the_extra_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EnvironmentProblem, match="needs the extra live"):
        fetch(Order("https://example.org/x", "x", ("example.org",), 9), tmp_path)
