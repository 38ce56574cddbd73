"""The HTML report in a real browser, from a file: charts drawn, nothing asked of anyone, no sideways scroll."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with chromedriver is installed"),
]
WIDTHS = (360, 768, 1280)
SCHEMES = ("file", "data", "blob", "chrome")
"""Of what a page may ask; the last one is the browser's own empty page."""
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--force-device-scale-factor=1", "--force-color-profile=srgb",
)  # fmt: skip


class Browser:
    """Chromium with a fresh profile, its log and its requests."""

    def __init__(self, profile: Path, *, scripts: bool = True) -> None:
        from selenium.webdriver import Chrome, ChromeOptions
        from selenium.webdriver.chrome.service import Service

        options = ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = Chrome(options=options, service=Service(str(DRIVER)))
        self.driver.set_page_load_timeout(120)
        self.driver.set_script_timeout(120)
        if not scripts:
            self.cdp("Emulation.setScriptExecutionDisabled", value=True)
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def cdp(self, command: str, **parameters: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, parameters)

    def open(self, page: Path, width: int = 1280) -> None:
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
        self.driver.get(page.as_uri())

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)  # type: ignore[no-untyped-call]

    def logs(self) -> Browser:
        """Take what was logged since the last time."""
        for entry in self.driver.get_log("performance"):  # type: ignore[no-untyped-call]
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        self.complaints += [e["message"] for e in entries if e["level"] in ("SEVERE", "WARNING")]
        return self

    def picture(self, box: dict[str, float]) -> str:
        """A part of the page as it is seen: a PNG in base64."""
        taken: dict[str, str] = self.cdp("Page.captureScreenshot", clip=box | {"scale": 1}, captureBeyondViewport=True)
        return taken["data"]


UNFOLD = "document.querySelectorAll('details:has([data-spec])').forEach(d => d.open = true)"


def draw_all(browser: Browser) -> dict[str, str]:
    """Bring each chart into view and wait until it is drawn: spec -> the word that the loader left."""
    browser.run(UNFOLD)
    return dict(
        browser.driver.execute_async_script(  # type: ignore[no-untyped-call]
            """
            const done = arguments[0], places = [...document.querySelectorAll("[data-spec]")];
            const state = place => place.getAttribute("data-drawn");
            (async () => {
              for (const place of places) {
                place.scrollIntoView({block: "center"});
                for (let i = 0; i < 200 && !["yes", "no"].includes(state(place)); i++)
                  await new Promise(wake => setTimeout(wake, 50));
              }
              done(places.map(place => [place.getAttribute("data-spec"), state(place)]));
            })();"""
        )
    )


BOXES = """
return [...document.querySelectorAll("[data-spec]")].map(place => {
  const r = place.getBoundingClientRect();
  const shown = [...place.querySelectorAll("svg")].filter(s => s.getBoundingClientRect().height > 0);
  return {id: place.getAttribute("data-spec"), svgs: shown.length,
          box: {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height}};
});"""


INK = """
const done = arguments[1];
(async () => {
  const found = [];
  for (const png of arguments[0]) {
    const image = new Image();
    image.src = "data:image/png;base64," + png;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const data = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = new Map();
    for (const colour of data) counts.set(colour, (counts.get(colour) || 0) + 1);
    found.push([data.length, data.length - Math.max(...counts.values()), counts.size - 1]);
  }
  done(found);
})();"""


