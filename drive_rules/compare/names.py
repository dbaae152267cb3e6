"""The same thing under another name: found by its code, by ``was``, or by what it is, and called alike again.

``find_renames`` pairs what only the old ruleset has with what only the new one has; ``renamed`` gives the
old ruleset in the new one's names.  What is left unpaired was added or taken away.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from drive_rules import ir
from drive_rules.language.write import blocks_of

SORTS = (
    "rules",
    "settings",
    "decisions",
    "signs",
    "measures",
    "checklists",
    "facts",
    "kinds",
    "actions",
    "groups",
    "invariants",
)
"""What is compared, in the order in which it is told."""
BY_ID = ("rules", "invariants")
"""Sorts whose entries are named by an id, which no entry of another sort reads."""
ONLY_WORDS = frozenset(
    (
        *("title", "because", "source", "provenance", "for example", "code", "was"),
        *("legal basis", "approved by", "on"),
    )
)
"""Keys of an entry that no answer hangs on."""
IN_ORDER = frozenset(("values",))
"""Keys under which the order of a list is part of what it says."""

_BY_WHAT_IT_IS = ("signs", "measures", "checklists", "groups", *BY_ID)
"""Sorts that say all of what they are themselves; of the others only those who read them tell."""
_NAMED: Mapping[type, frozenset[str]] = {
    ir.Test: frozenset(("name",)),
    ir.NameRef: frozenset(("name",)),
    ir.SettingRef: frozenset(("setting",)),
    ir.Kind: frozenset(("name", "part_of", "list_name", "listed", "dated_by")),
    ir.Fact: frozenset(("name", "of", "checklist")),
    ir.Item: frozenset(("fact",)),
    ir.Checklist: frozenset(("name", "of", "score", "answered", "dated")),
    ir.Sign: frozenset(("name", "of")),
    ir.Measure: frozenset(("name", "of", "over", "value", "dated_by", "plus", "less", "times")),
    ir.Setting: frozenset(("name",)),
    ir.Judged: frozenset(each.name for each in fields(ir.Judged)),
    ir.Decision: frozenset(("name", "of")),
    ir.Action: frozenset(("name", "done_to", "makes_true", "cites")),
    ir.Group: frozenset(("name", "actions")),
    ir.Conclusion: frozenset(("decision",)),
    ir.Due: frozenset(("of", "before")),
    ir.Until: frozenset(("actions",)),
    ir.Duty: frozenset(("do", "before", "after", "together_with", "preferred_to", "instead")),
    ir.Rule: frozenset(("kind",)),
    ir.Invariant: frozenset(("kind",)),
    ir.Calling: frozenset(("actions",)),
    ir.Blocking: frozenset(("do",)),
    ir.FindingOut: frozenset(("facts",)),
    ir.Change: frozenset(("fact",)),
    ir.NeverLowers: frozenset(("names",)),
    ir.NeverAllows: frozenset(("facts", "do")),
    ir.NeverRests: frozenset(("names", "facts")),
    ir.AlwaysPrivate: frozenset(("facts",)),
}
"""The fields that hold names of the one name space of vocabulary, actions and settings."""
_GIVEN: Mapping[type, frozenset[str]] = {
    ir.Example: frozenset(("given", "things")),
    ir.GivenThing: frozenset(("facts", "things")),
}
"""The fields of examples that hold pairs of a name and what is given of it."""
Names = Mapping[str, str]
_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Renames:
    """Old names with the new ones, by sort; rules and invariants have ids."""

    by_sort: Mapping[str, Names] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """Old names of the vocabulary with the new ones, the names that go along with them included."""
        found = (names.items() for sort, names in self.by_sort.items() if sort not in BY_ID)
        return {old: new for names in found for old, new in names}

    def new(self, sort: str, old: str) -> str:
        """What the new ruleset calls it."""
        return self.by_sort.get(sort, {}).get(old, old)

    def old(self, sort: str, new: str) -> str:
        """What the old ruleset called it."""
        return next((was for was, now in self.by_sort.get(sort, {}).items() if now == new), new)


def entries(ruleset: ir.Ruleset, sort: str) -> Mapping[str, Any]:
    """The entries of a sort by name."""
    found: Mapping[str, Any] = getattr(ruleset, sort)
    return found


def renamed(ruleset: ir.Ruleset, renames: Renames) -> ir.Ruleset:
    """The ruleset with each old name in its new words; what it says is the same."""
    if not any(renames.by_sort.values()):
        return ruleset
    names = renames.names
    changed: dict[str, Any] = {}
    for sort in SORTS:
        found = (_rewritten(entry, names) for entry in entries(ruleset, sort).values())
        if sort in BY_ID:
            called = (replace(entry, id=renames.new(sort, entry.id)) for entry in found)
            changed[sort] = {entry.id: entry for entry in called}
        else:
            changed[sort] = {entry.name: entry for entry in found}
    site_rules = tuple(renames.new("rules", id) for id in ruleset.site_rules)
    switched_off = {renames.new("rules", id): why for id, why in ruleset.switched_off.items()}
    return replace(ruleset, **changed, site_rules=site_rules, switched_off=switched_off)


def _rewritten(value: _Entry, names: Names) -> _Entry:
    """A part of a ruleset with its names in their new words."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    named = _NAMED.get(type(value), frozenset())
    changed: dict[str, Any] = {}
    for each in fields(value):
        held = getattr(value, each.name)
        if each.name in named:
            changed[each.name] = _called(held, names)
        elif each.name in _GIVEN.get(type(value), ()):
            changed[each.name] = tuple((names.get(name, name), _inside(to, names)) for name, to in held)
        else:
            changed[each.name] = _inside(held, names)
    kept: _Entry = replace(value, **changed)
    return kept


