"""Two copies of a list, entry by entry."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from indicators.cli import app
from indicators.errors import UsageProblem
from indicators.ingesting.comparing import Comparison, compare, compared
from indicators.ingesting.opening import Original
from indicators.registry import all_readers

from .projects import SAMPLES, SPECIMENS

HERE = SPECIMENS / "sanctions"
WORDS = {
    "eu_consolidated_csv.csv": ("Example Two", "Example Zwei"),
    "eu_consolidated_xml.xml": ("Example Two", "Example Zwei"),
    "un_consolidated.xml": ("<REFERENCE_NUMBER>X.3<", "<REFERENCE_NUMBER>X.4<"),
    "uk_sanctions_list.2025-03-10.csv": ("Shipping sanctions", "Other measures"),
}


def of(earlier: Path, later: Path) -> Comparison:
    return compare(Original(earlier), Original(later), all_readers())


def test_what_differs_is_found_by_the_definition() -> None:
    """Against a plain loop over entries and cells."""
    first = pl.DataFrame({"entry_id": ["1", "2", "10", "3"], "a": ["x", "y", None, "z"], "gone": ["p", None, "q", "r"]})
    second = pl.DataFrame({"entry_id": ["2", "10", "4", "3"], "a": ["y", "n", "w", "z"], "new": [None, "s", "t", None]})
    sides = [{r["entry_id"]: r for r in f.to_dicts()} for f in (first, second)]
    expected = []
    for entry in sorted({*sides[0], *sides[1]}, key=int):
        old, new = (side.get(entry) for side in sides)
        if old is None or new is None:
            expected.append((entry, "removed" if new is None else "added", None))
        elif cells := [c for c in ("a", "gone", "new") if old.get(c) != new.get(c)]:
            expected.append((entry, "changed", ", ".join(cells)))
    assert compared(first, second).rows() == expected
    assert len(expected) == 4


@pytest.mark.parametrize(("name", "cell"), [
    ("eu_consolidated_csv.csv", "NameAlias_WholeName"), ("eu_consolidated_xml.xml", "nameAlias@wholeName"),
    ("un_consolidated.xml", "REFERENCE_NUMBER"), ("uk_sanctions_list.2025-03-10.csv", "Sanctions Imposed"),
])  # fmt: skip
def test_a_changed_cell_of_each_list_is_named(tmp_path: Path, name: str, cell: str) -> None:
    old, new = WORDS[name]
    text = (HERE / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    later = tmp_path / name
    later.write_text(text.replace(old, new), encoding="utf-8")
    found = of(HERE / name, later)
    assert found.cells == {cell: 1}
    assert (found.count("added"), found.count("removed"), found.count("changed")) == (0, 0, 1)
    assert of(HERE / name, HERE / name).changes.height == 0


def test_an_entry_on_several_rows_is_one(tmp_path: Path) -> None:
    """Rows of an entry in another order change nothing, a name that went does."""
    lines = (HERE / "eu_consolidated_csv.csv").read_text(encoding="utf-8").splitlines()
    turned, fewer = tmp_path / "a.csv", tmp_path / "b.csv"
    turned.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    fewer.write_text("\n".join([lines[0], lines[1], lines[3]]) + "\n", encoding="utf-8")
    assert of(HERE / "eu_consolidated_csv.csv", turned).changes.height == 0
    assert of(HERE / "eu_consolidated_csv.csv", fewer).changes.rows() == [("13", "changed", "NameAlias_WholeName")]


def test_the_command_tells_counts_and_writes_the_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copies = [str(HERE / f"ofac_sdn.2025-03-{day}.csv") for day in ("03", "10")]
    app(["compare", *copies, "--json", "--out", str(tmp_path / "c.csv")], standalone_mode=False)
    said = json.loads(capsys.readouterr().out)
    assert (said["earlier"], said["added"], said["removed"], said["changed"]) == (4, 2, 1, 1)
    assert said["cells"] == {"remarks": 1}
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[1] == "40,changed,remarks"


@pytest.mark.parametrize(("earlier", "later", "words"), [
    ("sanctions/ofac_sdn.2025-03-10.csv", "sanctions/un_consolidated.xml", "is not compared with one of"),
    ("trade/census_country.csv", "trade/census_country.csv", "reads no list of entries"),
])  # fmt: skip
def test_what_cannot_be_compared_is_wrong_use(earlier: str, later: str, words: str) -> None:
    with pytest.raises(UsageProblem, match=words):
        of(SPECIMENS / earlier, SPECIMENS / later)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample files")
def test_the_two_real_lists_differ_by_their_numbers() -> None:
    """Entries by number, read with a bare split of lines."""
    paths = [SAMPLES / "sanctions" / f"sdn_{day}.csv" for day in ("2015-01-17", "2024-05-03")]
    ids = [{line.split(",", 1)[0] for line in p.read_text().splitlines() if line[:1].isdigit()} for p in paths]
    found = of(*paths)
    assert (found.earlier, found.later) == (5876, 14965) == tuple(map(len, ids))
    assert found.count("added") == len(ids[1] - ids[0]) == 11487
    assert found.count("removed") == len(ids[0] - ids[1]) == 2398
    assert 0 < found.count("changed") <= len(ids[0] & ids[1])
