"""What the pages of a case are put together from: sections, links to rules, a line to sign on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drive_rules import ir
from drive_rules.language.phrases import Phrases
from drive_rules.language.sentences import rule_in_words, the
from drive_rules.page import NOTHING, Html, anchor, joined, link, tag, text, words
from drive_rules.traceability import ASSUMED

SIGNED = "Decided by: ______________  On: __________"


def signing() -> Html:
    """Who decided, and on which day: to be written by hand."""
    return text("p", SIGNED, class_="signing")


def section(id: str, title: str, *inside: Html) -> Html:
    """A section under its heading."""
    return tag("section", text("h2", title, id=id), *inside)


def part(title: str, items: Iterable[Html]) -> Html:
    """A list under a heading of its own; nothing where there is nothing in it."""
    found = list(items)
    return joined([text("h3", title), tag("ul", *(tag("li", item) for item in found))]) if found else NOTHING


def said(sentence: str, *below: Html, class_: str = "") -> Html:
    """A sentence with what stands below it."""
    first = text("p", sentence, class_=class_) if class_ else text("p", sentence)
    return joined([first, *below])


def whys(items: Iterable[tuple[str, str]]) -> Html:
    """Reasons, each with a link to its rule, of (rule, sentence)."""
    found = [tag("li", *_linked(rule, sentence)) for rule, sentence in items]
    return tag("ul", *found, class_="why") if found else NOTHING


def _linked(rule: str, sentence: str) -> Iterator[Html]:
    """The sentence, with the rule's id in it a link to the rule in plain words."""
    before, named, after = sentence.partition(f"[{rule}]")
    yield words(before)
    if named:
        yield link(anchor("rule", rule), words(named))
    yield words(after)


def rules_in_sentences(ruleset: ir.Ruleset, ids: Iterable[str]) -> Html:
    """Rules in plain words, each with why, its source and how sure that is; assumptions marked."""
    phrases = Phrases.of(ruleset, the)
    told = (_rule(ruleset, phrases, ruleset.rules[id]) for id in ids if id in ruleset.rules)
    return tag("div", joined(told), class_="rules")


def _rule(ruleset: ir.Ruleset, phrases: Phrases, rule: ir.Rule) -> Html:
    told = rule_in_words(ruleset, phrases, rule)
    marks = [text("strong", "Our assumption, to confirm. ")] if rule.why.provenance == ASSUMED else []
    return tag(
        "article",
        text("h3", told.title, id=anchor("rule", rule.id), tabindex="-1"),
        text("p", told.where),
        *([tag("ul", *(text("li", duty) for duty in told.duties))] if told.duties else []),
        *(text("p", sentence) for sentence in (told.in_doubt, *told.marks) if sentence),
        text("p", told.because),
        tag("p", *marks, words(f"{told.source} "), text("code", rule.id), class_="quiet"),
        class_="rule",
    )
