"""Why do two reports differ: data, code, library or setting?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators.errors import UsageProblem
from indicators.git import content_at
from indicators.reporting.history import earlier_content, fact_changes, of_hash
from indicators.reporting.manifest import NAME, Manifest, parse_manifest, read_manifest

SHOWN = 8
"""Outputs named before the rest is counted."""
_DO = "name a report's folder, its manifest.json, or REVISION:reports/QUARTER"


@dataclass(frozen=True)
class Origin:
    """A manifest with the place its raw files can be looked up in: a folder, or a git revision of it."""

    manifest: Manifest
    root: Path
    revision: str | None

    def content(self, name: str) -> bytes | None:
        """The raw file that the manifest names, if it can still be found."""
        expected = self.manifest.inputs[name]
        if self.revision is not None:
            at_hand = content_at(self.root, self.revision, name)
        else:
            path = self.root / name
            at_hand = path.read_bytes() if path.is_file() else None
        return of_hash(at_hand, expected) or earlier_content(self.root, name, expected)


def find_manifest(text: str, root: Path) -> Origin:
    """A manifest by folder, by file, or as ``REVISION:path`` of the project's git.

    Parameters
    ----------
    text : str
        Such as ``reports/2026Q2`` or ``HEAD~1:reports/2026Q2``.
    root : Path
        The project at hand; a folder in another project is looked up there.

    Raises
    ------
    UsageProblem
        If nothing is found.
    """
    path = Path(text)
    revision, colon, name = text.partition(":")
    if not path.exists() and colon:
        name = name.rstrip("/") if name.endswith(".json") else f"{name.rstrip('/')}/{NAME}"
        data = content_at(root, revision, name)
        if data is not None:
            return Origin(parse_manifest(data, text), root, revision)
    if not path.exists() and (root / text).exists():
        path = root / text
    file = path / NAME if path.is_dir() else path
    if not file.is_file():
        raise UsageProblem("there is no manifest", where=text, do=_DO)
    above = next((p for p in file.resolve().parents if (p / "data" / "raw" / "sources.csv").is_file()), root)
    return Origin(read_manifest(file, text), above, None)


def manifest_difference(a: Origin, b: Origin) -> list[str]:
    """Each reason in a line, outputs last.

    Parameters
    ----------
    a, b : Origin
        From `find_manifest`.
    """
    one, two = a.manifest, b.manifest
    editions = ({"quarter": m.quarter, "as_of": m.as_of, "mode": m.mode, **m.settings} for m in (one, two))
    lines = [*_changed("setting", *editions), *_code(one.package, two.package)]
    lines += _changed("library", one.libraries, two.libraries)
    lines += list(_data(a, b))
    reasons = len(lines)
    lines += list(_outputs(one.outputs, two.outputs))
    if not lines:
        return ["same: settings, code, libraries, data and outputs"]
    if reasons == 0:
        lines.append("unexplained: settings, code, libraries and data are the same; run: indicators verify")
    return lines


def _changed(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    names = sorted({*old, *new})
    return [f"{kind:9} {n}: {old.get(n, 'none')} -> {new.get(n, 'none')}" for n in names if old.get(n) != new.get(n)]


def _code(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    if old == new:
        return []
    told = [f"indicators {p.get('version')}, code {str(p.get('code_sha256'))[:12]}" for p in (old, new)]
    return [f"{'code':9} {told[0]} -> {told[1]}"]


def _data(a: Origin, b: Origin) -> Iterator[str]:
    """Raw files that differ, and where both are at hand which facts."""
    old, new = a.manifest.inputs, b.manifest.inputs
    for name in sorted({*old, *new}):
        if name not in new or name not in old:
            yield f"{'data':9} {name}: only in {'the second' if name in new else 'the first'}"
        elif old[name] != new[name]:
            before, after = a.content(name), b.content(name)
            known = before is not None and after is not None
            yield f"{'data':9} {name}: " + (
                fact_changes(before or b"", after or b"").told() if known else "differs; not both versions are at hand"
            )


def _outputs(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    differ = sorted(name for name in old if name in new and old[name] != new[name])
    if differ:
        rest = f" and {len(differ) - SHOWN} more" if len(differ) > SHOWN else ""
        yield f"{'outputs':9} {len(differ)} of {len({*old, *new})} differ: {', '.join(differ[:SHOWN])}{rest}"
    for where, names in (("the first", sorted(set(old) - set(new))), ("the second", sorted(set(new) - set(old)))):
        if names:
            yield f"{'outputs':9} {len(names)} only in {where}: {', '.join(names[:SHOWN])}"
