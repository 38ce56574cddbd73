"""Quarters for loops in tests."""

from __future__ import annotations

from collections.abc import Iterator


def quarters(first: str, last: str) -> Iterator[str]:
    """``2014Q1``, ``2014Q2``, ... to the last one."""
    at, end = (int(q[:4]) * 4 + int(q[5]) - 1 for q in (first, last))
    for number in range(at, end + 1):
        yield f"{number // 4}Q{number % 4 + 1}"
