"""Laws of the house, by reading the code and the declarations."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from indicators.contracts.codes import FREQUENCY
from indicators.contracts.model import FactTable, TableModel, columns_of, rules_of
from indicators.ledgers.published_contract import PUBLISHED_TABLES
from indicators.registry import FAMILIES, all_tables, families, rooms

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "indicators"
CODE = sorted(PACKAGE.rglob("*.py"))

UNIT_ENDINGS = {
    "usd_mn": ("USD million",),
    "eur_mn": ("EUR million",),
    "eur_bn": ("EUR billion",),
    "usd_bn": ("USD billion",),
    "pct": ("per cent", "percentage points"),
    "kilotons": ("kilotons",),
    "tonnes": ("metric tons",),
    "minutes": ("minutes",),
    "days": ("days",),
    "count": None,  # a count of what the unit names
    "size": None,
    "index": ("index",),
}


def names(models: tuple[type[TableModel], ...]) -> list[str]:
    return [model._contract.name for model in models]


@pytest.mark.parametrize("family", FAMILIES)
def test_rooms_have_the_same_shape(family: str) -> None:
    folder = PACKAGE / "families" / family
    for name in ("__init__.py", "contract.py", "tables.sql", "series.py", "charts.py"):
        assert (folder / name).is_file(), f"{family}/{name}"
    readme = ROOT / "data" / "raw" / family / "README.md"
    text = readme.read_text(encoding="utf-8")
    assert len(text) > 1000, "a newcomer can check the tables by it"
    for model in next(r for r in rooms() if r.name == family).tables:
        assert model._contract.folder == family
        assert model._contract.name in text or any(Path(f).stem in text for f in model._contract.files)


def test_the_registry_is_the_list_of_families() -> None:
    code = {p.name for p in (PACKAGE / "families").iterdir() if (p / "contract.py").is_file()}
    assert code == set(FAMILIES)
    assert [f.name for f in families()] == list(FAMILIES)
    data = {p.name for p in (ROOT / "data" / "raw").iterdir() if p.is_dir()}
    assert data - {"outside", "published"} == set(FAMILIES)


def test_every_raw_file_belongs_to_a_table() -> None:
    raw = ROOT / "data" / "raw"
    declared = {(raw / m._contract.folder / f).resolve() for m in all_tables() for f in m._contract.files}
    published = {(raw / m._contract.folder / f).resolve() for m in PUBLISHED_TABLES for f in m._contract.files}
    found = {p.resolve() for p in raw.rglob("*.csv")}
    assert found - published == declared


@pytest.mark.parametrize("family", families(), ids=lambda f: f.name)
def test_series_ids(family: object) -> None:
    declared = family.series  # type: ignore[attr-defined]
    assert declared
    for series in declared:
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", series.id), series.id
        assert series.id.split(".")[0] == family.name, series.id  # type: ignore[attr-defined]
        assert series.id.rsplit(".", 1)[1].upper() == series.freq, series.id
        assert series.freq in FREQUENCY
        for text in (series.title, series.unit, series.definition):
            assert text.strip() == text != "", series.id
        assert series.definition.endswith("."), series.id
        assert series.expected_lag_days >= 0
        assert 0 <= series.decimals <= 6
    titles = [(s.title, s.freq) for s in declared]
    assert len(titles) == len(set(titles)), "a title says which series it is"


def test_series_ids_are_declared_once() -> None:
    ids = [s.id for f in families() for s in f.series]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("model", all_tables(), ids=names(all_tables()))
def test_columns_are_defined_and_units_agree_with_names(model: type[TableModel]) -> None:
    for column in columns_of(model):
        where = f"{model._contract.name}.{column.name}"
        assert column.definition, where
        assert column.definition.strip() == column.definition, where
        assert re.fullmatch("[a-z][a-z0-9_]*", column.name), where
        ending = next((e for e in UNIT_ENDINGS if column.name == e or column.name.endswith(f"_{e}")), None)
        if column.unit is None:
            assert ending is None or column.kind == "text", f"{where} ends in a unit and declares none"
            continue
        assert column.kind in ("number", "integer"), where
        assert ending is not None, f"{where} is in {column.unit} and its name does not say so"
        units = UNIT_ENDINGS[ending]
        assert units is None or column.unit in units, f"{where}: {column.unit}"


@pytest.mark.parametrize("model", all_tables(), ids=names(all_tables()))
def test_measured_numbers_have_units(model: type[TableModel]) -> None:
    """A number that is not a key, a code, a year or a rank is measured in something."""
    free = {"year", "line", "publisher_rank", "reading_no", "reference_month"}
    for column in columns_of(model):
        key = column.name in model._contract.key
        if column.kind == "number" or (column.kind == "integer" and not key and column.name not in free):
            assert column.unit or column.codes, f"{model._contract.name}.{column.name}"


@pytest.mark.parametrize("model", all_tables(), ids=names(all_tables()))
def test_keys_quantities_and_rules_name_columns(model: type[TableModel]) -> None:
    contract = model._contract
    known = {c.name for c in columns_of(model)}
    assert contract.title
    assert set(contract.key) <= known
    assert set(contract.quantity) <= set(contract.key) | known
    rules = rules_of(model)
    assert len({r.id for r in rules}) == len(rules)
    for rule in rules:
        assert rule.id.startswith(f"{contract.name}."), rule.id
        assert set(rule.columns) <= known, rule.id
        assert len(rule.sentence) > 10, rule.id
        assert rule.mend
    if issubclass(model, FactTable):
        assert {"fact_id", "source_id", "published_on", "quality"} <= known


def tracked() -> list[Path]:
    """Files in version control, or in an export every file of the folders that would be."""
    try:
        run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        run = None
    if run is not None and run.returncode == 0 and run.stdout:
        found = [ROOT / name for name in run.stdout.split("\0") if name]
    else:
        found = [p for folder in ("indicators", "tests", "data/raw", "docs", ".ci") for p in (ROOT / folder).rglob("*")]
        found += list(ROOT.glob("*.*"))
    return [p for p in found if p.is_file() and "__pycache__" not in p.parts]


MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users)/[a-z]|/tmp/lab|/work/(?:main|shared)|[A-Z]:\\Users")
INDEX = re.compile(
    r"https?://[^\s\"'<>]*(?:pypi|pythonhosted|artifactory|nexus|/simple\b)|--(?:extra-)?index-url\s*=?\s*h|--trusted-host"
)


def test_no_tracked_file_names_a_machine_or_a_package_index() -> None:
    """The tests that look for such words may name them."""
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("data/raw") or path.suffix in (".png", ".woff2", ".ttf", ".parquet") or path.is_symlink():
            continue
        if name.startswith("tests/"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE.search(line) or INDEX.search(line):
                found.append(f"{name}:{number}: {line[:120]}")
    assert not found


def test_the_patterns_above_find_what_they_should() -> None:
    for bad in ("see /home/ann/x", "/root/repo", "C:\\Users\\ann"):
        assert MACHINE.search(bad)
    for bad in ("https://pypi.org/simple", "--index-url https://x", "--extra-index-url=https://x"):
        assert INDEX.search(bad)
    assert not MACHINE.search("https://example.org/home/report")
    assert not INDEX.search("--no-emit-index-url")


CLOCKS = {
    ("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("time", "time"),
    ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"), ("time", "ctime"), ("time", "strftime"),
    ("uuid", "uuid4"), ("uuid", "uuid1"), ("secrets", "token_hex"), ("os", "urandom"),
}  # fmt: skip
SQL_CLOCK = re.compile(
    r"\b(current_date|current_timestamp|now\(\)|today\(\)|get_current_time|uuid\(\)|random\(\))", re.I
)


def attributes(tree: ast.AST) -> set[tuple[str, str, int]]:
    """``(owner, name, line)`` of each attribute looked up, by the last name of its owner."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            last = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            found.add((last, node.attr, node.lineno))
    return found


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_nothing_asks_the_clock_or_chance(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = [f"{o}.{n} in line {line}" for o, n, line in attributes(tree) if (o, n) in CLOCKS]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("time", "uuid", "secrets", "random"):
            used.append(f"from {node.module} in line {node.lineno}")
        if isinstance(node, ast.Import) and {a.name for a in node.names} & {"random", "secrets", "uuid"}:
            used.append(f"import in line {node.lineno}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCK.search(node.value):
            used.append(f"SQL in line {node.lineno}")
    assert not used


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.sql")), ids=lambda p: p.parent.name)
def test_no_sql_asks_the_clock(path: Path) -> None:
    assert not SQL_CLOCK.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_nothing_is_evaluated_or_unpickled(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile", "__import__"), node.lineno
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = {a.name for a in node.names} | {getattr(node, "module", None)}
            assert not modules & {"pickle", "marshal", "shelve", "dill"}, node.lineno


def test_every_module_says_what_it_is_for() -> None:
    silent = [p.relative_to(ROOT).as_posix() for p in CODE if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert not silent
