"""Readers of event data sets on specimens, and on real files where they are at hand."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from indicators.errors import DataProblem
from indicators.ingesting.reader import Reading
from indicators.ingesting.scan import scanning
from tests.ingesting.projects import SAMPLES, SPECIMENS, reading_of

HERE = SPECIMENS / "contacts"
real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")


def counted(reading: Reading) -> dict[tuple[str, str, str, str], int]:
    rows = reading.candidates["event_counts"]
    keys = ("source_country", "target_country", "period", "event_code")
    return {tuple(r[k] for k in keys): r["events_count"] for r in rows.iter_rows(named=True)}  # type: ignore[misc]


def test_rows_of_both_widths_count_and_malformed_ones_are_told() -> None:
    reading = reading_of(HERE / "gdelt_1_events.csv")
    assert counted(reading) == {("USA", "RUS", "2016-04", "040"): 2, ("RUS", "USA", "2016-03", "042"): 1}
    assert reading.rows_read == 7
    assert reading.counts == {"events between the two countries": 3, "malformed rows": 2}
    rows = reading.candidates["event_counts"].sort("period")
    assert rows.select("days_count", "coverage").rows() == [(0, "part_of_month"), (1, "part_of_month")]


def test_a_zip_archive_counts_the_same(tmp_path: Path) -> None:
    plain = HERE / "gdelt_2_events.CSV"
    with zipfile.ZipFile(tmp_path / "a.export.CSV.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "a.export.CSV")
    assert counted(reading_of(tmp_path / "a.export.CSV.zip")) == counted(reading_of(plain))


def test_files_of_all_days_make_a_whole_month(tmp_path: Path) -> None:
    text = (HERE / "gdelt_2_events.CSV").read_text(encoding="utf-8")
    for day in range(1, 29):
        path = tmp_path / f"201802{day:02}.export.CSV"
        path.write_text(text.replace("20180101", f"201802{day:02}"), encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    whole = reading_of(*files).candidates["event_counts"]
    assert whole.select("period", "events_count", "days_count", "coverage").rows() == [
        ("2018-02", 56, 28, "whole_month")
    ]
    part = reading_of(*files[:-1]).candidates["event_counts"]
    assert part.select("days_count", "coverage").rows() == [(27, "part_of_month")]


def test_both_versions_at_once_are_two_requests() -> None:
    with pytest.raises(ValueError, match="too many values"):
        reading_of(HERE / "gdelt_1_events.csv", HERE / "gdelt_2_events.CSV")


def test_icews_and_polecat() -> None:
    events = reading_of(HERE / "icews_events.tab")
    assert counted(events) == {
        ("USA", "RUS", "2014-01", "040"): 1, ("RUS", "USA", "2014-01", "190"): 1, ("USA", "RUS", "2014-02", "036"): 1,
    }  # fmt: skip
    months = {r["period"]: r["coverage"] for r in events.candidates["event_counts"].iter_rows(named=True)}
    assert months == {"2014-01": "whole_month", "2014-02": "part_of_month"}, "the last month is not whole"
    assert counted(reading_of(HERE / "polecat_events.txt")) == {
        ("USA", "RUS", "2023-01", "CONSULT"): 1, ("RUS", "USA", "2023-01", "CONSULT"): 1,
    }  # fmt: skip


def test_a_random_split_is_marked(tmp_path: Path) -> None:
    reading = reading_of(HERE / "icews_graph.txt")
    assert counted(reading) == {("USA", "RUS", "2014-01", "040"): 1, ("RUS", "USA", "2014-01", "010"): 1}
    rows = reading.candidates["event_counts"]
    assert rows.select("coverage", "obs_status").unique().rows() == [("random_sample", "E")]
    text = (HERE / "icews_graph.txt").read_text(encoding="utf-8").replace("Consult", "Dance together")
    (tmp_path / "g.txt").write_text(text, encoding="utf-8")
    with pytest.raises(DataProblem, match="unknown event text: 'Dance together'"):
        reading_of(tmp_path / "g.txt")


def test_a_scan_sees_its_files_and_nothing_else() -> None:
    with pytest.raises(DataProblem, match="cannot be read"), scanning([HERE / "gdelt_2_events.CSV"]) as connection:
        connection.execute("SELECT * FROM read_text('/etc/hostname')")


def roots(name: str) -> tuple[int, Counter[tuple[str, str]]]:
    reading = reading_of(SAMPLES / "contacts" / name)
    found: Counter[tuple[str, str]] = Counter()
    rows = reading.candidates["event_counts"].with_columns(pl.col("event_code").str.slice(0, 2).alias("root"))
    for row in rows.iter_rows(named=True):
        found[row["source_country"], row["root"]] += row["events_count"]
    return reading.rows_read, found


@real
@pytest.mark.parametrize(
    ("name", "rows", "usa", "russia", "by_root"),
    [
        ("gdelt1/events.csv", 710, 3, 0, {"02": 1, "05": 1, "16": 1}),
        ("gdelt2/20180101000000.export.CSV", 2414, 0, 2, {"01": 2}),
        ("icews/icews_2014_test.txt", 8963, 61, 40,
         {"01": 13, "02": 2, "03": 20, "04": 61, "05": 1, "10": 1, "11": 1, "13": 1, "16": 1}),
        ("icews/icews_2005-2015_test.txt", 46092, 51, 63, {"01": 16, "02": 2, "03": 37, "04": 42, "05": 16, "11": 1}),
    ],
)  # fmt: skip
def test_a_real_file_has_the_counts_of_its_description(
    name: str, rows: int, usa: int, russia: int, by_root: dict[str, int]
) -> None:
    read, found = roots(name)
    assert read == rows
    assert sum(n for (side, _), n in found.items() if side == "USA") == usa
    assert sum(n for (side, _), n in found.items() if side == "RUS") == russia
    total: Counter[str] = Counter()
    for (_, root), n in found.items():
        total[root] += n
    assert total == by_root
