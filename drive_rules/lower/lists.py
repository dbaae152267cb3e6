"""Lists that may have more: where a thing that nobody has seen could still count.

It could where the filter is possible with all that is unknown of it left open.  A list called whole
on a day leaves only what is dated since then, and only where its kind is dated at all.
"""

from __future__ import annotations

from collections.abc import Callable

from drive_rules.ir import NEVER_WHOLE, Measure, NameRef, Test
from drive_rules.lower.nodes import (
    FALSE,
    TRUE,
    All,
    Any,
    Formula,
    Le,
    Name,
    Term,
    all_of,
    any_of,
    constant,
    le,
    raised,
)
from drive_rules.lower.vocabulary import Vocabulary

Plain = Callable[[Test], Formula]
Read = Callable[[Test, Plain], Formula]
"""How one test is read, given how it would be read of things that are there."""
Filter = Callable[[Read], Formula]
Opens = tuple[tuple[str, Formula], ...]


def opens(words: Vocabulary, measure: Measure, counts: Filter) -> Opens:
    """For each level from the owner of a measure down: the owners of its lists, and when one is open."""
    path = words.paths[measure.over or measure.of]
    levels = reversed(path[: path.index(measure.of)])
    found = ((words.whole_to(kind), _unseen(words, kind, counts)) for kind in levels)
    return tuple((whole.kind, when) for whole, when in found if when != FALSE)


def _unseen(words: Vocabulary, kind: str, counts: Filter) -> Formula:
    """When an unseen thing of ``kind`` may bring one that counts."""
    whole, blank = Term(words.whole_to(kind)), _blank(words, len(words.paths[kind]))
    never = all_of((le(whole, constant(NEVER_WHOLE)), counts(blank)))
    dated_by = words.ruleset.kinds[kind].dated_by
    if dated_by is None:
        return never
    lapsed = (le(constant(NEVER_WHOLE + 1), whole), le(raised(whole, 1), constant(words.today)))
    since = counts(_since(words, words.names[dated_by], whole, blank))
    return any_of((never, all_of((*lapsed, since))))


def _blank(words: Vocabulary, depth: int) -> Read:
    """Whatever is asked of things from ``depth`` downwards is possible."""

    def read(test: Test, plain: Plain) -> Formula:
        deep = any(words.depth(name) >= depth for name in (test.name, *_others(test)))
        return TRUE if deep else plain(test)

    return read


def _since(words: Vocabulary, dated_by: Name, whole: Term, blank: Read) -> Read:
    """As ``blank``, save that the unseen thing is dated after the last day its list is whole for."""
    depth = words.depth(str(dated_by.key))

    def read(test: Test, plain: Plain) -> Formula:
        told = test.name == dated_by.key and all(words.depth(name) < depth for name in _others(test))
        if not told or test.form in ("known", "not known"):
            return blank(test, plain)
        return _dated(plain(test), dated_by, raised(whole, 1), constant(words.today))

    return read


def _dated(formula: Formula, name: Name, first: Term, last: Term) -> Formula:
    """``formula`` with ``name`` from ``first`` to ``last``, for the *possibly* that it is read as."""
    match formula:
        case All(parts):
            return all_of(_dated(part, name, first, last) for part in parts)
        case Any(parts):
            return any_of(_dated(part, name, first, last) for part in parts)
        case Le(left, right, record):
            return le(_placed(left, name, first, last), _placed(right, name, first, last), record)


def _placed(term: Term, name: Name, first: Term, last: Term) -> Term:
    """The ends are exchanged when a *possibly* is read, so low stands for the last day here."""
    if term.name != name:
        return term
    return raised(last if term.end == "low" else first, term.plus)


def _others(test: Test) -> list[str]:
    return [operand.name for operand in test.operands if isinstance(operand, NameRef)]
