"""csv and Parquet: frictionless and mlcroissant accept what describes them; pandas, polars and R read the values."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from indicators.exports import files
from indicators.exports.bundle import Bundle

from .conftest import Written
from .outside import needs, needs_checks, run, told_by

VALIDATE = """
import json, sys
from frictionless import Package
report = Package(sys.argv[1]).validate()
print(json.dumps([report.valid, [t.name for t in report.tasks], [e.message for t in report.tasks for e in t.errors]]))
"""
RECORDS = """
import json, sys
import mlcroissant as mlc
data = mlc.Dataset(sys.argv[1])
issues = [*data.metadata.issues.errors, *data.metadata.issues.warnings]
rows = [r for r in data.records("observations") if r["observations/series_id"] == b"trade.usa_rus.total.a"]
print(json.dumps([issues, len(rows), rows[-1]["observations/value"], rows[-1]["observations/period"].decode()]))
"""
IN_R = """
d <- read.csv(commandArgs(TRUE)[1], colClasses = c(period_start = "Date"), na.strings = "")
v <- d[d$series_id == "trade.usa_rus.total.a", ]
cat(nrow(d), nrow(v), format(sum(v$value), digits = 15), format(max(v$period_start)), sum(is.na(d$value)),
    unique(d$missing_reason[is.na(d$value)]), sep = "|")
"""


def observed(bundle: Bundle) -> pl.DataFrame:
    found = bundle.named("observations")
    assert found is not None
    return found.frame


@needs_checks
def test_frictionless_accepts_the_package_with_its_data(bundle: Bundle, written: Written) -> None:
    valid, names, errors = told_by(VALIDATE, written("csv") / "datapackage.json")
    assert (valid, errors) == (True, [])
    assert names == [item.name for item in bundle.datasets]


@needs_checks
@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_mlcroissant_reads_the_records(bundle: Bundle, written: Written, to: str) -> None:
    issues, rows, value, period = told_by(RECORDS, written(to) / "croissant.json")
    assert issues == []
    mine = observed(bundle).filter(series_id="trade.usa_rus.total.a")
    assert (rows, value, period) == (mine.height, mine["value"][-1], mine["period"][-1])


@needs("Rscript")
def test_r_reads_the_csv(bundle: Bundle, written: Written) -> None:
    frame = observed(bundle)
    total = frame.filter(series_id="trade.usa_rus.total.a")
    rows, mine, summed, last, missing, *reasons = run("Rscript", "-e", IN_R, written("csv") / "observations.csv").split(
        "|"
    )
    assert (int(rows), int(mine), last) == (frame.height, total.height, str(total["period_start"].max()))
    assert float(summed) == pytest.approx(total["value"].sum(), rel=1e-12)
    assert int(missing) == frame["value"].null_count() > 0
    assert set(reasons) == set(frame["missing_reason"].drop_nulls())


def test_csv_reads_back_as_it_was(bundle: Bundle, written: Written) -> None:
    for item in bundle.datasets:
        back = pl.read_csv(written("csv") / f"{item.name}.csv", schema=item.frame.schema, try_parse_dates=True)
        assert back.equals(item.frame), item.name


def test_parquet_keeps_types_and_says_what_columns_are(bundle: Bundle, written: Written) -> None:
    for item in bundle.datasets:
        path = written("parquet") / f"{item.name}.parquet"
        assert pl.read_parquet(path).equals(item.frame), item.name
        assert pd.read_parquet(path).shape == item.frame.shape
    schema = pq.read_schema(written("parquet") / "trade_volumes_eur.parquet")
    assert schema.field("value_eur_mn").metadata[b"unit"] == b"EUR million"
    assert json.loads(schema.field("flow").metadata[b"codes"])["export"]
    assert json.loads(schema.metadata[b"indicators"])["as_of"] == "2026-06-30"


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_what_lies_beside_names_files_hashes_and_sources(bundle: Bundle, written: Written, to: str) -> None:
    package = json.loads((written(to) / "datapackage.json").read_text(encoding="utf-8"))
    croissant = json.loads((written(to) / "croissant.json").read_text(encoding="utf-8"))
    assert package["as_of"] == "2026-06-30"
    for resource, listed in zip(package["resources"], croissant["distribution"], strict=True):
        assert (written(to) / resource["path"]).stat().st_size == resource["bytes"]
        assert resource["hash"] == f"sha256:{listed['sha256']}"
    (observations,) = (r for r in package["resources"] if r["name"] == "observations")
    assert {s["series_id"] for s in observations["series"]} == set(observed(bundle)["series_id"])
    assert {s["terms"] for s in observations["sources"]} != {""}


def test_one_table_goes_into_one_file_with_its_companions(series_bundle: Bundle) -> None:
    made = files(series_bundle, "csv", "total")
    assert list(made) == ["total.csv", "total.datapackage.json", "total.croissant.json"]
    assert made["total.csv"] == files(series_bundle, "csv", None)["observations.csv"]


@needs_checks
def test_the_package_of_one_file_is_valid(series_bundle: Bundle, tmp_path: Path) -> None:
    for name, data in files(series_bundle, "csv", "total").items():
        (tmp_path / name).write_bytes(data)
    assert told_by(VALIDATE, tmp_path / "total.datapackage.json") == [True, ["observations"], []]
