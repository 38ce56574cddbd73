"""Errors a user can act on: one line what, one line where, one line what to do.

Exit codes: 0 good, 1 the data, contract or report fails, 2 wrong use, 3 the environment.
"""

from __future__ import annotations

from functools import partial


class Problem(Exception):
    """Something went wrong that the user can mend; printed in three lines, never as a traceback.

    Parameters
    ----------
    what : str
        What is wrong, one line.
    where : str
        Where: ``file:line``, key, column; or the option or file concerned.
    do : str
        What to do next, one line.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str, do: str) -> None:
        self.what, self.where, self.do = (" ".join(text.split()) for text in (what, where, do))
        super().__init__(f"{self.what}\n  where: {self.where}\n  do:    {self.do}")

    def __reduce__(self) -> tuple[object, ...]:
        """A problem met in another process comes back whole."""
        return partial(type(self), self.what, where=self.where, do=self.do), ()


class DataProblem(Problem):
    """The data, a contract or a report fails (exit code 1)."""

    exit_code = 1


class UsageProblem(Problem):
    """A command or function was used wrongly (exit code 2)."""

    exit_code = 2


class EnvironmentProblem(Problem):
    """The machine lacks something: an extra, a lock, a writable folder (exit code 3)."""

    exit_code = 3
