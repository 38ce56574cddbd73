"""Next quarter's file, as publishers, spreadsheets and people change it: the same facts, or told where and what."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from indicators.errors import DataProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.reader import Reading, Request
from indicators.ingesting.recognising import recognise
from indicators.registry import all_readers

from .projects import SPECIMENS
from .test_bad_files import HELD

TABLES = (
    "trade/census_country.csv", "trade/cow_national.csv", "trade/wto_merchandise.2022-02-24.csv",
    "trade/comtrade_hs2.2022-03-31.csv", "polls/fivethirtyeight_polllist.csv", "polls/fivethirtyeight_polls.csv",
    "polls/snoutcounter_approval.csv", "polls/snoutcounter_issues.csv", "polls/mueller_approval.csv",
    "sanctions/opensanctions_targets.csv", "sanctions/uk_sanctions_list.2025-03-10.csv", "contacts/kremlin_titles.csv",
    "arms_control/owid_stockpiles.csv", "arms_control/owid_inventories.csv", "arms_control/template_treaty_events.csv",
)  # fmt: skip
"""Specimens with a header, comma separated, of each family."""


def text_of(name: str) -> str:
    path = SPECIMENS / name
    return path.read_bytes().decode("latin-1" if "wto_" in name else Original(path).encoding)


def read(path: Path) -> Reading:
    return recognise(Original(path), all_readers()).read(Request((Original(path),), held=lambda _: HELD))


def facts(path: Path) -> dict[str, list[dict[str, object]]]:
    """The candidates without the file's name and checksum."""
    found = read(path).candidates
    return {name: f.drop("seen_in", "line", strict=False).sort("fact_id").to_dicts() for name, f in found.items()}


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def as_workbook(rows: list[list[str]]) -> bytes:
    """The rows on the second sheet of a workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("notes").write_row(0, 0, ["Made by", "somebody"])
        sheet = book.add_worksheet("data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, [cell or None for cell in row])
    return out.getvalue()


SAME: dict[str, Callable[[list[list[str]]], str | bytes]] = {
    "columns in another order": lambda rows: as_csv([row[::-1] for row in rows]),
    "a byte order mark, CR LF": lambda rows: "\ufeff" + as_csv(rows).replace("\n", "\r\n"),
    "empty rows": lambda rows: as_csv([rows[0], [""] * len(rows[0]), *rows[1:], [" "] * len(rows[0]), []]) + "\n\n",
    "empty cells behind the last column": lambda rows: as_csv([[*row, "", ""] for row in rows]),
    "the second sheet of a workbook": as_workbook,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_written_otherwise_gives_the_same_facts(tmp_path: Path, name: str) -> None:
    """The name keeps its day, its ending is in capitals."""
    rows = list(csv.reader(io.StringIO(text_of(name))))
    wanted = facts(SPECIMENS / name)
    for number, (label, write) in enumerate(SAME.items()):
        if not rows[0][0] and label.startswith("columns"):
            continue  # the column without a name is the first one
        data = write(rows)
        path = tmp_path / str(number) / Path(name).name.replace(".csv", ".CSV" if isinstance(data, str) else ".XLSX")
        path.parent.mkdir()
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        assert facts(path) == wanted, label


def test_a_day_typed_into_a_spreadsheet_is_a_day(tmp_path: Path) -> None:
    """Cells of days come out of a workbook with an hour."""
    import datetime as dt

    name = "arms_control/template_treaty_events.csv"
    rows = list(csv.reader(io.StringIO(text_of(name))))
    path = tmp_path / "mine.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows[0])
        for column, cell in enumerate(rows[1]):
            sheet.write(1, column, dt.datetime.fromisoformat(cell) if cell[:3] == "202" else cell or None)
    assert facts(path) == facts(SPECIMENS / name)


def test_a_template_needs_no_column_that_may_be_empty(tmp_path: Path) -> None:
    name = "arms_control/template_treaty_events.csv"
    rows = list(csv.reader(io.StringIO(text_of(name))))
    kept = [i for i, column in enumerate(rows[0]) if column not in ("note", "source_lag_days", "source_id")]
    (tmp_path / "mine.csv").write_text(as_csv([[row[i] for i in kept] for row in rows]), encoding="utf-8")
    assert facts(tmp_path / "mine.csv") == facts(SPECIMENS / name)


UK = "sanctions/uk_sanctions_list.2025-03-10.csv"
WHOLE = "sanctions/uk_sanctions_list.whole.csv"
TODAY = "trade/census_country.csv"
FAS = "arms_control/fas_inventories_by_measure.2032.csv"


def test_the_first_line_of_the_uk_list_tells_its_day(tmp_path: Path) -> None:
    path = tmp_path / "UK-Sanctions-List.csv"
    path.write_text("Report Date: 24-Nov-2025\n" + text_of(UK), encoding="utf-8")
    rows = read(path).candidates["sanctions_totals"]
    assert {(str(d), b) for d, b in rows.select("reference_date", "published_basis").iter_rows()} == {
        ("2025-11-24", "release")
    }


STOPS = {
    "a footer": (TODAY, "\n2021,4621", "\nSource: the Bureau\n2021,4621", "a row has 1 cells in place of", ":6"),
    "a header that changed": ("contacts/polecat_events.txt", "Actor Country", "Actor_Country",
        "the nearest is polecat_events (tab separated text with header, no quoting): missing 'Actor Country'", ""),
    "a header with a new column": ("contacts/kremlin_titles.csv", "Date,Title", "Date,Title,Url",
        "the nearest is kremlin_titles (csv, header row, newest first): new 'Url'", ""),
    "semicolons": ("contacts/kremlin_titles.csv", "Date,Title", "Date;Title", "the nearest is kremlin_titles", ""),
    "a column twice": ("polls/mueller_approval.csv", "Unsure", "Approve", "a column stands there twice: 'Approve'",
        ":1"),
    "a figure that is none": ("trade/imf_dots.2022-02-28.csv", "40.25", "n.a.", "no number: 'n.a.' in the column 2020",
        ":2"),
    "a figure that is not a number": ("trade/imf_dots.2022-02-28.csv", "40.25", "NaN", "no number: 'NaN'", ":2"),
    "a decimal comma": ("trade/imf_dots.2022-02-28.csv", "40.25", '"40,25"', "no number: '40,25'", ":2"),
    "no figure": ("trade/wto_merchandise.2022-02-24.csv", "2020,3000", "2020,", "no year with a number: '2020', None",
        ":2"),
    "a year with the mark of a note": ("trade/rosstat_kep.csv", "\n2021\t", "\n2021 1)\t",
        "figures of something else than a year: '2021 1)'", ":5"),
    "no figure under a code": ("trade/cow_national.csv", "4.5\n", "none\n", "no year with a figure: 1992, 'none'",
        ":4"),
    "a new programme": ("sanctions/ofac_sdn.2025-03-10.csv", '"CUBA"', '"CUBA-EO1"',
        "unknown programme tag: 'CUBA-EO1'", "entry 36"),
    "a report date that is no day": (WHOLE, "10-Mar-2025", "31-Feb-2025", "the report date is no day: '31-Feb-2025'",
        ":1"),
    "a column new in the list": (WHOLE, "Title,", "Style,", "new 'Style'", ":2"),
    "an entry of two days": (WHOLE, "31/12/2020", "30/12/2020", "the rows of entry RUS9001 have several", ":3"),
    "a new part of a stockpile": (FAS, "Retired", "In storage", "unknown or missing measure: 'In storage', 'Retired'",
        ""),
    "a key new in a post": ("contacts/ministry_posts.json", '"cat":"Culture"', '"cat":"Culture","x":1', "new 'x'",
        "post 5"),
}  # fmt: skip


@pytest.mark.parametrize("case", STOPS)
def test_what_is_no_such_file_is_told_where(tmp_path: Path, case: str) -> None:
    name, old, new, words, where = STOPS[case]
    text, path = text_of(name), tmp_path / Path(name).name
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(Original(SPECIMENS / name).encoding))
    with pytest.raises(DataProblem) as found:
        read(path)
    assert words in found.value.what
    assert found.value.where.startswith(str(path))
    assert found.value.where.endswith(where)


def test_shares_and_samples_that_are_no_numbers_are_refused_by_line(tmp_path: Path) -> None:
    """A share with a decimal comma is not ten times as much; what cannot be read is not left out in silence."""
    lines = text_of("polls/levada_putin_approval.csv").splitlines()
    more = ['1998-03-15,"6,5",30,1,"Levada"', '1998-04-15,60,x,1,"Levada"']
    path = tmp_path / "levada.csv"
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    assert [(r.line, r.reason) for r in read(path).refused] == [
        (len(lines) + 1, "no number in Approve: 6,5"), (len(lines) + 2, "no number in Disapprove: x"),
    ]  # fmt: skip
