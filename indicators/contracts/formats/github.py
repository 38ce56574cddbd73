"""The audit as workflow commands, which GitHub shows as annotations at file and line."""

from __future__ import annotations

from indicators.contracts.findings import Audit, Finding


def to_github(audit: Audit) -> str:
    """One command a finding, errors first: the service shows only the first ten of each kind."""
    ordered = (*audit.errors, *audit.warnings)
    return "".join(f"{_command(f)}\n" for f in ordered)


def _command(finding: Finding) -> str:
    place = {"file": finding.file, "line": str(finding.line or 1), "title": finding.rule_id}
    properties = ",".join(f"{name}={_property(text)}" for name, text in place.items())
    return f"::{finding.severity} {properties}::{_data(str(finding).removeprefix(f'{finding.severity}: '))}"


def _data(text: str) -> str:
    """A message: per cent signs and line breaks are escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property: what ends or divides properties is escaped too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
