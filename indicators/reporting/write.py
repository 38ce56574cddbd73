"""A report as a build step: content, formats, tables and manifest, swapped in as one folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from indicators.errors import UsageProblem
from indicators.helpers import meanwhile
from indicators.project import Project
from indicators.reporting.edition import Edition
from indicators.reporting.extra import installed_for_pdf
from indicators.store.build import Declared, all_models, all_rules_across, build_steps
from indicators.store.plan import PACKAGE, Step, carry_out, check_unchanged, digest, file_hash, scratch, swap_folder

if TYPE_CHECKING:
    import polars as pl

    from indicators.charting.drawing import Studio
    from indicators.charting.figure import Figure
    from indicators.modelling.kind import Fitted
    from indicators.reporting.comparison import Comparison
    from indicators.reporting.content import Report
    from indicators.reporting.ledger_page import LedgerPage
    from indicators.reporting.presentation import Table
    from indicators.store.declare import Composite, Family
    from indicators.store.view import AsOfView

REPORT_LIBRARIES = ("polars", "duckdb", "altair", "vl-convert-python", "statsmodels", "numpy", "scipy", "jinja2")


class Drawn(Declared, Protocol):
    """A room that draws, too."""

    @property
    def figures(self) -> Callable[..., Any]: ...


@dataclass(frozen=True)
class ReportJob:
    """What is needed to write one report.

    Parameters
    ----------
    project, rooms
        Facts and families.
    edition : Edition
        Quarter, as-of date, mode.
    out : Path
        The report's folder, ``reports/2026Q2``.
    inputs : tuple of Path
        Raw files.
    tell : callable
        Told each piece of longer work.
    composites : tuple of Composite
        Models that belong to no family.
    compare : str, optional
        A quarter to set beside this one.
    """

    project: Project
    rooms: tuple[Drawn, ...]
    edition: Edition
    out: Path
    inputs: tuple[Path, ...]
    tell: Callable[[str], None]
    composites: tuple[Composite, ...] = ()
    compare: str | None = None


def folder_name(quarter: str, compare: str | None = None) -> str:
    """Name of a report's usual folder.

    Examples
    --------
    >>> folder_name("2026Q2"), folder_name("2026Q2", "2025Q4")
    ('2026Q2', '2026Q2-2025Q4')
    """
    return f"{quarter}-{compare}" if compare else quarter


def report_inputs(build: Sequence[Step]) -> tuple[Path, ...]:
    """The raw files that the steps of a build read."""
    return tuple(sorted({path for step in build if step.name.startswith("contracts") for path in step.inputs}))


def all_inputs(project: Project, build: Sequence[Step]) -> tuple[Path, ...]:
    """The files a report is made of: raw files, ledgers of statements, published editions."""
    from indicators.ledgers.step import ledger_files

    return tuple(sorted({*report_inputs(build), *ledger_files(project)}))


def report_step(job: ReportJob) -> Step:
    """The step that writes a report; it is fresh while facts, code, libraries and edition are the same."""
    edition, place = job.edition, job.project.place(job.out)
    usual = job.out == job.project.reports / folder_name(edition.quarter)
    code = (
        "charting",
        "reporting",
        "modelling",
        "ledgers",
        "timeseries",
        "store",
        "contracts",
        "families",
        "numbers.py",
        "registry.py",
    )
    return Step(
        name=f"report {edition.quarter}" if usual else f"report {edition.quarter} in {place}",
        run=partial(_write, job),
        code=code,
        inputs=job.inputs,
        libraries=(*REPORT_LIBRARIES, *installed_for_pdf()),
        settings=(edition.quarter, edition.as_of.isoformat(), edition.mode, place, job.compare or ""),
        needs=("database",),
    )


def write_report(job: ReportJob) -> int:
    """Write a report that is stale; returns how many steps were run.

    The steps of the build are looked at once more under the same lock, so that the report never
    reads a database of other facts than it names.
    """
    return carry_out(job.project, [*build_steps(job.project, job.rooms), report_step(job)], job.tell)


def check_out(out: Path) -> None:
    """Refuse a place that holds anything but a report: the folder is replaced whole.

    Raises
    ------
    UsageProblem
        If ``out`` is a file, a folder with other things in it, or a link that leads nowhere.
    """
    is_report = out.is_dir() and ((out / "manifest.json").is_file() or not any(out.iterdir()))
    if os.path.lexists(out) and not is_report:
        raise UsageProblem(
            "this holds something else than a report and would be replaced", where=str(out),
            do="move it away, or name a new or an empty folder with --out",
        )  # fmt: skip


def code_hash() -> str:
    """Hash of the package's code and templates."""
    files = sorted(f for f in PACKAGE.rglob("*") if f.is_file() and "__pycache__" not in f.parts)
    return digest([f"{f.relative_to(PACKAGE).as_posix()} {file_hash(f)}" for f in files])


def _write(job: ReportJob) -> list[Path]:
    from indicators.charting.drawing import drawing_beside
    from indicators.modelling.fitting import fit_all
    from indicators.store.view import as_of_view

    project, edition = job.project, job.edition
    facts = {path: file_hash(path) for path in job.inputs}
    families = [room.family for room in job.rooms]
    models, texts = all_models(job.rooms), [room.views_sql for room in job.rooms]
    view = as_of_view(
        project.database,
        models,
        texts,
        quarter=edition.quarter,
        as_of=edition.as_of,
        mode=edition.mode,
    )
    try:
        view.hold("observations_known")
        fits = fit_all(project, view, families, lambda name: job.tell(f"model {name}"), job.composites)
        job.tell("content and charts")
        with drawing_beside() as studio:
            report = _content(job, view, fits, studio)
            series = {family.name: _series_table(view, family) for family in families}
            job.tell("files")
            with scratch(project) as aside:
                folder = aside / edition.quarter
                names = _files(folder, job, report, series, studio)
                check_unchanged(project, facts)
                swap_folder(folder, job.out)
    finally:
        view.close()
    return [job.out / name for name in names]


