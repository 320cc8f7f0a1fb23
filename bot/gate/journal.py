"""What is kept of a turn for reports and safety: outcomes, dangers raised and taken back, results. Never its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.core.course import Course, Phase
from bot.core.replies import Turn
from bot.core.watch import Watch
from bot.storage import tables
from bot.storage.database import Write
from bot.storage.trackers import utc_now

SELF_CHECK = "self_check"
CONSENT_VERSION = "1"  # of the sentence by which the self-check asks for consent: raise it with the sentence


def journal(
    conversation: str,
    turn: Turn,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    milliseconds: float,
    thumb: bool | None = None,
) -> Write:
    """What writes the journal's rows of `turn`; `before` and `after` are the conversation's slots.

    `thumb` is what a thumb up or down said about the answer before.
    """
    if thumb is None and ((turn.debug.get("intent") or {}).get("name")) == "didnt_help":
        thumb = False
    about = (before.get("last_turn") or {}).get("topic") or (before.get("last_turn") or {}).get("outcome")
    here = {"conversation": conversation, "at": utc_now()}
    raised, left = Watch.from_dict(before.get("watch")).raised, Watch.from_dict(after.get("watch")).raised
    changes = [
        {"flag": flag, "level": level.value, "change": "raised"}
        for flag, level in left.items()
        if raised.get(flag) != level
    ]
    changes += [
        {"flag": flag, "level": level.value, "change": "taken_back"}
        for flag, level in raised.items()
        if flag not in left
    ]

    def write(connection: Connection) -> None:
        connection.execute(
            insert(tables.turns).values(
                **here,
                channel=conversation.partition("-")[0][:16],
                outcome=turn.outcome,
                topic=turn.topic,
                expecting=turn.expecting,
                result=turn.result,
                level=turn.level,
                confidence=turn.confidence,
                milliseconds=milliseconds,
            )
        )
        for change in changes:
            connection.execute(insert(tables.escalations).values(**here, **change))
        if turn.result:
            version = (turn.replies[-1].card or {}).get("version", "")
            connection.execute(insert(tables.assessments).values(**here, result=turn.result, version=str(version)))
        if thumb is not None:
            connection.execute(insert(tables.feedback).values(**here, about=about, helpful=thumb))
        if _agreed(before, after):
            consent = {"conversation": conversation, "purpose": SELF_CHECK, "version": CONSENT_VERSION}
            connection.execute(insert(tables.consents).values(**consent, given=here["at"]))

    return write


def _agreed(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True for the turn in which somebody agrees to be asked the questions of the self-check."""
    was, now = Course.from_dict(before.get(SELF_CHECK)), Course.from_dict(after.get(SELF_CHECK))
    return was is not None and was.phase is Phase.CONSENT and now is not None and now.phase is not Phase.CONSENT
