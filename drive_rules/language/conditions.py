"""Tests: one line under ``when``, read against the vocabulary.

A ``Scope`` is the kind of thing a test is made of.  ``read_condition`` turns the blocks under
``when`` and ``when any of`` into a ``Condition``; a test with a problem is noted and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.fields import entries_of
from drive_rules.language.names import READABLE, Named, Names
from drive_rules.language.nodes import Entries, Items, Log, Node, Text
from drive_rules.language.values import Trouble, read_constant, read_length
from drive_rules.problems import Span, did_you_mean

_SIGNS = {
    ">=": "at least", "=>": "at least", "≥": "at least", "<=": "at most", "=<": "at most", "≤": "at most",
    "!=": "not", "<>": "not", "≠": "not", ">": "more than", "<": "less than",
}  # fmt: skip
_OPPOSITES = {
    "at least": "less than", "less than": "at least", "more than": "at most", "at most": "more than",
    "before": "on or after", "on or after": "before", "not": "the value alone",
}  # fmt: skip
_ORDER: dict[str, ir.Form] = {
    "at least": "at least", "more than": "more than", "at most": "at most", "less than": "less than",
}  # fmt: skip
_PERCENT = ir.Type("number", 0, 100 * ir.SCALE, decimals=3)
_DATE_WORDS = {
    "at least": "on or after",
    "more than": "on or after",
    "at most": "before",
    "less than": "before",
}
_OTHER_WORDS = {
    "after ": "write `on or after` the next day", "on or before ": "write `before` the next day",
    "greater than ": "write `more than`", "over ": "write `more than`", "under ": "write `less than`",
    "above ": "write `more than`", "below ": "write `less than`", "minimum ": "write `at least`",
    "maximum ": "write `at most`", "no more than ": "write `at most`", "no less than ": "write `at least`",
    "up to ": "write `at most`", "any of ": "write the values in square brackets: [a, b]",
    "is ": "write the value alone", "equal to ": "write the value alone", "in the last ": "write `within the last`",
    "in the next ": "write `within the next`", "since ": "write `on or after`", "until ": "write `before`",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a test stands: the vocabulary and the kind of thing it is about."""

    names: Names
    kind: str

    @property
    def log(self) -> Log:
        """Where problems go."""
        return self.names.log


@dataclass(frozen=True, slots=True)
class _Line:
    """A test being read: the name on the left, and the words on the right with their place."""

    scope: Scope
    named: Named
    type: ir.Type
    span: Span

    def refuse(self, code: Code, what: str, fix: str) -> None:
        self.scope.log.add(code, self.span, what, fix)


class _RefusedError(Exception):
    """The test has a problem, which the log holds."""


_Reader = Callable[[_Line, str], ir.Test]


# -- blocks of tests -------------------------------------------------------------------------------


def read_condition(scope: Scope, all_of: Node | None, any_of: Node | None) -> ir.Condition:
    """The tests under ``when`` (all of them) and under ``when any of`` (any of its lists)."""
    every = read_tests(scope, all_of, "this") if all_of is not None else ()
    return ir.Condition(every, read_lists(scope, any_of) if any_of is not None else ())


def read_either(scope: Scope, node: Node | None) -> ir.Condition:
    """A filter: a block means all of its tests, a list any of its items."""
    if isinstance(node, Items):
        return read_condition(scope, None, node)
    return read_condition(scope, node, None)


def read_lists(scope: Scope, node: Node) -> tuple[ir.Tests, ...]:
    """A list of blocks, each all of its tests."""
    if not isinstance(node, Items):
        fix = "write each choice on a line that begins with `- `"
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
    """One line: a name, a colon and what it is held against."""
    named = left_name(scope, key)
    if named is None or named.type is None:
        return None
    span = value.span if isinstance(value, Text) else key.span
    line = _Line(scope, named, named.type, span)
    try:
        test = _read_right(line, value)
    except _RefusedError:
        return None
    return ir.Test(named.name, test.form, test.operands, test.also, key.span)


def left_name(scope: Scope, key: Text) -> Named | None:
    """The name before the colon, where it can be read from here."""
    named = scope.names.on_left(key, READABLE, "a name to test")
    return named if named is not None and may_read(scope, named, key.span) else None


