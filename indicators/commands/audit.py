"""``indicators audit``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from indicators.commands.console import ProjectOption, project_of, write_line

if TYPE_CHECKING:
    from indicators.contracts.findings import Audit


def audit(
    project: ProjectOption = None,
    rules: Annotated[bool, typer.Option(help="List every rule with the rows it tested.")] = False,
) -> None:
    """Check every contract, every rule, every table; exit code 1 if an error is found.

    Example: indicators audit --rules
    """
    from indicators.contracts.audit import audit as run
    from indicators.registry import all_tables

    result = run(project_of(project).raw, all_tables())
    for line in audit_lines(result, rules):
        write_line(line)
    if result.errors:
        sys.exit(1)


def audit_lines(result: Audit, rules: bool) -> list[str]:
    """The first five findings of each rule, the rest counted, and a closing line."""
    shown: dict[str, int] = {}
    lines = []
    for finding in result.findings:
        shown[finding.rule_id] = shown.get(finding.rule_id, 0) + 1
        if shown[finding.rule_id] <= 5:
            lines.append(str(finding))
    lines += [f"{rule_id}: {n - 5} more findings" for rule_id, n in shown.items() if n > 5]
    if rules:
        lines += [
            f"{r.outcome:15} {r.tested:7} tested {r.broken:5} broken  {r.rule_id}: {r.sentence}" for r in result.results
        ]
    untested = sum(r.tested == 0 for r in result.results)
    lines.append(
        f"{len(result.results)} rules over {len(result.tables)} tables: {len(result.errors)} errors, "
        f"{len(result.warnings)} warnings, {untested} rules tested nothing"
    )
    return lines
