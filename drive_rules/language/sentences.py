"""Rules and invariants as plain English, for people who will not read the files.

``sentences`` gives one of them as a few sentences, in the order: what it is, whom it is for and when, what
follows or is claimed, what must be done, what holds while it cannot tell, and why.  The words of the
vocabulary are kept as they are; nothing is said that the rule does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.values import words_of_date


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """A rule in sentences, each part for itself; an empty part says nothing.

    ``where`` says whom it is for, when, and what follows; ``duties`` a sentence each; ``in_doubt`` what
    holds while it cannot tell; ``marks`` what else is said of it.
    """

    title: str
    where: str
    duties: tuple[str, ...]
    in_doubt: str
    marks: tuple[str, ...]
    because: str
    source: str


def sentences(ruleset: ir.Ruleset, rule: ir.Rule | ir.Invariant) -> tuple[str, ...]:
    """The rule, or the invariant, in a few sentences."""
    if isinstance(rule, ir.Invariant):
        return tuple(_sentence(words) for words in _invariant(Phrases.of(ruleset, the), rule))
    said = rule_in_words(ruleset, Phrases.of(ruleset, the), rule)
    parts = (said.title, said.where, *said.duties, said.in_doubt, *said.marks, said.because, said.source)
    return tuple(part for part in parts if part)


def rule_in_words(ruleset: ir.Ruleset, phrases: Phrases, rule: ir.Rule) -> RuleInWords:
    """The rule in sentences; ``phrases`` are the ruleset's, with ``the`` before what is referred to."""
    return RuleInWords(
        title=_sentence(rule.title),
        where=_sentence(_conclusions(phrases, ruleset, rule)),
        duties=tuple(_sentence(_duty(phrases, duty)) for duty in rule.duties),
        in_doubt=_sentence(_in_doubt(phrases, rule)),
        marks=tuple(_sentence(mark) for mark in _marks(rule)),
        because=_sentence(f"Because: {rule.why.because}"),
        source=_sentence(_source(rule.why)),
    )


_ARTICLES = ("the", "a", "an", "all", "any", "every", "each")
_ASKING = ("what", "who", "whoever", "which", "how", "where", "when")
_NO_ARTICLE = frozenset((*_ARTICLES, *_ASKING))


def test_in_words(phrases: Phrases, test: ir.Test) -> str:
    """One test as the middle of a sentence: ``the DASH score is at least 14``, ``"armed" is yes``."""
    return f"{_left(phrases, test.name)} {_is(phrases, test)}"


def _left(phrases: Phrases, name: str) -> str:
    """The name with its verb; some names hold it already, and end where the value begins."""
    if phrases.types[name].name == "yes or no":
        return f'"{name}" is'
    if name in phrases.counts and not {"number", "count"} & set(name.split()):
        return f"the number of {name} is"
    return the(name) if name.endswith((" is", " at")) else f"{the(name)} is"


def condition_in_words(phrases: Phrases, condition: ir.Condition, joined: str = " and ") -> str:
    """All of the tests, and one of the lists; an ``unless`` joins the two with ``or``."""
    parts = [_all_of(phrases, condition.all_of)] if condition.all_of else []
    if condition.any_of:
        lists = [_all_of(phrases, tests) for tests in condition.any_of]
        parts.append(f"either {', or '.join(lists)}" if len(lists) > 1 else lists[0])
    return (f",{joined}" if len(parts) > 1 else "").join(parts)


def the(name: str) -> str:
    """The name with its article, unless it begins with one, or with words that take none."""
    first = name.split(" ", 1)[0]
    return name if first in _NO_ARTICLE else f"the {name}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    *head, tail = items
    return f"{', '.join(head)} {last} {tail}" if head else tail


# -- tests -----------------------------------------------------------------------------------------


def _all_of(phrases: Phrases, tests: ir.Tests) -> str:
    return " and ".join(test_in_words(phrases, test) for test in tests)


def _is(phrases: Phrases, test: ir.Test) -> str:
    words = _right(phrases, test)
    return f"{words} and {_is(phrases, test.also)}" if test.also is not None else words


