"""What was found, put into words: the document that text, Markdown and HTML are printed from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from drive_rules.compare.findings import Findings, How, Outcome, Version
from drive_rules.compare.names import SORTS
from drive_rules.compare.printing import Beside, Block, Code, Document, Heading, Items, Line, Table
from drive_rules.compare.questions import ORDER, Asked
from drive_rules.compare.reading import Difference
from drive_rules.compare.witnesses import Witness
from drive_rules.language.values import words_of_date
from drive_rules.suppression import WITHHELD

if TYPE_CHECKING:
    from drive_rules.compare.effect import Effect, Groups, Moved

ASKED: dict[Asked, tuple[str, str]] = {
    "decision": ("decision", "decisions"),
    "called for": ("action called for", "actions called for"),
    "blocked": ("action blocked", "actions blocked"),
    "available": ("action available", "actions available"),
    "find out": ("rule that has something found out", "rules that have something found out"),
    "how": ("action by whom, by when and in what order", "actions by whom, by when and in what order"),
}
PROVED: dict[How, str] = {
    "whatever the day": "nothing that the answer rests on says anything else, so it is the same on any day",
    "on this day": "the steps that settle it are the same but for names, so it is the same on this day",
    "by proof": "a solver proved that no case differs on this day, within the bounds that it states",
}
_STRANGE = "; what is sent or looked for in the old words or code is no longer known"
NOT_COMPARED = (
    "By which day, by whom and in what order a duty is done is compared as it is written, not case by case.",
    "Agencies, and how cases are allocated, are no part of this.",
    "A question that is asked of people is not compared; what it waits for is.",
)


def document(found: Findings) -> Document:
    """All of it, what matters most first."""
    title = f"What changes from {_called(found.old)} to {_called(found.new)}"
    parts = (
        _head(found),
        _short(found),
        _weakened(found.weakened),
        _reading(found.differences),
        _renamed(found.differences),
        _differs(found),
        _not_proved(found),
        _effect(found.effect),
        _proved(found.outcomes),
        _words_only(found.differences),
        (Heading(1, "What this does not compare"), Items(NOT_COMPARED)),
    )
    return Document(title, tuple(block for part in parts for block in part))


def _called(version: Version) -> str:
    return f"{version.name} {version.version} ({version.digest[:12]})"


def _head(found: Findings) -> Iterator[Block]:
    if found.effect is not None and found.effect.said:
        yield Line(found.effect.said)
    yield Line(found.advisory)
    site = f", with the site {found.new.site}" if found.new.site else ""
    yield Line(f"Old: {found.old.called}. New: {found.new.called}{site}. As of {words_of_date(found.as_of)}.")
    if found.notes:
        yield Items(found.notes)


def _short(found: Findings) -> Iterator[Block]:
    yield Heading(1, "In short")
    yield Items(tuple(_shortly(found)))


def _shortly(found: Findings) -> Iterator[str]:
    hows = Counter(each.how for each in found.differences)
    changed = [f"{hows[how]} {how}" for how in ("added", "removed", "changed") if hows[how]]
    yield f"Reads differently in meaning: {', '.join(changed) or 'nothing'}."
    if hows["renamed"]:
        yield f"Renamed, of the same meaning: {hows['renamed']}."
    if hows["words only"]:
        yield f"Words only, which no answer hangs on: {hows['words only']}."
    says = Counter(each.says for each in found.outcomes)
    today = sum(each.says == "same" and each.how != "whatever the day" for each in found.outcomes)
    only = f", {today:,} of them for this day only" if today else ""
    yield f"Of {len(found.outcomes):,} answers, {says['same']:,} are proved the same for every case{only}."
    if says["differs"]:
        yield f"{_many(says['differs'], 'differs', 'differ')}."
    if says["not proved"]:
        are = _many(says["not proved"], "is", "are")
        yield f"{are} not proved the same, and no case was found that shows a difference."
    if found.effect is not None:
        yield _counted(found.effect)
    if found.weakened:
        yield f"What weakens safety, or may: {_many(len(found.weakened), 'line')} below."
    elif found.may_be_less_safe:
        yield "A safety rule is touched, or some case is answered less cautiously than before."
    if not found.changes_meaning:
        yield "Nothing but words changed." if found.differences else "Both say the same, word for word."


def _counted(effect: Effect) -> str:
    unchanged = effect.labels["no change"]
    changed = f"{effect.cases - unchanged:,}" if unchanged is not None else "a number that is withheld"
    return f"Of {effect.cases:,} {_synthetic(effect)}cases, {changed} have an answer that changes."


def _synthetic(effect: Effect) -> str:
    return "synthetic " if effect.synthetic else ""


def _weakened(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Heading(1, "What weakens safety, or may")
        yield Items(tuple(lines))


# -- what reads differently ------------------------------------------------------------------------


def _reading(differences: Iterable[Difference]) -> Iterator[Block]:
    yield Heading(1, "What reads differently")
    of_meaning = [each for each in differences if each.of_meaning]
    if not of_meaning:
        yield Line("Nothing that an answer may hang on.")
        return
    yield Line(
        "Words that are gone stand between [- and -], or are struck out; "
        "new ones stand between {+ and +}, or are bold or underlined."
    )
    hows = ("removed", "changed", "added")
    for each in sorted(
        of_meaning, key=lambda each: (SORTS.index(each.sort), hows.index(each.how), each.name)
    ):
        yield Heading(2, f"{each.how}: {_name(each)}")
        yield Beside(each.pairs, marked=each.how == "changed")


def _name(each: Difference) -> str:
    sort = each.sort.removesuffix("s")
    title = f": {each.title}" if each.title else ""
    was = f", which was '{each.was}'" if each.was else ""
    safety = " [a safety rule]" if each.safety else ""
    strange = (
        "; what is sent or looked for in the old words or code is no longer known" if _strange(each) else ""
    )
    return f"{sort} '{each.name}'{was}{title}{safety}{strange}"


def _strange(each: Difference) -> bool:
    return each.beyond and each.how in ("renamed", "words only")


def _renamed(differences: Iterable[Difference]) -> Iterator[Block]:
    renamed = [each for each in differences if each.how == "renamed"]
    if renamed:
        yield Heading(1, "Renamed, of the same meaning")
        yield Items(tuple(_name(each) for each in renamed))


def _words_only(differences: Iterable[Difference]) -> Iterator[Block]:
    reworded = [each for each in differences if each.how == "words only"]
    if not reworded:
        return
    yield Heading(1, "Words only")
    yield Line("Reasons, sources, titles, examples and codes: no answer hangs on them.")
    for each in reworded:
        yield Heading(2, _name(each))
        yield Beside(each.pairs)


# -- what differs, and what is proved the same -----------------------------------------------------


def _differs(found: Findings) -> Iterator[Block]:
    differing = [each for each in found.outcomes if each.says == "differs"]
    if not differing:
        return
    yield Heading(1, "What differs, with a case for each way")
    told: dict[str, int] = {}
    written = [each for each in differing if each.how == "as written"]
    if written:
        yield Line("These are written otherwise, or their day rests on something that reads differently:")
        yield Items(tuple(each.question.words for each in written))
    for each in differing:
        if each.how == "as written":
            continue
        yield Heading(2, each.question.words)
        if each.about:
            yield Line(each.about)
        if not each.witnesses:
            yield Line(
                "It differs in a case of the caseload or of the case files, which is not shown unasked."
            )
        for witness in each.witnesses:
            yield from _witness(witness, told)


def _witness(witness: Witness, told: dict[str, int]) -> Iterator[Block]:
    yield Line(
        f"{_capital(_way(witness.way.words, witness.way.caution))}: was {witness.old}; is {witness.new}."
    )
    number = told.get(witness.case)
    if number is not None:
        yield Line(f"As in case {number}.")
        return
    told[witness.case] = len(told) + 1
    where = "" if witness.found_in == "proof" else f", cut down from {witness.found_in}"
    yield Code(f"Case {told[witness.case]}{where}:", witness.case)
    if witness.old_case:
        yield Code("The same case, as the old ruleset reads it:", witness.old_case)


def _way(words: str, caution: str) -> str:
    return f"{words} ({caution})" if caution and caution != words else words


def _not_proved(found: Findings) -> Iterator[Block]:
    left = [each for each in found.outcomes if each.says == "not proved"]
    if not left:
        return
    yield Heading(1, "Not proved")
    by = "A solver could not decide these" if found.prover else "No solver was asked"
    looked = "; ".join(found.looked_at) or "no case at all"
    yield Line(
        f"{by}. What they rest on reads differently, and no case was found in which the answer does. "
        f"That is all that was looked at: {looked}. It does not say that there is none."
    )
    yield Items(tuple(f"{each.question.words}{f': {each.about}' if each.about else ''}" for each in left))


def _proved(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    yield Heading(1, "What is proved the same, for every case")
    same = [each for each in outcomes if each.says == "same"]
    if not same:
        yield Line("Nothing.")
        return
    counts = Counter((each.question.asked, each.how) for each in same)
    for how, means in PROVED.items():
        rows = [(asked, counts[asked, how]) for asked in ORDER if counts[asked, how]]
        if rows:
            said = ", ".join(_many(count, *ASKED[asked]) for asked, count in rows)
            yield Line(f"{_capital(means)}: {said}.")
    proofs = [each for each in same if each.how == "by proof"]
    bounds = dict.fromkeys(each.about for each in proofs)
    by_bound = ("; ".join(each.question.words for each in proofs if each.about == held) for held in bounds)
    if proofs:
        yield Items(tuple(f"{_capital(held)}: {names}" for held, names in zip(bounds, by_bound, strict=True)))
    names = [each.question.name for each in same if each.question.asked == "decision"]
    if names:
        yield Line(f"The decisions among them: {', '.join(names)}.")


# -- the caseload ----------------------------------------------------------------------------------


def _effect(effect: Effect | None) -> Iterator[Block]:
    if effect is None:
        return
    yield Heading(1, "What changes in a caseload")
    if effect.said:
        yield Line(effect.said)
    rows = tuple((label, _number(count)) for label, count in effect.labels.items())
    yield Table(
        f"{effect.cases:,} {_synthetic(effect)}cases, each in one line", ("what comes of it", "cases"), rows
    )
    yield Line(
        "A case is less cautious where any of its answers is, else more cautious where any is, "
        "and otherwise where its answers change in no careful or careless way."
    )
    if effect.not_read:
        before, after = effect.not_read
        yield Line(f"The old ruleset could not read {before:,} rows or values, the new one {after:,}.")
    if not effect.moved:
        yield Line("No answer of any of them changes.")
    for moved in effect.moved:
        yield _moved(moved)
    for groups in effect.groups:
        yield _groups(groups)
    if effect.groups:
        yield Line(
            "A flag, not a judgement: groups may differ for reasons that no table shows. "
            "Numbers under 10 are withheld, and others with them so that none can be worked out."
        )


def _moved(moved: Moved) -> Block:
    keys = any(each.examples for each in moved.transitions)
    heads = ("which way", "from", "to", "things", "cases", *(("examples",) if keys else ()))
    rows = tuple(
        (
            _way(each.way.words, each.way.caution),
            each.old,
            each.new,
            _number(each.things),
            _number(each.cases),
            *((", ".join(each.examples),) if keys else ()),
        )
        for each in moved.transitions
    )
    return Table(f"{_capital(moved.question.words)}, of {moved.things:,} ({moved.kind})", heads, rows)


def _groups(groups: Groups) -> Block:
    shown = groups.shown
    heads = ("group", "cases", *shown.columns)
    rows = [
        (row, _number(total), *map(_number, counts))
        for row, total, counts in zip(shown.rows, shown.row_totals, shown.counts, strict=True)
    ]
    rows.append(("all", _number(shown.total), *map(_number, shown.column_totals)))
    return Table(f"By {groups.fact}", heads, tuple(rows))


def _number(count: int | None) -> str:
    return WITHHELD if count is None else f"{count:,}"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
