"""What SECURITY.md promises, one test or more for each promise."""

from __future__ import annotations

import ast
import base64
import datetime as dt
import hashlib
import html
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import polars as pl
import pytest

import indicators as ind
from indicators import registry
from indicators.access import view
from indicators.charting.figure import Figure
from indicators.contracts.audit import audit
from indicators.errors import Problem, UsageProblem
from indicators.ingesting.opening import Original
from indicators.ingesting.scan import scanning
from indicators.ingesting.xml_stream import elements, root_tag
from indicators.project import Project
from indicators.registry import all_tables, rooms
from indicators.reporting import write as report_writing
from indicators.reporting.edition import choose_edition
from indicators.reporting.write import ReportJob, report_inputs, write_report
from indicators.store.build import build_steps
from indicators.store.plan import carry_out
from indicators.store.sql_text import identifier, literal
from tests.small_project import FAMILY, QUARTER, write_small_project

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "indicators").rglob("*.py"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The small project, built, as the one that the import API uses."""
    project = Project(write_small_project(tmp_path_factory.mktemp("security") / "project").resolve())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "FAMILIES", (FAMILY,))
        patch.setenv("INDICATORS_PROJECT", str(project.root))
        carry_out(project, build_steps(project, rooms()), lambda _: None)
        yield project


# -- DuckDB reaches nothing but its own tables --------------------------------------------------------

OUTWARD = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_parquet('{folder}/x.parquet')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('https://example.org/x.csv')",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY sources TO '{folder}/out.parquet' (FORMAT parquet)",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH 'https://example.org/x.duckdb'",
    "INSTALL httpfs",
    "INSTALL '{folder}/x.duckdb_extension'",
    "LOAD httpfs",
    "LOAD '{folder}/x.duckdb_extension'",
    "CREATE PERSISTENT SECRET s (TYPE s3)",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET autoinstall_known_extensions = true",
    "SET autoload_known_extensions = true",
    "SET allow_unsigned_extensions = true",
    "SET custom_extension_repository = 'http://example.org'",
    "SET extension_directory = '{folder}'",
    "SET secret_directory = '{folder}'",
    "SET allowed_directories = ['/etc']",
    "SET temp_directory = '{folder}'",
    "SET log_query_path = '{folder}/log'",
    "SET profiling_output = '{folder}/profile.json'",
    "PRAGMA enable_profiling = 'json'",
    "SELECT * FROM a_frame_of_the_caller",
    "INSERT INTO sources SELECT * FROM sources",
    "DROP TABLE sources",
    "UPDATE sources SET title = 'x'",
)
OPENERS: dict[str, Callable[[], Callable[[str], object]]] = {
    "connect": lambda: ind.connect().execute,
    "view": lambda: view(quarter=QUARTER).sql,
}


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("query", OUTWARD)
def test_a_query_reaches_no_file_no_network_and_no_setting(
    small: Project, tmp_path: Path, opener: str, query: str
) -> None:
    a_frame_of_the_caller = pl.DataFrame({"a": [1]})
    a_frame_of_the_caller.write_parquet(tmp_path / "x.parquet")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(duckdb.Error):
        OPENERS[opener]()(query.format(folder=tmp_path))
    assert sorted(tmp_path.iterdir()) == before


def test_a_database_in_memory_may_be_attached(small: Project) -> None:
    """It reaches nothing: room for a user's own scratch tables."""
    connection = ind.connect()
    connection.execute("ATTACH ':memory:' AS mine; CREATE TABLE mine.t AS SELECT count(*) AS n FROM sources")
    with pytest.raises(duckdb.Error, match="disabled by configuration"):
        connection.execute("COPY mine.t TO 'out.csv'")


# -- no user value reaches SQL but as a parameter or a checked name -------------------------------------

HOSTILE = (
    "'", "''", "'; DROP TABLE facts; --", '"; SELECT 1; --', "a' OR 'a' = 'a", "sources; COPY sources TO 'x'",
    "facts UNION SELECT 1", "../../x", "/etc/passwd", "x\x00y", "\n", "", "$mode", "{0}", "%s", "trade_volumes--",
    "TRADE_VOLUMES", "２０２６Q2", "2026Q2'", "2026Q2/../..",
)  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_arguments_are_wrong_use(small: Project, value: str) -> None:
    series_id = "contacts.head_of_state.held.m"
    for call in (
        lambda: ind.load(value),
        lambda: ind.load("contacts", as_of=value),
        lambda: ind.load("contacts", mode=value),
        lambda: ind.series(value),
        lambda: ind.series([series_id, value]),
        lambda: ind.series(series_id, as_of=value),
        lambda: ind.series(series_id, mode=value),
        lambda: view(quarter=value),
        lambda: choose_edition(small.database, series_id, value, None, "calendar"),
        lambda: choose_edition(small.database, series_id, QUARTER, value, "calendar"),
        lambda: choose_edition(small.database, series_id, QUARTER, None, value),
    ):
        with pytest.raises(UsageProblem):
            call()
    ind.catalog(value)  # a search finds something or nothing


def test_a_date_is_taken_for_its_day_whatever_it_prints(small: Project) -> None:
    class Hostile(dt.date):
        def __str__(self) -> str:
            return "2020-01-01'; DROP VIEW contacts; --"

        __format__ = isoformat = lambda self, *_: str(self)  # type: ignore[assignment]

    expected = ind.load("contacts", as_of="2020-01-01")
    assert ind.load("contacts", as_of=Hostile(2020, 1, 1)).equals(expected)
    assert ind.load("contacts", as_of=dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC)).equals(expected)


