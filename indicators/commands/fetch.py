"""``indicators fetch``."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import JsonOption, ProjectOption, as_json, one_of, project_of, say, write_line
from indicators.commands.ingest import DryRunOption, day_of, take
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    from indicators.ingesting.reader import Download, Reader
    from indicators.ingesting.requesting import Order

ADDRESS_VARIABLE = "INDICATORS_ADDRESS_{}"
DAY = "{day"


def fetch(
    reader: Annotated[str | None, typer.Argument(help="A reader; without one the table of addresses is shown.")] = None,
    *,
    url: Annotated[str | None, typer.Option(help="Another address (also by INDICATORS_ADDRESS_READER).")] = None,
    also_host: Annotated[
        list[str] | None, typer.Option(help="A further host to which the source may send the request on.")
    ] = None,
    day: Annotated[str | None, typer.Option(help="The day of the file, where the source keeps a file a day.")] = None,
    published_on: Annotated[str | None, typer.Option(help="Day on which the publisher released the file.")] = None,
    seconds: Annotated[float, typer.Option(min=1, help="Seconds that a file may take.")] = 300,
    silence: Annotated[float, typer.Option(min=0.1, help="Seconds without a word after which to try again.")] = 30,
    megabytes: Annotated[int | None, typer.Option(min=1, help="Largest answer that is taken.")] = None,
    keep_only: Annotated[bool, typer.Option("--keep-only", help="Keep the file; ingest nothing.")] = False,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Fetch a reader's file over https into the cache, with checksum and day, then ingest it.

    A file that has not changed at its source is not sent again. Needs the extra live.

    Example: indicators fetch ofac_sdn --dry-run
    """
    from indicators.registry import all_readers

    known = all_readers()
    if reader is None:
        write_line(as_json(addresses(known)) if json else addresses_text(known))
        return
    one_of("READER", reader, [r.name for r in known])
    chosen = next(r for r in known if r.name == reader)
    own = url or os.environ.get(ADDRESS_VARIABLE.format(reader.upper()))
    downloads = [_own(own)] if own else _declared(chosen, day)
    orders = [
        _order(d, own=bool(own), also=also_host or (), seconds=seconds, silence=silence, megabytes=megabytes)
        for d in downloads
    ]
    paths = [path for order in orders for path in _fetched(order, chosen)]
    if keep_only:
        return
    released = day_of(published_on, "--published-on")
    take(project_of(project), chosen, [str(p) for p in dict.fromkeys(paths)], released=released, dry_run=dry_run)


def addresses(readers: Sequence[Reader]) -> list[dict[str, object]]:
    """The same as `addresses_text` as data."""
    return [
        {"reader": r.name, "most_mb": d.most_mb, "url": d.url, "also": list(d.also)}
        for r in readers for d in r.downloads
    ]  # fmt: skip


def addresses_text(readers: Sequence[Reader]) -> str:
    """The table of addresses: reader, largest answer, address, hosts to which the source may send on."""
    lines = []
    for r in readers:
        for d in r.downloads:
            also = f" (also {', '.join(d.also)})" if d.also else ""
            lines.append(f"{r.name:<28} {d.most_mb:>5} MB  {d.url}{also}")
    return "\n".join(lines)


def _own(url: str) -> Download:
    """An address of the user's own; its last part is the file's name."""
    from indicators.ingesting.reader import Download

    name = re.sub(r"[^\w.-]", "_", url.partition("?")[0].rstrip("/").rpartition("/")[2]).strip(".")
    return Download(url, name or "file")


def _declared(chosen: Reader, day: str | None) -> list[Download]:
    from dataclasses import replace

    if not chosen.downloads:
        raise UsageProblem(
            f"{chosen.name} has no fixed address", where="READER",
            do=f"give one with --url, or fetch by hand ({chosen.address or 'address not known'}) and ingest the file",
        )  # fmt: skip
    when = day_of(day, "--day")
    if when is None and any(DAY in d.url for d in chosen.downloads):
        raise UsageProblem("the source keeps a file a day", where="--day", do="name the day, such as --day 2026-05-10")
    return [
        replace(d, url=d.url.format(day=when), file=d.file.format(day=when)) if DAY in d.url else d
        for d in chosen.downloads
    ]


def _order(
    found: Download, *, own: bool, also: Sequence[str], seconds: float, silence: float, megabytes: int | None
) -> Order:
    from urllib.parse import urlsplit

    from indicators.ingesting.requesting import MEGABYTE, Order

    host = urlsplit(found.url).hostname or ""
    most = (megabytes or found.most_mb) * MEGABYTE
    return Order(found.url, found.file, (host, *found.also, *also), most, seconds, silence, own=own)


def _fetched(order: Order, chosen: Reader) -> list[Path]:
    """The newest file; with the copy of an earlier day before it where the reader compares copies of a list."""
    from indicators.ingesting.fetching import fetch as fetch_file
    from indicators.ingesting.opening import Original
    from indicators.installed import cache_folder

    found = fetch_file(order, cache_folder() / "originals" / chosen.name)
    what = "fetched" if found.is_new else f"nothing new since {found.kept.fetched_on}:"
    say(f"{what} {found.path} ({found.kept.size:,} bytes, sha256 {found.kept.sha256[:16]})")
    before = found.before
    if before is None or chosen.entries is None or not chosen.together:
        return [found.path]
    days = {Original(path).day_in_name for path in (before, found.path)}
    return [before, found.path] if len(days) == 2 else [found.path]
