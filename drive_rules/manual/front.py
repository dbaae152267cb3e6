"""How a manual begins: what it is of, how to read it, and the words that every ruleset uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from drive_rules import ir
from drive_rules.language.sentences import listed
from drive_rules.language.values import words_of_date
from drive_rules.manual.parts import Block, Bullets, Code, Line, Mark, Paragraph, Row, Section, Table
from drive_rules.page import anchor
from drive_rules.traceability import ASSUMED, resting

ADVICE = "Advice to a named human, who decides. For professionals; not for the perpetrator."
_GLOSSARY = (
    ("must", "An obligation: it is to be done."),
    ("should", "A recommendation: it is to be done unless there is a reason not to."),
    ("may", "An option: it can be done, and is weighed."),
    ("must not", "A prohibition, until what releases it is so. What is done meanwhile stands beside it."),
    ("never blocked", "No rule can forbid it: it keeps somebody alive. What would forbid it is a caution."),
    ("cannot tell", "What is known settles neither yes nor no. Unknown is never no."),
    ("in doubt", "A block that cannot be told stands, and says so."),
    ("only the question is asked", "While a rule cannot tell, what would settle it is asked."),
    ("find out", "While a rule cannot tell, somebody has to find out, from whom it says and by its day."),
    ("its duties stand", "While a rule cannot tell, what it calls for is done; it accuses nobody."),
    ("safety rule", "It never only asks while it cannot tell, and no site switches it off."),
    ("about the record", "It reads what is written down and what is not, and sets no level."),
    ("fact", "Something known of a thing; it may be unknown or partly known."),
    ("sign", "A yes or no with a name, put together from tests of one thing."),
    ("measure", "A number, date or yes or no, worked out from a list of things."),
    ("decision", "Something that rules settle."),
    ("setting", "A value that the rules name; some are a site's to choose."),
    ("list is whole", "Somebody has said that these are all. Until then there may be more."),
    ("provenance", "How sure we are of what is said: see the table above."),
)
_SURE: dict[ir.Provenance, str] = {
    "founding document": "said in a document that the Drive Project began with",
    "published": "said in law, guidance or research that anybody can look up",
    "practice knowledge, unconfirmed": "known to be done in practice; nobody has confirmed it yet",
    "our assumption, to confirm": "our own; a practice advisor has to confirm it before live use",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a manual is made from: versions and digests, and the day it is of."""

    library: str
    digest: str
    agencies_digest: str
    as_of: date


def title_of(ruleset: ir.Ruleset) -> str:
    """The title of the manual."""
    return ruleset.title or f"Practice manual: {ruleset.name}"


def head(ruleset: ir.Ruleset, made: Made) -> tuple[Line, ...]:
    """What stands under the title."""
    site = f" at {ruleset.site}" if ruleset.site else ""
    return (
        (f"Practice manual of {ruleset.name} {ruleset.version}{site}, as of {words_of_date(made.as_of)}.",),
        (Mark(ADVICE),),
    )


def foot(ruleset: ir.Ruleset, made: Made) -> Line:
    """What stands at the end of it."""
    return (f"{ruleset.name} {ruleset.version}, ", Code(made.digest[:12]), f". {ADVICE}")


def part(ruleset: ir.Ruleset, made: Made, sites: Mapping[str, ir.Ruleset]) -> Section:
    """What the manual is, and how to read it; ``sites`` are shown beside the ruleset."""
    chapters = (
        Section("what-it-is", "What this is", tuple(_what(ruleset, made, sites)), "chapter"),
        Section("how-to-read", "How to read it", tuple(_how(ruleset)), "chapter"),
    )
    return Section(anchor("part", "about"), "About this manual", chapters, "part")


def _what(ruleset: ir.Ruleset, made: Made, sites: Mapping[str, ir.Ruleset]) -> Iterator[Block]:
    yield Paragraph(
        (
            "This manual is printed from the rules themselves: what it says is what they do. It advises and "
            "gives reasons; a named human decides, and may decide otherwise.",
        )
    )
    rows: list[tuple[str, Line]] = [
        ("Ruleset", (f"{ruleset.name} {ruleset.version}",)),
        ("Digest of every file read", (Code(made.digest),)),
        ("Site", (ruleset.site or "none: the core, before any site lays its own over it",)),
        ("Sites shown beside it", (", ".join(sorted(sites)) or "none",)),
        ("Digest of the agencies", (Code(made.agencies_digest),)),
        ("As of", (words_of_date(made.as_of),)),
        ("Rule language", (f"version {ruleset.language}; the words are English",)),
        ("Library", (f"drive_rules {made.library}",)),
    ]
    yield Table(
        "made-from", "What it was made from", ("What", "Which"), tuple(Row(((a,), b)) for a, b in rows)
    )
    yield Paragraph((_counts(ruleset),))
    here = [ruleset] if ruleset.site else []
    laid_over = [line for each in (*here, *(sites[site] for site in sorted(sites))) for line in _site(each)]
    if laid_over:
        yield Bullets(tuple(laid_over))


def _site(ruleset: ir.Ruleset) -> Iterator[Line]:
    """What a site adds to the rules and switches off."""
    added = listed(ruleset.site_rules) if ruleset.site_rules else "no rule"
    yield (f"{ruleset.site} adds {added}.",)
    for id, why in sorted(ruleset.switched_off.items()):
        yield (f"{ruleset.site} switches off {id}: {why}",)


def _counts(ruleset: ir.Ruleset) -> str:
    numbers = (
        (len(ruleset.rules), "rules"),
        (len(ruleset.decisions), "decisions"),
        (len(ruleset.actions), "actions"),
        (len(ruleset.facts), "facts"),
        (len(ruleset.signs) + len(ruleset.measures), "signs and measures"),
        (len(ruleset.settings), "settings"),
        (len(ruleset.sources), "sources"),
    )
    return f"It holds {listed(f'{number} {words}' for number, words in numbers)}."


def _how(ruleset: ir.Ruleset) -> Iterator[Block]:
    yield Paragraph(
        (
            "A rule says for which thing it is and when, what follows, what must, should or may be done and "
            "what must not, what holds while it cannot tell, why, and on whose word. Words in quotation "
            "marks are questions answered yes or no. Each name leads to where it is told.",
        )
    )
    sure = Counter(said.why.provenance for said in resting(ruleset))
    rows = []
    for provenance in get_args(ir.Provenance):
        head: Line = (Mark(provenance, "doubt"),) if provenance == ASSUMED else (provenance,)
        rows.append(Row((head, (_SURE[provenance],), (str(sure[provenance]),))))
    yield Table("how-sure", "How sure it is", ("Provenance", "What it says", "How many"), tuple(rows))
    glossary = tuple(Row(((word,), (said,))) for word, said in _GLOSSARY)
    yield Table("glossary", "What the words of rules mean", ("Word", "Meaning"), glossary)
