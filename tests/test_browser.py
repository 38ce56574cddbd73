"""The HTML report in a real browser, from a file: charts drawn, nothing asked of anyone, no sideways scroll."""

from __future__ import annotations

import base64
import json
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


def draw_all(browser: Browser) -> dict[str, str]:
    """Bring each chart into view and wait until it is drawn: spec -> the word that the loader left."""
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
