"""Watch rules, to blocks of words."""

from __future__ import annotations

from drive_rules import ir
from drive_rules.language.blocks import Block, filled, one_or_more, why_block, yes_words
from drive_rules.language.layout import Plain
from drive_rules.language.watch import PLACES, TODAY
from drive_rules.language.write_rules import RuleWriter, approved_block


def watch_block(writer: RuleWriter, rule: ir.WatchRule) -> Block:
    """One watch rule."""
    then: Block = {
        "alert": one_or_more(rule.alert),
        "for": _length(writer, rule.stands),
        "do": [_reply(writer, each) for each in rule.replies],
    }
    return filled(
        {
            "title": rule.title,
            "for each": rule.kind,
            "safety": yes_words(rule.safety),
            **writer.either(rule.meanwhile, "while"),
            "when these happen": [_happening(writer, each) for each in rule.happenings],
            "in this order": yes_words(rule.ordered),
            "within": _length(writer, rule.within),
            "apart by at least": _length(writer, rule.apart),
            "where": {side(each.place, each.name): _join(writer, each) for each in rule.joins},
            "without": _happening(writer, rule.without) if rule.without is not None else "",
            "then": filled(then),
            "when in doubt": rule.in_doubt,
            **approved_block(rule.approved),
            **why_block(rule.why),
            "for example": writer.examples(rule.examples),
        }
    )


def happening_words(ruleset: ir.Ruleset, date: str) -> str:
    """What a happening is called: its kind, its date, or today."""
    dated = (kind.name for kind in ruleset.kinds.values() if kind.dated_by == date)
    return next(dated, date) if date else TODAY


def _happening(writer: RuleWriter, happening: ir.Happening) -> Plain:
    words = happening_words(writer.ruleset, happening.date)
    tests = writer.either(happening.where, words)
    return tests if tests[words] else words


def side(place: int, name: str) -> str:
    """One side of a join: a happening, or a name of it."""
    return f"{name} of the {PLACES[place]}" if name else PLACES[place]


def _join(writer: RuleWriter, join: ir.Join) -> str:
    other = side(join.other_place, join.other)
    other = other if join.other else f"the {other}"
    if join.form == "within after":
        return f"within {_length(writer, join.within)} after {other}"
    return f"{join.form} {other}"


def _reply(writer: RuleWriter, reply: ir.Reply) -> Block:
    due = ""
    if reply.within is not None:
        length = _length(writer, reply.within)
        due = f"{length} before it" if reply.before else writer.phrases.period(reply.within)
    return filled({"do": reply.do, "due": due})


def _length(writer: RuleWriter, length: ir.Length | ir.SettingRef | None) -> str:
    return writer.phrases.length(length) if length is not None else ""
