"""The audit engine: every contract, every rule, every table, with the rows each rule tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from pandera.errors import SchemaErrors

from indicators.contracts.findings import Audit, Finding, RuleResult
from indicators.contracts.model import Column, FactTable, Rule, TableModel, columns_of, rules_of
from indicators.contracts.reading import FILE, LINE, read_table

CHECK_WORDS = {
    "not_nullable": ("required", "The cell is filled", "fill the cell"),
    "isin": ("codes", "The code is a declared one", "use a declared code, or declare the new one in the contract"),
    "str_matches": ("pattern", "The text has the declared form", "write it in the declared form"),
    "greater_than_or_equal_to": (
        "minimum",
        "The value is not below its lower bound",
        "compare the value with its source",
    ),
    "greater_than": ("minimum", "The value is above its lower bound", "compare the value with its source"),
    "less_than_or_equal_to": ("maximum", "The value is not above its upper bound", "compare the value with its source"),
}


def audit(raw: Path, models: Sequence[type[TableModel]], prefix: str = "data/raw") -> Audit:
    """Check the raw files of the given tables against their contracts.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    models : sequence of TableModel
        The tables; ``sources`` must be among them.
    prefix : str
        How ``raw`` is called in findings.

    Returns
    -------
    Audit
        Complete: one bad file or row does not hide the others.
    """
    findings: list[Finding] = _undeclared(raw, models, prefix)
    tables: dict[str, pl.DataFrame] = {}
    for model in models:
        frame, found = read_table(raw, model, prefix)
        findings += found
        if frame is not None:
            tables[model._contract.name] = frame
    return audit_frames(models, tables, findings)


def audit_frames(
    models: Sequence[type[TableModel]], tables: dict[str, pl.DataFrame], found_before: Sequence[Finding] = ()
) -> Audit:
    """Check tables that were read already, each row with its file and line.

    Parameters
    ----------
    models : sequence of TableModel
        Their contracts; one without a frame is left out.
    tables : dict of str to DataFrame
        By name, as `indicators.contracts.reading.read_table` gives them.
    found_before : sequence of Finding
        What reading them found.
    """
    findings = list(found_before)
    results: list[RuleResult] = []
    for model in models:
        if model._contract.name in tables:
            for part in (_column_rules, _reference_rules, _row_rules):
                found, counted = part(model, tables)
                findings += found
                results += counted
    return Audit(tuple(sorted(_once(findings))), tuple(results), tables)


Outcome = tuple[list[Finding], list[RuleResult]]


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """A cell that could not be read is not reported again as empty."""
    unread = {(f.file, f.line, f.column) for f in findings if f.rule_id.endswith(".format")}
    return [f for f in findings if not (f.rule_id.endswith(".required") and (f.file, f.line, f.column) in unread)]


def _undeclared(raw: Path, models: Sequence[type[TableModel]], prefix: str) -> list[Finding]:
    """Files in a family's folder that no table names would be left unread without a word."""
    declared: dict[str, set[str]] = {}
    for model in models:
        declared.setdefault(model._contract.folder, set()).update(model._contract.files)
    sentence, mend = "Every csv file belongs to a table", "name the file in a contract, or move it elsewhere"
    return [
        Finding(
            f"{prefix}/{folder}/{path.name}", 0, folder, f"{folder}.files", "", path.name, "", sentence, "error", mend
        )
        for folder, files in declared.items()
        if folder != "."
        for path in sorted((raw / folder).glob("*.csv"))
        if path.name not in files
    ]


def _key(model: type[TableModel], row: dict[str, Any]) -> str:
    names = ("fact_id",) if issubclass(model, FactTable) else model._contract.key
    return ", ".join(f"{n}={row[n]}" for n in names)


def _finding(model: type[TableModel], row: dict[str, Any], rule: Rule) -> Finding:
    column = rule.columns[0] if rule.columns else ""
    cells = {n: "" if row[n] is None else str(row[n]) for n in rule.columns if n in row}
    shown = "; ".join(f"{n}={cell}" for n, cell in cells.items()) if len(cells) > 1 else cells.get(column, "")
    return Finding(
        row[FILE], row[LINE], model._contract.name, rule.id, column, shown, _key(model, row), rule.sentence,
        rule.severity, rule.mend,
    )  # fmt: skip


