"""YAML in and out: plain data only, no tags, no aliases, the same bytes for the same data."""

from __future__ import annotations

from typing import Any

import yaml

from indicators.errors import DataProblem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(DUMPER):  # type: ignore[misc]
    """Writes repeated values out instead of referring to the first."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def load(text: str, where: str) -> Any:
    """Plain data of a YAML document.

    Parameters
    ----------
    text : str
        One document.
    where : str
        What to call it in errors.

    Raises
    ------
    DataProblem
        If it cannot be parsed, or repeats a part by alias (a short text could stand for a huge one).

    Examples
    --------
    >>> load("rows: [{year: 2024, day: 2024-05-01}]", "example.yaml")
    {'rows': [{'year': 2024, 'day': datetime.date(2024, 5, 1)}]}
    """
    return _load(text, where, LOADER)


def load_cells(text: str, where: str) -> Any:
    """As `load`, but every value stays the text that is written, as in a cell of a csv file; a key stands once.

    Examples
    --------
    >>> load_cells("rows: [{year: 2024, pooled: no, value: 1.50}]", "example.yaml")
    {'rows': [{'year': '2024', 'pooled': 'no', 'value': '1.50'}]}
    """
    return _load(text, where, _Cells)


class _Cells(yaml.BaseLoader):
    """Knows no types, and refuses a key that stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        names = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if names.count(key.value) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
        return super().construct_mapping(node, deep)


def _load(text: str, where: str, loader: Any) -> Any:
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                what = f"the YAML refers to another part of itself (*{event.anchor})"
                raise DataProblem(what, where=_line(where, event.start_mark), do="write the part out")
        return yaml.load(text, Loader=loader)  # nosec B506: the loaders above build texts, numbers and dates alone
    except yaml.YAMLError as error:
        what = f"not YAML ({getattr(error, 'problem', None) or type(error).__name__})"
        place = _line(where, getattr(error, "problem_mark", None))
        raise DataProblem(what, where=place, do="correct the file") from None
    except ValueError as error:  # a date such as 2024-13-01
        raise DataProblem(f"not YAML ({error})", where=where, do="correct the file") from None


def _line(where: str, mark: Any) -> str:
    return where if mark is None else f"{where}:{mark.line + 1}"


def dump(data: Any) -> str:
    """Plain data as a YAML document, keys in their order.

    Examples
    --------
    >>> dump({"flow": "export", "since": "2024-05-01", "codes": ["NO", 1]})
    "flow: export\\nsince: '2024-05-01'\\ncodes:\\n- 'NO'\\n- 1\\n"
    """
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text
