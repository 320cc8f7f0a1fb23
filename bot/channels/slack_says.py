"""What the Slack channel says by itself, where no conversation is asked."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.channels.slack_text import parted
from bot.content.regions import current_region
from bot.core.replies import CLARIFY, Reply, Turn
from bot.core.watch import Watch
from bot.gate import fixed
from bot.nlu.screening import pattern_screen

HELLO = "hello"
"""What an empty command and the home tab's button say to the bot."""
ONLY_TEXT = "I can only read text, so I have not looked at the file. Please type what you would like to ask."
ONLY_TEXT_BESIDE = "I can only read text, so I have not looked at the file. I read what you wrote with it."
ASIDE = (
    "I answer in direct messages only, so that what you tell me stays between us. Write to me there, or type /ankle."
)
ANSWERED = "I have answered in our direct messages."
NOTHING_TICKED = "Please tick at least one line, or press “Not sure”."
CLOSED = "These choices are closed."
CHOSEN = "You chose: {titles}"
_MOST_SCREENED = 5000  # characters, as many as the mailroom keeps
_AT_ONCE = 500
_log = logging.getLogger(__name__)


def sentence(text: str) -> Turn:
    """A turn that says `text` and means nothing else."""
    return Turn(text="", outcome=CLARIFY, replies=(Reply(text),))


def danger_in(text: str) -> Turn | None:
    """What to do about a danger that patterns find in `text`, without what was written; None where there is none.

    A long text is screened part by part, since Slack waits for the acknowledgement and the patterns take a time that
    grows faster than the text.
    """
    found: list[tuple[int, Turn]] = []
    for part in parted(text[:_MOST_SCREENED], _AT_ONCE):
        try:
            screen, findings = pattern_screen().screen(part)
        except Exception as error:  # a message must not be lost with the screen; the text itself is never logged
            _log.error("screen failed: %s", type(error).__name__)
            continue
        turn = fixed.danger_turn(part, screen, findings, current_region())
        if turn is not None and screen.leading is not None:
            found.append((screen.leading.level.rank, replace(turn, text="", findings=())))
    return max(found, key=lambda item: item[0])[1] if found else None


def aside_to(danger: Turn | None) -> Turn:
    """What is said where other people read along: what to do about a danger, and where to write."""
    if danger is None:
        return sentence(ASIDE)
    return replace(danger, replies=tuple(reply.followed_by([ASIDE]) for reply in danger.replies))


def failure(text: str) -> Turn:
    """What to say to a message that could not be kept."""
    return danger_in(text) or fixed.fixed_turn("", fixed.FAILED, Watch(), current_region())
