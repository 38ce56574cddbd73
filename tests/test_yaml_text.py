"""YAML in and out: nothing but plain data, and a place for what is wrong."""

from __future__ import annotations

import pytest

from indicators.errors import DataProblem
from indicators.yaml_text import dump, load

BAD = {
    "an object of Python": ("a: !!python/object/apply:os.getcwd []", "not YAML"),
    "an alias": ("a: &x [1]\nb: *x", r"refers to another part of itself \(\*x\)\n  where: file.yaml:2"),
    "an open bracket": ("a: 1\nb: [1", "not YAML"),
    "a month 13": ("day: 2024-13-01", "not YAML"),
    "two documents": ("a: 1\n---\nb: 1", "not YAML"),
    "a control character": ("a: \x00", "not YAML"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_plain_data_is_refused(case: str) -> None:
    text, told = BAD[case]
    with pytest.raises(DataProblem, match=told):
        load(text, "file.yaml")


def test_data_comes_back_and_repeated_parts_are_written_out() -> None:
    part = {"code": "NO", "since": "2024-05-01", "share": 0.5, "none": None, "words": "Норвегия: 1\ntwo"}
    data = {"b": [part, part], "a": {}}
    assert load(dump(data), "file.yaml") == data
    assert list(load(dump(data), "file.yaml")) == ["b", "a"]
    assert "&" not in dump(data)
