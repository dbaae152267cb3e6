"""What a test holds a name against: values, settings, other names, lengths of time.

A ``Scope`` is the kind of thing a test is made of; a ``Line`` is one test while it is read.  What
cannot be read is noted where it stands and ends the reading of that test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.language.names import READABLE, Named, Names, a, first_word_of_tests
from drive_rules.language.nodes import Items, Text
from drive_rules.language.values import Trouble, read_constant, read_length
from drive_rules.problems import Span, did_you_mean

PERCENT = ir.Type("number", 0, 100 * ir.SCALE, decimals=3)


class RefusedError(Exception):
    """The test has a problem, which the log holds."""


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
class Line:
    """A test being read: the name on the left, its type, and the place of the words on the right."""

    scope: Scope
    named: Named
    type: ir.Type
    span: Span

    def refuse(self, code: Code, what: str, fix: str) -> NoReturn:
        """Note what is wrong with this test, and read no more of it."""
        self.scope.log.add(code, self.span, what, fix)
        raise RefusedError

    @property
    def is_ranked(self) -> bool:
        """Whether ``at least`` and its like make sense here."""
        return self.type.ordered and self.type.name in ("number", "choice", "length of time")

    @property
    def has_values(self) -> bool:
        """Whether the name can be held against a value at all."""
        return self.type.name not in ("reference", "text")


# -- one operand -----------------------------------------------------------------------------------


def plain_operand(line: Line, words: str) -> ir.Operand | None:
    """The words as one value, setting or name, if they are one."""
    if line.named.share or not line.has_values:
        return None
    constant = read_constant(line.type, words)
    if not isinstance(constant, Trouble):
        return ir.Constant(constant)
    named = line.scope.names.on_right(words)
    return _reference(line, named) if named is not None and fits(line.type, named) else None


def read_operand(line: Line, words: str) -> ir.Operand:
    """A value, a setting or another name of the type of the name on the left."""
    if line.named.share:
        return _percentage(line, words)
    constant = read_constant(line.type, words)
    if not isinstance(constant, Trouble):
        return ir.Constant(constant)
    named = line.scope.names.on_right(words)
    if named is None:
        _refuse_value(line, words, constant)
    if not fits(line.type, named):
        _refuse_other_type(line, named)
    return _reference(line, named)


def read_reference(line: Line, words: str) -> ir.Operand:
    """The name of another reference, for ``same as``."""
    named = line.scope.names.on_right(words)
    if named is None or not fits(line.type, named):
        fix = "write the name of another reference"
        fix = fix if named is not None else meant(line, words, fix)
        line.refuse(Code.OPERAND, f"'{words}' is no reference", fix)
    return _reference(line, named)


def read_list_setting(line: Line, words: str) -> ir.Operand:
    """The name of a list setting, for ``one of``."""
    named = line.scope.names.on_right(words)
    if named is None or not named.is_list or named.type is None or not same_type(line.type, named.type):
        fix = "write the name of a list setting, or the values in square brackets: [a, b]"
        fix = fix if named is not None else meant(line, words, fix)
        line.refuse(Code.OPERAND, f"'{words}' is no list of values of '{line.named.name}'", fix)
    return ir.SettingRef(named.name)


def read_window(line: Line, words: str) -> ir.Operand:
    """A length of time or a setting of one."""
    found = find_length(line.scope, words)
    if found is None:
        fix = "write a length such as `12 months`, or a setting that is a length of time"
        fix = fix if line.scope.names.on_right(words) is not None else meant(line, words, fix)
        line.refuse(Code.VALUE, f"'{words}' is not a length of time", fix)
    return found


def find_length(scope: Scope, words: str) -> ir.Length | ir.SettingRef | None:
    """A length of time, or a setting of one; None where the words are neither."""
    length = read_length(words)
    if length is not None:
        return length
    named = scope.names.on_right(words)
    return ir.SettingRef(named.name) if named is not None and named.is_setting_of("length of time") else None


def _reference(line: Line, named: Named) -> ir.Operand:
    if named.sort == "setting":
        return ir.SettingRef(named.name)
    if not may_read(line.scope, named, line.span):
        raise RefusedError
    return ir.NameRef(named.name)


def _percentage(line: Line, words: str) -> ir.Operand:
    code = read_constant(PERCENT, words[:-1].strip()) if words.endswith("%") else None
    if isinstance(code, int):
        return ir.Constant(code)
    named = line.scope.names.on_right(words)
    if named is None or not named.is_setting_of("number"):
        fix = "write `at least 75%`, or a number setting"
        line.refuse(Code.SHARE, "a share is held against a percentage", fix)
    return ir.SettingRef(named.name)


# -- several values --------------------------------------------------------------------------------


def read_listed(line: Line, node: Items) -> tuple[ir.Operand, ...]:
    """The values in square brackets."""
    words = [item.words for item in node.items if isinstance(item, Text)]
    if len(words) < len(node.items):
        line.refuse(Code.SHAPE, "a list of values holds words", "write [a, b]")
    return read_several(line, words)


def read_several(line: Line, words: list[str]) -> tuple[ir.Operand, ...]:
    """Several exact values, none twice."""
    if line.named.share or not line.has_values or line.type.name == "yes or no":
        line.refuse(Code.FORM, "no list of values is tested here", forms_for(line))
    if len(words) == 1:
        line.refuse(Code.WORDING, "a list of one value", "write the value without brackets")
    codes = [_exact(line, each) for each in words]
    if len(set(codes)) < len(codes):
        line.refuse(Code.TWICE, "a value stands in this list twice", "keep one of the two")
    return tuple(ir.Constant(code) for code in codes)


def _exact(line: Line, words: str) -> int:
    code = read_constant(line.type, words)
    if not isinstance(code, Trouble):
        return code
    if first_word_of_tests(words):
        fix = "write each test in an item of `when any of`"
        line.refuse(Code.WORDING, "square brackets hold values only", fix)
    line.refuse(code.code, f"'{words}' for '{line.named.name}' is {code.what}", code.fix)


# -- what fits -------------------------------------------------------------------------------------


def fits(wanted: ir.Type, named: Named) -> bool:
    """Whether the name or setting can stand where a value of this type can."""
    if named.type is None or named.is_list or named.share:
        return False
    if named.is_setting_of("length of time"):
        values = named.setting.values if named.setting else ()
        return all(dated.value in wanted.lengths for dated in values)
    return same_type(wanted, named.type)


def same_type(one: ir.Type, other: ir.Type) -> bool:
    """Whether values of the two types can be held against each other."""
    return one.name == other.name and one.values == other.values and one.lengths == other.lengths


def may_read(scope: Scope, named: Named, span: Span) -> bool:
    """Whether the name is of this kind or one above; notes the problem where it is not."""
    if scope.kind not in scope.names.kinds or named.kind not in scope.names.kinds:
        return False
    if scope.names.reaches(scope.kind, named.kind):
        return True
    what = f"'{named.name}' is known of each {named.kind}, and cannot be read from a {scope.kind}"
    if scope.names.reaches(named.kind, scope.kind):
        fix = f"read a measure of {scope.kind} over it"
    else:
        fix = f"read a name of {scope.kind}, or of what it is part of"
    scope.log.add(Code.REACH, span, what, fix)
    return False


# -- what to say -----------------------------------------------------------------------------------


def forms_for(line: Line) -> str:
    """The forms that the type of the name takes, as advice."""
    match line.type.name:
        case "yes or no":
            return "write `yes` or `no`"
        case "number" | "length of time":
            return "write a value, `at least`, `more than`, `at most`, `less than` or `between`"
        case "choice":
            return "its values: " + ", ".join(line.type.values)
        case "date":
            return (
                "write `before`, `on or after`, `within the last D`, `within the next D` or `more than D ago`"
            )
        case "reference":
            return "write `same as` or `not same as` and another reference"
        case "text":
            return "texts are never compared; write `known` or `not known`"


def meant(line: Line, words: str, otherwise: str) -> str:
    """The setting or name that the words may have meant."""
    return did_you_mean(words, line.scope.names.words(("setting", *READABLE)), otherwise)


def _refuse_value(line: Line, words: str, trouble: Trouble) -> NoReturn:
    if first_word_of_tests(words):
        fix = "one way to say each thing: keep one of the words"
        line.refuse(Code.WORDING, f"'{words}' is a test inside a test", fix)
    known = [name for name, named in line.scope.names.known.items() if fits(line.type, named)]
    fix = did_you_mean(words, [*line.type.values, *known], trouble.fix)
    line.refuse(trouble.code, f"'{words}' for '{line.named.name}' is {trouble.what}", fix)


def _refuse_other_type(line: Line, named: Named) -> NoReturn:
    if named.sort not in ("setting", *READABLE):
        line.refuse(Code.OPERAND, f"'{named.name}' is {a(named.sort)}, not a value", forms_for(line))
    if named.type is None:
        raise RefusedError
    what = f"'{named.name}' is a {_type_words(named)}, and '{line.named.name}' a {_type_words(line.named)}"
    line.refuse(Code.OPERAND, what, "hold it against something of its own type")


def _type_words(named: Named) -> str:
    if named.share:
        return "share"
    if named.is_list:
        return "list setting"
    return named.type.name if named.type else named.sort
