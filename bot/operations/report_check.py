"""Where people leave the self-check: each conversation followed through its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MARK = "self_check:"
_GOING_ON = timedelta(hours=1)
"""After a message, how long somebody may still come back to the question."""
_ENDS = ("escalate:emergency", "escalate:urgent")  # the assistant itself breaks the check off


@dataclass(frozen=True)
class Step:
    """What one turn tells about a check."""

    at: datetime
    outcome: str
    expecting: str | None
    result: str | None


@dataclass
class CheckFigures:
    """Numbers of conversations by question; `consent` is the first. reached = answered + ended + left, for each."""

    began: int = 0
    finished: int = 0
    going_on: int = 0  # asked something within the last hour: in none of the other figures
    reached: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)  # broken off because of a danger
    left: Counter[str] = field(default_factory=Counter)


def follow(conversations: Iterable[Sequence[Step]], now: datetime) -> CheckFigures:
    """Follow each conversation, given by its turns in order, through the check.

    Who got a result has finished, whatever came later. Who did not left at the question that was asked last, unless
    the assistant broke the check off, or the last message is less than an hour older than `now`.
    """
    figures = CheckFigures()
    for steps in conversations:
        asked = [step.expecting.removeprefix(_MARK) for step in steps if _is_question(step) and step.expecting]
        if not asked:
            continue
        finished = any(step.result for step in steps)
        if not finished and now - steps[-1].at < _GOING_ON:
            figures.going_on += 1
            continue
        figures.began += 1
        figures.finished += finished
        questions = set(asked)
        figures.reached.update(questions)
        if not finished:
            questions.remove(asked[-1])
            (figures.ended if _is_broken_off(steps) else figures.left)[asked[-1]] += 1
        figures.answered.update(questions)
    return figures


def _is_question(step: Step) -> bool:
    return (step.expecting or "").startswith(_MARK)


def _is_broken_off(steps: Sequence[Step]) -> bool:
    """True where the check's last question was followed by an alarm; a safety question may lie between."""
    last = max(index for index, step in enumerate(steps) if _is_question(step))
    after = (step.outcome for step in steps[last + 1 :] if not step.outcome.startswith("ask:"))
    return next(after, "").startswith(_ENDS)
