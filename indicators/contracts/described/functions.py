"""What a rule that is a Python function rests on: the constants it uses, and the text of its code.

The constants are shown, so that a bound that moves is seen as one. The code is told by a digest: that it
changed can be said, whether it asks more or less cannot.
"""

from __future__ import annotations

import ast
import datetime as dt
import hashlib
import inspect
import io
import textwrap
import tokenize
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

import polars as pl

PACKAGE = "indicators"


def constants_of(function: Callable[..., Any], text: Callable[[pl.Expr], str]) -> dict[str, str]:
    """The constants that a function and its helpers use, as text, in the order of their names.

    Parameters
    ----------
    function : callable
        The function; helpers are followed within the package.
    text : callable
        How an expression is written.

    Examples
    --------
    >>> most = 5
    >>> constants_of(lambda value: value <= most, str)
    {'most': '5'}
    """
    found = {name: _value(value, text) for _, name, value in _names(function) if _is_constant(value)}
    return dict(sorted(found.items()))


def body_of(function: Callable[..., Any]) -> str:
    """A digest of the code of a function and its helpers; comments, docstrings and spaces do not count."""
    helpers = {f.__qualname__: f for f, _, _ in _names(function)} | {function.__qualname__: function}
    texts = [_code(f) for _, f in sorted(helpers.items())]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _names(function: Callable[..., Any]) -> Iterator[tuple[FunctionType, str, Any]]:
    """Each function concerned with the names that it uses from around it, and their values."""
    waiting, done = [function], set()
    while waiting:
        f = waiting.pop()
        if not isinstance(f, FunctionType) or f in done:
            continue
        done.add(f)
        around = inspect.getclosurevars(f).nonlocals
        for name in sorted({*_names_in(f.__code__), *around}):
            value = around.get(name, f.__globals__.get(name))
            yield f, name, value
            if isinstance(value, FunctionType) and value.__module__.split(".")[0] == PACKAGE:
                waiting.append(value)


def _names_in(code: CodeType) -> set[str]:
    """Names that code asks for, also in functions within it."""
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return {*code.co_names}.union(*map(_names_in, inner))


def _is_constant(value: Any) -> bool:
    return isinstance(value, str | int | float | dt.date | pl.Expr | tuple | list | frozenset | Mapping)


def _value(value: Any, text: Callable[[pl.Expr], str]) -> str:
    if isinstance(value, pl.Expr):
        return text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(k, text)}: {_value(v, text)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list | frozenset):
        parts = [_value(v, text) for v in value]
        return "[" + ", ".join(sorted(parts) if isinstance(value, frozenset) else parts) + "]"
    return value.isoformat() if isinstance(value, dt.date) else repr(value)


def _code(function: Callable[..., Any]) -> str:
    """The text of a function without comments, docstrings and the width of its spaces."""
    text = textwrap.dedent(inspect.getsource(function))
    try:
        dropped = _docstring_lines(ast.parse(text))
    except SyntaxError:  # a lambda in the middle of a statement
        dropped = set()
    comments = {t.start[0]: t.start[1] for t in _tokens(text) if t.type == tokenize.COMMENT}
    lines = [
        " ".join(line[: comments.get(n)].split()) for n, line in enumerate(text.splitlines(), 1) if n not in dropped
    ]
    return "\n".join(line for line in lines if line)


def _docstring_lines(tree: ast.AST) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
            found.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return found


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, IndentationError):
        return
