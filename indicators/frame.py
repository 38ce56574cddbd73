"""Polars frames that know what they hold: labels, units, sources, as-of date; shown with them in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from indicators.project import UNVERSIONED

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

TITLE = "US-Russia relations indicators"
PANDAS_PERIODS = {"A": "Y", "Q": "Q", "M": "M", "D": "D"}
"""Frequencies that pandas has periods of; it has none of half-years."""
NAMED = 3
"""Publishers that a notebook names for a series; of more, the number."""
SHOWN = 8
"""Series that a notebook shows with a line of their own; of more, the number."""


def citation(as_of: str, mode: str, version: str, data_version: str) -> str:
    """One sentence by which what was used can be found again: the date, the mode, the versions.

    Examples
    --------
    >>> citation("2025-06-30", "strict", "0.1.0", "1.0.0")
    'US-Russia relations indicators, as known on 2025-06-30 (strict mode), version 1.0.0 of the facts,
    made by indicators 0.1.0.'
    """
    when = "newest vintage" if as_of == "latest" else f"as known on {as_of}"
    return f"{TITLE}, {when} ({mode} mode), version {data_version} of the facts, made by indicators {version}."


@dataclass(frozen=True)
class ColumnAbout:
    """What a column holds."""

    label: str
    unit: str = ""
    codes: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeriesAbout:
    """What a series is."""

    title: str
    unit: str
    freq: str
    definition: str
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What a frame holds, and as known when.

    Parameters
    ----------
    title : str
        What it is, for people.
    as_of, mode : str
        The date (``latest``) and what a publication day may rest on.
    version, data_version : str
        Versions of the package that made it and of the facts.
    columns, series : mapping
        Name of a column, id of a series to what it is.
    """

    title: str
    as_of: str
    mode: str
    version: str
    columns: Mapping[str, ColumnAbout] = field(default_factory=dict)
    series: Mapping[str, SeriesAbout] = field(default_factory=dict)
    data_version: str = UNVERSIONED

    @property
    def citation(self) -> str:
        """How to cite it; the sources of its numbers are cited, too."""
        return citation(self.as_of, self.mode, self.version, self.data_version)

    def plain(self) -> dict[str, Any]:
        """The same as plain data that JSON can hold."""
        return {
            "title": self.title, "as_of": self.as_of, "mode": self.mode, "indicators_version": self.version,
            "data_version": self.data_version,
            "columns": {
                name: {"label": c.label, "unit": c.unit, "codes": {str(k): v for k, v in c.codes.items()}}
                for name, c in self.columns.items()
            },
            "series": {
                name: {"title": s.title, "unit": s.unit, "freq": s.freq, "definition": s.definition,
                       "publishers": list(s.publishers)}
                for name, s in self.series.items()
            },
        }  # fmt: skip


class IndicatorFrame(pl.DataFrame):
    """A polars DataFrame with ``about``: what its columns and series are.

    Operations give plain polars frames: what they make is no longer what ``about`` describes.
    """

    about: About | None = None

    @classmethod
    def of(cls, frame: pl.DataFrame, about: About) -> IndicatorFrame:
        """The frame with what it holds."""
        made = cls(frame)
        made.about = about
        return made

    def to_pandas(self, **options: Any) -> pd.DataFrame:
        """A pandas DataFrame; what the frame holds is in its ``attrs``.

        One column a series (``wide=True``) comes with a PeriodIndex, but for half-years, which pandas does not know.
        """
        made = super().to_pandas(**options)
        if self.about is None:
            return made
        made.attrs = self.about.plain()
        freqs = {s.freq for s in self.about.series.values()}
        if len(freqs) == 1 and set(made.columns) - {"period_start"} <= set(self.about.series):
            import pandas as pd

            (freq,) = freqs
            days = pd.DatetimeIndex(made.pop("period_start"), name="period")
            made.index = days.to_period(PANDAS_PERIODS[freq]) if freq in PANDAS_PERIODS else days
        return made

    def to_arrow(self, **options: Any) -> pa.Table:
        """An Arrow table; what the frame holds is in the metadata of schema and fields."""
        return with_metadata(super().to_arrow(**options), self.about)

    def _repr_html_(self, **options: Any) -> str:
        shown = super()._repr_html_(**options)
        return shown if self.about is None else heading(self.about, self) + shown


