"""Two areas as one: the agencies of another area beside those of this one, told apart in words.

Takes what the files of each say and gives one ``Directory``.  It holds every way of either, and over
the border only those that an agency's ``may tell across the border`` opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from drive_rules.agencies.directory import Agency, Directory, Named, Sharing

TIES = (
    "deputies",
    "escalates_to",
    "can_request",
    "asked_by",
    "refers_to",
    "works_with",
    "works_closely_with",
    "shares_a_building_with",
    "attends",
)
IN_ORDER = ("deputies", "escalates_to")


@dataclass(frozen=True, slots=True)
class Side:
    """One area before it is joined: its agencies, what each word means there, who is not at work and why."""

    directory: Directory
    names: Mapping[str, str]
    why_not: Mapping[str, str]

    def agency(self, name: str) -> Agency | None:
        """The agency of exactly that name."""
        return next((each for each in self.directory.agencies if each.name == name), None)


def of_area(name: str, area: str) -> str:
    """What an agency of another area is called here."""
    return f"{name} of {area}"


def join(here: Side, there: Side) -> Directory:
    """The directory of both, from the side of ``here``."""
    shared = {name for name in (each.name for each in there.directory.agencies) if _is_one(name, here, there)}
    area = there.directory.area
    called = {word: name if name in shared else of_area(name, area) for word, name in there.names.items()}
    mine = [_here(each, there, called, shared) for each in here.directory.agencies]
    apart = [each for each in there.directory.agencies if each.name not in shared]
    theirs = [_there(each, here, there, called, shared) for each in apart]
    return Directory(
        agencies=tuple(sorted((*mine, *theirs), key=lambda agency: agency.name)),
        people=here.directory.people,
        jurisdiction=here.directory.jurisdiction,
        chasing=here.directory.chasing,
        area=here.directory.area,
        other_area=area,
    )


def _is_one(name: str, here: Side, there: Side) -> bool:
    """Whether both areas call it national and say the same of it, whoever it has to do with in each."""
    mine, theirs = here.agency(name), there.agency(name)
    if mine is None or theirs is None or not (mine.national and theirs.national):
        return False
    return _alone(mine) == _alone(theirs) and here.why_not[name] == there.why_not[name]


def _alone(agency: Agency) -> Agency:
    no_ties: dict[str, Any] = dict.fromkeys(TIES, ())
    return replace(agency, part_of=None, may_tell=(), across=(), **no_ties)


def _here(agency: Agency, there: Side, called: Mapping[str, str], shared: set[str]) -> Agency:
    """An agency of this area with its ways over the border; a shared one with its ties in both."""
    if agency.name in shared:
        theirs = there.agency(agency.name)
        assert theirs is not None
        both: dict[str, Any] = {
            tie: _in_order(tie, (*getattr(agency, tie), *_renamed(getattr(theirs, tie), called)))
            for tie in TIES
        }
        return replace(agency, **both)
    # Nobody of theirs is called so, or the one that is belongs to both areas: then no border is crossed.
    over = [_to(each, called.get(each.to.word)) for each in agency.across]
    crossing = [each for each in over if each is not None and each.to.word not in shared]
    return replace(agency, may_tell=_sorted((*agency.may_tell, *crossing)), across=())


def _there(agency: Agency, here: Side, there: Side, called: Mapping[str, str], shared: set[str]) -> Agency:
    """An agency of the other area under its name here; whoever is away there is away, with the reason."""
    area, why_not = there.directory.area, there.why_not[agency.name]
    within = [_to(each, called.get(each.to.word)) for each in agency.may_tell]
    over = [_to(each, here.names.get(each.to.word)) for each in agency.across]
    crossing = [each for each in over if each is not None and each.to.word not in shared]
    ties: dict[str, Any] = {tie: _in_order(tie, _renamed(getattr(agency, tie), called)) for tie in TIES}
    return replace(
        agency,
        name=of_area(agency.name, area),
        code=f"{agency.code}-of-{'-'.join(area.casefold().split())}" if agency.code else "",
        also_called=tuple(sorted(of_area(word, area) for word in agency.also_called)),
        part_of=next(iter(_renamed((agency.part_of,) if agency.part_of else (), called)), None),
        jurisdiction=agency.jurisdiction or there.directory.jurisdiction,
        available=not why_not,
        why_not=why_not,
        may_tell=_sorted((*(each for each in within if each is not None), *crossing)),
        across=(),
        area=area,
        **ties,
    )


def _to(sharing: Sharing, name: str | None) -> Sharing | None:
    return replace(sharing, to=Named(name, sharing.to.span)) if name else None


def _renamed(names: Iterable[Named], called: Mapping[str, str]) -> tuple[Named, ...]:
    return tuple(Named(called.get(each.word, each.word), each.span) for each in names)


def _in_order(tie: str, names: Iterable[Named]) -> tuple[Named, ...]:
    once = dict.fromkeys(names)
    return tuple(once) if tie in IN_ORDER else tuple(sorted(once, key=lambda named: named.word))


def _sorted(sharings: Iterable[Sharing]) -> tuple[Sharing, ...]:
    return tuple(sorted(sharings, key=lambda each: (each.to.word, each.basis, each.what)))
