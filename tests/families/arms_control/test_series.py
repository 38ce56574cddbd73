"""The series of arms control against values read in the sources, and what must hold among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from indicators.contracts.findings import Audit
from indicators.families.arms_control.series import FAMILY
from indicators.families.arms_control.series_limits import LIMITS, SIDES
from indicators.store.view import AsOfView

Show = Callable[..., dict[str, float | None]]
NEW_START = "arms_control.new_start"
ITEMS = ("deployed_warheads", "deployed_delivery_vehicles", "launchers")


@pytest.mark.parametrize(
    ("series_id", "period", "value"),
    [
        # Russian Foreign Ministry, aggregate numbers as of 1 March 2022: 526 / 1,474 / 761 and 686 / 1,515 / 800
        (f"{NEW_START}.rus.deployed_warheads.headroom.h", "2022-S1", 76),
        (f"{NEW_START}.usa.deployed_warheads.headroom.h", "2022-S1", 35),
        (f"{NEW_START}.rus.launchers.headroom.h", "2022-S1", 39),
        (f"{NEW_START}.usa.launchers.headroom.h", "2022-S1", 0),
        (f"{NEW_START}.rus.deployed_delivery_vehicles.declared.h", "2022-S1", 526),
        # 1 September 2022: 540 / 1,549 / 759 and 659 / 1,420 / 800, not seen in a source
        (f"{NEW_START}.rus.deployed_warheads.headroom.h", "2022-S2", 1),
        (f"{NEW_START}.usa.deployed_warheads.headroom.h", "2022-S2", 130),
        # State Department, first exchange of 5 February 2011 (InsideDefense, 1 June 2011)
        (f"{NEW_START}.usa.deployed_warheads.declared.h", "2011-S1", 1800),
        (f"{NEW_START}.rus.deployed_warheads.declared.h", "2011-S1", 1537),
        # conflicts: PassBlue 1,566 against Forsal's misprint 1,556; Exchange Monitor 1,643 against Military Times 1,642
        (f"{NEW_START}.rus.deployed_warheads.declared.h", "2011-S2", 1566),
        (f"{NEW_START}.rus.deployed_warheads.declared.h", "2014-S2", 1643),
        (f"{NEW_START}.rus.deployed_delivery_vehicles.declared.h", "2013-S1", 492),
        # State Department, 1 September 2020 (GlobalSecurity): 675 of 700
        (f"{NEW_START}.usa.deployed_delivery_vehicles.headroom.h", "2020-S2", 25),
        # State Department, unilateral release of May 2023
        (f"{NEW_START}.usa.deployed_warheads.declared.h", "2023-S1", 1419),
        # START I, MOU data of 1 September 1990 (US fact sheet of 1 August 1991)
        ("arms_control.start_1.usa.accountable_warheads.declared.h", "1990-S2", 10563),
        ("arms_control.start_1.rus.deployed_delivery_vehicles.declared.h", "1990-S2", 2500),
        # limits at the end of a year: START I, Article II; SALT I, Protocol; TTBT, Article I
        ("arms_control.start_1.rus.accountable_warheads.ceiling.a", "2008", 6000),
        ("arms_control.start_1.usa.deployed_delivery_vehicles.ceiling.a", "1998", 2100),
        ("arms_control.salt_1.rus.slbm_launchers.ceiling.a", "1974", 950),
        ("arms_control.ttbt.usa.test_yield.ceiling.a", "2025", 150),
        # FAS, 2023 edition: the two largest stockpiles and the last
        ("arms_control.stockpile.usa.fas.a", "1967", 31255),
        ("arms_control.stockpile.rus.fas.a", "1986", 40159),
        ("arms_control.stockpile.rus.fas.a", "2023", 4489),
        # NNSA, July 2024: September 2023
        ("arms_control.stockpile.usa.declared.a", "2023", 3748),
        # SIPRI Yearbook 2025, January 2025
        ("arms_control.stockpile.rus.sipri.a", "2025", 4309),
        # 1 September 2022 to 31 December 2025
        (f"{NEW_START}.days_since_exchange.m", "2025-12", 1217),
    ],
)
def test_known_values(show: Show, series_id: str, period: str, value: float) -> None:
    assert show(series_id)[period] == value


def test_figures_not_seen_in_a_source_are_marked(latest: AsOfView) -> None:
    for side in SIDES:
        rows = {
            r["period"]: r for r in latest.observations(f"{NEW_START}.{side}.deployed_warheads.headroom.h").to_dicts()
        }
        assert rows["2022-S2"]["quality"] == "low"
        assert rows["2022-S2"]["obs_status"] == "U"
        assert rows["2022-S1"]["quality"] == "high"


def test_russian_figures_of_march_2023_are_missing_with_their_reason(latest: AsOfView) -> None:
    for item in ITEMS:
        for what in ("declared", "headroom", "utilisation"):
            row = latest.observations(f"{NEW_START}.rus.{item}.{what}.h").to_dicts()[-1]
            assert (row["period"], row["value"], row["missing_reason"]) == ("2023-S1", None, "suspended")


@pytest.mark.parametrize(
    ("month", "treaties"),
    [
        ("1972-10", 2),  # SALT I and the ABM Treaty enter into force on 3 October 1972
        ("1977-10", 1),  # SALT I expires
        ("1994-12", 2),  # START I enters into force
        ("2002-06", 1),  # the ABM Treaty ends
        ("2003-06", 2),  # SORT enters into force
        ("2009-12", 1),  # START I expires
        ("2011-02", 1),  # New START supersedes SORT
        ("2026-01", 1),
        ("2026-02", 0),  # New START ends on 5 February 2026
        ("2026-03", None),  # not collected
    ],
)
def test_strategic_treaties_in_force(show: Show, month: str, treaties: float | None) -> None:
    assert show("arms_control.strategic_treaties_in_force.m")[month] == treaties


@pytest.mark.parametrize(
    ("side", "month", "in_force", "suspended"),
    [
        ("rus", "1972-10", 6, 0),  # SALT I 3, ABM 3
        ("rus", "2007-11", 22, 0),  # TTBT 1, PNET 2, INF 2, CFE 10, START I 7
        ("rus", "2007-12", 22, 10),  # CFE suspended on 12 December 2007
        ("rus", "2019-02", 18, 12),  # START I expired, New START 3 came due; CFE 10 and INF 2 suspended
        ("usa", "2019-02", 16, 2),
        ("rus", "2023-02", 16, 13),  # CFE 10, New START 3
        ("rus", "2023-11", 6, 3),  # CFE left: TTBT 1, PNET 2, New START 3
        ("usa", "2023-12", 6, 0),
        ("rus", "2026-02", 3, 0),
    ],
)
def test_limits_in_force_and_suspended(show: Show, side: str, month: str, in_force: int, suspended: int) -> None:
    stem = "arms_control.limits"
    assert show(f"{stem}_in_force.{side}.m")[month] == in_force
    assert show(f"{stem}_suspended.{side}.m")[month] == suspended
    assert show(f"{stem}_not_suspended.{side}.m")[month] == in_force - suspended


def test_known_only_when_public(show: Show) -> None:
    declared = f"{NEW_START}.rus.deployed_warheads.declared.h"
    assert show(declared, dt.date(2011, 5, 31)) == {}  # released on 1 June 2011
    assert show(declared, dt.date(2011, 6, 1)) == {"2011-S1": 1537}
    assert "2022-S2" not in show(declared, dt.date(2022, 9, 30))
    assert show(declared, dt.date(2022, 10, 1))["2022-S2"] == 1549  # assumed: 30 days after the exchange
    assert "2022-S2" not in show(declared, dt.date(2026, 6, 30), "strict")  # no dated evidence before the collection
    usa = f"{NEW_START}.usa.deployed_warheads.declared.h"
    assert "2023-S1" not in show(usa, dt.date(2023, 5, 14))
    assert show(usa, dt.date(2023, 5, 15))["2023-S1"] == 1419


def test_a_past_view_does_not_know_the_end_of_a_treaty(show: Show) -> None:
    series = "arms_control.strategic_treaties_in_force.m"
    assert max(show(series, dt.date(2002, 6, 12))) == "2002-05"
    assert show(series, dt.date(2002, 7, 1))["2002-06"] == 1


def test_ceilings_bind_from_2018_to_the_end_of_new_start(show: Show) -> None:
    for side in SIDES:
        for item, limit in zip(ITEMS, (1550, 700, 800), strict=True):
            ceiling = show(f"{NEW_START}.{side}.{item}.ceiling.h")
            assert set(ceiling.values()) == {limit}
            assert (min(ceiling), max(ceiling), len(ceiling)) == ("2018-S1", "2025-S2", 16)


def test_headroom_and_utilisation_follow_from_declared_and_ceiling(latest: AsOfView) -> None:
    kinds = ("declared", "ceiling", "headroom", "utilisation")
    for side in SIDES:
        for item in ITEMS:
            found = latest.observations(*(f"{NEW_START}.{side}.{item}.{kind}.h" for kind in kinds)).to_dicts()
            value = {(row["series_id"].split(".")[-2], row["period"]): row["value"] for row in found}
            periods = [p for kind, p in value if kind == "headroom" and value[kind, p] is not None]
            assert len(periods) >= 10
            for period in periods:
                declared, ceiling, headroom, utilisation = (value[kind, period] for kind in kinds)
                assert headroom == ceiling - declared >= 0
                assert utilisation == pytest.approx(100 * declared / ceiling)


def test_new_start_reference_days_are_those_of_the_exchanges(latest: AsOfView) -> None:
    found = latest.observations(*(s.id for s in FAMILY.series if s.id.startswith(f"{NEW_START}.") and s.freq == "H"))
    days = {d for d in found["reference_date"] if (d.month, d.day) not in {(3, 1), (9, 1)}}
    assert days == {dt.date(2011, 2, 5), dt.date(2018, 2, 5)}


def test_there_are_24_exchanges(latest: AsOfView) -> None:
    exchanges = latest.sql("SELECT count(*), min(event_date), max(event_date) FROM new_start_exchanges").row(0)
    assert exchanges == (24, dt.date(2011, 2, 5), dt.date(2022, 9, 1))


def test_no_ceiling_of_treaties_never_in_force_targets_or_quotas(latest: AsOfView) -> None:
    used = latest.sql(
        """
        SELECT DISTINCT c.treaty, c.kind, c.status FROM observation_inputs i JOIN treaty_ceilings c USING (fact_id)"""
    )
    assert set(used["kind"]) == {"cap"}
    assert not set(used["status"]) & {"never_in_force", "proposed"}
    assert not set(used["treaty"]) & {"salt_2", "start_2", "cfe_adapted", "pmda", "heu_purchase", "open_skies", "sort"}


def test_every_cap_that_ever_bound_a_side_has_a_series(latest: AsOfView) -> None:
    bound = latest.sql(
        "SELECT DISTINCT treaty, lower(side), item FROM ceilings_binding WHERE side IN ('USA', 'RUS')"
    ).rows()
    ids = {s.id.rsplit(".", 2)[0] for s in FAMILY.series if ".ceiling." in s.id}
    assert ids == {f"arms_control.{treaty}.{side}.{item}" for treaty, side, item in bound}
    assert set(LIMITS) | {"new_start"} == {treaty for treaty, _, _ in bound}


def test_no_declaration_series_holds_allegations_or_an_authors_count(latest: AsOfView) -> None:
    used = latest.sql("SELECT DISTINCT kind FROM observation_inputs i JOIN treaty_declarations USING (fact_id)")
    assert used["kind"].to_list() == ["declaration"]


def test_stockpile_series_hold_one_estimator_each(latest: AsOfView) -> None:
    mixed = latest.sql(
        """
        SELECT series_id FROM observation_inputs i JOIN warhead_stockpiles USING (fact_id)
        GROUP BY series_id HAVING count(DISTINCT estimator) > 1 OR count(DISTINCT item) > 1"""
    )
    assert mixed.is_empty()


def test_series_of_stockpiles_have_as_many_years_as_the_table(show: Show, audited: Audit) -> None:
    table = audited.tables["warhead_stockpiles"]
    fas = table.filter((table["estimator"] == "fas") & (table["item"] == "stockpile"))
    assert len(show("arms_control.stockpile.usa.fas.a")) == fas.filter(fas["country"] == "USA").height == 79
    assert len(show("arms_control.stockpile.rus.fas.a")) == fas.filter(fas["country"] != "USA").height == 79


def test_spans_name_who_left_and_who_suspended(latest: AsOfView) -> None:
    rows = {r["treaty"]: r for r in latest.sql("SELECT * FROM treaty_spans").to_dicts()}
    assert (rows["abm"]["in_force_to"], rows["abm"]["exit_actor"]) == (dt.date(2002, 6, 13), "USA")
    assert (rows["pmda"]["in_force_to"], rows["pmda"]["exit_actor"]) == (dt.date(2025, 11, 6), "RUS")
    assert rows["cfe"]["suspended_from"] == dt.date(2007, 12, 12)
    assert rows["new_start"]["suspended_from"] == dt.date(2023, 2, 28)
    assert [t for t, r in rows.items() if r["in_force_to"] is None] and rows["ttbt"]["in_force_to"] is None
    assert not {"salt_2", "start_2", "cfe_adapted"} & rows.keys()
