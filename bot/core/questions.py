"""Questions with options, and answers to them: what the self-check and the exercise routine share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.core.red_flags import Level

UNSURE, SKIPPED = "unsure", "skip"
OPEN = frozenset({UNSURE, SKIPPED})
"""Answers that say nothing about the body. They are never evidence, neither for nor against."""
Answers = Mapping[str, tuple[str, ...]]
"""Chosen options by question id: one or more option ids, or one of `OPEN` alone."""


class AskedWhen(StrEnum):
    """When a question is part of the course."""

    ALWAYS = "always"
    INJURY_POSSIBLE = "injury_possible"  # it began at one moment, or how it began is not known
    TIGHTNESS_LEADS = "tightness_leads"  # nothing beats the hamstring and nerve patterns so far, and no injury did it


@dataclass(frozen=True)
class Option:
    """One answer to a question: the signs that it says are there, and the red flags that it raises."""

    id: str
    title: str
    signs: tuple[str, ...] = ()
    raises: tuple[tuple[str, Level], ...] = ()
    nothing: bool = False  # "none of these": excludes every other option
    yes: bool = False  # a plain "yes" to the question means this one
    tells: str = ""  # what it says where its question is not beside it; the title where that is enough

    @property
    def told(self) -> str:
        """The answer in words that stand alone."""
        return self.tells or self.title.lower()


@dataclass(frozen=True)
class Question:
    """One question with its options; `many` may be chosen together. A `gate` asks about dangers, not about signs.

    A question with `unsure_raises` must be answered: "not sure" to it, said twice, raises these red flags.
    """

    id: str
    name: str
    asks: str
    again: str
    why: str
    options: tuple[Option, ...]
    many: bool = False
    gate: bool = False
    asked_when: AskedWhen = AskedWhen.ALWAYS
    unsure_raises: tuple[tuple[str, Level], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Option]:
        """Its options by their ids."""
        return {option.id: option for option in self.options}


@dataclass(frozen=True)
class Questionnaire:
    """Questions in the order in which they are asked."""

    questions: tuple[Question, ...]
    by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {question.id: question for question in self.questions})

    def course(self, answers: Answers) -> list[Question]:
        """The questions that these answers lead through, answered or not: here all of them."""
        return list(self.questions)

    def next_question(self, answers: Answers) -> Question | None:
        """The first question of the course that has no answer yet; None at the end."""
        return next((question for question in self.course(answers) if question.id not in answers), None)

    def remaining(self, answers: Answers) -> int:
        """How many questions are still to come, as far as these answers tell."""
        return sum(question.id not in answers for question in self.course(answers))

    def raised(self, answers: Answers) -> list[tuple[str, Level]]:
        """Red flags of the chosen options, most urgent first."""
        found = [
            flag
            for question in self.questions
            for choice in answers.get(question.id, ())
            if choice not in OPEN
            for flag in question.by_id[choice].raises
        ]
        return sorted(found, key=lambda item: -item[1].rank)


def settle(question: Question, choices: Sequence[str]) -> tuple[str, ...]:
    """`choices` as an answer: in the order of the options, "none" only where nothing else was chosen."""
    if not choices:
        raise ValueError("an answer needs at least one choice")
    real = [option.id for option in question.options if option.id in choices and not option.nothing]
    if real:
        return tuple(real) if question.many else (real[-1],)
    nothing = [option.id for option in question.options if option.id in choices]
    return tuple(nothing[:1]) or (next(iter(choices)),)
