"""``indicators forecasts``: what documents foresaw and what came, and our own forecasts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indicators.commands.console import (
    AsOfOption,
    JsonOption,
    ModeOption,
    ProjectOption,
    as_json,
    project_of,
    say,
    write_line,
)
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    import polars as pl

    from indicators.ledgers.forecasts import Forecast
    from indicators.ledgers.replay import Replay
    from indicators.ledgers.resolution import Resolution
    from indicators.project import Project
    from indicators.store.view import AsOfView

forecasts_app = typer.Typer(no_args_is_help=True, help="Forecasts: what was foreseen, what came, and how good it was.")
DocumentOption = Annotated[str | None, typer.Option("--document", help="Only this document, such as 002.")]


def _forecasts(project: Project, document: str | None) -> list[Forecast]:
    from indicators.access import known
    from indicators.ledgers.check_contract import SEEDS
    from indicators.ledgers.forecasts import forecasts_of

    found = forecasts_of(project.root / SEEDS)
    if document:
        known(document, sorted({f.document_id for f in found}), "documents")
    return [f for f in found if document in (None, f.document_id)]


@forecasts_app.command("list")
def forecasts_list(*, document: DocumentOption = None, json: JsonOption = False, project: ProjectOption = None) -> None:
    """List the forecasts of the documents: what is predicted, when it comes due, the probability its words state.

    Example: indicators forecasts list --document 002
    """
    from indicators.ledgers.forecasts import data_of

    found = _forecasts(project_of(project), document)
    if json:
        write_line(as_json([data_of(f) for f in found]))
        return
    for f in found:
        targets = ", ".join(dict.fromkeys(t.check.subject for t in f.tests)) or f"no target: {'; '.join(f.missing)}"
        sure = "no probability" if f.probability is None else f"{100 * f.probability:g} %"
        write_line(
            f"{f.forecast_id}  line {f.line:<4} {f.family:<13} {sure:<14} {f.period:<17} {f.statement} [{targets}]"
        )


@forecasts_app.command("score")
def forecasts_score(
    *,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Judge the documents' forecasts (open, came true, failed, cannot be decided) and score them and our own.

    Hit rates have Wilson's and the exact 95 % interval; stated probabilities the Brier score, beside a base rate and
    a no-change forecast; our own published forecasts CRPS, coverage and MASE beside the naive one. A failed forecast
    is a result, not an error.

    Example: indicators forecasts score --as-of 2026-06-30
    """
    from indicators.access import parse_date, view
    from indicators.ledgers.published import own_scores
    from indicators.ledgers.resolution import data_of, resolve
    from indicators.ledgers.scoring import rival_data, score_rows, scored
    from indicators.store.view import newest_day

    place = project_of(project)
    found = _forecasts(place, document)
    now = view(as_of, mode, project=place)
    try:
        day = min(parse_date(as_of), newest_day(now.connection))
        resolutions = resolve(found, now, day)
        own = own_scores(place, now, day)
    finally:
        now.connection.close()
    judged = scored(resolutions, lambda at: view(at, mode, project=place))
    rows = score_rows(resolutions, judged)
    if json:
        beside = {s.resolution.forecast.forecast_id: rival_data(s) for s in judged}
        told = [data_of(r) | {"rivals": beside.get(r.forecast.forecast_id)} for r in resolutions]
        scores = {"forecasts": told, "scores": rows, "own_scores": own.to_dicts()}
        write_line(as_json({"as_of": str(day), "mode": mode} | scores))
        return
    for resolution in resolutions:
        for line in lines_of(resolution):
            write_line(line)
    for row in rows:
        write_line(score_line(row))
    for line in own_lines(own):
        write_line(line)
    if own.is_empty():
        say("of our own forecasts none that was published has come due")
    _tell_not_yet_made(found, resolutions, day)


@forecasts_app.command("replay")
def forecasts_replay(
    *,
    first: Annotated[str, typer.Option("--from", help="First quarter, such as 2015Q1.")],
    last: Annotated[str | None, typer.Option("--to", help="Last quarter (default: the newest complete one).")] = None,
    mode: ModeOption = "calendar",
    json: JsonOption = False,
    project: ProjectOption = None,
) -> None:
    """Make and score the forecasts that would have been published each quarter, on what was known then.

    Each step tells its as-of date and mode and how many of the facts behind it count from an assumed day. Fits are
    kept by the hash of their input, so that a second run is quick. Outcomes are today's values.

    Example: indicators forecasts replay --from 2015Q1
    """
    from indicators.access import built
    from indicators.ledgers.replay import quarters_between, replay
    from indicators.progress import progress
    from indicators.registry import QUARTER_CLOCK, all_tables, families, rooms
    from indicators.reporting.edition import choose_edition
    from indicators.store.view import as_of_view

    found = built(project_of(project))
    begin = choose_edition(found.database, QUARTER_CLOCK, first, None, mode)
    end = choose_edition(found.database, QUARTER_CLOCK, last, None, mode)
    if begin.quarter > end.quarter:
        what = f"the replay ends before it begins: {begin.quarter} to {end.quarter}"
        raise UsageProblem(what, where="--from, --to", do="put the earlier quarter first")
    texts = [room.views_sql for room in rooms()]

    def view_of(quarter: str, day: dt.date) -> AsOfView:
        return as_of_view(found.database, all_tables(), texts, quarter=quarter, as_of=day, mode=mode)

    quarters = list(quarters_between(begin.quarter, end.quarter))
    with progress() as tell:
        told = replay(found, families(), view_of, quarters, newest=end.newest_vintage, tell=tell)
    if json:
        write_line(as_json(replay_data(told)))
        return
    for line in replay_lines(told):
        write_line(line)


