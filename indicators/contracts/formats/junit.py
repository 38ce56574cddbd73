"""The audit as JUnit XML: a suite a table, a case a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from xml.etree import ElementTree

from indicators.contracts.findings import Audit, Finding, RuleResult


def to_junit(audit: Audit, failing: Collection[str] = ("error",)) -> str:
    """XML text.

    Parameters
    ----------
    audit : Audit
        The result.
    failing : collection of str
        The severities that count as failures; findings of the others are told as output of their case.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        found[finding.rule_id].append(finding)
    by_table: dict[str, list[RuleResult]] = defaultdict(list)
    for result in audit.results:
        by_table[result.table].append(result)
    root = ElementTree.Element("testsuites", name="indicators audit")
    for table, results in by_table.items():
        suite = ElementTree.SubElement(root, "testsuite", name=table)
        for result in results:
            _case(suite, result, found[result.rule_id], failing)
        _count(suite)
    _count(root)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, result: RuleResult, findings: list[Finding], failing: Collection[str]) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=result.table, name=result.rule_id, assertions=str(result.tested)
    )
    told = "\n".join(map(str, findings))
    if findings and result.severity in failing:
        message = f"{result.sentence}: {len(findings)} findings, {result.tested} rows tested"
        ElementTree.SubElement(case, "failure", type=result.severity, message=message).text = told
    elif result.tested == 0:
        ElementTree.SubElement(case, "skipped", message=f"tested no row: {result.waits or 'no reason is given'}")
    if findings and result.severity not in failing:
        ElementTree.SubElement(case, "system-out").text = told


def _count(element: ElementTree.Element) -> None:
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("errors", "0")
