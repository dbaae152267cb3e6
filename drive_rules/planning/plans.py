"""A plan and its ways out: to JSON and back, to text; and what becomes of its steps, recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter, ValidationError

from drive_rules.planning import notebook
from drive_rules.planning.printed import Minutes, Text
from drive_rules.planning.steps import PLAN_SCHEMA, Became, Outcome, Planned, Step
from drive_rules.problems import DriveRulesError


@dataclass(frozen=True, slots=True, repr=False)
class Plan(Planned):
    """The steps of one case on one day, in the order in which to take them; see ``Planned`` for its parts."""

    def step(self, action: str, of: str | None = None) -> Step:
        """The step with that id or number, or that does that action (name or code) to the thing ``of``."""
        found = [
            s
            for s in self.steps
            if action in (s.id, str(s.number), s.action, s.code) and of in (None, s.thing.key)
        ]
        if len(found) != 1:
            if not found:
                raise DriveRulesError(
                    f"no step '{action}' here: the plan lists its steps by number and action"
                )
            raise DriveRulesError(f"more than one step '{action}' here: say of which thing, or its number")
        return found[0]

    def done(self, action: str, *, on: date, by: str, of: str | None = None, because: str = "") -> Plan:
        """The plan with a step recorded as done on a day by somebody; ``because`` may say how it went.

        The next plan made from this one keeps it as done; see ``Step.last_done``.  What is to be found
        out is done when the case holds the answer, and is refused here.
        """
        step = self.step(action, of)
        if step.sort == "find out":
            raise DriveRulesError(
                "what is to be found out is done when the case holds the answer: put it there"
            )
        return self._with(step, "done", on, by, because)

    def refused(
        self, action: str, *, on: date, because: str, of: str | None = None, by: str | None = None
    ) -> Plan:
        """The plan with a step refused by whoever was asked, or by another agency; the reason is kept.

        The next plan made from this one does not ask them for this step again until ``accepted``.  Raises
        ``DriveRulesError`` for somebody whom the step does not name: such a refusal would be lost.
        """
        step = self.step(action, of)
        refuser = by or step.task.asked
        if not because.strip():
            raise DriveRulesError("a refusal is kept with its reason: say `because`")
        if refuser is None:
            raise DriveRulesError("nobody is asked for this step: say who refused it, `by`")
        return self._with(step, "refused", on, self._named(step, refuser), because)

    def accepted(self, action: str, *, on: date, by: str, of: str | None = None) -> Plan:
        """The plan with a step taken on after all; this releases no other agency from anything."""
        step = self.step(action, of)
        return self._with(step, "accepted", on, self._named(step, by), "")

    def _named(self, step: Step, who: str) -> str:
        """Somebody whom a step names: its owner, who is or may be asked, who refused it."""
        task = step.task
        known = {task.owner, *task.next_asked, *task.if_refused, *((task.asked,) if task.asked else ())}
        known |= {each.by for each in self.outcomes if (each.number, each.what) == (step.number, "refused")}
        if who not in known:
            raise DriveRulesError(f"`by` names nobody of this step: say one of {', '.join(sorted(known))}")
        return who

    def _with(self, step: Step, what: Became, on: date, by: str, because: str) -> Plan:
        if not by.strip():
            raise DriveRulesError("say who: `by`")
        if on < step.first_planned:
            raise DriveRulesError("that day is before the step was first planned")
        outcome = Outcome(step.number, step.id, what, on, by, because)
        return replace(self, outcomes=(*self.outcomes, outcome))

    def to_json(self) -> str:
        """The whole plan as JSON, the same to the byte for the same plan."""
        return json.dumps(_ADAPTER.dump_python(self, mode="json"), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that ``to_json`` wrote; the error for anything else holds nothing of the text."""
        try:
            plan = _ADAPTER.validate_json(text)
        except ValidationError as error:
            problem = f"this is not a plan that this version wrote: {error.error_count()} places do not fit"
        else:
            if plan.schema == PLAN_SCHEMA:
                return plan
            problem = f"this plan has schema {plan.schema}; this version reads schema {PLAN_SCHEMA}"
        raise DriveRulesError(problem)

    def _repr_html_(self) -> str:
        """The plan in a notebook, in short; ``repr`` still says nothing of the case."""
        return notebook.in_notebook(self)

    def text(self) -> str:
        """The plan for people, no line over 80 characters."""
        return "\n".join(Text(self).lines()) + "\n"

    def minutes(self) -> str:
        """The tasks by who is asked, as a panel minutes them: a line or two each, none over 80 characters."""
        return "\n".join(Minutes(self).lines()) + "\n"


_ADAPTER = TypeAdapter(Plan)
