"""What rests on what: the register of sources, what is said with them, and the specs that hold it.

``resting`` lists everything that says on whose word it is.  ``register`` prints it by source, and what is
assumed as questions to a practice advisor.  ``matrix`` sets ids beside rules beside scenarios, and names
what has no partner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from drive_rules import ir
from drive_rules.language.reads import settings_in
from drive_rules.language.sentences import listed
from drive_rules.language.watch import settings_in_watch
from drive_rules.language.write import setting_value

ASSUMED: ir.Provenance = "our assumption, to confirm"
SORTS = ("rule", "invariant", "watch rule", "setting", "sign", "measure", "checklist", "action")
RULE_TAG = "rule:"
WATCH_TAG = "watch:"
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Said:
    """Something of a ruleset that says on whose word it is; ``holds`` is what it says, in a few words."""

    sort: str
    name: str
    holds: str
    why: ir.Because


def resting(ruleset: ir.Ruleset) -> tuple[Said, ...]:
    """Everything with a source, rules first."""
    found = [Said("rule", id, rule.title, rule.why) for id, rule in ruleset.rules.items()]
    found += [Said("invariant", id, each.title, each.why) for id, each in ruleset.invariants.items()]
    found += [Said("watch rule", id, each.title, each.why) for id, each in ruleset.watch.items()]
    for sort, entries in (
        ("sign", ruleset.signs),
        ("measure", ruleset.measures),
        ("checklist", ruleset.checklists),
        ("action", ruleset.actions),
    ):
        found += [Said(sort, name, "", each.why) for name, each in entries.items() if each.why is not None]
    found += [Said("setting", each.name, _value(each), each.why) for each in ruleset.settings.values()]
    return tuple(sorted(found, key=lambda said: (SORTS.index(said.sort), said.name)))


def _value(setting: ir.Setting) -> str:
    value = setting_value(setting, setting.values[-1].value)
    return listed(map(str, value)) if isinstance(value, list) else str(value)


# -- the register ----------------------------------------------------------------------------------


def register(ruleset: ir.Ruleset) -> str:
    """Each source with what rests on it; what rests on none; what is to be confirmed, as questions."""
    by_source: defaultdict[str, list[Said]] = defaultdict(list)
    everything = resting(ruleset)
    for said in everything:
        for id in said.why.source or ("none",):
            by_source[id].append(said)
    lines = [f"SOURCES OF {ruleset.name} {ruleset.version}", ""]
    for id in sorted(ruleset.sources, key=in_order):
        lines += _entry(ruleset.sources[id], by_source[id])
    lines += ["", "RESTS ON NO SOURCE", *_names(by_source["none"] or ())]
    assumed = [said for said in everything if said.why.provenance == ASSUMED]
    lines += ["", f"TO CONFIRM BEFORE LIVE USE: {len(assumed)} questions to a practice advisor"]
    for number, said in enumerate(assumed, 1):
        lines += _paragraph(f"{number}. {question(said)}", 2, 6)
    return "\n".join(lines) + "\n"


def _entry(source: ir.Source, on_it: Iterable[Said]) -> Iterator[str]:
    brought_out = ", ".join(words for words in (source.publisher, source.published) if words)
    copy = "; a copy, to be checked against the original before anybody is quoted" if source.mirror else ""
    about = f" ({brought_out})" if brought_out else ""
    yield from _paragraph(f"{source.id}: {source.where}{about}. {source.provenance}{copy}", 0, 2)
    if source.carried_by:
        yield from _paragraph(f"carried by {source.carried_by}", 4, 6)
    yield from _names(on_it) if on_it or source.carried_by else ("    nothing rests on it",)


def _names(on_it: Iterable[Said]) -> Iterator[str]:
    by_sort: defaultdict[str, list[str]] = defaultdict(list)
    for said in on_it:
        by_sort[said.sort].append(said.name)
    for sort, names in by_sort.items():
        many = "s" if len(names) > 1 else ""
        yield from _paragraph(f"{sort}{many}: {'; '.join(names)}", 4, 6)


def question(said: Said) -> str:
    """What is assumed, as a question to a practice advisor."""
    cited = f" [{', '.join(said.why.source)}]" if said.why.source else ""
    because = f"Assumed because: {said.why.because}{cited}"
    match said.sort:
        case "setting":
            return f"Is '{said.name}' {said.holds} in your practice? {because}"
        case "rule" | "invariant" | "watch rule":
            return f"Does this hold in your practice: {said.holds}? ({said.name}) {because}"
        case "action":
            return f"Is this done in your practice, and so: {said.name}? {because}"
        case _:
            return f"Is '{said.name}' put together as you would? ({said.sort}) {because}"


def _paragraph(words: str, first: int, further: int) -> list[str]:
    return wrap(words, WIDTH, initial_indent=" " * first, subsequent_indent=" " * further)


def in_order(id: str) -> tuple[tuple[str, int], ...]:
    """Ids as people count: F2.9 before F2.10, X4 before X10."""
    return tuple((word, int(number or 0)) for word, number in re.findall(r"([^0-9]+|(?=[0-9]))([0-9]*)", id))


# -- the matrix ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario of the specs with its tags, its feature's among them."""

    feature: str
    name: str
    tags: tuple[str, ...]

    @property
    def rules(self) -> frozenset[str]:
        """The rules that it is about."""
        return frozenset(tag.removeprefix(RULE_TAG) for tag in self.tags if tag.startswith(RULE_TAG))


