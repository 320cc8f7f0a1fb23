"""One person's way through a list of questions: what was answered, in which words, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.core.questions import Answers

MOST_TRIES = 2  # messages in a row that were not understood before the question is let go


class Phase(StrEnum):
    """Where the course stands."""

    CONSENT = "consent"
    ASKING = "asking"
    DONE = "done"


@dataclass(frozen=True)
class Course:
    """What was answered and what is asked; `unsure_gates` are safety questions once left open."""

    phase: Phase = Phase.CONSENT
    answers: Answers = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)  # what the person said, by question
    asking: str | None = None
    tries: int = 0
    unsure_gates: tuple[str, ...] = ()
    before: Answers = field(default_factory=dict)  # the answers as they were before the last message changed them
    result: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The course as JSON data."""
        return {
            "phase": self.phase.value,
            "answers": {question: list(options) for question, options in self.answers.items()},
            "words": dict(self.words),
            "asking": self.asking,
            "tries": self.tries,
            "unsure_gates": list(self.unsure_gates),
            "before": {question: list(options) for question, options in self.before.items()},
            "result": self.result,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Course | None:
        """The inverse of `as_dict`; None for None."""
        if not data:
            return None
        return cls(
            phase=Phase(data["phase"]),
            answers={question: tuple(options) for question, options in data["answers"].items()},
            words=dict(data["words"]),
            asking=data["asking"],
            tries=data["tries"],
            unsure_gates=tuple(data["unsure_gates"]),
            before={question: tuple(options) for question, options in data["before"].items()},
            result=data["result"],
        )

    def with_answers(self, given: Answers, text: str) -> Course:
        """This course with `given` taken over, in the words `text`; answers change in place, new ones come last."""
        words = {**self.words, **dict.fromkeys(given, text)}
        changed = self.answers if self.answers.keys() & given.keys() else {}
        return replace(self, answers={**self.answers, **given}, words=words, tries=0, before=changed)

    def taken_back(self) -> Course:
        """This course as it was before the last message changed it; the words of what was changed are forgotten."""
        if not self.before:
            return self
        words = {name: said for name, said in self.words.items() if self.answers.get(name) == self.before.get(name)}
        return replace(self, answers=self.before, before={}, words=words)

    @property
    def changed(self) -> tuple[str, ...]:
        """The questions whose answers the last message changed."""
        return tuple(name for name, options in self.before.items() if self.answers.get(name) != options)

    def without(self, question: str) -> Course:
        """This course with the answer to `question` taken out, so that it is asked again."""
        answers = {key: value for key, value in self.answers.items() if key != question}
        return replace(self, answers=answers, asking=question, tries=0, phase=Phase.ASKING)