def may_read(scope: Scope, named: Named, span: Span) -> bool:
    """Whether the name is of this kind or one above; notes the problem where it is not."""
    if scope.kind not in scope.names.kinds or named.kind not in scope.names.kinds:
        return False
    if scope.names.reaches(scope.kind, named.kind):
        return True
    below = scope.names.reaches(named.kind, scope.kind)
    what = f"'{named.name}' is known of each {named.kind}, which a rule for each {scope.kind} cannot read"
    fix = (
        f"read a measure of {scope.kind} over it"
        if below
        else f"read a name of {scope.kind}, or of what it is part of"
    )
    scope.log.add(Code.REACH, span, what, fix)
    return False


# -- the right-hand side ---------------------------------------------------------------------------


def _read_right(line: _Line, value: Node) -> ir.Test:
    match value:
        case Items():
            return _test(line, "is", _values(line, value))
        case Text(style="|") | Text(style=">"):
            line.refuse(Code.BLOCK_TEXT, "a test takes plain words", "write it after the colon, on one line")
        case Text(words=words):
            return _read_words(line, words)
        case Entries():
            line.refuse(Code.SHAPE, "a test stands on one line", "write the value after the colon")
    raise _RefusedError


def _read_words(line: _Line, words: str) -> ir.Test:
    _refuse_signs(line, words)
    whole = _plain_operand(line, words)
    if whole is not None:
        return _test(line, "is", (whole,))
    first, rest = _split_and(words)
    test = _read_one(line, first)
    if rest is None:
        return test
    if _split_and(rest)[1] is not None:
        line.refuse(
            Code.WORDING,
            "more than two tests joined by `and`",
            "name some of them as a sign, or write two lines",
        )
        raise _RefusedError
    return ir.Test(test.name, test.form, test.operands, _read_one(line, rest))


def _refuse_signs(line: _Line, words: str) -> None:
    for sign, instead in _SIGNS.items():
        if words.startswith(sign):
            line.refuse(Code.SIGN, f"`{sign}` is not a word", f"write `{instead}`, not `{sign}`")
            raise _RefusedError
    if words.startswith("="):
        line.refuse(Code.SIGN, "`=` is not a word", "write the value alone")
        raise _RefusedError


def _plain_operand(line: _Line, words: str) -> ir.Operand | None:
    """The words as one value, setting or name, if they are one."""
    if line.named.share or line.type.name in ("reference", "text"):
        return None
    constant = read_constant(line.type, words)
    if not isinstance(constant, Trouble):
        return ir.Constant(constant)
    named = line.scope.names.on_right(words)
    return _checked(line, named) if named is not None and _fits(line.type, named) else None


def _split_and(words: str) -> tuple[str, str | None]:
    """The first test and what follows its ``and``; the ``and`` of ``between`` is its own."""
    parts = words.split(" and ")
    own = 2 if parts[0].startswith("between ") else 1
    return " and ".join(parts[:own]), " and ".join(parts[own:]) or None


def _read_one(line: _Line, words: str) -> ir.Test:
    """One test of the two that ``and`` may join."""
    if words in ("known", "not known"):
        return _read_known(line, words)
    for begin, read in _READERS:
        if words.startswith(begin):
            return read(line, words[len(begin) :])
    if line.type.name in ("reference", "text"):
        line.refuse(Code.FORM, f"a {line.type.name} is not held against a value", _forms_for(line))
        raise _RefusedError
    _refuse_other_words(line, words)
    return _test(line, "is", (_operand(line, words),))


def _refuse_other_words(line: _Line, words: str) -> None:
    for begin, fix in _OTHER_WORDS.items():
        if words.startswith(begin):
            line.refuse(Code.WORDING, f"`{begin.strip()}` is not a word of the tests", fix)
            raise _RefusedError


def _read_known(line: _Line, words: str) -> ir.Test:
    if line.named.share:
        line.refuse(Code.SHARE, "a share is held against a percentage only", "write `at least 75%`")
        raise _RefusedError
    return _test(line, "known" if words == "known" else "not known", ())


def _read_order(line: _Line, word: str, rest: str) -> ir.Test:
    if line.type.name == "date":
        _refuse_order_of_dates(line, word)
    if line.type.name not in ("number", "choice", "length of time") or not line.type.ordered:
        fix = (
            "write the values in square brackets: [a, b]" if line.type.name == "choice" else _forms_for(line)
        )
        line.refuse(Code.FORM, f"`{word}` needs a number or an ordered choice", fix)
        raise _RefusedError
    return _test(line, _ORDER[word], (_operand(line, rest),))