def replay_data(told: Replay) -> dict[str, Any]:
    """A replay as plain data."""
    from dataclasses import asdict

    from polars import selectors

    steps = [asdict(step) | {"as_of": str(step.as_of), "without": dict(step.without)} for step in told.steps]
    frames = {"forecasts": told.forecasts, "scored": told.scored, "scores": told.summary}
    return {"steps": steps} | {
        name: frame.with_columns(selectors.date().dt.to_string("iso")).to_dicts() for name, frame in frames.items()
    }  # fmt: skip


def replay_lines(told: Replay) -> list[str]:
    """Steps and scores for people."""
    lines = [
        f"{step.quarter}  as of {step.as_of}, {step.mode} mode: {step.forecasts} series forecast, "
        f"{len(step.without)} without a forecast; {step.facts:,} facts, {step.assumed:,} from an assumed day"
        for step in told.steps
    ]
    return lines + own_lines(told.summary)


def own_lines(scores: pl.DataFrame) -> list[str]:
    """Scores of our own forecasts for people, a line a series and horizon."""
    lines = []
    for row in scores.iter_rows(named=True):
        ahead = "all horizons" if row["horizon"] == 0 else f"{row['horizon']} ahead"
        lines.append(
            f"{row['series_id']}, {ahead}: {row['forecasts']} forecasts of {row['editions']} editions; MASE "
            f"{row['mase']} (naive {row['naive_mase']}), CRPS {row['crps']} (naive {row['naive_crps']}, ratio "
            f"{row['crps_ratio']}), within 80 %: {row['coverage_80']} ({row['coverage_80_low']} to "
            f"{row['coverage_80_high']}), within 95 %: {row['coverage_95']} ({row['coverage_95_low']} to "
            f"{row['coverage_95_high']})"
        )
    return lines


def _tell_not_yet_made(found: list[Forecast], resolutions: list[Resolution], day: dt.date) -> None:
    later = len(found) - len(resolutions)
    if later:
        say(f"{later} forecasts were made after {day}")
    assumed = sum(t.measured.assumed_dates for r in resolutions for t in r.tested)
    say(f"as of {day}; {assumed} of the facts used rest on an assumed date")


def lines_of(resolution: Resolution) -> list[str]:
    """A resolution for people."""
    from indicators.ledgers.resolution import OUTCOME

    forecast = resolution.forecast
    why = f" ({resolution.why})" if resolution.why else ""
    lines = [f"{forecast.forecast_id}  {OUTCOME[resolution.outcome]}{why}: {forecast.statement}"]
    for tested in resolution.tested:
        check = tested.check
        ours = tested.measured.value
        shown = f"{ours:.10g}" if isinstance(ours, float) else "nothing known" if ours is None else str(ours)
        high = f" to {check.high:g}" if check.high is not None else ""
        lines.append(
            f"    {check.aggregate} of {check.subject} {check.comparison} {check.shown}{high}: {shown}, "
            f"{len(tested.measured.fact_ids)} facts"
        )
    return lines


def score_line(row: dict[str, Any]) -> str:
    """One group's scores in a line."""
    name = row["group_name"] if row["group_kind"] == "all" else f"{row['group_kind']} {row['group_name']}"
    text = (
        f"{name}: {row['forecasts']} forecasts, {row['came_true']} came true, {row['failed']} failed, "
        f"{row['open']} open, {row['unresolvable']} cannot be decided"
    )
    if row["hit_rate"] is not None:
        text += f"; hit rate {row['hit_rate']} (exact 95 %: {row['exact_low']} to {row['exact_high']})"
    if row["brier"] is not None:
        text += (
            f"; {row['with_probability']} with a probability, mean {row['mean_probability']}, came true "
            f"{row['came_true_of_them']}, Brier {row['brier']}"
        )
    for rival in ("base_rate", "no_change"):
        if row[f"{rival}_skill"] is not None:
            text += (
                f"; skill against {rival.replace('_', ' ')} {row[f'{rival}_skill']} of {row[f'{rival}_cases']} "
                f"(gain {row[f'{rival}_gain']}, 95 %: {row[f'{rival}_gain_low']} to {row[f'{rival}_gain_high']})"
            )
    return text
