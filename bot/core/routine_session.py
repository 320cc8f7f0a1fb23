"""What is remembered of a routine between two messages, and what one message leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.core.check_speech import Phrase
from bot.core.course import Course, Phase
from bot.core.questions import Answers
from bot.core.red_flags import Level
from bot.core.replies import Reply
from bot.core.routine import LIMITS, SAFETY
from bot.core.walk import Walk


class Step(StrEnum):
    """What the next message is expected to be about."""

    QUESTIONS = "questions"
    OFFER = "offer"
    WALK = "walk"
    PAIN = "pain"  # how strong, in the exercise at hand
    END_PAIN = "end_pain"  # how strong, over the whole session
    KEEP = "keep"  # whether a note of the session may be kept
    CHECK_IN = "check_in"  # whether it got better since the routine began


@dataclass(frozen=True)
class Session:
    """A routine in the making or going on. `quick` is for one stretch at once; `pain` is the strongest of the session.

    `result` and `pattern` are those of a self-check that was finished before, and `week` counts from 1. `limits` were
    told elsewhere than in answer to the question about them, which may still have to be asked.
    """

    step: Step = Step.QUESTIONS
    course: Course = field(default_factory=lambda: Course(Phase.ASKING))
    walk: Walk | None = None
    quick: bool = False
    nordic: bool = False
    result: str | None = None
    week: int = 1
    pain: int | None = None
    limits: tuple[str, ...] = ()

    @property
    def pattern(self) -> str | None:
        """The pattern that the self-check named, where it named another than tightness."""
        _, _, pattern = (self.result or "").partition(":")
        return pattern or None

    def taking(self, given: Answers, text: str) -> Session:
        """With `given` answered in the words `text`."""
        return replace(self, course=self.course.with_answers(given, text)) if given else self

    def limited(self, limits: Iterable[str]) -> Session:
        """With `limits` besides those that are known."""
        return replace(self, limits=tuple(dict.fromkeys((*self.limits, *limits))))

    def knowing(self, known: Answers) -> Session:
        """With what a self-check has told (`bot.core.routine.from_self_check`)."""
        safety = {name: known[name] for name in SAFETY if name in known}
        return self.limited(known.get(LIMITS, ())).taking(safety, "")

    def asking_again(self, question: str) -> Session:
        """With the answer to `question` taken out, which is asked before anything else goes on."""
        return replace(self, step=Step.QUESTIONS, course=self.course.without(question))

    def as_dict(self) -> dict[str, Any]:
        """The session as JSON data."""
        return {
            "step": self.step.value,
            "course": self.course.as_dict(),
            "walk": self.walk.as_dict() if self.walk else None,
            "quick": self.quick,
            "nordic": self.nordic,
            "result": self.result,
            "week": self.week,
            "pain": self.pain,
            "limits": list(self.limits),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Session | None:
        """The inverse of `as_dict`; None for None."""
        if not data:
            return None
        return cls(
            step=Step(data["step"]),
            course=Course.from_dict(data["course"]) or Course(Phase.ASKING),
            walk=Walk.from_dict(data["walk"]),
            quick=data["quick"],
            nordic=data["nordic"],
            result=data["result"],
            week=data["week"],
            pain=data["pain"],
            limits=tuple(data.get("limits", ())),  # sessions begun with an earlier version have none
        )


@dataclass(frozen=True)
class Said:
    """What to say, what to remember (None: the routine is over), and what is waited for.

    `raises` are red flags that an answer raises. `says` is the id of the reply that ends the routine, with its own
    offers. `record` is a session of which a note may be kept. `unclear` is True where the message was not understood.
    """

    reply: Reply
    session: Session | None = None
    expecting: str | None = None
    raises: tuple[tuple[str, Level], ...] = ()
    says: str | None = None
    record: Session | None = None
    unclear: bool = False


def ended(phrase: Phrase, reply_id: str, before: Iterable[str] = ()) -> Said:
    """The end of the routine, with a reply of that id behind `before`."""
    return Said(Reply(" ".join([*before, phrase(reply_id)])), says=reply_id)
