"""The relations index from Python: as known at a date, and what moved it between two dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indicators.access import default_project, parse_date, view
from indicators.errors import UsageProblem

if TYPE_CHECKING:
    import polars as pl

    from indicators.modelling.kind import Fitted
    from indicators.project import Project
    from indicators.timeseries.result import Reason


def relations_index(
    as_of: dt.date | str | None = None, mode: str = "calendar", *, project: Project | None = None
) -> Fitted:
    """What is the relations index, as known at a date?

    Parameters
    ----------
    as_of, mode
        As in `indicators.api.load`; the quarter spoken of is the newest that ended at least 60 days before.
    project : Project, optional
        Found from here upwards when omitted; fits are kept in its work folder.

    Returns
    -------
    Fitted
        ``frame``: the index by month with bands. ``tables``: quarters, inputs, contributions, news, variants,
        diffusion. ``reading``: what it says and cannot say. ``reason`` where there is no index.

    Examples
    --------
    >>> relations_index("1999-12-31").reason
    'No month lies in the sample or its base period; the method needs at least 60.'
    """
    from indicators.modelling.fitting import fit_all
    from indicators.registry import composites

    project = project or default_project()
    (fit,) = fit_all(project, view(as_of, mode, project=project), (), composites=composites()[:1])
    return fit


def index_news(
    older: dt.date | str, newer: dt.date | str, mode: str = "calendar", *, project: Project | None = None
) -> pl.DataFrame | Reason:
    """What moved the relations index from one cut-off to another?

    Parameters
    ----------
    older, newer : date or str
        Two cut-offs; each speaks of the newest quarter that ended at least 60 days before it.
    mode, project
        As in `relations_index`.

    Returns
    -------
    polars.DataFrame or Reason
        One row a step, ``points`` adding up from ``before`` to ``after``: see the table ``index_news``.

    Raises
    ------
    UsageProblem
        If the older cut-off is not before the newer one.

    Examples
    --------
    >>> index_news("1998-01-01", "1999-01-01").code
    'too_short_axis'
    """
    from indicators.modelling.index.composite_index import base_of, vintages_of
    from indicators.modelling.index.editions import step_between
    from indicators.modelling.index.rows import news_frame
    from indicators.modelling.index.vintages import read_vintages, usual_cutoff
    from indicators.registry import composites
    from indicators.timeseries.result import Reason

    first, second = parse_date(older), parse_date(newer)
    if first >= second:
        raise UsageProblem(f"{older} is not before {newer}", where="--from --to", do="name the older cut-off first")
    (subject,) = composites()[:1]
    seen = read_vintages(view(second, mode, project=project), subject)
    vintages = vintages_of(subject, seen)
    cutoff = usual_cutoff(dt.date.fromisoformat(seen["as_of"]))
    step = step_between(vintages, usual_cutoff(min(first, cutoff.as_of)), cutoff, base_of(subject))
    return step if isinstance(step, Reason) else news_frame(step, cutoff, vintages)
