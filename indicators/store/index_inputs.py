"""What families declare for the relations index: the series that enter, and those that do not, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class IndexInput:
    """A series that enters the index.

    Parameters
    ----------
    series_id : str
        Monthly or quarterly.
    transform : str
        A key of ``indicators.timeseries.transforms.TRANSFORMS``.
    sign : int
        1 where more is warmer, -1 where less is.
    why : str
        Why it enters, why with this transform and sign; a sentence.
    """

    series_id: str
    transform: str
    sign: int
    why: str


@dataclass(frozen=True)
class NotInIndex:
    """Series that do not enter; ``pattern`` may hold ``*``."""

    pattern: str
    why: str


@dataclass(frozen=True)
class IndexPart:
    """What a family gives to the index.

    Every series of the family is an input or matches a pattern; the first that matches tells the reason.
    """

    inputs: tuple[IndexInput, ...] = ()
    outside: tuple[NotInIndex, ...] = ()

    def why_not(self, series_id: str) -> str | None:
        """The reason why a series does not enter; None where it enters or nothing is declared.

        Examples
        --------
        >>> IndexPart(outside=(NotInIndex("*.a", "Yearly."),)).why_not("trade.usa_rus.total.a")
        'Yearly.'
        """
        if any(entry.series_id == series_id for entry in self.inputs):
            return None
        return next((entry.why for entry in self.outside if fnmatchcase(series_id, entry.pattern)), None)
