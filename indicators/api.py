"""The import API behind ``import indicators as ind``: tables and series, and where their numbers come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from indicators.access import at_frequency, built, default_project, known, parse_date, tracer, view
from indicators.errors import UsageProblem
from indicators.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import polars as pl

    from indicators.frame import IndicatorFrame
    from indicators.known_ids import SeriesId
    from indicators.project import Project
    from indicators.store.provenance import Traced

Day = dt.date | str | None
MADE = {
    "series": "ind.catalog()", "observations": "ind.series(ids)", "catalog": "ind.catalog()",
    "facts": "ind.connect().sql('FROM facts')", "tidy": "ind.connect().sql('FROM tidy')",
    "models": "ind.connect(models=True).sql('FROM models')", "claims": "indicators claims list",
    "forecasts": "indicators forecasts score",
}  # fmt: skip
"""What people ask for as a table, and what has it."""


def load(table: str, as_of: Day = None, mode: str = "calendar", *, project: Project | None = None) -> IndicatorFrame:
    """A table of facts as known at a date.

    Parameters
    ----------
    table : str
        Such as ``trade_volumes``; the names are in the data dictionary.
    as_of : date or str, optional
        Only facts public by then; the newest vintage when omitted.
    mode : {"calendar", "strict"}
        What a publication day may rest on.
    project : Project, optional
        The project's folder; found from here upwards when omitted.

    Returns
    -------
    IndicatorFrame
        A polars frame, one row a fact: of each quantity the best one known (rank, then vintage). Tables that hold
        no facts (``sources``, ``poll_questions``) have no days of publication and come whole. Labels, units and
        codes of the columns are in its ``about``, and in what its ``to_pandas()`` and ``to_arrow()`` give.

    Examples
    --------
    >>> load("treaty_events").height > 90
    True
    >>> load("trade_volumes").about.columns["value_usd_mn"].unit
    'USD million'
    """
    from indicators.contracts.described.description import describe
    from indicators.frame import About, ColumnAbout, IndicatorFrame
    from indicators.registry import all_tables

    project = project or default_project()
    models = {model._contract.name: model for model in all_tables()}
    if table in MADE:
        raise UsageProblem(f"{table} holds no facts of its own", where=table, do=f"use {MADE[table]}")
    name = known(table, sorted(models), "tables")
    frame = view(as_of, mode, project=project).sql(f"SELECT * FROM {name} ORDER BY ALL")
    described = describe([models[name]]).tables[name]
    columns = {c.name: ColumnAbout(c.definition, c.unit or "", dict(c.codes)) for c in described.columns}
    about = About(described.title, _said(as_of), mode, __version__, columns, data_version=project.data_version)
    return IndicatorFrame.of(frame, about)


def series(
    ids: SeriesId | str | Sequence[SeriesId | str],
    as_of: Day = None,
    mode: str = "calendar",
    *,
    freq: str | None = None,
    wide: bool = False,
    project: Project | None = None,
) -> IndicatorFrame:
    """Observations of one or more named series as known at a date.

    Parameters
    ----------
    ids : str or list of str
        Such as ``trade.usa_rus.total.a``; see `catalog` and `ids`.
    as_of, mode, project
        As in `load`.
    freq : {"A", "H", "Q", "M", "D"}, optional
        The series of the same name at this frequency, where it is declared; the ids may then leave theirs out.
        Nothing is added up or averaged without a declared rule.
    wide : bool
        One column a series, joined on the period's first day, instead of one row an observation.

    Returns
    -------
    IndicatorFrame
        A polars frame: ``series_id, freq, period, period_start, period_end, reference_date, value, obs_status,
        missing_reason, quality, ...``; units, titles and publishers are in its ``about``, and in what its
        ``to_pandas()`` and ``to_arrow()`` give.

    Examples
    --------
    >>> total = series("trade.usa_rus.total.a", as_of="2025-06-30")
    >>> total.filter(total["period"] == "2024")["value"].round(1).item()
    3533.6
    >>> total.about.series["trade.usa_rus.total.a"].unit
    'USD million'
    >>> series("trade.usa_rus.total", freq="Q")["period"][0]
    '1992-Q1'
    """
    from indicators.frame import About, ColumnAbout, IndicatorFrame, SeriesAbout
    from indicators.store.dates import parse_mode
    from indicators.store.observed import observed

    wanted = list(ids) if isinstance(ids, Iterable) and not isinstance(ids, str) else [ids]
    day, mode = parse_date(as_of), parse_mode(mode)
    project = built(project)
    found = observed(project.database, day, mode, lambda names: [at_frequency(i, freq, names) for i in wanted])
    frame, columns = found.frame, {name: ColumnAbout(text) for name, text in found.columns.items()}
    if wide:
        frame = frame.pivot(on="series_id", index="period_start", values="value", on_columns=list(found.series))
        frame, columns = frame.sort("period_start"), {"period_start": columns["period_start"]}
    about = {i: SeriesAbout(s.title, s.unit, s.freq, s.definition, s.publishers) for i, s in found.series.items()}
    facts = project.data_version
    return IndicatorFrame.of(frame, About("Observations", _said(as_of), mode, __version__, columns, about, facts))


def _said(as_of: Day) -> str:
    return "latest" if as_of is None else str(as_of)


def catalog(search: str | None = None, *, project: Project | None = None) -> IndicatorFrame:
    """The named series: id, title, unit, frequency, definition, coverage.

    Parameters
    ----------
    search : str, optional
        Words that all stand in id, title or definition, in any order.
    project : Project, optional
        As in `load`.

    Examples
    --------
    >>> found = catalog("russia goods trade")
    >>> "trade.usa_rus.total.a" in found["series_id"], found.about.data_version >= "1.0.0"
    (True, True)
    """
    from indicators.frame import About, IndicatorFrame

    project = project or default_project()
    frame = _rows("SELECT * FROM series ORDER BY series_id", project)
    text = (frame["series_id"] + " " + frame["title"] + " " + frame["definition"]).str.to_lowercase()
    for word in str(search or "").lower().split():
        frame, text = frame.filter(found := text.str.contains(word, literal=True)), text.filter(found)
    facts = project.data_version
    return IndicatorFrame.of(frame, About("Catalogue of series", "latest", "both", __version__, data_version=facts))


def sources(*, project: Project | None = None) -> pl.DataFrame:
    """Every source once: id, title, publisher, address, licence, rank.

    Examples
    --------
    >>> sources()["source_id"].is_unique().all()
    True
    """
    return _rows("SELECT * FROM sources ORDER BY source_id", project)


def _rows(query: str, project: Project | None) -> pl.DataFrame:
    import polars as pl

    from indicators.store.opening import open_database

    connection = open_database(built(project).database)
    try:
        return pl.DataFrame(connection.sql(query))
    finally:
        connection.close()


class RevisionFrames(NamedTuple):
    """What `revisions` returns: every vintage, one row a period, one row of measures."""

    vintages: pl.DataFrame
    periods: pl.DataFrame
    summary: pl.DataFrame


def revisions(
    series_id: SeriesId | str, as_of: Day = None, mode: str = "calendar", *, project: Project | None = None
) -> RevisionFrames:
    """How the values of a series changed from release to release.

    Parameters
    ----------
    series_id : str
        Such as ``trade.usa_rus.total.q``.
    as_of, mode, project
        As in `load`; later releases are not seen.

    Returns
    -------
    RevisionFrames
        ``vintages``: one row a period and stored release, confirmations included. ``periods``:
        first and latest value, revision, releases until the value rests. ``summary``: mean
        revision, bias, news and noise tests, each with its reason where it cannot be made.

    Examples
    --------
    >>> found = revisions("trade.usa_rus.exports.a")
    >>> found.periods.filter(found.periods["period"] == "2022").select("first", "latest").row(0)
    (1715.079989, 1655.4)
    """
    import polars as pl

    from indicators.registry import families
    from indicators.reporting.revised import revisions_of, summary

    declared = {s.id: s for family in families() for s in family.series}
    known(series_id, sorted(declared), "series")
    found = revisions_of(view(as_of, mode, project=project), declared[series_id], declared)
    return RevisionFrames(found.vintages, found.periods, pl.DataFrame([summary(found)]))


def provenance(
    series_id: SeriesId | str,
    period: str | int,
    as_of: Day = None,
    mode: str = "calendar",
    *,
    project: Project | None = None,
) -> Traced:
    """Where a number comes from: the steps back to raw cells, files, lines, sources and vintages.

    Parameters
    ----------
    series_id, period : str
        Such as ``trade.usa_rus.total.q`` and ``2026-Q2``; a year may be a number.
    as_of, mode, project
        As in `load`; they decide which vintage is traced.

    Returns
    -------
    Traced
        Value, rule, inputs (traced in turn) and facts. ``indicators.store.provenance_text`` has it
        as text and plain data, ``indicators.store.prov_json`` as W3C PROV-JSON.

    Examples
    --------
    >>> fact = provenance("trade.usa_rus.exports.a", "2022", as_of="2023-12-31").facts[0]
    >>> fact.cells["value_usd_mn"], fact.vintage, fact.publisher
    ('1715.079989', '2023-03', 'US Census Bureau')
    """
    return tracer(as_of, mode, project).trace(series_id, str(period))


def connect(*, models: bool = False, project: Project | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only DuckDB connection to the built database.

    Parameters
    ----------
    models : bool
        Fit what is stale first, so that ``models``, ``model_components`` and the other tables of results are there;
        a minute the first time. ``indicators build`` does the same.
    project : Project, optional
        As in `load`.

    Examples
    --------
    >>> connect().sql("SELECT count(DISTINCT family) FROM series").fetchall()
    [(5,)]
    """
    from indicators.store.opening import open_database

    return open_database(built(project, models=models).database)


def export(
    *names: str, to: str, out: str | Path, as_of: Day = None, mode: str = "calendar", project: Project | None = None
) -> list[Path]:
    """Write tables, series, or both, as files that other programs read, with labels, units, codes and sources.

    Parameters
    ----------
    *names : str
        Tables and ids of series; none for everything.
    to : {"parquet", "csv", "json", "xlsx", "dta", "sdmx-csv", "sdmx-ml", "sdmx-ml-3", "duckdb"}
        The format.
    out : str or Path
        A file or a folder, as the format has it.
    as_of, mode, project
        As in `load`.

    Returns
    -------
    list of Path
        The files written.

    Examples
    --------
    >>> from indicators.temporary import temporary_folder
    >>> with temporary_folder() as folder:
    ...     [path.name for path in export("treaty_events", to="csv", out=folder)]
    ['treaty_events.csv', 'sources.csv', 'datapackage.json', 'croissant.json']
    """
    from pathlib import Path

    from indicators.exports import format_of, write
    from indicators.gathering import gathered

    bundle = gathered(names, as_of, mode, project, figures_only=format_of(to).figures_only)
    return write(bundle, to, Path(out))
