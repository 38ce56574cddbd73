"""One more family is one folder of code, one folder of facts and one name in the registry.

It is added to a small project of the same shape, whose only other family is the contacts.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.project import Project
from indicators.registry import FAMILIES, QUARTER_CLOCK
from indicators.store.plan import PACKAGE
from tests.small_project import CLOCK, FAMILY, write_small_project

ROOM = {
    "__init__.py": '"""Weather, made up for a test."""\n',
    "contract.py": '''
"""The table of the made-up family."""

from indicators.contracts.model import Contract, FactTable, column


class WeatherReadings(FactTable):
    """Mean temperature of a month at a place."""

    _contract = Contract(
        name="weather_readings",
        folder="weather",
        files=("weather_readings.csv",),
        title="Mean temperatures",
        key=("place", "month", "source_id"),
        quantity=("place", "month"),
        reference_end="last_day(CAST(month || '-01' AS DATE))",
    )

    place: str = column("Where", codes={"moscow": "Moscow", "washington": "Washington"})
    month: str = column("Month", pattern=r"\\d{4}-\\d{2}")
    temperature_celsius: float = column("Mean temperature", unit="degrees Celsius", ge=-60, le=60)


TABLES = (WeatherReadings,)
''',
    "tables.sql": """
-- When was it cold?
CREATE VIEW weather_cold AS SELECT * FROM weather_readings WHERE temperature_celsius < 0;
""",
    "series.py": '''
"""The series of the made-up family."""

from indicators.store.declare import Aggregate, Family, Pick, Series

SQL = """SELECT CAST(month || '-01' AS DATE) AS period_date, temperature_celsius AS value, [fact_id] AS fact_ids
         FROM weather_readings WHERE place = 'moscow'"""
SERIES = (
    Series("weather.moscow.m", "Temperature in Moscow", "degrees Celsius", "Best reading of the month.", Pick(SQL)),
    Series(
        "weather.moscow.q", "Temperature in Moscow", "degrees Celsius", "Mean of three months.",
        Aggregate("weather.moscow.m", how="mean"), decimals=2,
    ),
)
FAMILY = Family("weather", "Weather", "How cold is it?", SERIES, ("weather.moscow.m",))
''',
    "charts.py": '''
"""The chart of the made-up family."""

from indicators.charting.figure import Figure
from indicators.charting.marks import line_series


def figures(view):
    seen = view.observations("weather.moscow.m")
    data = seen.select("period", "value", "obs_status", "quality", series=seen["series_id"])
    drawn = line_series(data, unit="degrees Celsius", width=680, height=200)
    return [
        Figure(
            id="weather.moscow", family="weather", headline=f"{seen.height} months", unit="degrees Celsius",
            alt="A line of temperatures.", source_line="Office", as_of=view.as_of, notes=(), chart=drawn, table=data,
        )
    ]
''',
}
HEADER = (
    "fact_id", "place", "month", "temperature_celsius", "source_id", "seen_in", "published_on", "published_basis",
    "obs_status", "quality", "note",
)  # fmt: skip
TEMPERATURES = {"1992-01": -7.5, "1992-02": -4.25, "1992-03": 2, "1992-04": 9.75}


class House:
    """A copy of the code and of a small project's facts, with one more family added."""

    def __init__(self, root: Path) -> None:
        self.code, self.project = root / "code", Project(root / "project")
        shutil.copytree(PACKAGE, self.code / "indicators", ignore=shutil.ignore_patterns("__pycache__"))
        write_small_project(root / "project")
        room = self.code / "indicators" / "families" / "weather"
        room.mkdir()
        for name, text in ROOM.items():
            (room / name).write_text(text, encoding="utf-8")
        registry = self.code / "indicators" / "registry.py"
        text = registry.read_text(encoding="utf-8")
        for line, small in (
            (
                f"FAMILIES = {json.dumps(FAMILIES)}".replace("[", "(").replace("]", ")"),
                f'FAMILIES = ("{FAMILY}", "weather")',
            ),
            (f'QUARTER_CLOCK = "{QUARTER_CLOCK}"', f'QUARTER_CLOCK = "{CLOCK}"'),
        ):
            assert text.count(line) == 1
            text = text.replace(line, small)
        registry.write_text(text, encoding="utf-8")
        self._write_facts()

    def _write_facts(self) -> None:
        with (self.project.raw / "sources.csv").open(encoding="utf-8", newline="") as stream:
            source_id = next(row["source_id"] for row in csv.DictReader(stream) if not row["published_on"])
        folder = self.project.raw / "weather"
        folder.mkdir()
        with (folder / "weather_readings.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            for month, value in TEMPERATURES.items():
                row = (f"weather.moscow.{month}", "moscow", month, value, source_id, "page 1", "2024-06-01", "source")
                writer.writerow([*row, "A", "high", ""])

    def run(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Python code in a fresh process that sees this copy alone."""
        environment = os.environ | {"PYTHONPATH": str(self.code), "INDICATORS_PROJECT": str(self.project.root)}
        return subprocess.run(
            [sys.executable, "-P", "-c", code, *arguments],
            env=environment, cwd=self.project.root, capture_output=True, text=True, check=True,
        )  # fmt: skip

    def command(self, *arguments: str) -> str:
        """Standard output of ``indicators ...``."""
        return self.run("from indicators.cli import main; main()", *arguments).stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("sixth").resolve())
    assert "run   contracts: weather: never made" in made.command("plan")
    made.command("build")
    return made


def test_it_is_built(house: House) -> None:
    assert "run " not in house.command("plan")
    assert (house.project.processed / "weather_readings.parquet").is_file()
    assert (
        (house.project.processed / "weather_readings.csv")
        .read_text()
        .splitlines()[1]
        .startswith("weather.moscow.1992-01,")
    )


def test_its_rules_are_tested_with_the_others(house: House) -> None:
    rules = house.command("audit", "--rules")
    for rule in ("temperature_celsius.minimum", "place.codes", "source_id.references", "key"):
        assert f"weather_readings.{rule}: " in rules
    assert "contacts.key: " in rules


def test_it_is_in_the_catalogue_beside_the_others(house: House) -> None:
    listed = house.command("series", "list", "weather")
    assert [line.split()[0] for line in listed.splitlines()] == ["weather.moscow.m", "weather.moscow.q"]
    assert "1992-01 to 1992-04" in " ".join(listed.split())
    everything = {line.split(".")[0] for line in house.command("series", "list").splitlines()}
    assert everything == {FAMILY, "weather"}


def test_its_series_are_served(house: House) -> None:
    shown = house.command("series", "show", "weather.moscow.q")
    assert [line.split()[:2] for line in shown.splitlines()] == [["1992-Q1", "−3.25"]]
    early = house.command("series", "show", "weather.moscow.m", "--as-of", "1991-12-31")
    assert early == ""


def test_its_tables_and_views_are_served(house: House) -> None:
    code = (
        "import indicators as ind\n"
        "print(ind.load('weather_readings').height, ind.series('weather.moscow.m')['value'].to_list())\n"
        "print(ind.connect().sql('SELECT count(*) FROM weather_cold').fetchall())\n"
    )
    assert house.run(code).stdout.splitlines() == ["4 [-7.5, -4.25, 2.0, 9.75]", "[(2,)]"]


def test_it_stands_in_the_report_beside_the_others(house: House) -> None:
    """Of a quarter so early that the dear models give their reasons."""
    folder = house.project.root / "out"
    house.command("report", "1992Q2", "--as-of", "latest", "--out", str(folder))
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "\n## Weather\n" in text and "How cold is it?" in text
    with (folder / "tables" / "scoreboard.csv").open(encoding="utf-8", newline="") as stream:
        (score,) = [row for row in csv.DictReader(stream) if row["indicator"] == "Temperature in Moscow"]
    assert (score["value"], score["period"]) == ("9.8 degrees Celsius", "1992-04")
    assert (folder / "charts" / "weather.moscow.svg").is_file()
    assert "weather.moscow.q,1992-Q1," in (folder / "tables" / "weather_series.csv").read_text(encoding="utf-8")
    assert text.count("| weather\\_readings |") == 2, "rules and facts by table"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "data/raw/weather/weather_readings.csv" in manifest["inputs"]
    assert {f"tables/{family}_series.csv" for family in (FAMILY, "weather")} <= manifest["outputs"].keys()


def test_no_other_file_of_the_package_knows_it(house: House) -> None:
    code = house.code / "indicators"
    sources = [path for path in code.rglob("*") if path.suffix in (".py", ".sql")]
    naming = {p.relative_to(code).as_posix() for p in sources if "weather" in p.read_text(encoding="utf-8")}
    assert {name for name in naming if not name.startswith("families/weather/")} == {"registry.py"}