def _refuse_order_of_dates(line: _Line, word: str) -> None:
    line.refuse(
        Code.FORM, f"`{word}` is for numbers and ordered choices", f"for a date write `{_DATE_WORDS[word]}`"
    )
    raise _RefusedError


def _read_more_than(line: _Line, rest: str) -> ir.Test:
    if rest.endswith(" ago"):
        return _dated(line, "more than ago", (_length(line, rest[: -len(" ago")]),))
    return _read_order(line, "more than", rest)


def _read_between(line: _Line, rest: str) -> ir.Test:
    low, found, high = rest.partition(" and ")
    if not found:
        line.refuse(Code.WORDING, "`between` has no second end", "write `between 5 and 9`: both ends are in")
        raise _RefusedError
    if line.type.name not in ("number", "choice", "length of time") or not line.type.ordered:
        fix = "write `on or after F and before G`" if line.type.name == "date" else _forms_for(line)
        line.refuse(Code.FORM, "`between` needs a number or an ordered choice", fix)
        raise _RefusedError
    return _test(line, "between", _ends_in_order(line, _operand(line, low), _operand(line, high)))


def _ends_in_order(line: _Line, low: ir.Operand, high: ir.Operand) -> tuple[ir.Operand, ir.Operand]:
    if isinstance(low, ir.Constant) and isinstance(high, ir.Constant) and low.code > high.code:
        line.refuse(Code.WORDING, "`between` runs from high to low", "write the lower end first")
        raise _RefusedError
    return (low, high)


def _read_before(line: _Line, rest: str) -> ir.Test:
    return _dated(line, "before", (_operand(line, rest),))


def _read_on_or_after(line: _Line, rest: str) -> ir.Test:
    return _dated(line, "on or after", (_operand(line, rest),))


def _read_within_the_last(line: _Line, rest: str) -> ir.Test:
    return _dated(line, "within the last", (_length(line, rest),))


def _read_within_the_next(line: _Line, rest: str) -> ir.Test:
    return _dated(line, "within the next", (_length(line, rest),))


def _read_within(line: _Line, rest: str) -> ir.Test:
    cuts = [found.start() for found in re.finditer(" after ", rest)]
    if not cuts:
        fix = "write `within the last D`, `within the next D` or `within D after F`"
        line.refuse(Code.WORDING, "`within` does not say of what", fix)
        raise _RefusedError
    cut = next((at for at in cuts if find_length(line.scope, rest[:at]) is not None), cuts[0])
    operands = (_length(line, rest[:cut]), _operand(line, rest[cut + len(" after ") :]))
    return _dated(line, "within after", operands)


def _dated(line: _Line, form: ir.Form, operands: tuple[ir.Operand, ...]) -> ir.Test:
    if line.type.name != "date":
        line.refuse(Code.FORM, "only a date is tested so", _forms_for(line))
        raise _RefusedError
    return _test(line, form, operands)


def _read_same_as(line: _Line, rest: str) -> ir.Test:
    return _same(line, "same as", rest)


def _read_not_same_as(line: _Line, rest: str) -> ir.Test:
    return _same(line, "not same as", rest)


def _same(line: _Line, form: ir.Form, rest: str) -> ir.Test:
    if line.type.name != "reference":
        line.refuse(Code.FORM, "`same as` is for references", "write the other name alone")
        raise _RefusedError
    named = line.scope.names.on_right(rest)
    if named is None or not _fits(line.type, named):
        line.refuse(
            Code.OPERAND,
            f"'{rest}' is no reference",
            _mean(line, rest, "write the name of another reference"),
        )
        raise _RefusedError
    return _test(line, form, (_checked(line, named),))


def _read_one_of(line: _Line, rest: str) -> ir.Test:
    named = line.scope.names.on_right(rest)
    if named is None or not named.is_list or named.type is None or not _same_type(line.type, named.type):
        fix = _mean(line, rest, "write the name of a list setting, or the values in square brackets: [a, b]")
        line.refuse(Code.OPERAND, f"'{rest}' is no list of values of '{line.named.name}'", fix)
        raise _RefusedError
    return _test(line, "one of", (ir.SettingRef(named.name),))


