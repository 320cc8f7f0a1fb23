"""The one gate before every offer and every exercise: what speaks against exercise, and leave for what nothing bars.

What shows exercises (`bot.core.routine_speech`) asks for a `Cleared`, and only a session that nothing bars can be made
one. So no way to an exercise can leave the check out, whatever was learned since it was last made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.core.check_speech import Phrase
from bot.core.routine import NOTHING, SAFETY, Barred, barred
from bot.core.routine_session import Said, Session, ended

T = TypeVar("T")


@dataclass(frozen=True)
class Cleared:
    """Leave to show exercises in `session`. Raises ValueError where something speaks against it."""

    session: Session

    def __post_init__(self) -> None:
        if (reason := reason_against(self.session)) is not None:
            raise ValueError(f"no exercise for this session: {reason.value}")


def reason_against(session: Session) -> Barred | None:
    """Why `session` may show no exercise; a safety question without an answer counts as not sure."""
    if (reason := barred(session.course.answers, session.result)) is not None:
        return reason
    cleared = all(session.course.answers.get(name) == NOTHING for name in SAFETY)
    return None if cleared else Barred.UNSURE


def through_gate(session: Session, phrase: Phrase, give: Callable[[Cleared], T]) -> T | Said:
    """What `give` gives, or the end of the routine with the reason against it, and what to do instead."""
    if (reason := reason_against(session)) is not None:
        return ended(phrase, f"barred_{reason.value}")
    return give(Cleared(session))
