"""The PDF of made-up content: tags, fonts, hostile text, the same bytes under other fonts, the missing extra."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from indicators.errors import EnvironmentProblem
from indicators.reporting.extra import MODULES
from indicators.reporting.pdf import FONT_FAMILY, FONTS, printable, render_pdf
from indicators.reporting.pdf_content import figure_rows

from .pdf_check import faults, read_pdf
from .samples import small_report
from .test_render import HOSTILE

TITLE = "US-Russia relations indicators, 2026 Q2"
FACES = {f"SourceSansPro-{face}" for face in ("Regular", "Semibold", "Bold")}


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_pdf(small_report())


def test_tags_language_title_alternatives_and_fonts(made: bytes) -> None:
    pdf = read_pdf(made)
    assert faults(pdf, TITLE) == []
    assert {name.removesuffix("-Identity-H") for name in pdf.fonts} <= FACES
    assert [f["/Alt"] for f in pdf.of("/Figure")] == [small_report().figures[0].alt]
    assert len(pdf.of("/TOC")) >= 1, "contents"
    assert pdf.reader.metadata is not None
    assert str(pdf.reader.metadata["/CreationDate"]).startswith("D:20260829000000"), "the day of the as-of, no clock"


def test_each_page_has_its_number_and_all_but_the_first_their_head(made: bytes) -> None:
    pages = [" ".join(page.extract_text().split()) for page in read_pdf(made).reader.pages]
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert text.startswith(f"{TITLE} As of" if number == 1 else TITLE), text[:80]
    heads = [text.removeprefix(TITLE).split()[0] for text in pages[1:]]
    assert heads == ["Contents", "Small", "Revisions"], "the running head names the section"


def test_words_and_numbers_are_those_of_the_other_formats(made: bytes) -> None:
    text = read_pdf(made).text
    for words in (
        "9 things",
        "down 1 up 8",
        "Suspended, which is not zero",
        "13 facts behind the scoreboard",
        "Ljung-Box",
    ):
        assert words in text, words


def test_charts_are_vectors_in_the_fonts_of_the_page(made: bytes) -> None:
    document = pypdfium2.PdfDocument(made)
    kinds = [item.type for page in document for item in page.get_objects(max_depth=9)]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_PATH) > 20
    chart_page = document[3].get_textpage().get_text_bounded()
    assert "2026" in chart_page and "12" in chart_page, "labels of the chart are text"


def test_the_same_bytes_twice_and_with_other_fonts_on_the_machine(
    made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impostor = TTFont(FONTS / "SourceSansPro-Bold.otf")
    for record in impostor["name"].names:
        record.string = {1: FONT_FAMILY, 2: "Regular", 4: FONT_FAMILY, 6: "SourceSansPro-Regular"}.get(
            record.nameID, record.toUnicode()
        )
    impostor["OS/2"].usWeightClass, impostor["OS/2"].fsSelection, impostor["head"].macStyle = 400, 64, 0
    (tmp_path / ".fonts").mkdir()
    impostor.save(tmp_path / ".fonts" / "impostor.otf")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert render_pdf(small_report()) == made


def test_hostile_text_stays_text() -> None:
    plain = read_pdf(render_pdf(small_report("Plain words")))
    for text in (" ¶ ".join(HOSTILE), '#import "x" $x$ *b* @ref <label> \\u{41} https://example.org #{1+1}', "W" * 400):
        pdf = read_pdf(render_pdf(small_report(text, "javascript:alert(1)")))
        assert faults(pdf, TITLE) == []
        assert [name for name, _ in pdf.elements if name == "/Table"] == [
            name for name, _ in plain.elements if name == "/Table"
        ]
        shown = printable(" ".join(text.split())).replace("\u200b", "")
        assert "".join(shown.split()) in "".join(pdf.text.split())
        assert not [link for link in pdf.links if "javascript" in str(link.get("/A", {}).get("/URI", ""))]


def test_an_unknown_character_is_written_as_its_code_point() -> None:
    assert printable("中a\u202e") == "[U+4E2D]a[U+202E]"
    for face in FONTS.glob("*.otf"):
        assert ord("→") in TTFont(face, lazy=True).getBestCmap()
    assert printable("→ −") == "→ −"
    assert "[U+4E2D]" in read_pdf(render_pdf(small_report("中"))).text


def test_a_long_word_stays_on_the_page() -> None:
    data = render_pdf(small_report("W" * 400))
    page = pypdfium2.PdfDocument(data)[0].render(scale=0.5).to_numpy()
    margin = page[:, -int(page.shape[1] * 0.07) :]
    assert (margin == 255).all(), "nothing is drawn in the right margin"


def test_a_tall_narrow_chart_is_shown_wide() -> None:
    figure = small_report().figures[0]
    low, tall = (
        replace(figure, id=f"small.{height}", narrow=figure.chart.properties(width=200, height=height))
        for height in (150, 900)
    )
    rows = figure_rows([figure, low, tall, replace(low, id="small.other"), replace(low, id="small.last")])
    assert [[f["anchor"] for f in row] for row in rows] == [
        ["small.150"], ["small.other", "small.last"], ["small.things"], ["small.900"],
    ]  # fmt: skip


def test_without_the_extra_the_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODULES, "typst", "no_such_module")
    with pytest.raises(EnvironmentProblem, match=r"needs the extra pdf") as told:
        render_pdf(small_report())
    assert told.value.exit_code == 3
    assert "indicators[pdf]" in told.value.do
