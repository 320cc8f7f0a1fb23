"""The gate: cleans and limits a message, keeps Rasa's shortcuts away from people, and always answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.engine import Connection

from bot.content.regions import current_region
from bot.core import text as rules
from bot.core.findings import Finding
from bot.core.offers import choose
from bot.core.red_flags import Screen
from bot.core.replies import Button, Candidate, Reply, Turn
from bot.core.watch import Watch
from bot.gate import fixed
from bot.gate.journal import journal
from bot.nlu.screening import pattern_screen
from bot.runtime.assistant import Assistant, Spoken
from bot.storage import trackers
from bot.storage.database import Database, Unit, Write, open_database

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
# An alarm ends whatever was going on, also where it is not Rasa that raises it.
_BROKEN_OFF: Mapping[str, Any] = {
    "waiting_for": "none",
    "asked": None,
    "self_check": None,
    "routine": None,
    "offer": [],
}
_FEEDBACK = {True: "thanks, that helped", False: "that did not help"}
_THUMBS = {"👍": True, "👎": False}
_SCREENED_CHARACTERS = 5000  # of a message that is too long to answer
_log = logging.getLogger(__name__)


class NoModelError(Exception):
    """There is no model to answer with."""


@dataclass(frozen=True)
class Composed:
    """A turn, and what must be committed for it to be remembered."""

    turn: Turn
    writes: Sequence[Write]


class Gate:
    """Takes the messages of a conversation one after another and returns the turn that each of them made."""

    def __init__(self, assistant: Assistant | None, timeout: float, database: Database | None = None) -> None:
        """`timeout` is in seconds; a message that takes longer gets a fixed answer.

        Without an assistant (no model) dangers are still recognised by their patterns and answered. The data base is
        the assistant's, or else `database`, or else one in memory.
        """
        self._assistant = assistant
        self._timeout = timeout
        self.database = database or (assistant.database if assistant else open_database())
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, conversation: str, text: str) -> Turn:
        """Answer `text`. Never raises and never returns an empty turn, whatever the text."""
        async with self.in_order(conversation):
            composed = await self.compose(conversation, text)
            try:
                await self.database.run(lambda connection: _commit(connection, composed.writes))
            except Exception as error:  # the answer stands; that it will be forgotten is said
                _log.error("turn not kept: %s", type(error).__name__)
                return self.without_memory(composed).turn
        return composed.turn

    def in_order(self, conversation: str) -> asyncio.Lock:
        """The lock under which the messages of `conversation` are answered one after another."""
        return self._locks.setdefault(conversation, asyncio.Lock())

    async def compose(self, conversation: str, text: str) -> Composed:
        """The turn that answers `text`; nothing is written yet. Never raises."""
        started = perf_counter()
        plain = rules.clean(text)
        thumb: bool | None = None
        before: Mapping[str, Any] = {}
        try:
            reading = self.database.run(lambda connection: trackers.remembered(connection, conversation))
            remembered = await asyncio.wait_for(reading, self._timeout)
            before = remembered.last if remembered else {}
            if plain and not rules.has_words(plain):  # a lone emoji, with or without a skin tone
                thumb = _THUMBS.get(plain[:1]) if _is_about_an_answer(before) else None
                plain = _FEEDBACK[thumb] if thumb is not None else _EMOJI_WORDS.get(plain[:1], plain)
            turn, writes, after = await self._answer(conversation, plain, before, Unit(remembered, is_read=True))
        except Exception as error:  # whatever fails, the person gets an answer; the text itself is never logged
            if not isinstance(error, NoModelError):
                _log.error("turn failed: %s", type(error).__name__)
            turn, writes, after = self._without_rasa(conversation, plain, fixed.FAILED, before)
        took = (perf_counter() - started) * 1000
        return Composed(turn, [*writes, journal(conversation, turn, before, after, took, thumb)])

    def refusal(self, text: str, *, busy: bool) -> Turn:
        """What to say to a message that is not taken in: what to do about a danger in it, else why not."""
        plain = rules.clean(text)
        return self._without_rasa("", plain, fixed.BUSY if busy else fixed.FAILED, {})[0]

    def without_memory(self, composed: Composed) -> Composed:
        """The same turn where what it would have written is wrong: it is said, and that it will be forgotten."""
        return Composed(_with_note(composed.turn, fixed.NOT_KEPT), ())

    async def _answer(self, conversation: str, text: str, slots: Mapping[str, Any], unit: Unit) -> _Answer:
        reply = None
        if not text:
            reply = fixed.NOTHING
        elif rules.is_too_long(text):
            reply = fixed.TOO_LONG
        elif not rules.has_words(text):
            reply = fixed.NO_WORDS
        if reply is not None:
            return self._without_rasa(conversation, text, reply, slots)
        offered = _offered(slots)
        tapped = next((button for button in offered if text in (button.payload, button.id)), None)
        choice = tapped or choose(text, offered)
        if choice is None and rules.is_command(text):
            return self._without_rasa(conversation, rules.without_shortcut_marks(text), fixed.COMMAND, slots)
        if choice is None and Button.is_id(text):
            return self._without_rasa(conversation, text, fixed.STALE, slots)
        if self._assistant is None:
            raise NoModelError
        forwarded = choice.payload if choice else rules.without_shortcut_marks(text)
        spoken = await self._assistant.respond(conversation, forwarded, self._timeout, unit)
        if not spoken.turns:
            return self._without_rasa(conversation, text, fixed.FAILED, slots)
        return _turn(self._assistant, tapped.title if tapped and tapped.id == text else text, spoken)

    def _without_rasa(self, conversation: str, text: str, reply: str, slots: Mapping[str, Any]) -> _Answer:
        """The escalation of what patterns find in `text`, to be remembered; else the fixed `reply`."""
        shown = text[: rules.MAX_CHARACTERS]
        found = _screened(text[:_SCREENED_CHARACTERS])
        turn = fixed.danger_turn(shown, *found, current_region()) if found else None
        watch = Watch.from_dict(slots.get("watch"))
        if turn is None or found is None:
            waiting = (slots.get("last_turn") or {}).get("expecting") if _offered(slots) else None
            return fixed.fixed_turn(shown, reply, watch, current_region(), _offered(slots), waiting), (), slots
        screen, findings = found
        for hit in screen.hits:
            watch = watch.raise_flag(hit.flag.id, hit.level, (item.sign for item in findings if item.live))
        changed = {**_BROKEN_OFF, "watch": watch.as_dict()}
        events = [{"event": "slot", "name": name, "value": value} for name, value in changed.items()]
        after = {name: value for name, value in {**slots, **changed}.items() if value is not None}
        return turn, (lambda connection: trackers.append(connection, conversation, events, after),), after


_Answer = tuple[Turn, Sequence[Write], Mapping[str, Any]]
"""A turn, what it writes, and the conversation's slots after it."""


