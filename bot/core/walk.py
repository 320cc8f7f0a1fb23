"""Going through a routine, one exercise after the other: where somebody is, how it felt, and what follows from that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

MOST_PAIN = 10
_GREEN, _AMBER = 2, 4  # highest pain (0-10) of each; clinical reference, section 4c
SHARP_PAIN = 5  # taken where a pain is called sharp, and no number is told
MOST_STOPPED = 2
"""Exercises stopped for pain after which the routine ends with advice to book."""


class Light(StrEnum):
    """What a pain of 0 to 10 during an exercise means."""

    GREEN = "green"  # carry on
    AMBER = "amber"  # hold or halve; do not progress
    RED = "red"  # stop that exercise


def light(pain: int, sharp: bool = False) -> Light:
    """The light for `pain`, 0 to 10; a sharp pain is always red. Raises ValueError outside that range."""
    if not 0 <= pain <= MOST_PAIN:
        raise ValueError("pain is a number from 0 to 10")
    if sharp or pain > _AMBER:
        return Light.RED
    return Light.AMBER if pain > _GREEN else Light.GREEN


@dataclass(frozen=True)
class Walk:
    """Where somebody is in a routine.

    `ease` is -1 after "easier", 1 after "harder", for the exercise at hand. `pain` holds the strongest pain told for an
    exercise, `done` what was done to the end, `stopped` what was broken off for pain.
    """

    exercises: tuple[str, ...]
    week: int = 1
    index: int = 0
    ease: int = 0
    paused: bool = False
    pain: Mapping[str, int] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()

    @property
    def current(self) -> str | None:
        """The exercise at hand; None at the end."""
        return self.exercises[self.index] if self.index < len(self.exercises) else None

    @property
    def is_over(self) -> bool:
        """True when there is nothing more to do, or two exercises had to be stopped."""
        return self.current is None or len(self.stopped) >= MOST_STOPPED

    def onward(self) -> Walk:
        """After doing the exercise at hand."""
        done = self.done if self.current is None or self.current in self.done else (*self.done, self.current)
        return replace(self._at(self.index + 1), done=done)

    def skipped(self) -> Walk:
        """After leaving the exercise at hand out."""
        return self._at(self.index + 1)

    def back(self) -> Walk:
        """One exercise back; the first stays the first."""
        return self._at(max(self.index - 1, 0))

    def eased(self, by: int) -> Walk:
        """With the exercise at hand easier (-1) or harder (1)."""
        return replace(self, ease=max(-1, min(1, self.ease + by)), paused=False)

    def at_rest(self, paused: bool = True) -> Walk:
        """Paused, or going on."""
        return replace(self, paused=paused)

    def felt(self, pain: int, sharp: bool = False) -> tuple[Walk, Light]:
        """After `pain` (0-10) in the exercise at hand, which red breaks off. Raises ValueError outside the range."""
        seen = light(pain, sharp)
        name = self.current
        if name is None:
            return self, seen
        walk = replace(self, pain={**self.pain, name: max(pain, self.pain.get(name, 0))}, paused=False)
        if seen is Light.RED:
            walk = walk.broken_off()
        elif seen is Light.AMBER:
            walk = replace(walk, ease=-1)
        return walk, seen

    def broken_off(self) -> Walk:
        """With the exercise at hand stopped, and at the next."""
        assert self.current is not None
        return replace(self._at(self.index + 1), stopped=(*self.stopped, self.current))

    def leaving_out(self, names: Collection[str]) -> Walk:
        """Without those of `names` that are still to come, the exercise at hand among them."""
        kept = (*self.exercises[: self.index], *(name for name in self.exercises[self.index :] if name not in names))
        walk = replace(self, exercises=kept)
        return walk if walk.current == self.current else walk._at(self.index)

    def _at(self, index: int) -> Walk:
        return replace(self, index=index, ease=0, paused=False)

    def as_dict(self) -> dict[str, Any]:
        """The walk as JSON data."""
        return {
            "exercises": list(self.exercises),
            "week": self.week,
            "index": self.index,
            "ease": self.ease,
            "paused": self.paused,
            "pain": dict(self.pain),
            "done": list(self.done),
            "stopped": list(self.stopped),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Walk | None:
        """The inverse of `as_dict`; None for None."""
        if not data:
            return None
        return cls(
            exercises=tuple(data["exercises"]),
            week=data["week"],
            index=data["index"],
            ease=data["ease"],
            paused=data["paused"],
            pain=dict(data["pain"]),
            done=tuple(data["done"]),
            stopped=tuple(data["stopped"]),
        )