def _called(held: Any, names: Names) -> Any:
    if isinstance(held, str):
        return names.get(held, held)
    return tuple(names.get(name, name) for name in held) if isinstance(held, tuple) else held


def _inside(held: Any, names: Names) -> Any:
    if isinstance(held, tuple):
        return tuple(_inside(each, names) for each in held)
    return _rewritten(held, names)


# -- what an entry means, whatever it is called ----------------------------------------------------


def meanings(ruleset: ir.Ruleset) -> dict[str, dict[str, str]]:
    """What each entry says that an answer may hang on, by sort and name: equal texts mean the same."""
    blocks = blocks_of(ruleset)
    return {sort: {name: meaning_of(block) for name, block in blocks.get(sort, {}).items()} for sort in SORTS}


def meaning_of(block: Mapping[str, Any]) -> str:
    """What an entry as its file says it means, as text in which the order of nothing counts."""
    kept = {key: value for key, value in block.items() if key not in ONLY_WORDS}
    return json.dumps(_ordered(kept), ensure_ascii=False, sort_keys=True)


def heard_as(ruleset: ir.Ruleset, name: str) -> str:
    """How an answer to a fact becomes what is known of it: its type, who is heard, by which checklists."""
    fact = ruleset.facts[name]
    checklists = [
        (
            each.name,
            each.of,
            each.instrument,
            each.dated,
            [item.id for item in each.items if item.fact == name],
        )
        for each in ruleset.checklists.values()
        if name == each.dated or any(item.fact == name for item in each.items)
    ]
    who = sorted(fact.asked_of), sorted(fact.never_asked_of), fact.private
    return f"{fact.of}, {fact.type}, {fact.stands}, {who}, {sorted(checklists, key=str)}"


def _ordered(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _ordered(held, name) for name, held in value.items()}
    if isinstance(value, str):
        return value
    held = [_ordered(each) for each in value]
    return held if key in IN_ORDER else sorted(held, key=lambda each: json.dumps(each, sort_keys=True))


# -- pairs -----------------------------------------------------------------------------------------


def find_renames(old: ir.Ruleset, new: ir.Ruleset) -> Renames:
    """What is the same in both under another name; what could be one of several is none of them."""
    found: dict[str, dict[str, str]] = {sort: {} for sort in SORTS}
    while pairs := _pairs(renamed(old, Renames(found)), new):
        for sort, was, now in pairs:
            found[sort][was] = now
            if sort not in BY_ID:
                found[sort].update(_along(entries(old, sort).get(was), entries(new, sort)[now]))
    return Renames({sort: names for sort, names in found.items() if names})


def _along(was: Any, now: Any) -> Names:
    """Names that an entry gives besides its own: of a list, of a score."""
    pairs: Iterable[tuple[str | None, str | None]] = ()
    if isinstance(was, ir.Kind):
        pairs = ((was.list_name, now.list_name), (was.listed, now.listed))
    elif isinstance(was, ir.Checklist):
        pairs = ((was.score, now.score), (was.answered, now.answered))
    return {one: other for one, other in pairs if one and other and one != other}


