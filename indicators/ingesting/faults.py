"""What can be wrong with an original, in three lines each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.errors import DataProblem

AGAIN = "fetch the file again from its publisher"


class OriginalProblem(DataProblem):
    """An original cannot become facts (exit code 1)."""


def unreadable(where: str, why: str) -> OriginalProblem:
    return OriginalProblem(f"the file cannot be read: {why}", where=where, do=AGAIN)


def columns_differ(where: str, found: Sequence[str], wanted: Sequence[str]) -> OriginalProblem:
    """A header that has more, less or other columns than the format."""
    missing, extra = listed(c for c in wanted if c not in found), listed(c for c in found if c not in wanted)
    parts = [f"missing {missing}" if missing else "", f"new {extra}" if extra else ""]
    said = ", ".join(p for p in parts if p) or "their order is another one"
    return OriginalProblem(
        f"the columns are not those of the format: {said}", where=where,
        do="check that it is the right file; if the publisher changed the format, the reader has to learn it",
    )  # fmt: skip


def unknown_code(where: str, kind: str, codes: Iterable[str], declare_in: str) -> OriginalProblem:
    """Codes that nobody declared are an error, not a new category."""
    return OriginalProblem(
        f"unknown {kind}: {listed(codes)}", where=where,
        do=f"check the file; if the publisher introduced the code, declare it in {declare_in}",
    )  # fmt: skip


def no_day(where: str, what: str) -> OriginalProblem:
    return OriginalProblem(
        f"{what} does not say its day", where=where,
        do="name its day with --published-on, or keep the day in the file's name, such as list_2026-05-10.csv",
    )  # fmt: skip


def listed(values: Iterable[str], most: int = 6) -> str:
    """Values for people, of many the first."""
    all_of = sorted({repr(str(v)[:60]) for v in values})
    return ", ".join(all_of[:most]) + (f" and {len(all_of) - most} more" if len(all_of) > most else "")
