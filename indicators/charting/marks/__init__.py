"""Shared marks: polars frames in, altair charts out. See each function for the columns it reads."""

from indicators.charting.marks.bars import bars_signed
from indicators.charting.marks.categories import category_bars
from indicators.charting.marks.ceiling import step_ceiling
from indicators.charting.marks.dots import dots_by_group
from indicators.charting.marks.lines import band_line, forecast_fan, line_series
from indicators.charting.marks.multiples import small_multiples, sparklines
from indicators.charting.marks.pairs import dumbbell
from indicators.charting.marks.status import dot_timeline, status_bars
from indicators.charting.marks.steps import step_line, stepped_area
from indicators.charting.marks.units import unit_dots
from indicators.charting.marks.waits import interval_bars
from indicators.charting.marks.waterfall import waterfall

__all__ = [
    "band_line",
    "bars_signed",
    "category_bars",
    "dot_timeline",
    "dots_by_group",
    "dumbbell",
    "forecast_fan",
    "interval_bars",
    "line_series",
    "small_multiples",
    "sparklines",
    "status_bars",
    "step_ceiling",
    "step_line",
    "stepped_area",
    "unit_dots",
    "waterfall",
]
