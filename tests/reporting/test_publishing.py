"""Editions are appended once, kept as they were, and refused with other numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from indicators.contracts.model import columns_of
from indicators.errors import DataProblem, Problem, UsageProblem
from indicators.ledgers.own_forecasts import frozen_summary
from indicators.ledgers.published import published
from indicators.ledgers.published_contract import (
    FOLDER,
    PublishedEditions,
    PublishedForecasts,
    PublishedIndex,
    PublishedValues,
    rows_sha256,
)
from indicators.project import Project
from indicators.reporting.edition import Edition
from indicators.reporting.publishing import POLARS, Frozen, publish

D = dt.date
SERIES = "trade.usa_rus.total.q"


def rows(model: type, *cells: dict[str, object]) -> pl.DataFrame:
    schema = {c.name: POLARS[c.kind] for c in columns_of(model)}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in cells], schema=schema)


def frozen(quarter: str = "2025Q1", number: int = 1, value: float = 900.5, median: float = 1.5) -> Frozen:
    as_of = D(2025, 5, 30)
    quantiles = {f"{prefix}{name}": float(n) for prefix in ("", "naive_") for n, name in
                 enumerate(("lower_95", "lower_80", "upper_80", "upper_95"))}  # fmt: skip
    forecast = {
        "quarter": quarter, "series_id": SERIES, "period_start": D(2025, 4, 1), "made_on": as_of, "horizon": 1,
        "method": "naive", "model_version": "a" * 64, "median": median, "naive": 1.5, "scale": 2.0, **quantiles,
    }  # fmt: skip
    frames = {
        "published_values": rows(PublishedValues, {
            "quarter": quarter, "series_id": SERIES, "period": "2025-Q1", "value": value, "unit": "USD million",
            "quality": "high"}),
        "published_index": rows(PublishedIndex, {
            "quarter": quarter, "series_id": "relations.index.m", "period_start": D(2025, 3, 1), "value": 101.5}),
        "published_forecasts": rows(PublishedForecasts, forecast),
    }  # fmt: skip
    edition = {"quarter": quarter, "edition": number, "as_of": as_of, "as_of_mode": "calendar",
               "package_version": "0.1.0", "code_sha256": "b" * 64, "facts_sha256": "c" * 64,
               "rows_sha256": rows_sha256(quarter, frames)}  # fmt: skip
    frames["published_editions"] = rows(PublishedEditions, edition)
    return Frozen(Edition(quarter, as_of, "calendar", D(2026, 11, 22)), number, frames)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "data" / "raw" / FOLDER).mkdir(parents=True)
    return Project(tmp_path)


def files(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.raw / FOLDER).glob("*.csv")}


def test_an_edition_is_appended_and_the_one_before_it_stays(project: Project) -> None:
    assert publish(project, frozen())
    first = files(project)
    assert set(first) == {f"published_{name}.csv" for name in ("editions", "values", "index", "forecasts")}
    assert publish(project, frozen("2025Q2", 2))
    second = files(project)
    assert all(second[name].startswith(text) for name, text in first.items())
    assert published(project)["published_editions"]["edition"].to_list() == [1, 2]


def test_a_second_run_does_nothing(project: Project) -> None:
    publish(project, frozen())
    before = files(project)
    assert not publish(project, frozen())
    assert files(project) == before


def test_other_numbers_are_refused_and_the_first_difference_is_named(project: Project) -> None:
    publish(project, frozen())
    before = files(project)
    with pytest.raises(DataProblem) as caught:
        publish(project, frozen(value=901.0))
    assert "edition 1 with other numbers" in caught.value.what
    assert f"published_values: {SERIES}, value: 900.5 and now 901.0" in caught.value.what
    assert caught.value.where == "data/raw/published/published_editions.csv, quarter=2025Q1"
    assert "published_notes.csv" in caught.value.do
    assert files(project) == before


def test_an_earlier_quarter_comes_too_late(project: Project) -> None:
    publish(project, frozen("2025Q2"))
    with pytest.raises(UsageProblem, match="2025Q2 is published already"):
        publish(project, frozen("2025Q1", 2))


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("published_values.csv", "900.5", "901.5", "rows_unchanged"),
        ("published_forecasts.csv", ",1.5,", ",1.25,", "rows_unchanged"),
        ("published_editions.csv", "2025Q1,1,", "2025Q1,7,", "numbered"),
    ],
)
def test_what_was_published_cannot_be_changed_unseen(
    project: Project, name: str, old: str, new: str, rule: str
) -> None:
    publish(project, frozen())
    path = project.raw / FOLDER / name
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        published(project)
    assert rule in caught.value.what
    assert name in caught.value.where or "published_editions.csv" in caught.value.where
    with pytest.raises(Problem):
        publish(project, frozen("2025Q2", 2))


def test_quantiles_rise(project: Project) -> None:
    publish(project, frozen(median=9.0))
    with pytest.raises(Problem, match="quantiles_in_order"):
        published(project)


def test_a_killed_run_is_made_good_by_the_next(project: Project) -> None:
    publish(project, frozen())
    whole = files(project)
    (project.raw / FOLDER / "published_editions.csv").unlink()
    with pytest.raises(Problem, match="stands in published_editions"):
        published(project)
    assert publish(project, frozen())
    assert files(project) == whole


def test_a_wrong_number_stays_with_a_dated_note(project: Project) -> None:
    publish(project, frozen())
    head = "quarter,series_id,period,noted_on,right_value,note"
    note = f"{head}\n2025Q1,{SERIES},2025-Q1,2025-09-01,905.5,a row was missing\n"
    (project.raw / FOLDER / "published_notes.csv").write_text(note, encoding="utf-8")
    found = published(project)
    assert found["published_values"]["value"].to_list() == [900.5]
    assert found["published_notes"]["right_value"].to_list() == [905.5]


def test_frozen_forecasts_are_scored_against_what_came(project: Project) -> None:
    publish(project, frozen())
    came = pl.DataFrame({"series_id": [SERIES], "period_start": [D(2025, 4, 1)], "actual": [2.5]})
    whole, first = frozen_summary(published(project)["published_forecasts"], came).iter_rows(named=True)
    assert (whole["horizon"], first["horizon"], whole["forecasts"], whole["editions"]) == (0, 1, 1, 1)
    # half of the distance; a tenth of the 80 % band's score (1 wide, 0.5 out); a fortieth of the other's (3 wide)
    crps = (0.5 * 1.0 + 0.1 * (1 + 2 / 0.2 * 0.5) + 0.025 * 3) / 2.5
    assert whole["crps"] == pytest.approx(crps, abs=5e-4)
    assert (whole["mase"], whole["coverage_80"], whole["coverage_95"], whole["coverage_95_low"]) == (0.5, 0, 1, 0.025)


def test_a_dry_run_writes_nothing(cli, built: Project, report_folder: Path) -> None:  # type: ignore[no-untyped-def]
    run = cli("publish", "2026Q2", "--dry-run", "--project", built.root)
    assert run.returncode == 0, run.stderr
    assert "2026Q2, edition 1, as of 2026-08-29: " in run.stdout
    assert "nothing was written" in run.stderr
    assert not list((built.raw / FOLDER).glob("*.csv"))
