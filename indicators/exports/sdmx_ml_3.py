"""SDMX-ML 3.0: the same messages as in `sdmx_ml`."""

from __future__ import annotations

from indicators.exports.bundle import Bundle
from indicators.exports.sdmx_ml import messages
from indicators.exports.sdmx_structure import NEW


def files(bundle: Bundle, stem: str | None) -> dict[str, bytes]:
    """Names as in `indicators.exports.sdmx_ml.files`."""
    return messages(bundle, stem, NEW)