@pytest.mark.parametrize("value", HOSTILE)
def test_names_are_checked_and_texts_are_quoted(value: str) -> None:
    assert duckdb.sql(f"SELECT {literal(value)}").fetchall() == [(value,)] if "\x00" not in value else True
    with pytest.raises(UsageProblem):
        identifier(value)


CHECKED = {"literal", "identifier"}
"""Functions whose result may stand in SQL: they quote or check."""
ENGINE = ("store/ddl.py", "store/facts.py", "store/observations.py", "store/from_facts.py", "store/from_series.py",
          "store/period_sql.py", "store/database.py", "store/exports.py", "store/made.py", "store/effect.py",
          "store/views.py", "exports/duckdb_file.py", "families/")  # fmt: skip
"""Code that makes SQL of what families declare in code; it sees no argument of a user."""
SQL_WORDS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|ATTACH|CREATE|DROP|COPY|ORDER BY|GROUP BY)\b")
DECLARED = {
    ("store/view.py", "model"): "a contract",
    ("store/view.py", "select"): "as_of_select of a contract; its date and mode are literals",
    ("store/view.py", "as_of"): "a date (api.parse_date makes it a plain one), or the name of a variable in code",
    ("api.py", "name"): "found in the list of tables by known()",
    ("reporting/chronology.py", "family"): "declared in code",
    ("reporting/chronology.py", "parts"): "of what families declare in code",
    ("ledgers/measure.py", "rows"): "of _series_rows or _table_rows",
    ("ledgers/measure.py", "inside"): "of names in code",
    ("ledgers/measure.py", "aggregate"): "of AGGREGATES, by a checked code",
    ("ledgers/measure.py", "used"): "of the two above",
    ("ledgers/measure.py", "relation"): "an identifier, by the view",
    ("ledgers/measure.py", "day"): "an identifier, by _known",
    ("ledgers/measure.py", "value"): "of an identifier",
    ("ledgers/measure.py", "label"): "of an identifier",
    ("ledgers/measure.py", "facts"): "one of two texts in code",
    ("ledgers/measure.py", "where"): "of _condition: identifiers and parameters",
    ("ledgers/measure.py", "names"): "four names in code",
    ("ledgers/measure.py", "name"): "one of them",
    ("ledgers/measure.py", "listed"): "of them",
    ("store/known.py", "used"): "of _referred_by, made of checked names",
    ("store/known.py", "key"): "of checked names",
    ("store/known.py", "name"): "an identifier",
    ("store/known.py", "same"): "of checked names",
    ("store/known.py", "replaced"): "of checked names",
    ("store/known.py", "cells"): "of checked names",
}
"""What else is put into SQL, and why it is harmless."""


def names_in(expression: ast.AST) -> set[str]:
    """Names of an interpolated expression, without those inside the call of a checked function."""
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id in CHECKED:
        return set()
    if isinstance(expression, ast.Name):
        return {expression.id}
    return {name for child in ast.iter_child_nodes(expression) for name in names_in(child)}


def unchecked_sql() -> Iterator[str]:
    """Every name that is put into a text of SQL outside the engine without a check or a reason."""
    for path in SOURCES:
        place = path.relative_to(ROOT / "indicators").as_posix()
        if place.startswith(ENGINE):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            constants = r"[A-Z][A-Z0-9_]*"  # of a module: SQL in code
            for part in node.values if SQL_WORDS.search(words) else []:
                for name in names_in(part) if isinstance(part, ast.FormattedValue) else ():
                    if (place, name) not in DECLARED and not re.fullmatch(constants, name):
                        yield f"{place}:{node.lineno}: {{{ast.unparse(part)}}} ({name})"


