"""A step that takes longer than any test waits."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path


def long(told: Path) -> Sequence[Path]:
    """Say which process this is, then go on for a minute."""
    told.write_text(str(os.getpid()))
    time.sleep(60)
    return []
