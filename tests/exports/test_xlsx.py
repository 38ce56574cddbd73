"""Workbooks read by fastexcel, openpyxl and LibreOffice: typed cells, frozen headers, never a formula."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest

from indicators.exports import files
from indicators.exports.bundle import Bundle, Dataset

from .conftest import Written
from .outside import needs, run

HOSTILE = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "http://example.org", "\t=1", "<b>")


@pytest.fixture(scope="module")
def book(written: Written) -> Path:
    return written("xlsx") / "indicators.xlsx"


def test_fastexcel_reads_typed_columns(bundle: Bundle, book: Path) -> None:
    reader = fastexcel.read_excel(book)
    assert reader.sheet_names == ["README", *(i.name for i in bundle.datasets), "units", "codes"]
    for item in bundle.asked:
        name = item.name
        back = reader.load_sheet(name).to_polars()
        assert back.columns == item.frame.columns
        for column in item.frame.columns:
            mine, theirs = item.frame[column], back[column]
            if mine.dtype == pl.Date:
                theirs = theirs.cast(pl.Date)
            elif mine.dtype.is_numeric():
                theirs = theirs.cast(mine.dtype)
            assert theirs.to_list() == mine.to_list(), f"{name}.{column}"


def test_openpyxl_finds_frozen_headers_dates_and_no_formula(bundle: Bundle, book: Path) -> None:
    found = openpyxl.load_workbook(book)
    for item in bundle.datasets:
        sheet = found[item.name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    sheet = found["observations"]
    names = [cell.value for cell in sheet[1]]
    day = sheet.cell(2, names.index("period_start") + 1)
    assert (day.number_format, day.is_date) == ("yyyy-mm-dd", True)
    assert sheet.cell(2, names.index("value") + 1).data_type == "n"
    assert found.properties.created == dt.datetime(2026, 6, 30)  # noqa: DTZ001
    columns = [(item.name, c) for item in bundle.datasets for c in item.table.columns]
    units = {(row[0], row[1]): row[2:5] for row in found["units"].iter_rows(min_row=2, values_only=True)}
    assert units == {(name, c.name): (c.type, c.unit or "", c.definition) for name, c in columns}
    codes = {row[:3]: row[3] for row in found["codes"].iter_rows(min_row=2, values_only=True)}
    assert codes == {(name, c.name, code): text or None for name, c in columns for code, text in c.codes}
    assert units["trade_volumes_eur", "value_eur_mn"][1] == "EUR million"
    readme = {row[0]: row[1] for row in found["README"].iter_rows(values_only=True)}
    assert readme["What"] == bundle.described()


def test_a_text_is_a_text_whatever_it_begins_with(bundle: Bundle) -> None:
    sources = bundle.named("sources")
    assert sources is not None
    frame = sources.frame.head(len(HOSTILE)).with_columns(title=pl.Series(HOSTILE))
    hostile = replace(bundle, asked=(Dataset(sources.table, frame),), beside=())
    (data,) = files(hostile, "xlsx", None).values()
    sheet = openpyxl.load_workbook(io.BytesIO(data))["sources"]
    names = [cell.value for cell in sheet[1]]
    cells = [row[names.index("title")] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in HOSTILE]


@needs("soffice")
def test_libreoffice_reads_it(bundle: Bundle, book: Path, tmp_path: Path) -> None:
    """Converted to csv: the sheet of observations, numbers in full, dates as dates."""
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    run("soffice", home, "--headless", "--convert-to", options, "--outdir", tmp_path, book)
    back = pl.read_csv(tmp_path / "indicators-observations.csv", infer_schema=False)
    item = bundle.named("observations")
    assert item is not None
    assert back.columns == item.frame.columns
    assert back["period_start"].to_list() == [str(day) for day in item.frame["period_start"]]
    mine = item.frame["value"]
    assert back["value"].is_null().to_list() == mine.is_null().to_list()
    theirs = [float(v) for v in back["value"].drop_nulls()]
    assert theirs == pytest.approx(mine.drop_nulls().to_list(), rel=1e-9)
    assert back["missing_reason"].to_list() == item.frame["missing_reason"].to_list()