def test_sql_is_made_of_parameters_and_checked_names() -> None:
    assert list(unchecked_sql()) == []


def test_sql_that_runs_is_never_made_by_format_or_sum() -> None:
    for path in SOURCES:
        place = path.relative_to(ROOT / "indicators").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                made = isinstance(node.args[0], ast.BinOp | ast.Call) and node.func.attr in ("execute", "sql")
                assert not made or place.startswith(ENGINE), f"{place}:{node.lineno}: {ast.unparse(node.args[0])}"


# -- paths stay in the project ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "identity", ["../../x", "/etc/x", "a/b", "a\\b", "", ".", "..", "a b", "<b>", "a\x00", 'a"', "a\n"]
)
def test_a_figure_cannot_name_a_file_elsewhere(identity: str) -> None:
    chart, table = None, pl.DataFrame()
    with pytest.raises(ValueError, match="figure id"):
        Figure(identity, "trade", "h", "u", "alt", "s", dt.date(2026, 1, 1), (), chart, table)  # type: ignore[arg-type]


def test_names_of_tables_series_and_families_are_plain() -> None:
    """They become names of files, anchors and SQL."""
    for model in all_tables():
        assert re.fullmatch("[a-z][a-z0-9_]*", model._contract.name)
        for name in (model._contract.folder, *model._contract.files):
            assert name == "." or re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", name)
    for room in rooms():
        assert re.fullmatch("[a-z][a-z0-9_]*", room.name)
        for series in room.family.series:
            assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", series.id)


def test_a_build_writes_nothing_below_the_facts(small: Project, tmp_path: Path) -> None:
    """Facts are read only."""
    root = tmp_path.resolve()
    shutil.copytree(small.raw, root / "data" / "raw")
    project = Project(root)
    before = {path: path.stat().st_mtime_ns for path in project.raw.rglob("*")}
    assert carry_out(project, build_steps(project, rooms()), lambda _: None) == 4
    assert {path: path.stat().st_mtime_ns for path in project.raw.rglob("*")} == before
    assert {path.name for path in root.iterdir()} == {"data"}


# -- nothing runs that came as data ----------------------------------------------------------------------

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "yaml", "ftplib", "smtplib"}
YAML = {"yaml_text.py": "the one place that reads and writes YAML, with the safe loader"}
FORBIDDEN_ATTRIBUTES = {"system", "popen", "load_module", "read_pickle", "to_pickle", "loads_pickle"}
XML_READERS = {
    "charting/still.py": "reads the SVG that vl-convert drew, nothing from outside",
    "contracts/formats/junit.py": "writes JUnit, reads nothing",
    "exports/sdmx_structure.py": "writes SDMX, reads nothing",
    "exports/sdmx_ml.py": "writes SDMX, reads nothing",
}
XML_WRITERS = {"xml.sax.saxutils"}
PROCESSES = {
    "reporting/determinism.py": "our own interpreter, to build a second time",
    "git.py": "git, to read earlier versions of files",
    "helpers.py": "our own interpreter, to fit models and draw charts beside this one",
    "timeseries/x13.py": "the X-13 program of its package, on files of ours in a temporary folder",
}
"""Files that may start a process, arguments always in a list."""


