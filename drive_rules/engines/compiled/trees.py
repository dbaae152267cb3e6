"""Short ways to write the few shapes of Python that the compiled engine is made of, as trees.

Nothing here is made from text, and no word of a ruleset or a case becomes part of a tree: names are
letters and numbers that the compiler gives, constants are whole numbers.  Every node is put on line 1
as it is made: filling places in afterwards took half the time of a build.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Literal

Body = list[ast.stmt]
LOAD = ast.Load()
STORE = ast.Store()
Relation = Literal["<", "<=", ">", ">=", "==", "!="]

RELATIONS: Mapping[Relation, type[ast.cmpop]] = {
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
    "==": ast.Eq,
    "!=": ast.NotEq,
}


def truth(holds: bool) -> ast.expr:
    """What always holds, or never does."""
    return ast.Constant(holds, lineno=1, col_offset=0)


def name(word: str) -> ast.expr:
    """The value of a variable."""
    return ast.Name(word, LOAD, lineno=1, col_offset=0)


def number(value: int) -> ast.expr:
    """A whole number."""
    return ast.Constant(value, lineno=1, col_offset=0)


def item(of: ast.expr, index: ast.expr | int) -> ast.expr:
    """``of[index]``."""
    return ast.Subscript(of, number(index) if isinstance(index, int) else index, LOAD, lineno=1, col_offset=0)


def attribute(of: ast.expr, word: str) -> ast.expr:
    """``of.word``."""
    return ast.Attribute(of, word, LOAD, lineno=1, col_offset=0)


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """``function(arguments)``."""
    return ast.Call(name(function), list(arguments), [], lineno=1, col_offset=0)


def method(of: str, word: str, *arguments: ast.expr) -> ast.expr:
    """``of.word(arguments)``."""
    return ast.Call(attribute(name(of), word), list(arguments), [], lineno=1, col_offset=0)


def many(values: Iterable[ast.expr]) -> ast.expr:
    """A tuple."""
    return ast.Tuple(list(values), LOAD, lineno=1, col_offset=0)


def compare(left: ast.expr, relation: Relation, right: ast.expr) -> ast.expr:
    """``left relation right``."""
    return ast.Compare(left, [RELATIONS[relation]()], [right], lineno=1, col_offset=0)


def ascending(first: ast.expr, *others: ast.expr) -> ast.expr:
    """``first <= second <= ...``."""
    return ast.Compare(first, [ast.LtE() for _ in others], list(others), lineno=1, col_offset=0)


def add(left: ast.expr, more: int) -> ast.expr:
    """``left + more``."""
    return ast.BinOp(left, ast.Add(), number(more), lineno=1, col_offset=0) if more else left


def minus(value: ast.expr) -> ast.expr:
    """``-value``."""
    return ast.UnaryOp(ast.USub(), value, lineno=1, col_offset=0)


def times(left: ast.expr, factor: int) -> ast.expr:
    """``left * factor``."""
    return ast.BinOp(left, ast.Mult(), number(factor), lineno=1, col_offset=0) if factor != 1 else left


def over(left: ast.expr, divisor: int) -> ast.expr:
    """``left // divisor``."""
    return ast.BinOp(left, ast.FloorDiv(), number(divisor), lineno=1, col_offset=0) if divisor != 1 else left


def negated(value: ast.expr) -> ast.expr:
    """``not value``."""
    if isinstance(value, ast.Constant):
        return truth(not value.value)
    return ast.UnaryOp(ast.Not(), value, lineno=1, col_offset=0)


def both(values: Iterable[ast.expr]) -> ast.expr:
    """``a and b and ...``; true of none."""
    return _joined(ast.And(), list(values), True)


def either(values: Iterable[ast.expr]) -> ast.expr:
    """``a or b or ...``; false of none."""
    return _joined(ast.Or(), list(values), False)


def _joined(how: ast.boolop, values: list[ast.expr], empty: bool) -> ast.expr:
    """The values joined, less those that are constant and say nothing; one that says all stands alone."""
    if any(isinstance(value, ast.Constant) and value.value is not empty for value in values):
        return truth(not empty)
    values = [value for value in values if not isinstance(value, ast.Constant)]
    if not values:
        return truth(empty)
    return values[0] if len(values) == 1 else ast.BoolOp(how, values, lineno=1, col_offset=0)


def store(target: ast.expr) -> ast.expr:
    """The same place, to be written to."""
    match target:
        case ast.Name(word):
            return ast.Name(word, STORE, lineno=1, col_offset=0)
        case ast.Subscript(of, index):
            return ast.Subscript(of, index, STORE, lineno=1, col_offset=0)
        case ast.Tuple(elements):
            return ast.Tuple([store(element) for element in elements], STORE, lineno=1, col_offset=0)
        case _:
            raise TypeError("nothing that can be written to")


def assign(value: ast.expr, *targets: ast.expr) -> ast.stmt:
    """``target = ... = value``."""
    return ast.Assign([store(target) for target in targets], value, lineno=1, col_offset=0)


def increase(target: ast.expr, value: ast.expr) -> ast.stmt:
    """``target += value``."""
    return ast.AugAssign(store(target), ast.Add(), value, lineno=1, col_offset=0)  # type: ignore[arg-type]


def when(test: ast.expr, body: Body, otherwise: Body | None = None) -> Body:
    """``if test: body else: otherwise``, answered at once where the test is a constant."""
    if isinstance(test, ast.Constant):
        return body if test.value else otherwise or []
    if not body:
        return when(negated(test), otherwise) if otherwise else []
    return [ast.If(test, body, otherwise or [], lineno=1, col_offset=0)]


def expression(value: ast.expr) -> ast.stmt:
    """A value for what it does."""
    return ast.Expr(value, lineno=1, col_offset=0)


def each(targets: ast.expr, of: ast.expr, body: Body) -> ast.stmt:
    """``for targets in of: body``."""
    return ast.For(store(targets), of, body or [ast.Pass(lineno=1, col_offset=0)], [], lineno=1, col_offset=0)


def leave() -> ast.stmt:
    """``return True``."""
    return ast.Return(truth(True), lineno=1, col_offset=0)


def function(word: str, arguments: Iterable[str], body: Body) -> ast.stmt:
    """``def word(arguments): body``."""
    given = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(argument, lineno=1, col_offset=0) for argument in arguments],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    made = ast.FunctionDef(
        name=word,
        args=given,
        body=body or [ast.Pass(lineno=1, col_offset=0)],
        decorator_list=[],
        lineno=1,
        col_offset=0,
    )
    if sys.version_info >= (3, 12):
        made.type_params = []
    return made


def compiled(functions: Iterable[ast.stmt], place: str) -> CodeType:
    """The code of a module that holds the functions."""
    module = ast.Module(list(functions), type_ignores=[])
    return compile(module, place, "exec")


Function = Callable[..., bool | None]


def run(code: CodeType, known: Mapping[str, object]) -> dict[str, Function]:
    """The functions that the code defines, by name; they see ``known`` and nothing else."""
    scope: dict[str, object] = dict(known)
    exec(code, scope)
    return {word: value for word, value in scope.items() if callable(value) and word not in known}
