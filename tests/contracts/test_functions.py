"""What is told of rules that are Python functions: constants in the open, code by a digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from indicators.contracts.comparison.changes import compare
from indicators.contracts.described.description import PYTHON_CALL, Description, describe
from indicators.contracts.described.functions import body_of, constants_of
from indicators.contracts.rules import CrossRule
from indicators.registry import all_across, all_tables

MOST = 5
NAMES: Mapping[str, tuple[str, ...]] = {"a": ("x", "y")}


def helper(value: int) -> bool:
    return value <= MOST


def plain() -> Callable[[int], bool]:
    def judge(value: int) -> bool:
        """Words."""
        return helper(value)  # a remark

    return judge


def spaced() -> Callable[[int], bool]:
    def judge(value: int) -> bool:
        # Another remark.

        return helper(value)

    return judge


def other() -> Callable[[int], bool]:
    def judge(value: int) -> bool:
        return not helper(value)

    return judge


def inner(values: list[int]) -> list[str]:
    return [name for name in NAMES if len(values) > MOST]


def made(bound: int) -> Callable[[int], bool]:
    def judge(value: int) -> bool:
        return value <= bound

    return judge


def unchanged(text: str) -> str:
    return text


def told(function: Callable[..., Any]) -> dict[str, str]:
    return constants_of(function, str)


def test_constants_are_found_in_inner_code_and_around() -> None:
    assert told(inner) == {"MOST": "5", "NAMES": "{'a': ['x', 'y']}"}
    assert told(made(7)) == {"bound": "7"}
    assert told(made(8)) != told(made(7))


def test_code_counts_and_what_is_no_code_does_not() -> None:
    assert body_of(plain()) == body_of(spaced()) != body_of(other())
    assert body_of(made(7)) == body_of(made(8)), "constants are told apart from code"


def test_every_rule_that_calls_python_says_what() -> None:
    described = describe(all_tables(), across=all_across())
    rules = [r for table in described.tables.values() for r in table.rules]
    calling = [r for r in rules if PYTHON_CALL in r.holds + r.applies or r.holds.startswith("tested over ")]
    assert len(calling) > len(all_across())
    assert [r.id for r in calling if not r.body] == []


def test_a_constant_that_moves_is_another_test_and_code_another_body() -> None:
    (rule, *_) = all_across()

    def described(judge: Callable[..., Any]) -> Description:
        return describe(all_tables(), across=[CrossRule(rule.id, rule.sentence, rule.tables, judge, rule.columns)])

    def told_of(old: Callable[..., Any], new: Callable[..., Any]) -> list[tuple[str, str, str]]:
        return [(c.kind, c.old, c.new) for c in compare(described(old), described(new))]

    assert told_of(made(7), made(8)) == [("rule.test", "bound = 7", "bound = 8")]
    assert [kind for kind, *_ in told_of(plain(), other())] == ["rule.body"]
    assert told_of(plain(), spaced()) == []


def test_helpers_outside_the_package_are_not_followed() -> None:
    def judge(frame: pl.DataFrame) -> str:
        return unchanged(str(frame))

    assert told(judge) == {}
