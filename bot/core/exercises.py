"""An exercise: its steps, how much of it in which week, and who leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.topics import Source

LAST_WEEK = 8
"""Doses grow over eight weeks (clinical reference, section 4b)."""


class Kind(StrEnum):
    """What an exercise is for."""

    STRETCH = "stretch"
    DYNAMIC = "dynamic"
    STRENGTH = "strength"


@dataclass(frozen=True)
class Dose:
    """How much from week `start` on: `sets` of either `seconds` held or `repeats`."""

    start: int
    sets: int
    seconds: int | None = None
    repeats: int | None = None


@dataclass(frozen=True)
class Limit:
    """Something that leaves out single exercises, such as pain in kneeling."""

    id: str
    title: str


@dataclass(frozen=True)
class Exercise:
    """One exercise. `minutes` is what it takes with both sides; `days` is how many days a week.

    `for_pattern` names the pattern of the self-check that it is an addition for; `on_request` is only given to somebody
    who is fit and asks for it.
    """

    id: str
    name: str
    kind: Kind
    area: str
    minutes: int
    picture: str
    picture_text: str  # what the picture shows, for those who do not see it
    steps: tuple[str, ...]
    feel: str
    weeks: tuple[Dose, ...]
    each_side: bool
    days: int
    easier: str
    harder: str
    leave_out_if: frozenset[str]
    sources: tuple[Source, ...]
    for_pattern: str | None = None
    on_request: bool = False

    def dose(self, week: int) -> Dose:
        """What to do in `week`, counted from 1; weeks beyond the last are like the last."""
        return next(dose for dose in reversed(self.weeks) if dose.start <= max(week, 1))


@dataclass(frozen=True)
class ExerciseBook:
    """All exercises and limits by their ids, and the rule for stopping that goes with each of them."""

    version: str
    stop_rule: str
    limits: Mapping[str, Limit]
    exercises: Mapping[str, Exercise]
