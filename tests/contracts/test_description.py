"""The description: everything declared is in it, the same in every process, and it comes back from JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from subprocess import CompletedProcess

import polars as pl
import pytest

from indicators.contracts.described.description import Description, describe, from_json, to_json
from indicators.contracts.model import Contract, TableModel, column, columns_of, rule, rules_of
from indicators.errors import DataProblem
from indicators.registry import all_across, all_tables

from .animals import SPECIES, Animals


@pytest.fixture(scope="module")
def real() -> Description:
    return describe(all_tables(), across=all_across())


def test_a_column_is_described_with_all_its_promises() -> None:
    table = describe([Animals]).tables["animals"]
    assert table.column("species").codes == tuple(SPECIES.items())
    assert (table.column("animals_count").minimum, table.column("animals_count").maximum) == (0, 1000)
    assert table.column("weight_kg").exclusive_minimum == 0
    assert (table.column("weight_kg").unit, table.column("weight_kg").required) == ("kilograms", False)
    assert table.column("seen_on").minimum == "2000-01-01"
    assert table.column("zone").pattern == r"[A-Z]\d"
    assert table.column("source_id").references == "sources.source_id"
    assert (table.row, table.family, table.version) == ("One count of animals, in five files.", "zoo", "1.0.0")
    assert (table.primary_key, table.key) == (("fact_id",), ("species", "seen_on", "source_id"))


def test_a_rule_is_described_with_its_test() -> None:
    rules = {r.id: r for r in describe([Animals]).tables["animals"].rules}
    small = rules["animals.eagles_small"]
    assert small.holds == '[(col("weight_kg")) < (dyn int: 100)]'
    assert small.applies == '[(col("species")) == ("eagle")]'
    assert (small.severity, small.columns) == ("error", ("weight_kg",))
    assert rules["animals.ranked"].severity == "warning"


def rounded(**options: int) -> str:
    """The digest of a rule that polars writes in one way whatever its options are."""

    class Weights(TableModel):
        """One weight."""

        _contract = Contract("weights", "zoo", ("weights.csv",), "Weights", ("weight_kg",))
        _rules = (rule("weights.r", "Weights are round", holds=pl.col("weight_kg").round(**options) > 0, columns=()),)
        weight_kg: float = column("Weight", unit="kilograms")

    described = describe([Weights]).tables["weights"].rules[-1]
    assert described.holds == '[(col("weight_kg").round()) > (dyn int: 0)]'
    return described.digest


def test_the_digest_knows_what_the_text_hides() -> None:
    assert rounded(decimals=1) == rounded(decimals=1)
    assert rounded(decimals=1) != rounded(decimals=2)


def test_long_lists_are_written_in_full(real: Description) -> None:
    texts = [text for table in real.tables.values() for r in table.rules for text in (r.holds, r.applies)]
    assert not any("…" in text or "0x" in text for text in texts)


def test_every_table_column_and_rule_of_the_project_is_described(real: Description) -> None:
    for model in all_tables():
        table = real.tables[model._contract.name]
        assert [c.name for c in table.columns] == [c.name for c in columns_of(model)]
        across = [r.id for r in all_across() if r.table == table.name]
        assert [r.id for r in table.rules] == [*(r.id for r in rules_of(model)), *across]


def test_json_there_and_back(real: Description) -> None:
    text = to_json(real)
    assert from_json(text, "file") == real
    assert to_json(from_json(text, "file")) == text


def test_the_same_text_in_another_process(real: Description, cli: Callable[..., CompletedProcess[str]]) -> None:
    code = (
        "import sys, hashlib; from indicators.registry import all_across, all_tables; "
        "from indicators.contracts.described.description import describe, to_json; "
        "sys.stdout.write(hashlib.sha256(to_json(describe(all_tables(), across=all_across())).encode()).hexdigest())"
    )
    run = cli(code=code, PYTHONHASHSEED="7", TZ="Asia/Tokyo", POLARS_FMT_STR_LEN="5", POLARS_MAX_THREADS="1")
    assert run.stdout == hashlib.sha256(to_json(real).encode()).hexdigest(), run.stderr


BAD = {
    "no JSON": ("{", "not a description of contracts"),
    "other data": ('{"tables": {}}', "not a description of contracts"),
    "a list": ("[]", "not a description of contracts"),
    "another format": ('{"format": 99, "tables": {}}', "format 99"),
    "tables as a list": ('{"format": 1, "polars": "2", "tables": [1]}', "not a description of contracts"),
    "a field too many": (
        json.dumps({"format": 1, "polars": "2", "tables": {"a": {"name": "a", "columns": [], "wings": 2}}}),
        "not a description of contracts",
    ),
    "a column too short": (
        json.dumps({"format": 1, "polars": "2", "tables": {"a": {"name": "a", "columns": [{"name": "b"}]}}}),
        "not a description of contracts",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_description_is_named(case: str) -> None:
    text, told = BAD[case]
    with pytest.raises(DataProblem, match=told) as caught:
        from_json(text, "some/file.json")
    assert caught.value.where == "some/file.json"
