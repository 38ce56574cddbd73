"""Does another machine make the same bytes? Builds in processes that differ in all that should not matter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import DataProblem, EnvironmentProblem
from indicators.project import ENVIRONMENT_VARIABLE, Project
from indicators.reporting.difference import first_difference
from indicators.reporting.manifest import NAME, read_manifest
from indicators.reporting.rebuild import copy_of_facts
from indicators.reporting.verify import Finding, Verdict, find_reports
from indicators.store.opening import THREADS_VARIABLE
from indicators.store.plan import PACKAGE
from indicators.temporary import temporary_folder

BYTES_EACH = 1_500_000_000
"""Memory set aside for one build beside others."""
MINUTES = 30
PROGRAM = ("-m", "indicators.cli")
AGAIN = "again"
_DROPPED = frozenset({ENVIRONMENT_VARIABLE, "LANG", "LC_ALL", "LANGUAGE", "PYTHONUTF8", "PYTHONIOENCODING"})


def _threads(count: int) -> dict[str, str]:
    names = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", THREADS_VARIABLE)
    return dict.fromkeys(names, str(count))


@dataclass(frozen=True)
class Variant:
    """One way to run a build: a name and the environment; folder, home, cache and time zone differ always."""

    name: str
    environment: Mapping[str, str]


PLAIN = Variant("one thread", _threads(1) | {"PYTHONHASHSEED": "0", "TZ": "Etc/GMT+12", "LC_ALL": "C.UTF-8"})
"""What the others are compared with."""
OTHER = Variant(
    "many threads, other seed, zone and locale",
    _threads(5) | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8",
                   "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)  # fmt: skip
"""The zones are 26 hours apart: the two never have the same day. Text without a named encoding would be ASCII here."""
KERNELS = ("Haswell", "Zen", "Prescott", "SkylakeX")
_OLD_LIBM = "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-AVX512F"


def kernel_variants() -> tuple[Variant, ...]:
    """Other BLAS kernels, and an old processor: no wide vectors in numpy, no fused multiply-add in the C library.

    Examples
    --------
    >>> [variant.name for variant in kernel_variants()][:2]
    ['BLAS kernel Haswell', 'BLAS kernel Zen']
    """
    import numpy as np

    found: Sequence[str] = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
    old = {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": " ".join(found), "GLIBC_TUNABLES": _OLD_LIBM}
    kernels = (Variant(f"BLAS kernel {name}", {"OPENBLAS_CORETYPE": name}) for name in KERNELS)
    return (*kernels, Variant("old processor", old))


def compare_reports(
    project: Project, reports: Sequence[Path], tell: Callable[[str], None], *, kernels: bool = False
) -> list[Verdict]:
    """`compare_variants` for each report named, as its manifest says; for the newest quarter when none is named."""
    editions: list[tuple[str, ...]] = [()]
    if reports:
        manifests = [read_manifest(folder / NAME, project.place(folder)) for folder in find_reports(project, reports)]
        editions = [(m.quarter, "--as-of", m.as_of, "--mode", m.mode) for m in manifests]
    return [compare_variants(project, edition, tell, kernels=kernels) for edition in editions]


def compare_variants(
    project: Project,
    edition: Sequence[str],
    tell: Callable[[str], None],
    *,
    kernels: bool = False,
    program: Sequence[str] = PROGRAM,
) -> Verdict:
    """Build tables and one report in every variant, each from nothing, and compare all outputs by their bytes.

    Parameters
    ----------
    project : Project
        Whose facts are used.
    edition : sequence of str
        Arguments of ``indicators report``: quarter, as-of, mode; none for the default.
    tell : callable
        Told each variant.
    kernels : bool
        Also under `kernel_variants`.
    program : sequence of str
        What the Python of each process runs.

    Returns
    -------
    Verdict
        Each output that differs in a variant is a finding.

    Raises
    ------
    DataProblem
        If a build fails in one of the variants.
    """
    variants = (PLAIN, OTHER, *(kernel_variants() if kernels else ()))
    with temporary_folder() as folder:
        place = folder.resolve()
        shutil.copytree(PACKAGE, place / "code" / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
        job = _Job(project, place, tuple(edition), tuple(program), tell)
        with ThreadPoolExecutor(side_by_side()) as pool:
            made = list(pool.map(job.run, variants))
        pairs = list(zip(variants, made, strict=True))
        findings = [finding for variant, files in pairs[1:] for finding in _unequal(variant, made[0], files)]
        findings += [finding for variant, files in pairs for finding in _repeated(variant, files)]
    tables = sum(name.startswith("data/") for name in made[0])
    reports = sum(name.startswith("reports/") for name in made[0])
    unequal = len({finding.file for finding in findings})
    names = ", ".join(variant.name for variant in variants[1:])
    figures = (
        f"{len(variants)} variants, each built from nothing and its report written twice: {tables} table files and "
        f"{reports} report files, {unequal} unequal; beside '{PLAIN.name}': {names}"
    )
    return Verdict(" ".join(["determinism", *edition[:1]]), figures, tuple(findings))


def side_by_side() -> int:
    """How many builds memory and processors allow at once, at least one."""
    pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(os.cpu_count() or 1, pages // BYTES_EACH))


@dataclass(frozen=True)
class _Job:
    """What all variants have in common; they run a copy of the code, so that a file saved meanwhile matters to none."""

    project: Project
    place: Path
    edition: tuple[str, ...]
    program: tuple[str, ...]
    tell: Callable[[str], None]

    def run(self, variant: Variant) -> dict[str, Path]:
        """Build a variant from nothing, write its report a second time from kept fits; all files by name."""
        self.tell(f"variant '{variant.name}'")
        folder = Path(tempfile.mkdtemp(dir=self.place))
        for name in ("home", "tmp", "here"):
            (folder / name).mkdir()
        copy = copy_of_facts(self.project, folder)
        environment = self._environment(folder) | dict(variant.environment)
        command = [sys.executable, *self.program, "report", *self.edition, "--project", str(copy.root)]
        for more in ([], ["--out", str(copy.root / AGAIN)]):
            _call([*command, *more], folder / "here", environment, variant)
        tops = (copy.processed, copy.reports, copy.root / AGAIN)
        files = (path for top in tops for path in sorted(top.rglob("*")) if path.is_file())
        return {copy.relative(path): path for path in files if path != copy.database and copy.work not in path.parents}

    def _environment(self, folder: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        return kept | {
            "PYTHONPATH": os.pathsep.join(filter(None, (str(self.place / "code"), os.environ.get("PYTHONPATH")))),
            "HOME": str(folder / "home"),
            "XDG_CACHE_HOME": str(folder / "home" / "cache"),
            "TMPDIR": str(folder / "tmp"),
        }


def _call(command: Sequence[str], cwd: Path, environment: Mapping[str, str], variant: Variant) -> None:
    try:
        run = subprocess.run(
            command, cwd=cwd, env=dict(environment), capture_output=True, timeout=60 * MINUTES, check=False
        )
    except subprocess.TimeoutExpired:
        raise EnvironmentProblem(
            f"a build took more than {MINUTES} minutes",
            where=variant.name,
            do="run it again on a machine that is less busy",
        ) from None
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()
        first = next((line for line in said if line.startswith("error:")), said[-1] if said else "no word")
        raise DataProblem(
            f"the build failed: {first.removeprefix('error: ')}", where=f"variant '{variant.name}'",
            do=f"see what differs: {' '.join(f'{k}={v}' for k, v in variant.environment.items())}",
        )  # fmt: skip


def _unequal(variant: Variant, base: Mapping[str, Path], files: Mapping[str, Path]) -> list[Finding]:
    findings = []
    for name in sorted({*base, *files}):
        if name.startswith(f"{AGAIN}/"):
            continue
        finding = _finding(f"under '{variant.name}'", name, base.get(name), files.get(name))
        findings += [finding] if finding else []
    return findings


def _repeated(variant: Variant, files: Mapping[str, Path]) -> list[Finding]:
    """What a second writing, from kept fits, makes otherwise than the first."""
    first = {
        name.split("/", 2)[2]: path
        for name, path in files.items()
        if name.startswith("reports/") and name.count("/") > 1
    }
    second = {name.split("/", 1)[1]: path for name, path in files.items() if name.startswith(f"{AGAIN}/")}
    found = (_finding(f"when written again under '{variant.name}'", name, first.get(name), second.get(name))
             for name in sorted({*first, *second}))  # fmt: skip
    return [finding for finding in found if finding]


def _finding(when: str, name: str, old: Path | None, new: Path | None) -> Finding | None:
    if old is None or new is None:
        return Finding(name, f"is {'not made otherwise' if old is None else 'not made'} {when}")
    before, after = old.read_bytes(), new.read_bytes()
    return None if before == after else Finding(name, f"differs {when}", first_difference(name, before, after))
