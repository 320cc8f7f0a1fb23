"""Two and six weeks after the first session: whether it got better."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.check_speech import Phrase
from bot.core.hearing import Heard
from bot.core.red_flags import Level
from bot.core.replies import Reply
from bot.core.routine_session import Said, Session, Step, ended
from bot.core.routine_speech import CHECK_IN_BUTTONS

_NOT_BETTER = re.compile(
    r"\b(?:same|worse|worst|unchanged|bad|awful|terrible|no (?:change|better|different|difference|good|improvement))\b|"
    r"\b(?:not|n'?t|hardly|barely)\b(?: \w+){0,2} (?:better|good|great|well|improv\w*|looser|easier|helped)\b",
    re.IGNORECASE,
)
_BETTER = re.compile(r"\b(?:better|good|great|improv\w*|looser|easier|well|fine|helped|helps)\b", re.IGNORECASE)
_SIX_WEEKS = 6


def check_in_question(session: Session, phrase: Phrase, before: tuple[str, ...] = ()) -> Said:
    """How it is, behind `before`; the answers to the routine's questions that `session` holds are kept."""
    session = replace(session, step=Step.CHECK_IN)
    asks = phrase("checkin_six_weeks" if session.week > _SIX_WEEKS else "checkin_two_weeks")
    return Said(Reply(" ".join((*before, asks)), CHECK_IN_BUTTONS), session, f"routine:{Step.CHECK_IN}")


def is_better(heard: Heard) -> bool | None:
    """True or False for better or not; None where that is not said."""
    said = (heard.choice or "").removeprefix("routine.") or heard.text.replace("’", "'")
    if _NOT_BETTER.search(said):
        return False
    return True if _BETTER.search(said) else None


def not_better(phrase: Phrase) -> Said:
    """The end of the routine, with advice to book."""
    return replace(ended(phrase, "checkin_not_better"), raises=(("RF31", Level.PROFESSIONAL),))
