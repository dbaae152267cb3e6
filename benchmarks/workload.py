"""A plain workload that other engines can carry out too: 59 facts of one thing and 120 rules, as data.

The rules are invented and mean nothing; they have the shape of the practice.  Each form of the workload
(our rule files, Python written by hand, each peer) is made from what stands here, save the three that
are written by hand, and all are held to the same answers before anything is timed.

In seven steps, each reading those before it: a score of 24 yes/no answers; a risk table; eligibility;
priority points; a band; 60 recommendations, each given where its rule holds; 30 flags of a plan.
Nothing rests on the order of rules: of several hits the highest value counts, points are added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

Value = bool | int | str
Case = dict[str, Value]
Answer = dict[str, object]
"""Of one case: score, risk, eligibility, points, band, recommendations (in the order below), plan."""
Relation = Literal["in", "between"]

ANSWERS = tuple(f"answer {number:02}" for number in range(1, 25))
YES_NO = (
    "in custody",
    "on licence",
    "order in force",
    "order broken",
    "weapon kept",
    "children at home",
    "child plan",
    "new partner",
    "lives apart",
    "moved away",
    "owes money",
    "drinks heavily",
    "uses drugs",
    "sleeps badly",
    "harmed self",
    "asks for help",
    "needs interpreter",
    "sees a doctor",
)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "housing": ("rough sleeping", "shelter", "with family", "own home"),
    "work": ("none", "casual", "part time", "full time"),
    "relationship": ("current", "former", "family"),
    "engagement": ("none", "slight", "fair", "good"),
    "referred by": ("police", "health", "housing office", "court"),
    "region": ("north", "east", "south", "west"),
    "attitude": ("denies", "plays down", "accepts"),
    "support network": ("none", "weak", "strong"),
}
"""Every choice is ordered, lowest first."""
NUMBERS: Mapping[str, tuple[int, int]] = {
    "age": (18, 90),
    "incidents in a year": (0, 40),
    "incidents in a month": (0, 12),
    "days since incident": (0, 400),
    "days since contact": (0, 200),
    "number of children": (0, 8),
    "sessions offered": (0, 30),
    "sessions attended": (0, 30),
    "earlier convictions": (0, 20),
}
FACTS = (*ANSWERS, *YES_NO, *CHOICES, *NUMBERS)
SCORE, POINTS = "score", "points"
DECISIONS: Mapping[str, tuple[str, ...]] = {
    "risk": ("standard", "medium", "high", "severe"),
    "eligibility": ("outside", "for the panel", "eligible"),
    "band": ("later", "soon", "first", "today"),
}
"""Decisions take the highest value of the rules that hold, and the lowest of all where none does."""
RANKED = {**CHOICES, **DECISIONS}


@dataclass(frozen=True, slots=True)
class Test:
    """``name`` is one of ``values`` (codes), or lies between two numbers, both ends in; None: no end."""

    name: str
    relation: Relation
    values: tuple[int, ...] = ()
    ends: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Rule:
    """All of the tests of ``when``, and, where there are any lists in ``any_of``, one of them in full.

    ``gives`` is what the rule concludes: a value of a decision, so many points, or nothing, where it is
    a recommendation or a flag, which have their name alone.
    """

    name: str
    when: tuple[Test, ...]
    any_of: tuple[tuple[Test, ...], ...] = ()
    gives: str | int = ""

    def tests(self) -> Iterator[Test]:
        """Every test, in order."""
        yield from self.when
        for tests in self.any_of:
            yield from tests


def named(words: str) -> str:
    """A name as Python, and most peers, spell it."""
    return words.replace(" ", "_")


def codes(name: str) -> tuple[str, ...]:
    """The words of a choice or a decision, by code; of a yes or no, and of a number, none."""
    return RANKED.get(name, ())


# -- reading the rules below -----------------------------------------------------------------------

Block = Mapping[str, str]


def _test(name: str, words: str) -> Test:
    """One line: a value, ``a | b``, ``not a``, or for what is ranked a bound as rule files say it."""
    for begin, low, high in (("at least ", 0, None), ("more than ", 1, None)):
        if words.startswith(begin):
            return _bounded(name, _code(name, words.removeprefix(begin)) + low, high)
    for begin, beyond in (("at most ", 0), ("less than ", -1)):
        if words.startswith(begin):
            return _bounded(name, None, _code(name, words.removeprefix(begin)) + beyond)
    if words.startswith("between "):
        low_words, _, high_words = words.removeprefix("between ").partition(" and ")
        return _bounded(name, _code(name, low_words), _code(name, high_words))
    if words.startswith("not "):
        out = _code(name, words.removeprefix("not "))
        return Test(name, "in", tuple(code for code in range(len(codes(name))) if code != out))
    return Test(name, "in", tuple(_code(name, word) for word in words.split(" | ")))


def _bounded(name: str, low: int | None, high: int | None) -> Test:
    """A stretch of ranks is a set of values, so that an engine without ranks need not know them."""
    if name not in RANKED:
        return Test(name, "between", ends=(low, high))
    last = len(RANKED[name]) - 1
    return Test(name, "in", tuple(range(low or 0, (last if high is None else high) + 1)))


def _code(name: str, word: str) -> int:
    if name in RANKED:
        return RANKED[name].index(word)
    return ("no", "yes").index(word) if word in ("no", "yes") else int(word)


def _tests(block: Block) -> tuple[Test, ...]:
    return tuple(_test(name, words) for name, words in block.items())


def _rule(name: str, when: Block, *any_of: Block, gives: str | int = "") -> Rule:
    return Rule(name, _tests(when), tuple(map(_tests, any_of)), gives)


# -- the rules -------------------------------------------------------------------------------------

RISK = (
    _rule("very many answers", {"score": "at least 19"}, gives="severe"),
    _rule("many answers, armed", {"score": "at least 14", "weapon kept": "yes"}, gives="severe"),
    _rule(
        "order broken soon after",
        {"order broken": "yes", "days since incident": "at most 14", "score": "at least 10"},
        gives="severe",
    ),
    _rule("many answers", {"score": "at least 14"}, gives="high"),
    _rule("every week", {"incidents in a month": "at least 4"}, gives="high"),
    _rule("armed", {"weapon kept": "yes", "incidents in a year": "at least 6"}, gives="high"),
    _rule(
        "apart but near",
        {"lives apart": "yes", "moved away": "no", "answer 03": "yes", "answer 11": "yes"},
        gives="high",
    ),
    _rule("some answers", {"score": "between 9 and 13"}, gives="medium"),
    _rule(
        "again", {"incidents in a year": "at least 3", "earlier convictions": "at least 1"}, gives="medium"
    ),
    _rule(
        "hurt and drinking",
        {"answer 01": "yes"},
        {"drinks heavily": "yes"},
        {"uses drugs": "yes"},
        gives="medium",
    ),
)
ELIGIBILITY = (
    _rule("severe is taken", {"risk": "severe", "age": "at least 18"}, gives="eligible"),
    _rule(
        "high and again",
        {"risk": "at least high", "incidents in a year": "at least 5", "in custody": "no"},
        gives="eligible",
    ),
    _rule(
        "high and convicted",
        {"risk": "at least high", "earlier convictions": "at least 3"},
        gives="eligible",
    ),
    _rule("high alone", {"risk": "high"}, gives="for the panel"),
    _rule(
        "medium with children",
        {"risk": "medium", "children at home": "yes"},
        {"child plan": "yes"},
        {"number of children": "at least 3"},
        gives="for the panel",
    ),
)
PRIORITY = (
    _rule("severe", {"risk": "severe"}, gives=40),
    _rule("high", {"risk": "high"}, gives=20),
    _rule("taken", {"eligibility": "eligible"}, gives=15),
    _rule("children there", {"children at home": "yes", "number of children": "at least 1"}, gives=8),
    _rule("lately", {"days since incident": "less than 8"}, gives=10),
    _rule("not lately", {"days since incident": "more than 180"}, gives=-6),
    _rule("often", {"incidents in a year": "at least 10"}, gives=7),
    _rule("about to leave custody", {"in custody": "yes", "on licence": "yes"}, gives=5),
    _rule("no roof", {"housing": "rough sleeping | shelter"}, gives=4),
    _rule("self-harm", {"harmed self": "yes", "support network": "none | weak"}, gives=9),
)
BAND = (
    _rule("fifty points", {"points": "at least 50"}, gives="today"),
    _rule("severe and broken", {"risk": "severe", "order broken": "yes"}, gives="today"),
    _rule("thirty points", {"points": "between 30 and 49"}, gives="first"),
    _rule("twelve points", {"points": "at least 12"}, gives="soon"),
    _rule("in the panel", {"eligibility": "for the panel"}, gives="soon"),
)
RECOMMENDATIONS = (
    _rule(
        "visit at home", {"risk": "at least high", "housing": "own home | with family", "in custody": "no"}
    ),
    _rule("visit in custody", {"in custody": "yes", "eligibility": "eligible"}),
    _rule("call weekly", {"engagement": "fair | good", "days since contact": "at most 30"}),
    _rule("call today", {"band": "today", "in custody": "no"}),
    _rule("write a letter", {"engagement": "none", "days since contact": "more than 60"}),
    _rule("find a hostel", {"housing": "rough sleeping", "in custody": "no"}),
    _rule("find a tenancy", {"housing": "shelter", "work": "part time | full time"}),
    _rule("keep the tenancy", {"housing": "own home", "owes money": "yes"}),
    _rule("house apart", {"lives apart": "no", "risk": "at least high", "children at home": "yes"}),
    _rule("advise on money", {"owes money": "yes", "work": "none | casual"}),
    _rule("advise on work", {"work": "none", "age": "between 18 and 60", "in custody": "no"}),
    _rule("train for work", {"work": "none | casual", "age": "less than 25", "engagement": "fair | good"}),
    _rule("treat drinking", {"drinks heavily": "yes", "asks for help": "yes"}),
    _rule("talk about drinking", {"drinks heavily": "yes", "asks for help": "no", "engagement": "not none"}),
    _rule("treat drugs", {"uses drugs": "yes", "asks for help": "yes"}),
    _rule("talk about drugs", {"uses drugs": "yes", "asks for help": "no", "engagement": "not none"}),
    _rule("see a doctor first", {"sees a doctor": "no"}, {"sleeps badly": "yes"}, {"harmed self": "yes"}),
    _rule("watch for self-harm", {"harmed self": "yes"}),
    _rule(
        "crisis line", {"harmed self": "yes", "support network": "none", "days since contact": "more than 14"}
    ),
    _rule("sleep clinic", {"sleeps badly": "yes", "sees a doctor": "yes", "drinks heavily": "no"}),
    _rule("book an interpreter", {"needs interpreter": "yes"}),
    _rule("letters in translation", {"needs interpreter": "yes", "engagement": "none | slight"}),
    _rule("meet the family", {"support network": "strong", "relationship": "family"}),
    _rule("build a network", {"support network": "none | weak", "engagement": "fair | good"}),
    _rule("peer group", {"attitude": "accepts", "sessions attended": "at least 6"}),
    _rule("one to one", {"attitude": "denies | plays down", "eligibility": "eligible", "in custody": "no"}),
    _rule("start the programme", {"eligibility": "eligible", "engagement": "good", "attitude": "not denies"}),
    _rule("repeat the programme", {"sessions attended": "at least 20", "incidents in a month": "at least 1"}),
    _rule("offer sessions again", {"sessions offered": "at least 4", "sessions attended": "less than 2"}),
    _rule(
        "end the sessions", {"sessions attended": "at least 24", "risk": "standard", "attitude": "accepts"}
    ),
    _rule("ask for an order", {"order in force": "no", "risk": "at least high", "lives apart": "yes"}),
    _rule("extend the order", {"order in force": "yes", "risk": "at least medium", "order broken": "no"}),
    _rule("report the breach", {"order in force": "yes", "order broken": "yes"}),
    _rule("search for weapons", {"weapon kept": "yes", "referred by": "police | court"}),
    _rule(
        "take the licence",
        {"weapon kept": "yes", "earlier convictions": "at least 1", "risk": "at least high"},
    ),
    _rule(
        "tell probation",
        {"on licence": "yes"},
        {"incidents in a month": "at least 1"},
        {"order broken": "yes"},
    ),
    _rule("recall", {"on licence": "yes", "order broken": "yes", "risk": "severe"}),
    _rule("tell the police today", {"band": "today", "referred by": "health | housing office"}),
    _rule("share with the police", {"risk": "at least high", "referred by": "not police"}),
    _rule("tell the court", {"referred by": "court", "sessions offered": "at least 1", "engagement": "none"}),
    _rule("check on the children", {"children at home": "yes", "number of children": "at least 1"}),
    _rule("refer the children", {"children at home": "yes", "risk": "at least high", "child plan": "no"}),
    _rule("join the child plan", {"child plan": "yes", "eligibility": "eligible | for the panel"}),
    _rule("school contact", {"number of children": "at least 1", "child plan": "yes", "moved away": "yes"}),
    _rule(
        "parenting work",
        {"number of children": "at least 1", "attitude": "plays down | accepts", "risk": "standard | medium"},
    ),
    _rule("tell the new partner", {"new partner": "yes", "risk": "at least high"}),
    _rule(
        "ask about a new partner",
        {"new partner": "no", "relationship": "former", "days since contact": "more than 90"},
    ),
    _rule(
        "trace the address", {"moved away": "yes", "days since contact": "more than 30", "in custody": "no"}
    ),
    _rule("tell the next region", {"moved away": "yes", "risk": "at least high"}),
    _rule("northern service", {"region": "north", "eligibility": "eligible"}),
    _rule("eastern service", {"region": "east", "eligibility": "eligible", "age": "at most 40"}),
    _rule("southern service", {"region": "south", "band": "first | today"}),
    _rule("western service", {"region": "west", "band": "first | today", "work": "not full time"}),
    _rule(
        "women's evening group",
        {"age": "between 18 and 30", "relationship": "current", "engagement": "not none"},
    ),
    _rule("elders' group", {"age": "at least 60", "support network": "none | weak"}),
    _rule("review in a week", {"band": "first | today", "days since incident": "at most 30"}),
    _rule("review in a month", {"band": "soon", "incidents in a year": "at least 1"}),
    _rule(
        "review in a quarter",
        {"band": "later"},
        {"days since incident": "more than 120"},
        {"incidents in a year": "0"},
    ),
    _rule(
        "close the case",
        {"band": "later", "risk": "standard", "days since incident": "more than 365", "order in force": "no"},
    ),
    _rule(
        "second reader",
        {"points": "at least 60"},
        {"answer 07": "yes", "answer 19": "yes"},
        {"score": "at most 8"},
    ),
)
PLAN = (
    _rule("urgent", {"band": "today"}),
    _rule(
        "needs two workers",
        {"risk": "severe"},
        {"weapon kept": "yes"},
        {"incidents in a month": "at least 4"},
    ),
    _rule("safe to visit", {"weapon kept": "no", "risk": "standard | medium", "lives apart": "yes"}),
    _rule("safe to call", {"engagement": "not none", "order broken": "no"}),
    _rule("daytime only", {"work": "none", "drinks heavily": "yes"}),
    _rule("evening possible", {"work": "part time | full time", "drinks heavily": "no"}),
    _rule("children first", {"children at home": "yes", "risk": "at least high"}),
    _rule("health first", {"harmed self": "yes", "sleeps badly": "yes"}),
    _rule("housing first", {"housing": "rough sleeping | shelter", "in custody": "no"}),
    _rule("money first", {"owes money": "yes", "work": "none"}),
    _rule("treatment first", {"asks for help": "yes"}, {"drinks heavily": "yes"}, {"uses drugs": "yes"}),
    _rule("disrupt", {"eligibility": "eligible", "attitude": "denies"}),
    _rule("support", {"eligibility": "eligible | for the panel", "asks for help": "yes"}),
    _rule(
        "change", {"eligibility": "eligible", "attitude": "plays down | accepts", "engagement": "fair | good"}
    ),
    _rule("custody plan", {"in custody": "yes", "on licence": "no"}),
    _rule("release plan", {"in custody": "yes", "on licence": "yes"}),
    _rule("order plan", {"order in force": "yes", "risk": "at least medium"}),
    _rule("court plan", {"order broken": "yes", "referred by": "court | police"}),
    _rule("family plan", {"relationship": "family", "children at home": "no"}),
    _rule("partner plan", {"relationship": "current", "risk": "at least high"}),
    _rule("former partner plan", {"relationship": "former", "lives apart": "yes", "risk": "at least medium"}),
    _rule("new partner plan", {"new partner": "yes", "eligibility": "eligible"}),
    _rule("move plan", {"moved away": "yes", "region": "north | east"}),
    _rule("attends well", {"sessions offered": "at least 4", "sessions attended": "at least 4"}),
    _rule("attends badly", {"sessions offered": "at least 4", "sessions attended": "at most 1"}),
    _rule("quiet lately", {"incidents in a month": "0", "days since incident": "more than 60"}),
    _rule("worse lately", {"incidents in a month": "at least 2", "incidents in a year": "at most 4"}),
    _rule("out of touch", {"days since contact": "more than 45", "in custody": "no"}),
    _rule("young", {"age": "less than 25"}),
    _rule(
        "long history",
        {"earlier convictions": "at least 5"},
        {"incidents in a year": "at least 15"},
        {"score": "at least 16"},
    ),
)
TABLES: Mapping[str, tuple[Rule, ...]] = {"risk": RISK, "eligibility": ELIGIBILITY, "band": BAND}


# -- the plainest way to answer --------------------------------------------------------------------


def answer(case: Case) -> Answer:
    """What the rules say of a case, read one by one: what every form is held to."""
    known = {name: coded(name, case[named(name)]) for name in FACTS}
    known[SCORE] = sum(known[name] for name in ANSWERS)
    for decision in ("risk", "eligibility"):
        known[decision] = _highest(known, decision)
    known[POINTS] = sum(int(rule.gives) for rule in PRIORITY if holds(rule, known))
    known["band"] = _highest(known, "band")
    return {
        SCORE: known[SCORE],
        **{decision: DECISIONS[decision][known[decision]] for decision in ("risk", "eligibility")},
        POINTS: known[POINTS],
        "band": DECISIONS["band"][known["band"]],
        "recommendations": [rule.name for rule in RECOMMENDATIONS if holds(rule, known)],
        "plan": {rule.name: holds(rule, known) for rule in PLAN},
    }


def holds(rule: Rule, known: Mapping[str, int]) -> bool:
    """Whether a rule holds, of codes by name."""
    together = all(_is_so(test, known) for test in rule.when)
    either = (all(_is_so(test, known) for test in tests) for tests in rule.any_of)
    return together and (not rule.any_of or any(either))


def _is_so(test: Test, known: Mapping[str, int]) -> bool:
    code, (low, high) = known[test.name], test.ends
    if test.relation == "in":
        return code in test.values
    return (low is None or low <= code) and (high is None or code <= high)


def _highest(known: Mapping[str, int], decision: str) -> int:
    words = DECISIONS[decision]
    return max((words.index(str(rule.gives)) for rule in TABLES[decision] if holds(rule, known)), default=0)


def coded(name: str, value: Value) -> int:
    """A value as its code."""
    return RANKED[name].index(value) if isinstance(value, str) else int(value)


# -- cases -----------------------------------------------------------------------------------------


def cases(count: int, seed: int = 1) -> list[Case]:
    """Invented cases, all answers known: the same for the same seed.  Keys as ``named`` spells them."""
    random = Random(seed)
    return [_case(random) for _ in range(count)]


def _case(random: Random) -> Case:
    grave = random.betavariate(2, 3)
    case: Case = {named(answer): random.random() < grave for answer in ANSWERS}
    case |= {named(name): random.random() < 0.3 for name in YES_NO}
    case |= {named(name): random.choice(words) for name, words in CHOICES.items()}
    for name, (low, high) in NUMBERS.items():
        case[named(name)] = low + int((high - low + 1) * random.random() ** 2)
    return case
