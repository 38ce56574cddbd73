"""Every mark from a realistic frame: drawn, labelled, nothing cut off or overlapping; gaps are gaps."""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest

from indicators.charting import marks, theme
from indicators.charting.events import EVENTS
from indicators.charting.figure import spec, svg
from indicators.charting.frames import ChartError, gaps, period_start, points
from tests.charting.chart_samples import CALLS, CHARTS, SVG, UNTIL, figure, monthly, paths, programmes, size, texts

ALL = [(name, width) for name in CHARTS for width in (theme.WIDE, theme.NARROW)]


@cache
def drawn(name: str, width: int) -> str:
    return svg(figure(CHARTS[name](width), name))


@pytest.mark.parametrize(("name", "width"), ALL)
def test_picture_is_as_wide_as_asked_and_no_label_is_cut_off(name: str, width: int) -> None:
    wide, high = size(drawn(name, width))
    assert wide == width
    for text in texts(drawn(name, width)):
        assert text.left >= -0.5 and text.right <= wide + 0.5, text
        assert text.top >= -0.5 and text.bottom <= high + 0.5, text
        assert text.size >= 11


@pytest.mark.parametrize(("name", "width"), ALL)
def test_no_two_labels_overlap(name: str, width: int) -> None:
    for a, b in itertools.combinations(texts(drawn(name, width)), 2):
        beside = a.right <= b.left + 0.5 or b.right <= a.left + 0.5
        above = a.bottom <= b.top + 1.5 or b.bottom <= a.top + 1.5
        assert beside or above, (a, b)


@pytest.mark.parametrize(("name", "width"), ALL)
def test_no_swatch_or_rule_placed_by_pixels_leaves_the_picture(name: str, width: int) -> None:
    made = spec(figure(CHARTS[name](width), name))
    side = made["padding"]
    for layer in made["layer"]:
        for row in layer["data"]["values"]:
            for field in {"px", "px2"} & set(row):
                assert -side["left"] <= row[field] <= made["width"] + side["right"], (layer["name"], row)


@pytest.mark.parametrize("name", CHARTS)
def test_unit_stands_above_the_plot_and_text_is_readable(name: str) -> None:
    found = texts(drawn(name, theme.WIDE))
    assert min(found, key=lambda t: (t.top, t.left)).left < 20
    for text in found:
        assert theme.contrast(text.colour, theme.PAPER) >= 4.5, text


@pytest.mark.parametrize("name", CHARTS)
def test_spec_is_valid_vega_lite_with_its_data_inlined_and_tooltips(name: str) -> None:
    import altair as alt

    made = spec(figure(CHARTS[name](theme.WIDE), name))
    alt.LayerChart.from_dict(made)  # validates against the schema
    text = json.dumps(made)
    assert '"url":' not in text and '"tooltip"' in text
    assert all(layer["data"]["values"] for layer in made["layer"])
    assert made["autosize"] == "none" and made["config"]["aria"] is False
    names = [layer["name"] for layer in made["layer"]]
    assert len(names) == len(set(names))
    assert any(name.startswith("tip") for name in names)


def test_tooltips_carry_value_status_and_source() -> None:
    frame = pl.DataFrame({"period": ["2024", "2025"], "value": [3533.6, 500.1], "obs_status": ["A", "P"]})
    frame = frame.with_columns(source=pl.lit("US Census Bureau"), quality=pl.lit("low"))
    data = json.dumps(spec(figure(marks.line_series(frame, unit="USD million"))), ensure_ascii=False)
    for words in ("3,533.6 USD million", "provisional; low quality", "US Census Bureau"):
        assert words in data


def test_a_missing_period_splits_the_path() -> None:
    whole = pl.DataFrame({"period": [f"2024-{m:02d}" for m in range(1, 13)], "value": [float(m) for m in range(12)]})
    no_row = whole.filter(pl.col("period") != "2024-06")
    null = whole.with_columns(value=pl.when(pl.col("period") == "2024-06").then(None).otherwise(pl.col("value")))
    colour = theme.PALETTE[0]
    for frame, stretches in ((whole, 1), (no_row, 2), (null, 2)):
        outlines = [d for d in paths(svg(figure(marks.line_series(frame, unit="u"))), colour) if "L" in d]
        assert sum(d.count("M") for d in outlines) == stretches
    dated = no_row.with_columns(pl.col("period").str.to_date("%Y-%m"))
    assert len(gaps(points(dated, "test", "M"))) == 1
    assert len(gaps(points(dated, "test"))) == 0  # without a frequency nothing can be missing


