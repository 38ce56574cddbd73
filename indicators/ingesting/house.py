"""What the hall of ingestion needs of the families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.contracts.model import CrossRule, TableModel
from indicators.ingesting.reader import Placement


@dataclass(frozen=True)
class House:
    """What the hall needs of the families, handed in by the registry.

    Parameters
    ----------
    models : mapping of str to TableModel
        Every table by name.
    across : sequence of CrossRule
        Rules across tables.
    placements : mapping of str to Placement
        By table.
    """

    models: Mapping[str, type[TableModel]]
    across: Sequence[CrossRule]
    placements: Mapping[str, Placement]