def assert_ink(browser: Browser, charts: list[dict[str, Any]]) -> None:
    """Each chart shows something: pixels beside its commonest colour, in more than a few colours."""
    pictures = [browser.picture(chart["box"]) for chart in charts]
    browser.driver.get("about:blank")
    counted = browser.driver.execute_async_script(INK, pictures)  # type: ignore[no-untyped-call]
    for chart, (area, inked, colours) in zip(charts, counted, strict=True):
        assert area > 20_000, chart["id"]
        assert inked > 0.01 * area, f"{chart['id']}: {inked} of {area} pixels"
        assert colours > 20, chart["id"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.driver.quit()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that runs no scripts of pages."""
    found = Browser(tmp_path_factory.mktemp("profile"), scripts=False)
    yield found
    found.driver.quit()


@pytest.fixture(scope="module")
def page(report_folder: Path) -> Path:
    return report_folder / "report.html"


@pytest.fixture(scope="module")
def charts(report_folder: Path) -> set[str]:
    return {f"spec-{path.stem}" for path in (report_folder / "charts").glob("*.svg")}


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_are_drawn_without_complaint_or_request(
    browser: Browser, page: Path, charts: set[str], width: int
) -> None:
    browser.logs()
    browser.requests, browser.complaints = [], []
    browser.open(page, width)
    assert draw_all(browser) == dict.fromkeys(charts, "yes")
    browser.logs()
    assert browser.complaints == []
    outside = [url for url in browser.requests if urlsplit(url).scheme not in SCHEMES]
    assert outside == []
    files = {unquote(urlsplit(url).path) for url in browser.requests if url.startswith("file:")}
    assert files <= {str(page)}, "one file and nothing beside it"


@pytest.mark.parametrize("width", [360, 1280])
def test_charts_have_ink(browser: Browser, page: Path, charts: set[str], width: int) -> None:
    browser.open(page, width)
    draw_all(browser)
    found = browser.run(BOXES)
    assert {f["id"] for f in found} == charts
    for chart in found:
        assert chart["svgs"] == 1, f"{chart['id']}: one picture, live or still"
    assert_ink(browser, found)


def test_still_pictures_stand_in_where_scripts_are_off(still: Browser, page: Path, charts: set[str]) -> None:
    still.open(page)
    still.run(UNFOLD)
    found = still.run(BOXES)
    assert {f["id"] for f in found} == charts
    assert still.run("return document.querySelectorAll('[data-drawn]').length") == 0
    assert [f["id"] for f in found if f["svgs"] != 1] == []
    assert still.run("return document.querySelector('h1').getBoundingClientRect().height") > 0
    pictures = [chart | {"png": still.picture(chart["box"])} for chart in found]
    assert len({chart["png"] for chart in pictures}) == len(charts)
    assert all(len(chart["png"]) > 4_000 for chart in pictures), "a blank picture is smaller"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_no_sideways_scroll(browser: Browser, still: Browser, page: Path, width: int, scripts: bool) -> None:
    used = browser if scripts else still
    used.open(page, width)
    if scripts:
        draw_all(used)
    used.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    wide = used.run(
        """
        const width = document.documentElement.clientWidth;
        const cut = e => getComputedStyle(e).overflowX !== "visible";
        const within = e => { for (; e; e = e.parentElement) if (cut(e)) return true; };
        return [document.documentElement.scrollWidth - width,
                [...document.querySelectorAll("body *")].filter(
                  e => e.getBoundingClientRect().right > width + 1 && !within(e.parentElement) && !e.closest("svg"))
                .slice(0, 5).map(e => e.outerHTML.slice(0, 100))];"""
    )
    assert wide[0] <= 0, wide[1]
    board = "document.querySelector('.scores').parentElement"
    assert used.run(f"return {board}.scrollWidth - {board}.clientWidth") <= 0, "the scoreboard is read without a scroll"


def test_links_within_the_page_lead_somewhere(browser: Browser, page: Path) -> None:
    browser.open(page)
    lost = browser.run(
        """
        return [...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.hash.slice(1)))
          .filter(id => !document.getElementById(id));"""
    )
    assert lost == []
    assert browser.run("return document.querySelectorAll('nav a').length") >= 8


def test_links_beside_the_page_lead_to_files(browser: Browser, page: Path) -> None:
    browser.open(page)
    links = browser.run("return [...document.querySelectorAll('a[href]')].map(a => a.href)")
    files = {Path(unquote(urlsplit(link).path)) for link in links if link.startswith("file:")}
    assert len(files) > 20
    assert [str(path) for path in files if not path.is_file()] == []
    assert {urlsplit(link).scheme for link in links} <= {"file", "http", "https"}


def test_charts_say_what_they_show(browser: Browser, page: Path) -> None:
    browser.open(page)
    draw_all(browser)
    labels = browser.run(
        """
        return [...document.querySelectorAll("[data-spec]")].map(place =>
          [...place.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().height > 0)
            .map(s => [s.getAttribute("role"), s.getAttribute("aria-label") || ""])[0]);"""
    )
    assert all(role == "img" and len(label) > 60 for role, label in labels)


def test_print_shows_every_chart(browser: Browser, page: Path, charts: set[str]) -> None:
    browser.open(page)
    draw_all(browser)
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        found = browser.run(BOXES)
        assert [f["id"] for f in found if f["svgs"] != 1] == []
        made = browser.cdp("Page.printToPDF", preferCSSPageSize=True)
        assert len(base64.b64decode(made["data"])) > 50_000
    finally:
        browser.cdp("Emulation.setEmulatedMedia", media="")


READ = """
const place = document.querySelector('[data-spec="spec-trade.quarters"]');
const live = place.querySelector(".chart-live"), said = place.querySelector(".chart-told");
live.focus();
const press = key => live.dispatchEvent(new KeyboardEvent("keydown", {key: key, bubbles: true, cancelable: true}));
const heard = [];
for (const key of ["ArrowRight", "End", "ArrowLeft", "Escape"]) { press(key); heard.push(said.textContent); }
return [document.activeElement === live, heard, live.getAttribute("aria-label")];"""

BRUSH = """
const svg = document.querySelector('[data-spec="spec-trade.twelve_months"] .chart-live svg');
const box = svg.getBoundingClientRect(), y = box.top + box.height / 2;
const at = (type, share) => svg.dispatchEvent(new PointerEvent(type, {clientX: box.left + share * box.width, clientY: y,
  button: 0, bubbles: true}));