def test_a_lone_point_between_gaps_is_a_dot_and_a_gap_says_why() -> None:
    frame = pl.DataFrame(
        {
            "period": ["2020", "2021", "2022", "2023"],
            "value": [1.0, None, 2.0, None],
            "reason": [None, "refused", None, "suspended"],
        }
    )
    picture = svg(figure(marks.line_series(frame, unit="u")))
    assert picture.count(f'fill="{theme.PALETTE[0]}"') >= 2
    data = json.dumps(spec(figure(marks.line_series(frame, unit="u"))))
    assert '"refused"' in data and '"suspended"' in data and "2021-01-01 to 2022-01-01" in data


def test_bands_break_where_the_line_breaks() -> None:
    frame = pl.DataFrame({"period": ["2020", "2021", "2023", "2024"], "value": [1.0, 2.0, 2.0, 3.0]})
    frame = frame.with_columns(low_80=pl.col("value") - 1, high_80=pl.col("value") + 1)
    root = ET.fromstring(svg(figure(marks.band_line(frame, unit="u"))))
    areas = [e for g in root.iter(SVG + "g") if "mark-area" in g.get("class", "") for e in g.iter(SVG + "path")]
    assert len(areas) == 2


def test_bars_and_areas_stand_on_zero() -> None:
    made = spec(figure(CHARTS["bars_signed"](680)))
    domain = next(
        layer["encoding"]["y"]["scale"]["domain"] for layer in made["layer"] if layer["encoding"]["y"].get("scale")
    )
    assert domain[0] <= 0 <= domain[1]
    made = spec(figure(CHARTS["stepped_area"](680)))
    areas = [layer for layer in made["layer"] if layer["mark"]["type"] == "area"]
    assert min(row["y"] for layer in areas for row in layer["data"]["values"]) == 0


def test_stepped_area_has_a_hole_where_one_programme_is_unknown() -> None:
    made = spec(figure(marks.stepped_area(programmes(), unit="entries", until=UNTIL)))
    area = next(layer for layer in made["layer"] if layer["mark"]["type"] == "area")
    rows = area["data"]["values"]
    assert len({row["segment"] for row in rows}) == 2
    first = [row["x"] for row in rows if row["segment"] == 0]
    assert max(first) == "2023-02-24"  # drawn up to the day on which it became unknown, not beyond


def test_nothing_is_carried_beyond_the_last_declaration_and_the_ceiling_ends() -> None:
    made = spec(figure(CHARTS["step_ceiling"](680)))
    lines = [layer for layer in made["layer"] if layer["mark"]["type"] == "line"]
    assert max(r["x"] for layer in lines for r in layer["data"]["values"]) == "2022-09-01"
    names = [layer["name"].rsplit("-", 1)[0] for layer in made["layer"]]
    assert {"ceiling", "ceiling-ends", "hatch"} <= set(names)
    label = next(t for t in texts(drawn("step_ceiling", 680)) if t.text == "RUS")
    assert label.right < 560  # beside its last point, not at the margin


def test_forecast_differs_from_data_and_the_benchmark_from_both() -> None:
    made = spec(figure(CHARTS["forecast_fan"](680)))
    lines = [layer["mark"] for layer in made["layer"] if layer["mark"]["type"] == "line"]
    assert [bool(m.get("strokeDash")) for m in lines] == [False, False, True]
    assert lines[0]["color"] == theme.MUTED and lines[0]["strokeWidth"] == 1
    assert sum(layer["mark"]["type"] == "area" for layer in made["layer"]) == 2


def test_timeline_shows_status_by_shape_and_what_was_not_collected() -> None:
    made = spec(figure(CHARTS["dot_timeline"](680)))
    shapes = {layer["mark"].get("shape") for layer in made["layer"] if layer["mark"]["type"] == "point"}
    assert len(shapes) >= 2
    assert "not collected" in drawn("dot_timeline", 680)


def test_empty_years_stay_on_the_axis() -> None:
    frame = pl.DataFrame({"day": ["2014-05-01"], "level": ["president"], "status": ["held"]})
    chart = marks.dot_timeline(frame, domain=(date(2014, 1, 1), date(2026, 1, 1)))
    assert "2024" in {t.text for t in texts(svg(figure(chart)))}


def test_axis_labels_do_not_move_with_the_time_zone_or_the_system_font() -> None:
    found = texts(drawn("line_series", 680))
    years = [t.text for t in found if re.fullmatch(r"20\d\d", t.text)]
    assert years[0] == "2014" and years == sorted(years)


