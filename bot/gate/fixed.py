"""Replies that need no model, no actions and no content files."""

from __future__ import annotations

from bot.core.replies import CLARIFY, Reply, Turn
from bot.core.text import MAX_CHARACTERS

_EMERGENCY = "If this may be an emergency, call your emergency number."
NOTHING = "I did not get any words. Please type your question about hamstrings, ankles or heels."
NO_WORDS = "I can only read words, not pictures or signs. Please type your question in a few words."
TOO_LONG = f"That is too long for me. Please put it in fewer words, {MAX_CHARACTERS} letters at most. {_EMERGENCY}"
COMMAND = "I do not know commands that start with a slash. Just type your question in plain words."
FAILED = f"Sorry, something went wrong on my side, and I could not answer. Please try again. {_EMERGENCY}"


def fixed_turn(text: str, reply: str) -> Turn:
    """A turn that answers `text` with one of the sentences above and changes nothing else."""
    return Turn(text=text, outcome=CLARIFY, replies=(Reply(reply),))