@dataclass(frozen=True, slots=True)
class Row:
    """One id: what says so in the rule files, what part of the library carries it, which specs hold it."""

    id: str
    said: tuple[Said, ...]
    carried_by: str
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Ids beside rules beside scenarios; ``strange`` are tags that name neither a rule nor an id."""

    rows: tuple[Row, ...]
    cases: Mapping[str, tuple[Scenario, ...]]
    settings: Mapping[str, tuple[str, ...]]
    rules_without: tuple[str, ...]
    strange: Mapping[str, tuple[Scenario, ...]]
    watch_without: tuple[str, ...] = ()

    @property
    def without_carrier(self) -> tuple[str, ...]:
        """Ids that nothing in the rule files cites, and no part of the library carries."""
        return tuple(row.id for row in self.rows if not row.said and not row.carried_by)

    @property
    def without_scenario(self) -> tuple[str, ...]:
        """Ids that no scenario is about, neither by their own tag nor through a rule that cites them."""
        return tuple(row.id for row in self.rows if not row.scenarios)

    def text(self) -> str:
        """A line each, then what has no partner."""
        lines = ["id | said by | scenarios"]
        for row in self.rows:
            names = [f"{said.sort} {said.name}" for said in row.said]
            names += [f"carried by {row.carried_by}"] if row.carried_by else []
            lines.append(f"{row.id} | {'; '.join(names) or '-'} | {_some(row.scenarios)}")
        lines += [f"{case} | - | {_some(scenarios)}" for case, scenarios in self.cases.items()]
        lines += ["", "setting | used by"]
        lines += [f"{name} | {'; '.join(users) or '-'}" for name, users in self.settings.items()]
        without = {
            "ids that nothing carries": self.without_carrier,
            "ids without a scenario": self.without_scenario,
            "rules without a scenario": self.rules_without,
            "watch rules without a scenario": self.watch_without,
            "settings that nothing uses": tuple(name for name, users in self.settings.items() if not users),
            "tags that name nothing": tuple(self.strange),
        }
        lines += ["", "WITHOUT A PARTNER"]
        lines += [f"{what}: {', '.join(names) or 'none'}" for what, names in without.items()]
        return "\n".join(lines) + "\n"


def _some(scenarios: tuple[Scenario, ...]) -> str:
    if not scenarios:
        return "-"
    files = dict.fromkeys(scenario.feature for scenario in scenarios)
    return f"{len(scenarios)} in {', '.join(files)}"


def matrix(ruleset: ir.Ruleset, scenarios: Iterable[Scenario], allocating: Iterable[str] = ()) -> Matrix:
    """Every id of the register, every case and every setting, with its partners.

    ``allocating`` are the settings that allocating reads.
    """
    by_source: defaultdict[str, list[Said]] = defaultdict(list)
    for said in resting(ruleset):
        for id in said.why.source:
            by_source[id].append(said)
    by_tag: defaultdict[str, list[Scenario]] = defaultdict(list)
    by_rule: defaultdict[str, list[Scenario]] = defaultdict(list)
    for scenario in scenarios:
        for tag in scenario.tags:
            by_tag[tag].append(scenario)
        for rule in scenario.rules:
            by_rule[rule].append(scenario)
    rows = []
    for id in sorted(ruleset.sources, key=in_order):
        cited = by_source[id]
        about = [each for said in cited if said.sort == "rule" for each in by_rule[said.name]]
        about += [
            each for said in cited if said.sort == "watch rule" for each in by_tag[WATCH_TAG + said.name]
        ]
        held = tuple(dict.fromkeys([*by_tag[as_tag(id)], *about]))
        rows.append(Row(id, tuple(cited), ruleset.sources[id].carried_by, held))
    cases = sorted((tag for tag in by_tag if re.fullmatch(r"case-\d+", tag)), key=in_order)
    known = {*cases, *map(as_tag, ruleset.sources), *(f"{RULE_TAG}{id}" for id in ruleset.rules)}
    known |= {f"{WATCH_TAG}{id}" for id in ruleset.watch}
    return Matrix(
        rows=tuple(rows),
        cases={case: tuple(by_tag[case]) for case in cases},
        settings=_users(ruleset, allocating),
        rules_without=tuple(sorted(id for id in ruleset.rules if not by_rule[id])),
        strange={tag: tuple(by_tag[tag]) for tag in sorted(by_tag) if tag not in known},
        watch_without=tuple(sorted(id for id in ruleset.watch if not by_tag[WATCH_TAG + id])),
    )


def as_tag(id: str) -> str:
    """An id as scenarios are tagged with it: tags hold no spaces."""
    return id.replace(" ", "-")


def _users(ruleset: ir.Ruleset, allocating: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The entries that name each setting."""
    users: dict[str, list[str]] = {name: [] for name in sorted(ruleset.settings)}
    entries: list[tuple[str, ir.Rule | ir.Action | ir.Sign | ir.Measure]]
    entries = [(f"rule {id}", rule) for id, rule in ruleset.rules.items()]
    entries += [(f"action {name}", action) for name, action in ruleset.actions.items()]
    entries += [(f"sign {name}", sign) for name, sign in ruleset.signs.items()]
    entries += [(f"measure {name}", measure) for name, measure in ruleset.measures.items()]
    for words, entry in entries:
        for setting in settings_in(entry):
            users[setting].append(words)
    for id, watch in ruleset.watch.items():
        for setting in settings_in_watch(watch):
            users[setting].append(f"watch rule {id}")
    for setting in allocating:
        users[setting].append("allocation")
    if "bank holidays" in users:
        users["bank holidays"].append("every length in working days")
    return {name: tuple(found) for name, found in users.items()}
