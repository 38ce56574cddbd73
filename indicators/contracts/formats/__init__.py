"""An audit written out. Every format is made from the one result object; all but the text view hold every finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from indicators.contracts.findings import Audit
from indicators.contracts.formats.data import to_json
from indicators.contracts.formats.github import to_github
from indicators.contracts.formats.junit import to_junit
from indicators.contracts.formats.sarif import to_sarif
from indicators.contracts.formats.text import to_text

FORMATS: Mapping[str, Callable[[Audit, str], str]] = MappingProxyType(
    {
        "text": lambda audit, _: to_text(audit),
        "json": lambda audit, _: to_json(audit),
        "junit": lambda audit, fail_on: to_junit(audit, [s for s in ("error", "warning") if fails(s, fail_on)]),
        "github": lambda audit, _: to_github(audit),
        "sarif": lambda audit, _: to_sarif(audit),
    }
)
"""Format and what writes it; the severities that fail the audit show in JUnit alone."""


def fails(severity: str, fail_on: str) -> bool:
    """Whether findings of a severity make the audit fail."""
    return fail_on == "warning" or (fail_on == "error" and severity == "error")
