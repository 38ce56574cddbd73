"""The data dictionary and the terminal text: everything a reader wants to know, nothing that runs, and kept fresh."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from indicators.commands.contracts import contracts_docs, contracts_show
from indicators.contracts.described.description import DescribedTable, Description, describe, from_json, to_json
from indicators.contracts.described.dictionary import data_dictionary
from indicators.contracts.described.licences import licences
from indicators.contracts.described.phrases import same_codes
from indicators.contracts.described.sources import SourceUsed, sources_used
from indicators.contracts.described.terminal import list_lines, table_lines
from indicators.errors import DataProblem, UsageProblem
from indicators.registry import description, families
from indicators.typed_ids import typed_text

from .animals import Animals, write

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def real() -> Description:
    return description()


@pytest.fixture(scope="module")
def real_sources(real: Description, raw: Path) -> dict[str, tuple[SourceUsed, ...]]:
    return dict(sources_used(raw, real))


def test_the_committed_dictionary_is_fresh(real: Description, real_sources: dict[str, tuple[SourceUsed, ...]]) -> None:
    """When this fails, run: indicators contracts docs."""
    docs = ROOT / "docs"
    assert (docs / "contracts.json").read_text(encoding="utf-8") == to_json(real)
    assert (docs / "contracts.md").read_text(encoding="utf-8") == data_dictionary(real, real_sources)
    assert (ROOT / "data" / "LICENCES.md").read_text(encoding="utf-8") == licences(ROOT / "data" / "raw")
    ids = [s.id for family in families() for s in family.series]
    assert (ROOT / "indicators" / "known_ids.py").read_text(encoding="utf-8") == typed_text(ids)


def test_everything_declared_stands_in_the_dictionary(real: Description) -> None:
    text = data_dictionary(real, {})
    for table in real.tables.values():
        begin = text.index(f"\n### {table.name}\n")
        part = text[begin : text.find("\n### ", begin + 1)]
        assert f"Version {table.version}" in part
        for rule in table.rules:
            assert f"| `{rule.id.removeprefix(table.name + '.')}` | {rule.severity} |" in part, rule.id
        for column in table.columns:
            assert f"| `{column.name}` | {column.type}" in text, column.name
            for code, meaning in column.codes:
                assert f"- `{code}`: " in text or not meaning, (column.name, code)


def section(text: str, name: str) -> str:
    begin = text.index(f"\n### {name}\n")
    return text[begin : text.find("\n## ", begin + 1)]


def test_a_table_with_all_its_parts(tmp_path: Path) -> None:
    raw = write(tmp_path)
    described = describe([Animals])
    text = section(data_dictionary(described, sources_used(raw, described)), "animals")
    assert "| `weight_kg` | number, may be empty | kilograms | Mean weight | above 0 |" in text
    assert "| `animals_count` | integer | animals | Animals | 0 to 1,000 |" in text
    assert "| `zone` | text, may be empty |  | Zone, such as A1 | `[A-Z]\\d` |" in text
    assert "| `source_id` | text |  | Publication the figure comes from | values of `sources.source_id` |" in text
    assert "- `bear`: Bear\n- `eagle`: Eagle\n" in text
    assert "| `ranked` | warning | A counted animal has a source of the first rank | `source_id` |" in text
    assert "Sources: 1 of 1 publishers, with their rows: Zoo (10).\nTheir terms: not stated (1)." in text
    assert "`data/raw/zoo/animals.4.csv` and 1 more" in text


def test_words_of_contracts_and_sources_cannot_break_out(tmp_path: Path) -> None:
    evil = "<script>x</script> | [a](javascript:b) `c` &amp;\n# heading"
    table = describe([Animals]).tables["animals"]
    column = dataclasses.replace(table.columns[1], definition=evil, codes=(("bear", evil),))
    spoilt = dataclasses.replace(table, title=evil, usage=(evil,), columns=(table.columns[0], column))
    source = SourceUsed("zoo-1", evil, evil, "", evil, 3)
    text = data_dictionary(Description({"animals": spoilt}), {"animals": [source]})
    assert not re.search(r"(?<!\\)<script|(?<!\\)\[a\]|^# heading", text, flags=re.M)
    row = next(line for line in text.splitlines() if line.startswith("| `species` |"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 6, row


def test_columns_of_all_facts_are_told_once(real: Description) -> None:
    text = data_dictionary(real, {})
    assert text.count("| `published_basis` | text |") == 1
    assert section(text, "trade_volumes").count("(#columns-of-every-table-of-facts)") >= 1
    assert "\n## Columns of every table of facts\n" in text


def test_sources_are_counted_by_row(raw: Path, real_sources: dict[str, tuple[SourceUsed, ...]]) -> None:
    files = sorted((raw / "sanctions").glob("sanctions_list_counts*.csv"))
    rows = sum(pl.read_csv(path, infer_schema=False).height for path in files)
    used = real_sources["sanctions_list_counts"]
    assert sum(s.rows for s in used) == rows > 19_000
    assert [s.rows for s in used] == sorted((s.rows for s in used), reverse=True)
    assert "left_out" not in real_sources


def test_sources_that_cannot_be_read_are_a_problem(tmp_path: Path) -> None:
    raw = write(tmp_path, animals_3="species\nbear\n")
    with pytest.raises(DataProblem, match="indicators audit"):
        sources_used(raw, describe([Animals]))


@pytest.mark.parametrize("width", [80, 40])
def test_no_line_is_longer_than_the_terminal_is_wide(real: Description, width: int) -> None:
    lines = [line for table in real.tables.values() for line in table_lines(table, width)]
    lines += list_lines(real.tables.values(), width)
    assert not [line for line in lines if len(line) > width]


def test_the_terminal_shows_what_the_table_promises(real: Description) -> None:
    table = real.tables["trade_volumes"]
    text = "\n".join(table_lines(table, 80))
    for column in table.columns:
        assert f"\n  {column.name}  ({column.type}" in text
    assert "value_usd_mn  (number, USD million, above 0, at most 10,000,000)" in text
    assert "partner  (text)\n    Area traded with\n    codes as reporter\n" in text
    assert "- fas: free alongside ship (US exports)" in text
    assert "revision_of_value_usd_mn (warning)" in text
    assert "- Values are in current prices." in text
    assert same_codes(table.columns) == {"partner": "reporter"}


def test_long_code_lists_are_cut_in_the_terminal(real: Description) -> None:
    table = real.tables["poll_results"]
    codes = len(table.column("response").codes)
    assert codes > 40
    assert f"    and {codes - 40} more codes, see docs/contracts.md" in table_lines(table)


def test_made_tables_are_described_from_the_database(real: Description) -> None:
    made: dict[str, DescribedTable] = {name: t for name, t in real.tables.items() if t.family == "made"}
    assert list(made) == ["facts", "series", "observations", "observation_inputs"]
    assert made["observations"].key == ("as_of_mode", "series_id", "period_start", "published_on")
    assert made["observations"].column("series_id").references == "series.series_id"
    assert not made["observations"].column("value").required
    assert made["series"].column("is_headline").type == "boolean"
    for table in made.values():
        assert all(column.definition for column in table.columns), table.name


def test_docs_writes_checks_and_names_what_is_stale(
    tmp_path: Path, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(raw, tmp_path / "data" / "raw")

    def run(check: bool) -> tuple[int, str]:
        try:
            contracts_docs(check=check, project=tmp_path)
        except SystemExit as stopped:
            return int(stopped.code or 0), capsys.readouterr().out
        return 0, capsys.readouterr().out

    names = ("docs/contracts.md", "docs/contracts.json", "data/LICENCES.md")
    assert run(check=True) == (1, "".join(f"{name}: stale\n" for name in names))
    assert not (tmp_path / "docs").exists()
    assert run(check=False)[0] == 0
    path = tmp_path / "docs" / "contracts.md"
    path.write_text(path.read_text(encoding="utf-8").replace("USD million", "USD billion"), encoding="utf-8")
    assert run(check=True) == (1, "docs/contracts.md: stale\n")
    assert run(check=False) == (0, "docs/contracts.md: written\n")
    assert run(check=True) == (0, f"fresh: {', '.join(names)}\n")


def test_show_knows_tables_near_names_and_json(
    real: Description, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    contracts_show("trade_volumes")
    assert capsys.readouterr().out.splitlines() == table_lines(real.tables["trade_volumes"], 80)
    contracts_show()
    assert capsys.readouterr().out.splitlines() == list_lines(real.tables.values(), 80)
    with pytest.raises(UsageProblem, match="did you mean trade_volumes"):
        contracts_show("trade_volume")
    with pytest.raises(UsageProblem, match="indicators contracts show"):
        contracts_show("zzz")
    contracts_show("series", json=True)
    whole = '{"format": 1, "polars": "x", "tables": {"series": ' + capsys.readouterr().out + "}}"
    assert from_json(whole, "stdout").tables["series"] == real.tables["series"]
