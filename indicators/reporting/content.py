"""What a report says, before any format: numbers from queries, sentences from the numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from indicators.days import MONTHS
from indicators.modelling.kind import Fitted
from indicators.reporting.changes import Changes, changes
from indicators.reporting.chronology import NO_ENTRIES, Chronology, chronology
from indicators.reporting.comparison import Comparison
from indicators.reporting.edition import Edition
from indicators.reporting.findings import Finding, findings
from indicators.reporting.index_page import IndexPage, as_issued, index_page
from indicators.reporting.ledger_page import LedgerPage
from indicators.reporting.origins import Origin, origins
from indicators.reporting.quality import Quality, quality_of
from indicators.reporting.revision_page import NO_REVISIONS, RevisionsPage, last_report_day, revisions_page
from indicators.reporting.scoreboard import Score, scoreboard
from indicators.reporting.wording import main_point
from indicators.store.declare import Family
from indicators.store.view import AsOfView

if TYPE_CHECKING:
    from indicators.charting.figure import Figure
    from indicators.contracts.findings import Audit

ROWS_SHOWN = 6
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NAMED_DAY = re.compile(rf"(?:\b(\d{{1,2}}) )?\b({'|'.join(MONTHS)}) ((?:19|20)\d\d)\b")
MOST_TILES = 5


@dataclass(frozen=True)
class Source:
    """A publication behind a section, with the number of its facts used."""

    publisher: str
    title: str
    url: str
    licence: str
    facts_count: int


@dataclass(frozen=True)
class Section:
    """A family's part of the report."""

    family: Family
    scores: tuple[Score, ...]
    figures: tuple[Figure, ...]
    recent: pl.DataFrame
    fits: tuple[Fitted, ...]
    sources: tuple[Source, ...]
    publishers_count: int
    findings: tuple[Finding, ...] = ()

    @property
    def shown(self) -> tuple[Figure, ...]:
        """The figures that stand open in every format."""
        return tuple(figure for figure in self.figures if not figure.further)

    @property
    def further(self) -> tuple[Figure, ...]:
        """Those that stand apart below them."""
        return tuple(figure for figure in self.figures if figure.further)

    @property
    def silence(self) -> str:
        """Why there is no chart; empty where there is one."""
        return "" if self.figures else "No chart: too little of this family was known at this date to draw one."


@dataclass(frozen=True)
class Report:
    """A whole report; every format is made from it and from nothing else."""

    edition: Edition
    previous_quarter: str
    covers_to: dt.date
    main_points: tuple[str, ...]
    scores: tuple[Score, ...]
    sections: tuple[Section, ...]
    quality: Quality
    inputs_count: int
    assumed_count: int
    revisions: RevisionsPage = NO_REVISIONS
    changes: Changes | None = None
    chronology: Chronology = NO_ENTRIES
    tiles: tuple[Score, ...] = ()
    index: IndexPage | None = None
    origins: tuple[Origin, ...] = ()
    comparison: Comparison | None = None
    ledgers: LedgerPage | None = None

    @property
    def headline(self) -> str:
        """The first sentence: of the index, else the first main point."""
        if self.index is not None:
            return self.index.headline
        return self.main_points[0] if self.main_points else "Nothing is known at this date."

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, those of the index first."""
        own = self.index.figures if self.index else ()
        return (*own, *(figure for section in self.sections for figure in section.figures))

    @property
    def drawings(self) -> tuple[Figure, ...]:
        """Every figure, and those on a logarithmic axis that a reader can choose."""
        return (*self.figures, *(f.logarithmic for f in self.figures if f.logarithmic is not None))

    @property
    def fits(self) -> tuple[Fitted, ...]:
        """Every model, the index first."""
        own = (self.index.fit,) if self.index else ()
        return (*own, *(fit for section in self.sections for fit in section.fits))

    @property
    def title(self) -> str:
        return f"US-Russia relations indicators, {self.edition.quarter[:4]} Q{self.edition.quarter[5]}"

    @property
    def edition_number(self) -> int | None:
        """Number of the published edition of the quarter, None where it is not published."""
        editions = self.ledgers.editions if self.ledgers else pl.DataFrame()
        own = editions.filter(pl.col("quarter") == self.edition.quarter) if editions.height else editions
        return int(own["edition"][0]) if own.height else None

    @property
    def issue(self) -> str:
        """Which edition this is, and the quarter set beside it: ``edition 2, beside 2025 Q4``."""
        number = self.edition_number
        words = "not published" if number is None else f"edition {number}"
        other = self.comparison.quarter if self.comparison else ""
        return f"{words}, beside {other[:4]} Q{other[5]}" if other else words


def make_report(
    view: AsOfView,
    edition: Edition,
    *,
    families: Sequence[Family],
    fits: Sequence[Fitted],
    figures_of: Mapping[str, Callable[[AsOfView], Sequence[Figure]]],
    checked: Audit,
    comparison: Comparison | None = None,
    ledgers: Callable[[], LedgerPage] | None = None,
) -> Report:
    """Put together the content of a report.

    Parameters
    ----------
    view : AsOfView
        What is known at the edition's date.
    edition : Edition
        Quarter, as-of date, mode.
    families : sequence of Family
        In the order of the sections.
    fits : sequence of Fitted
        Published model results.
    figures_of : mapping
        Family name to the function that draws its charts.
    checked : Audit
        The contracts tested on what was known at that date.
    comparison : Comparison, optional
        Another quarter to set beside this one.
    ledgers : callable, optional
        Gives claims and forecasts of documents, and published editions; it may still be at work while charts are made.
    """
    modelled = view.with_models({(f.series.id, f.kind): f.frame for f in fits if f.reason is None})
    figures = {family.name: tuple(figures_of[family.name](modelled)) for family in families}
    page = ledgers() if ledgers else None
    disputed = page.disputed if page else {}
    scores = [replace(s, disputed=disputed.get(s.series.id, ())) for s in scoreboard(view, tuple(families))]
    sections = tuple(_section(modelled, family, scores, fits, figures[family.name]) for family in families)
    inputs, assumed = _inputs(view, [s.series.id for s in scores])
    covers = max((s.reference_date for s in scores if s.reference_date), default=edition.quarter_end)
    first, known = ({s.series.family: s for s in reversed(some)} for some in (scores, known_scores(scores)))
    tiles = tuple((first | known)[f.name] for f in families if f.name in first)[:MOST_TILES]
    return Report(
        edition=edition,
        previous_quarter=previous_quarter(edition.quarter),
        covers_to=covers,
        main_points=tuple(main_point(score, view.as_of) for score in known_scores(tiles)),
        tiles=tiles,
        scores=tuple(scores),
        sections=sections,
        quality=quality_of(view, families, scores, checked),
        revisions=revisions_page(view, edition, families),
        changes=changes(view, last_report_day(edition)),
        chronology=chronology(view, families),
        index=_with_edition(index_page(view, fits, families), page, edition.quarter),
        origins=origins(view, scores),
        comparison=comparison,
        ledgers=page,
        inputs_count=inputs,
        assumed_count=assumed,
    )


def _with_edition(page: IndexPage | None, ledgers: LedgerPage | None, quarter: str) -> IndexPage | None:
    """The index with what the quarter's published edition said of it."""
    if page is None or ledgers is None or ledgers.index.is_empty():
        return page
    return replace(page, issued=as_issued(page.fit, ledgers.index.filter(pl.col("quarter") == quarter)))


