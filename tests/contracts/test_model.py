"""What the halls read from a declared table."""

from __future__ import annotations

import pytest

from indicators.contracts.corrections import STATE
from indicators.contracts.model import Contract, FactTable, TableModel, columns_of, rules_of
from indicators.contracts.rules import SOURCE
from indicators.contracts.shared import Corrections, Sources
from indicators.registry import all_tables

from .animals import HEADER, SPECIES, Animals


def test_the_id_comes_first_and_the_common_tail_last() -> None:
    assert [c.name for c in columns_of(Animals)] == HEADER.split(",")


def test_a_table_that_holds_no_facts_keeps_its_own_order() -> None:
    assert [c.name for c in columns_of(Sources)][:3] == ["source_id", "title", "publisher"]


def test_a_column_says_what_it_is() -> None:
    columns = {c.name: c for c in columns_of(Animals)}
    assert {name: columns[name].kind for name in ("species", "seen_on", "animals_count", "weight_kg")} == {
        "species": "text", "seen_on": "date", "animals_count": "integer", "weight_kg": "number",
    }  # fmt: skip
    assert columns["weight_kg"].unit == "kilograms"
    assert columns["weight_kg"].nullable
    assert not columns["species"].nullable
    assert columns["species"].codes == SPECIES
    assert columns["source_id"].references == "sources.source_id"
    assert columns["seen_in"].free_text
    assert (columns["animals_count"].ge, columns["animals_count"].le, columns["weight_kg"].gt) == (0, 1000, 0)
    assert columns["zone"].pattern == r"[A-Z]\d"


def test_a_version_has_three_numbers() -> None:
    assert Animals._contract.version == "1.0.0"
    for text in ("1.0", "1.0.0-beta", "01.0.0", "v1.0.0", ""):
        with pytest.raises(ValueError, match="a version is written"):
            Contract("animals", "zoo", ("animals.csv",), "Animals", ("species",), version=text)


def test_rules_of_facts_then_the_key_then_its_own() -> None:
    own = ["within_year", "ranked", "heavy_zoned", "eagles_small"]
    common = ["fact_id", "published_before_collected", "published_with_its_source", "low_is_not_a_release", "key"]
    assert [r.id.removeprefix("animals.") for r in rules_of(Animals)] == common + own
    assert rules_of(Sources)[0].id == "sources.key"


TABLES = pytest.mark.parametrize("model", all_tables(), ids=lambda m: m._contract.name)


@TABLES
def test_every_real_table_names_columns_that_it_has(model: type[TableModel]) -> None:
    names = {c.name for c in columns_of(model)}
    contract = model._contract
    assert contract.key
    assert {*contract.key, *contract.quantity} <= names
    for declared in rules_of(model):
        assert set(declared.columns) <= names, declared.id
        used = {*declared.holds.meta.root_names(), *declared.applies.meta.root_names()}
        assert used <= names | set(SOURCE.values()) | ({STATE} if model is Corrections else set()), declared.id


@TABLES
def test_every_real_rule_has_an_id_of_its_own_a_sentence_and_a_remedy(model: type[TableModel]) -> None:
    rules = rules_of(model)
    assert len({r.id for r in rules}) == len(rules)
    for declared in rules:
        assert declared.id.startswith(f"{model._contract.name}.")
        assert declared.sentence
        assert not declared.sentence.endswith(".")
        assert declared.mend


@TABLES
def test_every_real_column_is_defined_and_numbers_have_units_in_their_names(model: type[TableModel]) -> None:
    for c in columns_of(model):
        assert c.definition
        if c.kind == "number":
            assert c.unit, f"{c.name} is a number without a unit"


@TABLES
def test_facts_of_a_quantity_can_be_dated(model: type[TableModel]) -> None:
    if issubclass(model, FactTable) and model._contract.quantity:
        assert model._contract.reference_end