at("pointerdown", 0.3); at("pointermove", 0.6); at("pointerup", 0.6);
return [svg.closest(".chart").querySelector(".chart-told").textContent,
        svg.querySelector(".chart-brush").getAttribute("visibility")];"""


def test_values_are_read_by_keyboard_and_a_brush_tells_where_a_span_begins_and_ends(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    draw_all(browser)
    focused, (first, last, before, after), label = browser.run(READ)
    assert focused and after == ""
    assert "2013-Q1" in first and "USD million" in first
    assert "2026-Q2" in last and last != before
    assert re.search(r"read its \d+ values", label)
    text, shown = browser.run(BRUSH)
    assert shown == "visible"
    assert re.search(r"exports: 20\d\d-\d\d [\d,.]+ USD million.* \u2192 20\d\d-\d\d [\d,.]+ USD million", text)


AXE = next(
    Path(__file__).parent.parent.glob(".venv-checks/lib/python*/site-packages/axe_playwright_python/axe.min.js"), None
)
IMPACTS = ("serious", "critical")
THEMES = ("light", "dark")

FIND = """
const done = arguments[0];
axe.run(document, {resultTypes: ["violations"]}).then(found => done(found.violations.map(
  v => [v.impact, v.id, v.nodes.length, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))])),
  e => done([["critical", String(e), 0, []]]));
"""

CONTRAST = """
const light = c => {
  const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255);
  const [r, g, b] = v.map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const paper = light(getComputedStyle(document.body).backgroundColor), found = [];
for (const text of document.querySelectorAll(".chart svg text")) {
  if (!text.textContent.trim() || !text.getBoundingClientRect().width) continue;
  const ink = light(getComputedStyle(text).fill), [low, high] = ink < paper ? [ink, paper] : [paper, ink];
  found.push([(high + 0.05) / (low + 0.05), text.textContent]);
}
return [found.length, found.sort((a, b) => a[0] - b[0])[0]];"""


def paint(browser: Browser, theme: str) -> None:
    browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])


@pytest.mark.skipif(AXE is None, reason="no .venv-checks: make test sets it up")
@pytest.mark.parametrize(
    ("width", "theme"),
    [
        (360, "dark"),
        (1280, "light"),
        pytest.param(360, "light", marks=pytest.mark.nightly),
        pytest.param(1280, "dark", marks=pytest.mark.nightly),
    ],
)
def test_axe_finds_nothing_serious(browser: Browser, page: Path, theme: str, width: int) -> None:
    assert AXE is not None
    paint(browser, theme)
    browser.open(page, width)
    draw_all(browser)
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.driver.execute_async_script(FIND)  # type: ignore[no-untyped-call]
    paint(browser, "light")
    assert [f for f in found if f[0] in IMPACTS] == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_of_charts_stands_out_from_the_paper(browser: Browser, page: Path, theme: str) -> None:
    paint(browser, theme)
    browser.open(page)
    draw_all(browser)
    count, (ratio, text) = browser.run(CONTRAST)
    paint(browser, "light")
    assert count > 400
    assert ratio >= 4.5, text


def test_the_first_screen_holds_headline_to_warnings(browser: Browser, page: Path) -> None:
    browser.open(page, 1280)
    draw_all(browser)
    browser.run("scrollTo(0, 0)")
    places = [".headline", ".first .pair", ".tiles", "#changed", "#cautions"]
    ends = browser.run("return arguments[0].map(s => document.querySelector(s).getBoundingClientRect().bottom)", places)
    assert all(0 < end <= 800 for end in ends), dict(zip(places, ends, strict=True))
    assert browser.run("return document.querySelector('.first .even').getBoundingClientRect().bottom") <= 800


def test_the_page_is_small_and_paints_at_once(browser: Browser, page: Path) -> None:
    assert page.stat().st_size < 2_500_000
    browser.open(page)
    paints = browser.run("return performance.getEntriesByType('paint').map(e => e.startTime)")
    assert paints and max(paints) < 1_000


HOSTILE = (
    "<script>window.hacked = 1</script><img src=x onerror=window.hacked=1> \u202e\u2067\u05d0\u05d1 "
    + "averyverylongword" * 30
)


@pytest.mark.parametrize("width", [360, 1280])
def test_text_of_users_is_text_and_stays_within_the_page(browser: Browser, tmp_path: Path, width: int) -> None:
    from indicators.reporting.render import render_html
    from tests.reporting.samples import small_report

    file = tmp_path / "report.html"
    file.write_text(render_html(small_report(HOSTILE)), encoding="utf-8")
    browser.logs().complaints.clear()
    browser.open(file, width)
    draw_all(browser)
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.run("return window.hacked === undefined && document.images.length === 0")
    assert browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert "<script>window.hacked" in browser.run("return document.querySelector('main').innerText")
    assert browser.logs().complaints == []


ZOOM = """
const place = document.querySelector('[data-spec="spec-trade.twelve_months"]');
const box = place.querySelector(".chart-zoom"), done = arguments[0];
const [from, to] = box.querySelectorAll("input"), [span, whole] = box.querySelectorAll("button");
const svg = place.querySelector(".chart-live svg"), seen = svg.getBoundingClientRect();
const at = (type, share) => svg.dispatchEvent(new PointerEvent(type, {clientX: seen.left + share * seen.width,
  clientY: seen.top + seen.height / 2, button: 0, bubbles: true}));
