"""Cases in which every condition of contact, support and behaviour work is met, and all else is at random.

What must be so before anybody is seen or helped is written here once more, in the order of the practice and
apart from the rules: ``BASE`` and ``MET`` of the case and of its victim-survivor.  ``THEN`` says what must
be offered then, always or where something that is drawn calls for it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml

from drive_rules.case import read_case
from drive_rules.ir import Ruleset
from tests.worlds import Case, Thing, Worlds, unflatten

BASE = Path(__file__).parents[1] / "examples" / "cases" / "ready-for-change.yaml"
CLEARED, PROPOSED = "2026-10-29", "2026-10-20"
BY_THE_WORKER = "last cleared by the victim-survivor's worker"
AGREED = "last agreed with the victim-survivor's worker"

MET: dict[str, dict[str, Any]] = {
    "case": {
        "safety and expectations contract stands": True,
        "going along last cleared as safe for staff": CLEARED,
        "risk to staff of a visit last assessed": CLEARED,
        "suicide risk last asked about": CLEARED,
        "trauma work is agreed to excuse nothing": True,
        "parenting programme works on abuse": True,
        "interpreter is independent of family and community": True,
        "proposed work is in a position of trust": False,
        "group programme runs a service for partners": True,
        "a group programme would take the perpetrator": True,
        "perpetrator is willing to join a group programme": True,
        "day a step-down is planned for": "2026-11-10",
        "planned end of the work": "2026-11-20",
        "date an address was proposed for the perpetrator": PROPOSED,
        "date a place of treatment was proposed": PROPOSED,
        "date work was proposed": PROPOSED,
        "date a practice or clinic was proposed": PROPOSED,
        "date a group or service was proposed": PROPOSED,
        "date family help was last asked for": PROPOSED,
    },
    "pair": {
        f"proposed address {BY_THE_WORKER}": CLEARED,
        f"place of treatment {BY_THE_WORKER}": CLEARED,
        "IDVA last told of a detoxification to come": CLEARED,
        f"help with money {BY_THE_WORKER}": CLEARED,
        f"work {BY_THE_WORKER}": CLEARED,
        f"practice or clinic {BY_THE_WORKER}": CLEARED,
        f"group or service {BY_THE_WORKER}": CLEARED,
        f"family help {BY_THE_WORKER}": CLEARED,
        f"topics of the sessions {AGREED}": CLEARED,
        f"timing of action {AGREED}": CLEARED,
    },
}

THEN: dict[tuple[str, ...], tuple[str, ...]] = {
    (): (
        "hold an engagement session",
        "offer a session",
        "agree the safety and expectations contract",
        "map the pattern of abuse",
        "work on impulse and feeling",
        "work on the effects on the victim-survivor",
        "make a plan of accountability and against relapse",
        "hold a step-down review",
        "refer to a group programme",
    ),
    ("housing need",): ("support a home away from the victim-survivor", "go along to the appointment"),
    ("drugs or alcohol need",): ("arrange drug or alcohol treatment",),
    ("drugs or alcohol need", "alcohol is part of the need"): (
        "arrange detoxification from alcohol under medical care",
    ),
    ("mental health need",): ("arrange mental health support",),
    ("money need",): ("arrange advice on money",),
    ("work need",): ("arrange help with work",),
    ("physical health need",): ("arrange health care",),
    ("trauma need",): ("arrange trauma work",),
    ("parenting need",): ("arrange a parenting programme that works on abuse",),
    ("family need",): ("point to the family court and to supervised contact",),
    ("interpreter need",): ("book a professional interpreter",),
    ("by-and-for service need",): ("bring in a by-and-for service",),
    ("isolation of the perpetrator",): ("find a mentor or group",),
    ("adjustment need",): ("adjust how the work is done",),
    ("lives with or sees the perpetrator",): ("work on the effects on children",),
    ("on a child-protection plan",): ("work on dealing with the child-protection plan",),
    ("left or tried to leave in the past year",): ("work on jealousy and letting go",),
    ("hurt or degraded sexually",): ("work on sexual respect",),
}
"""What must be offered: always, and where facts are yes of anything in the case."""

KEPT = {
    "case": {"all the pairs are listed", "age of the perpetrator", "evidence of change"},
    "pair": {
        "IDVA status",
        "IDVA last consulted about contact",
        "contact is safe in the IDVA's view",
        "support offer to the victim-survivor stands",
        "immediate danger to life",
    },
    "incident": {"date of the incident"},
}
"""What ``BASE`` says that the offer rests on too; of contacts, all."""
CALLING = {fact for facts in THEN for fact in facts}
FOUND_BY_THE_WORK = "an engagement session has been held"


class Ready(Worlds):
    """Such cases."""

    def __init__(self, random: Random, ruleset: Ruleset, as_of: date) -> None:
        super().__init__(random, ruleset, as_of)
        data = yaml.safe_load(BASE.read_text("utf-8"))
        data.update(MET["case"])
        data["pairs"][0].update(MET["pair"])
        self.base = unflatten(ruleset, read_case(ruleset, data, as_of).world)

    def ready(self) -> Case:
        """A case of one to three victim-survivors, all else that is said of it drawn."""
        case = [thing.copy() for thing in self.base]
        case[0].below["pair"] *= self.random.choice((1, 1, 2, 3))
        case = [thing.copy() for thing in case]
        for root in case:
            for number, thing in enumerate(root.walk()):
                thing.key = f"ready {thing.kind} {number}"
                self._draw(thing)
        case[0].facts[FOUND_BY_THE_WORK] = (1, 1)
        return case

    def _draw(self, thing: Thing) -> None:
        kept = KEPT.get(thing.kind, set()) | MET.get(thing.kind, {}).keys() | self.listed
        for fact in self.facts[thing.kind]:
            if fact.name in CALLING:
                code = int(self.random.random() < 0.75)
            elif thing.kind == "contact" or fact.name in kept or self.random.random() < 0.4:
                continue
            else:
                code = self._code(fact, [thing])
            thing.facts[fact.name] = (code, code)

    def expected(self, case: Case) -> set[str]:
        """What must be offered in it."""
        things = [thing for root in case for thing in root.walk()]
        yes = {name for name in CALLING if any(thing.facts.get(name) == (1, 1) for thing in things)}
        return {action for facts, actions in THEN.items() if yes.issuperset(facts) for action in actions}
