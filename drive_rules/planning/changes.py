"""What is otherwise with a step than in the previous plan, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drive_rules.answers import Block
from drive_rules.language.values import words_of_date
from drive_rules.planning.steps import Change, Changed, Step


def changes(step: Step, was: Step | None, blocks: Mapping[str, Block]) -> Iterator[Changed]:
    """All that is otherwise with one step; ``was`` is None where the previous plan had none like it."""
    if was is None:
        because = tuple(dict.fromkeys(reason.title for reason in step.reasons))
        yield _change(step, "added", "", step.status, because or _for_blocks(step, blocks))
        return
    if facts_of(step) != facts_of(was):
        asked = tuple(f"also to find out: {name}" for name in sorted(facts_of(step) - facts_of(was)))
        known = tuple(f"no longer: {name}" for name in sorted(facts_of(was) - facts_of(step)))
        before, now = (f"{len(facts_of(each))} to find out" for each in (was, step))
        yield _change(step, "facts", before, now, (*asked, *known))
    if step.due != was.due:
        yield _change(step, "day", _by(was), _by(step), _why_moved(step, was))
    if step.status != was.status:
        yield _change(step, "status", was.status, step.status, _why_stands(step, blocks))
    if step.task.asked != was.task.asked:
        before, now = was.task.asked or "nobody", step.task.asked or "nobody"
        yield _change(step, "asked", before, now, step.task.gap.because if step.task.gap else ())


def facts_of(step: Step) -> frozenset[str]:
    """What a step finds out; nothing, for any other."""
    return frozenset(step.action.split(", ")) if step.sort == "find out" else frozenset()


def _change(step: Step, what: Change, before: str, now: str, because: tuple[str, ...]) -> Changed:
    return Changed(step.id, step.number, step.action, step.thing, what, before, now, because)


def _for_blocks(step: Step, blocks: Mapping[str, Block]) -> tuple[str, ...]:
    """The titles of the blocks for which a step was added: as their way out, or meanwhile."""
    named = [block for block in blocks.values() if step.action in (*block.ways_out, block.instead)]
    return tuple(sorted({block.title for block in named}))


def _why_moved(step: Step, was: Step) -> tuple[str, ...]:
    if step.brought_forward_for:
        return ("a step that comes after it is due sooner",)
    held, now = ({reason.title for reason in each.reasons} for each in (was, step))
    gone = [f"no longer: {title}" for title in sorted(held - now)]
    return (*sorted(now - held), *gone)


def _why_stands(step: Step, blocks: Mapping[str, Block]) -> tuple[str, ...]:
    if step.status == "done" and step.last_done:
        return (f"recorded as done on {words_of_date(step.last_done)}",)
    return step.because or tuple(dict.fromkeys(blocks[id].title for id in step.blocked_by))


def _by(step: Step) -> str:
    return f"by {words_of_date(step.due)}" if step.due else "no day"