def _content(job: ReportJob, view: AsOfView, fits: Sequence[Fitted], studio: Studio) -> Report:
    """What the report says; its charts are being drawn meanwhile."""
    from indicators.contracts.audit import audit_frames
    from indicators.reporting.content import make_report
    from indicators.store.known import known_frames

    models, edition = all_models(job.rooms), job.edition
    families = [room.family for room in job.rooms]
    job.tell("claims and forecasts")
    with meanwhile(partial(_ledgers, job, families)) as ledgers:
        known = known_frames(job.project.database, models, edition.as_of, edition.mode)
        report = make_report(
            view,
            edition,
            families=families,
            fits=fits,
            figures_of={room.name: partial(_drawn, room, studio) for room in job.rooms},
            checked=audit_frames(models, known, across=all_rules_across(job.rooms), as_of=edition.as_of),
            comparison=_comparison(job, view) if job.compare else None,
            ledgers=ledgers,
        )
    if report.index is not None:
        studio.take(report.index.figures)
    return report


def _drawn(room: Drawn, studio: Studio, view: AsOfView) -> Sequence[Figure]:
    return studio.take(room.figures(view))


def _comparison(job: ReportJob, view: AsOfView) -> Comparison:
    """The other quarter as known now and as its own report saw it."""
    from indicators.reporting.comparison import compared
    from indicators.store.dates import default_as_of
    from indicators.store.view import as_of_view

    assert job.compare is not None
    edition = job.edition
    own = as_of_view(
        job.project.database,
        all_models(job.rooms),
        [room.views_sql for room in job.rooms],
        quarter=job.compare,
        as_of=default_as_of(job.compare, edition.newest_vintage),
        mode=edition.mode,
    )
    try:
        return compared(view, own, tuple(room.family for room in job.rooms))
    finally:
        own.connection.close()


def _ledgers(job: ReportJob, families: Sequence[Family]) -> LedgerPage:
    """Claims, forecasts and editions as far as the report's date knows them, over a connection of their own."""
    from indicators.modelling.step import EVERY_QUARTER
    from indicators.reporting.ledger_page import ledger_page
    from indicators.store.dated import dated_views

    models, texts = all_models(job.rooms), [room.views_sql for room in job.rooms]
    edition = job.edition
    with dated_views(job.project.database, models, texts, quarter=EVERY_QUARTER, mode=edition.mode) as view_at:
        return ledger_page(job.project, edition.as_of, view_at, families)


def _series_table(view: AsOfView, family: Family) -> pl.DataFrame:
    return view.observations(*(s.id for s in family.series)).drop("period_start", "period_end")


def _files(folder: Path, job: ReportJob, report: Report, series: dict[str, pl.DataFrame], studio: Studio) -> list[str]:
    """Write every file of the report into an empty folder; returns their names, the manifest last."""
    from indicators.charting.figure import spec_file, svg_file
    from indicators.reporting.comparison_tables import comparison_table
    from indicators.reporting.ledger_tables import ledger_csv
    from indicators.reporting.manifest import manifest, manifest_text
    from indicators.reporting.pdf import render_pdf
    from indicators.reporting.presentation import model_tables, scoreboard_table
    from indicators.reporting.render import render_html, render_markdown

    figures = report.figures
    tables = {figure.id: figure.table for figure in figures}
    tables |= {f"{name}_series": frame for name, frame in series.items()}
    tables |= model_tables(report)
    tables["scoreboard"] = _text_frame(scoreboard_table(report))
    tables["sources"] = _sources_frame(report)
    if report.ledgers is not None:
        tables |= ledger_csv(report.ledgers)
    beside = comparison_table(report)
    if beside is not None:
        tables["comparison"] = _text_frame(beside)
    if report.chronology.frame.height:
        tables["chronology"] = report.chronology.frame
    texts = {f"tables/{name}.csv": _csv(frame) for name, frame in tables.items()}
    texts["report.md"] = render_markdown(report)
    texts |= {f"charts/{figure.id}.vl.json": spec_file(figure) for figure in report.drawings}
    texts |= {f"charts/{figure.id}.svg": svg_file(figure) for figure in report.drawings}  # last: drawn meanwhile
    texts["report.html"] = render_html(report, studio.script())
    files = {name: text.encode() for name, text in texts.items()}
    if installed_for_pdf():
        files["report.pdf"] = render_pdf(report)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    hashes = {name: file_hash(folder / name) for name in files}
    content = manifest(
        job.project, report.edition, code_hash(), job.inputs, hashes, headline=report.headline, compare=job.compare
    )
    (folder / "manifest.json").write_text(manifest_text(content), encoding="utf-8", newline="\n")
    return [*files, "manifest.json"]


def _csv(frame: pl.DataFrame) -> str:
    import polars as pl

    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(lists).list.join("; ") if lists else []).write_csv(line_terminator="\n")


def _text_frame(table: Table) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(list(table.rows), schema=[name.replace(" ", "_") for name in table.head], orient="row")


def _sources_frame(report: Report) -> pl.DataFrame:
    import polars as pl

    rows = [
        (section.family.name, s.publisher, s.title, s.url, s.licence, s.facts_count)
        for section in report.sections
        for s in section.sources
    ]
    return pl.DataFrame(rows, schema=["family", "publisher", "title", "url", "licence", "facts_count"], orient="row")
