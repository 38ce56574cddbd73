"""The facts of the installed package: they stay where they are, what is made of them goes into the cache."""

from __future__ import annotations

import os
from pathlib import Path

from indicators.project import Project
from indicators.version import __version__

FACTS = Path(__file__).resolve().parent / "facts"
"""Where the wheel has ``data/raw`` and ``seeds``; a checkout has them at its top instead."""
CACHE_VARIABLE = "INDICATORS_CACHE"


def cache_folder() -> Path:
    """The folder of the user's cache for all versions: ``INDICATORS_CACHE``, else the system's usual place."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser().resolve()
    from platformdirs import user_cache_path

    return user_cache_path("indicators", appauthor=False).resolve()


def installed_project() -> Project | None:
    """The project of the facts in the wheel, its database in the cache; None in a checkout, which has its own.

    Several versions of the package have a folder each and do not disturb one another.
    """
    if not (FACTS / "data" / "raw" / "sources.csv").is_file():
        return None
    return Project(FACTS, cache_folder() / __version__)
