"""What the YAML parser cannot read, said in our words: what an author most likely did on that line."""

from __future__ import annotations

import re

import yaml

from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.problems import Span

_SIGNS = {
    ">=": "at least",
    "=>": "at least",
    "<=": "at most",
    "=<": "at most",
    ">": "more than",
    "<": "less than",
    "≥": "at least",
    "≤": "at most",
}


_UNQUOTED_STARTS = "@`%|*&!>,]}"


def say_character(log: Log, file: str, text: str, position: int) -> None:
    """Note a character that YAML does not allow."""
    before = text[:position]
    line = before.count("\n")
    column = position - (before.rfind("\n") + 1)
    shown = "".join(c if c.isprintable() else "?" for c in text.split("\n")[line])
    span = Span(file, line + 1, column + 1, 1, shown)
    log.add(Code.CHARACTER, span, "a character that rule files do not hold", "delete it and type it again")


def say_error(log: Log, file: str, lines: list[str], error: yaml.YAMLError) -> None:
    """Note why the parser stopped."""
    mark = getattr(error, "problem_mark", None)
    context = str(getattr(error, "context", "") or "")
    if "quoted scalar" in context or "flow" in context:
        mark = getattr(error, "context_mark", None) or mark
    number = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column if mark and mark.line == number else 0
    line, above = lines[number], lines[number - 1] if number else ""
    code, what, fix, start = _diagnose(line, column, str(getattr(error, "problem", "")), context, above)
    log.add(code, Span(file, number + 1, start + 1, max(1, len(line) - start), line), what, fix)


def _diagnose(line: str, column: int, problem: str, context: str, above: str) -> tuple[Code, str, str, int]:
    """What an author most likely did on this line: code, what, fix and the column to point at."""
    start = _value_start(line)
    value = line[start:]
    sign = next((s for s in _SIGNS if value.startswith(s)), None)
    if sign:
        return Code.SIGN, f"`{sign}` is not a word", f"write `{_SIGNS[sign]}`, not `{sign}`", start
    if "quoted scalar" in context:
        fix = "close the quote, or put the whole sentence in double quotes"
        return Code.CANNOT_READ, "a quote is opened here and not closed", fix, column
    if "flow" in context:
        fix = "close the bracket on the same line, or write a list with one `- ` a line"
        return Code.CANNOT_READ, "a bracket is opened here and not closed", fix, column
    if "alias" in context or "anchor" in context:
        return Code.ANCHOR, "`&` and `*` marks are not used in rule files", "put the words in quotes", start
    if "mapping values" in problem:
        return _about_colon(line, start, column, above)
    return _about_start(value, start, column)


def _about_colon(line: str, start: int, column: int, above: str) -> tuple[Code, str, str, int]:
    if ": " in line[start:] or line[start:].endswith(":"):
        return (
            Code.COLON,
            "this sentence holds a colon",
            "put this sentence in quotes: it holds a colon",
            start,
        )
    if above.strip() and ":" not in above:
        return Code.CANNOT_READ, "the line above has no colon", "put a colon after its key", 0
    fix = "set it in line with its neighbours, or put the sentence that goes on here in quotes"
    return Code.CANNOT_READ, "this line does not stand under the one above", fix, min(column, len(line))


def _about_start(value: str, start: int, column: int) -> tuple[Code, str, str, int]:
    if value[:1] and value[0] in _UNQUOTED_STARTS:
        return Code.CANNOT_READ, f"words cannot begin with `{value[0]}`", "put them in quotes", start
    if value.startswith("- "):
        return Code.CANNOT_READ, "a list begins on the line of its key", "begin it on the next line", start
    fix = "check that keys of one block stand in one column, and that each is followed by a colon and a space"
    return Code.CANNOT_READ, "this line cannot be read here", fix, column


def _value_start(line: str) -> int:
    """Where the value of the line begins: after the first colon and space, or after the indent."""
    found = re.match(r"\s*(?:- +)*[^:#]*?:\s+(?=\S)", line)
    if found:
        return found.end()
    indent = re.match(r"\s*(?:- +)*", line)
    return indent.end() if indent else 0
