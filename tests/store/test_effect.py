"""Which changes of facts change a value of today's series."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from indicators.contracts.mutation.mutant import read_text_table
from indicators.contracts.shared import Sources
from indicators.project import Project
from indicators.registry import Room
from indicators.store import effect
from indicators.store.declare import inputs_of
from indicators.store.effect import Change, Effects
from indicators.store.opening import open_database


@pytest.fixture(scope="module")
def contacts(raw: Path) -> Effects:
    room = Room("contacts")
    models = (*room.tables, Sources)
    return Effects(room, {m._contract.name: [r.cells for r in read_text_table(raw, m).rows] for m in models})


def test_todays_values_are_those_of_the_database(contacts: Effects, built: Project) -> None:
    of_facts = [s.id for s in Room("contacts").family.series if not inputs_of(s.rule)]
    with open_database(built.database) as connection:
        rows = connection.execute(
            "SELECT series_id, period, value FROM observations_latest WHERE list_contains(?, series_id)", [of_facts]
        ).fetchall()
        used = connection.execute("""
            SELECT DISTINCT fact_id FROM observation_inputs JOIN observations_latest
            USING (as_of_mode, series_id, period, published_on) WHERE series_id LIKE 'contacts.%'""").fetchall()
    assert contacts.today.values == {(s, p): v for s, p, v in rows}
    assert contacts.used()["contacts"] == {fact_id for (fact_id,) in used}


def test_a_room_goes_to_another_process_by_its_name() -> None:
    room = Room("contacts")
    assert room.across, "once asked for, its rules hold functions that no process can be sent"
    assert pickle.loads(pickle.dumps(room)).__dict__ == {"name": "contacts"}


def change(effects: Effects, fact_id: str, **cells: str) -> Change:
    frame = effects._frames["contacts"]
    row = frame["fact_id"].to_list().index(fact_id)
    before = {name: "" if cell is None else str(cell) for name, cell in frame.row(row, named=True).items()}
    return Change({"contacts": (row,)}, {"contacts": ({**before, **cells},)} if cells else {})


def test_what_counts_and_what_does_not(contacts: Effects) -> None:
    call = "contacts.c20110711-hos"
    found = contacts.counting([
        change(contacts, call),  # lost
        change(contacts, "contacts.c20101120-hos", place="Porto"),
        change(contacts, "contacts.c20160213-hos", status="cancelled"),
        change(contacts, "contacts.c20181111-hos", date_start="x", date_end="x", counted_on=""),
        change(contacts, "contacts.c20101223-hos", published_on="not a day"),
    ])  # fmt: skip
    assert found == [True, False, True, True, True]


def test_a_lost_source_counts_where_a_series_rests_on_it(contacts: Effects) -> None:
    used, sources = contacts.used()["sources"], contacts._frames["sources"]["source_id"].to_list()
    asked = [next(i for i, s in enumerate(sources) if (s in used) is wanted) for wanted in (True, False)]
    assert contacts.counting([Change({"sources": (row,)}, {}) for row in asked]) == [True, False]


def test_entangled_changes_are_told_apart(contacts: Effects, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two calls of one month: each alone changes it, together and with an idle third one, too."""
    held = {p: sorted(f) for p, f in contacts.today.facts.items() if p[0] == "contacts.head_of_state.held.m"}
    month = next(facts for place, facts in sorted(held.items()) if len(facts) >= 3)
    asked = [*(change(contacts, f) for f in month[:2]), change(contacts, month[2], place="Porto")]
    assert contacts.counting(asked) == [True, True, False]
    monkeypatch.setattr(effect, "BATCH", 1)
    assert contacts.counting(asked) == [True, True, False]