NETWORK_MODULES = {"urllib3", "urllib.request", "requests", "httpx", "niquests", "aiohttp", "http", "socket", "ssl"}
NETWORK = {"ingesting/requesting.py": "https to declared hosts; tests/ingesting/test_fetching.py holds it to bounds"}
"""The one file that may reach the network."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "indicators").as_posix())
def test_one_file_alone_reaches_the_network(path: Path) -> None:
    place = path.relative_to(ROOT / "indicators").as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            reaching = [n for n in names if any(n == m or n.startswith(f"{m}.") for m in NETWORK_MODULES)]
            assert not reaching or place in NETWORK, f"{place}:{node.lineno}: {reaching}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT / "indicators").as_posix())
def test_no_code_is_made_of_data(path: Path) -> None:
    place = path.relative_to(ROOT / "indicators").as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        where = f"{place}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for name in names:
                allowed = name == "yaml" and place in YAML
                assert allowed or not any(name == bad or name.startswith(f"{bad}.") for bad in FORBIDDEN_MODULES), where
                assert not name.startswith("xml.") or name in XML_WRITERS or place in XML_READERS, where
                assert name != "subprocess" or place in PROCESSES, where
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                assert node.func.id not in FORBIDDEN_CALLS, where
            if isinstance(node.func, ast.Attribute):
                assert node.func.attr not in FORBIDDEN_ATTRIBUTES, where
            for keyword in node.keywords:
                assert not (keyword.arg == "shell" and ast.unparse(keyword.value) != "False"), where
                assert not (keyword.arg == "allow_pickle" and ast.unparse(keyword.value) != "False"), where


CLUSTER = {"cluster.py": "a scheduler that the user named; no worker is started, no port opened by us"}


def test_one_file_alone_reaches_a_cluster() -> None:
    """The library pickles what it sends, so that no other file may hand it anything."""
    using = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(n.split(".")[0] in ("distributed", "dask") for n in names):
                using.add(path.relative_to(ROOT / "indicators").as_posix())
    assert using == set(CLUSTER)


# -- HTML and csv ------------------------------------------------------------------------------------------

BREAK_OUT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}&amp;"


def spoil(text: str) -> str:
    return f"{BREAK_OUT} {text}"


@pytest.fixture(scope="module")
def hostile_report(small: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project's report with markup in every text that can hold words, past the contracts."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    project = Project(Path(shutil.copytree(small.root, root)).resolve())
    carry_out(project, build_steps(project, rooms()), lambda _: None)
    with duckdb.connect(str(project.database)) as database:
        for text in ("sources.title", "sources.publisher", "sources.licence", "contacts.place", "contacts.topic",
                     "contacts.note", "contacts_coverage.reason"):  # fmt: skip
            table, column = text.split(".")
            database.execute(f"UPDATE {table} SET {column} = ? || {column}", [BREAK_OUT])
        database.execute("UPDATE sources SET url = ? WHERE url IS NOT NULL", ['https://example.org/"onclick="alert(3)'])
        database.execute("CHECKPOINT")
    family = rooms()[0].family
    hostile = replace(
        family,
        title=spoil(family.title),
        question=spoil(family.question),
        definitions=tuple(map(spoil, family.definitions)),
        cautions=tuple(map(spoil, family.cautions)),
        series=tuple(
            replace(s, title=spoil(s.title), unit=spoil(s.unit), definition=spoil(s.definition)) for s in family.series
        ),
    )
    room = HostileRoom(rooms()[0], hostile)
    edition = choose_edition(project.database, "", QUARTER, None, "calendar")
    out = root / "reports" / QUARTER
    job = ReportJob(project, (room,), edition, out, report_inputs(build_steps(project, rooms())), lambda _: None)  # type: ignore[arg-type]
    report_writing._write(job)
    return out


class HostileRoom:
    """A room whose words are hostile; figures and tables are the real ones, with hostile headlines."""

    def __init__(self, room: object, family: object) -> None:
        self.room, self.family = room, family

    def __getattr__(self, name: str) -> object:
        return getattr(self.room, name)

    def figures(self, seen: object) -> list[Figure]:
        return [replace(f, headline=spoil(f.headline), alt=spoil(f.alt), unit=spoil(f.unit),
                        source_line=spoil(f.source_line), notes=tuple(map(spoil, f.notes)))
                for f in self.room.figures(seen)]  # type: ignore[attr-defined]  # fmt: skip


class Collector(HTMLParser):
    """Elements and attributes as a browser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = dict(attrs) if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.scripts.append((self.inside, data))
            self.inside = None


@pytest.fixture(scope="module")
def page(hostile_report: Path) -> tuple[str, Collector]:
    text = (hostile_report / "report.html").read_text(encoding="utf-8")
    collector = Collector()
    collector.feed(text)
    return text, collector


def sha256_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_hostile_words_are_on_the_page_as_words(page: tuple[str, Collector]) -> None:
    text, _ = page
    assert text.count(html.escape(BREAK_OUT)[:24]) > 20
    assert "{{7*7}}" in text, "no template is made of words"


def test_the_only_scripts_are_ours(page: tuple[str, Collector]) -> None:
    """One script runs, allowed by its hash; the others are data."""
    _, collector = page
    running = [text for attributes, text in collector.scripts if attributes.get("type") != "application/json"]
    assert len(running) == 1
    for attributes, _ in collector.scripts:
        assert attributes in ({}, {"type": "application/json", "id": attributes.get("id")})
    policy = next(a["content"] for t, a in collector.tags if t == "meta" and a.get("http-equiv"))
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == sha256_of(running[0])
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]+'", rules["style-src"])


ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "p", "strong", "nav", "ul",
    "li", "main", "section", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "code", "figure",
    "figcaption", "details", "summary", "dl", "dt", "dd", "footer", "script", "svg", "g", "path", "text", "rect",
    "line", "circle", "defs", "clippath", "desc", "tspan", "polyline", "lineargradient", "stop", "use", "symbol",
    "article", "br", "ol", "small", "time",
}  # fmt: skip


