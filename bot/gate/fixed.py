"""Replies that need no model, no actions and no content files."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.escalation import escalation, is_distressed, reminder
from bot.core.findings import Finding
from bot.core.red_flags import Level, Screen
from bot.core.regions import Region
from bot.core.replies import CLARIFY, Reply, Turn
from bot.core.text import MAX_CHARACTERS
from bot.core.watch import Watch

_EMERGENCY = "If this may be an emergency, call your emergency number."
NOTHING = "I did not get any words. Please type your question about hamstrings, ankles or heels."
NO_WORDS = "I can only read words, not pictures or signs. Please type your question in a few words."
TOO_LONG = f"That is too long for me. Please put it in fewer words, {MAX_CHARACTERS} letters at most. {_EMERGENCY}"
COMMAND = "I do not know commands that start with a slash. Just type your question in plain words."
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


def fixed_turn(text: str, reply: str, watch: Watch, region: Region) -> Turn:
    """A turn that answers `text` with one of the sentences above, and reminds of a danger that is still raised."""
    notes = [reminder(watch.level, region)] if watch.forbids_exercise and watch.level else []
    return Turn(
        text=text,
        outcome=CLARIFY,
        replies=(Reply(reply).followed_by(notes),),
        level=watch.level.value if watch.level else None,
        red_flags=watch.numbers,
    )