def with_metadata(table: pa.Table, about: About | None) -> pa.Table:
    """The Arrow table with what it holds in the metadata of its schema (``indicators``, as JSON) and of its fields.

    A field has ``label``, ``unit`` and ``codes`` (as JSON), as far as it has them.
    """
    if about is None:
        return table
    import json

    import pyarrow as pa

    fields = []
    for item in table.schema:
        c = about.columns.get(item.name) or ColumnAbout("")
        if (s := about.series.get(item.name)) is not None:
            c = ColumnAbout(s.title, s.unit)
        texts = {"label": c.label, "unit": c.unit}
        if c.codes:
            texts["codes"] = json.dumps({str(code): meaning for code, meaning in c.codes.items()}, ensure_ascii=False)
        fields.append(item.with_metadata({name: text for name, text in texts.items() if text}))
    whole = json.dumps(about.plain(), ensure_ascii=False)
    return table.cast(pa.schema(fields, metadata={"indicators": whole}))


def heading(about: About, frame: pl.DataFrame) -> str:
    """HTML above the rows: title, unit, publishers, date, and a line drawn through the values of each series."""
    day = "the newest vintage" if about.as_of == "latest" else f"as of {about.as_of}"
    lines = [f"<strong>{escape(about.title)}</strong>, {escape(day)}, {escape(about.mode)} mode"]
    for series_id, s in list(about.series.items())[:SHOWN]:
        line = sparkline(_values(frame, series_id))
        more = f" and {len(s.publishers) - NAMED} more" if len(s.publishers) > NAMED else ""
        told = f"{s.title} ({s.unit})" + (f"; {', '.join(s.publishers[:NAMED])}{more}" if s.publishers else "")
        lines.append(f"{line} <code>{escape(series_id)}</code> {escape(told)}")
    if len(about.series) > SHOWN:
        lines.append(f"and {len(about.series) - SHOWN} more series")
    units = [f"{name}: {c.unit}" for name, c in about.columns.items() if c.unit and name in frame.columns]
    if units:
        lines.append(escape("; ".join(units)))
    return f"<div>{'<br>'.join(lines)}</div>"


def _values(frame: pl.DataFrame, series_id: str) -> list[float | None]:
    if series_id in frame.columns:
        return frame[series_id].to_list()
    if {"series_id", "value"} <= set(frame.columns):
        return frame.filter(pl.col("series_id") == series_id)["value"].to_list()
    return []


def sparkline(values: Sequence[float | None], width: int = 120, height: int = 20) -> str:
    """A small line as SVG, broken where a value is missing; no picture of fewer than two values.

    Examples
    --------
    >>> sparkline([1.0, None, 3.0])
    ''
    >>> "<polyline" in sparkline([1.0, 2.0, None, 3.0, 1.0])
    True
    """
    runs: list[list[str]] = [[]]
    present = [value for value in values if value is not None]
    if len(present) < 2:
        return ""
    low, high = min(present), max(present)
    across, up = (width - 2) / max(len(values) - 1, 1), (height - 2) / ((high - low) or 1.0)
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{1 + place * across:.1f},{height - 1 - (value - low) * up:.1f}")
    lines = "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if len(run) > 1)
    if not lines:
        return ""
    label = f"{len(present)} values from {low:g} to {high:g}"
    return (
        f'<svg width="{width}" height="{height}" role="img" aria-label="{label}" fill="none" stroke="currentColor">'
        f"<title>{label}</title>{lines}</svg>"
    )
