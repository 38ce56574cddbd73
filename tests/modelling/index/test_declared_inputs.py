"""Every series of the catalogue enters the index or has a reason why not; each input can be transformed."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from indicators.modelling.index.composite_index import base_of, relations_index
from indicators.registry import families
from indicators.store.declare import Family, Series, Total
from indicators.store.index_inputs import IndexInput, IndexPart, NotInIndex
from indicators.timeseries.transforms import TRANSFORMS

FAMILIES = families()


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
def test_every_series_enters_or_has_a_reason(family: Family) -> None:
    entering = {entry.series_id for entry in family.index.inputs}
    assert entering, "at least one input a family"
    without = [s.id for s in family.series if s.id not in entering and family.index.why_not(s.id) is None]
    assert without == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
def test_every_reason_is_used_and_says_something(family: Family) -> None:
    for entry in family.index.outside:
        assert entry.why.endswith(".")
        told = [s.id for s in family.series if family.index.why_not(s.id) == entry.why]
        assert any(fnmatchcase(series_id, entry.pattern) for series_id in told), entry.pattern


@pytest.mark.parametrize("entry", [e for f in FAMILIES for e in f.index.inputs], ids=lambda e: e.series_id)
def test_inputs_are_monthly_or_quarterly_and_their_transform_exists(entry: IndexInput) -> None:
    assert entry.series_id.rsplit(".", 1)[1] in ("m", "q")
    assert entry.transform in TRANSFORMS
    assert entry.sign in (1, -1)
    assert entry.why.endswith(".")


def test_of_levadas_three_forms_one_enters() -> None:
    entering = [e.series_id for f in FAMILIES for e in f.index.inputs if "usa_attitude.levada" in e.series_id]
    assert entering == ["polls.rus.usa_attitude.levada.net.m"]


def test_the_composite_lists_all_inputs_and_all_series_outside() -> None:
    index = relations_index(FAMILIES)
    inside, outside = {e.series_id for _, e in index.setting("inputs")}, {s for _, s, _ in index.setting("outside")}
    assert inside | outside == {s.id for f in FAMILIES for s in f.series}
    assert not inside & outside
    assert (base_of(index).first, base_of(index).last) == (24000, 24239)
    assert any(e.series_id.endswith(".q") for _, e in index.setting("inputs")), "frequencies are mixed"


def test_an_input_must_be_a_declared_series() -> None:
    series = Series("a.x.m", "X", "things", "Things.", Total("SELECT 1"))
    with pytest.raises(ValueError, match=r"index input a\.y\.m is not a declared series"):
        Family("a", "A", "How many?", (series,), ("a.x.m",), index=IndexPart((IndexInput("a.y.m", "level", 1, "Y."),)))


def test_the_first_pattern_that_fits_tells_the_reason() -> None:
    part = IndexPart(
        (IndexInput("a.x.m", "level", 1, "X."),), (NotInIndex("*.z.a", "First."), NotInIndex("*.a", "Second."))
    )
    found = [part.why_not(name) for name in ("a.z.a", "a.y.a", "a.x.m", "a.y.q")]
    assert found == ["First.", "Second.", None, None]
