"""The first difference of two versions of a file: section and both texts."""

from __future__ import annotations

import io

import polars as pl
import pytest

from indicators.reporting.difference import Difference, first_difference, shortened

MD = "# Report\n\n## Trade\n\n| period | value |\n| --- | ---: |\n| 2026-06 | 3.1 |\n| 2026-05 | 3.0 |\n"
CSV = "series_id,period,value\na.m,2026-05,1\na.m,2026-06,2\n"
SVG = '<svg id="s"><title>All</title><g id="axis"><path d="9,9"/><text>2024</text></g></svg>'
HTML = '<body><h2 id="trade">Trade</h2>\n<p>Up <b>3</b></p><br>\n<h2>Polls</h2></body>'
JSON = '{"a": {"b-c": [1, 2, {"d": null}]}, "e": 1}'

CASES = [
    ("r.md", MD, ("3.0", "3.2"), "section 'Trade', line 8, row '2026-05'", "| 2026-05 | 3.0 |", "| 2026-05 | 3.2 |"),
    ("r.md", MD, ("3.0 |\n", "3.0 |\nmore"), "section 'Trade', line 9", "(nothing)", "more"),
    ("r.md", MD, ("# R", "# r"), "before the first heading, line 1", "# Report", "# report"),
    ("t.csv", CSV, ("06,2", "06,3"), "row 2 (series_id=a.m, period=2026-06), column value", "2", "3"),
    ("t.csv", CSV, ("a.m,2026-06", "b.m,2026-06"), "row 2", "a.m,2026-06,2", "b.m,2026-06,2"),
    ("t.csv", CSV, ("06,2\n", "06,2\nb.m,1,1\n"), "row 3", "(nothing)", "b.m,1,1"),
    ("t.csv", CSV, ("value", "level"), "column heads", "series_id,period,value", "series_id,period,level"),
    ("c.svg", SVG, ("9,9", "9,8"), "<path> in svg/g, near id axis, line 1", '<path d="9,9"/>', '<path d="9,8"/>'),
    ("c.svg", SVG, ("2024", "2025"), "text of svg/g/text, near id axis, line 1", "2024", "2025"),
    ("c.svg", SVG, ('g id="axis"', 'g id="b"'), "<g> in svg, near id axis, line 1", '<g id="axis">', '<g id="b">'),
    ("r.html", HTML, ("3", "4"), "section 'Trade', text of body/p/b, line 2", "3", "4"),
    ("m.json", JSON, ("null", "0"), '$.a["b-c"][2].d', "null", "0"),
    ("m.json", JSON, (', "e": 1', ""), "$.e", "1", "(nothing)"),
    ("m.json", JSON, ("[1, ", "["), '$.a["b-c"][0]', "1", "2"),
    ("m.json", JSON, ("1}", "true}"), "$.e", "1", "true"),
    ("x.bin", "ab", ("b", "c"), "line 1, byte 2 (bytes: 2, 2)", "ab", "ac"),
    ("m.json", "{", ("{", "["), "line 1, byte 1 (bytes: 1, 1)", "{", "["),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_where_two_versions_part(case: tuple[str, str, tuple[str, str], str, str, str]) -> None:
    name, old, (this, that), *told = case
    new = old.replace(this, that, 1)
    assert first_difference(name, old.encode(), new.encode()) == Difference(*told)


def test_the_same_rows_in_other_bytes_are_told_by_the_byte() -> None:
    found = first_difference("t.csv", CSV.encode(), CSV.replace("\n", "\r\n").encode())
    assert found.section == "line 1, byte 23 (bytes: 51, 54)"


def test_a_key_has_three_columns_at_most() -> None:
    old, new = b"a,b,c,d,e\n1,2,3,4,5\n", b"a,b,c,d,e\n1,2,3,4,6\n"
    assert first_difference("t.csv", old, new) == Difference("row 1 (a=1, b=2, c=3), column e", "5", "6")


def test_long_texts_are_cut_around_the_difference() -> None:
    old, new = shortened("a" * 500 + "b" + "c" * 500, "a" * 500 + "d" + "c" * 500)
    assert old.startswith("...aaa") and "ab" in old and "ad" in new and max(len(old), len(new)) < 100


def test_tables_of_parquet_are_compared_by_row() -> None:
    def written(value: float) -> bytes:
        stream = io.BytesIO()
        pl.DataFrame({"id": ["x", "y"], "value": [1.0, value]}).write_parquet(stream)
        return stream.getvalue()

    assert first_difference("t.parquet", written(0.1), written(0.2)) == Difference(
        "row 2 (id String=y), column value Float64", "0.1", "0.2"
    )


@pytest.mark.parametrize("name", ["r.md", "t.csv", "c.svg", "m.json", "t.parquet", "r.html"])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<", b'"', b"[" * 100_000])
def test_what_cannot_be_read_is_compared_as_bytes(name: str, data: bytes) -> None:
    assert first_difference(name, b"a,b\n1,2\n", data).section
    assert first_difference(name, data, b"a,b\n1,2\n").section