def test_no_element_and_no_attribute_came_in_with_words(page: tuple[str, Collector]) -> None:
    _, collector = page
    assert {tag for tag, _ in collector.tags} <= ELEMENTS
    for tag, attributes in collector.tags:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("srcdoc", "style", "formaction")
        ], tag
        target = attributes.get("href") or attributes.get("src") or ""
        assert re.match(r"(#|tables/|charts/|https?://|$)", target), target


def test_the_pictures_hold_no_script(hostile_report: Path) -> None:
    for path in sorted((hostile_report / "charts").glob("*.svg")):
        collector = Collector()
        collector.feed(path.read_text(encoding="utf-8"))
        assert {tag for tag, _ in collector.tags} <= ELEMENTS - {"script", "style", "a"}, path.name
        assert not [name for _, attributes in collector.tags for name in attributes if name.startswith("on")], path.name


FOLDS = re.compile(r"(?m)^(</?details>|<summary>[\w ,:'()-]+</summary>)$")
"""Lines of our own that fold a part of the page."""


def test_markdown_holds_no_markup_of_words(hostile_report: Path) -> None:
    """Renderers of Markdown let HTML through: angle brackets and the like are escaped."""
    text = (hostile_report / "report.md").read_text(encoding="utf-8")
    assert "\\<script\\>" in text
    assert re.findall(r"(?<!\\)<(?!https?://[^\s<>]*>)", FOLDS.sub("", text)) == []


def test_a_cell_that_a_spreadsheet_would_run_never_enters(small: Project, tmp_path: Path) -> None:
    """So that the csv files hold values unchanged and are harmless all the same."""
    for text in ("=1+1", "+cmd", "@SUM(A1)", "-cmd|' /C calc'!A0"):
        raw = Path(shutil.copytree(small.raw, tmp_path / f"raw{abs(hash(text))}"))
        path = raw / "contacts" / "contacts.csv"
        lines = path.read_text(encoding="utf-8").split("\n")
        cells = lines[1].split(",")
        cells[-1] = text
        path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
        rules = {finding.rule_id for finding in audit(raw, all_tables()).errors}
        assert "contacts.note.formula" in rules, text


def test_csv_tables_begin_no_cell_like_a_formula(small: Project, tmp_path: Path) -> None:
    out = tmp_path / "report"
    edition = choose_edition(small.database, "", QUARTER, None, "calendar")
    inputs = report_inputs(build_steps(small, rooms()))
    write_report(ReportJob(small, rooms(), edition, out.resolve(), inputs, lambda _: None))
    folders = [small.processed, out / "tables"]
    for path in [p for folder in folders for p in sorted(folder.glob("*.csv"))]:
        for column in pl.read_csv(path, infer_schema=False).iter_columns():
            risky = column.filter(column.str.contains(r"^[=+@\t\r]|^-[^0-9.]").fill_null(False))
            assert risky.is_empty(), f"{path.name} {column.name}: {risky[:3].to_list()}"


def test_problems_are_one_line_each_whatever_they_quote() -> None:
    problem = Problem("a\nb\x1b[31m", where="c\r\nd", do="e\tf")
    assert str(problem).count("\n") == 2


# -- a file from outside reaches nothing ---------------------------------------------------------------


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE sdnList SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE sdnList [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE sdnList [<!ENTITY a "aaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "<!DOCTYPE sdnList>",
    ],
)
def test_a_list_that_declares_a_document_type_or_entities_is_refused(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "sdn.xml"
    entity = "&x;" if "ENTITY x" in declared else "1"
    path.write_text(f'<?xml version="1.0"?>{declared}<sdnList><sdnEntry><uid>{entity}</uid></sdnEntry></sdnList>')
    with pytest.raises(Problem, match="document type or entities"):
        root_tag(Original(path))
    with pytest.raises(Problem, match="document type or entities"):
        list(elements(Original(path), "sdnEntry"))


@pytest.mark.parametrize(
    "query", [q for q in OUTWARD if "caller" not in q and "sources" not in q and "EXPORT" not in q]
)
def test_the_scan_of_an_event_file_reaches_that_file_alone(tmp_path: Path, query: str) -> None:
    """Whatever a query asked, DuckDB sees the file that is ingested and no other."""
    path = tmp_path / "events.csv"
    path.write_text("a\n", encoding="utf-8")
    with pytest.raises(Problem, match="cannot be read"), scanning([path]) as connection:
        connection.execute(query.format(folder=tmp_path / "elsewhere")).fetchall()
