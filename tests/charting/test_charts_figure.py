"""Figure, SVG and bundle: the same bytes anywhere, text that stays text, one offline script."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from indicators.charting import bundle, marks, theme
from indicators.charting.figure import LOADED, png, spec, spec_json, svg
from indicators.charting.packing import pack, unpack
from tests.charting.chart_samples import CHARTS, SVG, figure, monthly, size, texts

HERE = Path(__file__).parent
HOSTILE = "<script>alert(1)</script>\"'&]]>\u202e\u2067right\x00\x1b" + "w" * 200

DIGEST = """
import hashlib, sys
sys.path[:0] = [{root!r}, {here!r}]
from tests.charting.chart_samples import CHARTS, figure
from indicators.charting.figure import spec_json, svg
from indicators.charting.marks import sparklines
for name in {names!r}:
    made = figure(CHARTS[name](680), name)
    print(name, hashlib.sha256((svg(made) + spec_json(made)).encode()).hexdigest())
"""


def digests(names: list[str], **env: str) -> list[str]:
    """Hashes of svg and spec drawn by a fresh process."""
    script = DIGEST.format(root=str(HERE.parents[1]), here=str(HERE), names=names)
    kept = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LANG", "TZ", "PYTHONHASHSEED")}
    run = subprocess.run([sys.executable, "-c", script], env=kept | env, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def test_same_bytes_twice_and_in_any_order() -> None:
    first = {name: svg(figure(CHARTS[name](680), name)) for name in CHARTS}
    again = {name: svg(figure(CHARTS[name](680), name)) for name in reversed(CHARTS)}
    assert first == again


def test_same_bytes_in_other_locales_zones_seeds_and_without_system_fonts(tmp_path: Path) -> None:
    nothing = tmp_path / "fonts.conf"
    nothing.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    names = list(CHARTS)
    here = digests(names, TZ="UTC", PYTHONHASHSEED="0")
    there = digests(
        list(reversed(names)), TZ="America/Los_Angeles", PYTHONHASHSEED="7", LC_ALL="de_DE.UTF-8",
        LANG="de_DE.UTF-8", FONTCONFIG_FILE=str(nothing), FONTCONFIG_PATH=str(tmp_path), HOME=str(tmp_path),
    )  # fmt: skip
    assert sorted(here) == sorted(there)


@pytest.mark.parametrize("name", CHARTS)
def test_no_position_depends_on_a_font(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = svg(figure(CHARTS[name](340), name))
    monkeypatch.setattr(theme, "FONT", "No Such Font At All")
    assert svg(figure(CHARTS[name](340), name)).replace("No Such Font At All", "@") == real.replace(
        "Liberation Sans, Arial, Helvetica, sans-serif", "@"
    )


def test_svg_says_what_it_shows() -> None:
    made = figure(CHARTS["line_series"](680), "turnover", "Turnover fell & fell", "Exports fell to 528 < 600.")
    root = ET.fromstring(svg(made))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Turnover fell & fell. Exports fell to 528 < 600."
    assert [child.tag for child in root][:2] == [SVG + "title", SVG + "desc"]
    assert root[1].text == "Exports fell to 528 < 600."
    inner = [e for e in root.iter() if e is not root]
    assert not any("role" in e.attrib or "style" in e.attrib or "aria-label" in e.attrib for e in inner)
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids)) and all(i.startswith("turnover") for i in ids)


def test_clip_paths_are_numbered_within_the_figure() -> None:
    chart = marks.line_series(monthly(), unit="u", domain=(date(2020, 1, 1), date(2021, 1, 1)))
    picture = svg(figure(chart, "clipped"))
    assert 'id="clipped-0"' in picture and "url(#clipped-0)" in picture


@pytest.mark.parametrize("name", CHARTS)
def test_a_packed_specification_comes_back_whole(name: str) -> None:
    made = figure(CHARTS[name](680))
    assert unpack(json.loads(spec_json(made)), "wide") == {k: v for k, v in spec(made).items() if k not in LOADED}


def test_numbers_and_days_are_packed_as_steps_and_come_back_exactly() -> None:
    rows = [
        {"n": -0.1 + n / 10, "day": f"2019-12-{n + 25:02d}", "month": f"20{n // 12 + 19:02d}-{n % 12 + 1:02d}",
         "third": n / 3, "text": f"v{n}"}
        for n in range(7)
    ]  # fmt: skip
    made = pack({"wide": {"data": {"values": rows}}})
    kinds = [next(iter(column)) for column in made["columns"]]
    assert kinds[1:] == ["days", "months", "cells", "cells"]
    assert unpack(json.loads(json.dumps(made)), "wide") == {"data": {"values": rows}}


def test_still_picture_leaves_tooltip_layers_out_and_is_transparent() -> None:
    made = figure(CHARTS["line_series"](680))
    picture = svg(made)
    assert 'opacity="0"' not in picture and "Census" not in picture
    assert not re.search(r"\d\.\d{3,}", re.sub(r">[^<]*<", "><", picture))
    root = ET.fromstring(picture)
    assert not any(e.get("fill") in ("white", theme.PAPER) and e.get("width") == "680" for e in root.iter())
    assert len(picture) < 40_000


@pytest.mark.parametrize("width", [680, 340])
def test_hostile_text_stays_text(width: int) -> None:
    frame = pl.DataFrame(
        {"period": ["2023", "2024"] * 2, "value": [1.0, 2.0, 3.0, 4.0], "series": [HOSTILE] * 2 + ["b"] * 2}
    )
    frame = frame.with_columns(source=pl.lit(HOSTILE), reason=pl.lit(HOSTILE), obs_status=pl.lit(HOSTILE))
    made = figure(marks.line_series(frame, unit=HOSTILE, width=width), "hostile", HOSTILE, HOSTILE)
    picture = svg(made)
    root = ET.fromstring(picture)  # well-formed
    assert not any(e.tag.rsplit("}", 1)[-1] in ("script", "a", "image", "foreignObject") for e in root.iter())
    assert "<script" not in picture and "\u202e" not in picture and "\x00" not in picture
    wide, high = size(picture)
    for text in texts(picture):
        assert text.right <= wide + 0.5 and text.bottom <= high + 0.5, text
    block = spec_json(made)
    assert "<" not in block and ">" not in block and "&" not in block
    assert unpack(json.loads(block), "wide") == {k: v for k, v in spec(made).items() if k not in LOADED}


@pytest.mark.parametrize(
    "build",
    [
        lambda t, w: marks.status_bars(
            pl.DataFrame({"name": [t], "status": [t], "date_from": ["2020"], "date_to": ["2024"], "note": [t]}), width=w
        ),
        lambda t, w: marks.dot_timeline(
            pl.DataFrame(
                {"day": ["2020-01-01", "2021-01-01"], "level": [t, "b"], "status": [t, "held"], "label": [t] * 2}
            ),
            width=w,
        ),
        lambda t, w: marks.dots_by_group(
            pl.DataFrame({"period": ["2020-01-01", "2022-01-01"], "value": [1, 2], "group": [t] * 2}), unit=t, width=w
        ),
        lambda t, w: marks.small_multiples(
            pl.DataFrame({"panel": [t] * 2, "period": ["2020", "2021"], "value": [1, 2]}), unit=t, width=w
        ),
        lambda t, w: marks.stepped_area(
            pl.DataFrame({"series": [t] * 2, "period": ["2020", "2021"], "value": [1, 2]}), unit=t, width=w
        ),
    ],
)
@pytest.mark.parametrize("width", [680, 340])
def test_hostile_names_fit_in_every_mark(build: object, width: int) -> None:
    picture = svg(figure(build(HOSTILE, width)))  # type: ignore[operator]
    wide, _ = size(picture)
    assert "<script" not in picture
    for text in texts(picture):
        assert text.left >= -0.5 and text.right <= wide + 0.5, text


def test_narrow_version_is_used_where_there_is_one() -> None:
    made = figure(CHARTS["band_line"](680), narrow=CHARTS["band_line"](340))
    assert size(svg(made, narrow=True))[0] == 340 and size(svg(made))[0] == 680
    assert size(svg(figure(CHARTS["band_line"](680)), narrow=True))[0] == 680
    assert png(made)[:4] == b"\x89PNG"


def test_figure_is_frozen_and_refuses_a_bad_id_or_no_alt_text() -> None:
    made = figure(CHARTS["step_line"](680))
    with pytest.raises(FrozenInstanceError):
        made.id = "other"  # type: ignore[misc]
    with pytest.raises(ValueError, match="figure id"):
        figure(None, 'x" onload="')
    with pytest.raises(ValueError, match="alt text is empty"):
        figure(None, alt=" \u200b ")


def test_importing_the_hall_loads_neither_altair_nor_polars() -> None:
    names = ("altair", "polars", "vl_convert")
    code = f"import sys; sys.path.insert(0, {str(HERE.parents[1])!r});"
    code += "import indicators.charting.marks, indicators.charting.bundle, indicators.charting.figure;"
    code += f"print([n for n in {names!r} if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_bundle_is_one_safe_offline_script_of_known_size() -> None:
    script = bundle.vega_bundle()
    assert 0.8e6 < len(script.encode()) < 1.0e6
    assert "</script" not in script and "<!--" not in script
    assert "expressionInterpreter" in script and "import(" not in script
    assert hashlib.sha256(script.encode()).hexdigest()[:8] and bundle.csp_hash(script).startswith("'sha256-")


def _browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.browser
@pytest.mark.skipif(not (_browser() and shutil.which("chromedriver")), reason="no Chromium with its driver here")
def test_charts_draw_under_a_strict_policy_and_stay_still_without_scripts(tmp_path: Path) -> None:
    from selenium import webdriver

    good = figure(CHARTS["line_series"](680), "good", narrow=CHARTS["line_series"](340))
    script, css = bundle.vega_bundle(), theme.stylesheet() + bundle.tooltip_css()
    policy = f"default-src 'none'; script-src {bundle.csp_hash(script)}; style-src {bundle.csp_hash(css)}"
    still = svg(figure(CHARTS["step_line"](680), "still"))
    page = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>t</title>',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; img-src data:"><style>{css}</style>',
        f'<div class="chart" data-spec="s1">{svg(good)}</div>',
        f'<div class="chart" data-spec="bad">{still}</div>',
        f'<script type="application/json" id="s1">{spec_json(good)}</script>',
        '<script type="application/json" id="bad">{"columns": [], "wide": {"mark": "no such mark"}}</script>',
        f"<script>{script}</script></html>",
    ]
    file = tmp_path / "page.html"
    file.write_text("".join(page), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = _browser() or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=900,1200"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        driver.get(file.as_uri())
        done = "return [...document.querySelectorAll('[data-spec]')].map(e => e.getAttribute('data-drawn'))"
        for _ in range(100):
            if driver.execute_script(done) == ["yes", "no"]:
                break
            driver.execute_async_script("setTimeout(arguments[0], 100)")
        assert driver.execute_script(done) == ["yes", "no"]
        seen = driver.execute_script(
            "const wide = s => s.getBoundingClientRect().width > 300;"
            "return [...document.querySelectorAll('.chart')]"
            ".map(c => [...c.querySelectorAll('svg')].filter(wide).length)"
        )
        assert seen == [1, 1]
        assert driver.execute_script("return document.querySelector('.chart-live svg').getAttribute('aria-label')")
        errors = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
        assert errors == []
    finally:
        driver.quit()
