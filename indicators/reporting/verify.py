"""Are reports and tables what facts and code make? Compares files with the manifest and with a rebuild."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from indicators.errors import DataProblem, UsageProblem
from indicators.project import Project
from indicators.reporting.difference import Difference, first_difference
from indicators.reporting.history import earlier_content, fact_changes
from indicators.reporting.manifest import NAME, Manifest, read_manifest
from indicators.reporting.rebuild import House, build_tables, rebuild_report, second_house
from indicators.store.plan import file_hash

REBUILT_ONLY = ("report.html", "report.pdf", "charts/*.vl.json")
"""Outputs that need not lie beside the manifest: they are large, and a rebuild makes them again."""
MISSING = "is missing"
OUTSIDE = "was changed from outside: it is not the file that the manifest names"
OTHERWISE = "comes out otherwise when rebuilt"
NOT_MADE = "is named by the manifest and no longer made"
NOT_NAMED = "is made by a rebuild and not named by the manifest"
EXTRA = "lies in the folder and is not named by the manifest"
PDF = "report.pdf"
PDF_LIBRARY = "typst"
NO_PDF_HERE = f"{PDF} was not made again: the extra pdf is not installed here"
NO_PDF_THERE = f"{PDF} is made here alone: the report was written without the extra pdf"
LINE = "  {:9} {}"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: which file, what, and where it first differs if that is known."""

    file: str
    what: str
    difference: Difference | None = None

    def lines(self) -> list[str]:
        """One line, and three more where the difference is known."""
        first = f"  {self.file} {self.what}"
        if self.difference is None:
            return [first]
        found = self.difference
        parts = (("where:", found.section), ("expected:", found.expected), ("got:", found.got))
        return [first, *("  " + LINE.format(name, text) for name, text in parts)]


@dataclass(frozen=True)
class Verdict:
    """What was found about one report, or about the tables.

    Parameters
    ----------
    name : str
        Folder, as printed.
    figures : str
        What was compared, in numbers.
    findings : tuple of Finding
        None if all is good.
    notes : tuple of str
        What differs without harm.
    """

    name: str
    figures: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """One line if all is good; else the findings too."""
        head = f"{'MISMATCH' if self.findings else 'good':9} {self.name}: {self.figures}"
        told = [line for finding in self.findings for line in finding.lines()]
        return [head, *told, *(f"  note: {note}" for note in self.notes)]


def refuse(verdicts: Sequence[Verdict]) -> None:
    """Raise where something was found.

    Raises
    ------
    DataProblem
        Naming what is not as it should be.
    """
    wrong = [verdict.name for verdict in verdicts if verdict.findings]
    if wrong:
        raise DataProblem(
            f"verification fails for {len(wrong)} of {len(verdicts)}", where=", ".join(wrong),
            do="see the lines above; where facts or code are meant to have changed, run: indicators report QUARTER",
        )  # fmt: skip


def find_reports(project: Project, named: Sequence[Path]) -> list[Path]:
    """Folders of the reports named, by path or by quarter; all of the project's when none is named.

    Raises
    ------
    UsageProblem
        If one is not there, or there is none.
    """
    if not named:
        found = sorted(
            path.parent for path in project.reports.glob(f"*/{NAME}") if not path.parent.name.startswith(".")
        )
        if not found:
            raise UsageProblem("there is no report", where=project.place(project.reports), do="run: indicators report")
        return found
    return [_folder(project, path) for path in named]


def _folder(project: Project, path: Path) -> Path:
    for folder in (path.parent if path.name == NAME else path, project.reports / path.name):
        if folder.is_dir():
            return folder.resolve()
    raise UsageProblem(
        "there is no such report", where=str(path), do="name a report's folder, such as reports/2026Q2, or its quarter"
    )


def verify(house: House, folders: Sequence[Path], *, fast: bool = False, tables: bool = False) -> Iterator[Verdict]:
    """Compare reports, and the tables in csv, with what a rebuild makes.

    Parameters
    ----------
    house : House
        Facts and families.
    folders : sequence of Path
        Reports.
    fast : bool
        Compare files with the manifest only; build nothing.
    tables : bool
        Compare ``data/processed/*.csv``, too.

    Yields
    ------
    Verdict
        First that of the tables, then one a report.
    """
    names = [house.project.place(folder) for folder in folders]
    pairs = zip(folders, names, strict=True)
    manifests = [read_manifest(folder / NAME, f"{name}/{NAME}") for folder, name in pairs]
    with ExitStack() as stack:
        second = None
        if not fast:
            second = stack.enter_context(second_house(house))
            build_tables(second, models=tables and (house.project.processed / "models.csv").is_file())
        if tables and second is not None:
            yield verify_tables(house.project, second.project)
        for folder, name, manifest in zip(folders, names, manifests, strict=True):
            rebuilt = None if second is None else rebuild_report(second, manifest, f"{name}/{NAME}")
            yield _verdict(house, folder, name, manifest, rebuilt)


def verify_tables(project: Project, rebuilt: Project) -> Verdict:
    """Compare the tables in csv with those of a fresh build."""
    names = {path.name for folder in (project, rebuilt) for path in folder.processed.glob("*.csv")}
    findings = []
    for name in sorted(names):
        here, made = content(project.processed, name), content(rebuilt.processed, name)
        if here is None or made is None:
            findings.append(Finding(name, MISSING if here is None else "is not made by a build"))
        elif here != made:
            findings.append(Finding(name, "is not what a build makes", first_difference(name, made, here)))
    figures = f"{len(names) - len(findings)} of {len(names)} tables in csv equal to a fresh build"
    return Verdict(project.place(project.processed), figures, tuple(findings))


