"""The gate: cleans and limits a message, keeps Rasa's shortcuts away from people, and always answers."""

from __future__ import annotations

import asyncio
import logging

from bot.content.regions import current_region
from bot.core import text as rules
from bot.core.findings import Finding
from bot.core.offers import choose
from bot.core.red_flags import Screen
from bot.core.replies import Candidate, Reply, Turn
from bot.core.watch import Watch
from bot.gate import fixed
from bot.nlu.screening import pattern_screen
from bot.runtime.assistant import Assistant, Spoken

_EMOJI_WORDS = {
    "🆘": "emergency help",
    "👍": "yes",
    "👌": "yes",
    "✅": "yes",
    "👎": "no",
    "❌": "no",
    "🙏": "thank you",
    "👋": "hello",
}
_SCREENED_CHARACTERS = 5000  # of a message that is too long to answer
_log = logging.getLogger(__name__)


class NoModelError(Exception):
    """There is no model to answer with."""


class Gate:
    """Takes one message at a time for a conversation and returns the turn it made."""

    def __init__(self, assistant: Assistant | None, timeout: float) -> None:
        """`timeout` is in seconds; a message that takes longer gets a fixed answer.

        Without an assistant (no model) dangers are still recognised by their patterns and answered.
        """
        self._assistant = assistant
        self._timeout = timeout

    async def receive(self, conversation: str, text: str) -> Turn:
        """Answer `text`. Never raises and never returns an empty turn, whatever the text."""
        plain = rules.clean(text)
        if plain and not rules.has_words(plain):  # a lone emoji, with or without a skin tone
            plain = _EMOJI_WORDS.get(plain[:1], plain)
        try:
            if self._assistant is None:
                raise NoModelError
            return await asyncio.wait_for(self._answer(self._assistant, conversation, plain), self._timeout)
        except Exception as error:  # whatever fails, the person gets an answer; the text itself is never logged
            if not isinstance(error, NoModelError):
                _log.error("turn failed: %s", type(error).__name__)
            return await self._without_rasa(conversation, plain, fixed.FAILED)

    async def _answer(self, assistant: Assistant, conversation: str, text: str) -> Turn:
        if not text:
            return await self._without_rasa(conversation, text, fixed.NOTHING)
        if rules.is_too_long(text):
            return await self._without_rasa(conversation, text, fixed.TOO_LONG)
        if not rules.has_words(text):
            return await self._without_rasa(conversation, text, fixed.NO_WORDS)
        offered = (await assistant.memory(conversation)).offered
        tapped = next((button for button in offered if button.payload == text), None)
        choice = tapped or choose(text, offered)
        if choice is None and rules.is_command(text):
            return await self._without_rasa(conversation, rules.without_shortcut_marks(text), fixed.COMMAND)
        forwarded = choice.payload if choice else rules.without_shortcut_marks(text)
        spoken = await assistant.respond(conversation, forwarded)
        if not spoken.turns:
            return await self._without_rasa(conversation, text, fixed.FAILED)
        return _turn(assistant, text, spoken)

    async def _without_rasa(self, conversation: str, text: str, reply: str) -> Turn:
        """The escalation of what patterns find in `text`, remembered if possible; else the fixed `reply`."""
        shown = text[: rules.MAX_CHARACTERS]
        found = _screened(text[:_SCREENED_CHARACTERS])
        turn = fixed.danger_turn(shown, *found, current_region()) if found else None
        watch = Watch()
        try:
            if self._assistant is not None:
                if found and turn:
                    await asyncio.wait_for(self._assistant.remember(conversation, *found), self._timeout)
                watch = (await asyncio.wait_for(self._assistant.memory(conversation), self._timeout)).watch
        except Exception as error:  # what could not be remembered is still said
            _log.error("conversation not reached: %s", type(error).__name__)
        return turn or fixed.fixed_turn(shown, reply, watch, current_region())


def _screened(text: str) -> tuple[Screen, list[Finding]] | None:
    """What patterns find in `text`; None when the screen itself fails."""
    try:
        return pattern_screen().screen(text)
    except Exception as error:
        _log.error("screen failed: %s", type(error).__name__)
        return None


def _turn(assistant: Assistant, text: str, spoken: Spoken) -> Turn:
    last, reading = spoken.turns[-1], spoken.reading
    ranking = tuple((item["name"], item["confidence"]) for item in reading.get("intent_ranking", ()))
    return Turn(
        text=text,
        outcome=last["outcome"],
        replies=tuple(Reply.from_dict(turn["reply"]) for turn in spoken.turns),
        also=tuple(last["also"]),
        topic=last["topic"],
        confidence=reading.get("intent", {}).get("confidence"),
        candidates=_candidates(assistant, ranking),
        expecting=last["expecting"],
        result=last["result"],
        level=last["level"],
        red_flags=tuple(last["red_flags"]),
        findings=tuple(last["findings"]),
        debug={"intent": reading.get("intent"), **reading.get("debug", {})},
    )


def _candidates(assistant: Assistant, ranking: tuple[tuple[str, float], ...]) -> tuple[Candidate, ...]:
    shares: dict[str, float] = {}
    for intent, share in ranking:
        outcome = assistant.library.outcome(intent)
        shares[outcome] = shares.get(outcome, 0.0) + share
    best = sorted(shares.items(), key=lambda item: -item[1])[:3]
    return tuple(Candidate(outcome, min(share, 1.0)) for outcome, share in best)
