"""The import API behind ``import indicators as ind``: what is worked out, checked and written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.access import default_project, known, parse_date
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    import polars as pl

    from indicators.contracts.described.description import DescribedTable
    from indicators.contracts.findings import Audit
    from indicators.modelling.analysis import Analysis
    from indicators.project import Project


def contract(table: str) -> DescribedTable:
    """What a table promises: columns, units, codes, rules, what to mind; printed and in a notebook it is text.

    Parameters
    ----------
    table : str
        Such as ``trade_volumes``.

    Examples
    --------
    >>> found = contract("trade_volumes")
    >>> found.column("value_usd_mn").unit, "value_usd_mn" in str(found)
    ('USD million', True)
    """
    from indicators.registry import description

    tables = description().tables
    return tables[known(table, sorted(tables), "tables")]


def audit(as_of: dt.date | str | None = None, *, project: Project | None = None) -> Audit:
    """Every contract tested on every table of facts.

    Parameters
    ----------
    as_of : date or str, optional
        Only facts published by then.
    project : Project, optional
        The project's folder; found from here upwards when omitted.

    Returns
    -------
    Audit
        ``findings`` with file and line, of them ``errors`` and ``warnings``; how many rows each rule tested.

    Examples
    --------
    >>> audit().errors
    ()
    """
    found = project or default_project()
    return audit_of(found, parse_date(as_of) if as_of not in (None, "latest") else None)


def audit_of(project: Project, as_of: dt.date | None, above: str = "") -> Audit:
    """Facts, published editions and ledgers of a project; ``above`` is the way to it from the top of a repository."""
    from indicators.contracts.audit import audit as run
    from indicators.contracts.findings import joined
    from indicators.ledgers.check_contract import SEEDS
    from indicators.ledgers.contract import LEDGER_TABLES
    from indicators.ledgers.published_contract import PUBLISHED_ACROSS, PUBLISHED_TABLES
    from indicators.registry import all_across, all_tables

    tables, across = (*all_tables(), *PUBLISHED_TABLES), (*all_across(), *PUBLISHED_ACROSS)
    result = run(project.raw, tables, f"{above}data/raw", across=across, as_of=as_of, keep=False)
    if (project.root / SEEDS).is_dir():
        result = joined(result, run(project.root, LEDGER_TABLES, above.rstrip("/"), as_of=as_of, keep=False))
    return result


def report(
    quarter: str | None = None,
    as_of: str | None = None,
    mode: str = "calendar",
    *,
    out: str | Path | None = None,
    project: Project | None = None,
) -> Path:
    """Write a quarter's report: build what is stale, fit what is to be fitted, a minute or more the first time.

    Parameters
    ----------
    quarter : str, optional
        Such as ``2026Q2``; the newest complete one when omitted.
    as_of, mode
        As in `indicators.load`; a quarter has its usual date when omitted.
    out : str or Path, optional
        The folder; ``reports/QUARTER`` of the project, or of the present folder where an installed package has no
        project, when omitted.
    project : Project, optional
        The project's folder; found from here upwards when omitted.

    Returns
    -------
    Path
        The folder, with ``report.md`` and ``report.html``.

    Examples
    --------
    >>> report("2026Q5")
    Traceback (most recent call last):
        ...
    indicators.errors.UsageProblem: not a quarter: '2026Q5'
      where: QUARTER
      do:    write it as 2026Q2
    """
    from indicators.progress import progress
    from indicators.reporting.quarter import write_quarter

    with progress() as tell:
        folder = Path(out) if out else None
        return write_quarter(project or default_project(), quarter, as_of, mode, out=folder, tell=tell)[0]


def analyse(frame: Any, *, value: str | None = None, period: str | None = None, freq: str | None = None) -> Analysis:
    """Seasonal adjustment, trend, breaks and forecast of any series of your own.

    Parameters
    ----------
    frame : polars or pandas DataFrame, or a mapping of columns
        One row a period, in order of time.
    value, period : str, optional
        Its columns; not needed where there are two: period, value. Periods are dates or texts such as 2024-03.
    freq : {"M", "Q", "H", "A"}, optional
        Told from the periods when omitted.

    Returns
    -------
    Analysis
        ``fits``: one a method, with numbers or with the reason why there are none;
        ``indicators.reporting.analysis`` has it as text and plain data.

    Raises
    ------
    DataProblem
        If the rows are no regular series of numbers; it says which row.

    Examples
    --------
    >>> found = analyse({"month": ["2024-01", "2024-02"], "sales": [3.0, 4.0]})
    >>> found.fit("forecast").reason
    'Only 2 values are observed; the method needs at least 60.'
    """
    import polars as pl

    from indicators.modelling.analysis import analyse_series
    from indicators.reporting.analysis import columns_of_series

    rows = frame if isinstance(frame, pl.DataFrame) else _as_polars(frame)
    values, periods = columns_of_series(rows, value, period)
    return analyse_series(rows[periods].to_list(), rows[values].to_list(), freq, values)


def _as_polars(frame: Any) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.DataFrame({name: list(frame[name]) for name in frame}, strict=False)
    except (TypeError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        first = (str(error).splitlines() or ["no message"])[0]
        raise UsageProblem(
            f"{type(frame).__name__} is not a frame of columns ({first})",
            where="frame",
            do="give a polars or pandas DataFrame",
        ) from error