def _right(phrases: Phrases, test: ir.Test) -> str:
    values = [phrases.operand(test.name, operand) for operand in test.operands]
    match test.form:
        case "is":
            return listed(values, "or")
        case "is not":
            return f"not {values[0]}" if len(values) == 1 else f"none of {listed(values)}"
        case "same as":
            return f"the same as {values[0]}"
        case "not same as":
            return f"not the same as {values[0]}"
        case "known" | "not known":
            return test.form
        case _:
            return phrases.right(ir.Test(test.name, test.form, test.operands))


# -- what follows ----------------------------------------------------------------------------------


def _conclusions(phrases: Phrases, ruleset: ir.Ruleset, rule: ir.Rule) -> str:
    where = _where(phrases, rule)
    if not rule.then:
        return f"{where}:"
    takes = {name: decision.take for name, decision in ruleset.decisions.items()}
    return f"{where}, {listed(_conclusion(phrases, each, takes) for each in rule.then)}"


def _conclusion(phrases: Phrases, conclusion: ir.Conclusion, takes: dict[str, ir.Take]) -> str:
    value = phrases.operand(conclusion.decision, conclusion.value)
    if takes[conclusion.decision] == "total":
        return f"{value} is added to {the(conclusion.decision)}"
    return f"{the(conclusion.decision)} is {value}"


def _where(phrases: Phrases, rule: ir.Rule | ir.Invariant) -> str:
    words = f"For each {rule.kind}{_in_force(rule) if isinstance(rule, ir.Rule) else ''}"
    if rule.when != ir.Condition():
        words += f", where {condition_in_words(phrases, rule.when)}"
    if rule.unless != ir.Condition():
        words += f", unless {condition_in_words(phrases, rule.unless, ' or ')}"
    return words


def _in_force(rule: ir.Rule) -> str:
    since, end = rule.in_force
    words = f", from {words_of_date(since)}" if since is not None else ""
    return words + (f", until {words_of_date(end)}" if end is not None else "")


# -- duties ----------------------------------------------------------------------------------------


def _duty(phrases: Phrases, duty: ir.Duty) -> str:
    if duty.word == "must not":
        return f"Must not: {duty.do}{_until(phrases, duty)}; instead: {duty.instead}"
    return f"{duty.word.capitalize()}: {', '.join((duty.do, *_details(phrases, duty)))}"


def _details(phrases: Phrases, duty: ir.Duty) -> Iterable[str]:
    if duty.due is not None:
        yield phrases.due(duty.due)
    if duty.again_every is not None:
        yield f"again every {phrases.length(duty.again_every)}"
    if duty.owner is not None:
        yield f"by {duty.owner}"
    for word, others in (
        ("before", duty.before),
        ("after", duty.after),
        ("together with", duty.together_with),
        ("preferred to", duty.preferred_to),
    ):
        if others:
            yield f"{word} ({listed(others)})"


def _until(phrases: Phrases, duty: ir.Duty) -> str:
    if duty.never_released:
        return ", which nothing releases"
    return ", until " + ", or ".join(_way(phrases, until) for until in duty.until)


def _way(phrases: Phrases, until: ir.Until) -> str:
    tests = [test_in_words(phrases, test) for test in until.tests]
    return " and ".join([*tests, *(f"({action}) is done" for action in until.actions)])


# -- doubt and reasons -----------------------------------------------------------------------------


def _in_doubt(phrases: Phrases, rule: ir.Rule) -> str:
    match rule.in_doubt:
        case None:
            return ""
        case "ask":
            return "While this cannot be told, only the question is asked"
        case "act":
            return "While this cannot be told, its duties stand, marked in doubt"
        case "find out":
            return f"While this cannot be told: {_find_out(phrases, rule.find_out or ir.FindOut(()))}"
        case _:
            assert_never(rule.in_doubt)


def _find_out(phrases: Phrases, found: ir.FindOut) -> str:
    words = f"find out from {listed(found.asked_of, 'or') if found.asked_of else 'whoever knows'}"
    if found.never_asked_of:
        words += f" (never from {listed(found.never_asked_of, 'or')})"
    words += f", {phrases.period(found.due)}"
    return words + (
        f", again every {phrases.length(found.again_every)}" if found.again_every is not None else ""
    )


