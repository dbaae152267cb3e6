"""Settings: typed, dated values that rules name, and what a site makes of them.

A site changes a setting only where the core says ``site may change: yes``, and only as far as its
``from`` and ``to`` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.entries import WHY, Section, declare, read_why
from drive_rules.language.fields import Fields, only_words, several_words
from drive_rules.language.log import Log
from drive_rules.language.names import Named, Names
from drive_rules.language.nodes import Entries, Node, Text
from drive_rules.language.typed import ANY_DATE, ANY_NUMBER, YES_NO
from drive_rules.language.values import (
    Trouble,
    read_constant,
    read_date,
    read_length,
    rough_days,
    without_the,
    words_of,
    words_of_length,
)
from drive_rules.problems import did_you_mean

TYPES = ("number", "length of time", "yes or no", "one of", "list of dates", "list")
ALWAYS = "always"
KEYS = ("type", "value", "values", "values from", "list of", "site may change", "from", "to", "code", *WHY)
_VALUE_KEYS = ("value", "values from", *WHY)
_LENGTH = ir.Type("length of time", 0, 0)

Value = ir.Constant | ir.Length | tuple[str, ...] | tuple[date, ...]


def read_settings(names: Names, section: Section) -> dict[str, ir.Setting]:
    """Declare and read the settings of the core."""
    settings = {}
    for item in declare(names, section, "setting", KEYS, of=""):
        names.check_words(item.named)
        setting = _setting(names, item.named, item.fields)
        if setting is not None:
            settings[setting.name] = setting
            item.named.setting, item.named.type, item.named.is_list = setting, setting.type, setting.is_list
    return settings


def _setting(names: Names, named: Named, fields: Fields) -> ir.Setting | None:
    type_name = fields.option("type", TYPES, "", required=True)
    kind = _type(names, fields, type_name)
    why = read_why(names, fields)
    if kind is None:
        return None
    is_list = type_name.startswith("list")
    low, high = _limits(fields, kind, type_name)
    setting = ir.Setting(
        named.name, kind, (), why, is_list, fields.yes("site may change"), low, high, named.code, fields.span
    )
    values = read_dated(names.log, fields, setting, Code.SETTING)
    return replace(setting, values=values) if values else None


def _type(names: Names, fields: Fields, type_name: str) -> ir.Type | None:
    fits = {
        "one of": ("values",),
        "list": ("list of", "values"),
        "number": ("from", "to"),
        "length of time": ("from", "to"),
    }
    others = [key for key in ("values", "list of", "from", "to") if key not in fits.get(type_name, ())]
    if type_name:
        fields.refuse(
            others, Code.TYPE, f"does not go with the type {type_name}", "leave it out, or change the type"
        )
    match type_name:
        case "number":
            return ANY_NUMBER
        case "length of time":
            return _LENGTH
        case "yes or no":
            return YES_NO
        case "one of":
            return _one_of(names, fields)
        case "list of dates":
            return ANY_DATE
        case "list":
            return _values_of(names, fields)
        case _:
            return None


def _one_of(names: Names, fields: Fields) -> ir.Type | None:
    texts = fields.several("values", required=True)
    for text in texts:
        names.check_right_words(text)
    values = tuple(text.words for text in texts)
    return ir.Type("choice", 0, len(values) - 1, values=values, ordered=False) if values else None


def _values_of(names: Names, fields: Fields) -> ir.Type | None:
    """The words that a list draws from: those of a fact or decision, or its own."""
    if fields.has("values") and not fields.has("list of"):
        return _one_of(names, fields)
    text = fields.text("list of", required=True)
    if text is None:
        return None
    named = names.known.get(text.words)
    if named is None or named.sort not in ("fact", "decision") or not named.has_type("choice"):
        fix = did_you_mean(
            text.words, names.words(("fact",)), "write the words of a fact with `type: choice`"
        )
        names.log.add(Code.TYPE, text.span, f"'{text.words}' is no choice", fix)
        return None
    return named.type


def _limits(fields: Fields, kind: ir.Type, type_name: str) -> tuple[ir.Operand | None, ir.Operand | None]:
    if type_name not in ("number", "length of time"):
        return (None, None)
    low, high = _limit(fields, kind, "from"), _limit(fields, kind, "to")
    if low is not None and high is not None and _size(low) > _size(high):
        fields.log.add(Code.TYPE, fields.at("to"), "'to' is below 'from'", "write the lower end under 'from'")
    return (low, high)


def _limit(fields: Fields, kind: ir.Type, key: str) -> ir.Constant | ir.Length | None:
    text = fields.text(key)
    if text is None:
        return None
    value = _one(kind, text.words)
    if isinstance(value, Trouble):
        fields.log.add(value.code, text.span, f"'{text.words}' is {value.what}", value.fix)
        return None
    return value


# -- values ----------------------------------------------------------------------------------------


def read_dated(log: Log, fields: Fields, setting: ir.Setting, outside: Code) -> tuple[ir.Dated, ...]:
    """The values under ``value`` or ``values from``, earliest first."""
    if fields.has("value") == fields.has("values from"):
        fix = "say `value:`, or `values from:` with `always:` and days"
        log.add(
            Code.SETTING, fields.span, f"'{fields.key.words}' needs one of 'value' and 'values from'", fix
        )
        return ()
    node = fields.node("value")
    if node is not None:
        value = _value(log, node, setting, outside)
        return (ir.Dated(None, value),) if value is not None else ()
    return _dated_values(log, fields, setting, outside)


def _dated_values(log: Log, fields: Fields, setting: ir.Setting, outside: Code) -> tuple[ir.Dated, ...]:
    found = []
    for key, node in fields.block("values from"):
        since = read_date(key.words)
        if since is None and key.words != ALWAYS:
            fix = "write `always` or a day such as `1 April 2026`"
            log.add(Code.VALUE, key.span, f"'{key.words}' is not a day", fix)
            continue
        value = _value(log, node, setting, outside)
        if value is not None:
            found.append(ir.Dated(since, value))
    return tuple(sorted(found, key=lambda dated: dated.since or date.min))


def _value(log: Log, node: Node, setting: ir.Setting, outside: Code) -> Value | None:
    if setting.is_list:
        return _list(log, node, setting.type)
    text = only_words(log, node, "a value")
    if text is None:
        return None
    value = _one(setting.type, text.words)
    if isinstance(value, Trouble):
        log.add(value.code, text.span, f"'{text.words}' is {value.what}", value.fix)
        return None
    _check_limits(log, text, value, setting, outside)
    return value


def _one(kind: ir.Type, words: str) -> ir.Constant | ir.Length | Trouble:
    if kind.name == "length of time":
        length = read_length(words)
        fix = "write it as `12 months` or `2 working days`"
        return length if length is not None else Trouble(Code.VALUE, "not a length of time", fix)
    code = read_constant(kind, words)
    return code if isinstance(code, Trouble) else ir.Constant(code)


def _allowed(setting: ir.Setting) -> str:
    words = []
    for word, end in (("at least", setting.low), ("at most", setting.high)):
        match end:
            case ir.Constant(code):
                words.append(f"{word} {words_of(setting.type, code)}")
            case ir.Length():
                words.append(f"{word} {words_of_length(end)}")
    return " and ".join(words)


def _check_limits(
    log: Log, text: Text, value: ir.Constant | ir.Length, setting: ir.Setting, outside: Code
) -> None:
    size = _size(value)
    below = setting.low is not None and size < _size(setting.low)
    above = setting.high is not None and size > _size(setting.high)
    if below or above:
        fix = "keep it between `from` and `to`"
        if outside is not Code.SETTING:
            fix = f"keep within what the core allows: {_allowed(setting)}"
        log.add(outside, text.span, f"'{text.words}' is outside what this setting may be", fix)


def _size(value: ir.Operand) -> float:
    match value:
        case ir.Constant(code=code):
            return code
        case ir.Length():
            return float(rough_days(value))
        case _:
            return 0


def _list(log: Log, node: Node, kind: ir.Type) -> tuple[str, ...] | tuple[date, ...] | None:
    texts = several_words(log, node, "a list")
    if kind.name == "date":
        return _days(log, texts)
    found = []
    for text in texts:
        code = read_constant(kind, text.words)
        if isinstance(code, Trouble):
            log.add(code.code, text.span, f"'{text.words}' is {code.what}", code.fix)
        else:
            found.append(kind.values[code])
    return tuple(found) or None


def _days(log: Log, texts: tuple[Text, ...]) -> tuple[date, ...] | None:
    days = [(text, read_date(text.words)) for text in texts]
    for text, day in days:
        if day is None:
            log.add(Code.VALUE, text.span, f"'{text.words}' is not a day", "write it as `1 June 2026`")
    return tuple(sorted(day for _, day in days if day is not None)) or None


# -- a site ----------------------------------------------------------------------------------------


def with_site(
    log: Log, names: Names, settings: Mapping[str, ir.Setting], section: Section
) -> dict[str, ir.Setting]:
    """The settings with the values of a site in place."""
    found = dict(settings)
    for key, node in section:
        setting = _site_setting(log, settings, key)
        if setting is not None:
            found[setting.name] = _changed(log, names, key, node, setting)
    return found


def _site_setting(log: Log, settings: Mapping[str, ir.Setting], key: Text) -> ir.Setting | None:
    bare = {without_the(name): setting for name, setting in settings.items()}
    setting = bare.get(without_the(key.words))
    if setting is None:
        fix = did_you_mean(key.words, settings, "a site gives values to settings of the core only")
        log.add(Code.UNKNOWN_NAME, key.span, f"'{key.words}' is not a setting in the vocabulary", fix)
    elif not setting.site_may_change:
        log.add(Code.SITE_SETTING, key.span, f"'{key.words}' is not a site's to change", "leave it out")
    else:
        return setting
    return None


def _changed(log: Log, names: Names, key: Text, node: Node, setting: ir.Setting) -> ir.Setting:
    if not isinstance(node, Entries):
        value = _value(log, node, setting, Code.SITE_SETTING)
        return replace(setting, values=(ir.Dated(None, value),)) if value is not None else setting
    fields = Fields(log, key, node, _VALUE_KEYS)
    why = read_why(names, fields) if any(fields.has(word) for word in WHY) else setting.why
    return replace(
        setting, values=read_dated(log, fields, setting, Code.SITE_SETTING) or setting.values, why=why
    )
