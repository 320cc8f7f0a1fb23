"""What is said where others read along: nothing about anybody's health, but what to do about a danger."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels.telegram_updates import Overheard
from bot.content.regions import current_region
from bot.core.replies import SMALLTALK, Reply, Turn
from bot.core.watch import Watch
from bot.gate.fixed import FAILED, danger_turn, fixed_turn
from bot.nlu.screening import pattern_screen

_SCREENED_CHARACTERS = 5000
_OFFER = "I do not talk about health in a group, where others read along. Please write to me in private: {link}"
_ELSEWHERE = "You can write to me in private for more: {link}"
_NAMELESS = "tap my name."
_log = logging.getLogger(__name__)


def danger_in(text: str) -> Turn | None:
    """The turn that says what to do about a danger that patterns find in `text`, without a word of the text."""
    try:
        screen, findings = pattern_screen().screen(text[:_SCREENED_CHARACTERS])
        turn = danger_turn(text, screen, findings, current_region())
    except Exception as error:
        _log.error("screen failed: %s", type(error).__name__)
        return None
    return turn and replace(turn, text="", findings=())


def failure(text: str) -> Turn:
    """What to say to a message that could not be taken in: what to do about a danger in it, else that it failed."""
    return danger_in(text) or fixed_turn("", FAILED, Watch(), current_region())


def group_answer(heard: Overheard, username: str | None) -> dict[str, Any]:
    """The answer to a message in a group, as a body for the outbox: it replies to that message, with no choices."""
    link = f"https://t.me/{username}" if username else _NAMELESS
    danger = danger_in(heard.text)
    if danger is None:
        turn = Turn("", SMALLTALK, (Reply(_OFFER.format(link=link)),))
    else:
        reply = danger.replies[0].with_buttons(()).followed_by([_ELSEWHERE.format(link=link)])
        turn = replace(danger, replies=(reply,))
    place: Mapping[str, Any] = {"reply_to": heard.message, "thread": heard.thread}
    return {**turn.as_dict(), "telegram": dict(place)}
