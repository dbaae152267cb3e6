"""Short ways to write the few shapes of Python that the compiled engine is made of, as trees.

Nothing here is made from text, and no word of a ruleset or a case becomes part of a tree: names are
letters and numbers that the compiler gives, constants are whole numbers.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Literal

Body = list[ast.stmt]
Relation = Literal["<", "<=", ">", ">=", "==", "!="]

RELATIONS: Mapping[Relation, type[ast.cmpop]] = {
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
    "==": ast.Eq,
    "!=": ast.NotEq,
}


def name(word: str) -> ast.expr:
    """The value of a variable."""
    return ast.Name(word, ast.Load())


def number(value: int) -> ast.expr:
    """A whole number."""
    return ast.Constant(value)


def item(of: ast.expr, index: ast.expr | int) -> ast.expr:
    """``of[index]``."""
    return ast.Subscript(of, number(index) if isinstance(index, int) else index, ast.Load())


def attribute(of: ast.expr, word: str) -> ast.expr:
    """``of.word``."""
    return ast.Attribute(of, word, ast.Load())


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """``function(arguments)``."""
    return ast.Call(name(function), list(arguments), [])


def method(of: str, word: str, *arguments: ast.expr) -> ast.expr:
    """``of.word(arguments)``."""
    return ast.Call(attribute(name(of), word), list(arguments), [])


def repeated(value: int, count: ast.expr) -> ast.expr:
    """``[value] * count``."""
    return ast.BinOp(ast.List([number(value)], ast.Load()), ast.Mult(), count)


def many(values: Iterable[ast.expr]) -> ast.expr:
    """A tuple."""
    return ast.Tuple(list(values), ast.Load())


def compare(left: ast.expr, relation: Relation, right: ast.expr) -> ast.expr:
    """``left relation right``."""
    return ast.Compare(left, [RELATIONS[relation]()], [right])


def add(left: ast.expr, more: int) -> ast.expr:
    """``left + more``."""
    return ast.BinOp(left, ast.Add(), number(more)) if more else left


def plus(left: ast.expr, right: ast.expr) -> ast.expr:
    """``left + right``."""
    return ast.BinOp(left, ast.Add(), right)


def minus(value: ast.expr) -> ast.expr:
    """``-value``."""
    return ast.UnaryOp(ast.USub(), value)


def times(left: ast.expr, factor: int) -> ast.expr:
    """``left * factor``."""
    return ast.BinOp(left, ast.Mult(), number(factor)) if factor != 1 else left


def over(left: ast.expr, divisor: int) -> ast.expr:
    """``left // divisor``."""
    return ast.BinOp(left, ast.FloorDiv(), number(divisor)) if divisor != 1 else left


def negated(value: ast.expr) -> ast.expr:
    """``not value``."""
    return ast.UnaryOp(ast.Not(), value)


def both(values: Iterable[ast.expr]) -> ast.expr:
    """``a and b and ...``; true of none."""
    return _joined(ast.And(), list(values), True)


def either(values: Iterable[ast.expr]) -> ast.expr:
    """``a or b or ...``; false of none."""
    return _joined(ast.Or(), list(values), False)


def _joined(how: ast.boolop, values: list[ast.expr], empty: bool) -> ast.expr:
    if not values:
        return ast.Constant(empty)
    return values[0] if len(values) == 1 else ast.BoolOp(how, values)


def store(target: ast.expr) -> ast.expr:
    """The same place, to be written to."""
    match target:
        case ast.Name(word):
            return ast.Name(word, ast.Store())
        case ast.Subscript(of, index):
            return ast.Subscript(of, index, ast.Store())
        case ast.Tuple(elements):
            return ast.Tuple([store(element) for element in elements], ast.Store())
        case _:
            raise TypeError("nothing that can be written to")


def assign(value: ast.expr, *targets: ast.expr) -> ast.stmt:
    """``target = ... = value``."""
    return ast.Assign([store(target) for target in targets], value)


def increase(target: ast.expr, value: ast.expr) -> ast.stmt:
    """``target += value``."""
    return ast.AugAssign(store(target), ast.Add(), value)  # type: ignore[arg-type]


def when(test: ast.expr, body: Body, otherwise: Body | None = None) -> Body:
    """``if test: body else: otherwise``, answered at once where the test is a constant."""
    if isinstance(test, ast.Constant):
        return body if test.value else otherwise or []
    if not body:
        return when(negated(test), otherwise) if otherwise else []
    return [ast.If(test, body, otherwise or [])]


def expression(value: ast.expr) -> ast.stmt:
    """A value for what it does."""
    return ast.Expr(value)


def each(targets: ast.expr, of: ast.expr, body: Body) -> ast.stmt:
    """``for targets in of: body``."""
    return ast.For(store(targets), of, body or [ast.Pass()], [])


def function(word: str, arguments: Iterable[str], body: Body) -> ast.stmt:
    """``def word(arguments): body``."""
    given = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(argument) for argument in arguments],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    made = ast.FunctionDef(name=word, args=given, body=body or [ast.Pass()], decorator_list=[])
    if sys.version_info >= (3, 12):
        made.type_params = []
    return made


def compiled(functions: Iterable[ast.stmt], place: str) -> CodeType:
    """The code of a module that holds the functions."""
    module = ast.Module(list(functions), type_ignores=[])
    return compile(ast.fix_missing_locations(module), place, "exec")


Function = Callable[..., None]


def run(code: CodeType, known: Mapping[str, object]) -> dict[str, Function]:
    """The functions that the code defines, by name; they see ``known`` and nothing else."""
    scope: dict[str, object] = dict(known)
    exec(code, scope)
    return {word: value for word, value in scope.items() if callable(value) and word not in known}