def _offered(slots: Mapping[str, Any]) -> tuple[Button, ...]:
    return tuple(Button.from_dict(button) for button in slots.get("offer") or ())


def _is_about_an_answer(slots: Mapping[str, Any]) -> bool:
    """True where the last reply answered something and asked nothing that a thumb could be the answer to."""
    last = slots.get("last_turn") or {}
    return bool(last.get("topic")) and not last.get("expecting") and len(_offered(slots)) != 1


def _commit(connection: Connection, writes: Sequence[Write]) -> None:
    for write in writes:
        write(connection)


def _with_note(turn: Turn, note: str) -> Turn:
    return replace(turn, replies=(*turn.replies[:-1], turn.replies[-1].followed_by([note])))


def _screened(text: str) -> tuple[Screen, list[Finding]] | None:
    """What patterns find in `text`; None when the screen itself fails."""
    try:
        return pattern_screen().screen(text)
    except Exception as error:
        _log.error("screen failed: %s", type(error).__name__)
        return None


def _turn(assistant: Assistant, text: str, spoken: Spoken) -> _Answer:
    last, reading = spoken.turns[-1], spoken.reading
    ranking = tuple((item["name"], item["confidence"]) for item in reading.get("intent_ranking", ()))
    turn = Turn(
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
    return turn, spoken.writes, spoken.slots


def _candidates(assistant: Assistant, ranking: tuple[tuple[str, float], ...]) -> tuple[Candidate, ...]:
    shares: dict[str, float] = {}
    for intent, share in ranking:
        outcome = assistant.library.outcome(intent)
        shares[outcome] = shares.get(outcome, 0.0) + share
    best = sorted(shares.items(), key=lambda item: -item[1])[:3]
    return tuple(Candidate(outcome, min(share, 1.0)) for outcome, share in best)