def test_log_axis_is_a_choice_and_refuses_zero() -> None:
    frame = monthly().filter(pl.col("value").is_not_null())
    assert svg(figure(marks.line_series(frame, unit="USD million", log=True)))
    with pytest.raises(ChartError, match="logarithmic"):
        marks.line_series(pl.DataFrame({"period": ["2024", "2025"], "value": [0, 1]}), unit="u", log=True)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pl.DataFrame({"period": ["2024"]}), "value is missing"),
        (pl.DataFrame({"period": ["24"], "value": [1]}), "is no period"),
        (pl.DataFrame({"period": ["2024-13"], "value": [1]}), "is no period"),
        (pl.DataFrame({"period": ["2024"], "value": ["many"]}), "is not a number"),
        (pl.DataFrame({"period": ["2024"], "value": [float("inf")]}), "infinite"),
        (pl.DataFrame({"period": [], "value": []}, schema={"period": pl.String, "value": pl.Float64}), "no rows"),
    ],
)
def test_wrong_frames_are_refused_in_words(frame: pl.DataFrame, words: str) -> None:
    with pytest.raises(ChartError, match=words):
        marks.line_series(frame, unit="u")


@pytest.mark.parametrize("values", [[5.0], [None], [0.0, 0.0], [-3.0, -1.0], [1e-7, 3e-7], [1e12, 2e12]])
def test_odd_values_are_drawn(values: list[float | None]) -> None:
    frame = pl.DataFrame(
        {"period": [str(2020 + i) for i in range(len(values))], "value": values}, schema_overrides={"value": pl.Float64}
    )
    for chart in (
        marks.line_series(frame, unit="u"),
        marks.bars_signed(frame, unit="u"),
        marks.step_line(frame, unit="u"),
    ):
        picture = svg(figure(chart))
        assert "NaN" not in picture and "Infinity" not in picture


def test_periods_of_every_kind() -> None:
    assert period_start("2024-S2") == (date(2024, 7, 1), "S")
    assert period_start("2024-Q3") == (date(2024, 7, 1), "Q")
    assert period_start(date(2024, 2, 29)) == (date(2024, 2, 29), "D")


def test_sparklines_share_one_axis_break_at_gaps_and_are_quick() -> None:
    import time

    frame = pl.DataFrame(
        {
            "period": [f"{y}-Q{q}" for y in (2023, 2024, 2025) for q in (1, 2, 3, 4)],
            "value": [float(i) for i in range(12)],
        }
    )
    holed = frame.filter(pl.col("period") != "2024-Q2")
    late: Any = frame.tail(2)
    empty = frame.with_columns(value=pl.lit(None, dtype=pl.Float64))
    start = time.perf_counter()
    made = marks.sparklines([frame, holed, late, empty] * 50, labels=["<b>&\"'"] * 200)
    assert time.perf_counter() - start < 1.0
    assert [m.count("M") for m in made[:3]] == [1, 2, 1]
    assert "<path" not in made[3]
    for one in made[:4]:
        root = ET.fromstring(one)
        assert root.attrib["aria-label"] == "<b>&\"'" and len(one) < 700
    first = re.search(r'd="M([\d.]+)', made[2])
    assert first is not None and float(first[1]) > 90  # the late series starts late
    assert made[:4] == marks.sparklines([frame, holed, late, empty], labels=["<b>&\"'"] * 4)


def test_a_pair_has_a_bar_and_a_lone_report_none() -> None:
    made = spec(figure(CHARTS["dumbbell"](680)))
    bars = next(layer for layer in made["layer"] if layer["name"].startswith("bars"))["data"]["values"]
    assert len(bars) == 2  # 2018 is told by one side alone
    with pytest.raises(ChartError, match="two reporters"):
        marks.dumbbell(pl.DataFrame({"period": ["2017"], "series": ["USA"], "value": [1.0]}), unit="u")


def test_the_interval_that_has_not_ended_is_hollow_and_ends_with_the_collection() -> None:
    made = spec(figure(CHARTS["interval_bars"](680)))
    layers = {layer["name"].rsplit("-", 1)[0]: layer for layer in made["layer"]}
    closed, hollow = layers["bars"], layers["open"]
    assert len(closed["data"]["values"]) == len(CALLS) - 1
    (last,) = hollow["data"]["values"]
    assert hollow["mark"]["filled"] is False
    reach = (UNTIL - date(2017, 1, 1)).days
    seen = (date(2026, 3, 10) - date(2017, 1, 1)).days
    assert last["px2"] == pytest.approx(seen / reach * made["width"], abs=1)
    told = json.dumps(made)
    assert "at least 145 days" in told and "1,096 days" in told
    with pytest.raises(ChartError, match="in order"):
        marks.interval_bars(pl.DataFrame({"day": CALLS[::-1]}), unit="days", collected_through=UNTIL)


