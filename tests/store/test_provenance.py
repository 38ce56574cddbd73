"""Provenance: steps, facts, cells, missing values, other vintages, PROV-JSON."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest

from indicators.errors import DataProblem, UsageProblem
from indicators.project import Project
from indicators.registry import all_tables, families
from indicators.store.prov_json import prov_json
from indicators.store.provenance import Tracer
from indicators.store.provenance_text import data_of, lines_of
from indicators.store.raw_rows import RawRows
from indicators.store.view import AsOfView

DECLARED = {s.id: s for family in families() for s in family.series}
RECORDS = {
    "wasGeneratedBy": {"prov:entity": "entity", "prov:activity": "activity"},
    "used": {"prov:activity": "activity", "prov:entity": "entity"},
    "wasDerivedFrom": {"prov:generatedEntity": "entity", "prov:usedEntity": "entity"},
    "wasAttributedTo": {"prov:entity": "entity", "prov:agent": "agent"},
}


@pytest.fixture(scope="module")
def tracer(latest: AsOfView, built: Project) -> Tracer:
    return Tracer(latest, DECLARED, all_tables(), RawRows(built.root))


def test_a_quarter_leads_to_six_cells(tracer: Tracer) -> None:
    traced = tracer.trace("trade.usa_rus.total.q", "2024-Q1")
    months = [number.period for _, number in traced.inputs]
    assert months == ["2024-01", "2024-02", "2024-03"]
    facts = traced.all_facts()
    assert len(facts) == 6
    assert sum(float(f.cells["value_usd_mn"]) for f in facts) == pytest.approx(traced.value)
    assert {f.measured for f in facts} == {("value_usd_mn",)}


def test_the_vintage_follows_the_date(view_at: Callable[..., AsOfView], built: Project) -> None:
    found = {}
    for date in ("2023-12-31", "2025-06-30", "2026-11-01"):
        view = view_at(dt.date.fromisoformat(date))
        fact = (
            Tracer(view, DECLARED, all_tables(), RawRows(built.root)).trace("trade.usa_rus.exports.a", "2022").facts[0]
        )
        found[fact.vintage] = fact.cells["value_usd_mn"]
    assert found == {"2023-03": "1715.079989", "2025-04": "1656.098474", "2026-10": "1655.4"}


def test_a_missing_value_has_its_reason(tracer: Tracer) -> None:
    traced = tracer.trace("contacts.head_of_state.held_12m.m", "2026-05")
    assert traced.value is None and traced.remark == "no value: 3 of its 12 inputs have none"
    last = traced.inputs[-1][1]
    assert last.remark == "no value: it was not collected, which is not zero (collected through 2026-03-10)"
    headroom = tracer.trace("arms_control.new_start.rus.deployed_warheads.headroom.h", "2023-S1")
    assert headroom.value is None and headroom.all_facts()


def test_a_zero_says_why_it_is_one(tracer: Tracer) -> None:
    traced = tracer.trace("contacts.head_of_state.calls.m", "2026-02")
    assert traced.value == 0 and not traced.facts
    assert traced.remark.startswith("no fact falls into the period; counts are complete from 2017-01-01")


def test_any_observation_of_any_date_and_mode_is_traced(view_at: Callable[..., AsOfView], built: Project) -> None:
    """The facts found are those that the database counts, for values and for missing ones."""
    for date, mode in (("2016-06-30", "calendar"), ("2024-03-31", "strict"), ("2026-11-22", "strict")):
        view = view_at(dt.date.fromisoformat(date), mode, "2026Q3")
        tracer = Tracer(view, DECLARED, all_tables(), RawRows(built.root))
        rows = list(
            view.sql("SELECT series_id, period, value, facts_count FROM observations_known ORDER BY ALL").iter_rows()
        )
        missing = [row for row in rows if row[2] is None]
        rng = random.Random(f"{date}{mode}")
        for series_id, period, value, count in [*rng.sample(rows, 60), *rng.sample(missing, min(20, len(missing)))]:
            traced = tracer.trace(series_id, period)
            assert traced.value == value and traced.known_on <= view.as_of
            assert value is not None or traced.remark
            if value is not None:
                assert len(traced.all_facts()) == count
            assert all(fact.counts_from <= view.as_of for fact in traced.all_facts())


@pytest.mark.parametrize(
    ("series_id", "period", "near"),
    [
        ("trade.usa_rus.exprts.a", "2022", "trade.usa_rus.exports.a"),
        ("trade.usa_rus.exports.a", "20222", "2022"),
        ("trade.usa_rus.total.q", "2022-Q5", "2022-Q4"),
        ("trade.usa_rus.exports.a", "zzz", "1992 to 2025 is known"),
    ],
)
def test_a_slip_names_near_ones(tracer: Tracer, series_id: str, period: str, near: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        tracer.trace(series_id, period)
    assert near in caught.value.do and caught.value.exit_code == 2


def test_a_raw_file_that_has_changed_is_not_believed(latest: AsOfView, built: Project) -> None:
    rows = RawRows(built.root)
    fact_id, file, line = latest.sql("SELECT fact_id, file, line FROM facts ORDER BY fact_id LIMIT 1").row(0)
    assert rows.row(file, line, fact_id)["fact_id"] == fact_id
    for wrong in ((file, line + 1, fact_id), ("data/raw/none.csv", 2, fact_id), ("../../etc/passwd", 1, fact_id)):
        with pytest.raises(DataProblem, match="indicators build"):
            rows.row(*wrong)


def test_text_names_file_line_cell_and_source(tracer: Tracer) -> None:
    text = "\n".join(lines_of(tracer.trace("trade.usa_rus.exports.a", "2022")))
    assert 'value_usd_mn = "1655.4"' in text and "data/raw/trade/" in text and "vintage 2026-10" in text
    assert "https://www.census.gov/" in text and "upper_bound" in text


def test_plain_data_is_json(tracer: Tracer) -> None:
    data = data_of(tracer.trace("trade.usa_rus.total_growth.q", "2024-Q1"))
    assert json.loads(json.dumps(data)) == data
    keys = {step["key"] for step in data["steps"]}
    assert all(link["key"] in keys for step in data["steps"] for link in step["inputs"])
    assert len(data["facts"]) == 12 and data["steps"][0]["kind"] == "Change"


NUMBERS = (
    ("trade.usa_rus.total.q", "2024-Q1"),
    ("contacts.head_of_state.held_12m.m", "2026-05"),
    ("polls.usa.trump_ukraine.net.m", "2025-08"),
    ("arms_control.strategic_treaties_in_force.m", "2026-02"),
)


@pytest.mark.parametrize(("series_id", "period"), NUMBERS)
def test_prov_json_has_the_shape_of_the_submission(tracer: Tracer, series_id: str, period: str) -> None:
    document = prov_json(tracer.trace(series_id, period))
    assert json.loads(json.dumps(document)) == document
    for name, ends in RECORDS.items():
        for identifier, record in document.get(name, {}).items():
            assert identifier.startswith("_:")
            for attribute, kind in ends.items():
                assert record[attribute] in document[kind]
    for kind in ("entity", "activity", "agent"):
        for identifier, attributes in document.get(kind, {}).items():
            assert identifier.split(":")[0] in document["prefix"]
            assert all(a.split(":")[0] in {"prov", *document["prefix"]} for a in attributes)
    text = json.dumps(document)
    assert "prov:startTime" not in text and "prov:atTime" not in text and "prov:endTime" not in text


def test_every_fact_has_a_primary_source(tracer: Tracer) -> None:
    document = prov_json(tracer.trace("trade.usa_rus.total.q", "2024-Q1"))
    primary = {
        record["prov:generatedEntity"] for record in document["wasDerivedFrom"].values()
        if record.get("prov:type") == {"$": "prov:PrimarySource", "type": "prov:QUALIFIED_NAME"}
    }  # fmt: skip
    assert primary == {name for name in document["entity"] if name.startswith("fact:")}
    assert len(primary) == 6


@pytest.mark.skipif(find_spec("prov") is None, reason="the prov package is not installed")
@pytest.mark.parametrize(("series_id", "period"), NUMBERS)
def test_prov_json_is_read_by_the_prov_package(tracer: Tracer, series_id: str, period: str) -> None:
    from prov.model import ProvDocument

    written: dict[str, Any] = prov_json(tracer.trace(series_id, period))
    document = ProvDocument.deserialize(content=json.dumps(written), format="json")
    counted = sum(len(part) for name, part in written.items() if name != "prefix")
    assert len(document.get_records()) == counted


def test_the_command(cli: Callable[..., Any], built: Project) -> None:
    at = ("--as-of", "2023-12-31", "--project", built.root)
    run = cli("provenance", "trade.usa_rus.exports.a", "2022", *at)
    assert run.returncode == 0 and 'value_usd_mn = "1715.079989"' in run.stdout
    prov = cli("provenance", "trade.usa_rus.exports.a", "2022", "--prov", *at)
    assert set(json.loads(prov.stdout)) >= {"prefix", "entity", "activity", "wasDerivedFrom"}
    wrong = cli("provenance", "trade.usa_rus.exports.a", "2122", *at)
    assert (
        wrong.returncode == 2 and len(wrong.stderr.strip().splitlines()[-3:]) == 3 and "Traceback" not in wrong.stderr
    )


def test_periods_that_are_written_otherwise_are_understood(tracer: Tracer) -> None:
    assert tracer.trace("trade.usa_rus.total.q", "2024q1") is tracer.trace("trade.usa_rus.total.q", "2024-Q1")