def known_scores(scores: Sequence[Score]) -> list[Score]:
    """Those of which something is known."""
    return [score for score in scores if score.value is not None]


def previous_quarter(quarter: str) -> str:
    """The quarter before.

    Examples
    --------
    >>> previous_quarter("2026Q1")
    '2025Q4'
    """
    year, q = int(quarter[:4]), int(quarter[5])
    return f"{year}Q{q - 1}" if q > 1 else f"{year - 1}Q4"


def _section(
    view: AsOfView,
    family: Family,
    scores: Sequence[Score],
    fits: Sequence[Fitted],
    figures: tuple[Figure, ...],
) -> Section:
    own = tuple(f for f in fits if f.series.family == family.name)
    sources = _sources(view, family)
    return Section(
        family=replace(
            family, cautions=timely(family.cautions, view.as_of), definitions=timely(family.definitions, view.as_of)
        ),
        scores=tuple(s for s in scores if s.series.family == family.name),
        figures=figures,
        recent=_recent(view, family),
        fits=own,
        findings=findings(family, own),
        sources=sources,
        publishers_count=len({s.publisher for s in sources}),
    )


def timely(texts: Sequence[str], as_of: dt.date) -> tuple[str, ...]:
    """The texts that name no year, month or day after a day: an old quarter's report says nothing of what came later.

    Examples
    --------
    >>> timely(("Counted since 2014.", "The list of 2026 is whole.", "Not seen: 1 Sep 2019."), dt.date(2019, 5, 30))
    ('Counted since 2014.',)
    """

    def later(text: str) -> bool:
        named = [(int(year), MONTHS.index(month) + 1, int(day or 1)) for day, month, year in NAMED_DAY.findall(text)]
        return any(int(year) > as_of.year for year in YEAR.findall(text)) or any(
            one > (as_of.year, as_of.month, as_of.day) for one in named
        )

    return tuple(text for text in texts if not later(text))


def _recent(view: AsOfView, family: Family) -> pl.DataFrame:
    """The last observations of each headline, newest first."""
    frames = [view.observations(series_id).tail(ROWS_SHOWN).reverse() for series_id in family.headlines]
    return pl.concat(frames)


def _sources(view: AsOfView, family: Family) -> tuple[Source, ...]:
    frame = view.sql(
        """
        SELECT s.publisher, s.title, coalesce(s.url, '') AS url, s.licence, count(DISTINCT i.fact_id) AS n
        FROM observation_inputs i JOIN facts f USING (fact_id) JOIN sources s USING (source_id)
        WHERE i.as_of_mode = $mode AND i.published_on <= $as_of AND list_contains($ids, i.series_id)
        GROUP BY ALL ORDER BY n DESC, s.publisher, s.title, url, s.licence""",
        mode=view.mode, as_of=view.as_of, ids=[s.id for s in family.series],
    )  # fmt: skip
    return tuple(Source(*row) for row in frame.iter_rows())


def _inputs(view: AsOfView, ids: list[str]) -> tuple[int, int]:
    """Facts behind the scoreboard, and how many of them count from an assumed date."""
    row = view.sql(
        """
        SELECT count(DISTINCT f.fact_id) AS n, count(DISTINCT f.fact_id) FILTER (f.date_assumed) AS assumed
        FROM observations_known o JOIN observation_inputs i
          ON i.series_id = o.series_id AND i.period = o.period AND i.published_on = o.published_on
          AND i.as_of_mode = $mode
        JOIN facts f USING (fact_id) WHERE list_contains($ids, o.series_id) AND o.period_end <= $until""",
        mode=view.mode, ids=ids, until=view.quarter_end,
    ).row(0)  # fmt: skip
    return int(row[0]), int(row[1]) if view.mode == "calendar" else 0
