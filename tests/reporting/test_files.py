"""The newest report as written: links, numbers, manifest, and nothing beside its folder."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pypdfium2
import pytest

from indicators.numbers import MINUS, number
from indicators.project import Project
from indicators.registry import families
from indicators.reporting.scoreboard import scoreboard
from indicators.reporting.wording import direction, prose, value_text
from indicators.store.view import AsOfView

from .pdf_check import faults, read_pdf

AS_OF = dt.date(2026, 8, 29)


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def markdown_targets(text: str) -> list[str]:
    """Targets of links and pictures of a Markdown text, escapes taken off."""
    found = re.findall(r"(?<!\\)\]\(([^()\s]+)\)", text)
    return [unquote(re.sub(r"\\(.)", r"\1", target)) for target in found]


def manifest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(folder / "manifest.json"))
    return found


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_pdf_of_the_real_report(report_folder: Path) -> None:
    data = (report_folder / "report.pdf").read_bytes()
    pdf = read_pdf(data)
    assert faults(pdf, "US-Russia relations indicators, 2026 Q2") == []
    assert 8 <= len(pdf.reader.pages) <= 25
    assert all("SourceSansPro" in name for name in pdf.fonts)
    charts = {path.stem for path in (report_folder / "charts").glob("*.svg") if not path.stem.endswith(".log")}
    assert charts <= set(pdf.reader.named_destinations), "each chart has a place to link to"
    assert len(data) < 1_500_000
    whole = pypdfium2.PdfDocument(data)
    words = " ".join(page.get_textpage().get_text_range() for page in whole)
    assert words.count("Chronology of the quarter") == 1, "on page one or on page two"
    for page in whole:
        drawn = page.render(scale=0.4).to_numpy()
        assert (drawn[:, -int(drawn.shape[1] * 0.07) :] == 255).all(), "nothing runs into the margin"


def test_what_a_report_consists_of(report_folder: Path) -> None:
    found = files_of(report_folder)
    assert {"report.md", "report.html", "manifest.json", "tables/scoreboard.csv", "tables/sources.csv"} <= found
    tops = {"charts", "tables", "report.md", "report.html", "report.pdf", "manifest.json"}
    assert {path.split("/")[0] for path in found} == tops
    for family in families():
        assert f"tables/{family.name}_series.csv" in found
        charts = [f for f in found if re.match(rf"charts/{family.name}[._-].*\.svg", f)]
        assert len(charts) >= 2, family.name
        assert all(f"tables/{Path(chart).stem.removesuffix('.log')}.csv" in found for chart in charts)


def test_markdown_links_and_pictures_lead_to_files(report_folder: Path) -> None:
    targets = markdown_targets(read(report_folder / "report.md"))
    assert len(targets) > 30
    missing = [t for t in targets if not (report_folder / t).is_file()]
    assert not missing
    assert all(not t.startswith("/") and ".." not in t for t in targets)
    shown = {t for t in targets if t.endswith(".svg")}
    assert shown == {f for f in files_of(report_folder) if f.endswith(".svg")}, "every chart is shown"


def test_html_links_lead_to_files_or_to_places_of_the_page(report_folder: Path) -> None:
    html = re.sub(r"<script.*?</script>", "", read(report_folder / "report.html"), flags=re.S)
    targets = set(re.findall(r'\shref="([^"]+)"', html))
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in ids, target
        elif not re.match(r"https?://", target):
            assert (report_folder / target).is_file(), target
    assert len(re.findall(r'\sid="', html)) == len(ids), "an id stands once"


def test_pictures_are_described_and_labelled(report_folder: Path) -> None:
    for path in sorted((report_folder / "charts").glob("*.svg")):
        root = ET.fromstring(read(path))
        assert root.get("role") == "img", path.name
        assert len(root.get("aria-label", "")) > 60, path.name
        assert re.search(r"\d", root.get("aria-label", "")), f"{path.name}: the words state facts"
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert not re.search(r"NaN|undefined|Infinity", read(path)), path.name
    for alt in re.findall(r"^!\[(.*)\]\(", read(report_folder / "report.md"), flags=re.M):
        assert len(alt) > 60


def test_no_value_is_a_machine_s_word(report_folder: Path) -> None:
    text = read(report_folder / "report.md")
    assert not re.search(r"\b(nan|null|NaN|inf|undefined)\b|\bNone\b(?! )", text)
    assert "{{" not in text
    assert not re.search(r"(?<![\w.])-\d", re.sub(r"\]\([^)]*\)|<[^>]*>|`[^`]*`|\\\[[^\]]*\]", "", text)), (
        "a number below zero has a minus sign, not a hyphen"
    )


def test_the_scoreboard_holds_what_the_view_says(report_folder: Path, view_at: Callable[..., AsOfView]) -> None:
    """Each cell of scoreboard.csv from the database, and the same cells in Markdown."""
    scores = scoreboard(view_at(AS_OF, quarter="2026Q2"), families())
    found = rows(report_folder / "tables" / "scoreboard.csv")
    assert len(found) == len(scores)
    for row, score in zip(found, scores, strict=True):
        decimals = score.series.decimals
        assert row["indicator"] == score.series.title
        assert row["value"] == value_text(score)
        assert row["on_three_months_earlier"] == direction(score.change_on_quarter, decimals)
        assert row["on_a_year_earlier"] == direction(score.change_on_year, decimals)
        if score.value is not None:
            assert number(score.value, decimals) in row["value"]


def test_main_points_are_made_of_the_scoreboard(report_folder: Path) -> None:
    """Every number of a main point stands in the row of its indicator, word for word."""
    text = read(report_folder / "report.md")
    points = re.findall(r"^- (.*)$", text.split("## Main points")[1].split("## ")[0], flags=re.M)
    board = {row["indicator"]: row for row in rows(report_folder / "tables" / "scoreboard.csv")}
    assert 1 <= len(points) <= 5
    for point in points:
        title = max((t for t in board if re.sub(r"\\(.)", r"\1", point).startswith(t)), key=len)
        row = board[title]
        said = re.sub(r"\\(.)", r"\1", point)[len(title) :].removeprefix(": ")
        assert said.startswith(row["value"]), (said, row)
        when = prose(row["period"])
        assert f"{row['value']} in {when}" in said or f"{row['value']} on {when}" in said
        for words, column in (("three months", "on_three_months_earlier"), ("a year", "on_a_year_earlier")):
            change = re.search(rf"((?:up|down) [\d,.]+|unchanged) on {words} earlier", said)
            assert (change[1] if change else "no comparison") == row[column], said
        assert ("stale" in said) == row["age_of_the_observation"].endswith("stale")
        if "stale" in said:
            assert re.search(r"describes a day ([\d,]+ days?) before", said)[1] in row["age_of_the_observation"]  # type: ignore[index]


def test_the_same_numbers_stand_in_markdown_and_html(report_folder: Path) -> None:
    html = read(report_folder / "report.html")
    for row in rows(report_folder / "tables" / "scoreboard.csv"):
        assert re.search(rf'<td class="v" data-h="value">(?:<a href="#[^"]+">)?{re.escape(row["value"])}<', html), row
        assert row["indicator"] in html
        assert row["value"] in read(report_folder / "report.md")


def test_the_report_says_what_was_not_collected(report_folder: Path) -> None:
    series = [r for r in rows(report_folder / "tables" / "contacts_series.csv") if r["period"] == "2026-05"]
    held = [r for r in series if r["series_id"] == "contacts.head_of_state.held.m"]
    assert [(r["value"], r["missing_reason"]) for r in held] == [("", "not_collected")]
    assert "not collected, which is not zero" in read(report_folder / "report.md")


def test_nothing_in_the_tables_is_younger_than_the_edition(report_folder: Path) -> None:
    for family in families():
        for row in rows(report_folder / "tables" / f"{family.name}_series.csv"):
            assert row["published_on"] <= "2026-08-29"
            assert row["reference_date"] <= "2026-06-30" or row["value"] == "", row


def test_forecasts_lie_after_the_data(report_folder: Path) -> None:
    last: dict[str, str] = {}
    for row in rows(report_folder / "tables" / "trade_series.csv"):
        if row["value"]:
            last[row["series_id"]] = row["reference_date"]
    ahead = [r for r in rows(report_folder / "tables" / "model_forecasts.csv") if r["series_id"] in last]
    assert ahead
    for row in ahead:
        assert row["period_start"] > last[row["series_id"]]
        low95, low80, mean, high80, high95 = (
            float(row[c]) for c in ("lower_95", "lower_80", "mean", "upper_80", "upper_95")
        )
        assert low95 <= low80 <= mean <= high80 <= high95


def test_a_model_gives_numbers_or_a_reason_and_never_both(report_folder: Path) -> None:
    tables = report_folder / "tables"
    files = [path for path in tables.glob("model_*.csv") if path.stem != "model_reasons"]
    numbers = {(r["series_id"], r["kind"]) for path in files for r in rows(path)}
    reasons = {(r["series_id"], r["kind"]): r["reason"] for r in rows(tables / "model_reasons.csv")}
    declared = {(s.id, kind) for f in families() for s in f.series for kind in s.models}
    declared |= {(composite.id, composite.kind) for f in families() for composite in f.composites}
    assert numbers | set(reasons) == declared
    assert not numbers & set(reasons)
    text = re.sub(r"\\(.)", r"\1", read(report_folder / "report.md"))
    for reason in reasons.values():
        assert f"Cannot say. {reason}" in text


def test_the_manifest_has_the_hash_of_every_file(report_folder: Path) -> None:
    outputs = manifest_of(report_folder)["outputs"]
    assert set(outputs) == files_of(report_folder) - {"manifest.json"}
    for name, expected in outputs.items():
        assert hashlib.sha256((report_folder / name).read_bytes()).hexdigest() == expected, name


def test_the_manifest_has_the_hash_of_every_raw_file(report_folder: Path, built: Project) -> None:
    inputs = manifest_of(report_folder)["inputs"]
    facts = (path for folder in (built.raw, built.root / "seeds") for path in folder.rglob("*.csv"))
    assert set(inputs) == {path.relative_to(built.root).as_posix() for path in facts}
    for name, expected in inputs.items():
        assert hashlib.sha256((built.root / name).read_bytes()).hexdigest() == expected, name


def test_the_manifest_names_edition_code_and_libraries(report_folder: Path) -> None:
    found = manifest_of(report_folder)
    assert (found["quarter"], found["as_of"], found["mode"]) == ("2026Q2", "2026-08-29", "calendar")
    assert re.fullmatch("[0-9a-f]{64}", found["package"]["code_sha256"])
    assert {"duckdb", "polars", "statsmodels", "altair", "vl-convert-python"} <= set(found["libraries"])


def test_no_place_and_no_day_of_this_machine(report_folder: Path, built: Project) -> None:
    today = dt.datetime.now(dt.UTC).date()
    days = [d.isoformat() for d in (today, today - dt.timedelta(days=1), today + dt.timedelta(days=1))]
    for name in sorted(files_of(report_folder)):
        text = (report_folder / name).read_bytes().decode("utf-8", "replace")
        assert str(built.root) not in text, name
        assert not re.search(r"(?<![\w/.])/(?:home|root|tmp|Users|work)/\w", text), name
        if name in ("manifest.json", "report.md"):
            assert not [d for d in days if d > "2026-10-31" and d in text], name


def test_text_files_are_utf8_with_plain_line_ends(report_folder: Path) -> None:
    for name in sorted(files_of(report_folder) - {"report.pdf"}):
        data = (report_folder / name).read_bytes()
        data.decode("utf-8")
        assert b"\r" not in data.replace(b"\\r", b""), name
        assert not data.startswith(b"\xef\xbb\xbf"), name
        assert data.rstrip(), name


def test_nothing_is_written_beside_the_report(report_folder: Path, built: Project) -> None:
    assert {p.name for p in built.root.iterdir()} == {"data", "reports", "seeds"}
    assert not [p.name for p in built.reports.iterdir() if p.name.startswith(".")]
    assert {p.name for p in (built.root / "data").iterdir()} == {"raw", "processed"}
    raw = Path(__file__).resolve().parents[2] / "data" / "raw"
    for path in built.raw.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (raw / path.relative_to(built.raw)).read_bytes(), path.name
    assert not list(built.work.glob("tmp-*"))


THE_EIGHTEEN = (
    "index.path", "index.contributions", "index.news", "index.sensitivity", "trade.months", "trade.twelve_months",
    "trade.quarters", "trade.revisions", "trade.mirror", "arms_control.new_start_warheads",
    "arms_control.stockpile_range", "arms_control.treaties", "sanctions_ofac_entries", "sanctions_ofac_types",
    "sanctions_ofac_flows", "sanctions_counting_units", "polls.handling_of_the_war", "polls.both_publics",
    "contacts-timeline", "contacts-days-since", "index.outside",
)  # fmt: skip
"""The charts that a report of today must hold."""


def test_each_family_shows_two_to_four_charts_and_none_of_the_set_is_missing(report_folder: Path) -> None:
    page = (report_folder / "report.html").read_text(encoding="utf-8")
    for name in (family.name for family in families()):
        section = page.split(f'<section aria-labelledby="{name.replace("_", "-")}">')[1].split("</section>")[0]
        shown, _, further = section.partition('<details class="further">')
        assert 2 <= shown.count("<figure id=") <= 4, name
        assert further.count("<figure id=") in (0, 1, 2, 3), name
    assert [one for one in THE_EIGHTEEN if f'<figure id="{one}"' not in page] == []


def test_html_size(report_folder: Path) -> None:
    assert (report_folder / "report.html").stat().st_size < 2_350_000


def test_numbers_below_zero_carry_one_sign(report_folder: Path) -> None:
    board = rows(report_folder / "tables" / "scoreboard.csv")
    balance = next(r for r in board if "balance" in r["indicator"])
    assert balance["value"].startswith(MINUS)


@pytest.mark.parametrize("family", [f.name for f in families()])
def test_series_tables_hold_every_series_with_a_value(
    report_folder: Path, view_at: Callable[..., AsOfView], family: str
) -> None:
    declared = next(f for f in families() if f.name == family)
    found = rows(report_folder / "tables" / f"{family}_series.csv")
    frame = view_at(AS_OF, quarter="2026Q2").observations(*(s.id for s in declared.series))
    assert len(found) == frame.height
    values = [float(r["value"]) if r["value"] else None for r in found]
    assert values == frame["value"].to_list()
