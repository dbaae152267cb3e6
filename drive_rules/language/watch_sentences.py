"""Watch rules as plain English, for people who will not read the files."""

from __future__ import annotations

from collections.abc import Iterator

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.sentences import condition_in_words, listed, the
from drive_rules.language.values import SAME_DAY
from drive_rules.language.write_watch import happening_words, side


def watch_in_words(ruleset: ir.Ruleset, rule: ir.WatchRule) -> tuple[str, ...]:
    """What it watches for, who is told, what is done, and what holds while it cannot tell."""
    phrases = Phrases.of(ruleset, the)
    told = f"{listed(map(_of_those, rule.alert))} are told at once"
    if len(rule.alert) == 1:
        told = told.replace(" are told", " is told")
    if rule.stands is not None:
        told += f", and it stands for {_length(phrases, rule.stands)} after the last of it"
    said = [_watched(ruleset, phrases, rule), told]
    said += [f"To be done is: {_reply(phrases, each)}" for each in rule.replies]
    said.append(
        "In doubt it is told as in doubt" if rule.in_doubt == "alert" else "In doubt it is asked about"
    )
    return tuple(f"{words[:1].upper()}{words[1:]}." for words in said)


def _of_those(who: str) -> str:
    return who if who[-1:] == "s" or who in ("police", "probation", "health") else f"the {who}"


def _watched(ruleset: ir.Ruleset, phrases: Phrases, rule: ir.WatchRule) -> str:
    head = f"for each {rule.kind}"
    if rule.meanwhile != ir.Condition():
        head += f", while {condition_in_words(phrases, rule.meanwhile)}"
    happen = [_happening(ruleset, phrases, each) for each in rule.happenings]
    joined = ", then ".join(happen) if rule.ordered else listed(happen)
    return f"{head}: {joined}{''.join(_joins(ruleset, phrases, rule))}"


def _happening(ruleset: ir.Ruleset, phrases: Phrases, happening: ir.Happening) -> str:
    words = happening_words(ruleset, happening.date)
    if not happening.date:
        return words
    dated = words in ruleset.kinds
    name = f"{'an' if words[0] in 'aeiou' else 'a'} {words}" if dated else the(words)
    if happening.where == ir.Condition():
        return name
    return f"{name} (where {condition_in_words(phrases, happening.where)})"


def _joins(ruleset: ir.Ruleset, phrases: Phrases, rule: ir.WatchRule) -> Iterator[str]:
    if rule.within is not None:
        yield f", within {_length(phrases, rule.within)}"
    if rule.apart is not None:
        yield f", {_length(phrases, rule.apart)} apart at least"
    for join in rule.joins:
        one, other = the(side(join.place, join.name)), the(side(join.other_place, join.other))
        within = join.form.replace("same as", "the same as")
        within = within if join.within is None else f"within {_length(phrases, join.within)} after"
        yield f", where {one} is {within} {other}"
    if rule.without is not None:
        yield f", and without {_happening(ruleset, phrases, rule.without)} in between"


def _reply(phrases: Phrases, reply: ir.Reply) -> str:
    if reply.within is None:
        return reply.do
    if reply.before:
        return f"{reply.do}, {_length(phrases, reply.within)} before the last of it"
    if reply.within == SAME_DAY:
        return f"{reply.do}, the same day"
    return f"{reply.do}, within {_length(phrases, reply.within)}"


def _length(phrases: Phrases, length: ir.Length | ir.SettingRef) -> str:
    words = phrases.length(length)
    return words if isinstance(length, ir.Length) else the(words)
