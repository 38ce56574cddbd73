"""Every sample file is read by one reader or named with the reason why not, and the page on readers says so."""

from __future__ import annotations

import pytest

from .projects import SAMPLES
from .samples import PAGE, UNREAD, fixed, name_of, page, reader_of, sample_files

real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")


@real
def test_each_sample_file_has_one_reader_or_a_reason() -> None:
    found = {name_of(p): reader_of(p) for p in sample_files() if name_of(p) not in UNREAD}
    assert {n: r for n, r in found.items() if len(r) != 1} == {}
    assert set(UNREAD) <= {name_of(p) for p in sample_files()}, "a reason without its file"


def test_the_page_names_the_readers_and_what_is_not_read() -> None:
    """Made by ``python -m tests.ingesting.samples``."""
    assert PAGE.read_text(encoding="utf-8").startswith(fixed())


@real
@pytest.mark.nightly
def test_the_page_says_what_is_read_of_each_sample_file() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
