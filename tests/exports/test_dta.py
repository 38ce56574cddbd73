"""Stata files read by pandas, by pyreadstat and by R's haven: values, dates, labels, missing reasons, notes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pyreadstat
import pytest

from indicators.contracts.codes import MISSING_REASON
from indicators.exports.bundle import Bundle, Dataset
from indicators.exports.dta_files import LETTERS, label
from indicators.registry import description

from .conftest import Written
from .outside import needs, run

RESERVED = {"_all", "_n", "_b", "_cons", "byte", "double", "float", "if", "in", "int", "long", "using", "with", "strl"}
IN_R = """
suppressMessages(library(haven))
d <- read_dta(commandArgs(TRUE)[1])
v <- d$value
tags <- na_tag(v)
cat(nrow(d), format(sum(as.numeric(v), na.rm = TRUE), digits = 15),
    paste(sort(unique(tags[!is.na(tags)])), collapse = ""),
    as.character(as_factor(d$obs_status)[1]), format(max(d$period_start)), attr(d$value, "label"), sep = "|")
"""


def dataset(bundle: Bundle, name: str) -> Dataset:
    found = bundle.named(name)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(written: Written) -> Path:
    return written("dta")


@pytest.mark.parametrize("name", ["observations", "treaty_declarations", "trade_volumes_eur"])
def test_pandas_reads_values_dates_and_labels(bundle: Bundle, folder: Path, name: str) -> None:
    item = dataset(bundle, name)
    frame = pd.read_stata(folder / f"{name}.dta")
    assert len(frame) == item.frame.height
    for c in item.table.columns:
        mine = item.frame[c.name]
        theirs = frame[c.name]
        if c.codes:
            meanings = dict(c.codes)
            wanted = [f"{v} ({meanings[v]})" if meanings[v] else str(v) for v in mine.drop_nulls()]
            assert list(theirs.dropna().astype(str)) == wanted, c.name
        elif c.type == "date":
            assert [d.date() for d in theirs.dropna()] == mine.drop_nulls().to_list(), c.name
        elif c.type in ("number", "integer"):
            assert list(theirs.dropna()) == mine.drop_nulls().to_list(), c.name
        elif c.type == "text":
            assert list(theirs) == mine.fill_null("").to_list(), c.name
        assert theirs.isna().sum() == (0 if c.type == "text" and not c.codes else mine.null_count()), c.name


def test_missing_reasons_are_extended_missing_values(bundle: Bundle, folder: Path) -> None:
    mine = dataset(bundle, "observations").frame
    reasons = mine.filter(pl.col("value").is_null())["missing_reason"].to_list()
    path = folder / "observations.dta"
    raw = pd.read_stata(path, convert_missing=True, convert_dates=False, convert_categoricals=False)
    found = [str(v) for v in raw["value"] if isinstance(v, pd.io.stata.StataMissingValue)]
    assert found == [f".{LETTERS[reason]}" for reason in reasons]
    assert len(found) > 0
    frame, _ = pyreadstat.read_dta(str(path), user_missing=True)
    assert [v for v in frame["value"] if isinstance(v, str)] == [LETTERS[reason] for reason in reasons]


def test_there_is_a_letter_for_every_reason() -> None:
    assert list(LETTERS) == list(MISSING_REASON)
    assert len(set(LETTERS.values())) == len(MISSING_REASON)


def test_labels_and_notes_travel(bundle: Bundle, folder: Path) -> None:
    item = dataset(bundle, "treaty_declarations")
    _, meta = pyreadstat.read_dta(str(folder / "treaty_declarations.dta"))
    assert meta.column_names_to_labels == {c.name: label(c) for c in item.table.columns}
    assert meta.file_label == item.table.title[:80]
    assert meta.notes[0] == bundle.described()
    assert sum(note.startswith("Source of ") for note in meta.notes) == len(item.sources) > 10
    _, series = pyreadstat.read_dta(str(folder / "observations.dta"))
    assert any(note.startswith("Series trade.usa_rus.total.a: ") and "USD million" in note for note in series.notes)


def test_the_header_holds_the_as_of_day(folder: Path) -> None:
    with pd.io.stata.StataReader(folder / "sources.dta") as reader:
        assert reader.time_stamp == "30 Jun 2026 00:00"
    assert b"<release>118</release>" in (folder / "sources.dta").read_bytes()[:60]


@needs("Rscript")
def test_haven_reads_it(bundle: Bundle, folder: Path) -> None:
    mine = dataset(bundle, "observations").frame
    rows, total, tags, status, last, told = run("Rscript", "-e", IN_R, folder / "observations.dta").split("|")
    assert (int(rows), last) == (mine.height, str(mine["period_start"].max()))
    assert float(total) == pytest.approx(mine["value"].sum(), rel=1e-12)
    assert tags == "".join(sorted({LETTERS[r] for r in mine["missing_reason"].drop_nulls()}))
    assert status.startswith("A (") or status.startswith(mine["obs_status"][0])
    assert told == "Value in the unit of the series"


def test_every_column_of_every_table_has_a_name_and_a_label_that_stata_takes() -> None:
    for table in description().tables.values():
        for c in table.columns:
            assert len(c.name) <= 32, c.name
            assert c.name not in RESERVED, c.name
            assert len(label(c)) <= 80, c.name
            assert not any(" (" in str(code) for code, _ in c.codes), f"{c.name}: a code ends where a bracket opens"
