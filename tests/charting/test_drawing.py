"""Pictures come out the same whether a helper draws them or this process does."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from indicators.charting.drawing import Studio, drawing_beside
from indicators.charting.figure import Figure, spec_json, svg
from indicators.errors import EnvironmentProblem
from indicators.helpers import WORKERS_VARIABLE
from tests.charting.chart_samples import CHARTS, figure

NAMES = ("line_series", "status_bars")


def made() -> list[Figure]:
    """Figures at both widths, the first with a logarithmic one."""
    found = [replace(figure(CHARTS[n](680), n), narrow=CHARTS[n](340)) for n in NAMES]
    return [replace(found[0], logarithmic=replace(found[0], id="log")), *found[1:]]


def pictures(figures: list[Figure]) -> list[str]:
    drawings = [f for one in figures for f in (one, one.logarithmic) if f is not None]
    return [text for f in drawings for text in (spec_json(f), svg(f), svg(f, narrow=True))]


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, "2")


@pytest.mark.usefixtures("two")
def test_a_helper_draws_the_same_bytes() -> None:
    figures = made()
    with drawing_beside() as studio:
        studio.take(figures)
        assert [len(f.promises) for f in (*figures, figures[0].logarithmic) if f] == [1, 1, 1]
        assert not figures[-1].promises[0](), "it had not begun: it waits behind the script and the others"
        assert pictures(figures) == pictures(made())
        script = studio.script()
    assert script == Studio().script()


@pytest.mark.usefixtures("two")
def test_a_chart_that_cannot_be_drawn_is_named() -> None:
    broken = figure(CHARTS["line_series"](680), "broken")
    broken._drawn["wide spec"] = '{"layer": 5}'
    with drawing_beside() as studio:
        studio.script()
        studio.take([broken])
        (promise,) = broken.promises[0].args[:1]  # type: ignore[attr-defined]
        while not promise.running() and not promise.done():
            time.sleep(0.01)
        with pytest.raises(EnvironmentProblem, match="a chart could not be drawn") as raised:
            svg(broken)
    assert raised.value.where == "broken"


def test_on_one_processor_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, "1")
    with drawing_beside() as studio:
        assert studio == Studio()
        (one,) = studio.take(made()[1:])
        assert one.promises == []
