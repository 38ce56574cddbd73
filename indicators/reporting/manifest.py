"""``manifest.json``: what a report was made of and the hash of each file it consists of."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.project import Project
from indicators.reporting.edition import Edition
from indicators.reporting.extra import installed_for_pdf
from indicators.store.dates import REPORT_DELAY_DAYS
from indicators.store.plan import file_hash
from indicators.version import __version__

MANIFEST_FORMAT = 1
LIBRARIES = (
    "altair",
    "duckdb",
    "jinja2",
    "numpy",
    "pandera",
    "polars",
    "pyarrow",
    "scipy",
    "statsmodels",
    "vl-convert-python",
)

NAME = "manifest.json"
_HASH = re.compile(r"[0-9a-f]{64}|missing|unreadable")
_QUARTER = re.compile(r"(19|20)[0-9]{2}Q[1-4]")
_MODES = ("calendar", "strict")
_ANEW = "write the report anew with: indicators report"


@dataclass(frozen=True)
class Manifest:
    """A manifest that was read and checked.

    Parameters
    ----------
    quarter, as_of, mode : str
        The edition.
    settings, package, libraries : mapping
        What else it was made with.
    inputs, outputs : mapping
        File, relative to the project or to the report's folder, to its hash; no name leaves its folder.
    headline : str
        First sentence of the report, for lists; a report written before lists were made has none.
    """

    quarter: str
    as_of: str
    mode: str
    settings: Mapping[str, Any]
    package: Mapping[str, str]
    libraries: Mapping[str, str]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    headline: str = ""

    @property
    def compare(self) -> str | None:
        """The quarter that the report is set beside, if any."""
        found = self.settings.get("compare")
        return found if isinstance(found, str) and _QUARTER.fullmatch(found) else None


def read_manifest(path: Path, where: str) -> Manifest:
    """Read a report's ``manifest.json``.

    Parameters
    ----------
    path : Path
        The file.
    where : str
        Its name in messages.

    Raises
    ------
    DataProblem
        If it is missing or is not a manifest.
    EnvironmentProblem
        If another version wrote it in another format.
    """
    try:
        return parse_manifest(path.read_bytes(), where)
    except FileNotFoundError:
        raise DataProblem("the report has no manifest", where=where, do=_ANEW) from None


def parse_manifest(data: bytes, where: str) -> Manifest:
    """A manifest from its bytes; raises as `read_manifest` does.

    Examples
    --------
    >>> parse_manifest(b'{"format": 99}', "manifest.json")
    Traceback (most recent call last):
    ...
    indicators.errors.EnvironmentProblem: the manifest is of format 99; this version reads format 1
      where: manifest.json
      do:    use the version of indicators that wrote it, or write the report anew with: indicators report
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise DataProblem("the manifest is not a JSON object", where=where, do=_ANEW)
    if type(content.get("format")) is not int or content["format"] != MANIFEST_FORMAT:
        found = content.get("format", "unknown")
        raise EnvironmentProblem(
            f"the manifest is of format {str(found)[:20]}; this version reads format {MANIFEST_FORMAT}", where=where,
            do=f"use the version of indicators that wrote it, or {_ANEW}",
        )  # fmt: skip
    names = ("quarter", "as_of", "mode", "settings", "package", "libraries", "inputs", "outputs")
    for name in names:
        if not _fits(name, content.get(name)):
            raise DataProblem(f"the manifest's entry {name!r} is missing or damaged", where=where, do=_ANEW)
    headline = content.get("headline", "")
    return Manifest(**{name: content[name] for name in names}, headline=headline if isinstance(headline, str) else "")


def _fits(name: str, value: Any) -> bool:
    """Whether an entry of the manifest is what it should be."""
    match name:
        case "quarter":
            return isinstance(value, str) and _QUARTER.fullmatch(value) is not None
        case "as_of":
            return isinstance(value, str) and _is_date(value)
        case "mode":
            return value in _MODES
        case "settings":
            return isinstance(value, dict)
        case "inputs" | "outputs":
            return _texts(value) and all(stays_within(k) and _HASH.fullmatch(v) for k, v in value.items())
    return _texts(value)


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def stays_within(name: str) -> bool:
    """Whether a file's name in a manifest is plain and cannot leave its folder.

    Examples
    --------
    >>> stays_within("charts/a.svg"), stays_within("../a"), stays_within("/etc/passwd"), stays_within("a\\\\b")
    (True, False, False, False)
    """
    path = PurePosixPath(name)
    plain = name.isprintable() and "\\" not in name and ":" not in name
    return plain and str(path) == name and not path.is_absolute() and name != "." and ".." not in path.parts


def manifest(
    project: Project,
    edition: Edition,
    code: str,
    inputs: Sequence[Path],
    outputs: dict[str, str],
    *,
    headline: str = "",
    compare: str | None = None,
) -> dict[str, Any]:
    """The manifest as a dictionary in a fixed order.

    Parameters
    ----------
    project : Project
        Inputs are named relative to it.
    edition : Edition
        Quarter, as-of date and mode.
    code : str
        Hash of the package's code.
    inputs : sequence of Path
        Raw files read.
    outputs : dict
        File within the report's folder to its hash.
    headline : str
        First sentence of the report.
    compare : str, optional
        The quarter that the report is set beside.
    """
    return {
        "format": MANIFEST_FORMAT,
        "headline": headline,
        "quarter": edition.quarter,
        "as_of": edition.as_of.isoformat(),
        "mode": edition.mode,
        "settings": {"report_delay_days": REPORT_DELAY_DAYS} | ({"compare": compare} if compare else {}),
        "package": {"version": __version__, "code_sha256": code},
        "data": {"version": project.data_version},
        "libraries": {name: version(name) for name in sorted((*LIBRARIES, *installed_for_pdf()))},
        "inputs": {project.relative(path): file_hash(path) for path in sorted(inputs) if path.is_file()},
        "outputs": dict(sorted(outputs.items())),
    }


def manifest_text(content: dict[str, Any]) -> str:
    """JSON with a line for each entry, so that differences are readable."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