const drawn = async state => {
  for (let i = 0; i < 200 && place.getAttribute("data-zoom") !== state; i++) await new Promise(f => setTimeout(f, 50));
  const texts = [...place.querySelectorAll(".chart-live svg text")].map(t => t.textContent);
  return {state: place.getAttribute("data-zoom"), texts,
          label: place.querySelector(".chart-live").getAttribute("aria-label"),
          role: place.querySelector(".chart-live svg").getAttribute("role")};
};
(async () => {
  const found = [box.open, span.disabled];
  at("pointerdown", 0.3); at("pointermove", 0.5); at("pointerup", 0.5);
  found.push(box.open, span.disabled);
  span.click();
  found.push(await drawn("part"));
  whole.click();
  found.push(await drawn("whole"));
  to.focus(); to.value = "60"; to.dispatchEvent(new Event("input")); to.dispatchEvent(new Event("change"));
  found.push(await drawn("part"), to.getAttribute("aria-valuetext"), document.activeElement === to);
  from.value = "59"; from.dispatchEvent(new Event("input"));
  found.push(Number(to.value) - Number(from.value));
  done(found);
})();"""


def test_a_long_series_is_zoomed_by_brush_and_by_sliders(browser: Browser, page: Path) -> None:
    browser.logs().complaints.clear()
    browser.open(page)
    draw_all(browser)
    closed, idle, opened, still_idle, part, whole, early, until, focused, least = browser.driver.execute_async_script(
        ZOOM
    )  # type: ignore[no-untyped-call]
    assert (closed, idle, opened, still_idle) == (False, True, True, False), "a brush opens the row and arms its button"
    assert part["state"] == "part" and part["role"] == "img"
    assert "Jan 2018" in part["texts"] and not {"Jan 2014", "2025", "Alaska summit"} & set(part["texts"])
    assert "Helsinki summit" in part["texts"] and {"exports", "imports"} <= set(part["texts"])
    assert {"2013", "2025", "Alaska summit"} <= set(whole["texts"])
    values = [int(re.findall(r"\d+", found["label"])[0]) for found in (part, whole, early)]
    assert values[0] < values[1] / 3 and values[2] < values[1] / 2, "fewer values are read in a part"
    assert "3,028.4" in whole["texts"] and "3,028.4" not in early["texts"], "a label says the last value seen"
    assert until == "2018-01" and focused and least == 12
    assert browser.logs().complaints == [], "nothing is refused by the content security policy"


def test_rows_of_claims_are_cards_on_a_phone(browser: Browser, page: Path) -> None:
    browser.open(page, 360)
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    heights, heads = browser.run(
        """
        const rows = [...document.querySelectorAll("table.cards tbody tr")];
        return [rows.map(r => r.getBoundingClientRect().height),
                [...rows[0].cells].filter(c => c.textContent).map(c => getComputedStyle(c, "::before").content)];"""
    )
    assert len(heights) > 100 and max(heights) < 420
    assert heads[:3] == ['"claim"', '"line"', '"statement"']
