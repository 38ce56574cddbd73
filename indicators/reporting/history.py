"""What a raw file was when a report was made: from a folder at hand or from git, and which facts changed since."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indicators.git import content_at, run_git

COMMITS_SEARCHED = 50
"""Newest commits of a file in which its earlier content is looked for."""
EXAMPLES = 3


@dataclass(frozen=True)
class FactChanges:
    """Ids of the rows of a csv file that differ between two versions, in order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def told(self) -> str:
        """In words, with the first ids of each kind.

        Examples
        --------
        >>> FactChanges(("a",), (), ("b", "c")).told()
        'facts: 1 added (a), 2 changed (b, c)'
        >>> FactChanges((), (), ()).told()
        'the same facts, other bytes'
        """
        kinds = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        parts = [f"{len(ids)} {word} ({_some(ids)})" for word, ids in kinds if ids]
        return "facts: " + ", ".join(parts) if parts else "the same facts, other bytes"


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:EXAMPLES]) + (", ..." if len(ids) > EXAMPLES else "")


def fact_changes(old: bytes, new: bytes) -> FactChanges:
    """Which rows of a csv file were added, removed or changed.

    Parameters
    ----------
    old, new : bytes
        Both versions; a row's id is its ``fact_id``, or its first cell in a file without facts.

    Returns
    -------
    FactChanges

    Examples
    --------
    >>> fact_changes(b"fact_id,n\\na,1\\nb,2\\n", b"fact_id,n\\na,1\\nb,3\\nc,4\\n")
    FactChanges(added=('c',), removed=(), changed=('b',))
    """
    before, after = _rows(old), _rows(new)
    return FactChanges(
        tuple(i for i in after if i not in before),
        tuple(i for i in before if i not in after),
        tuple(i for i in after if i in before and before[i] != after[i]),
    )


def _rows(data: bytes) -> dict[str, tuple[tuple[str, str], ...]]:
    """Rows by id as pairs of column and cell, in a fixed order of columns."""
    reader = csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""))
    head = next(reader, [])
    at = head.index("fact_id") if "fact_id" in head else 0
    return {row[at]: tuple(sorted(zip(head, row, strict=False))) for row in reader if len(row) > at}


def of_hash(data: bytes | None, expected: str) -> bytes | None:
    """The bytes if they are the ones looked for."""
    return data if data is not None and hashlib.sha256(data).hexdigest() == expected else None


def earlier_content(root: Path, name: str, expected: str) -> bytes | None:
    """A file as it once was, from the project's git history; None where there is no git or no such version.

    Parameters
    ----------
    root : Path
        Project folder.
    name : str
        File relative to it, from a manifest that was checked.
    expected : str
        SHA-256 of the version looked for.
    """
    return next((data for data in _versions(root, name) if of_hash(data, expected)), None)


def _versions(root: Path, name: str) -> Iterator[bytes]:
    commits = run_git(root, "log", "--format=%H", f"-n{COMMITS_SEARCHED}", "--", name)
    for commit in (commits or b"").decode("ascii", "replace").split():
        data = content_at(root, commit, name)
        if data is not None:
            yield data