def _read_not(line: _Line, rest: str) -> ir.Test:
    for word, opposite in _OPPOSITES.items():
        if rest.startswith(word + " "):
            line.refuse(Code.WORDING, f"`not {word}` says in two words what one says", f"write `{opposite}`")
            raise _RefusedError
    if rest.startswith(("between ", "one of ", "within ")):
        line.refuse(
            Code.WORDING,
            f"`not {rest.split(maxsplit=1)[0]}` is not a test",
            "name it as a sign and test for `no`",
        )
        raise _RefusedError
    if line.type.name == "yes or no" and rest in ("yes", "no"):
        line.refuse(Code.WORDING, f"`not {rest}` says in two words what one says", _yes_no(rest))
        raise _RefusedError
    if rest.startswith("[") and rest.endswith("]"):
        return _test(line, "is not", _values_in(line, [item.strip() for item in rest[1:-1].split(",")]))
    if line.type.name in ("reference", "text"):
        line.refuse(Code.FORM, f"a {line.type.name} is not held against a value", _forms_for(line))
        raise _RefusedError
    return _test(line, "is not", (_operand(line, rest),))


def _yes_no(rest: str) -> str:
    return f"write `{'no' if rest == 'yes' else 'yes'}`"


def _order_reader(word: str) -> _Reader:
    return lambda line, rest: _read_order(line, word, rest)


# Longest beginnings first: `not same as` before `not`, `within the last` before `within`.
_READERS: tuple[tuple[str, _Reader], ...] = (
    ("at least ", _order_reader("at least")),
    ("more than ", _read_more_than),
    ("at most ", _order_reader("at most")),
    ("less than ", _order_reader("less than")),
    ("between ", _read_between),
    ("before ", _read_before),
    ("on or after ", _read_on_or_after),
    ("within the last ", _read_within_the_last),
    ("within the next ", _read_within_the_next),
    ("within ", _read_within),
    ("same as ", _read_same_as),
    ("not same as ", _read_not_same_as),
    ("one of ", _read_one_of),
    ("not ", _read_not),
)


def _forms_for(line: _Line) -> str:
    """The forms that the type of the name takes."""
    match line.type.name:
        case "yes or no":
            return "write `yes` or `no`"
        case "number" | "length of time":
            return "write a value, `at least`, `more than`, `at most`, `less than` or `between`"
        case "choice":
            return "its values: " + ", ".join(line.type.values)
        case "date":
            return (
                "write `before`, `on or after`, `within the last`, `within the next` or `more than ... ago`"
            )
        case "reference":
            return "write `same as` or `not same as` and another reference"
        case "text":
            return "texts are never compared; write `known` or `not known`"


# -- operands --------------------------------------------------------------------------------------


def _test(line: _Line, form: ir.Form, operands: tuple[ir.Operand, ...]) -> ir.Test:
    return ir.Test(line.named.name, form, operands, span=line.span)


def _values(line: _Line, node: Items) -> tuple[ir.Operand, ...]:
    words: list[str] = []
    for item in node.items:
        if isinstance(item, Text):
            words.append(item.words)
        else:
            line.refuse(Code.SHAPE, "a list of values holds words", "write [a, b]")
            raise _RefusedError
    return _values_in(line, words)


def _values_in(line: _Line, words: list[str]) -> tuple[ir.Operand, ...]:
    """Several exact values, for ``[a, b]``."""
    if line.named.share or line.type.name in ("reference", "text", "yes or no"):
        line.refuse(Code.FORM, "no list of values is tested here", _forms_for(line))
        raise _RefusedError
    if len(words) == 1:
        line.refuse(Code.WORDING, "a list of one value", "write the value without brackets")
        raise _RefusedError
    codes = [_value_in(line, each) for each in words]
    if len(set(codes)) < len(codes):
        line.refuse(Code.TWICE, "a value stands in this list twice", "keep one of the two")
        raise _RefusedError
    return tuple(ir.Constant(code) for code in codes)


def _value_in(line: _Line, words: str) -> int:
    code = read_constant(line.type, words)
    if not isinstance(code, Trouble):
        return code
    if any(words.startswith(begin) for begin, _ in _READERS):
        line.refuse(
            Code.WORDING, "square brackets hold values only", "write each test in an item of `when any of`"
        )
    else:
        line.refuse(code.code, f"'{words}' is {code.what}", code.fix)
    raise _RefusedError


