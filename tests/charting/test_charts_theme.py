"""Theme, layout and events: contrast, colour vision, number format, text widths, labels kept apart."""

from __future__ import annotations

import itertools
import json
import math
import random
import re
from datetime import date

import pytest

from indicators.charting import layout, theme
from indicators.charting.events import EVENTS, GAP, Event, event_marks

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, rgb, strict=True)) for row in rows]
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("colour", [*theme.PALETTE, theme.INK, theme.MUTED, *theme.COUNTRY_COLOURS.values()])
def test_colours_of_marks_and_text_reach_their_contrast(colour: str) -> None:
    assert theme.contrast(colour, theme.PAPER) >= 4.5
    assert theme.contrast(theme.DARK[colour], theme.DARK[theme.PAPER]) >= 4.5


def test_rules_and_outlines_reach_three_to_one() -> None:
    assert theme.contrast(theme.RULE) >= 3.0
    assert theme.contrast(theme.DARK[theme.RULE], theme.DARK[theme.PAPER]) >= 3.0


@pytest.mark.parametrize("palette", [theme.PALETTE, [theme.DARK[c] for c in theme.PALETTE]], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["full", *DEFICIENCIES])
def test_every_two_colours_stay_apart_for_every_eye(kind: str, palette: list[str]) -> None:
    seen = []
    for colour in palette:
        rgb = linear(colour)
        rows = DEFICIENCIES.get(kind, ((1, 0, 0), (0, 1, 0), (0, 0, 1)))
        seen.append([min(max(sum(m * c for m, c in zip(r, rgb, strict=True)), 0), 1) for r in rows])
    assert min(math.dist(lab(a), lab(b)) for a, b in itertools.combinations(seen, 2)) > 20


def test_the_two_countries_are_neither_red_nor_blue() -> None:
    for country in ("USA", "RUS"):
        red, green, blue = (int(theme.COUNTRY_COLOURS[country][i : i + 2], 16) for i in (1, 3, 5))
        assert not (red > 1.8 * max(green, blue)) and not (blue > 1.8 * max(red, green))
    assert theme.COUNTRY_COLOURS["USA"] != theme.COUNTRY_COLOURS["RUS"]


def test_dark_sheet_covers_every_colour_of_the_theme() -> None:
    used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(theme.config()))) | set(theme.PALETTE)
    used |= set(theme.COUNTRY_COLOURS.values()) | {theme.WASH, theme.PAPER, theme.RULE}
    assert used <= set(theme.DARK)
    for colour in used:
        assert f'[fill="{colour}"]' in theme.stylesheet()


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (-1715.1, 1, False, "−1,715.1"),
        (12.0, 0, True, "+12"),
        (-0.04, 1, True, "0.0"),
        (None, 0, False, "n/a"),
        (float("nan"), 2, False, "n/a"),
        (4968, 0, False, "4,968"),
    ],
)
def test_numbers_are_written_one_way(value: float | None, decimals: int, signed: bool, text: str) -> None:
    assert theme.format_number(value, decimals, signed=signed) == text


def test_text_widths_agree_with_the_font_inside_the_renderer() -> None:
    import vl_convert

    for text in (
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789 .,:;()[]%+-=&@#",
        "Москва и США",
        "−1,550 €",
    ):
        spec = {
            "data": {"values": [{}]},
            "padding": 0,
            "config": {"view": {"stroke": None}, "aria": False},
            "mark": {"type": "text", "text": text, "font": theme.FONT, "fontSize": 40, "align": "left"},
            "encoding": {"x": {"value": 0}},
            "width": 1,
            "height": 1,
        }
        width = float(re.search(r'width="([\d.]+)"', vl_convert.vegalite_to_svg(spec))[1])  # type: ignore[index]
        assert width == pytest.approx(layout.text_width(text, 40), abs=3)


def test_dodge_keeps_order_room_and_bounds() -> None:
    draw = random.Random(1)
    for _ in range(300):
        count = draw.randint(1, 8)
        heights = [draw.choice([14.0, 28.0]) for _ in range(count)]
        wanted = [draw.uniform(-20, 320) for _ in range(count)]
        got = layout.dodge(wanted, heights, 0, 300)
        order = sorted(range(count), key=lambda i: (wanted[i], i))
        for a, b in itertools.pairwise(order):
            assert got[b] - got[a] >= (heights[a] + heights[b]) / 2 - 1e-6
        assert min(g - h / 2 for g, h in zip(got, heights, strict=True)) >= -1e-6
        assert max(g + h / 2 for g, h in zip(got, heights, strict=True)) <= 300 + 1e-6


def test_ticks_cover_the_values() -> None:
    draw = random.Random(2)
    for _ in range(300):
        low, high = sorted(draw.uniform(-1, 1) * 10 ** draw.randint(-3, 6) for _ in range(2))
        ticks = layout.number_ticks(low, high)
        assert ticks[0] <= low + 1e-9 * abs(low) and ticks[-1] >= high - 1e-9 * abs(high) and 2 <= len(ticks) <= 9
    assert layout.number_ticks(5, 5)[0] < 5 < layout.number_ticks(5, 5)[-1]


def test_hostile_text_becomes_one_visible_line() -> None:
    assert layout.plain("a\u202eb\u200f\u2066c\x07\n d") == "abc d"
    long = "x" * 200
    assert layout.text_width(layout.shorten(long, 100, 12), 12) <= 100
    assert all(layout.text_width(line, 12) <= 90 for line in layout.wrap(f"{long} {long} word word", 90, 12))


def test_the_declared_events() -> None:
    assert [str(e.day) for e in EVENTS] == [
        "2014-03-18", "2018-07-16", "2022-02-24", "2025-01-20", "2025-08-15", "2026-02-05",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [180, 250, 300, 420, 560, 640])
@pytest.mark.parametrize("years", [(1972, 2026), (2004, 2026), (2014, 2026), (2021, 2026), (2024, 2026)])
def test_event_labels_never_overlap_are_crossed_or_cut(width: int, years: tuple[int, int]) -> None:
    marks = event_marks((date(years[0], 1, 1), date(years[1], 6, 30)), width=width, right=20)
    assert len(marks) == sum(e.day.year >= years[0] for e in EVENTS)
    for mark in marks:
        assert mark.span[0] >= -0.01 and mark.span[1] <= width + 20 + 0.01
    for a, b in itertools.combinations(marks, 2):
        apart = a.span[1] + GAP <= b.span[0] + 0.01 or b.span[1] + GAP <= a.span[0] + 0.01
        assert a.row != b.row or apart
    for mark, other in itertools.permutations(marks, 2):
        inside = mark.span[0] < other.x < mark.span[1]
        assert not (inside and other.row >= mark.row)


def test_events_of_one_day_and_many_events_still_get_rows_of_their_own() -> None:
    many = [Event(date(2024, 1, 1 + i // 2), f"event number {i}", "") for i in range(8)]
    marks = event_marks((date(2023, 12, 1), date(2024, 3, 1)), width=250, events=many)
    for a, b in itertools.combinations(marks, 2):
        assert a.row != b.row or a.span[1] <= b.span[0] or b.span[1] <= a.span[0]
