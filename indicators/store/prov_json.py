"""A traced number as W3C PROV-JSON (member submission of 24 April 2013). No clock enters it.

PROV-DM has no record of its own for a primary source: it is a derivation of the type
``prov:PrimarySource``, and is written so here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from indicators.store.provenance import FactUsed, Traced

PREFIXES = {
    "ind": "urn:indicators:term:",
    "obs": "urn:indicators:observation:",
    "fact": "urn:indicators:fact:",
    "source": "urn:indicators:source:",
    "step": "urn:indicators:step:",
    "publisher": "urn:indicators:publisher:",
}
PRIMARY_SOURCE = {"$": "prov:PrimarySource", "type": "prov:QUALIFIED_NAME"}
ORGANIZATION = {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}
Records = dict[str, dict[str, Any]]


def prov_json(traced: Traced) -> dict[str, Any]:
    """Entities, activities and derivations behind a number.

    Observations, facts and publications are entities; each application of a rule is an activity.
    """
    entities: Records = {}
    activities: Records = {}
    agents: Records = {}
    links: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("wasGeneratedBy", "used", "wasDerivedFrom", "wasAttributedTo")
    }
    for step in traced.steps():
        entities[_name("obs", step.key)] = _observation(step)
        activities[_name("step", step.key)] = {"prov:label": step.rule, "prov:type": type(step.series.rule).__name__}
        _link_step(step, links)
    for fact in traced.all_facts():
        entities[_name("fact", fact.fact_id)] = _fact(fact)
        entities[_name("source", fact.source_id)] = _source(fact)
        agents[_name("publisher", fact.publisher)] = {"prov:type": ORGANIZATION, "prov:label": fact.publisher}
        links["wasDerivedFrom"].append(
            {
                "prov:generatedEntity": _name("fact", fact.fact_id),
                "prov:usedEntity": _name("source", fact.source_id),
                "prov:type": PRIMARY_SOURCE,
            }
        )
        by = {"prov:entity": _name("source", fact.source_id), "prov:agent": _name("publisher", fact.publisher)}
        if by not in links["wasAttributedTo"]:
            links["wasAttributedTo"].append(by)
    document: dict[str, Any] = {"prefix": PREFIXES, "entity": entities, "activity": activities, "agent": agents}
    document |= {
        name: {f"_:{name}{n}": link for n, link in enumerate(found, 1)} for name, found in links.items() if found
    }
    return {name: part for name, part in document.items() if part}


def _name(prefix: str, local: str) -> str:
    return f"{prefix}:{quote(local, safe='/.-_')}"


def _link_step(step: Traced, links: dict[str, list[dict[str, Any]]]) -> None:
    made, activity = _name("obs", step.key), _name("step", step.key)
    links["wasGeneratedBy"].append({"prov:entity": made, "prov:activity": activity})
    used = [(_name("obs", number.key), role) for role, number in step.inputs]
    used += [(_name("fact", fact.fact_id), "") for fact in step.facts]
    for entity, role in used:
        links["used"].append({"prov:activity": activity, "prov:entity": entity} | ({"prov:role": role} if role else {}))
        links["wasDerivedFrom"].append(
            {"prov:generatedEntity": made, "prov:usedEntity": entity, "prov:activity": activity}
        )


def _typed(value: object, kind: str) -> dict[str, str]:
    return {"$": str(value), "type": f"xsd:{kind}"}


def _present(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value not in (None, "")}


def _observation(step: Traced) -> dict[str, Any]:
    return _present(
        {
            "prov:type": "observation",
            "prov:label": f"{step.series.title}, {step.period}",
            "prov:value": None if step.value is None else _typed(repr(step.value), "double"),
            "ind:series": step.series.id,
            "ind:period": step.period,
            "ind:unit": step.series.unit,
            "ind:knownOn": _typed(step.known_on, "date"),
            "ind:obsStatus": step.obs_status,
            "ind:missingReason": step.missing_reason,
            "ind:quality": step.quality,
            "ind:remark": step.remark,
        }
    )


def _fact(fact: FactUsed) -> dict[str, Any]:
    return _present(
        {
            "prov:type": "fact",
            "prov:location": f"{fact.file}:{fact.line}",
            "ind:table": fact.table_name,
            "ind:vintage": fact.vintage,
            "ind:publishedOn": _typed(fact.published_on, "date"),
            "ind:publishedBasis": fact.published_basis,
            "ind:countsFrom": _typed(fact.counts_from, "date"),
            "ind:obsStatus": fact.obs_status,
            "ind:quality": fact.quality,
            "ind:note": fact.cells.get("note"),
        }
        | {f"ind:{name}": fact.cells[name] for name in fact.measured}
    )


def _source(fact: FactUsed) -> dict[str, Any]:
    return _present(
        {
            "prov:type": "publication",
            "prov:label": fact.source_title,
            "prov:location": fact.url,
            "ind:licence": fact.licence,
        }
    )