def _column_rules(model: type[TableModel], tables: dict[str, pl.DataFrame]) -> Outcome:
    """Types, codes, ranges and required cells, by pandera on the collected frame."""
    table = model._contract.name
    frame = tables[table]
    declared = {c.name: c for c in columns_of(model)}
    findings: list[Finding] = []
    broken: dict[str, int] = {}
    for name, check, position in _failures(model, frame):
        suffix, sentence, mend = CHECK_WORDS[check]
        words = _with_codes(sentence, declared[name])
        bad = Rule(f"{table}.{name}.{suffix}", words, "error", pl.lit(True), pl.lit(True), (name,), mend)
        findings.append(_finding(model, frame.row(position, named=True), bad))
        broken[bad.id] = broken.get(bad.id, 0) + 1
    results = []
    for name, schema in model.to_schema().columns.items():
        checks = [] if schema.nullable else ["not_nullable"]
        checks += [c.name for c in schema.checks]
        for check in checks:
            suffix, sentence, _ = CHECK_WORDS[check]
            tested = frame.height if check == "not_nullable" else frame.height - frame[name].null_count()
            rule_id = f"{table}.{name}.{suffix}"
            results.append(RuleResult(rule_id, table, sentence, "error", tested, broken.get(rule_id, 0)))
    return findings, results


def _with_codes(sentence: str, column: Column) -> str:
    if column.codes and "code" in sentence and len(column.codes) <= 12:
        return f"{sentence} ({', '.join(map(str, column.codes))})"
    return sentence


def _failures(model: type[TableModel], frame: pl.DataFrame) -> Iterable[tuple[str, str, int]]:
    """Column, check and row position of every cell that pandera refuses."""
    schema = model.to_schema()
    try:
        schema.validate(frame.drop(FILE, LINE), lazy=True)
    except SchemaErrors as errors:
        for case in errors.failure_cases.iter_rows(named=True):
            yield case["column"], str(case["check"]).split("(")[0], int(case["index"])


def _reference_rules(model: type[TableModel], tables: dict[str, pl.DataFrame]) -> Outcome:
    table = model._contract.name
    findings: list[Finding] = []
    results: list[RuleResult] = []
    for c in columns_of(model):
        target, _, target_column = (c.references or "").partition(".")
        if target not in tables:
            continue
        known = tables[target][target_column].unique()
        bound = Rule(
            f"{table}.{c.name}.references",
            f"{c.name} stands in {target}",
            "error",
            pl.col(c.name).is_in(known.implode()),
            pl.col(c.name).is_not_null(),
            (c.name,),
            f"correct {c.name}, or add the row to {target}",
        )
        found, counted = _test(model, tables[table], bound)
        findings += found
        results.append(counted)
    return findings, results


def _row_rules(model: type[TableModel], tables: dict[str, pl.DataFrame]) -> Outcome:
    frame = tables[model._contract.name]
    if issubclass(model, FactTable) and "sources" in tables:
        attributes = tables["sources"].select(
            "source_id", pl.col("collected_on", "publisher_rank", "release_lag_days").name.prefix("source_")
        )
        frame = frame.join(
            attributes.unique("source_id", keep="first"), on="source_id", how="left", maintain_order="left"
        )
    findings: list[Finding] = []
    results: list[RuleResult] = []
    for rule in rules_of(model):
        if not {*rule.holds.meta.root_names(), *rule.applies.meta.root_names()} <= set(frame.columns):
            continue  # it asks for attributes of the source, and the table of sources cannot be read
        found, counted = _test(model, frame, rule)
        findings += found
        results.append(counted)
    return findings, results


def _test(model: type[TableModel], frame: pl.DataFrame, rule: Rule) -> tuple[list[Finding], RuleResult]:
    """Windows see the whole table; ``applies`` then picks the rows that count."""
    judged = frame.with_columns(_applies=rule.applies.fill_null(False), _holds=rule.holds)
    judged = judged.filter(pl.col("_applies") & pl.col("_holds").is_not_null())
    broken = judged.filter(~pl.col("_holds"))
    findings = [_finding(model, row, rule) for row in broken.iter_rows(named=True)]
    return findings, RuleResult(
        rule.id, model._contract.name, rule.sentence, rule.severity, judged.height, broken.height
    )
