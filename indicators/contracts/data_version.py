"""How far changed facts raise their version, which is apart from that of the package.

Facts that are gone raise the first number, new facts the second, facts that read otherwise the third. What a table
promises has a version of its own, in its contract.
"""

from __future__ import annotations

from indicators.contracts.data_diff import DataDiff
from indicators.errors import DataProblem
from indicators.project import UNVERSIONED, VERSION_FILE


def asked_version(before: str, found: DataDiff) -> tuple[str, str]:
    """The lowest version that changed facts ask for, and why.

    Examples
    --------
    >>> asked_version("1.4.2", DataDiff((), ()))
    ('1.4.2', 'no fact changed')
    """
    first, second, third = _numbers(before)
    kinds = {row.kind for row in found.rows}
    notes = "; ".join(file.note for file in found.files)
    if "removed" in kinds or "file removed" in notes or "column removed" in notes:
        return f"{first + 1}.0.0", "facts were removed"
    if "added" in kinds or "new file" in notes or "column added" in notes:
        return f"{first}.{second + 1}.0", "facts were added"
    if kinds or found.files:
        return f"{first}.{second}.{third + 1}", "facts read otherwise"
    return before, "no fact changed"


def check_version(before: str, after: str, found: DataDiff) -> str:
    """A sentence on the versions of facts that changed.

    Parameters
    ----------
    before, after : str
        What the two folders of facts declare; facts that declared none ask for nothing.
    found : DataDiff
        How they differ.

    Raises
    ------
    DataProblem
        If the version was not raised as far as the changes ask.
    """
    asked, why = asked_version(before, found)
    if before != UNVERSIONED and _numbers(after) < _numbers(asked):
        raise DataProblem(
            f"{why}, and the version of the facts is {after}", where=f"data/raw/{VERSION_FILE}", do=f"write {asked}"
        )
    return f"version of the facts: {before} -> {after}; {why}"


def _numbers(version: str) -> tuple[int, int, int]:
    first, second, third = map(int, version.split("."))
    return first, second, third
