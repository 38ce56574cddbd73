"""The wheel: facts inside, the same bytes each time; installed, it builds into the user's cache."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from indicators import access, installed
from indicators.errors import EnvironmentProblem
from indicators.project import Project
from indicators.version import __version__

ROOT = Path(__file__).resolve().parent.parent
WHEEL = f"indicators-{__version__}-py3-none-any.whl"
BUILD = "import sys, hatchling.build as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"


def build(kind: str, folder: Path) -> Path:
    """A distribution built by the backend itself, in a process of its own, with a fixed clock."""
    folder.mkdir(parents=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1790000000"}
    done = subprocess.run(
        [sys.executable, "-c", BUILD, kind, str(folder)], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("build_wheel", tmp_path_factory.mktemp("dist") / "one")


def test_the_wheel_holds_code_and_facts_and_nothing_made(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        inside = "indicators/facts/data/raw/sources.csv"
        assert archive.read(inside) == (ROOT / "data" / "raw" / "sources.csv").read_bytes()
    raw = {p.relative_to(ROOT).as_posix() for p in (ROOT / "data" / "raw").rglob("*.csv")}
    assert {f"indicators/facts/{name}" for name in raw} <= set(names)
    assert {"indicators/py.typed", "indicators/facts/seeds/claims.csv", "indicators/facts/data/raw/VERSION"} <= set(
        names
    )
    terms = {f"indicators-{__version__}.dist-info/licenses/{name}" for name in ("LICENSE", "data/LICENCES.md")}
    assert terms <= set(names)
    assert {name.split("/")[0] for name in names} == {"indicators", f"indicators-{__version__}.dist-info"}
    assert not [name for name in names if name.endswith((".duckdb", ".parquet", ".pyc"))]


def test_the_same_bytes_each_time(wheel: Path, tmp_path: Path) -> None:
    assert hashlib.sha256(build("build_wheel", tmp_path / "again").read_bytes()).digest() == (
        hashlib.sha256(wheel.read_bytes()).digest()
    )
    one, other = (build("build_sdist", tmp_path / name) for name in ("one", "other"))
    assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()


def test_an_editable_install_reads_the_facts_beside_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(build("build_editable", tmp_path / "editable")) as archive:
        assert not [name for name in archive.namelist() if name.startswith("indicators/")]


@pytest.fixture
def as_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """As in an environment with the wheel and no checkout: facts in the package, a cache of the user's."""
    facts = tmp_path / "site-packages" / "indicators" / "facts"
    (facts / "data" / "raw").mkdir(parents=True)
    (facts / "data" / "raw" / "sources.csv").write_text("source_id\n", encoding="utf-8")
    monkeypatch.setattr(installed, "FACTS", facts)
    monkeypatch.setattr(access, "__file__", str(tmp_path / "site-packages" / "indicators" / "access.py"))
    monkeypatch.delenv("INDICATORS_PROJECT", raising=False)
    monkeypatch.setenv("INDICATORS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return access.default_project()


def test_what_is_made_of_the_facts_in_the_wheel_goes_into_the_cache(as_installed: Project, tmp_path: Path) -> None:
    assert as_installed.raw == installed.FACTS / "data" / "raw"
    assert as_installed.database == (tmp_path / "cache" / __version__ / "processed" / "indicators.duckdb").resolve()
    assert as_installed.reports == tmp_path / "work" / "reports"


def test_a_project_folder_goes_before_the_facts_in_the_wheel(as_installed: Project, tmp_path: Path) -> None:
    own = tmp_path / "work" / "data" / "raw"
    own.mkdir(parents=True)
    (own / "sources.csv").write_text("source_id\n", encoding="utf-8")
    assert access.default_project() == Project((tmp_path / "work").resolve())


def test_the_usual_cache_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("INDICATORS_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert installed.cache_folder() == (tmp_path / "indicators").resolve()


def test_a_cache_that_cannot_be_written_is_the_environment(as_installed: Project, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in its place", encoding="utf-8")
    with pytest.raises(EnvironmentProblem) as caught:
        access.built()
    assert "INDICATORS_CACHE" in caught.value.do


def test_a_checkout_has_no_facts_in_its_package() -> None:
    importlib.reload(installed)
    assert installed.installed_project() is None


SLOW = ("pandera", "pandas", "scipy", "statsmodels", "altair", "numpy", "pyarrow")


def test_a_first_look_imports_no_contract(built: Project, cli: Callable[..., CompletedProcess[str]]) -> None:
    """What keeps it under half a second: the libraries that take long are not imported."""
    code = f"""
import sys, indicators as ind
ind.series("trade.usa_rus.total.a")
print(*[name for name in {SLOW} if name in sys.modules])
"""
    run = cli(code=code, INDICATORS_PROJECT=str(built.root))
    assert (run.returncode, run.stdout.split()) == (0, []), run.stderr


CLEAN = """
import indicators as ind, sys
print(ind.series("trade.usa_rus.total.a")["value"][-1], ind.load("contacts").height > 500)
"""


def outside(**more: str) -> dict[str, str]:
    """The environment without what points to the checkout."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "INDICATORS_PROJECT")} | more


def check_use(python: Path, place: Path) -> None:
    """Two processes build at once, then a report is written."""
    environment = outside(INDICATORS_CACHE=str(place / "cache"))
    starts = [
        subprocess.Popen([python, "-c", CLEAN], cwd=place, env=environment, stdout=subprocess.PIPE) for _ in range(2)
    ]
    assert [start.communicate()[0].decode().split() for start in starts] == [["4359.5", "True"]] * 2
    done = subprocess.run(
        [python.with_name("indicators"), "report", "2014Q1"], cwd=place, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (place / "reports" / "2014Q1" / "report.html").is_file()


@pytest.mark.nightly
def test_a_clean_environment_from_wheel_to_report(wheel: Path, tmp_path: Path) -> None:
    """No extra and no development package."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    check_use(python, tmp_path)


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
def test_the_oldest_versions_that_are_permitted(wheel: Path, tmp_path: Path) -> None:
    """uv takes the lowest version of each direct dependency."""
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, str(tmp_path / "venv")], check=True)
    lowest = ["uv", "pip", "install", "--quiet", "--resolution", "lowest-direct", "--python", str(python)]
    subprocess.run([*lowest, str(wheel)], check=True)
    check_use(python, tmp_path)


@pytest.mark.nightly
def test_the_script_of_a_clean_start(tmp_path: Path) -> None:
    environment = outside(PYTHON=sys.executable)
    script = ["sh", str(ROOT / "examples" / "clean_start.sh"), str(tmp_path / "made")]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^(sdmx-ml\S*): .*\| (\w+)$", done.stdout, flags=re.M) == [
        ("sdmx-ml-3", "True"), ("sdmx-ml", "True"),
    ]  # fmt: skip
    assert "Stata: Value in the unit of the series" in done.stdout
    assert {"total.dta", "total.svg"} <= {path.name for path in (tmp_path / "made").iterdir()}
