"""Professional language: what no output says, of whom, and what is said in its place.

Held against every text of a ruleset as it is read, and, by ``slips``, against any text that leaves a case
system.  A slip holds a place and what to do, and none of the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from drive_rules import ir
from drive_rules.language.codes import Code
from drive_rules.language.log import Log
from drive_rules.problems import Span

Sort = Literal["he or she", "burden", "blame", "promise", "closing", "joint work", "told to the perpetrator"]

NEVER_TOLD = (
    *("panel", "marac", "dapp", "matac", "idva", "isva", "victim", "survivor", "refuge", "partner"),
    *("children", "child", "pair", "honour"),
)
"""What the perpetrator is told nothing of: whom the case protects, and who meets about it."""

_HER = r"(?:victim-survivors?|victims?|survivors?|mother)"
_AGENCY = (
    r"(?:agency|agencies|services?|police|probation|prison|housing|landlord|schools?|social workers?|court)"
)
_JOINT = (
    r"\b(?:couples?['\u2019]? (?:work|counselling|therapy|sessions?)|couple together"
    r"|marriage (?:guidance|counselling)|family therapy|mediat(?:e|ion)\b"
    r"|restorative (?:meeting|justice|conference)|anger[- ]management|anger alone)"
)

_BANNED: tuple[tuple[Sort, str, str, str], ...] = (
    (
        "he or she",
        r"\b(?:he|she|him|her|his|hers|himself|herself)\b",
        "this takes somebody's sex for granted",
        "say the perpetrator, or the victim-survivor",
    ),
    (
        "burden",
        rf"\b{_HER} (?:must|should|has to|have to|ought to|needs? to|is responsible for)\b"
        r"|\b(?:tell|advise|instruct|remind|warn|urge|require|expect)\w*"
        rf" (?:the |a |each )?{_HER} (?:not )?to\b"
        r"|\b(?:just|simply) (?:don['\u2019]t|do not|never) (?:answer|reply|go|open|see|speak)\b"
        r"|\bkeep (?:herself|themselves) safe\b",
        "this leaves it to the victim-survivor to stop the abuse",
        "say what an agency does to stop the perpetrator, such as having the prison block the calls",
    ),
    (
        "blame",
        rf"\b(?:failed|failing|failure) to protect\b|\bprovok\w+\b|\bchose to (?:stay|return)\b"
        rf"|\b{_HER} (?:refuses|is uncooperative|is difficult|is manipulative|lies)\b"
        r"|\b(?:toxic|volatile|turbulent|stormy) relationship\b|\bas bad as each other\b"
        r"|\blifestyle choice\b",
        "this lays the abuse at the victim-survivor's door",
        "say what the perpetrator did, and what the victim-survivor was offered",
    ),
    (
        "promise",
        r"\bwill (?:now )?(?:stop|cease|never (?:again|abuse|offend))\b"
        r"|\b(?:safe now|now safe|out of danger)\b"
        r"|\bguarantee\w*\b|\b(?:no|zero) (?:further |longer (?:a |any )?|remaining )?risk\b|\bcured\b"
        r"|\bwill not happen again\b|\bfully rehabilitated\b",
        "no work can promise anybody's safety",
        "say what has changed, who saw it, and what is not known",
    ),
    (
        "closing",
        rf"\b{_AGENCY}\b[^.;:\n]{{0,40}}\b(?:may|can|could|should) (?:now |then )?"
        r"(?:close|stand down|step back|withdraw|end (?:its|their) (?:work|involvement))\b",
        "no answer lets an agency off its own duty",
        "say what this agency goes on doing",
    ),
)
_BANNED_RE = tuple((sort, re.compile(words, re.IGNORECASE), why, say) for sort, words, why, say in _BANNED)
_JOINT_RE = re.compile(
    rf"(?P<no>\b(?:no|not|never|nor|without|instead of|or)\b[^.;:\n]{{0,40}})?{_JOINT}", re.I
)
_JOINT_WHY = "work with both together, or on anger alone, is unsafe where there is abuse"
_JOINT_SAY = "say which work is done with the perpetrator, once support for each partner stands"
_NEVER_TOLD_RE = re.compile("|".join(NEVER_TOLD), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slip:
    """A phrase that no output may hold: where it stands in the text, why, and what to say."""

    sort: Sort
    start: int
    end: int
    why: str
    instead: str


def slips(text: str, *, to_the_perpetrator: bool = False) -> tuple[Slip, ...]:
    """Every phrase that this text may not hold, in order; with ``to_the_perpetrator`` also what is kept."""
    found = [
        Slip(sort, match.start(), match.end(), why, say)
        for sort, pattern, why, say in _BANNED_RE
        for match in pattern.finditer(text)
    ]
    for match in _JOINT_RE.finditer(text):
        if match["no"] is None:
            found.append(Slip("joint work", match.start(), match.end(), _JOINT_WHY, _JOINT_SAY))
    if to_the_perpetrator:
        why = "this tells the perpetrator of those whom the case protects, or of who meets about it"
        for match in _NEVER_TOLD_RE.finditer(text):
            found.append(Slip("told to the perpetrator", match.start(), match.end(), why, "leave it out"))
    return tuple(sorted(found, key=lambda slip: (slip.start, slip.end, slip.sort)))


def may_be_told(*words: str) -> bool:
    """Whether words say nothing of those whom the case protects, or of who meets about it."""
    return _NEVER_TOLD_RE.search(" ".join(words)) is None


# -- a ruleset's own texts -------------------------------------------------------------------------


def check_language(log: Log, ruleset: ir.Ruleset) -> None:
    """Hold every text that an answer prints against what no output says."""
    called_for = {
        duty.do for rule in ruleset.rules.values() for duty in rule.duties if duty.word != "must not"
    } | {reply.do for watch in ruleset.watch.values() for reply in watch.replies}
    for what, text, span, forbidden in _texts(ruleset, called_for):
        for slip in slips(text):
            if not (forbidden and slip.sort == "joint work"):
                said = text[slip.start : slip.end]
                log.add(Code.LANGUAGE, span, f"{what} says '{said}': {slip.why}", slip.instead)


def _texts(ruleset: ir.Ruleset, called_for: set[str]) -> Iterator[tuple[str, str, Span | None, bool]]:
    """What is printed, its entry's place, and whether it may only be forbidden."""
    for rule in ruleset.rules.values():
        forbids = any(duty.word == "must not" for duty in rule.duties)
        yield f"the title of '{rule.id}'", rule.title, rule.span, forbids
        yield f"the reason of '{rule.id}'", rule.why.because, rule.span, forbids
    for invariant in ruleset.invariants.values():
        yield f"the title of '{invariant.id}'", invariant.title, invariant.span, True
        yield f"the reason of '{invariant.id}'", invariant.why.because, invariant.span, True
    for watch in ruleset.watch.values():
        yield f"the title of '{watch.id}'", watch.title, watch.span, False
        yield f"the reason of '{watch.id}'", watch.why.because, watch.span, False
    for action in ruleset.actions.values():
        never = action.name not in called_for
        yield "an action", action.name, action.span, never
        yield f"the reason of '{action.name}'", action.why.because, action.span, never
    for group in ruleset.groups.values():
        yield "a group", group.name, group.span, True
    entries: tuple[ir.Fact | ir.Decision, ...] = (*ruleset.facts.values(), *ruleset.decisions.values())
    for entry in entries:
        for words in (entry.name, *entry.type.values):
            yield f"'{entry.name}'", words, entry.span, False
    reasons: tuple[ir.Sign | ir.Setting, ...] = (*ruleset.signs.values(), *ruleset.settings.values())
    for named in reasons:
        yield f"'{named.name}'", named.name, named.span, False
        yield f"the reason of '{named.name}'", named.why.because, named.span, False
