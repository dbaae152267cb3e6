"""Whether two rulesets answer alike for every case, or a small case for which they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from drive_rules.answers import Key
from drive_rules.ir import Ruleset
from drive_rules.prove.asking import Asked, Question, View, ask, first
from drive_rules.prove.encoding import cone
from drive_rules.prove.ends import End, equal, fixed
from drive_rules.prove.outcomes import SECONDS, Outcome, Thing, Undecided
from drive_rules.prove.truths import Truth, both, either, opposite


def differs(
    old: Ruleset,
    new: Ruleset,
    key: Key,
    as_of: date,
    limits: Mapping[str, int] | None = None,
    seconds: float = SECONDS,
) -> Outcome:
    """A case for which ``key`` is not the same, ``Never`` where it is the same for every case.

    ``key`` is a decision or another derived name, a key of ``Settled``, or the name of an action: then
    whether it is called for, and how strongly, and whether it is blocked.  ``Undecided`` too where the
    two do not share the words that it rests on.  Raises ``ReplayError``.
    """
    keys = _keys(old, new, key)
    views = (View.of(old, as_of), View.of(new, as_of))
    apart = next(_apart(views, keys), None)
    if apart is not None:
        return Undecided(apart)
    there = [[each for each in keys if _has(view, each)] for view in views]
    if not any(there):
        return Undecided("neither of the two rulesets has this name")
    thing = first(views[1], _kind(views[1] if there[1] else views[0], keys, there[1] or there[0]))

    def unlike(before: Asked, after: Asked) -> Truth:
        asked = (before, after)
        differ = (
            opposite(equal(*(_end(asked[n], there[n], each, thing, place) for n in (0, 1))))
            for each in keys
            for place in (0, 1)
        )
        return both((after.there(thing), either(differ)))

    return ask(Question(views, unlike, keys), limits, seconds)


def _end(asked: Asked, there: list[Key], key: Key, thing: Thing, place: int) -> End:
    return asked.ends(key, thing)[place] if key in there else fixed(0)


def _keys(old: Ruleset, new: Ruleset, key: Key) -> tuple[Key, ...]:
    if isinstance(key, str) and (key in new.actions or key in old.actions):
        return ("called for", key), ("blocked", key)
    return (key,)


def _has(view: View, key: Key) -> bool:
    return any(name.key == key for name in view.program.public)


def _kind(view: View, keys: tuple[Key, ...], there: list[Key]) -> str:
    return next(name.kind for name in view.program.public if name.key in (there or keys))


def _apart(views: tuple[View, View], keys: tuple[Key, ...]) -> Iterator[str]:
    """Why the two cannot be held against each other: words that are not the same in both."""
    old, new = (view.ruleset for view in views)
    for key in keys:
        if isinstance(key, str):
            if not all(_has(view, key) for view in views):
                yield f"only one of the two rulesets settles '{key}'"
            elif len({_type(rules, key) for rules in (old, new)}) > 1:
                yield f"the values of '{key}' are not the same in both"
    read = {name for view in views for name in _read(view, keys)}
    for name in sorted(read & old.facts.keys() & new.facts.keys()):
        before, after = old.facts[name], new.facts[name]
        if (before.type, before.of, before.stands) != (after.type, after.of, after.stands):
            yield f"the values of '{name}' are not the same in both"
    for kind in sorted(old.kinds.keys() & new.kinds.keys()):
        was, now = old.kinds[kind], new.kinds[kind]
        if (was.part_of, was.listed, was.dated_by) != (now.part_of, now.listed, now.dated_by):
            yield f"a '{kind}' is not the same in both"


def _type(rules: Ruleset, key: str) -> object:
    named = rules.decisions.get(key) or rules.measures.get(key)
    return named.type if named else None


def _read(view: View, keys: tuple[Key, ...]) -> Iterator[str]:
    return (str(name.key) for name in cone(view.program, keys) if isinstance(name.key, str))
