"""Tests: one line under ``when``, read against the vocabulary.

``read_condition`` turns the blocks under ``when`` and ``when any of`` into a ``Condition``; a test
with a problem is noted and left out.  There is one way to say each thing, and other ways are refused
with the words to use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.fields import entries_of
from drive_rules.language.names import READABLE, Named
from drive_rules.language.nodes import Entries, Items, Node, Text
from drive_rules.language.operands import (
    Line,
    RefusedError,
    Scope,
    find_length,
    forms_for,
    may_read,
    plain_operand,
    read_list_setting,
    read_listed,
    read_operand,
    read_reference,
    read_several,
    read_window,
)

_SIGNS = {
    ">=": "at least",
    "=>": "at least",
    "≥": "at least",
    "<=": "at most",
    "=<": "at most",
    "≤": "at most",
    "!=": "not",
    "<>": "not",
    "≠": "not",
    ">": "more than",
    "<": "less than",
}
_OPPOSITES = {
    "at least": "less than",
    "less than": "at least",
    "more than": "at most",
    "at most": "more than",
    "before": "on or after",
    "on or after": "before",
    "not": "the value alone",
}
_OTHER_WORDS = {
    "after": "write `on or after` the next day",
    "on or before": "write `before` the next day",
    "greater than": "write `more than`",
    "over": "write `more than`",
    "above": "write `more than`",
    "no more than": "write `at most`",
    "up to": "write `at most`",
    "maximum": "write `at most`",
    "under": "write `less than`",
    "below": "write `less than`",
    "no less than": "write `at least`",
    "minimum": "write `at least`",
    "any of": "write the values in square brackets: [a, b]",
    "is": "write the value alone",
    "equal to": "write the value alone",
    "in the last": "write `within the last`",
    "in the next": "write `within the next`",
    "since": "write `on or after`",
    "until": "write `before`",
}
_RANKS: dict[str, str] = {
    "at least": "on or after",
    "more than": "on or after",
    "at most": "before",
    "less than": "before",
    "between": "on or after F and before G",
}
"""What a date says in the place of each rank word."""

_Reader = Callable[[Line, str], ir.Test]


# -- blocks of tests -------------------------------------------------------------------------------


def read_condition(scope: Scope, all_of: Node | None, any_of: Node | None) -> ir.Condition:
    """The tests under ``when`` (all of them) and under ``when any of`` (any of its lists)."""
    every = read_tests(scope, all_of, "this") if all_of is not None else ()
    return ir.Condition(every, _read_lists(scope, any_of) if any_of is not None else ())


def read_either(scope: Scope, node: Node | None) -> ir.Condition:
    """A filter: a block means all of its tests, a list any of its items."""
    if isinstance(node, Items):
        return read_condition(scope, None, node)
    return read_condition(scope, node, None)


def _read_lists(scope: Scope, node: Node) -> tuple[ir.Tests, ...]:
    if not isinstance(node, Items):
        fix = "begin each choice with `- ` on a line of its own"
        scope.log.add(Code.SHAPE, node.span, "'any of' takes a list", fix)
        return ()
    lists = (read_tests(scope, item, "each item") for item in node.items)
    return tuple(tests for tests in lists if tests)


def read_tests(scope: Scope, node: Node, where: str) -> ir.Tests:
    """A block of tests, one a line."""
    if isinstance(node, Items):
        fix = "for all of them leave the `- ` out; for any of them say `any of`"
        scope.log.add(Code.SHAPE, node.span, "tests are lines, not a list", fix)
        return ()
    tests = (read_test(scope, key, value) for key, value in entries_of(scope.log, node, where))
    return tuple(test for test in tests if test is not None)


def read_test(scope: Scope, key: Text, value: Node) -> ir.Test | None:
    """One line: a name, a colon and what it is held against; None where it has a problem."""
    named = _left_name(scope, key)
    if named is None or named.type is None:
        return None
    # In a table the name stands at the head of the column, and the test is the cell.
    in_table = key.span.under is not None
    here = value.span if in_table or isinstance(value, Text) else key.span
    line = Line(scope, named, named.type, here)
    try:
        test = _read_right(line, value)
    except RefusedError:
        return None
    return ir.Test(named.name, test.form, test.operands, test.also, here if in_table else key.span)


def _left_name(scope: Scope, key: Text) -> Named | None:
    named = scope.names.on_left(key, READABLE, "a name to test")
    return named if named is not None and may_read(scope, named, key.span) else None


# -- the right-hand side ---------------------------------------------------------------------------


def _read_right(line: Line, value: Node) -> ir.Test:
    match value:
        case Items():
            return _test(line, "is", *read_listed(line, value))
        case Text(style="|") | Text(style=">"):
            line.refuse(Code.BLOCK_TEXT, "a test takes plain words", "write it after the colon, on one line")
        case Text(words=words):
            return _read_words(line, words)
        case Entries():
            line.refuse(Code.SHAPE, "a test stands on one line", "write the value after the colon")


def _read_words(line: Line, words: str) -> ir.Test:
    sign = next((sign for sign in _SIGNS if words.startswith(sign)), None)
    if sign is not None:
        line.refuse(Code.SIGN, f"`{sign}` is not a word", f"write `{_SIGNS[sign]}`, not `{sign}`")
    if words.startswith("="):
        line.refuse(Code.SIGN, "`=` is not a word", "write the value alone")
    whole = plain_operand(line, words)
    if whole is not None:
        return _test(line, "is", whole)
    first, rest = _split_and(words)
    test = _read_one(line, first)
    if rest is None:
        return test
    second, third = _split_and(rest)
    if third is not None:
        fix = "name some of them as a sign, or write two lines"
        line.refuse(Code.WORDING, "more than two tests joined by `and`", fix)
    return ir.Test(test.name, test.form, test.operands, _read_one(line, second))


def _split_and(words: str) -> tuple[str, str | None]:
    """The first test and what follows its ``and``; the ``and`` of ``between`` is its own."""
    parts = words.split(" and ")
    own = 2 if parts[0].startswith("between ") else 1
    return " and ".join(parts[:own]), " and ".join(parts[own:]) or None


def _read_one(line: Line, words: str) -> ir.Test:
    """One test of the two that ``and`` may join."""
    if words in ("known", "not known"):
        return _read_known(line, words)
    for begin, read in _READERS:
        if words.startswith(begin + " "):
            return read(line, words[len(begin) + 1 :])
    if not line.has_values:
        _refuse_values(line)
    for begin, fix in _OTHER_WORDS.items():
        if words.startswith(begin + " "):
            line.refuse(Code.WORDING, f"`{begin}` is not a word of the tests", fix)
    return _test(line, "is", read_operand(line, words))


def _refuse_values(line: Line) -> NoReturn:
    line.refuse(Code.FORM, f"a {line.type.name} is not held against a value", forms_for(line))


def _read_known(line: Line, words: str) -> ir.Test:
    if line.named.share:
        line.refuse(Code.SHARE, "a share is held against a percentage only", "write `at least 75%`")
    return _test(line, "known" if words == "known" else "not known")


# -- ranks -----------------------------------------------------------------------------------------


def _read_at_least(line: Line, rest: str) -> ir.Test:
    return _test(line, "at least", _rank(line, "at least", rest))


def _read_more_than(line: Line, rest: str) -> ir.Test:
    if rest.endswith(" ago"):
        return _dated(line, "more than ago", read_window(line, rest.removesuffix(" ago")))
    return _test(line, "more than", _rank(line, "more than", rest))


def _read_at_most(line: Line, rest: str) -> ir.Test:
    return _test(line, "at most", _rank(line, "at most", rest))


def _read_less_than(line: Line, rest: str) -> ir.Test:
    return _test(line, "less than", _rank(line, "less than", rest))


def _read_between(line: Line, rest: str) -> ir.Test:
    low_words, found, high_words = rest.partition(" and ")
    if not found:
        line.refuse(Code.WORDING, "`between` has no second end", "write `between 5 and 9`: both ends are in")
    low, high = _rank(line, "between", low_words), _rank(line, "between", high_words)
    if isinstance(low, ir.Constant) and isinstance(high, ir.Constant) and low.code > high.code:
        line.refuse(Code.WORDING, "`between` runs from high to low", "write the lower end first")
    return _test(line, "between", low, high)


def _rank(line: Line, word: str, rest: str) -> ir.Operand:
    if line.is_ranked:
        return read_operand(line, rest)
    match line.type.name:
        case "date":
            fix = f"for a date write `{_RANKS[word]}`"
        case "choice":
            fix = "write the values in square brackets, [a, b], or declare the choice `ordered: yes`"
        case _:
            fix = forms_for(line)
    line.refuse(Code.FORM, f"`{word}` is for numbers and ordered choices", fix)


# -- dates -----------------------------------------------------------------------------------------


def _read_before(line: Line, rest: str) -> ir.Test:
    return _dated(line, "before", read_operand(line, rest))


def _read_on_or_after(line: Line, rest: str) -> ir.Test:
    return _dated(line, "on or after", read_operand(line, rest))


def _read_within_the_last(line: Line, rest: str) -> ir.Test:
    return _dated(line, "within the last", read_window(line, rest))


def _read_within_the_next(line: Line, rest: str) -> ir.Test:
    return _dated(line, "within the next", read_window(line, rest))


def _read_within(line: Line, rest: str) -> ir.Test:
    cuts = [found.start() for found in re.finditer(" after ", rest)]
    if not cuts:
        fix = "write `within the last D`, `within the next D` or `within D after F`"
        line.refuse(Code.WORDING, "`within` does not say of what", fix)
    cut = next((at for at in cuts if find_length(line.scope, rest[:at]) is not None), cuts[0])
    window = read_window(line, rest[:cut])
    return _dated(line, "within after", window, read_operand(line, rest[cut + len(" after ") :]))


def _dated(line: Line, form: ir.Form, *operands: ir.Operand) -> ir.Test:
    if line.type.name != "date":
        line.refuse(Code.FORM, "only a date is tested so", forms_for(line))
    return _test(line, form, *operands)


# -- the rest --------------------------------------------------------------------------------------


def _read_same_as(line: Line, rest: str) -> ir.Test:
    return _test(line, "same as", _same(line, rest))


def _read_not_same_as(line: Line, rest: str) -> ir.Test:
    return _test(line, "not same as", _same(line, rest))


def _same(line: Line, rest: str) -> ir.Operand:
    if line.type.name != "reference":
        line.refuse(Code.FORM, "`same as` is for references", "write the other name alone")
    return read_reference(line, rest)


def _read_one_of(line: Line, rest: str) -> ir.Test:
    return _test(line, "one of", read_list_setting(line, rest))


def _read_not(line: Line, rest: str) -> ir.Test:
    _refuse_second_ways(line, rest)
    if line.named.share or not line.has_values:
        _refuse_values(line)
    if rest.startswith("[") and rest.endswith("]"):
        return _test(line, "is not", *read_several(line, [item.strip() for item in rest[1:-1].split(",")]))
    return _test(line, "is not", read_operand(line, rest))


def _refuse_second_ways(line: Line, rest: str) -> None:
    for word, opposite in _OPPOSITES.items():
        if rest.startswith(word + " "):
            fix = f"write `{opposite}`"
            line.refuse(Code.WORDING, f"`not {word}` says in two words what one says", fix)
    for word in ("between", "one of", "within"):
        if rest.startswith(word + " "):
            line.refuse(Code.WORDING, f"`not {word}` is not a test", "name it as a sign and test for `no`")
    if line.type.name == "yes or no" and rest in ("yes", "no"):
        fix = f"write `{'no' if rest == 'yes' else 'yes'}`"
        line.refuse(Code.WORDING, f"`not {rest}` says in two words what one says", fix)


def _test(line: Line, form: ir.Form, *operands: ir.Operand) -> ir.Test:
    return ir.Test(line.named.name, form, operands)


# Longer beginnings stand before shorter ones: `not same as` before `not`.
_READERS: tuple[tuple[str, _Reader], ...] = (
    ("at least", _read_at_least),
    ("more than", _read_more_than),
    ("at most", _read_at_most),
    ("less than", _read_less_than),
    ("between", _read_between),
    ("before", _read_before),
    ("on or after", _read_on_or_after),
    ("within the last", _read_within_the_last),
    ("within the next", _read_within_the_next),
    ("within", _read_within),
    ("same as", _read_same_as),
    ("not same as", _read_not_same_as),
    ("one of", _read_one_of),
    ("not", _read_not),
)