def _marks(rule: ir.Rule) -> Iterable[str]:
    if rule.safety:
        yield "This is a safety rule"
    if rule.about_record:
        yield "This is about the record, not about the world"
    if rule.site_may_switch_off:
        yield "A site may switch this rule off"
    yield from _approved(rule.approved)


def _approved(approved: ir.Approval | None) -> Iterable[str]:
    if approved is not None:
        yield f"Approved by {approved.by} on {words_of_date(approved.on)}"


# -- invariants ------------------------------------------------------------------------------------


def _invariant(phrases: Phrases, invariant: ir.Invariant) -> Iterable[str]:
    yield invariant.title
    if isinstance(invariant.claim, ir.NeverRests | ir.AlwaysPrivate):
        yield _claim(phrases, invariant.claim)
    else:
        yield f"{_where(phrases, invariant)}: {_claim(phrases, invariant.claim)}"
    match invariant.reach:
        case "once all is known":
            yield "This speaks of cases of which all is known"
        case "in doubt too":
            yield "In doubt, what is to be closed stays closed, and nothing is left undone"
        case "where it is certain":
            pass
    yield from _approved(invariant.approved)
    yield f"Because: {invariant.why.because}"
    yield _source(invariant.why)


def _claim(phrases: Phrases, claim: ir.Claim) -> str:
    match claim:
        case ir.Holding(test=test, never=never):
            return f"{_ever(never)}: {test_in_words(phrases, test)}"
        case ir.Calling(actions=actions, word=word, any_one=any_one, never=never):
            called = "called for" if word == "may" else word
            one = "one of " if any_one else ""
            return f"{_ever(never)} {called}: {one}{listed(actions, 'or' if any_one or never else 'and')}"
        case ir.Blocking(do=do, never=never):
            return f"never blocked: {listed(do, 'or')}" if never else f"always must not: {listed(do)}"
        case ir.FindingOut(facts=facts):
            return f"always to be found out, while not known: {listed(_quoted(facts))}"
        case ir.NeverLowers(changes=changes, names=names, raises=raises):
            what = f"never {'raises' if raises else 'lowers'} {listed((the(name) for name in names), 'or')}"
            return f"{'; '.join(_changes(phrases, changes))}: this {what}"
        case ir.NeverAllows(facts=facts, do=do):
            unknown = f"while nothing is known of {listed(_quoted(facts), 'or')}"
            return f"{unknown}, never open: {listed(do, 'or')}"
        case ir.NeverRests(names=names, facts=facts, marks=marks):
            on = [*_quoted(facts), *(f"anything {mark}" for mark in marks)]
            return f"none of these rests on {listed(on, 'or')}: {listed(names)}"
        case ir.AlwaysPrivate(facts=facts):
            return f"always private: {listed(_quoted(facts))}"
        case _:
            assert_never(claim)


def _ever(never: bool) -> str:
    return "never" if never else "always"


def _changes(phrases: Phrases, changes: tuple[ir.Change, ...]) -> Iterable[str]:
    yes = [each.fact for each in changes if each.to == (1,) and phrases.types[each.fact].name == "yes or no"]
    if yes:
        yield f"answering yes to {listed(_quoted(yes), 'or')}"
    higher = [each.fact for each in changes if not each.to]
    if higher:
        yield f"a higher answer to {listed(_quoted(higher), 'or')}"
    for each in changes:
        if each.to and each.fact not in yes:
            values = (phrases.value(each.fact, code) for code in each.to)
            yield f'answering "{each.fact}" with {listed(values, "or")}'


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _source(why: ir.Because) -> str:
    where = f"Source: {listed(why.source)}" if why.source else "No source"
    return f"{where} ({why.provenance})"


def _sentence(words: str) -> str:
    if not words:
        return ""
    upper = words[:1].upper() + words[1:]
    return upper if upper.endswith((".", "!", "?", ":")) else upper + "."
