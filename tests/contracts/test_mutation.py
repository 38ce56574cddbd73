"""Do the contracts catch mistakes? The slips themselves, and a small run on the real facts; the long one is nightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators.contracts.model import TableModel
from indicators.contracts.mutation.catching import Bench, Caught
from indicators.contracts.mutation.mutant import Edit, Mutant, Table, changes, mutated_files, rank, read_text_table
from indicators.contracts.mutation.operators import OPERATORS
from indicators.contracts.mutation.report import as_data, text_lines
from indicators.contracts.mutation.rows import Facts
from indicators.contracts.mutation.sampling import pick_mutants
from indicators.contracts.mutation.score import Judged, caught_alone, line
from indicators.contracts.mutation.unseeable import ALIKE, ALONE, IRREGULAR, why_unseeable
from indicators.contracts.row_changes import text_rows
from indicators.contracts.shared import Corrections, Sources
from indicators.registry import rooms

COUNT = 31
SEED = 7


@pytest.fixture(scope="module")
def families(raw: Path) -> list[Facts]:
    """The real facts; sources of other families stand for foreign ones."""
    sources = read_text_table(raw, Sources)
    tables = {room.name: {m._contract.name: read_text_table(raw, m) for m in room.tables} for room in rooms()}
    ids = {
        name: {r.cells["source_id"] for t in found.values() for r in t.rows if "source_id" in r.cells}
        for name, found in tables.items()
    }
    tables = {name: {**found, "sources": sources} for name, found in tables.items()}
    foreign = {name: tuple(sorted(set().union(*ids.values()) - own)) for name, own in ids.items()}
    return [Facts(name, found, foreign[name]) for name, found in tables.items()]


@pytest.fixture(scope="module")
def mutants(families: list[Facts]) -> list[Mutant]:
    return pick_mutants(families, {}, seed=SEED, count=COUNT)


def table_of(families: list[Facts], name: str) -> Table:
    return next(f.tables[name] for f in families if name in f.tables)


def test_every_operator_is_picked_and_really_changes_a_file(families: list[Facts], mutants: list[Mutant]) -> None:
    assert len(OPERATORS) >= 20
    assert Counter(m.operator for m in mutants) == dict.fromkeys((o.id for o in OPERATORS), COUNT // len(OPERATORS))
    for mutant in mutants:
        for name in {e.table for e in mutant.edits}:
            table = table_of(families, name)
            texts = mutated_files(table, mutant.edits)
            assert texts, mutant
            for file, text in texts.items():
                assert text != table.files[file], mutant
                before = Counter(tuple(r.cells.values()) for r in table.rows if r.file == file)
                after = Counter(tuple(r.cells.values()) for r in text_rows(text.encode(), file))
                edits = [e for e in mutant.edits if e.table == name and table.rows[e.row].file == file]
                grown = sum(e.added for e in edits) - sum(e.cells is None for e in edits)
                assert after.total() - before.total() == grown, mutant
                assert (after - before).total() == sum(e.cells is not None for e in edits), mutant
                assert (before - after).total() == sum(not e.added for e in edits), mutant


def test_the_seed_decides_and_a_larger_count_only_adds(families: list[Facts], mutants: list[Mutant]) -> None:
    assert pick_mutants(families, {}, seed=SEED, count=COUNT // 2) == mutants[: COUNT // 2]
    assert pick_mutants(families, {}, seed=SEED + 1, count=COUNT // 2) != mutants[: COUNT // 2]
    alone = pick_mutants(families, {}, seed=SEED, count=40, only="treaty_ceilings")
    assert {m.table for m in alone} == {"treaty_ceilings"}
    assert rank(1, "a", "b") != rank(1, "ab")


def test_used_rows_are_corrupted_and_stale_ones_made_new(families: list[Facts]) -> None:
    used = frozenset(["trade.census.2025-04.usa.rus.export.2024-01"])
    picked = pick_mutants(families, {"trade": {"trade_volumes": used}}, seed=1, count=400, only="trade_volumes")
    keys = {m.operator: set() for m in picked}  # type: ignore[var-annotated]
    for m in picked:
        keys[m.operator].add(m.key)
    assert keys["times_1000"] == used
    assert keys["stale_as_new"]
    assert not keys["stale_as_new"] & used


@pytest.fixture(scope="module")
def benches(raw: Path, families: list[Facts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Bench]]:
    found = {}
    for room, facts in zip(rooms(), families, strict=True):
        models: tuple[type[TableModel], ...] = (Sources, Corrections, *room.tables)
        folder = tmp_path_factory.mktemp(room.name)
        found[room.name] = Bench(raw, folder, models, list(facts.tables.values()), across=room.across)
    return found  # type: ignore[return-value]


def catch(families: list[Facts], benches: dict[str, Bench], mutant: Mutant) -> Caught:
    return benches[next(f.family for f in families if mutant.table in f.tables)].catch(mutant)


CAUGHT_IN_PART = {"transposed", "lost", "foreign_source", "times_10", "by_1000", "wrong_code", "day_later"}
"""Slips of which some leave nothing that any rule could see."""


def test_a_small_run_on_the_real_facts(families: list[Facts], benches: dict[str, Bench], mutants: list[Mutant]) -> None:
    verdicts = [catch(families, benches, m) for m in mutants]
    caught = Counter(m.operator for m, c in zip(mutants, verdicts, strict=True) if c.verdict != "missed")
    assert {o.id for o in OPERATORS} - set(caught) <= CAUGHT_IN_PART
    assert sum(caught.values()) >= 0.8 * len(mutants)
    assert all(c.against_base for c in verdicts)
    assert all(bool(c.rules) == (c.verdict != "missed") for c in verdicts)


def edit(table: Table, key: str, **cells: str) -> Mutant:
    row = next(i for i, r in enumerate(table.rows) if table.key_of(r.cells) == key)
    return Mutant(
        "test", table.name, next(iter(cells)), key, (Edit(table.name, row, {**table.rows[row].cells, **cells}),)
    )


def test_a_slip_that_a_rule_sees_and_one_that_none_sees(families: list[Facts], benches: dict[str, Bench]) -> None:
    volumes = table_of(families, "trade_volumes")
    id_ = "trade.census.2025-04.usa.rus.export.2024-01"
    swapped = catch(families, benches, edit(volumes, id_, reporter="RUS", partner="USA"))
    assert swapped.verdict == "error"
    assert "trade_volumes.id_tells_the_key" in swapped.rules
    noted = catch(families, benches, edit(volumes, id_, note="seen again"))
    assert (noted.verdict, noted.rules, noted.against_base) == ("missed", (), True)
    again = catch(families, benches, edit(volumes, id_, note=volumes.rows[0].cells["note"]))
    assert again.verdict == "missed", "the file is mended after each mutant"


def lost(table: Table, key: str) -> Mutant:
    row = next(i for i, r in enumerate(table.rows) if table.key_of(r.cells) == key)
    return Mutant("lost", table.name, "", key, (Edit(table.name, row, None),))


def test_unseeable_by_criteria(families: list[Facts]) -> None:
    tables = {name: t for f in families for name, t in f.tables.items()}
    ceilings, contacts, stocks, months = (
        tables[n] for n in ("treaty_ceilings", "contacts", "warhead_stockpiles", "trade_volumes_eur")
    )

    def why(mutant: Mutant) -> str:
        return why_unseeable(mutant, tables)

    entitlement = "arms_control.ceilings.cfe.usa.battle-tanks-national-entitlement.1995-11-17"
    assert why(edit(ceilings, entitlement, ceiling_count="4060")) == ALIKE
    assert why(edit(ceilings, entitlement, party="RUS")) == "", "a code is no figure"
    for another_size in ("4006000", "4", "40060", "400.6", "-4006", "", "0"):
        assert why(edit(ceilings, entitlement, ceiling_count=another_size)) == "", another_size
    stock = "arms_control.stockpiles.usa.1965.stockpile.fas"
    assert why(edit(stocks, stock, value_count="31193")) == ALONE
    assert why(edit(stocks, stock, value_count="33139")) == "", "above the highest year of its history"
    assert why(edit(stocks, stock, value_count="13139")) == "", "further from its neighbours than any true year"
    assert why(edit(stocks, stock, value_count="31193", year="1966")) == "", "two slips at once"
    month = "trade.eurostat.2023-01-13.eu27.rus.import.2022-02.eur"
    assert why(edit(months, month, value_eur_mn="20840.234617")) == "", "the year is there too"
    assert why(lost(contacts, "contacts.c20110711-hos")) == IRREGULAR
    assert why(lost(stocks, stock)) == "", "one row a year"
    last = "arms_control.stockpiles.usa.2023.stockpile.fas"
    assert why(lost(stocks, last)) == "", "the last of one row a year"


def test_of_two_figures_exchanged_both_have_to_pass(families: list[Facts]) -> None:
    tables = {name: t for f in families for name, t in f.tables.items()}
    totals = tables["treaty_declarations"]
    one, other, far = (
        edit(totals, f"arms_control.declarations.new-start.{key}", value_count=value)
        for key, value in (("usa.deployed-warheads.2019-03-01", "1461"), ("rus.deployed-warheads.2019-03-01", "1365"),
                           ("rus.launchers.2019-03-01", "670"))
    )  # fmt: skip

    def both(a: Mutant, b: Mutant) -> Mutant:
        return Mutant("values_swapped", totals.name, "party", a.key, (*a.edits, *b.edits))

    assert why_unseeable(both(one, other), tables) == ALONE
    assert why_unseeable(both(one, far), tables) == ""


def test_counts_and_text() -> None:
    def judged(verdict: str, *, counts: bool = True, unseeable: str = "") -> Judged:
        mutant = Mutant("sign", "t", "value", "k", ())
        return Judged(mutant, Caught(verdict, (), True), counts, unseeable, ("value '1' -> '-1'",))  # type: ignore[arg-type]

    run = [judged("error"), judged("warning"), judged("missed"), judged("missed", unseeable="why"),
           judged("missed", counts=False)]  # fmt: skip
    total = line("", "", run)
    assert (total.made, total.counting, total.error, total.warning) == (5, 4, 1, 1)
    assert (total.missed, total.unseeable, total.against_base) == (1, 1, 4)
    assert caught_alone(total) == pytest.approx(100 * 2 / 3)
    text = list(text_lines(run, seed=3, columns=True, misses=True))
    assert text[1].split() == ["sign", "t.value", "5", "4", "1", "1", "1", "1", "67%", "4"]
    assert [t for t in text if t.startswith("missed: ")] == [
        "missed: sign t.value k: value '1' -> '-1'", "missed: sign t.value k: value '1' -> '-1' [unseeable: why]",
    ]  # fmt: skip
    assert "seed 3: 5 mutants, 4 change a value" in text[-1]
    assert as_data(run, seed=3)["misses"][1]["unseeable"] == "why"


def test_a_row_over_several_lines_keeps_the_others_in_place() -> None:
    text = 'fact_id,note\na,"x\ny"\nb,z\n'
    table = Table(Sources, tuple(text_rows(text.encode(), "f.csv")), {"f.csv": text})
    name = table.name
    assert mutated_files(table, (Edit(name, 0, None),)) == {"f.csv": "fact_id,note\nb,z\n"}
    assert mutated_files(table, (Edit(name, 1, {"fact_id": "b", "note": "q"}),)) == {"f.csv": text.replace("z", "q")}
    added = mutated_files(table, (Edit(name, 0, {"fact_id": "a", "note": "n"}, added=True),))
    assert added == {"f.csv": 'fact_id,note\na,"x\ny"\na,n\nb,z\n'}
    told = changes(Mutant("x", name, "", "a", (Edit(name, 1, {"fact_id": "b", "note": "q"}),)), {name: table})
    assert told == ("note 'z' -> 'q'",)
