"""Fits: on what was known, gaps as gaps, kept by their input, a reason where there is no number."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from indicators.modelling.fitting import fit_all
from indicators.modelling.kind import MONTHS, SEASON, Fitted, later
from indicators.project import Project
from indicators.registry import families
from indicators.store.declare import FREQUENCIES, Family, Series, Total
from indicators.store.view import AsOfView
from tests.reporting.samples import Cell, SmallView, a_series, months, observations

D = dt.date
AS_OF = D(2026, 8, 29)
FIRST = D(2019, 1, 1)
WAVE: list[Cell] = [round(50 + 5 * math.sin(i / 6) + (i * 37 % 11 - 5) * 0.9, 1) for i in range(84)]


def fits_of(series: Series, frame: pl.DataFrame, folder: Path) -> list[Fitted]:
    family = Family("small", "Small", "How many?", (series,), (series.id,))
    view = SmallView(AS_OF, {series.id: frame})
    return fit_all(Project(folder), view, [family])  # type: ignore[arg-type]


def level(cells: Sequence[Cell], folder: Path) -> Fitted:
    series = a_series("M", models=("local_level",))
    (fit,) = fits_of(series, observations(series, months(FIRST, cells)), folder)
    return fit


def kept(folder: Path) -> dict[str, bytes]:
    """The files of kept fits."""
    return {p.name: p.read_bytes() for p in Project(folder).work.rglob("*.json")}


def same(one: Fitted, other: Fitted) -> bool:
    """All fields equal; frames cell by cell."""
    texts = ("series", "kind", "method", "reading", "notes", "reason")
    frames = ("frame", "diagnostics", "scores", "backtest")
    return all(getattr(one, n) == getattr(other, n) for n in texts) and all(
        getattr(one, n).equals(getattr(other, n)) and getattr(one, n).schema == getattr(other, n).schema for n in frames
    )


@pytest.mark.parametrize("hole", [slice(30, 31), slice(30, 55)], ids=["one month", "two years"])
def test_a_gap_stays_a_gap(tmp_path: Path, hole: slice) -> None:
    cells = list(WAVE)
    cells[hole] = ["not_published"] * len(cells[hole])
    fit = level(cells, tmp_path)
    assert fit.reason is None
    assert fit.frame.height == len(cells)
    missing = fit.frame["remainder"].is_null()
    assert [i for i, null in enumerate(missing) if null] == list(range(len(cells)))[hole]
    inside = fit.frame[hole]
    width = inside["upper_80"] - inside["lower_80"]
    before = fit.frame["upper_80"][hole.start - 10] - fit.frame["lower_80"][hole.start - 10]
    assert (width > before).all(), "the band is wider where nothing was observed"


def test_a_leading_or_closing_hole_is_not_modelled(tmp_path: Path) -> None:
    holes: list[Cell] = ["not_published", "not_published"]
    fit = level([*holes, *WAVE, *holes], tmp_path)
    assert fit.frame["period_start"].to_list() == list(months(D(2019, 3, 1), WAVE))


def test_seasons_need_complete_months(tmp_path: Path) -> None:
    series = a_series("M", models=("stl",))
    cells = list(WAVE)
    assert fits_of(series, observations(series, months(FIRST, cells)), tmp_path)[0].reason is None
    cells[40] = "refused"
    reason = fits_of(series, observations(series, months(FIRST, cells)), tmp_path)[0].reason
    assert reason is not None
    assert reason.endswith(".")


@pytest.mark.parametrize("kind", ["stl", "local_level", "forecast"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_short_series_gives_a_reason_instead_of_a_number(tmp_path: Path, kind: str, count: int) -> None:
    series = a_series("M", models=(kind,))
    (fit,) = fits_of(series, observations(series, months(FIRST, WAVE[:count])), tmp_path)
    assert fit.reason
    assert fit.reason.endswith(".")
    assert fit.frame.is_empty()
    assert (fit.reading, fit.notes, fit.method) == ((), (), "")


def test_fewer_than_sixty_observations_are_not_forecast(tmp_path: Path) -> None:
    series = a_series("M", models=("forecast",))
    (fit,) = fits_of(series, observations(series, months(FIRST, WAVE[:59])), tmp_path)
    assert fit.reason is not None
    assert "60" in fit.reason
    assert "59" in fit.reason


def test_snapshots_have_no_regular_axis(tmp_path: Path) -> None:
    series = a_series("D", models=("local_level",))
    cells: dict[dt.date, Cell] = {D(2026, 1, day): float(day) for day in range(1, 29)}
    (fit,) = fits_of(series, observations(series, cells), tmp_path)
    assert fit.reason is not None


def test_a_kept_fit_is_the_same_as_a_fresh_one(tmp_path: Path) -> None:
    first = level(WAVE, tmp_path / "a")
    files = kept(tmp_path / "a")
    assert len(files) == 1
    assert same(level(WAVE, tmp_path / "a"), first), "read again from what was kept"
    assert kept(tmp_path / "a") == files, "and not fitted again"
    assert same(level(WAVE, tmp_path / "b"), first), "fitted again elsewhere"
    assert kept(tmp_path / "b") == files


def test_reasons_and_empty_frames_survive_being_kept(tmp_path: Path) -> None:
    assert same(level(WAVE[:1], tmp_path), level(WAVE[:1], tmp_path))


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "null and void", "\x00"])
def test_a_damaged_kept_fit_is_made_again(tmp_path: Path, text: str) -> None:
    first = level(WAVE[:30], tmp_path)
    (path,) = Project(tmp_path).work.rglob("*.json")
    path.write_text(text, encoding="utf-8")
    assert same(level(WAVE[:30], tmp_path), first)


@pytest.mark.parametrize("change", ["value", "added", "hole"])
def test_another_input_is_another_fit(tmp_path: Path, change: str) -> None:
    level(WAVE[:40], tmp_path)
    cells: list[Cell] = list(WAVE[:41] if change == "added" else WAVE[:40])
    if change == "value":
        cells[7] = 51.0
    if change == "hole":
        cells[7] = None
    level(cells, tmp_path)
    assert len(kept(tmp_path)) == 2


def test_observations_after_the_quarter_never_enter(tmp_path: Path) -> None:
    """2026-07 and later are known at the as-of date, but the report is of the second quarter."""
    cells = list(WAVE[:84])
    assert list(months(D(2019, 7, 1), cells))[-1] == D(2026, 6, 1)
    series = a_series("M", models=("local_level",))
    until = fits_of(series, observations(series, months(D(2019, 7, 1), cells)), tmp_path)[0]
    more = fits_of(series, observations(series, months(D(2019, 7, 1), [*cells, 999.0, -999.0])), tmp_path)[0]
    assert same(until, more)
    assert len(kept(tmp_path)) == 1
    assert until.frame["period_start"].max() == D(2026, 6, 1)


def test_numbers_kept_are_rounded_ones(tmp_path: Path) -> None:
    """What is published bears at most three decimals here: the band is about ten wide."""
    fit = level(WAVE, tmp_path)
    for name in ("level", "lower_80", "upper_95"):
        assert all(abs(v * 1000 - round(v * 1000)) < 1e-6 for v in fit.frame[name])


def test_each_model_of_the_real_facts_is_declared_on_a_regular_axis(latest: AsOfView) -> None:
    declared = [(s, kind) for family in families() for s in family.series for kind in s.models]
    assert declared
    for series, kind in declared:
        assert series.freq in MONTHS, (series.id, kind)


def test_real_fits_do_not_see_later_days(view_at: Callable[..., AsOfView], tmp_path: Path) -> None:
    """An annual series, cheap to fit."""
    family = next(f for f in families() if f.name == "arms_control")
    series = family.by_id["arms_control.stockpile.usa.fas.a"]
    small = Family("arms_control", "A", "B?", (series,), (series.id,))
    view = view_at(D(2022, 5, 30), quarter="2022Q1")
    fit = next(f for f in fit_all(Project(tmp_path), view, [small]) if f.kind == "local_level")
    known = view.observations(series.id).filter(pl.col("value").is_not_null())
    assert fit.frame.is_empty() or fit.frame["period_start"].max() == known["period_start"].max()
    assert known["period_end"].max() <= D(2022, 3, 31)
    assert (known["published_on"] <= D(2022, 5, 30)).all()


@pytest.mark.parametrize(
    ("start", "freq", "steps", "then"),
    [
        (D(2026, 10, 1), "Q", 1, D(2027, 1, 1)),
        (D(2026, 12, 1), "M", 1, D(2027, 1, 1)),
        (D(2026, 12, 1), "M", 13, D(2028, 1, 1)),
        (D(2026, 7, 1), "H", 1, D(2027, 1, 1)),
        (D(2026, 1, 1), "A", 4, D(2030, 1, 1)),
        (D(2026, 4, 1), "Q", 0, D(2026, 4, 1)),
    ],
)
def test_later(start: dt.date, freq: str, steps: int, then: dt.date) -> None:
    assert later(start, FREQUENCIES[freq], steps) == then


def test_a_season_is_a_year() -> None:
    assert {f: MONTHS[f] * SEASON[f] for f in MONTHS} == dict.fromkeys(MONTHS, 12)


def test_a_count_is_modelled_from_the_day_on_which_nothing_seen_is_zero(tmp_path: Path) -> None:
    """Before it only months with an event have a value: their mean says nothing of the others."""
    cells: list[Cell] = [3.0 if i % 3 == 0 else None for i in range(48)] + [float(i * 7 % 5) for i in range(40)]
    series = a_series("M", models=("local_level",))
    frame = observations(series, months(FIRST, cells)).filter(pl.col("value").is_not_null())
    counted = replace(series, rule=Total("SELECT 1", "count", D(2023, 1, 1)))
    whole, sound = (fits_of(s, frame, tmp_path / s.rule.__class__.__name__)[0] for s in (series, counted))
    assert whole.frame["period_start"][0] == FIRST
    assert sound.frame["period_start"][0] == D(2023, 1, 1)
    assert sound.frame.height == 40