def _pairs(old: ir.Ruleset, new: ir.Ruleset) -> list[tuple[str, str, str]]:
    """Entries of one ruleset only that are the same but for the name, by sort, old and new name."""
    gone = {sort: _only(old, new, sort) for sort in SORTS}
    come = {sort: _only(new, old, sort) for sort in SORTS}
    if not any(gone[sort] and come[sort] for sort in SORTS):
        return []
    said = [(sort, *pair) for sort in SORTS for pair in _by_code(gone[sort], come[sort])]
    if said:
        return said
    before, after = blocks_of(old), blocks_of(new)
    found: list[tuple[str, str, str]] = []
    for sort in SORTS:
        alike = _by_meaning if sort in _BY_WHAT_IT_IS else _by_readers
        found += [(sort, *pair) for pair in alike(sort, gone[sort], come[sort], before, after)]
        if found:
            return found
    return found


def _only(here: ir.Ruleset, there: ir.Ruleset, sort: str) -> Mapping[str, Any]:
    mine, theirs = entries(here, sort), entries(there, sort)
    listed = {kind.listed for kind in (*here.kinds.values(), *there.kinds.values())}
    return {name: mine[name] for name in sorted(mine) if name not in theirs and name not in listed}


def _by_code(gone: Mapping[str, Any], come: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Those with the same stable code, and those that say what they were called."""
    codes = {entry.code: name for name, entry in gone.items() if getattr(entry, "code", "")}
    found: dict[str, str] = {}
    for name, entry in come.items():
        words = [each for each in getattr(entry, "was", ()) if each in gone]
        code = codes.get(getattr(entry, "code", ""))
        for was in (*words, *((code,) if code else ())):
            if was not in found and name not in found.values():
                found[was] = name
    return list(found.items())


Blocks = Mapping[str, Mapping[str, Any]]
_Alike = Callable[[str, Iterable[str], Iterable[str], Blocks, Blocks], list[tuple[str, str]]]


def _by_meaning(
    sort: str, gone: Iterable[str], come: Iterable[str], before: Blocks, after: Blocks
) -> list[tuple[str, str]]:
    """Those that say the same; of several that do, one after the other by name, for they are all alike."""
    there: defaultdict[str, list[str]] = defaultdict(list)
    for name in come:
        there[meaning_of(after[sort][name])].append(name)
    found = []
    for name in gone:
        if alike := there[meaning_of(before[sort][name])]:
            found.append((name, alike.pop(0)))
    return found


def _by_readers(
    sort: str, gone: Iterable[str], come: Iterable[str], before: Blocks, after: Blocks
) -> list[tuple[str, str]]:
    """Those that say the same of themselves and of which all others say the same, if anything at all."""
    there: defaultdict[str, list[str]] = defaultdict(list)
    for name in come:
        there[_seen(sort, name, after)].append(name)
    mine: defaultdict[str, list[str]] = defaultdict(list)
    for name in gone:
        mine[_seen(sort, name, before)].append(name)
    pairs = [(names, there[what]) for what, names in mine.items() if what]
    return [(one[0], other[0]) for one, other in pairs if len(one) == len(other) == 1]


def _seen(sort: str, name: str, blocks: Blocks) -> str:
    """An entry and all that names it, with its name left open; nothing where nobody names it."""
    readers = sorted(
        json.dumps([where, _opened(json.loads(meaning_of(block)), name)], ensure_ascii=False, sort_keys=True)
        for where in SORTS
        for other, block in blocks.get(where, {}).items()
        if (where, other) != (sort, name) and _names(block, name)
    )
    return "\n".join([meaning_of(blocks[sort][name]), *readers]) if readers else ""


def _names(value: Any, name: str) -> bool:
    if isinstance(value, str):
        return name in value
    if isinstance(value, Mapping):
        return any(name in key or _names(held, name) for key, held in value.items())
    return any(_names(each, name) for each in value)


def _opened(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, "\N{WHITE SQUARE}")
    if isinstance(value, Mapping):
        return {key.replace(name, "\N{WHITE SQUARE}"): _opened(held, name) for key, held in value.items()}
    return [_opened(each, name) for each in value]
