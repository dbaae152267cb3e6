"""Invariants, findings let stand and what is gone, to blocks of words."""

from __future__ import annotations

from typing import assert_never

from drive_rules import ir
from drive_rules.language.blocks import Block, day_words, filled, one_or_more, why_block
from drive_rules.language.invariants import ANY_OF, CALLED, CHANGES, ENDS
from drive_rules.language.layout import Plain
from drive_rules.language.write_rules import RuleWriter, approved_block

WORDS = {strength: word for word, strength in CALLED.items()}


def invariant_block(writer: RuleWriter, invariant: ir.Invariant) -> Block:
    """One invariant."""
    static = isinstance(invariant.claim, ir.NeverRests | ir.AlwaysPrivate)
    said = static or isinstance(invariant.claim, ir.NeverAllows) or invariant.reach == "where it is certain"
    return filled(
        {
            "title": invariant.title,
            "for each": "" if static else invariant.kind,
            **writer.condition(invariant.when, "when", "when any of"),
            **writer.condition(invariant.unless, "unless", "unless any of"),
            **_claim(writer, invariant.claim),
            "holds": "" if said else invariant.reach,
            **approved_block(invariant.approved),
            **why_block(invariant.why),
        }
    )


def _claim(writer: RuleWriter, claim: ir.Claim) -> Block:
    match claim:
        case ir.Holding(test=test, never=never):
            return _then(writer.tests((test,)), never)
        case ir.Calling(actions=actions, word=word, any_one=any_one, never=never):
            return _then({WORDS[word] + (ANY_OF if any_one else ""): one_or_more(actions)}, never)
        case ir.Blocking(do=do, never=never):
            return _then({"must not": one_or_more(do)}, never)
        case ir.FindingOut(facts=facts):
            return _then({"find out": one_or_more(facts)}, False)
        case ir.NeverLowers(changes=changes, names=names, raises=raises):
            return {**_changes(writer, changes), ENDS[raises]: one_or_more(names)}
        case ir.NeverAllows(facts=facts, do=do):
            return {"not knowing": one_or_more(facts), "never allows": one_or_more(do)}
        case ir.NeverRests(names=names, facts=facts, marks=marks):
            on = [*facts, *(f"anything {mark}" for mark in marks)]
            return {"none of": one_or_more(names), "rests on": one_or_more(on)}
        case ir.AlwaysPrivate(facts=facts):
            return {"always private": one_or_more(facts)}
        case _:
            assert_never(claim)


def _then(block: Block, never: bool) -> Block:
    return {"then never" if never else "then always": block}


def _changes(writer: RuleWriter, changes: tuple[ir.Change, ...]) -> Block:
    """Yes to a yes or no under a key of its own, any higher answer too; others by their answers."""
    types = writer.phrases.types
    yes = [each for each in changes if each.to == (1,) and types[each.fact].name == "yes or no"]
    higher = [each for each in changes if not each.to]
    others = [each for each in changes if each not in yes and each not in higher]
    answers: dict[str, Plain] = {
        each.fact: one_or_more(writer.phrases.value(each.fact, code) for code in each.to) for each in others
    }
    blocks: tuple[Plain, ...] = (
        one_or_more(each.fact for each in yes),
        one_or_more(each.fact for each in higher),
        answers,
    )
    return dict(zip(CHANGES, blocks, strict=True))


def accepted_block(accepted: ir.Accepted) -> Block:
    """A finding that somebody lets stand."""
    return {"because": accepted.because, "by": accepted.by, "on": day_words(accepted.on)}


def removed_block(removed: ir.Removed) -> Block:
    """A rule or an invariant that is gone."""
    return {"because": removed.because, **approved_block(removed.approved)}
