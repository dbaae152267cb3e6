"""Small caseloads made for tests, and everything about placing cases said once more, by trying all ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from drive_rules.allocation.matching import Proof, Sought

AS_OF = date(2026, 11, 2)
YES = ("D02", "D03", "D04", "D06", "D07", "D12", "D13", "D15", "D17", "D18", "D20", "D21", "D23", "D24")
"""Fourteen items, of which none is a critical sign."""
OVER = "2026-06-01"
"""An end of an override that is over."""


def eligible(id: str, **pair: Any) -> dict[str, Any]:
    """A case that is certainly eligible and that nobody holds; ``pair`` says more of its one pair."""
    form = {
        "instrument": "safelives24",
        "date": "2026-10-20",
        "completed by": "IDVA",
        "answers": dict.fromkeys(YES, "yes"),
    }
    one = {"id": "pair-1", "relationship": "former partner", "age of the victim-survivor": 30}
    return {
        "case": id,
        "age of the perpetrator": 30,
        "jurisdiction": "England",
        "allocated to a case manager": "no",
        "all the pairs are listed": "yes",
        "pairs": [
            {**one, "checklists": [form], **{key.replace("_", " "): value for key, value in pair.items()}}
        ],
    }


def held(id: str, by: str, **more: Any) -> dict[str, Any]:
    """A case that a case manager holds."""
    return {
        "case": id,
        "allocated to a case manager": "yes",
        "case manager who holds the case": by,
        **{key.replace("_", " "): value for key, value in more.items()},
    }


def manager(id: str, load: float | None = None, **more: Any) -> dict[str, Any]:
    """A full-time case manager, long in the post, with no override; ``load`` as the service manager says."""
    facts: dict[str, Any] = {
        "id": id,
        "share of full time": 1,
        "date appointed": "2024-03-01",
        "override of the cap ends on": OVER,
    }
    if load is not None:
        facts |= {"load": load, "cases in step-down": 0}
    return facts | {key.replace("_", " "): value for key, value in more.items()}


# -- all ways ---------------------------------------------------------------------------------------


def ways(sought: Sought, cases: Sequence[int]) -> Iterator[dict[int, int]]:
    """Every way to place these cases."""
    for combination in product(range(len(sought.places)), repeat=len(cases)):
        at = dict(zip(cases, combination, strict=True))
        if is_way(sought, at):
            yield at


def is_way(sought: Sought, at: Mapping[int, int]) -> bool:
    """Whether cases may be placed so: nobody over their places, nobody barred, pairs apart."""
    where = list(at.values())
    return (
        all(where.count(each) <= places for each, places in enumerate(sought.places))
        and not any(each in sought.barred[case] for case, each in at.items())
        and not any(one in at and other in at and at[one] == at[other] for one, other in sought.apart)
    )


def served(sought: Sought) -> list[int]:
    """The cases that are served: each in turn, if it and all kept before can be placed."""
    kept: list[int] = []
    for case in range(len(sought.barred)):
        if next(ways(sought, [*kept, case]), None) is not None:
            kept.append(case)
    return kept


def price(sought: Sought, at: Mapping[int, int]) -> tuple[int, ...]:
    """How good a way is, the less the better: beyond the cap, each wish not met, how uneven the room left."""
    where = list(at.values())
    taken = {each: where.count(each) for each in set(where)}
    beyond = sum(max(0, count - sought.within[each]) for each, count in taken.items())
    wishes = len(next(iter(sought.met.values()), ()))
    unmet = [
        sum(1 - sought.met[sought.like[case]][wish][each] for case, each in at.items())
        for wish in range(wishes)
    ]
    left = sum(
        number - sought.within[each] for each, count in taken.items() for number in range(1, count + 1)
    )
    return (beyond, *unmet, left)


def holds(sought: Sought, case: int, proof: Proof) -> bool:
    """Whether a proof that nobody could take a case stands by itself."""
    if any(other >= case for other in proof.cases):
        return False
    if proof.apart:
        only = Sought(sought.places, sought.within, sought.barred, frozenset(proof.apart))
        return (
            set(proof.apart) <= sought.apart and next(ways(only, sorted((*proof.cases, case))), None) is None
        )
    everybody = set(range(len(sought.places)))
    full = set(proof.case_managers)
    nowhere_else = all(everybody - sought.barred[each] <= full for each in (*proof.cases, case))
    return nowhere_else and sum(sought.places[each] for each in full) == len(proof.cases)
