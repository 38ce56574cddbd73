"""A bundle of two tables and three series, and files made of it once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.exports import files
from indicators.exports.bundle import Bundle
from indicators.gathering import gathered
from indicators.project import Project

AS_OF = "2026-06-30"
TABLES = ("treaty_declarations", "trade_volumes_eur")
SERIES = (
    "trade.usa_rus.total.a",
    "contacts.head_of_state.held.m",
    "arms_control.new_start.rus.deployed_warheads.headroom.h",
)
Written = Callable[..., Path]


@pytest.fixture(scope="session")
def bundle(built: Project) -> Bundle:
    """Tables and series as known at the end of June 2026."""
    return gathered((*TABLES, *SERIES), AS_OF, project=built)


@pytest.fixture(scope="session")
def series_bundle(built: Project) -> Bundle:
    """The series alone."""
    return gathered(SERIES, AS_OF, project=built)


@pytest.fixture(scope="session")
def written(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """``written(format)``: the folder with the files of the bundle."""
    made: dict[str, Path] = {}

    def folder_of(to: str) -> Path:
        if to not in made:
            made[to] = tmp_path_factory.mktemp(to.replace("-", "_"))
            for name, data in files(bundle, to, None).items():
                (made[to] / name).write_bytes(data)
        return made[to]

    return folder_of
