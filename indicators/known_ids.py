"""Ids of all series as types: an editor completes them, a type checker knows them.

Made by: indicators contracts docs
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal


class Group:
    """Ids that begin alike."""

    def __call__(self, search: str | None = None) -> list[str]: ...  # type: ignore[empty-body]
    def __getitem__(self, series_id: SeriesId) -> SeriesId: ...  # type: ignore[empty-body]
    def __iter__(self) -> Iterator[str]: ...  # type: ignore[empty-body]
    def __len__(self) -> int: ...  # type: ignore[empty-body]


SeriesId = Literal[
    "arms_control.abm.rus.abm_deployment_areas.ceiling.a",
    "arms_control.abm.rus.abm_launchers.ceiling.a",
    "arms_control.abm.rus.abm_test_range_launchers.ceiling.a",
    "arms_control.abm.usa.abm_deployment_areas.ceiling.a",
    "arms_control.abm.usa.abm_launchers.ceiling.a",
    "arms_control.abm.usa.abm_test_range_launchers.ceiling.a",
    "arms_control.abm_1974_protocol.rus.abm_deployment_areas.ceiling.a",
    "arms_control.abm_1974_protocol.rus.abm_launchers.ceiling.a",
    "arms_control.abm_1974_protocol.usa.abm_deployment_areas.ceiling.a",
    "arms_control.abm_1974_protocol.usa.abm_launchers.ceiling.a",
    "arms_control.cfe.rus.armoured_combat_vehicles_national_entitlement.ceiling.a",
    "arms_control.cfe.rus.armoured_combat_vehicles_sufficiency_limit.ceiling.a",
    "arms_control.cfe.rus.artillery_national_entitlement.ceiling.a",
    "arms_control.cfe.rus.artillery_sufficiency_limit.ceiling.a",
    "arms_control.cfe.rus.attack_helicopters_national_entitlement.ceiling.a",
    "arms_control.cfe.rus.attack_helicopters_sufficiency_limit.ceiling.a",
    "arms_control.cfe.rus.battle_tanks_national_entitlement.ceiling.a",
    "arms_control.cfe.rus.battle_tanks_sufficiency_limit.ceiling.a",
    "arms_control.cfe.rus.combat_aircraft_national_entitlement.ceiling.a",
    "arms_control.cfe.rus.combat_aircraft_sufficiency_limit.ceiling.a",
    "arms_control.cfe.usa.armoured_combat_vehicles_national_entitlement.ceiling.a",
    "arms_control.cfe.usa.armoured_combat_vehicles_sufficiency_limit.ceiling.a",
    "arms_control.cfe.usa.artillery_national_entitlement.ceiling.a",
    "arms_control.cfe.usa.artillery_sufficiency_limit.ceiling.a",
    "arms_control.cfe.usa.attack_helicopters_sufficiency_limit.ceiling.a",
    "arms_control.cfe.usa.battle_tanks_national_entitlement.ceiling.a",
    "arms_control.cfe.usa.battle_tanks_sufficiency_limit.ceiling.a",
    "arms_control.cfe.usa.combat_aircraft_sufficiency_limit.ceiling.a",
    "arms_control.deployed.rus.sipri.a",
    "arms_control.deployed.usa.sipri.a",
    "arms_control.inf.rus.intermediate_range_missiles.ceiling.a",
    "arms_control.inf.rus.shorter_range_missiles.ceiling.a",
    "arms_control.inf.usa.intermediate_range_missiles.ceiling.a",
    "arms_control.inf.usa.shorter_range_missiles.ceiling.a",
    "arms_control.inventory.rus.sipri.a",
    "arms_control.inventory.usa.sipri.a",
    "arms_control.limits_in_force.rus.m",
    "arms_control.limits_in_force.usa.m",
    "arms_control.limits_not_suspended.rus.m",
    "arms_control.limits_not_suspended.usa.m",
    "arms_control.limits_suspended.rus.m",
    "arms_control.limits_suspended.usa.m",
    "arms_control.new_start.days_since_exchange.m",
    "arms_control.new_start.rus.deployed_delivery_vehicles.ceiling.h",
    "arms_control.new_start.rus.deployed_delivery_vehicles.declared.h",
    "arms_control.new_start.rus.deployed_delivery_vehicles.headroom.h",
    "arms_control.new_start.rus.deployed_delivery_vehicles.utilisation.h",
    "arms_control.new_start.rus.deployed_warheads.ceiling.h",
    "arms_control.new_start.rus.deployed_warheads.declared.h",
    "arms_control.new_start.rus.deployed_warheads.headroom.h",
    "arms_control.new_start.rus.deployed_warheads.utilisation.h",
    "arms_control.new_start.rus.launchers.ceiling.h",
    "arms_control.new_start.rus.launchers.declared.h",
    "arms_control.new_start.rus.launchers.headroom.h",
    "arms_control.new_start.rus.launchers.utilisation.h",
    "arms_control.new_start.usa.deployed_delivery_vehicles.ceiling.h",
    "arms_control.new_start.usa.deployed_delivery_vehicles.declared.h",
    "arms_control.new_start.usa.deployed_delivery_vehicles.headroom.h",
    "arms_control.new_start.usa.deployed_delivery_vehicles.utilisation.h",
    "arms_control.new_start.usa.deployed_warheads.ceiling.h",
    "arms_control.new_start.usa.deployed_warheads.declared.h",
    "arms_control.new_start.usa.deployed_warheads.headroom.h",
    "arms_control.new_start.usa.deployed_warheads.utilisation.h",
    "arms_control.new_start.usa.launchers.ceiling.h",
    "arms_control.new_start.usa.launchers.declared.h",
    "arms_control.new_start.usa.launchers.headroom.h",
    "arms_control.new_start.usa.launchers.utilisation.h",
    "arms_control.pnet.rus.group_explosion_yield.ceiling.a",
    "arms_control.pnet.rus.individual_explosion_yield.ceiling.a",
    "arms_control.pnet.usa.group_explosion_yield.ceiling.a",
    "arms_control.pnet.usa.individual_explosion_yield.ceiling.a",
    "arms_control.salt_1.rus.ballistic_missile_submarines.ceiling.a",
    "arms_control.salt_1.rus.icbm_launchers.ceiling.a",
    "arms_control.salt_1.rus.slbm_launchers.ceiling.a",
    "arms_control.salt_1.usa.ballistic_missile_submarines.ceiling.a",
    "arms_control.salt_1.usa.icbm_launchers.ceiling.a",
    "arms_control.salt_1.usa.slbm_launchers.ceiling.a",
    "arms_control.start_1.rus.accountable_warheads.ceiling.a",
    "arms_control.start_1.rus.accountable_warheads.declared.h",
    "arms_control.start_1.rus.ballistic_missile_warheads.ceiling.a",
    "arms_control.start_1.rus.deployed_delivery_vehicles.ceiling.a",
    "arms_control.start_1.rus.deployed_delivery_vehicles.declared.h",
    "arms_control.start_1.rus.deployed_heavy_icbms.ceiling.a",
    "arms_control.start_1.rus.heavy_icbm_warheads.ceiling.a",
    "arms_control.start_1.rus.mobile_icbm_warheads.ceiling.a",
    "arms_control.start_1.rus.throw_weight.ceiling.a",
    "arms_control.start_1.usa.accountable_warheads.ceiling.a",
    "arms_control.start_1.usa.accountable_warheads.declared.h",
    "arms_control.start_1.usa.ballistic_missile_warheads.ceiling.a",
    "arms_control.start_1.usa.deployed_delivery_vehicles.ceiling.a",
    "arms_control.start_1.usa.deployed_delivery_vehicles.declared.h",
    "arms_control.start_1.usa.deployed_heavy_icbms.ceiling.a",
    "arms_control.start_1.usa.heavy_icbm_warheads.ceiling.a",
    "arms_control.start_1.usa.mobile_icbm_warheads.ceiling.a",
    "arms_control.start_1.usa.throw_weight.ceiling.a",
    "arms_control.stockpile.rus.fas.a",
    "arms_control.stockpile.rus.sipri.a",
    "arms_control.stockpile.usa.declared.a",
    "arms_control.stockpile.usa.fas.a",
    "arms_control.stockpile.usa.sipri.a",
    "arms_control.strategic_platforms.rus.suh.a",
    "arms_control.strategic_platforms.usa.suh.a",
    "arms_control.strategic_treaties_in_force.m",
    "arms_control.strategic_warheads.rus.suh.a",
    "arms_control.strategic_warheads.usa.suh.a",
    "arms_control.ttbt.rus.test_yield.ceiling.a",
    "arms_control.ttbt.usa.test_yield.ceiling.a",
    "contacts.agency_head.held.a",
    "contacts.agency_head.held.m",
    "contacts.agency_head.held.q",
    "contacts.defence.held.a",
    "contacts.defence.held.m",
    "contacts.defence.held.q",
    "contacts.deputy_minister.held.a",
    "contacts.deputy_minister.held.m",
    "contacts.deputy_minister.held.q",
    "contacts.foreign_minister.calls.a",
    "contacts.foreign_minister.calls.m",
    "contacts.foreign_minister.calls.q",
    "contacts.foreign_minister.held.a",
    "contacts.foreign_minister.held.m",
    "contacts.foreign_minister.held.q",
    "contacts.foreign_minister.held_12m.m",
    "contacts.foreign_minister.meetings.a",
    "contacts.foreign_minister.meetings.m",
    "contacts.foreign_minister.meetings.q",
    "contacts.head_of_state.calls.a",
    "contacts.head_of_state.calls.m",
    "contacts.head_of_state.calls.q",
    "contacts.head_of_state.days_since_last.m",
    "contacts.head_of_state.days_since_last.q",
    "contacts.head_of_state.days_since_last_meeting.m",
    "contacts.head_of_state.days_since_last_meeting.q",
    "contacts.head_of_state.held.a",
    "contacts.head_of_state.held.m",
    "contacts.head_of_state.held.q",
    "contacts.head_of_state.held_12m.m",
    "contacts.head_of_state.in_person_share.a",
    "contacts.head_of_state.in_person_share.q",
    "contacts.head_of_state.length_mean.a",
    "contacts.head_of_state.length_mean.q",
    "contacts.head_of_state.meetings.a",
    "contacts.head_of_state.meetings.m",
    "contacts.head_of_state.meetings.q",
    "contacts.head_of_state.minutes_recorded.a",
    "contacts.head_of_state.minutes_recorded.q",
    "contacts.head_of_state.presence.a",
    "contacts.head_of_state.presence.m",
    "contacts.head_of_state.presence.q",
    "contacts.head_of_state.timed.a",
    "contacts.head_of_state.timed.q",
    "contacts.head_of_state.timed_share.a",
    "contacts.head_of_state.timed_share.q",
    "contacts.head_of_state_other.held.a",
    "contacts.head_of_state_other.held.m",
    "contacts.head_of_state_other.held.q",
    "contacts.legislature.held.a",
    "contacts.legislature.held.m",
    "contacts.legislature.held.q",
    "contacts.security_council.held.a",
    "contacts.security_council.held.m",
    "contacts.security_council.held.q",
    "contacts.senior.held.a",
    "contacts.senior.held.q",
    "contacts.special_envoy.held.a",
    "contacts.special_envoy.held.m",
    "contacts.special_envoy.held.q",
    "contacts.special_envoy.with_russian_president.a",
    "contacts.special_envoy.with_russian_president.q",
    "contacts.technical.held.a",
    "contacts.technical.held.m",
    "contacts.technical.held.q",
    "polls.rus.eu_attitude.levada.bad.m",
    "polls.rus.eu_attitude.levada.good.m",
    "polls.rus.eu_attitude.levada.net.m",
    "polls.rus.hostile_countries.levada.names_usa.a",
    "polls.rus.putin_approval.levada.approve.m",
    "polls.rus.putin_approval.levada.disapprove.m",
    "polls.rus.putin_approval.levada.net.m",
    "polls.rus.us_president_confidence.pew.confidence.a",
    "polls.rus.usa_attitude.levada.bad.a",
    "polls.rus.usa_attitude.levada.bad.m",
    "polls.rus.usa_attitude.levada.good.a",
    "polls.rus.usa_attitude.levada.good.m",
    "polls.rus.usa_attitude.levada.net.a",
    "polls.rus.usa_attitude.levada.net.m",
    "polls.rus.usa_attitude.levada_chart.good.m",
    "polls.rus.usa_attitude.levada_yearmean.good.a",
    "polls.rus.usa_favourable.pew.favourable.a",
    "polls.usa.greatest_enemy.gallup.names_russia.a",
    "polls.usa.putin_confidence.pew.confidence.a",
    "polls.usa.putin_favourable.gallup.favourable.a",
    "polls.usa.putin_favourable.gallup.net.a",
    "polls.usa.putin_favourable.gallup.unfavourable.a",
    "polls.usa.russia_favourable.favourable.m",
    "polls.usa.russia_favourable.gallup.favourable.a",
    "polls.usa.russia_favourable.gallup.favourable.m",
    "polls.usa.russia_favourable.gallup.net.a",
    "polls.usa.russia_favourable.gallup.net.m",
    "polls.usa.russia_favourable.gallup.unfavourable.a",
    "polls.usa.russia_favourable.gallup.unfavourable.m",
    "polls.usa.russia_favourable.net.m",
    "polls.usa.russia_favourable.pew.favourable.a",
    "polls.usa.russia_favourable.pew.favourable.m",
    "polls.usa.russia_favourable.pew.net.m",
    "polls.usa.russia_favourable.pew.unfavourable.m",
    "polls.usa.russia_favourable.unfavourable.m",
    "polls.usa.russia_military_threat.gallup.critical.a",
    "polls.usa.russia_role.pew.enemy.m",
    "polls.usa.trump_approval.approve.m",
    "polls.usa.trump_approval.disapprove.m",
    "polls.usa.trump_approval.gallup.approve.m",
    "polls.usa.trump_approval.gallup.disapprove.m",
    "polls.usa.trump_approval.gallup.net.m",
    "polls.usa.trump_approval.ipsos.approve.m",
    "polls.usa.trump_approval.ipsos.disapprove.m",
    "polls.usa.trump_approval.ipsos.net.m",
    "polls.usa.trump_approval.net.m",
    "polls.usa.trump_approval.pew.approve.m",
    "polls.usa.trump_approval.pew.disapprove.m",
    "polls.usa.trump_approval.pew.net.m",
    "polls.usa.trump_foreign_policy.approve.m",
    "polls.usa.trump_foreign_policy.gallup.approve.m",
    "polls.usa.trump_foreign_policy.gallup.net.m",
    "polls.usa.trump_foreign_policy.ipsos.approve.m",
    "polls.usa.trump_foreign_policy.ipsos.net.m",
    "polls.usa.trump_foreign_policy.net.m",
    "polls.usa.trump_russia.approve.m",
    "polls.usa.trump_russia.disapprove.m",
    "polls.usa.trump_russia.ipsos.approve.m",
    "polls.usa.trump_russia.ipsos.disapprove.m",
    "polls.usa.trump_russia.ipsos.net.m",
    "polls.usa.trump_russia.net.m",
    "polls.usa.trump_ukraine.approve.m",
    "polls.usa.trump_ukraine.atlasintel.approve.m",
    "polls.usa.trump_ukraine.atlasintel.disapprove.m",
    "polls.usa.trump_ukraine.atlasintel.net.m",
    "polls.usa.trump_ukraine.disapprove.m",
    "polls.usa.trump_ukraine.economist_yougov.approve.m",
    "polls.usa.trump_ukraine.economist_yougov.disapprove.m",
    "polls.usa.trump_ukraine.economist_yougov.net.m",
    "polls.usa.trump_ukraine.gallup.approve.m",
    "polls.usa.trump_ukraine.gallup.disapprove.m",
    "polls.usa.trump_ukraine.gallup.net.m",
    "polls.usa.trump_ukraine.ipsos.approve.m",
    "polls.usa.trump_ukraine.ipsos.disapprove.m",
    "polls.usa.trump_ukraine.ipsos.net.m",
    "polls.usa.trump_ukraine.marquette.approve.m",
    "polls.usa.trump_ukraine.marquette.disapprove.m",
    "polls.usa.trump_ukraine.marquette.net.m",
    "polls.usa.trump_ukraine.net.m",
    "polls.usa.trump_ukraine.nyt_siena.approve.m",
    "polls.usa.trump_ukraine.nyt_siena.disapprove.m",
    "polls.usa.trump_ukraine.nyt_siena.net.m",
    "polls.usa.trump_ukraine.quinnipiac.approve.m",
    "polls.usa.trump_ukraine.quinnipiac.disapprove.m",
    "polls.usa.trump_ukraine.quinnipiac.net.m",
    "sanctions.cnas.entity_list_additions.a",
    "sanctions.cnas.sdn_persons_added.a",
    "sanctions.eu.asset_freezes.m",
    "sanctions.eu.asset_freezes.q",
    "sanctions.eu.asset_freezes_entity.m",
    "sanctions.eu.asset_freezes_entity.q",
    "sanctions.eu.asset_freezes_individual.m",
    "sanctions.eu.asset_freezes_individual.q",
    "sanctions.eu.end_users.m",
    "sanctions.eu.end_users.q",
    "sanctions.eu.entities_listed.m",
    "sanctions.eu.individuals_listed.m",
    "sanctions.eu.packages.m",
    "sanctions.eu.packages.q",
    "sanctions.eu.vessels.m",
    "sanctions.eu.vessels.q",
    "sanctions.eu.vessels_listed.m",
    "sanctions.ofac.bpi_russia_eo14024.entries.d",
    "sanctions.ofac.caatsa_russia.entries.d",
    "sanctions.ofac.magnit.entries.d",
    "sanctions.ofac.peesa.entries.d",
    "sanctions.ofac.peesa_eo.entries.d",
    "sanctions.ofac.peesa_eo14039.entries.d",
    "sanctions.ofac.russia.additions.m",
    "sanctions.ofac.russia.additions.q",
    "sanctions.ofac.russia.change.m",
    "sanctions.ofac.russia.entries.d",
    "sanctions.ofac.russia.entries.m",
    "sanctions.ofac.russia.entries.q",
    "sanctions.ofac.russia.reclassified.m",
    "sanctions.ofac.russia.removals.m",
    "sanctions.ofac.russia.removals.q",
    "sanctions.ofac.russia_address.additions.m",
    "sanctions.ofac.russia_address.additions.q",
    "sanctions.ofac.russia_address.entries.m",
    "sanctions.ofac.russia_address.entries.q",
    "sanctions.ofac.russia_address.removals.m",
    "sanctions.ofac.russia_address.removals.q",
    "sanctions.ofac.russia_aircraft.entries.d",
    "sanctions.ofac.russia_aircraft.entries.q",
    "sanctions.ofac.russia_entity.additions.m",
    "sanctions.ofac.russia_entity.additions.q",
    "sanctions.ofac.russia_entity.entries.d",
    "sanctions.ofac.russia_entity.entries.q",
    "sanctions.ofac.russia_entity.removals.m",
    "sanctions.ofac.russia_entity.removals.q",
    "sanctions.ofac.russia_eo14024.entries.d",
    "sanctions.ofac.russia_eo14024.entries.m",
    "sanctions.ofac.russia_eo14024.entries.q",
    "sanctions.ofac.russia_eo14065.entries.d",
    "sanctions.ofac.russia_individual.additions.m",
    "sanctions.ofac.russia_individual.additions.q",
    "sanctions.ofac.russia_individual.entries.d",
    "sanctions.ofac.russia_individual.entries.q",
    "sanctions.ofac.russia_individual.removals.m",
    "sanctions.ofac.russia_individual.removals.q",
    "sanctions.ofac.russia_share.entries.d",
    "sanctions.ofac.russia_vessel.additions.m",
    "sanctions.ofac.russia_vessel.additions.q",
    "sanctions.ofac.russia_vessel.entries.d",
    "sanctions.ofac.russia_vessel.entries.q",
    "sanctions.ofac.russia_vessel.removals.m",
    "sanctions.ofac.russia_vessel.removals.q",
    "sanctions.ofac.ukraine_eo13660.entries.d",
    "sanctions.ofac.ukraine_eo13661.entries.d",
    "sanctions.ofac.ukraine_eo13662.entries.d",
    "sanctions.ofac.ukraine_eo13685.entries.d",
    "sanctions.ofac.whole_list.entries.d",
    "sanctions.ofac.whole_list.entries.q",
    "sanctions.rus.stop_list_additions.m",
    "sanctions.rus.stop_list_names.m",
    "sanctions.uk.entities_listed.m",
    "sanctions.uk.individuals_listed.m",
    "sanctions.uk.surviving_listings.m",
    "sanctions.us.entity_list_additions.m",
    "trade.chn_rus.exports.a",
    "trade.chn_rus.imports.a",
    "trade.chn_rus.turnover.a",
    "trade.chn_rus.turnover_cow.a",
    "trade.eu27_2007_rus.exports.a",
    "trade.eu27_2007_rus.imports.a",
    "trade.eu27_2007_rus.total.a",
    "trade.eu27_rus.exports.a",
    "trade.eu27_rus.exports.m",
    "trade.eu27_rus.imports.a",
    "trade.eu27_rus.imports.m",
    "trade.eu27_rus.total.a",
    "trade.eu27_rus.total.m",
    "trade.eu28_rus.balance.a",
    "trade.rus.chn_share.a",
    "trade.rus.usa_share.a",
    "trade.rus.usa_share_mirror.a",
    "trade.rus.usa_share_part_year.a",
    "trade.rus_usa.exports.a",
    "trade.rus_wld.exports.a",
    "trade.rus_wld.exports.m",
    "trade.rus_wld.imports.a",
    "trade.rus_wld.imports.m",
    "trade.rus_wld.turnover.a",
    "trade.usa.russia_share.a",
    "trade.usa.russia_share.m",
    "trade.usa_rus.balance.a",
    "trade.usa_rus.balance.m",
    "trade.usa_rus.balance.q",
    "trade.usa_rus.balance_12m.m",
    "trade.usa_rus.exports.a",
    "trade.usa_rus.exports.m",
    "trade.usa_rus.exports.q",
    "trade.usa_rus.exports_12m.m",
    "trade.usa_rus.exports_growth.a",
    "trade.usa_rus.exports_growth.m",
    "trade.usa_rus.exports_growth.q",
    "trade.usa_rus.imports.a",
    "trade.usa_rus.imports.m",
    "trade.usa_rus.imports.q",
    "trade.usa_rus.imports_12m.m",
    "trade.usa_rus.imports_growth.a",
    "trade.usa_rus.imports_growth.m",
    "trade.usa_rus.imports_growth.q",
    "trade.usa_rus.total.a",
    "trade.usa_rus.total.m",
    "trade.usa_rus.total.q",
    "trade.usa_rus.total_12m.m",
    "trade.usa_rus.total_12m_growth.m",
    "trade.usa_rus.total_growth.a",
    "trade.usa_rus.total_growth.m",
    "trade.usa_rus.total_growth.q",
    "trade.usa_sun.exports.a",
    "trade.usa_sun.imports.a",
    "trade.usa_sun.total.a",
    "trade.usa_wld.balance.a",
    "trade.usa_wld.balance.m",
    "trade.usa_wld.exports.a",
    "trade.usa_wld.exports.m",
    "trade.usa_wld.imports.a",
    "trade.usa_wld.imports.m",
    "trade.usa_wld.total.a",
    "trade.usa_wld.total.m",
]


class ArmsControl_Abm_Rus_AbmDeploymentAreas_Ceiling(Group):
    a: Literal["arms_control.abm.rus.abm_deployment_areas.ceiling.a"]


class ArmsControl_Abm_Rus_AbmDeploymentAreas(Group):
    ceiling: ArmsControl_Abm_Rus_AbmDeploymentAreas_Ceiling


class ArmsControl_Abm_Rus_AbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.abm.rus.abm_launchers.ceiling.a"]


class ArmsControl_Abm_Rus_AbmLaunchers(Group):
    ceiling: ArmsControl_Abm_Rus_AbmLaunchers_Ceiling


class ArmsControl_Abm_Rus_AbmTestRangeLaunchers_Ceiling(Group):
    a: Literal["arms_control.abm.rus.abm_test_range_launchers.ceiling.a"]


class ArmsControl_Abm_Rus_AbmTestRangeLaunchers(Group):
    ceiling: ArmsControl_Abm_Rus_AbmTestRangeLaunchers_Ceiling


class ArmsControl_Abm_Rus(Group):
    abm_deployment_areas: ArmsControl_Abm_Rus_AbmDeploymentAreas
    abm_launchers: ArmsControl_Abm_Rus_AbmLaunchers
    abm_test_range_launchers: ArmsControl_Abm_Rus_AbmTestRangeLaunchers


class ArmsControl_Abm_Usa_AbmDeploymentAreas_Ceiling(Group):
    a: Literal["arms_control.abm.usa.abm_deployment_areas.ceiling.a"]


class ArmsControl_Abm_Usa_AbmDeploymentAreas(Group):
    ceiling: ArmsControl_Abm_Usa_AbmDeploymentAreas_Ceiling


class ArmsControl_Abm_Usa_AbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.abm.usa.abm_launchers.ceiling.a"]


class ArmsControl_Abm_Usa_AbmLaunchers(Group):
    ceiling: ArmsControl_Abm_Usa_AbmLaunchers_Ceiling


class ArmsControl_Abm_Usa_AbmTestRangeLaunchers_Ceiling(Group):
    a: Literal["arms_control.abm.usa.abm_test_range_launchers.ceiling.a"]


class ArmsControl_Abm_Usa_AbmTestRangeLaunchers(Group):
    ceiling: ArmsControl_Abm_Usa_AbmTestRangeLaunchers_Ceiling


class ArmsControl_Abm_Usa(Group):
    abm_deployment_areas: ArmsControl_Abm_Usa_AbmDeploymentAreas
    abm_launchers: ArmsControl_Abm_Usa_AbmLaunchers
    abm_test_range_launchers: ArmsControl_Abm_Usa_AbmTestRangeLaunchers


class ArmsControl_Abm(Group):
    rus: ArmsControl_Abm_Rus
    usa: ArmsControl_Abm_Usa


class ArmsControl_Abm1974Protocol_Rus_AbmDeploymentAreas_Ceiling(Group):
    a: Literal["arms_control.abm_1974_protocol.rus.abm_deployment_areas.ceiling.a"]


class ArmsControl_Abm1974Protocol_Rus_AbmDeploymentAreas(Group):
    ceiling: ArmsControl_Abm1974Protocol_Rus_AbmDeploymentAreas_Ceiling


class ArmsControl_Abm1974Protocol_Rus_AbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.abm_1974_protocol.rus.abm_launchers.ceiling.a"]


class ArmsControl_Abm1974Protocol_Rus_AbmLaunchers(Group):
    ceiling: ArmsControl_Abm1974Protocol_Rus_AbmLaunchers_Ceiling


class ArmsControl_Abm1974Protocol_Rus(Group):
    abm_deployment_areas: ArmsControl_Abm1974Protocol_Rus_AbmDeploymentAreas
    abm_launchers: ArmsControl_Abm1974Protocol_Rus_AbmLaunchers


class ArmsControl_Abm1974Protocol_Usa_AbmDeploymentAreas_Ceiling(Group):
    a: Literal["arms_control.abm_1974_protocol.usa.abm_deployment_areas.ceiling.a"]


class ArmsControl_Abm1974Protocol_Usa_AbmDeploymentAreas(Group):
    ceiling: ArmsControl_Abm1974Protocol_Usa_AbmDeploymentAreas_Ceiling


class ArmsControl_Abm1974Protocol_Usa_AbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.abm_1974_protocol.usa.abm_launchers.ceiling.a"]


class ArmsControl_Abm1974Protocol_Usa_AbmLaunchers(Group):
    ceiling: ArmsControl_Abm1974Protocol_Usa_AbmLaunchers_Ceiling


class ArmsControl_Abm1974Protocol_Usa(Group):
    abm_deployment_areas: ArmsControl_Abm1974Protocol_Usa_AbmDeploymentAreas
    abm_launchers: ArmsControl_Abm1974Protocol_Usa_AbmLaunchers


class ArmsControl_Abm1974Protocol(Group):
    rus: ArmsControl_Abm1974Protocol_Rus
    usa: ArmsControl_Abm1974Protocol_Usa


class ArmsControl_Cfe_Rus_ArmouredCombatVehiclesNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.armoured_combat_vehicles_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Rus_ArmouredCombatVehiclesNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Rus_ArmouredCombatVehiclesNationalEntitlement_Ceiling


class ArmsControl_Cfe_Rus_ArmouredCombatVehiclesSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.armoured_combat_vehicles_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Rus_ArmouredCombatVehiclesSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Rus_ArmouredCombatVehiclesSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Rus_ArtilleryNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.artillery_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Rus_ArtilleryNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Rus_ArtilleryNationalEntitlement_Ceiling


class ArmsControl_Cfe_Rus_ArtillerySufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.artillery_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Rus_ArtillerySufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Rus_ArtillerySufficiencyLimit_Ceiling


class ArmsControl_Cfe_Rus_AttackHelicoptersNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.attack_helicopters_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Rus_AttackHelicoptersNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Rus_AttackHelicoptersNationalEntitlement_Ceiling


class ArmsControl_Cfe_Rus_AttackHelicoptersSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.attack_helicopters_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Rus_AttackHelicoptersSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Rus_AttackHelicoptersSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Rus_BattleTanksNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.battle_tanks_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Rus_BattleTanksNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Rus_BattleTanksNationalEntitlement_Ceiling


class ArmsControl_Cfe_Rus_BattleTanksSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.battle_tanks_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Rus_BattleTanksSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Rus_BattleTanksSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Rus_CombatAircraftNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.combat_aircraft_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Rus_CombatAircraftNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Rus_CombatAircraftNationalEntitlement_Ceiling


class ArmsControl_Cfe_Rus_CombatAircraftSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.rus.combat_aircraft_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Rus_CombatAircraftSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Rus_CombatAircraftSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Rus(Group):
    armoured_combat_vehicles_national_entitlement: ArmsControl_Cfe_Rus_ArmouredCombatVehiclesNationalEntitlement
    armoured_combat_vehicles_sufficiency_limit: ArmsControl_Cfe_Rus_ArmouredCombatVehiclesSufficiencyLimit
    artillery_national_entitlement: ArmsControl_Cfe_Rus_ArtilleryNationalEntitlement
    artillery_sufficiency_limit: ArmsControl_Cfe_Rus_ArtillerySufficiencyLimit
    attack_helicopters_national_entitlement: ArmsControl_Cfe_Rus_AttackHelicoptersNationalEntitlement
    attack_helicopters_sufficiency_limit: ArmsControl_Cfe_Rus_AttackHelicoptersSufficiencyLimit
    battle_tanks_national_entitlement: ArmsControl_Cfe_Rus_BattleTanksNationalEntitlement
    battle_tanks_sufficiency_limit: ArmsControl_Cfe_Rus_BattleTanksSufficiencyLimit
    combat_aircraft_national_entitlement: ArmsControl_Cfe_Rus_CombatAircraftNationalEntitlement
    combat_aircraft_sufficiency_limit: ArmsControl_Cfe_Rus_CombatAircraftSufficiencyLimit


class ArmsControl_Cfe_Usa_ArmouredCombatVehiclesNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.armoured_combat_vehicles_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Usa_ArmouredCombatVehiclesNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Usa_ArmouredCombatVehiclesNationalEntitlement_Ceiling


class ArmsControl_Cfe_Usa_ArmouredCombatVehiclesSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.armoured_combat_vehicles_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Usa_ArmouredCombatVehiclesSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Usa_ArmouredCombatVehiclesSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Usa_ArtilleryNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.artillery_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Usa_ArtilleryNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Usa_ArtilleryNationalEntitlement_Ceiling


class ArmsControl_Cfe_Usa_ArtillerySufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.artillery_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Usa_ArtillerySufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Usa_ArtillerySufficiencyLimit_Ceiling


class ArmsControl_Cfe_Usa_AttackHelicoptersSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.attack_helicopters_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Usa_AttackHelicoptersSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Usa_AttackHelicoptersSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Usa_BattleTanksNationalEntitlement_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.battle_tanks_national_entitlement.ceiling.a"]


class ArmsControl_Cfe_Usa_BattleTanksNationalEntitlement(Group):
    ceiling: ArmsControl_Cfe_Usa_BattleTanksNationalEntitlement_Ceiling


class ArmsControl_Cfe_Usa_BattleTanksSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.battle_tanks_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Usa_BattleTanksSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Usa_BattleTanksSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Usa_CombatAircraftSufficiencyLimit_Ceiling(Group):
    a: Literal["arms_control.cfe.usa.combat_aircraft_sufficiency_limit.ceiling.a"]


class ArmsControl_Cfe_Usa_CombatAircraftSufficiencyLimit(Group):
    ceiling: ArmsControl_Cfe_Usa_CombatAircraftSufficiencyLimit_Ceiling


class ArmsControl_Cfe_Usa(Group):
    armoured_combat_vehicles_national_entitlement: ArmsControl_Cfe_Usa_ArmouredCombatVehiclesNationalEntitlement
    armoured_combat_vehicles_sufficiency_limit: ArmsControl_Cfe_Usa_ArmouredCombatVehiclesSufficiencyLimit
    artillery_national_entitlement: ArmsControl_Cfe_Usa_ArtilleryNationalEntitlement
    artillery_sufficiency_limit: ArmsControl_Cfe_Usa_ArtillerySufficiencyLimit
    attack_helicopters_sufficiency_limit: ArmsControl_Cfe_Usa_AttackHelicoptersSufficiencyLimit
    battle_tanks_national_entitlement: ArmsControl_Cfe_Usa_BattleTanksNationalEntitlement
    battle_tanks_sufficiency_limit: ArmsControl_Cfe_Usa_BattleTanksSufficiencyLimit
    combat_aircraft_sufficiency_limit: ArmsControl_Cfe_Usa_CombatAircraftSufficiencyLimit


class ArmsControl_Cfe(Group):
    rus: ArmsControl_Cfe_Rus
    usa: ArmsControl_Cfe_Usa


class ArmsControl_Deployed_Rus_Sipri(Group):
    a: Literal["arms_control.deployed.rus.sipri.a"]


class ArmsControl_Deployed_Rus(Group):
    sipri: ArmsControl_Deployed_Rus_Sipri


class ArmsControl_Deployed_Usa_Sipri(Group):
    a: Literal["arms_control.deployed.usa.sipri.a"]


class ArmsControl_Deployed_Usa(Group):
    sipri: ArmsControl_Deployed_Usa_Sipri


class ArmsControl_Deployed(Group):
    rus: ArmsControl_Deployed_Rus
    usa: ArmsControl_Deployed_Usa


class ArmsControl_Inf_Rus_IntermediateRangeMissiles_Ceiling(Group):
    a: Literal["arms_control.inf.rus.intermediate_range_missiles.ceiling.a"]


class ArmsControl_Inf_Rus_IntermediateRangeMissiles(Group):
    ceiling: ArmsControl_Inf_Rus_IntermediateRangeMissiles_Ceiling


class ArmsControl_Inf_Rus_ShorterRangeMissiles_Ceiling(Group):
    a: Literal["arms_control.inf.rus.shorter_range_missiles.ceiling.a"]


class ArmsControl_Inf_Rus_ShorterRangeMissiles(Group):
    ceiling: ArmsControl_Inf_Rus_ShorterRangeMissiles_Ceiling


class ArmsControl_Inf_Rus(Group):
    intermediate_range_missiles: ArmsControl_Inf_Rus_IntermediateRangeMissiles
    shorter_range_missiles: ArmsControl_Inf_Rus_ShorterRangeMissiles


class ArmsControl_Inf_Usa_IntermediateRangeMissiles_Ceiling(Group):
    a: Literal["arms_control.inf.usa.intermediate_range_missiles.ceiling.a"]


class ArmsControl_Inf_Usa_IntermediateRangeMissiles(Group):
    ceiling: ArmsControl_Inf_Usa_IntermediateRangeMissiles_Ceiling


class ArmsControl_Inf_Usa_ShorterRangeMissiles_Ceiling(Group):
    a: Literal["arms_control.inf.usa.shorter_range_missiles.ceiling.a"]


class ArmsControl_Inf_Usa_ShorterRangeMissiles(Group):
    ceiling: ArmsControl_Inf_Usa_ShorterRangeMissiles_Ceiling


class ArmsControl_Inf_Usa(Group):
    intermediate_range_missiles: ArmsControl_Inf_Usa_IntermediateRangeMissiles
    shorter_range_missiles: ArmsControl_Inf_Usa_ShorterRangeMissiles


class ArmsControl_Inf(Group):
    rus: ArmsControl_Inf_Rus
    usa: ArmsControl_Inf_Usa


class ArmsControl_Inventory_Rus_Sipri(Group):
    a: Literal["arms_control.inventory.rus.sipri.a"]


class ArmsControl_Inventory_Rus(Group):
    sipri: ArmsControl_Inventory_Rus_Sipri


class ArmsControl_Inventory_Usa_Sipri(Group):
    a: Literal["arms_control.inventory.usa.sipri.a"]


class ArmsControl_Inventory_Usa(Group):
    sipri: ArmsControl_Inventory_Usa_Sipri


class ArmsControl_Inventory(Group):
    rus: ArmsControl_Inventory_Rus
    usa: ArmsControl_Inventory_Usa


class ArmsControl_LimitsInForce_Rus(Group):
    m: Literal["arms_control.limits_in_force.rus.m"]


class ArmsControl_LimitsInForce_Usa(Group):
    m: Literal["arms_control.limits_in_force.usa.m"]


class ArmsControl_LimitsInForce(Group):
    rus: ArmsControl_LimitsInForce_Rus
    usa: ArmsControl_LimitsInForce_Usa


class ArmsControl_LimitsNotSuspended_Rus(Group):
    m: Literal["arms_control.limits_not_suspended.rus.m"]


class ArmsControl_LimitsNotSuspended_Usa(Group):
    m: Literal["arms_control.limits_not_suspended.usa.m"]


class ArmsControl_LimitsNotSuspended(Group):
    rus: ArmsControl_LimitsNotSuspended_Rus
    usa: ArmsControl_LimitsNotSuspended_Usa


class ArmsControl_LimitsSuspended_Rus(Group):
    m: Literal["arms_control.limits_suspended.rus.m"]


class ArmsControl_LimitsSuspended_Usa(Group):
    m: Literal["arms_control.limits_suspended.usa.m"]


class ArmsControl_LimitsSuspended(Group):
    rus: ArmsControl_LimitsSuspended_Rus
    usa: ArmsControl_LimitsSuspended_Usa


class ArmsControl_NewStart_DaysSinceExchange(Group):
    m: Literal["arms_control.new_start.days_since_exchange.m"]


class ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Ceiling(Group):
    h: Literal["arms_control.new_start.rus.deployed_delivery_vehicles.ceiling.h"]


class ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Declared(Group):
    h: Literal["arms_control.new_start.rus.deployed_delivery_vehicles.declared.h"]


class ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Headroom(Group):
    h: Literal["arms_control.new_start.rus.deployed_delivery_vehicles.headroom.h"]


class ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Utilisation(Group):
    h: Literal["arms_control.new_start.rus.deployed_delivery_vehicles.utilisation.h"]


class ArmsControl_NewStart_Rus_DeployedDeliveryVehicles(Group):
    ceiling: ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Ceiling
    declared: ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Declared
    headroom: ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Headroom
    utilisation: ArmsControl_NewStart_Rus_DeployedDeliveryVehicles_Utilisation


class ArmsControl_NewStart_Rus_DeployedWarheads_Ceiling(Group):
    h: Literal["arms_control.new_start.rus.deployed_warheads.ceiling.h"]


class ArmsControl_NewStart_Rus_DeployedWarheads_Declared(Group):
    h: Literal["arms_control.new_start.rus.deployed_warheads.declared.h"]


class ArmsControl_NewStart_Rus_DeployedWarheads_Headroom(Group):
    h: Literal["arms_control.new_start.rus.deployed_warheads.headroom.h"]


class ArmsControl_NewStart_Rus_DeployedWarheads_Utilisation(Group):
    h: Literal["arms_control.new_start.rus.deployed_warheads.utilisation.h"]


class ArmsControl_NewStart_Rus_DeployedWarheads(Group):
    ceiling: ArmsControl_NewStart_Rus_DeployedWarheads_Ceiling
    declared: ArmsControl_NewStart_Rus_DeployedWarheads_Declared
    headroom: ArmsControl_NewStart_Rus_DeployedWarheads_Headroom
    utilisation: ArmsControl_NewStart_Rus_DeployedWarheads_Utilisation


class ArmsControl_NewStart_Rus_Launchers_Ceiling(Group):
    h: Literal["arms_control.new_start.rus.launchers.ceiling.h"]


class ArmsControl_NewStart_Rus_Launchers_Declared(Group):
    h: Literal["arms_control.new_start.rus.launchers.declared.h"]


class ArmsControl_NewStart_Rus_Launchers_Headroom(Group):
    h: Literal["arms_control.new_start.rus.launchers.headroom.h"]


class ArmsControl_NewStart_Rus_Launchers_Utilisation(Group):
    h: Literal["arms_control.new_start.rus.launchers.utilisation.h"]


class ArmsControl_NewStart_Rus_Launchers(Group):
    ceiling: ArmsControl_NewStart_Rus_Launchers_Ceiling
    declared: ArmsControl_NewStart_Rus_Launchers_Declared
    headroom: ArmsControl_NewStart_Rus_Launchers_Headroom
    utilisation: ArmsControl_NewStart_Rus_Launchers_Utilisation


class ArmsControl_NewStart_Rus(Group):
    deployed_delivery_vehicles: ArmsControl_NewStart_Rus_DeployedDeliveryVehicles
    deployed_warheads: ArmsControl_NewStart_Rus_DeployedWarheads
    launchers: ArmsControl_NewStart_Rus_Launchers


class ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Ceiling(Group):
    h: Literal["arms_control.new_start.usa.deployed_delivery_vehicles.ceiling.h"]


class ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Declared(Group):
    h: Literal["arms_control.new_start.usa.deployed_delivery_vehicles.declared.h"]


class ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Headroom(Group):
    h: Literal["arms_control.new_start.usa.deployed_delivery_vehicles.headroom.h"]


class ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Utilisation(Group):
    h: Literal["arms_control.new_start.usa.deployed_delivery_vehicles.utilisation.h"]


class ArmsControl_NewStart_Usa_DeployedDeliveryVehicles(Group):
    ceiling: ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Ceiling
    declared: ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Declared
    headroom: ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Headroom
    utilisation: ArmsControl_NewStart_Usa_DeployedDeliveryVehicles_Utilisation


class ArmsControl_NewStart_Usa_DeployedWarheads_Ceiling(Group):
    h: Literal["arms_control.new_start.usa.deployed_warheads.ceiling.h"]


class ArmsControl_NewStart_Usa_DeployedWarheads_Declared(Group):
    h: Literal["arms_control.new_start.usa.deployed_warheads.declared.h"]


class ArmsControl_NewStart_Usa_DeployedWarheads_Headroom(Group):
    h: Literal["arms_control.new_start.usa.deployed_warheads.headroom.h"]


class ArmsControl_NewStart_Usa_DeployedWarheads_Utilisation(Group):
    h: Literal["arms_control.new_start.usa.deployed_warheads.utilisation.h"]


class ArmsControl_NewStart_Usa_DeployedWarheads(Group):
    ceiling: ArmsControl_NewStart_Usa_DeployedWarheads_Ceiling
    declared: ArmsControl_NewStart_Usa_DeployedWarheads_Declared
    headroom: ArmsControl_NewStart_Usa_DeployedWarheads_Headroom
    utilisation: ArmsControl_NewStart_Usa_DeployedWarheads_Utilisation


class ArmsControl_NewStart_Usa_Launchers_Ceiling(Group):
    h: Literal["arms_control.new_start.usa.launchers.ceiling.h"]


class ArmsControl_NewStart_Usa_Launchers_Declared(Group):
    h: Literal["arms_control.new_start.usa.launchers.declared.h"]


class ArmsControl_NewStart_Usa_Launchers_Headroom(Group):
    h: Literal["arms_control.new_start.usa.launchers.headroom.h"]


class ArmsControl_NewStart_Usa_Launchers_Utilisation(Group):
    h: Literal["arms_control.new_start.usa.launchers.utilisation.h"]


class ArmsControl_NewStart_Usa_Launchers(Group):
    ceiling: ArmsControl_NewStart_Usa_Launchers_Ceiling
    declared: ArmsControl_NewStart_Usa_Launchers_Declared
    headroom: ArmsControl_NewStart_Usa_Launchers_Headroom
    utilisation: ArmsControl_NewStart_Usa_Launchers_Utilisation


class ArmsControl_NewStart_Usa(Group):
    deployed_delivery_vehicles: ArmsControl_NewStart_Usa_DeployedDeliveryVehicles
    deployed_warheads: ArmsControl_NewStart_Usa_DeployedWarheads
    launchers: ArmsControl_NewStart_Usa_Launchers


class ArmsControl_NewStart(Group):
    days_since_exchange: ArmsControl_NewStart_DaysSinceExchange
    rus: ArmsControl_NewStart_Rus
    usa: ArmsControl_NewStart_Usa


class ArmsControl_Pnet_Rus_GroupExplosionYield_Ceiling(Group):
    a: Literal["arms_control.pnet.rus.group_explosion_yield.ceiling.a"]


class ArmsControl_Pnet_Rus_GroupExplosionYield(Group):
    ceiling: ArmsControl_Pnet_Rus_GroupExplosionYield_Ceiling


class ArmsControl_Pnet_Rus_IndividualExplosionYield_Ceiling(Group):
    a: Literal["arms_control.pnet.rus.individual_explosion_yield.ceiling.a"]


class ArmsControl_Pnet_Rus_IndividualExplosionYield(Group):
    ceiling: ArmsControl_Pnet_Rus_IndividualExplosionYield_Ceiling


class ArmsControl_Pnet_Rus(Group):
    group_explosion_yield: ArmsControl_Pnet_Rus_GroupExplosionYield
    individual_explosion_yield: ArmsControl_Pnet_Rus_IndividualExplosionYield


class ArmsControl_Pnet_Usa_GroupExplosionYield_Ceiling(Group):
    a: Literal["arms_control.pnet.usa.group_explosion_yield.ceiling.a"]


class ArmsControl_Pnet_Usa_GroupExplosionYield(Group):
    ceiling: ArmsControl_Pnet_Usa_GroupExplosionYield_Ceiling


class ArmsControl_Pnet_Usa_IndividualExplosionYield_Ceiling(Group):
    a: Literal["arms_control.pnet.usa.individual_explosion_yield.ceiling.a"]


class ArmsControl_Pnet_Usa_IndividualExplosionYield(Group):
    ceiling: ArmsControl_Pnet_Usa_IndividualExplosionYield_Ceiling


class ArmsControl_Pnet_Usa(Group):
    group_explosion_yield: ArmsControl_Pnet_Usa_GroupExplosionYield
    individual_explosion_yield: ArmsControl_Pnet_Usa_IndividualExplosionYield


class ArmsControl_Pnet(Group):
    rus: ArmsControl_Pnet_Rus
    usa: ArmsControl_Pnet_Usa


class ArmsControl_Salt1_Rus_BallisticMissileSubmarines_Ceiling(Group):
    a: Literal["arms_control.salt_1.rus.ballistic_missile_submarines.ceiling.a"]


class ArmsControl_Salt1_Rus_BallisticMissileSubmarines(Group):
    ceiling: ArmsControl_Salt1_Rus_BallisticMissileSubmarines_Ceiling


class ArmsControl_Salt1_Rus_IcbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.salt_1.rus.icbm_launchers.ceiling.a"]


class ArmsControl_Salt1_Rus_IcbmLaunchers(Group):
    ceiling: ArmsControl_Salt1_Rus_IcbmLaunchers_Ceiling


class ArmsControl_Salt1_Rus_SlbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.salt_1.rus.slbm_launchers.ceiling.a"]


class ArmsControl_Salt1_Rus_SlbmLaunchers(Group):
    ceiling: ArmsControl_Salt1_Rus_SlbmLaunchers_Ceiling


class ArmsControl_Salt1_Rus(Group):
    ballistic_missile_submarines: ArmsControl_Salt1_Rus_BallisticMissileSubmarines
    icbm_launchers: ArmsControl_Salt1_Rus_IcbmLaunchers
    slbm_launchers: ArmsControl_Salt1_Rus_SlbmLaunchers


class ArmsControl_Salt1_Usa_BallisticMissileSubmarines_Ceiling(Group):
    a: Literal["arms_control.salt_1.usa.ballistic_missile_submarines.ceiling.a"]


class ArmsControl_Salt1_Usa_BallisticMissileSubmarines(Group):
    ceiling: ArmsControl_Salt1_Usa_BallisticMissileSubmarines_Ceiling


class ArmsControl_Salt1_Usa_IcbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.salt_1.usa.icbm_launchers.ceiling.a"]


class ArmsControl_Salt1_Usa_IcbmLaunchers(Group):
    ceiling: ArmsControl_Salt1_Usa_IcbmLaunchers_Ceiling


class ArmsControl_Salt1_Usa_SlbmLaunchers_Ceiling(Group):
    a: Literal["arms_control.salt_1.usa.slbm_launchers.ceiling.a"]


class ArmsControl_Salt1_Usa_SlbmLaunchers(Group):
    ceiling: ArmsControl_Salt1_Usa_SlbmLaunchers_Ceiling


class ArmsControl_Salt1_Usa(Group):
    ballistic_missile_submarines: ArmsControl_Salt1_Usa_BallisticMissileSubmarines
    icbm_launchers: ArmsControl_Salt1_Usa_IcbmLaunchers
    slbm_launchers: ArmsControl_Salt1_Usa_SlbmLaunchers


class ArmsControl_Salt1(Group):
    rus: ArmsControl_Salt1_Rus
    usa: ArmsControl_Salt1_Usa


class ArmsControl_Start1_Rus_AccountableWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.accountable_warheads.ceiling.a"]


class ArmsControl_Start1_Rus_AccountableWarheads_Declared(Group):
    h: Literal["arms_control.start_1.rus.accountable_warheads.declared.h"]


class ArmsControl_Start1_Rus_AccountableWarheads(Group):
    ceiling: ArmsControl_Start1_Rus_AccountableWarheads_Ceiling
    declared: ArmsControl_Start1_Rus_AccountableWarheads_Declared


class ArmsControl_Start1_Rus_BallisticMissileWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.ballistic_missile_warheads.ceiling.a"]


class ArmsControl_Start1_Rus_BallisticMissileWarheads(Group):
    ceiling: ArmsControl_Start1_Rus_BallisticMissileWarheads_Ceiling


class ArmsControl_Start1_Rus_DeployedDeliveryVehicles_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.deployed_delivery_vehicles.ceiling.a"]


class ArmsControl_Start1_Rus_DeployedDeliveryVehicles_Declared(Group):
    h: Literal["arms_control.start_1.rus.deployed_delivery_vehicles.declared.h"]


class ArmsControl_Start1_Rus_DeployedDeliveryVehicles(Group):
    ceiling: ArmsControl_Start1_Rus_DeployedDeliveryVehicles_Ceiling
    declared: ArmsControl_Start1_Rus_DeployedDeliveryVehicles_Declared


class ArmsControl_Start1_Rus_DeployedHeavyIcbms_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.deployed_heavy_icbms.ceiling.a"]


class ArmsControl_Start1_Rus_DeployedHeavyIcbms(Group):
    ceiling: ArmsControl_Start1_Rus_DeployedHeavyIcbms_Ceiling


class ArmsControl_Start1_Rus_HeavyIcbmWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.heavy_icbm_warheads.ceiling.a"]


class ArmsControl_Start1_Rus_HeavyIcbmWarheads(Group):
    ceiling: ArmsControl_Start1_Rus_HeavyIcbmWarheads_Ceiling


class ArmsControl_Start1_Rus_MobileIcbmWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.mobile_icbm_warheads.ceiling.a"]


class ArmsControl_Start1_Rus_MobileIcbmWarheads(Group):
    ceiling: ArmsControl_Start1_Rus_MobileIcbmWarheads_Ceiling


class ArmsControl_Start1_Rus_ThrowWeight_Ceiling(Group):
    a: Literal["arms_control.start_1.rus.throw_weight.ceiling.a"]


class ArmsControl_Start1_Rus_ThrowWeight(Group):
    ceiling: ArmsControl_Start1_Rus_ThrowWeight_Ceiling


class ArmsControl_Start1_Rus(Group):
    accountable_warheads: ArmsControl_Start1_Rus_AccountableWarheads
    ballistic_missile_warheads: ArmsControl_Start1_Rus_BallisticMissileWarheads
    deployed_delivery_vehicles: ArmsControl_Start1_Rus_DeployedDeliveryVehicles
    deployed_heavy_icbms: ArmsControl_Start1_Rus_DeployedHeavyIcbms
    heavy_icbm_warheads: ArmsControl_Start1_Rus_HeavyIcbmWarheads
    mobile_icbm_warheads: ArmsControl_Start1_Rus_MobileIcbmWarheads
    throw_weight: ArmsControl_Start1_Rus_ThrowWeight


class ArmsControl_Start1_Usa_AccountableWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.accountable_warheads.ceiling.a"]


class ArmsControl_Start1_Usa_AccountableWarheads_Declared(Group):
    h: Literal["arms_control.start_1.usa.accountable_warheads.declared.h"]


class ArmsControl_Start1_Usa_AccountableWarheads(Group):
    ceiling: ArmsControl_Start1_Usa_AccountableWarheads_Ceiling
    declared: ArmsControl_Start1_Usa_AccountableWarheads_Declared


class ArmsControl_Start1_Usa_BallisticMissileWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.ballistic_missile_warheads.ceiling.a"]


class ArmsControl_Start1_Usa_BallisticMissileWarheads(Group):
    ceiling: ArmsControl_Start1_Usa_BallisticMissileWarheads_Ceiling


class ArmsControl_Start1_Usa_DeployedDeliveryVehicles_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.deployed_delivery_vehicles.ceiling.a"]


class ArmsControl_Start1_Usa_DeployedDeliveryVehicles_Declared(Group):
    h: Literal["arms_control.start_1.usa.deployed_delivery_vehicles.declared.h"]


class ArmsControl_Start1_Usa_DeployedDeliveryVehicles(Group):
    ceiling: ArmsControl_Start1_Usa_DeployedDeliveryVehicles_Ceiling
    declared: ArmsControl_Start1_Usa_DeployedDeliveryVehicles_Declared


class ArmsControl_Start1_Usa_DeployedHeavyIcbms_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.deployed_heavy_icbms.ceiling.a"]


class ArmsControl_Start1_Usa_DeployedHeavyIcbms(Group):
    ceiling: ArmsControl_Start1_Usa_DeployedHeavyIcbms_Ceiling


class ArmsControl_Start1_Usa_HeavyIcbmWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.heavy_icbm_warheads.ceiling.a"]


class ArmsControl_Start1_Usa_HeavyIcbmWarheads(Group):
    ceiling: ArmsControl_Start1_Usa_HeavyIcbmWarheads_Ceiling


class ArmsControl_Start1_Usa_MobileIcbmWarheads_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.mobile_icbm_warheads.ceiling.a"]


class ArmsControl_Start1_Usa_MobileIcbmWarheads(Group):
    ceiling: ArmsControl_Start1_Usa_MobileIcbmWarheads_Ceiling


class ArmsControl_Start1_Usa_ThrowWeight_Ceiling(Group):
    a: Literal["arms_control.start_1.usa.throw_weight.ceiling.a"]


class ArmsControl_Start1_Usa_ThrowWeight(Group):
    ceiling: ArmsControl_Start1_Usa_ThrowWeight_Ceiling


class ArmsControl_Start1_Usa(Group):
    accountable_warheads: ArmsControl_Start1_Usa_AccountableWarheads
    ballistic_missile_warheads: ArmsControl_Start1_Usa_BallisticMissileWarheads
    deployed_delivery_vehicles: ArmsControl_Start1_Usa_DeployedDeliveryVehicles
    deployed_heavy_icbms: ArmsControl_Start1_Usa_DeployedHeavyIcbms
    heavy_icbm_warheads: ArmsControl_Start1_Usa_HeavyIcbmWarheads
    mobile_icbm_warheads: ArmsControl_Start1_Usa_MobileIcbmWarheads
    throw_weight: ArmsControl_Start1_Usa_ThrowWeight


class ArmsControl_Start1(Group):
    rus: ArmsControl_Start1_Rus
    usa: ArmsControl_Start1_Usa


class ArmsControl_Stockpile_Rus_Fas(Group):
    a: Literal["arms_control.stockpile.rus.fas.a"]


class ArmsControl_Stockpile_Rus_Sipri(Group):
    a: Literal["arms_control.stockpile.rus.sipri.a"]


class ArmsControl_Stockpile_Rus(Group):
    fas: ArmsControl_Stockpile_Rus_Fas
    sipri: ArmsControl_Stockpile_Rus_Sipri


class ArmsControl_Stockpile_Usa_Declared(Group):
    a: Literal["arms_control.stockpile.usa.declared.a"]


class ArmsControl_Stockpile_Usa_Fas(Group):
    a: Literal["arms_control.stockpile.usa.fas.a"]


class ArmsControl_Stockpile_Usa_Sipri(Group):
    a: Literal["arms_control.stockpile.usa.sipri.a"]


class ArmsControl_Stockpile_Usa(Group):
    declared: ArmsControl_Stockpile_Usa_Declared
    fas: ArmsControl_Stockpile_Usa_Fas
    sipri: ArmsControl_Stockpile_Usa_Sipri


class ArmsControl_Stockpile(Group):
    rus: ArmsControl_Stockpile_Rus
    usa: ArmsControl_Stockpile_Usa


class ArmsControl_StrategicPlatforms_Rus_Suh(Group):
    a: Literal["arms_control.strategic_platforms.rus.suh.a"]


class ArmsControl_StrategicPlatforms_Rus(Group):
    suh: ArmsControl_StrategicPlatforms_Rus_Suh


class ArmsControl_StrategicPlatforms_Usa_Suh(Group):
    a: Literal["arms_control.strategic_platforms.usa.suh.a"]


class ArmsControl_StrategicPlatforms_Usa(Group):
    suh: ArmsControl_StrategicPlatforms_Usa_Suh


class ArmsControl_StrategicPlatforms(Group):
    rus: ArmsControl_StrategicPlatforms_Rus
    usa: ArmsControl_StrategicPlatforms_Usa


class ArmsControl_StrategicTreatiesInForce(Group):
    m: Literal["arms_control.strategic_treaties_in_force.m"]


class ArmsControl_StrategicWarheads_Rus_Suh(Group):
    a: Literal["arms_control.strategic_warheads.rus.suh.a"]


class ArmsControl_StrategicWarheads_Rus(Group):
    suh: ArmsControl_StrategicWarheads_Rus_Suh


class ArmsControl_StrategicWarheads_Usa_Suh(Group):
    a: Literal["arms_control.strategic_warheads.usa.suh.a"]


class ArmsControl_StrategicWarheads_Usa(Group):
    suh: ArmsControl_StrategicWarheads_Usa_Suh


class ArmsControl_StrategicWarheads(Group):
    rus: ArmsControl_StrategicWarheads_Rus
    usa: ArmsControl_StrategicWarheads_Usa


class ArmsControl_Ttbt_Rus_TestYield_Ceiling(Group):
    a: Literal["arms_control.ttbt.rus.test_yield.ceiling.a"]


class ArmsControl_Ttbt_Rus_TestYield(Group):
    ceiling: ArmsControl_Ttbt_Rus_TestYield_Ceiling


class ArmsControl_Ttbt_Rus(Group):
    test_yield: ArmsControl_Ttbt_Rus_TestYield


class ArmsControl_Ttbt_Usa_TestYield_Ceiling(Group):
    a: Literal["arms_control.ttbt.usa.test_yield.ceiling.a"]


class ArmsControl_Ttbt_Usa_TestYield(Group):
    ceiling: ArmsControl_Ttbt_Usa_TestYield_Ceiling


class ArmsControl_Ttbt_Usa(Group):
    test_yield: ArmsControl_Ttbt_Usa_TestYield


class ArmsControl_Ttbt(Group):
    rus: ArmsControl_Ttbt_Rus
    usa: ArmsControl_Ttbt_Usa


class ArmsControl(Group):
    abm: ArmsControl_Abm
    abm_1974_protocol: ArmsControl_Abm1974Protocol
    cfe: ArmsControl_Cfe
    deployed: ArmsControl_Deployed
    inf: ArmsControl_Inf
    inventory: ArmsControl_Inventory
    limits_in_force: ArmsControl_LimitsInForce
    limits_not_suspended: ArmsControl_LimitsNotSuspended
    limits_suspended: ArmsControl_LimitsSuspended
    new_start: ArmsControl_NewStart
    pnet: ArmsControl_Pnet
    salt_1: ArmsControl_Salt1
    start_1: ArmsControl_Start1
    stockpile: ArmsControl_Stockpile
    strategic_platforms: ArmsControl_StrategicPlatforms
    strategic_treaties_in_force: ArmsControl_StrategicTreatiesInForce
    strategic_warheads: ArmsControl_StrategicWarheads
    ttbt: ArmsControl_Ttbt


class Contacts_AgencyHead_Held(Group):
    a: Literal["contacts.agency_head.held.a"]
    m: Literal["contacts.agency_head.held.m"]
    q: Literal["contacts.agency_head.held.q"]


class Contacts_AgencyHead(Group):
    held: Contacts_AgencyHead_Held


class Contacts_Defence_Held(Group):
    a: Literal["contacts.defence.held.a"]
    m: Literal["contacts.defence.held.m"]
    q: Literal["contacts.defence.held.q"]


class Contacts_Defence(Group):
    held: Contacts_Defence_Held


class Contacts_DeputyMinister_Held(Group):
    a: Literal["contacts.deputy_minister.held.a"]
    m: Literal["contacts.deputy_minister.held.m"]
    q: Literal["contacts.deputy_minister.held.q"]


class Contacts_DeputyMinister(Group):
    held: Contacts_DeputyMinister_Held


class Contacts_ForeignMinister_Calls(Group):
    a: Literal["contacts.foreign_minister.calls.a"]
    m: Literal["contacts.foreign_minister.calls.m"]
    q: Literal["contacts.foreign_minister.calls.q"]


class Contacts_ForeignMinister_Held(Group):
    a: Literal["contacts.foreign_minister.held.a"]
    m: Literal["contacts.foreign_minister.held.m"]
    q: Literal["contacts.foreign_minister.held.q"]


class Contacts_ForeignMinister_Held12M(Group):
    m: Literal["contacts.foreign_minister.held_12m.m"]


class Contacts_ForeignMinister_Meetings(Group):
    a: Literal["contacts.foreign_minister.meetings.a"]
    m: Literal["contacts.foreign_minister.meetings.m"]
    q: Literal["contacts.foreign_minister.meetings.q"]


class Contacts_ForeignMinister(Group):
    calls: Contacts_ForeignMinister_Calls
    held: Contacts_ForeignMinister_Held
    held_12m: Contacts_ForeignMinister_Held12M
    meetings: Contacts_ForeignMinister_Meetings


class Contacts_HeadOfState_Calls(Group):
    a: Literal["contacts.head_of_state.calls.a"]
    m: Literal["contacts.head_of_state.calls.m"]
    q: Literal["contacts.head_of_state.calls.q"]


class Contacts_HeadOfState_DaysSinceLast(Group):
    m: Literal["contacts.head_of_state.days_since_last.m"]
    q: Literal["contacts.head_of_state.days_since_last.q"]


class Contacts_HeadOfState_DaysSinceLastMeeting(Group):
    m: Literal["contacts.head_of_state.days_since_last_meeting.m"]
    q: Literal["contacts.head_of_state.days_since_last_meeting.q"]


class Contacts_HeadOfState_Held(Group):
    a: Literal["contacts.head_of_state.held.a"]
    m: Literal["contacts.head_of_state.held.m"]
    q: Literal["contacts.head_of_state.held.q"]


class Contacts_HeadOfState_Held12M(Group):
    m: Literal["contacts.head_of_state.held_12m.m"]


class Contacts_HeadOfState_InPersonShare(Group):
    a: Literal["contacts.head_of_state.in_person_share.a"]
    q: Literal["contacts.head_of_state.in_person_share.q"]


class Contacts_HeadOfState_LengthMean(Group):
    a: Literal["contacts.head_of_state.length_mean.a"]
    q: Literal["contacts.head_of_state.length_mean.q"]


class Contacts_HeadOfState_Meetings(Group):
    a: Literal["contacts.head_of_state.meetings.a"]
    m: Literal["contacts.head_of_state.meetings.m"]
    q: Literal["contacts.head_of_state.meetings.q"]


class Contacts_HeadOfState_MinutesRecorded(Group):
    a: Literal["contacts.head_of_state.minutes_recorded.a"]
    q: Literal["contacts.head_of_state.minutes_recorded.q"]


class Contacts_HeadOfState_Presence(Group):
    a: Literal["contacts.head_of_state.presence.a"]
    m: Literal["contacts.head_of_state.presence.m"]
    q: Literal["contacts.head_of_state.presence.q"]


class Contacts_HeadOfState_Timed(Group):
    a: Literal["contacts.head_of_state.timed.a"]
    q: Literal["contacts.head_of_state.timed.q"]


class Contacts_HeadOfState_TimedShare(Group):
    a: Literal["contacts.head_of_state.timed_share.a"]
    q: Literal["contacts.head_of_state.timed_share.q"]


class Contacts_HeadOfState(Group):
    calls: Contacts_HeadOfState_Calls
    days_since_last: Contacts_HeadOfState_DaysSinceLast
    days_since_last_meeting: Contacts_HeadOfState_DaysSinceLastMeeting
    held: Contacts_HeadOfState_Held
    held_12m: Contacts_HeadOfState_Held12M
    in_person_share: Contacts_HeadOfState_InPersonShare
    length_mean: Contacts_HeadOfState_LengthMean
    meetings: Contacts_HeadOfState_Meetings
    minutes_recorded: Contacts_HeadOfState_MinutesRecorded
    presence: Contacts_HeadOfState_Presence
    timed: Contacts_HeadOfState_Timed
    timed_share: Contacts_HeadOfState_TimedShare


class Contacts_HeadOfStateOther_Held(Group):
    a: Literal["contacts.head_of_state_other.held.a"]
    m: Literal["contacts.head_of_state_other.held.m"]
    q: Literal["contacts.head_of_state_other.held.q"]


class Contacts_HeadOfStateOther(Group):
    held: Contacts_HeadOfStateOther_Held


class Contacts_Legislature_Held(Group):
    a: Literal["contacts.legislature.held.a"]
    m: Literal["contacts.legislature.held.m"]
    q: Literal["contacts.legislature.held.q"]


class Contacts_Legislature(Group):
    held: Contacts_Legislature_Held


class Contacts_SecurityCouncil_Held(Group):
    a: Literal["contacts.security_council.held.a"]
    m: Literal["contacts.security_council.held.m"]
    q: Literal["contacts.security_council.held.q"]


class Contacts_SecurityCouncil(Group):
    held: Contacts_SecurityCouncil_Held


class Contacts_Senior_Held(Group):
    a: Literal["contacts.senior.held.a"]
    q: Literal["contacts.senior.held.q"]


class Contacts_Senior(Group):
    held: Contacts_Senior_Held


class Contacts_SpecialEnvoy_Held(Group):
    a: Literal["contacts.special_envoy.held.a"]
    m: Literal["contacts.special_envoy.held.m"]
    q: Literal["contacts.special_envoy.held.q"]


class Contacts_SpecialEnvoy_WithRussianPresident(Group):
    a: Literal["contacts.special_envoy.with_russian_president.a"]
    q: Literal["contacts.special_envoy.with_russian_president.q"]


class Contacts_SpecialEnvoy(Group):
    held: Contacts_SpecialEnvoy_Held
    with_russian_president: Contacts_SpecialEnvoy_WithRussianPresident


class Contacts_Technical_Held(Group):
    a: Literal["contacts.technical.held.a"]
    m: Literal["contacts.technical.held.m"]
    q: Literal["contacts.technical.held.q"]


class Contacts_Technical(Group):
    held: Contacts_Technical_Held


class Contacts(Group):
    agency_head: Contacts_AgencyHead
    defence: Contacts_Defence
    deputy_minister: Contacts_DeputyMinister
    foreign_minister: Contacts_ForeignMinister
    head_of_state: Contacts_HeadOfState
    head_of_state_other: Contacts_HeadOfStateOther
    legislature: Contacts_Legislature
    security_council: Contacts_SecurityCouncil
    senior: Contacts_Senior
    special_envoy: Contacts_SpecialEnvoy
    technical: Contacts_Technical


class Polls_Rus_EuAttitude_Levada_Bad(Group):
    m: Literal["polls.rus.eu_attitude.levada.bad.m"]


class Polls_Rus_EuAttitude_Levada_Good(Group):
    m: Literal["polls.rus.eu_attitude.levada.good.m"]


class Polls_Rus_EuAttitude_Levada_Net(Group):
    m: Literal["polls.rus.eu_attitude.levada.net.m"]


class Polls_Rus_EuAttitude_Levada(Group):
    bad: Polls_Rus_EuAttitude_Levada_Bad
    good: Polls_Rus_EuAttitude_Levada_Good
    net: Polls_Rus_EuAttitude_Levada_Net


class Polls_Rus_EuAttitude(Group):
    levada: Polls_Rus_EuAttitude_Levada


class Polls_Rus_HostileCountries_Levada_NamesUsa(Group):
    a: Literal["polls.rus.hostile_countries.levada.names_usa.a"]


class Polls_Rus_HostileCountries_Levada(Group):
    names_usa: Polls_Rus_HostileCountries_Levada_NamesUsa


class Polls_Rus_HostileCountries(Group):
    levada: Polls_Rus_HostileCountries_Levada


class Polls_Rus_PutinApproval_Levada_Approve(Group):
    m: Literal["polls.rus.putin_approval.levada.approve.m"]


class Polls_Rus_PutinApproval_Levada_Disapprove(Group):
    m: Literal["polls.rus.putin_approval.levada.disapprove.m"]


class Polls_Rus_PutinApproval_Levada_Net(Group):
    m: Literal["polls.rus.putin_approval.levada.net.m"]


class Polls_Rus_PutinApproval_Levada(Group):
    approve: Polls_Rus_PutinApproval_Levada_Approve
    disapprove: Polls_Rus_PutinApproval_Levada_Disapprove
    net: Polls_Rus_PutinApproval_Levada_Net


class Polls_Rus_PutinApproval(Group):
    levada: Polls_Rus_PutinApproval_Levada


class Polls_Rus_UsPresidentConfidence_Pew_Confidence(Group):
    a: Literal["polls.rus.us_president_confidence.pew.confidence.a"]


class Polls_Rus_UsPresidentConfidence_Pew(Group):
    confidence: Polls_Rus_UsPresidentConfidence_Pew_Confidence


class Polls_Rus_UsPresidentConfidence(Group):
    pew: Polls_Rus_UsPresidentConfidence_Pew


class Polls_Rus_UsaAttitude_Levada_Bad(Group):
    a: Literal["polls.rus.usa_attitude.levada.bad.a"]
    m: Literal["polls.rus.usa_attitude.levada.bad.m"]


class Polls_Rus_UsaAttitude_Levada_Good(Group):
    a: Literal["polls.rus.usa_attitude.levada.good.a"]
    m: Literal["polls.rus.usa_attitude.levada.good.m"]


class Polls_Rus_UsaAttitude_Levada_Net(Group):
    a: Literal["polls.rus.usa_attitude.levada.net.a"]
    m: Literal["polls.rus.usa_attitude.levada.net.m"]


class Polls_Rus_UsaAttitude_Levada(Group):
    bad: Polls_Rus_UsaAttitude_Levada_Bad
    good: Polls_Rus_UsaAttitude_Levada_Good
    net: Polls_Rus_UsaAttitude_Levada_Net


class Polls_Rus_UsaAttitude_LevadaChart_Good(Group):
    m: Literal["polls.rus.usa_attitude.levada_chart.good.m"]


class Polls_Rus_UsaAttitude_LevadaChart(Group):
    good: Polls_Rus_UsaAttitude_LevadaChart_Good


class Polls_Rus_UsaAttitude_LevadaYearmean_Good(Group):
    a: Literal["polls.rus.usa_attitude.levada_yearmean.good.a"]


class Polls_Rus_UsaAttitude_LevadaYearmean(Group):
    good: Polls_Rus_UsaAttitude_LevadaYearmean_Good


class Polls_Rus_UsaAttitude(Group):
    levada: Polls_Rus_UsaAttitude_Levada
    levada_chart: Polls_Rus_UsaAttitude_LevadaChart
    levada_yearmean: Polls_Rus_UsaAttitude_LevadaYearmean


class Polls_Rus_UsaFavourable_Pew_Favourable(Group):
    a: Literal["polls.rus.usa_favourable.pew.favourable.a"]


class Polls_Rus_UsaFavourable_Pew(Group):
    favourable: Polls_Rus_UsaFavourable_Pew_Favourable


class Polls_Rus_UsaFavourable(Group):
    pew: Polls_Rus_UsaFavourable_Pew


class Polls_Rus(Group):
    eu_attitude: Polls_Rus_EuAttitude
    hostile_countries: Polls_Rus_HostileCountries
    putin_approval: Polls_Rus_PutinApproval
    us_president_confidence: Polls_Rus_UsPresidentConfidence
    usa_attitude: Polls_Rus_UsaAttitude
    usa_favourable: Polls_Rus_UsaFavourable


class Polls_Usa_GreatestEnemy_Gallup_NamesRussia(Group):
    a: Literal["polls.usa.greatest_enemy.gallup.names_russia.a"]


class Polls_Usa_GreatestEnemy_Gallup(Group):
    names_russia: Polls_Usa_GreatestEnemy_Gallup_NamesRussia


class Polls_Usa_GreatestEnemy(Group):
    gallup: Polls_Usa_GreatestEnemy_Gallup


class Polls_Usa_PutinConfidence_Pew_Confidence(Group):
    a: Literal["polls.usa.putin_confidence.pew.confidence.a"]


class Polls_Usa_PutinConfidence_Pew(Group):
    confidence: Polls_Usa_PutinConfidence_Pew_Confidence


class Polls_Usa_PutinConfidence(Group):
    pew: Polls_Usa_PutinConfidence_Pew


class Polls_Usa_PutinFavourable_Gallup_Favourable(Group):
    a: Literal["polls.usa.putin_favourable.gallup.favourable.a"]


class Polls_Usa_PutinFavourable_Gallup_Net(Group):
    a: Literal["polls.usa.putin_favourable.gallup.net.a"]


class Polls_Usa_PutinFavourable_Gallup_Unfavourable(Group):
    a: Literal["polls.usa.putin_favourable.gallup.unfavourable.a"]


class Polls_Usa_PutinFavourable_Gallup(Group):
    favourable: Polls_Usa_PutinFavourable_Gallup_Favourable
    net: Polls_Usa_PutinFavourable_Gallup_Net
    unfavourable: Polls_Usa_PutinFavourable_Gallup_Unfavourable


class Polls_Usa_PutinFavourable(Group):
    gallup: Polls_Usa_PutinFavourable_Gallup


class Polls_Usa_RussiaFavourable_Favourable(Group):
    m: Literal["polls.usa.russia_favourable.favourable.m"]


class Polls_Usa_RussiaFavourable_Gallup_Favourable(Group):
    a: Literal["polls.usa.russia_favourable.gallup.favourable.a"]
    m: Literal["polls.usa.russia_favourable.gallup.favourable.m"]


class Polls_Usa_RussiaFavourable_Gallup_Net(Group):
    a: Literal["polls.usa.russia_favourable.gallup.net.a"]
    m: Literal["polls.usa.russia_favourable.gallup.net.m"]


class Polls_Usa_RussiaFavourable_Gallup_Unfavourable(Group):
    a: Literal["polls.usa.russia_favourable.gallup.unfavourable.a"]
    m: Literal["polls.usa.russia_favourable.gallup.unfavourable.m"]


class Polls_Usa_RussiaFavourable_Gallup(Group):
    favourable: Polls_Usa_RussiaFavourable_Gallup_Favourable
    net: Polls_Usa_RussiaFavourable_Gallup_Net
    unfavourable: Polls_Usa_RussiaFavourable_Gallup_Unfavourable


class Polls_Usa_RussiaFavourable_Net(Group):
    m: Literal["polls.usa.russia_favourable.net.m"]


class Polls_Usa_RussiaFavourable_Pew_Favourable(Group):
    a: Literal["polls.usa.russia_favourable.pew.favourable.a"]
    m: Literal["polls.usa.russia_favourable.pew.favourable.m"]


class Polls_Usa_RussiaFavourable_Pew_Net(Group):
    m: Literal["polls.usa.russia_favourable.pew.net.m"]


class Polls_Usa_RussiaFavourable_Pew_Unfavourable(Group):
    m: Literal["polls.usa.russia_favourable.pew.unfavourable.m"]


class Polls_Usa_RussiaFavourable_Pew(Group):
    favourable: Polls_Usa_RussiaFavourable_Pew_Favourable
    net: Polls_Usa_RussiaFavourable_Pew_Net
    unfavourable: Polls_Usa_RussiaFavourable_Pew_Unfavourable


class Polls_Usa_RussiaFavourable_Unfavourable(Group):
    m: Literal["polls.usa.russia_favourable.unfavourable.m"]


class Polls_Usa_RussiaFavourable(Group):
    favourable: Polls_Usa_RussiaFavourable_Favourable
    gallup: Polls_Usa_RussiaFavourable_Gallup
    net: Polls_Usa_RussiaFavourable_Net
    pew: Polls_Usa_RussiaFavourable_Pew
    unfavourable: Polls_Usa_RussiaFavourable_Unfavourable


class Polls_Usa_RussiaMilitaryThreat_Gallup_Critical(Group):
    a: Literal["polls.usa.russia_military_threat.gallup.critical.a"]


class Polls_Usa_RussiaMilitaryThreat_Gallup(Group):
    critical: Polls_Usa_RussiaMilitaryThreat_Gallup_Critical


class Polls_Usa_RussiaMilitaryThreat(Group):
    gallup: Polls_Usa_RussiaMilitaryThreat_Gallup


class Polls_Usa_RussiaRole_Pew_Enemy(Group):
    m: Literal["polls.usa.russia_role.pew.enemy.m"]


class Polls_Usa_RussiaRole_Pew(Group):
    enemy: Polls_Usa_RussiaRole_Pew_Enemy


class Polls_Usa_RussiaRole(Group):
    pew: Polls_Usa_RussiaRole_Pew


class Polls_Usa_TrumpApproval_Approve(Group):
    m: Literal["polls.usa.trump_approval.approve.m"]


class Polls_Usa_TrumpApproval_Disapprove(Group):
    m: Literal["polls.usa.trump_approval.disapprove.m"]


class Polls_Usa_TrumpApproval_Gallup_Approve(Group):
    m: Literal["polls.usa.trump_approval.gallup.approve.m"]


class Polls_Usa_TrumpApproval_Gallup_Disapprove(Group):
    m: Literal["polls.usa.trump_approval.gallup.disapprove.m"]


class Polls_Usa_TrumpApproval_Gallup_Net(Group):
    m: Literal["polls.usa.trump_approval.gallup.net.m"]


class Polls_Usa_TrumpApproval_Gallup(Group):
    approve: Polls_Usa_TrumpApproval_Gallup_Approve
    disapprove: Polls_Usa_TrumpApproval_Gallup_Disapprove
    net: Polls_Usa_TrumpApproval_Gallup_Net


class Polls_Usa_TrumpApproval_Ipsos_Approve(Group):
    m: Literal["polls.usa.trump_approval.ipsos.approve.m"]


class Polls_Usa_TrumpApproval_Ipsos_Disapprove(Group):
    m: Literal["polls.usa.trump_approval.ipsos.disapprove.m"]


class Polls_Usa_TrumpApproval_Ipsos_Net(Group):
    m: Literal["polls.usa.trump_approval.ipsos.net.m"]


class Polls_Usa_TrumpApproval_Ipsos(Group):
    approve: Polls_Usa_TrumpApproval_Ipsos_Approve
    disapprove: Polls_Usa_TrumpApproval_Ipsos_Disapprove
    net: Polls_Usa_TrumpApproval_Ipsos_Net


class Polls_Usa_TrumpApproval_Net(Group):
    m: Literal["polls.usa.trump_approval.net.m"]


class Polls_Usa_TrumpApproval_Pew_Approve(Group):
    m: Literal["polls.usa.trump_approval.pew.approve.m"]


class Polls_Usa_TrumpApproval_Pew_Disapprove(Group):
    m: Literal["polls.usa.trump_approval.pew.disapprove.m"]


class Polls_Usa_TrumpApproval_Pew_Net(Group):
    m: Literal["polls.usa.trump_approval.pew.net.m"]


class Polls_Usa_TrumpApproval_Pew(Group):
    approve: Polls_Usa_TrumpApproval_Pew_Approve
    disapprove: Polls_Usa_TrumpApproval_Pew_Disapprove
    net: Polls_Usa_TrumpApproval_Pew_Net


class Polls_Usa_TrumpApproval(Group):
    approve: Polls_Usa_TrumpApproval_Approve
    disapprove: Polls_Usa_TrumpApproval_Disapprove
    gallup: Polls_Usa_TrumpApproval_Gallup
    ipsos: Polls_Usa_TrumpApproval_Ipsos
    net: Polls_Usa_TrumpApproval_Net
    pew: Polls_Usa_TrumpApproval_Pew


class Polls_Usa_TrumpForeignPolicy_Approve(Group):
    m: Literal["polls.usa.trump_foreign_policy.approve.m"]


class Polls_Usa_TrumpForeignPolicy_Gallup_Approve(Group):
    m: Literal["polls.usa.trump_foreign_policy.gallup.approve.m"]


class Polls_Usa_TrumpForeignPolicy_Gallup_Net(Group):
    m: Literal["polls.usa.trump_foreign_policy.gallup.net.m"]


class Polls_Usa_TrumpForeignPolicy_Gallup(Group):
    approve: Polls_Usa_TrumpForeignPolicy_Gallup_Approve
    net: Polls_Usa_TrumpForeignPolicy_Gallup_Net


class Polls_Usa_TrumpForeignPolicy_Ipsos_Approve(Group):
    m: Literal["polls.usa.trump_foreign_policy.ipsos.approve.m"]


class Polls_Usa_TrumpForeignPolicy_Ipsos_Net(Group):
    m: Literal["polls.usa.trump_foreign_policy.ipsos.net.m"]


class Polls_Usa_TrumpForeignPolicy_Ipsos(Group):
    approve: Polls_Usa_TrumpForeignPolicy_Ipsos_Approve
    net: Polls_Usa_TrumpForeignPolicy_Ipsos_Net


class Polls_Usa_TrumpForeignPolicy_Net(Group):
    m: Literal["polls.usa.trump_foreign_policy.net.m"]


class Polls_Usa_TrumpForeignPolicy(Group):
    approve: Polls_Usa_TrumpForeignPolicy_Approve
    gallup: Polls_Usa_TrumpForeignPolicy_Gallup
    ipsos: Polls_Usa_TrumpForeignPolicy_Ipsos
    net: Polls_Usa_TrumpForeignPolicy_Net


class Polls_Usa_TrumpRussia_Approve(Group):
    m: Literal["polls.usa.trump_russia.approve.m"]


class Polls_Usa_TrumpRussia_Disapprove(Group):
    m: Literal["polls.usa.trump_russia.disapprove.m"]


class Polls_Usa_TrumpRussia_Ipsos_Approve(Group):
    m: Literal["polls.usa.trump_russia.ipsos.approve.m"]


class Polls_Usa_TrumpRussia_Ipsos_Disapprove(Group):
    m: Literal["polls.usa.trump_russia.ipsos.disapprove.m"]


class Polls_Usa_TrumpRussia_Ipsos_Net(Group):
    m: Literal["polls.usa.trump_russia.ipsos.net.m"]


class Polls_Usa_TrumpRussia_Ipsos(Group):
    approve: Polls_Usa_TrumpRussia_Ipsos_Approve
    disapprove: Polls_Usa_TrumpRussia_Ipsos_Disapprove
    net: Polls_Usa_TrumpRussia_Ipsos_Net


class Polls_Usa_TrumpRussia_Net(Group):
    m: Literal["polls.usa.trump_russia.net.m"]


class Polls_Usa_TrumpRussia(Group):
    approve: Polls_Usa_TrumpRussia_Approve
    disapprove: Polls_Usa_TrumpRussia_Disapprove
    ipsos: Polls_Usa_TrumpRussia_Ipsos
    net: Polls_Usa_TrumpRussia_Net


class Polls_Usa_TrumpUkraine_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.approve.m"]


class Polls_Usa_TrumpUkraine_Atlasintel_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.atlasintel.approve.m"]


class Polls_Usa_TrumpUkraine_Atlasintel_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.atlasintel.disapprove.m"]


class Polls_Usa_TrumpUkraine_Atlasintel_Net(Group):
    m: Literal["polls.usa.trump_ukraine.atlasintel.net.m"]


class Polls_Usa_TrumpUkraine_Atlasintel(Group):
    approve: Polls_Usa_TrumpUkraine_Atlasintel_Approve
    disapprove: Polls_Usa_TrumpUkraine_Atlasintel_Disapprove
    net: Polls_Usa_TrumpUkraine_Atlasintel_Net


class Polls_Usa_TrumpUkraine_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.disapprove.m"]


class Polls_Usa_TrumpUkraine_EconomistYougov_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.economist_yougov.approve.m"]


class Polls_Usa_TrumpUkraine_EconomistYougov_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.economist_yougov.disapprove.m"]


class Polls_Usa_TrumpUkraine_EconomistYougov_Net(Group):
    m: Literal["polls.usa.trump_ukraine.economist_yougov.net.m"]


class Polls_Usa_TrumpUkraine_EconomistYougov(Group):
    approve: Polls_Usa_TrumpUkraine_EconomistYougov_Approve
    disapprove: Polls_Usa_TrumpUkraine_EconomistYougov_Disapprove
    net: Polls_Usa_TrumpUkraine_EconomistYougov_Net


class Polls_Usa_TrumpUkraine_Gallup_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.gallup.approve.m"]


class Polls_Usa_TrumpUkraine_Gallup_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.gallup.disapprove.m"]


class Polls_Usa_TrumpUkraine_Gallup_Net(Group):
    m: Literal["polls.usa.trump_ukraine.gallup.net.m"]


class Polls_Usa_TrumpUkraine_Gallup(Group):
    approve: Polls_Usa_TrumpUkraine_Gallup_Approve
    disapprove: Polls_Usa_TrumpUkraine_Gallup_Disapprove
    net: Polls_Usa_TrumpUkraine_Gallup_Net


class Polls_Usa_TrumpUkraine_Ipsos_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.ipsos.approve.m"]


class Polls_Usa_TrumpUkraine_Ipsos_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.ipsos.disapprove.m"]


class Polls_Usa_TrumpUkraine_Ipsos_Net(Group):
    m: Literal["polls.usa.trump_ukraine.ipsos.net.m"]


class Polls_Usa_TrumpUkraine_Ipsos(Group):
    approve: Polls_Usa_TrumpUkraine_Ipsos_Approve
    disapprove: Polls_Usa_TrumpUkraine_Ipsos_Disapprove
    net: Polls_Usa_TrumpUkraine_Ipsos_Net


class Polls_Usa_TrumpUkraine_Marquette_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.marquette.approve.m"]


class Polls_Usa_TrumpUkraine_Marquette_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.marquette.disapprove.m"]


class Polls_Usa_TrumpUkraine_Marquette_Net(Group):
    m: Literal["polls.usa.trump_ukraine.marquette.net.m"]


class Polls_Usa_TrumpUkraine_Marquette(Group):
    approve: Polls_Usa_TrumpUkraine_Marquette_Approve
    disapprove: Polls_Usa_TrumpUkraine_Marquette_Disapprove
    net: Polls_Usa_TrumpUkraine_Marquette_Net


class Polls_Usa_TrumpUkraine_Net(Group):
    m: Literal["polls.usa.trump_ukraine.net.m"]


class Polls_Usa_TrumpUkraine_NytSiena_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.nyt_siena.approve.m"]


class Polls_Usa_TrumpUkraine_NytSiena_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.nyt_siena.disapprove.m"]


class Polls_Usa_TrumpUkraine_NytSiena_Net(Group):
    m: Literal["polls.usa.trump_ukraine.nyt_siena.net.m"]


class Polls_Usa_TrumpUkraine_NytSiena(Group):
    approve: Polls_Usa_TrumpUkraine_NytSiena_Approve
    disapprove: Polls_Usa_TrumpUkraine_NytSiena_Disapprove
    net: Polls_Usa_TrumpUkraine_NytSiena_Net


class Polls_Usa_TrumpUkraine_Quinnipiac_Approve(Group):
    m: Literal["polls.usa.trump_ukraine.quinnipiac.approve.m"]


class Polls_Usa_TrumpUkraine_Quinnipiac_Disapprove(Group):
    m: Literal["polls.usa.trump_ukraine.quinnipiac.disapprove.m"]


class Polls_Usa_TrumpUkraine_Quinnipiac_Net(Group):
    m: Literal["polls.usa.trump_ukraine.quinnipiac.net.m"]


class Polls_Usa_TrumpUkraine_Quinnipiac(Group):
    approve: Polls_Usa_TrumpUkraine_Quinnipiac_Approve
    disapprove: Polls_Usa_TrumpUkraine_Quinnipiac_Disapprove
    net: Polls_Usa_TrumpUkraine_Quinnipiac_Net


class Polls_Usa_TrumpUkraine(Group):
    approve: Polls_Usa_TrumpUkraine_Approve
    atlasintel: Polls_Usa_TrumpUkraine_Atlasintel
    disapprove: Polls_Usa_TrumpUkraine_Disapprove
    economist_yougov: Polls_Usa_TrumpUkraine_EconomistYougov
    gallup: Polls_Usa_TrumpUkraine_Gallup
    ipsos: Polls_Usa_TrumpUkraine_Ipsos
    marquette: Polls_Usa_TrumpUkraine_Marquette
    net: Polls_Usa_TrumpUkraine_Net
    nyt_siena: Polls_Usa_TrumpUkraine_NytSiena
    quinnipiac: Polls_Usa_TrumpUkraine_Quinnipiac


class Polls_Usa(Group):
    greatest_enemy: Polls_Usa_GreatestEnemy
    putin_confidence: Polls_Usa_PutinConfidence
    putin_favourable: Polls_Usa_PutinFavourable
    russia_favourable: Polls_Usa_RussiaFavourable
    russia_military_threat: Polls_Usa_RussiaMilitaryThreat
    russia_role: Polls_Usa_RussiaRole
    trump_approval: Polls_Usa_TrumpApproval
    trump_foreign_policy: Polls_Usa_TrumpForeignPolicy
    trump_russia: Polls_Usa_TrumpRussia
    trump_ukraine: Polls_Usa_TrumpUkraine


class Polls(Group):
    rus: Polls_Rus
    usa: Polls_Usa


class Sanctions_Cnas_EntityListAdditions(Group):
    a: Literal["sanctions.cnas.entity_list_additions.a"]


class Sanctions_Cnas_SdnPersonsAdded(Group):
    a: Literal["sanctions.cnas.sdn_persons_added.a"]


class Sanctions_Cnas(Group):
    entity_list_additions: Sanctions_Cnas_EntityListAdditions
    sdn_persons_added: Sanctions_Cnas_SdnPersonsAdded


class Sanctions_Eu_AssetFreezes(Group):
    m: Literal["sanctions.eu.asset_freezes.m"]
    q: Literal["sanctions.eu.asset_freezes.q"]


class Sanctions_Eu_AssetFreezesEntity(Group):
    m: Literal["sanctions.eu.asset_freezes_entity.m"]
    q: Literal["sanctions.eu.asset_freezes_entity.q"]


class Sanctions_Eu_AssetFreezesIndividual(Group):
    m: Literal["sanctions.eu.asset_freezes_individual.m"]
    q: Literal["sanctions.eu.asset_freezes_individual.q"]


class Sanctions_Eu_EndUsers(Group):
    m: Literal["sanctions.eu.end_users.m"]
    q: Literal["sanctions.eu.end_users.q"]


class Sanctions_Eu_EntitiesListed(Group):
    m: Literal["sanctions.eu.entities_listed.m"]


class Sanctions_Eu_IndividualsListed(Group):
    m: Literal["sanctions.eu.individuals_listed.m"]


class Sanctions_Eu_Packages(Group):
    m: Literal["sanctions.eu.packages.m"]
    q: Literal["sanctions.eu.packages.q"]


class Sanctions_Eu_Vessels(Group):
    m: Literal["sanctions.eu.vessels.m"]
    q: Literal["sanctions.eu.vessels.q"]


class Sanctions_Eu_VesselsListed(Group):
    m: Literal["sanctions.eu.vessels_listed.m"]


class Sanctions_Eu(Group):
    asset_freezes: Sanctions_Eu_AssetFreezes
    asset_freezes_entity: Sanctions_Eu_AssetFreezesEntity
    asset_freezes_individual: Sanctions_Eu_AssetFreezesIndividual
    end_users: Sanctions_Eu_EndUsers
    entities_listed: Sanctions_Eu_EntitiesListed
    individuals_listed: Sanctions_Eu_IndividualsListed
    packages: Sanctions_Eu_Packages
    vessels: Sanctions_Eu_Vessels
    vessels_listed: Sanctions_Eu_VesselsListed


class Sanctions_Ofac_BpiRussiaEo14024_Entries(Group):
    d: Literal["sanctions.ofac.bpi_russia_eo14024.entries.d"]


class Sanctions_Ofac_BpiRussiaEo14024(Group):
    entries: Sanctions_Ofac_BpiRussiaEo14024_Entries


class Sanctions_Ofac_CaatsaRussia_Entries(Group):
    d: Literal["sanctions.ofac.caatsa_russia.entries.d"]


class Sanctions_Ofac_CaatsaRussia(Group):
    entries: Sanctions_Ofac_CaatsaRussia_Entries


class Sanctions_Ofac_Magnit_Entries(Group):
    d: Literal["sanctions.ofac.magnit.entries.d"]


class Sanctions_Ofac_Magnit(Group):
    entries: Sanctions_Ofac_Magnit_Entries


class Sanctions_Ofac_Peesa_Entries(Group):
    d: Literal["sanctions.ofac.peesa.entries.d"]


class Sanctions_Ofac_Peesa(Group):
    entries: Sanctions_Ofac_Peesa_Entries


class Sanctions_Ofac_PeesaEo_Entries(Group):
    d: Literal["sanctions.ofac.peesa_eo.entries.d"]


class Sanctions_Ofac_PeesaEo(Group):
    entries: Sanctions_Ofac_PeesaEo_Entries


class Sanctions_Ofac_PeesaEo14039_Entries(Group):
    d: Literal["sanctions.ofac.peesa_eo14039.entries.d"]


class Sanctions_Ofac_PeesaEo14039(Group):
    entries: Sanctions_Ofac_PeesaEo14039_Entries


class Sanctions_Ofac_Russia_Additions(Group):
    m: Literal["sanctions.ofac.russia.additions.m"]
    q: Literal["sanctions.ofac.russia.additions.q"]


class Sanctions_Ofac_Russia_Change(Group):
    m: Literal["sanctions.ofac.russia.change.m"]


class Sanctions_Ofac_Russia_Entries(Group):
    d: Literal["sanctions.ofac.russia.entries.d"]
    m: Literal["sanctions.ofac.russia.entries.m"]
    q: Literal["sanctions.ofac.russia.entries.q"]


class Sanctions_Ofac_Russia_Reclassified(Group):
    m: Literal["sanctions.ofac.russia.reclassified.m"]


class Sanctions_Ofac_Russia_Removals(Group):
    m: Literal["sanctions.ofac.russia.removals.m"]
    q: Literal["sanctions.ofac.russia.removals.q"]


class Sanctions_Ofac_Russia(Group):
    additions: Sanctions_Ofac_Russia_Additions
    change: Sanctions_Ofac_Russia_Change
    entries: Sanctions_Ofac_Russia_Entries
    reclassified: Sanctions_Ofac_Russia_Reclassified
    removals: Sanctions_Ofac_Russia_Removals


class Sanctions_Ofac_RussiaAddress_Additions(Group):
    m: Literal["sanctions.ofac.russia_address.additions.m"]
    q: Literal["sanctions.ofac.russia_address.additions.q"]


class Sanctions_Ofac_RussiaAddress_Entries(Group):
    m: Literal["sanctions.ofac.russia_address.entries.m"]
    q: Literal["sanctions.ofac.russia_address.entries.q"]


class Sanctions_Ofac_RussiaAddress_Removals(Group):
    m: Literal["sanctions.ofac.russia_address.removals.m"]
    q: Literal["sanctions.ofac.russia_address.removals.q"]


class Sanctions_Ofac_RussiaAddress(Group):
    additions: Sanctions_Ofac_RussiaAddress_Additions
    entries: Sanctions_Ofac_RussiaAddress_Entries
    removals: Sanctions_Ofac_RussiaAddress_Removals


class Sanctions_Ofac_RussiaAircraft_Entries(Group):
    d: Literal["sanctions.ofac.russia_aircraft.entries.d"]
    q: Literal["sanctions.ofac.russia_aircraft.entries.q"]


class Sanctions_Ofac_RussiaAircraft(Group):
    entries: Sanctions_Ofac_RussiaAircraft_Entries


class Sanctions_Ofac_RussiaEntity_Additions(Group):
    m: Literal["sanctions.ofac.russia_entity.additions.m"]
    q: Literal["sanctions.ofac.russia_entity.additions.q"]


class Sanctions_Ofac_RussiaEntity_Entries(Group):
    d: Literal["sanctions.ofac.russia_entity.entries.d"]
    q: Literal["sanctions.ofac.russia_entity.entries.q"]


class Sanctions_Ofac_RussiaEntity_Removals(Group):
    m: Literal["sanctions.ofac.russia_entity.removals.m"]
    q: Literal["sanctions.ofac.russia_entity.removals.q"]


class Sanctions_Ofac_RussiaEntity(Group):
    additions: Sanctions_Ofac_RussiaEntity_Additions
    entries: Sanctions_Ofac_RussiaEntity_Entries
    removals: Sanctions_Ofac_RussiaEntity_Removals


class Sanctions_Ofac_RussiaEo14024_Entries(Group):
    d: Literal["sanctions.ofac.russia_eo14024.entries.d"]
    m: Literal["sanctions.ofac.russia_eo14024.entries.m"]
    q: Literal["sanctions.ofac.russia_eo14024.entries.q"]


class Sanctions_Ofac_RussiaEo14024(Group):
    entries: Sanctions_Ofac_RussiaEo14024_Entries


class Sanctions_Ofac_RussiaEo14065_Entries(Group):
    d: Literal["sanctions.ofac.russia_eo14065.entries.d"]


class Sanctions_Ofac_RussiaEo14065(Group):
    entries: Sanctions_Ofac_RussiaEo14065_Entries


class Sanctions_Ofac_RussiaIndividual_Additions(Group):
    m: Literal["sanctions.ofac.russia_individual.additions.m"]
    q: Literal["sanctions.ofac.russia_individual.additions.q"]


class Sanctions_Ofac_RussiaIndividual_Entries(Group):
    d: Literal["sanctions.ofac.russia_individual.entries.d"]
    q: Literal["sanctions.ofac.russia_individual.entries.q"]


class Sanctions_Ofac_RussiaIndividual_Removals(Group):
    m: Literal["sanctions.ofac.russia_individual.removals.m"]
    q: Literal["sanctions.ofac.russia_individual.removals.q"]


class Sanctions_Ofac_RussiaIndividual(Group):
    additions: Sanctions_Ofac_RussiaIndividual_Additions
    entries: Sanctions_Ofac_RussiaIndividual_Entries
    removals: Sanctions_Ofac_RussiaIndividual_Removals


class Sanctions_Ofac_RussiaShare_Entries(Group):
    d: Literal["sanctions.ofac.russia_share.entries.d"]


class Sanctions_Ofac_RussiaShare(Group):
    entries: Sanctions_Ofac_RussiaShare_Entries


class Sanctions_Ofac_RussiaVessel_Additions(Group):
    m: Literal["sanctions.ofac.russia_vessel.additions.m"]
    q: Literal["sanctions.ofac.russia_vessel.additions.q"]


class Sanctions_Ofac_RussiaVessel_Entries(Group):
    d: Literal["sanctions.ofac.russia_vessel.entries.d"]
    q: Literal["sanctions.ofac.russia_vessel.entries.q"]


class Sanctions_Ofac_RussiaVessel_Removals(Group):
    m: Literal["sanctions.ofac.russia_vessel.removals.m"]
    q: Literal["sanctions.ofac.russia_vessel.removals.q"]


class Sanctions_Ofac_RussiaVessel(Group):
    additions: Sanctions_Ofac_RussiaVessel_Additions
    entries: Sanctions_Ofac_RussiaVessel_Entries
    removals: Sanctions_Ofac_RussiaVessel_Removals


class Sanctions_Ofac_UkraineEo13660_Entries(Group):
    d: Literal["sanctions.ofac.ukraine_eo13660.entries.d"]


class Sanctions_Ofac_UkraineEo13660(Group):
    entries: Sanctions_Ofac_UkraineEo13660_Entries


class Sanctions_Ofac_UkraineEo13661_Entries(Group):
    d: Literal["sanctions.ofac.ukraine_eo13661.entries.d"]


class Sanctions_Ofac_UkraineEo13661(Group):
    entries: Sanctions_Ofac_UkraineEo13661_Entries


class Sanctions_Ofac_UkraineEo13662_Entries(Group):
    d: Literal["sanctions.ofac.ukraine_eo13662.entries.d"]


class Sanctions_Ofac_UkraineEo13662(Group):
    entries: Sanctions_Ofac_UkraineEo13662_Entries


class Sanctions_Ofac_UkraineEo13685_Entries(Group):
    d: Literal["sanctions.ofac.ukraine_eo13685.entries.d"]


class Sanctions_Ofac_UkraineEo13685(Group):
    entries: Sanctions_Ofac_UkraineEo13685_Entries


class Sanctions_Ofac_WholeList_Entries(Group):
    d: Literal["sanctions.ofac.whole_list.entries.d"]
    q: Literal["sanctions.ofac.whole_list.entries.q"]


class Sanctions_Ofac_WholeList(Group):
    entries: Sanctions_Ofac_WholeList_Entries


class Sanctions_Ofac(Group):
    bpi_russia_eo14024: Sanctions_Ofac_BpiRussiaEo14024
    caatsa_russia: Sanctions_Ofac_CaatsaRussia
    magnit: Sanctions_Ofac_Magnit
    peesa: Sanctions_Ofac_Peesa
    peesa_eo: Sanctions_Ofac_PeesaEo
    peesa_eo14039: Sanctions_Ofac_PeesaEo14039
    russia: Sanctions_Ofac_Russia
    russia_address: Sanctions_Ofac_RussiaAddress
    russia_aircraft: Sanctions_Ofac_RussiaAircraft
    russia_entity: Sanctions_Ofac_RussiaEntity
    russia_eo14024: Sanctions_Ofac_RussiaEo14024
    russia_eo14065: Sanctions_Ofac_RussiaEo14065
    russia_individual: Sanctions_Ofac_RussiaIndividual
    russia_share: Sanctions_Ofac_RussiaShare
    russia_vessel: Sanctions_Ofac_RussiaVessel
    ukraine_eo13660: Sanctions_Ofac_UkraineEo13660
    ukraine_eo13661: Sanctions_Ofac_UkraineEo13661
    ukraine_eo13662: Sanctions_Ofac_UkraineEo13662
    ukraine_eo13685: Sanctions_Ofac_UkraineEo13685
    whole_list: Sanctions_Ofac_WholeList


class Sanctions_Rus_StopListAdditions(Group):
    m: Literal["sanctions.rus.stop_list_additions.m"]


class Sanctions_Rus_StopListNames(Group):
    m: Literal["sanctions.rus.stop_list_names.m"]


class Sanctions_Rus(Group):
    stop_list_additions: Sanctions_Rus_StopListAdditions
    stop_list_names: Sanctions_Rus_StopListNames


class Sanctions_Uk_EntitiesListed(Group):
    m: Literal["sanctions.uk.entities_listed.m"]


class Sanctions_Uk_IndividualsListed(Group):
    m: Literal["sanctions.uk.individuals_listed.m"]


class Sanctions_Uk_SurvivingListings(Group):
    m: Literal["sanctions.uk.surviving_listings.m"]


class Sanctions_Uk(Group):
    entities_listed: Sanctions_Uk_EntitiesListed
    individuals_listed: Sanctions_Uk_IndividualsListed
    surviving_listings: Sanctions_Uk_SurvivingListings


class Sanctions_Us_EntityListAdditions(Group):
    m: Literal["sanctions.us.entity_list_additions.m"]


class Sanctions_Us(Group):
    entity_list_additions: Sanctions_Us_EntityListAdditions


class Sanctions(Group):
    cnas: Sanctions_Cnas
    eu: Sanctions_Eu
    ofac: Sanctions_Ofac
    rus: Sanctions_Rus
    uk: Sanctions_Uk
    us: Sanctions_Us


class Trade_ChnRus_Exports(Group):
    a: Literal["trade.chn_rus.exports.a"]


class Trade_ChnRus_Imports(Group):
    a: Literal["trade.chn_rus.imports.a"]


class Trade_ChnRus_Turnover(Group):
    a: Literal["trade.chn_rus.turnover.a"]


class Trade_ChnRus_TurnoverCow(Group):
    a: Literal["trade.chn_rus.turnover_cow.a"]


class Trade_ChnRus(Group):
    exports: Trade_ChnRus_Exports
    imports: Trade_ChnRus_Imports
    turnover: Trade_ChnRus_Turnover
    turnover_cow: Trade_ChnRus_TurnoverCow


class Trade_Eu272007Rus_Exports(Group):
    a: Literal["trade.eu27_2007_rus.exports.a"]


class Trade_Eu272007Rus_Imports(Group):
    a: Literal["trade.eu27_2007_rus.imports.a"]


class Trade_Eu272007Rus_Total(Group):
    a: Literal["trade.eu27_2007_rus.total.a"]


class Trade_Eu272007Rus(Group):
    exports: Trade_Eu272007Rus_Exports
    imports: Trade_Eu272007Rus_Imports
    total: Trade_Eu272007Rus_Total


class Trade_Eu27Rus_Exports(Group):
    a: Literal["trade.eu27_rus.exports.a"]
    m: Literal["trade.eu27_rus.exports.m"]


class Trade_Eu27Rus_Imports(Group):
    a: Literal["trade.eu27_rus.imports.a"]
    m: Literal["trade.eu27_rus.imports.m"]


class Trade_Eu27Rus_Total(Group):
    a: Literal["trade.eu27_rus.total.a"]
    m: Literal["trade.eu27_rus.total.m"]


class Trade_Eu27Rus(Group):
    exports: Trade_Eu27Rus_Exports
    imports: Trade_Eu27Rus_Imports
    total: Trade_Eu27Rus_Total


class Trade_Eu28Rus_Balance(Group):
    a: Literal["trade.eu28_rus.balance.a"]


class Trade_Eu28Rus(Group):
    balance: Trade_Eu28Rus_Balance


class Trade_Rus_ChnShare(Group):
    a: Literal["trade.rus.chn_share.a"]


class Trade_Rus_UsaShare(Group):
    a: Literal["trade.rus.usa_share.a"]


class Trade_Rus_UsaShareMirror(Group):
    a: Literal["trade.rus.usa_share_mirror.a"]


class Trade_Rus_UsaSharePartYear(Group):
    a: Literal["trade.rus.usa_share_part_year.a"]


class Trade_Rus(Group):
    chn_share: Trade_Rus_ChnShare
    usa_share: Trade_Rus_UsaShare
    usa_share_mirror: Trade_Rus_UsaShareMirror
    usa_share_part_year: Trade_Rus_UsaSharePartYear


class Trade_RusUsa_Exports(Group):
    a: Literal["trade.rus_usa.exports.a"]


class Trade_RusUsa(Group):
    exports: Trade_RusUsa_Exports


class Trade_RusWld_Exports(Group):
    a: Literal["trade.rus_wld.exports.a"]
    m: Literal["trade.rus_wld.exports.m"]


class Trade_RusWld_Imports(Group):
    a: Literal["trade.rus_wld.imports.a"]
    m: Literal["trade.rus_wld.imports.m"]


class Trade_RusWld_Turnover(Group):
    a: Literal["trade.rus_wld.turnover.a"]


class Trade_RusWld(Group):
    exports: Trade_RusWld_Exports
    imports: Trade_RusWld_Imports
    turnover: Trade_RusWld_Turnover


class Trade_Usa_RussiaShare(Group):
    a: Literal["trade.usa.russia_share.a"]
    m: Literal["trade.usa.russia_share.m"]


class Trade_Usa(Group):
    russia_share: Trade_Usa_RussiaShare


class Trade_UsaRus_Balance(Group):
    a: Literal["trade.usa_rus.balance.a"]
    m: Literal["trade.usa_rus.balance.m"]
    q: Literal["trade.usa_rus.balance.q"]


class Trade_UsaRus_Balance12M(Group):
    m: Literal["trade.usa_rus.balance_12m.m"]


class Trade_UsaRus_Exports(Group):
    a: Literal["trade.usa_rus.exports.a"]
    m: Literal["trade.usa_rus.exports.m"]
    q: Literal["trade.usa_rus.exports.q"]


class Trade_UsaRus_Exports12M(Group):
    m: Literal["trade.usa_rus.exports_12m.m"]


class Trade_UsaRus_ExportsGrowth(Group):
    a: Literal["trade.usa_rus.exports_growth.a"]
    m: Literal["trade.usa_rus.exports_growth.m"]
    q: Literal["trade.usa_rus.exports_growth.q"]


class Trade_UsaRus_Imports(Group):
    a: Literal["trade.usa_rus.imports.a"]
    m: Literal["trade.usa_rus.imports.m"]
    q: Literal["trade.usa_rus.imports.q"]


class Trade_UsaRus_Imports12M(Group):
    m: Literal["trade.usa_rus.imports_12m.m"]


class Trade_UsaRus_ImportsGrowth(Group):
    a: Literal["trade.usa_rus.imports_growth.a"]
    m: Literal["trade.usa_rus.imports_growth.m"]
    q: Literal["trade.usa_rus.imports_growth.q"]


class Trade_UsaRus_Total(Group):
    a: Literal["trade.usa_rus.total.a"]
    m: Literal["trade.usa_rus.total.m"]
    q: Literal["trade.usa_rus.total.q"]


class Trade_UsaRus_Total12M(Group):
    m: Literal["trade.usa_rus.total_12m.m"]


class Trade_UsaRus_Total12MGrowth(Group):
    m: Literal["trade.usa_rus.total_12m_growth.m"]


class Trade_UsaRus_TotalGrowth(Group):
    a: Literal["trade.usa_rus.total_growth.a"]
    m: Literal["trade.usa_rus.total_growth.m"]
    q: Literal["trade.usa_rus.total_growth.q"]


class Trade_UsaRus(Group):
    balance: Trade_UsaRus_Balance
    balance_12m: Trade_UsaRus_Balance12M
    exports: Trade_UsaRus_Exports
    exports_12m: Trade_UsaRus_Exports12M
    exports_growth: Trade_UsaRus_ExportsGrowth
    imports: Trade_UsaRus_Imports
    imports_12m: Trade_UsaRus_Imports12M
    imports_growth: Trade_UsaRus_ImportsGrowth
    total: Trade_UsaRus_Total
    total_12m: Trade_UsaRus_Total12M
    total_12m_growth: Trade_UsaRus_Total12MGrowth
    total_growth: Trade_UsaRus_TotalGrowth


class Trade_UsaSun_Exports(Group):
    a: Literal["trade.usa_sun.exports.a"]


class Trade_UsaSun_Imports(Group):
    a: Literal["trade.usa_sun.imports.a"]


class Trade_UsaSun_Total(Group):
    a: Literal["trade.usa_sun.total.a"]


class Trade_UsaSun(Group):
    exports: Trade_UsaSun_Exports
    imports: Trade_UsaSun_Imports
    total: Trade_UsaSun_Total


class Trade_UsaWld_Balance(Group):
    a: Literal["trade.usa_wld.balance.a"]
    m: Literal["trade.usa_wld.balance.m"]


class Trade_UsaWld_Exports(Group):
    a: Literal["trade.usa_wld.exports.a"]
    m: Literal["trade.usa_wld.exports.m"]


class Trade_UsaWld_Imports(Group):
    a: Literal["trade.usa_wld.imports.a"]
    m: Literal["trade.usa_wld.imports.m"]


class Trade_UsaWld_Total(Group):
    a: Literal["trade.usa_wld.total.a"]
    m: Literal["trade.usa_wld.total.m"]


class Trade_UsaWld(Group):
    balance: Trade_UsaWld_Balance
    exports: Trade_UsaWld_Exports
    imports: Trade_UsaWld_Imports
    total: Trade_UsaWld_Total


class Trade(Group):
    chn_rus: Trade_ChnRus
    eu27_2007_rus: Trade_Eu272007Rus
    eu27_rus: Trade_Eu27Rus
    eu28_rus: Trade_Eu28Rus
    rus: Trade_Rus
    rus_usa: Trade_RusUsa
    rus_wld: Trade_RusWld
    usa: Trade_Usa
    usa_rus: Trade_UsaRus
    usa_sun: Trade_UsaSun
    usa_wld: Trade_UsaWld


class Ids(Group):
    arms_control: ArmsControl
    contacts: Contacts
    polls: Polls
    sanctions: Sanctions
    trade: Trade
