"""The audit as JSON; its shape is described in docs/audit.md and changes with ``FORMAT`` alone."""

from __future__ import annotations

import json

from indicators.contracts.findings import Audit

FORMAT = 1


def to_json(audit: Audit) -> str:
    """Summary, tables, rules and findings; ASCII alone, so that no cell can disturb a terminal or a reader."""
    data = {
        "format": FORMAT,
        "summary": {
            "tables": len(audit.heights),
            "rules": len(audit.results),
            "rules_that_tested_nothing": sum(r.outcome == "tested nothing" for r in audit.results),
            "errors": len(audit.errors),
            "warnings": len(audit.warnings),
        },
        "tables": [{"table": table, "rows": rows} for table, rows in audit.heights.items()],
        "rules": [
            {
                "rule_id": r.rule_id,
                "table": r.table,
                "sentence": r.sentence,
                "severity": r.severity,
                "outcome": r.outcome,
                "tested": r.tested,
                "broken": r.broken,
                "waits": r.waits,
            }
            for r in audit.results
        ],
        "findings": [
            {
                "rule_id": f.rule_id,
                "severity": f.severity,
                "sentence": f.sentence,
                "table": f.table,
                "key": f.key,
                "column": f.column,
                "value": f.value,
                "file": f.file,
                "line": f.line,
                "mend": f.mend,
            }
            for f in audit.findings
        ],
    }
    return json.dumps(data, indent=1, allow_nan=False) + "\n"
