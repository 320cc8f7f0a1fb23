"""Replies that need no model, no actions and no content files."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.escalation import escalation, is_distressed, reminder
from bot.core.findings import Finding
from bot.core.red_flags import Level, Screen
from bot.core.regions import Region
from bot.core.replies import CLARIFY, Button, Reply, Turn
from bot.core.text import MAX_CHARACTERS
from bot.core.watch import Watch

_EMERGENCY = "If this may be an emergency, call your emergency number."
NOTHING = "I did not get any words. Please type your question about hamstrings, ankles or heels."
NO_WORDS = "I can only read words, not pictures or signs. Please type your question in a few words."
TOO_LONG = f"That is too long for me. Please put it in fewer words, {MAX_CHARACTERS} letters at most. {_EMERGENCY}"
COMMAND = "I do not know commands that start with a slash. Just type your question in plain words."
STALE = "That choice belongs to an earlier message. Please use the newest choices, or type what you would like."
NOT_KEPT = "I could not save this just now, so I may not remember it."
BUSY = f"I am getting too many messages just now. Please wait a minute and try again. {_EMERGENCY}"
WAITS = "My last question is still open."
FAILED = f"Sorry, something went wrong on my side, and I could not answer. Please try again. {_EMERGENCY}"


def danger_turn(text: str, screen: Screen, findings: Sequence[Finding], region: Region) -> Turn | None:
    """The turn that escalates what patterns found in `text`, or None when nothing urgent was found."""
    leading = screen.leading
    if leading is None or leading.level is Level.PROFESSIONAL:
        return None
    return Turn(
        text=text,
        outcome=f"escalate:{leading.level.value}",
        replies=(escalation(leading.flag, leading.level, region, is_distressed(text)),),
        level=leading.level.value,
        red_flags=tuple(sorted({hit.flag.number for hit in screen.hits})),
        findings=tuple(finding.as_dict() for finding in findings),
    )


def fixed_turn(
    text: str,
    reply: str,
    watch: Watch,
    region: Region,
    offered: Sequence[Button] = (),
    expecting: str | None = None,
) -> Turn:
    """A turn that answers `text` with one of the sentences above, and reminds of a danger that is still raised.

    A question that waits (`expecting`) stays open, with the choices that were `offered`.
    """
    notes = [reminder(watch.level, region)] if watch.forbids_exercise and watch.level else []
    if expecting:
        notes.append(WAITS)
    return Turn(
        text=text,
        outcome=CLARIFY,
        replies=(Reply(reply, tuple(offered) if expecting else ()).followed_by(notes),),
        expecting=expecting,
        level=watch.level.value if watch.level else None,
        red_flags=watch.numbers,
    )
