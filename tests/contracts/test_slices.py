"""A table too large for memory: the same findings and counts whatever the size of a slice."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from indicators.contracts import blocks
from indicators.contracts.audit import audit
from indicators.contracts.findings import Audit
from indicators.contracts.judging import row_by_row
from indicators.contracts.model import rule
from indicators.contracts.shared import Sources
from indicators.registry import all_across, all_tables

from .animals import HEADER, Animals, row, write

ROWS_ALONE = {
    "a comparison": (pl.col("x") > 1, True),
    "a code": (pl.col("x").is_in([1, 2]), True),
    "one of several": (pl.when(pl.col("x") > 1).then(pl.col("y")).otherwise(2) > 1, True),
    "a part of a text": (pl.col("x").str.slice(0, 4) <= "1992", True),
    "a window": (pl.col("x").sum().over("y") > 1, False),
    "a window within": (pl.when(pl.col("x") > 1).then(pl.col("x").max().over("y")).otherwise(2) > 1, False),
    "a duplicate": (~pl.col("x").is_duplicated(), False),
    "a maximum": (pl.col("x") >= pl.col("x").max(), False),
    "the row before": (pl.col("x") >= pl.col("x").shift(1), False),
    "a function of ours": (pl.col("x").map_batches(lambda s: s) > 1, False),
}


@pytest.mark.parametrize("case", ROWS_ALONE)
def test_a_rule_that_compares_rows_is_told_from_one_that_does_not(case: str) -> None:
    holds, alone = ROWS_ALONE[case]
    assert row_by_row(rule("t.r", "", holds=holds, columns=("x",))) is alone
    assert row_by_row(rule("t.r", "", holds=pl.lit(True), applies=holds, columns=("x",))) is alone


def counts(audited: Audit) -> list[tuple[str, int, int]]:
    return [(r.rule_id, r.tested, r.broken) for r in audited.results]


def bad_animals(raw: Path) -> Path:
    """A key and an id repeated, and a bear of another year, in files far apart."""
    return write(
        raw,
        animals_1=f"{HEADER}\n" + row(1) + row(2, species="wolf"),
        animals_4=f"{HEADER}\n" + row(7, zone="") + row(8, seen_on="2021-01-08"),
        animals_5=f"{HEADER}\n" + row(1, fact_id="zoo.animal-99") + row(2, fact_id="zoo.animal-1"),
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_slices_find_what_the_whole_finds(tmp_path: Path, size: int) -> None:
    bad_animals(tmp_path)
    whole = audit(tmp_path, (Sources, Animals))
    sliced = audit(tmp_path, (Sources, Animals), slice_rows=size)
    assert {"animals.key", "animals.fact_id", "animals.within_year"} <= {f.rule_id for f in whole.errors}
    assert sliced.findings == whole.findings
    assert counts(sliced) == counts(whole)
    assert sliced.tables["animals"].equals(whole.tables["animals"])


def test_a_large_table_is_not_kept_where_nobody_asks_for_it(tmp_path: Path) -> None:
    found = audit(bad_animals(tmp_path), (Sources, Animals), slice_rows=3, keep=False)
    assert list(found.tables) == ["sources"]
    assert found.heights == {"sources": 1, "animals": 10}


def test_real_facts_in_slices_are_as_the_whole(audited: Audit, raw: Path) -> None:
    """Every rule of every table says rightly which rows it compares: 2,000 rows at once, totals split anywhere."""
    sliced = audit(raw, all_tables(), across=all_across(), slice_rows=2_000)
    assert counts(sliced) == counts(audited)
    assert sliced.findings == audited.findings


@pytest.mark.parametrize("size", [40, 200, 1000])
def test_blocks_of_a_file_are_as_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Lines of quoted cells that span lines, and of faults after them, do not depend on where a block ends."""
    rows = [row(n, note='"three\n\nlines, ""so"""' if n % 3 else "") for n in range(1, 29)]
    bad = [*rows[:20], row(21, animals_count="x"), *rows[21:]]
    ragged = [*rows[:20], "zoo.animal-21,bear\n", *rows[21:]]
    for lines in (rows, bad, ragged):
        write(tmp_path, animals_1=HEADER + "\n" + "".join(lines))
        whole = audit(tmp_path, (Sources, Animals))
        with monkeypatch.context() as changed:
            changed.setattr(blocks, "BLOCK_BYTES", size)
            changed.setattr(blocks.blocks_of, "__defaults__", (size,))
            parts = audit(tmp_path, (Sources, Animals))
        assert parts.findings == whole.findings
        if "animals" in whole.tables:
            assert parts.tables["animals"].equals(whole.tables["animals"])