def content(folder: Path, name: str) -> bytes | None:
    """A file's bytes; None where there is none, or a link stands in its place or above it."""
    path = folder.resolve() / name
    return path.read_bytes() if path.is_file() and path.resolve() == path else None


def sha256(data: bytes | None) -> str | None:
    """Hash of bytes, None of nothing."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def _verdict(house: House, folder: Path, name: str, manifest: Manifest, rebuilt: Path | None) -> Verdict:
    findings = [*_inputs(house, manifest), *_extra(folder, manifest)]
    notes: list[str] = []
    made = manifest if rebuilt is None else read_manifest(rebuilt / NAME, NAME)
    absent = [output for output in manifest.outputs if _rebuilt_only(output) and content(folder, output) is None]
    unlike = PDF_LIBRARY in {*manifest.libraries} ^ {*made.libraries}
    if unlike:
        notes.append(NO_PDF_HERE if PDF in manifest.outputs else NO_PDF_THERE)
        absent = [output for output in absent if output != PDF]
    for output in sorted({*manifest.outputs, *made.outputs}):
        again = None if unlike and output == PDF else rebuilt
        findings += _output(folder, again, output, manifest.outputs.get(output))
    if rebuilt is not None:
        notes += [f"{output} is not kept here; its rebuilt hash is "
                  f"{'equal' if made.outputs.get(output) == manifest.outputs[output] else 'unequal'}"
                  for output in absent]  # fmt: skip
        notes += made_with(manifest, made)
    here, count = len(manifest.outputs) - len(absent), len(manifest.outputs)
    wrong = len({finding.file for finding in findings} & {*manifest.outputs, *made.outputs})
    how = "compared with the manifest; nothing rebuilt" if rebuilt is None else "rebuilt and compared"
    figures = f"{count} outputs {how}, {wrong} unequal; {here} files here; {len(manifest.inputs)} inputs"
    return Verdict(name, figures, tuple(findings), tuple(notes))


def _rebuilt_only(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in REBUILT_ONLY)


def _output(folder: Path, rebuilt: Path | None, output: str, recorded: str | None) -> list[Finding]:
    """What is wrong with one output: here, and as rebuilt."""
    here = content(folder, output)
    made = None if rebuilt is None else content(rebuilt, output)
    findings = []
    if recorded is not None and here is None and not _rebuilt_only(output):
        findings.append(Finding(output, MISSING))
    if recorded is not None and here is not None and sha256(here) != recorded:
        known = made is not None and sha256(made) == recorded
        findings.append(Finding(output, OUTSIDE, first_difference(output, made, here) if known and made else None))
    if rebuilt is None or sha256(made) == recorded:
        return findings
    if recorded is None or made is None:
        return [*findings, Finding(output, NOT_NAMED if recorded is None else NOT_MADE)]
    known = here is not None and sha256(here) == recorded
    return [*findings, Finding(output, OTHERWISE, first_difference(output, here, made) if known and here else None)]


def _extra(folder: Path, manifest: Manifest) -> list[Finding]:
    named = {*manifest.outputs, NAME}
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return [Finding(name, EXTRA) for name in found if name not in named]


def _inputs(house: House, manifest: Manifest) -> list[Finding]:
    """Raw files that are not those of the manifest, and which facts changed."""
    now = {house.project.relative(path): file_hash(path) for path in house.inputs() if path.is_file()}
    findings = []
    for name in sorted({*manifest.inputs, *now}):
        recorded, found = manifest.inputs.get(name), now.get(name)
        if recorded is None:
            findings.append(Finding(name, "is a raw file that the report was not made of"))
        elif found in (None, "missing", "unreadable"):
            findings.append(Finding(name, f"{MISSING}: the report was made of it"))
        elif found != recorded:
            findings.append(Finding(name, "has changed since: " + _changes(house.project, name, recorded)))
    return findings


def _changes(project: Project, name: str, recorded: str) -> str:
    old, new = earlier_content(project.root, name, recorded), content(project.root, name)
    return "the earlier file is not in git" if old is None or new is None else fact_changes(old, new).told()


def made_with(manifest: Manifest, now: Manifest) -> list[str]:
    """Code, libraries and settings that are not those of the manifest, in words."""
    notes = []
    if manifest.package != now.package:
        notes.append(
            "the report was written by other code: "
            f"indicators {manifest.package.get('version')}, {str(manifest.package.get('code_sha256'))[:12]}; "
            f"here {now.package.get('version')}, {str(now.package.get('code_sha256'))[:12]}"
        )
    for library in sorted({*manifest.libraries, *now.libraries}):
        was, here = manifest.libraries.get(library), now.libraries.get(library)
        if was != here:
            notes.append(f"library {library}: {was or 'none'} then, {here or 'none'} now")
    for setting in sorted({*manifest.settings, *now.settings}):
        was, here = manifest.settings.get(setting), now.settings.get(setting)
        if was != here:
            notes.append(f"setting {setting}: {was} then, {here} now")
    return notes