def _operand(line: _Line, words: str) -> ir.Operand:
    """A value, a setting or another name of the type of the name on the left."""
    if line.named.share:
        return _percentage(line, words)
    constant = read_constant(line.type, words)
    if not isinstance(constant, Trouble):
        return ir.Constant(constant)
    named = line.scope.names.on_right(words)
    if named is None:
        _refuse_value(line, words, constant)
    elif not _fits(line.type, named):
        _refuse_other_type(line, named)
    else:
        return _checked(line, named)
    raise _RefusedError


def _refuse_value(line: _Line, words: str, trouble: Trouble) -> None:
    inside = _nested(line, words)
    if inside:
        line.refuse(Code.WORDING, f"'{words}' is a test inside a test", inside)
        return
    close = did_you_mean(words, _operand_names(line))
    line.refuse(trouble.code, f"'{words}' is {trouble.what} of '{line.named.name}'", close or trouble.fix)


def _nested(line: _Line, words: str) -> str:
    found = any(words.startswith(begin) for begin, _ in _READERS)
    return "one way to say each thing: keep one of the words" if found else ""


def _refuse_other_type(line: _Line, named: Named) -> None:
    if named.type is None:
        if named.sort in ("action", "group", "list"):
            line.refuse(Code.OPERAND, f"'{named.name}' is a {named.sort}, not a value", _forms_for(line))
        return
    what = f"'{named.name}' is a {_type_words(named)}, and '{line.named.name}' is a {_type_words(line.named)}"
    line.refuse(Code.OPERAND, what, "hold it against something of its own type")


def _type_words(named: Named) -> str:
    if named.share:
        return "share"
    if named.is_list:
        return "list setting"
    return named.type.name if named.type else named.sort


def _percentage(line: _Line, words: str) -> ir.Operand:
    if words.endswith("%"):
        code = read_constant(_PERCENT, words[:-1].strip())
        if not isinstance(code, Trouble):
            return ir.Constant(code)
    named = line.scope.names.on_right(words)
    if named is not None and named.sort == "setting" and not named.is_list and named.type is not None:
        if named.type.name == "number":
            return ir.SettingRef(named.name)
    line.refuse(
        Code.SHARE, "a share is held against a percentage", "write `at least 75%`, or a number setting"
    )
    raise _RefusedError


def _checked(line: _Line, named: Named) -> ir.Operand:
    if named.sort == "setting":
        return ir.SettingRef(named.name)
    if not may_read(line.scope, named, line.span):
        raise _RefusedError
    return ir.NameRef(named.name)


def _fits(wanted: ir.Type, named: Named) -> bool:
    """Whether the name or setting can stand where a value of this type can."""
    if named.type is None or named.is_list or named.share:
        return False
    if named.sort == "setting" and wanted.name == "length of time":
        return _lengths_fit(wanted, named)
    return _same_type(wanted, named.type)


def _lengths_fit(wanted: ir.Type, named: Named) -> bool:
    values = named.setting.values if named.setting else ()
    return (
        named.type is not None
        and named.type.name == wanted.name
        and all(v.value in wanted.lengths for v in values)
    )


def _same_type(one: ir.Type, other: ir.Type) -> bool:
    return one.name == other.name and one.values == other.values and one.lengths == other.lengths


def _length(line: _Line, words: str) -> ir.Operand:
    """A length of time or a setting of one."""
    found = find_length(line.scope, words)
    if found is None:
        fix = _mean(line, words, "write a length such as `12 months`, or a setting that is a length of time")
        line.refuse(Code.VALUE, f"'{words}' is not a length of time", fix)
        raise _RefusedError
    return found


def find_length(scope: Scope, words: str) -> ir.Length | ir.SettingRef | None:
    """A length of time, or a setting of one."""
    length = read_length(words)
    if length is not None:
        return length
    named = scope.names.on_right(words)
    if (
        named is not None
        and named.sort == "setting"
        and named.type is not None
        and named.type.name == "length of time"
    ):
        return ir.SettingRef(named.name)
    return None


def _operand_names(line: _Line) -> list[str]:
    known = [name for name, named in line.scope.names.known.items() if _fits(line.type, named)]
    return [*line.type.values, *known]


def _mean(line: _Line, words: str, otherwise: str) -> str:
    return did_you_mean(words, line.scope.names.words(("setting", *READABLE)), otherwise)