def test_dots_are_as_many_as_rows_and_the_key_counts_them() -> None:
    made = spec(figure(CHARTS["unit_dots"](680)))
    dots = [layer for layer in made["layer"] if layer["name"].startswith("dots")]
    assert sum(len(layer["data"]["values"]) for layer in dots) == 17
    drawn_key = [t.text for t in texts(drawn("unit_dots", 680))]
    assert {"5 warmer", "4 cooler", "4 unchanged", "4 unknown"} <= set(drawn_key)
    with pytest.raises(ChartError, match="column state"):
        marks.unit_dots(pl.DataFrame({"group": ["a"], "state": ["hotter"], "name": ["b"]}), unit="u")


def test_a_missing_category_says_why_and_has_no_bar() -> None:
    made = spec(figure(CHARTS["category_bars"](680)))
    bars = [layer for layer in made["layer"] if layer["name"].startswith("bars")]
    lengths = [row["px2"] for layer in bars for row in layer["data"]["values"]]
    assert len(lengths) == 2 and lengths[0] / lengths[1] == pytest.approx(4119 / 4480, abs=0.01)
    assert "not collected" in {t.text for t in texts(drawn("category_bars", 680))}


def test_marked_values_have_rings_and_a_key() -> None:
    frame = pl.DataFrame(
        {
            "panel": ["a"] * 3,
            "period": ["2020", "2021", "2022"],
            "value": [1.0, 2.0, 3.0],
            "marked": [None, "new", None],
        }
    )
    layers = marks.small_multiples(frame, unit="u", marked_label="changed here").to_dict()["layer"]
    rings = [layer for layer in layers if layer.get("name", "").startswith("marked")]
    assert len(rings) == 1 and len(rings[0]["data"]["values"]) == 1
    assert any(row.get("text") == "changed here" for layer in layers for row in layer["data"]["values"])


def test_a_phone_s_plot_is_lower_and_rows_are_not() -> None:
    assert [CHARTS["line_series"](width).height for width in (680, 340)] == [240, 180]
    low = [marks.line_series(monthly(), unit="x", width=340, height=h).height for h in (112, 160)]
    assert low == [112, 150]
    frame = pl.DataFrame({"day": ["2014-05-01"], "level": ["president"], "status": ["held"]})
    tall = [marks.dot_timeline(frame, width=w, domain=(date(2014, 1, 1), date(2026, 1, 1))).height for w in (680, 340)]
    assert tall == [24, 38]


def test_a_year_s_label_stands_below_the_middle_of_its_bar() -> None:
    frame = pl.DataFrame({"period": ["2023", "2024", "2025"], "value": [5.0, 4.0, 3.0]})
    for chart in (marks.bars_signed(frame, unit="x"), marks.bars_signed(frame, unit="x", width=340)):
        bars = next(layer for layer in spec(figure(chart))["layer"] if layer["name"].startswith("bars"))
        found = {t.text: (t.left + t.right) / 2 - chart.padding["left"] for t in texts(svg(figure(chart)))}
        for row, year in zip(bars["data"]["values"], frame["period"], strict=True):
            assert abs((row["px"] + row["px2"]) / 2 - found[year]) < 2
    quarters = pl.DataFrame({"period": ["2023-Q1", "2023-Q2", "2023-Q3"], "value": [5.0, 4.0, 3.0]})
    days = spec(figure(marks.bars_signed(quarters, unit="x")))["layer"][-1]
    assert "Jul" not in str(days)


def test_a_long_axis_marks_the_two_turns_alone() -> None:
    def marked(first: int) -> set[str]:
        frame = pl.DataFrame({"period": [str(year) for year in range(first, 2028)], "value": 1.0})
        return {t.text for t in texts(svg(figure(marks.line_series(frame, unit="x", events=EVENTS))))}

    names = {event.label for event in EVENTS}
    assert names <= marked(2010)
    assert names & marked(1950) == {"Crimea", "Ukraine, Feb 2022"}


def test_a_lone_bar_is_no_wall() -> None:
    made = spec(figure(marks.bars_signed(pl.DataFrame({"period": ["2022-Q1"], "value": [695.0]}), unit="x")))
    row = next(layer for layer in made["layer"] if layer["name"].startswith("bars"))["data"]["values"][0]
    assert row["px2"] - row["px"] == pytest.approx(64)
    assert (row["px"] + row["px2"]) / 2 == pytest.approx(made["width"] / 2, abs=0.1)
