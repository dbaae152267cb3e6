"""An agency map in words: sentences for who does not see it, tables for its page, and Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from drive_rules.page import escaped
from drive_rules.pictures.maps import AgencyMap, Way
from drive_rules.pictures.paper import flowchart, label, table


class Words:
    """One map; ``letters`` are those of its bases, in the order of their words."""

    def __init__(self, shown: AgencyMap) -> None:
        self.shown = shown
        bases = sorted({basis for way in shown.ways for basis in way.bases})
        self.letters = {basis: _letter(number) for number, basis in enumerate(bases)}

    def sentences(self) -> Iterator[str]:
        """Each place and each way in one sentence."""
        for place in self.shown.places:
            said = "; ".join((*place.says, *place.marks))
            yield f"{place.name}{f': {said}' if said else ''}."
        for way in self.shown.ways:
            yield f"{way.sender} may tell {way.receiver}{_only(way)}: {'; '.join(way.bases)}."
        yield from (f"Left out: {words}." for words in self.shown.left_out)

    def html(self) -> Iterator[str]:
        """The places, the ways, what is amiss and what was left out."""
        rows = [(place.name, "; ".join(place.says), "; ".join(place.marks)) for place in self.shown.places]
        yield table("Agencies", {"Agency": 30, "Asked for": 30, "What is amiss": 40}, rows)
        ways = [
            (way.sender, way.receiver, "; ".join(way.bases), _only(way).strip(", "))
            for way in self.shown.ways
        ]
        yield table(
            "Who tells whom, on the ways that are taken",
            {"Who": 20, "Tells": 22, "Basis": 36, "And": 22},
            ways,
        )
        if self.shown.amiss:
            amiss = [(each.what, ", ".join(each.of), each.close) for each in self.shown.amiss]
            yield table("Gaps and weak points", {"What": 28, "Of what": 44, "To close it": 28}, amiss)
        yield from (f"<p>Left out: {escaped(words)}.</p>" for words in self.shown.left_out)

    def mermaid(self) -> Iterator[str]:
        """A flowchart; a thick line is a weak point, a dotted one only for a life at risk."""
        places = self.shown.places
        ids = {place.name: f"n{number}" for number, place in enumerate(places)}
        yield from flowchart(self.shown.title)
        for place in places:
            begin, end = ("[[", "]]") if place.weak else ("{{", "}}") if place.gap else ("[", "]")
            yield f"  {ids[place.name]}{begin}{label((place.name, *place.says, *place.marks))}{end}"
        for way in self.shown.ways:
            line = "-.->" if way.life else "==>" if way.only else "-->"
            letters = " ".join(self.letters[basis] for basis in way.bases)
            yield f"  {ids[way.sender]} {line}|{label((letters,))}| {ids[way.receiver]}"
        bases = [f"{letter}: {basis}" for basis, letter in self.letters.items()]
        left = [f"Left out: {words}" for words in self.shown.left_out]
        if bases or left:
            yield f"  key[{label((*bases, *left))}]"
        if self.shown.ways:
            # To the right of the last, where no line runs.
            yield f"  {ids[self.shown.ways[-1].receiver]} ~~~ key"


def _only(way: Way) -> str:
    words = ", only where a life is at risk" if way.life else ""
    return f"{words}, no other lawful way if this basis falls" if way.only else words


def _letter(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    left, letters = number + 1, ""
    while left:
        left, last = divmod(left - 1, len(ascii_uppercase))
        letters = ascii_uppercase[last] + letters
    return letters
