"""Every kind of change in both directions, held against the audit itself where rows can tell, and the verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.contracts.audit import audit
from indicators.contracts.comparison.changes import Change, compare
from indicators.contracts.comparison.kinds import KINDS
from indicators.contracts.comparison.verdict import compared
from indicators.contracts.described.description import (
    DescribedColumn,
    DescribedRule,
    DescribedTable,
    Description,
    describe,
)
from indicators.contracts.shared import Sources
from indicators.registry import description

from .animals import HEADER, Animals, row, write

PLAIN = describe([Animals]).tables["animals"]
TABLE = replace(
    PLAIN,
    rules=tuple(replace(r, body="0", constants=(("MOST", "5"),)) for r in PLAIN.rules),
    waits=(("ranked", "no counts yet"),),
)
Edit = Callable[[DescribedTable], DescribedTable]


def column(name: str, /, **changed: object) -> Edit:
    """The table with one column changed."""

    def edit(table: DescribedTable) -> DescribedTable:
        assert name in [c.name for c in table.columns]
        columns = tuple(replace(c, **changed) if c.name == name else c for c in table.columns)  # type: ignore[arg-type]
        return replace(table, columns=columns)

    return edit


def rule(name: str, /, **changed: object) -> Edit:
    """The table with one rule changed."""

    def edit(table: DescribedTable) -> DescribedTable:
        assert f"animals.{name}" in [r.id for r in table.rules]
        rules = tuple(replace(r, **changed) if r.id == f"animals.{name}" else r for r in table.rules)  # type: ignore[arg-type]
        return replace(table, rules=rules)

    return edit


def whole(**changed: object) -> Edit:
    return lambda table: replace(table, **changed)  # type: ignore[arg-type]


def without_column(name: str) -> Edit:
    return lambda table: replace(table, columns=tuple(c for c in table.columns if c.name != name))


def without_rule(name: str) -> Edit:
    return lambda table: replace(table, rules=tuple(r for r in table.rules if r.id != f"animals.{name}"))


def then(*edits: Edit) -> Edit:
    def edit(table: DescribedTable) -> DescribedTable:
        for one in edits:
            table = one(table)
        return table

    return edit


B, C, E = "breaking", "compatible", "editorial"
MORE_SPECIES = (("bear", "Bear"), ("eagle", "Eagle"), ("wolf", "Wolf"))
BOTH_WAYS: dict[str, tuple[Edit, tuple[str, str, str], tuple[str, str, str]]] = {
    # what changes: kind, reader, writer there; kind, reader, writer back
    "a code more": (column("species", codes=MORE_SPECIES), ("codes.added", B, C), ("codes.removed", C, B)),
    "no code list": (column("species", codes=()), ("codes.opened", B, C), ("codes.listed", C, B)),
    "a code reworded": (
        column("species", codes=(("bear", "Brown bear"), ("eagle", "Eagle"))), ("codes.meaning", E, E),
        ("codes.meaning", E, E),
    ),
    "a lower minimum": (column("animals_count", minimum=-5), ("range.widened", B, C), ("range.tightened", C, B)),
    "no minimum": (column("animals_count", minimum=None), ("range.widened", B, C), ("range.tightened", C, B)),
    "a higher maximum": (column("animals_count", maximum=2000), ("range.widened", B, C), ("range.tightened", C, B)),
    "no maximum": (column("animals_count", maximum=None), ("range.widened", B, C), ("range.tightened", C, B)),
    "the bound itself": (
        column("weight_kg", exclusive_minimum=None, minimum=0), ("range.widened", B, C), ("range.tightened", C, B),
    ),
    "an earlier day": (column("seen_on", minimum="1999-12-31"), ("range.widened", B, C), ("range.tightened", C, B)),
    "another unit": (column("weight_kg", unit="grams"), ("unit", B, B), ("unit", B, B)),
    "no unit": (column("weight_kg", unit=None), ("unit", B, B), ("unit", B, B)),
    "whole numbers to numbers": (column("animals_count", type="number"), ("type.wider", B, C), ("type.other", B, B)),
    "a date to a text": (column("seen_on", type="text"), ("type.wider", B, C), ("type.other", B, B)),
    "required": (column("weight_kg", required=True), ("required", C, B), ("nullable", B, C)),
    "no form": (column("zone", pattern=None), ("pattern.removed", B, C), ("pattern.added", C, B)),
    "another form": (column("zone", pattern="[A-Z]+"), ("pattern.changed", B, B), ("pattern.changed", B, B)),
    "no reference": (column("source_id", references=None), ("reference.removed", B, C), ("reference.added", C, B)),
    "another reference": (
        column("source_id", references="zoos.zoo_id"), ("reference.changed", B, B), ("reference.changed", B, B),
    ),
    "another definition": (
        column("zone", definition="Where it was"), ("column.definition", E, E), ("column.definition", E, E),
    ),
    "free text": (column("zone", free_text=True), ("column.free_text", E, E), ("column.free_text", E, E)),
    "a new name": (column("zone", name="place"), ("column.renamed", B, B), ("column.renamed", B, B)),
    "an optional column less": (without_column("zone"), ("column.removed", B, B), ("column.added_optional", C, B)),
    "a required column less": (
        without_column("animals_count"), ("column.removed", B, B), ("column.added_required", C, B),
    ),
    "columns in another order": (
        lambda t: replace(t, columns=(*t.columns[1:], t.columns[0])), ("column.moved", C, C), ("column.moved", C, C),
    ),
    "a longer key": (
        whole(key=("species", "seen_on", "source_id", "zone")), ("key.wider", B, C), ("key.narrower", C, B),
    ),
    "another key": (whole(key=("species", "seen_on", "zone")), ("key.other", B, B), ("key.other", B, B)),
    "the key in another order": (
        whole(key=("seen_on", "species", "source_id")), ("key.order", C, C), ("key.order", C, C),
    ),
    "another primary key": (
        whole(primary_key=("species",)), ("key.other", B, B), ("key.other", B, B),
    ),
    "another quantity": (
        whole(quantity=("species", "seen_on", "zone")), ("table.quantity", B, C), ("table.quantity", B, C),
    ),
    "another day described": (
        whole(reference_end="last_day(seen_on)"), ("table.reference_end", B, C), ("table.reference_end", B, C),
    ),
    "a file less": (whole(files=("animals.1.csv",)), ("table.files", C, B), ("table.files", C, B)),
    "no rows": (whole(may_be_empty="none yet"), ("table.may_be_empty", B, C), ("table.filled", C, B)),
    "another title": (whole(title="Beasts"), ("table.wording", E, E), ("table.wording", E, E)),
    "a usage warning": (whole(usage=("Mind the bear.",)), ("table.usage", E, E), ("table.usage", E, E)),
    "a rule less": (without_rule("eagles_small"), ("rule.removed", B, C), ("rule.added", C, B)),
    "a warning less": (without_rule("ranked"), ("warning.removed", C, C), ("warning.added", C, C)),
    "an error for a warning": (rule("ranked", severity="error"), ("rule.raised", C, B), ("rule.lowered", B, C)),
    "another test": (rule("eagles_small", holds="x", digest="1"), ("rule.test", B, B), ("rule.test", B, B)),
    "a test with other options": (rule("eagles_small", digest="1"), ("rule.test", B, B), ("rule.test", B, B)),
    "another test of a warning": (rule("ranked", digest="1"), ("warning.test", C, C), ("warning.test", C, C)),
    "a constant that moves": (
        rule("eagles_small", constants=(("MOST", "6"),)), ("rule.test", B, B), ("rule.test", B, B),
    ),
    "a constant more": (
        rule("eagles_small", constants=(("MOST", "5"), ("ALSO", "1"))), ("rule.body", C, C), ("rule.body", C, C),
    ),
    "another body": (rule("eagles_small", body="1"), ("rule.body", C, C), ("rule.body", C, C)),
    "another body of a warning": (rule("ranked", body="1"), ("warning.body", C, C), ("warning.body", C, C)),
    "a rule that need not wait": (whole(waits=()), ("waits.removed", C, C), ("waits.added", C, C)),
    "another reason to wait": (
        whole(waits=(("ranked", "no ranks yet"),)), ("waits.reason", E, E), ("waits.reason", E, E),
    ),
    "another name of a rule": (
        rule("eagles_small", id="animals.light"), ("rule.renamed", C, C), ("rule.renamed", C, C),
    ),
    "another sentence": (rule("ranked", sentence="Ranked"), ("rule.wording", E, E), ("rule.wording", E, E)),
}  # fmt: skip


def told(old: DescribedTable, new: DescribedTable) -> list[tuple[str, str, str]]:
    changes = compare(Description({old.name: old}), Description({new.name: new}))
    return [(c.kind, c.reader, c.writer) for c in changes]


@pytest.mark.parametrize("case", BOTH_WAYS)
def test_a_change_and_its_reverse(case: str) -> None:
    edit, there, back = BOTH_WAYS[case]
    assert told(TABLE, edit(TABLE)) == [there]
    assert told(edit(TABLE), TABLE) == [back]


def test_every_kind_of_change_is_tested() -> None:
    seen = {kind for _, *ways in BOTH_WAYS.values() for kind, _, _ in ways}
    assert set(KINDS) - seen == {"table.added", "table.removed", "table.renamed"}


def test_tables_come_go_and_are_renamed() -> None:
    none, one = Description({}), Description({"animals": TABLE})
    other = Description({"beasts": replace(TABLE, name="beasts")})
    assert [(c.kind, c.table, c.reader, c.writer) for c in compare(none, one)] == [("table.added", "animals", C, C)]
    assert [(c.kind, c.table, c.reader, c.writer) for c in compare(one, none)] == [("table.removed", "animals", B, B)]
    assert [(c.kind, c.table, c.old) for c in compare(one, other)] == [("table.renamed", "beasts", "animals")]


def test_nothing_changed() -> None:
    real = description()
    assert compare(real, real) == []
    assert compared(real, real, []).level is None


def test_a_renamed_column_with_another_unit_is_both() -> None:
    edit = then(column("weight_kg", name="weight_g", unit="grams"))
    assert [k for k, _, _ in told(TABLE, edit(TABLE))] == ["column.renamed", "unit"]


def test_a_renamed_key_column_is_no_other_key() -> None:
    edit = then(
        column("species", name="kind"), whole(key=("kind", "seen_on", "source_id"), quantity=("kind", "seen_on"))
    )
    assert [k for k, _, _ in told(TABLE, edit(TABLE))] == ["column.renamed"]


def test_columns_that_could_be_several_others_are_not_called_renamed() -> None:
    zone, bare = TABLE.column("zone"), without_column("zone")(TABLE)
    place, halves = (
        replace(bare, columns=(*bare.columns, *(replace(zone, name=name) for name in names)))
        for names in (("place",), ("north", "south"))
    )
    assert [k for k, _, _ in told(halves, place)] == ["column.added_optional", "column.removed", "column.removed"]
    assert [k for k, _, _ in told(place, halves)] == ["column.added_optional"] * 2 + ["column.removed"]


def test_the_rule_of_a_changed_key_is_told_as_the_key() -> None:
    new_key = next(r for r in TABLE.rules if r.id == "animals.key")
    edit = then(whole(key=("species", "seen_on")), rule("key", digest="1", sentence="x", columns=("species",)))
    assert new_key.digest != "1"
    assert [k for k, _, _ in told(TABLE, edit(TABLE))] == ["key.narrower"]


def test_tables_that_the_build_makes_have_no_writer() -> None:
    made = replace(TABLE, origin="made")
    changed = column("zone", required=True)(made)
    assert told(made, changed) == [("required", C, C)]


def test_tests_of_rules_are_not_compared_across_versions_of_polars() -> None:
    edited = rule("eagles_small", digest="1", holds="other words")(TABLE)
    old, new = Description({"animals": TABLE}, "2.1.0"), Description({"animals": edited}, "2.2.0")
    assert compare(old, new) == []
    (remark,) = compared(old, new, []).remarks
    assert "polars 2.1.0" in remark
    assert "2.2.0" in remark


# -- the verdict ---------------------------------------------------------------------------------------

BREAKING, COMPATIBLE, WORDING = column("weight_kg", unit="grams"), without_rule("ranked"), whole(title="Beasts")
LINE = "- Weights of `animals` are in grams."


@pytest.mark.parametrize(
    ("edit", "version", "lines", "due", "failures"),
    [
        (BREAKING, "2.0.0", [LINE], "2.0.0", 0),
        (BREAKING, "2.1.0", [LINE], "2.0.0", 0),
        (BREAKING, "1.9.9", [LINE], "2.0.0", 1),
        (BREAKING, "1.0.0", [LINE], "2.0.0", 1),
        (BREAKING, "2.0.0", [], "2.0.0", 1),
        (BREAKING, "2.0.0", ["- animals are in grams; `animals_b` too"], "2.0.0", 1),
        (BREAKING, "1.0.0", [], "2.0.0", 1),
        (COMPATIBLE, "1.0.0", [], "1.1.0", 0),
        (COMPATIBLE, "1.1.0", [], "1.1.0", 0),
        (WORDING, "1.0.0", [], "1.0.1", 0),
        (then(BREAKING, COMPATIBLE, WORDING), "2.0.0", [LINE], "2.0.0", 0),
    ],
)
def test_versions_and_changelog(edit: Edit, version: str, lines: list[str], due: str, failures: int) -> None:
    new = replace(edit(TABLE), version=version)
    found = compared(Description({"animals": TABLE}), Description({"animals": new}), lines)
    (verdict,) = found.verdicts
    assert found.level == verdict.level == {"2.0.0": "major", "1.1.0": "minor", "1.0.1": "patch"}[due]
    assert (verdict.due, len(found.failures)) == (due, failures)
    assert verdict.bumped_enough == (version not in ("1.0.0", "1.9.9"))


def test_a_table_that_is_gone_asks_for_a_changelog_line_alone() -> None:
    old, new = Description({"animals": TABLE}), Description({})
    assert len(compared(old, new, []).failures) == 1
    assert compared(old, new, ["- `animals` is gone"]).failures == ()


def test_a_renamed_table_keeps_its_version_history() -> None:
    new = replace(TABLE, name="beasts", version="1.0.0")
    (verdict,) = compared(Description({"animals": TABLE}), Description({"beasts": new}), None).verdicts
    assert (verdict.old, verdict.due, verdict.failure) == (
        "1.0.0", "2.0.0", "beasts: a breaking change asks for version 2.0.0 or later (the contract says 1.0.0)",
    )  # fmt: skip


def test_versions_that_go_down_or_up_for_nothing_are_remarked() -> None:
    newer = Description({"animals": replace(TABLE, version="1.1.0")})
    assert "nothing has changed" in compared(Description({"animals": TABLE}), newer, []).remarks[0]
    assert "went down" in compared(newer, Description({"animals": TABLE}), []).remarks[0]


def test_every_field_of_a_description_is_compared() -> None:
    """A field added to the description and forgotten here would change in silence."""
    seen = {
        DescribedTable: {
            "name", "title", "row", "family", "origin", "version", "columns", "key", "primary_key", "folder", "files",
            "quantity", "reference_end", "usage", "may_be_empty", "waits", "rules",
        },
        DescribedColumn: {
            "name", "type", "definition", "required", "unit", "codes", "pattern", "minimum", "exclusive_minimum",
            "maximum", "references", "free_text",
        },
        DescribedRule: {
            "id", "sentence", "severity", "columns", "mend", "holds", "applies", "digest", "body", "constants",
        },
        Change: {"table", "kind", "subject", "old", "new", "columns", "made"},
    }  # fmt: skip
    for kind, names in seen.items():
        assert {f.name for f in dataclasses.fields(kind)} == names


# -- the classes against rows ------------------------------------------------------------------------------

LIMITS = st.none() | st.integers(-3, 3)
NUMBERS = st.builds(
    DescribedColumn, name=st.just("n"), type=st.just("integer"), definition=st.just("A number"),
    required=st.booleans(), codes=st.sets(st.integers(-2, 2), max_size=3).map(lambda s: tuple((c, "") for c in s)),
    minimum=LIMITS, exclusive_minimum=LIMITS, maximum=LIMITS,
)  # fmt: skip
CELLS = (None, *range(-5, 6))


def accepts(c: DescribedColumn, cell: int | None) -> bool:
    """Whether a cell keeps the promises of a column, said again without the engine."""
    if cell is None:
        return not c.required
    low = c.minimum is None or cell >= c.minimum  # type: ignore[operator]
    above = c.exclusive_minimum is None or cell > c.exclusive_minimum  # type: ignore[operator]
    high = c.maximum is None or cell <= c.maximum  # type: ignore[operator]
    return low and above and high and (not c.codes or cell in dict(c.codes))


@given(old=NUMBERS, new=NUMBERS)
@settings(max_examples=400, deadline=None)
def test_what_is_compatible_for_a_side_shows_and_refuses_it_nothing_new(
    old: DescribedColumn, new: DescribedColumn
) -> None:
    def table(c: DescribedColumn) -> Description:
        return Description({"t": DescribedTable("t", "T", "A t.", "x", "raw", "1.0.0", (c,), (), ())})

    changes = compare(table(old), table(new))
    before = {cell for cell in CELLS if accepts(old, cell)}
    after = {cell for cell in CELLS if accepts(new, cell)}
    if not any(c.writer == "breaking" for c in changes):
        assert before <= after, "a writer's cell is refused"
    if not any(c.reader == "breaking" for c in changes):
        assert after <= before, "a reader meets a new cell"


def test_the_audit_refuses_a_file_that_lacks_a_new_optional_column(tmp_path: Path) -> None:
    """Why an optional column more is breaking for writers."""
    header = HEADER.replace(",zone,", ",")
    without = [
        ",".join(cell for i, cell in enumerate(row(n).split(",")) if i != HEADER.split(",").index("zone"))
        for n in (5, 6)
    ]
    found = audit(write(tmp_path, animals_3=f"{header}\n{''.join(without)}"), (Sources, Animals))
    assert [(f.rule_id, f.column) for f in found.errors] == [("animals.header", "zone")]
