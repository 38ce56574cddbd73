"""The one list of kinds of model; a kind is one module here or above with a `Kind` named ``KIND``."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

from indicators.errors import UsageProblem
from indicators.modelling.kind import Kind
from indicators.store.plan import PACKAGE, digest, file_hash

KINDS: dict[str, str] = {
    "seasonal": "indicators.modelling.seasonal",
    "trend": "indicators.modelling.trend",
    "interventions": "indicators.modelling.interventions",
    "breaks": "indicators.modelling.breaks",
    "stl": "indicators.modelling.stl",
    "index": "indicators.modelling.index.composite_index",
    "local_level": "indicators.modelling.level",
    "forecast": "indicators.modelling.forecasts",
    "poll_average": "indicators.modelling.poll_averages",
    "event_rates": "indicators.modelling.event_rates",
    "event_gaps": "indicators.modelling.event_gaps",
    "ceiling_outlook": "indicators.modelling.outlooks",
}
"""Name to module; a module is imported when its kind is asked for."""


HALLS = ("indicators.modelling.", "indicators.timeseries", "indicators.events")
"""Where the code that makes numbers lies."""


@cache
def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    UsageProblem
        If there is none.
    """
    if name not in KINDS:
        raise UsageProblem(
            f"no such kind of model: {name!r}", where="models=", do=f"declare one of {', '.join(sorted(KINDS))}"
        )
    kind: Kind = import_module(KINDS[name]).KIND
    return kind


@cache
def code_of(name: str) -> str:
    """Hash of the code a kind's numbers depend on: its module and what that imports of modelling and timeseries."""
    files = sorted(_closure(KINDS[name]))
    return digest(f"{path.relative_to(PACKAGE).as_posix()} {file_hash(path)}" for path in files)


def _closure(module: str) -> set[Path]:
    """Files of a module and, step by step, of the modules of the package's two model halls that it imports."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _file(waiting.pop())
        if path is not None and path not in found:
            found.add(path)
            waiting += [name for name in _imports(path) if name.startswith(HALLS)]
    return found


def _file(module: str) -> Path | None:
    place = PACKAGE.joinpath(*module.split(".")[1:])
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path
    return None


def _imports(path: Path) -> list[str]:
    nodes = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ImportFrom)]
    return [name for n in nodes if n.module for name in (n.module, *(f"{n.module}.{a.name}" for a in n.names))]
