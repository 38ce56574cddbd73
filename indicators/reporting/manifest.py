"""``manifest.json``: what a report was made of and the hash of each file it consists of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import indicators
from indicators.project import Project
from indicators.reporting.edition import REPORT_DELAY_DAYS, Edition
from indicators.store.plan import file_hash

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


def manifest(
    project: Project, edition: Edition, code: str, inputs: Sequence[Path], outputs: dict[str, str]
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
    """
    return {
        "format": MANIFEST_FORMAT,
        "quarter": edition.quarter,
        "as_of": edition.as_of.isoformat(),
        "mode": edition.mode,
        "settings": {"report_delay_days": REPORT_DELAY_DAYS},
        "package": {"version": indicators.__version__, "code_sha256": code},
        "libraries": {name: version(name) for name in LIBRARIES},
        "inputs": {project.relative(path): file_hash(path) for path in sorted(inputs)},
        "outputs": dict(sorted(outputs.items())),
    }


def manifest_text(content: dict[str, Any]) -> str:
    """JSON with a line for each entry, so that differences are readable."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
