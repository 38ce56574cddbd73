"""Shared marks: polars frames in, altair charts out. See each function for the columns it reads."""

from indicators.charting.marks.lines import band_line, forecast_fan, line_series

__all__ = ["band_line", "forecast_fan", "line_series"]
