"""What reads differently between two rulesets: sentence beside sentence, what only words changed in apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from drive_rules import ir
from drive_rules.compare.marking import Pair, beside
from drive_rules.compare.names import ONLY_WORDS, SORTS, Blocks, Renames, entries, meaning_of
from drive_rules.language.sentences import sentences

How = Literal["added", "removed", "changed", "renamed", "words only"]
_KNOWN_BY = ("facts", "kinds", "checklists", "decisions", "actions")
"""Sorts whose names and codes stand in cases or in answers."""
_MARKS = ("safety", "site may switch off")
"""Keys of a rule that no answer tells."""
Held = Mapping[str, Any] | None
"""An entry as its file says it; None where it has none."""
_BESIDES = ("for example",)
"""Keys of which only that they differ is told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that is not the same: ``was`` is its old name where that was another.

    ``pairs`` are its sentences that differ, ``safety`` says that it is or was a safety rule; ``beyond`` that
    something changed that no answer tells: whether a site may switch a rule off, or by which words and codes
    a case is read or an answer is known.
    """

    sort: str
    name: str
    how: How
    title: str = ""
    was: str = ""
    pairs: tuple[Pair, ...] = ()
    safety: bool = False
    beyond: bool = False

    @property
    def of_meaning(self) -> bool:
        """Whether an answer may hang on it."""
        return self.how in ("added", "removed", "changed")


@dataclass(frozen=True, slots=True)
class Reading:
    """Two rulesets in the new one's words, as their files say them."""

    old: ir.Ruleset
    new: ir.Ruleset
    before: Blocks
    after: Blocks
    renames: Renames

    def differences(self) -> tuple[Difference, ...]:
        """Everything that reads differently, by sort and name."""
        return tuple(each for sort in (*SORTS, "sources") for each in self._of(sort))

    def _of(self, sort: str) -> Iterator[Difference]:
        before, after = self.before.get(sort, {}), self.after.get(sort, {})
        for name in sorted({*before, *after}):
            yield from self._entry(sort, name, before.get(name), after.get(name))

    def _entry(self, sort: str, name: str, before: Held, after: Held) -> Iterator[Difference]:
        told = self._told(sort, name)
        if before is None or after is None:
            how: How = "added" if before is None else "removed"
            pairs = self._pairs(sort, name, before, after)
            # No answer hangs on the register of sources.
            yield Difference(
                sort,
                name,
                how if sort != "sources" else "words only",
                pairs=pairs,
                beyond=told["safety"],
                **told,
            )
            return
        if sort != "sources" and meaning_of(before) != meaning_of(after):
            pairs = self._pairs(sort, name, before, after)
            beyond = any(before.get(key, "") != after.get(key, "") for key in _MARKS)
            yield Difference(sort, name, "changed", pairs=pairs, beyond=beyond, **told)
        elif told["was"]:
            yield Difference(
                sort, name, "renamed", beyond=self._unknown_by_old_words(sort, name, told["was"]), **told
            )
        if pairs := tuple(_reworded(before, after, None if sort == "sources" else ONLY_WORDS)):
            beyond = sort in _KNOWN_BY and before.get("code") != after.get("code")
            yield Difference(sort, name, "words only", pairs=pairs, beyond=beyond, **told)

    def _unknown_by_old_words(self, sort: str, name: str, was: str) -> bool:
        """Whether what is sent, or looked for, in the old words is no longer known."""
        if sort not in _KNOWN_BY:
            return False
        entry = entries(self.new, sort)[name]
        return was not in getattr(entry, "was", ())

    def _pairs(self, sort: str, name: str, before: Held, after: Held) -> tuple[Pair, ...]:
        old, new = (
            self._sentences(side, sort, name, held) for side, held in ((self.old, before), (self.new, after))
        )
        return beside(old, new)

    def _told(self, sort: str, name: str) -> dict[str, Any]:
        was = self.renames.old(sort, name)
        told: dict[str, Any] = {"was": was if was != name else "", "title": "", "safety": False}
        if sort == "rules":
            rules = [side.rules[name] for side in (self.new, self.old) if name in side.rules]
            told |= {"title": rules[0].title, "safety": any(rule.safety for rule in rules)}
        return told

    def _sentences(self, side: ir.Ruleset, sort: str, name: str, block: Held) -> tuple[str, ...]:
        """What an entry says that an answer may hang on, sentence by sentence."""
        if block is None:
            return ()
        if sort == "rules":
            return sentences(side, entries(side, sort)[name])[1:-2]
        return tuple(said(key, value) for key, value in block.items() if key not in ONLY_WORDS)


def _reworded(
    before: Mapping[str, Any], after: Mapping[str, Any], keys: frozenset[str] | None
) -> Iterator[Pair]:
    """Where only words differ; of examples no more than that they do."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old == new or (keys is not None and key not in keys):
            continue
        if key in _BESIDES:
            yield Pair(_counted(key, old), f"{_counted(key, new)}, not the same ones")
        else:
            yield Pair(said(key, old) if old else "", said(key, new) if new else "")


def _counted(key: str, examples: Any) -> str:
    found = [each for held in examples.values() for each in ([held] if isinstance(held, Mapping) else held)]
    return f"{key}: {len(found)} in all" if examples else f"{key}: none"


def said(key: str, value: Any) -> str:
    """A line of an entry in the words of its file."""
    return f"{key}: {_flat(value)}"


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_flat(held)}" for key, held in value.items())
    joined = ", " if all(isinstance(each, str) for each in value) else ", or "
    return joined.join(_flat(each) for each in value)
