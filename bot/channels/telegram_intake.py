"""Takes Telegram's updates in: each is kept once before it is acknowledged, or brought again."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels import telegram_store as store
from bot.channels.telegram_api import BotApi, BotApiError
from bot.channels.telegram_delivery import TelegramDelivery
from bot.channels.telegram_groups import failure, group_answer
from bot.channels.telegram_text import CHOSEN, keyboard
from bot.channels.telegram_updates import SPOKEN, Moved, Overheard, Reach, Said, Tapped, Touched, read_update
from bot.core.replies import Button, Turn
from bot.gate.courier import RetryLater, Undeliverable
from bot.gate.limits import Limits
from bot.gate.mailroom import Mailroom, Refused
from bot.storage.database import Database

_WORDLESS = "🖼"  # the gate's own answer to signs without words says that only words can be read
_TOLD_SECONDS, _MOST_TOLD = 60.0, 2000
_GROUP_LIMIT = "20/minute"  # answers in a group, which is also what Telegram allows
_GRACE = 2.0  # seconds in which taps may still be answered at a stop
_log = logging.getLogger(__name__)


class TelegramIntake:
    """What becomes of an update, whether it came by the webhook or by polling."""

    def __init__(self, mailroom: Mailroom, database: Database, api: BotApi, delivery: TelegramDelivery) -> None:
        self._mailroom = mailroom
        self._database = database
        self._api = api
        self._delivery = delivery
        self._groups = Limits(_GROUP_LIMIT, _GROUP_LIMIT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: OrderedDict[tuple[object, ...], float] = OrderedDict()

    async def take(self, update: object) -> bool:
        """Take in one update, whatever it is. False where it must be brought again, since it could not be kept."""
        if not self._mailroom.is_open:
            return False
        event = read_update(update)
        try:
            match event:
                case Said():
                    return await self._said(event)
                case Tapped():
                    return await self._tapped(event)
                case Overheard():
                    await self._overheard(event)
                case Touched():
                    self._soon(self._answer_tap(event.query))
                case Reach():
                    await self._database.run(partial(store.set_reach, chat=event.chat, blocked=event.blocked))
                case Moved():
                    await self._database.run(partial(store.move, old=event.old, new=event.new))
        except SQLAlchemyError as error:
            _log.error("update not kept: %s", type(error).__name__)
            if isinstance(event, Said):
                await self._tell(event.chat, failure(event.text))
            return False
        except Exception as error:  # a fault of ours would come back for ever if it were not acknowledged
            _log.error("update not understood: %s", type(error).__name__)
            return not isinstance(event, Said) or await self._tell(event.chat, failure(event.text))
        return True

    async def close(self) -> None:
        """Let answers to taps finish."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_GRACE)
        for task in list(self._tasks):
            task.cancel()

    async def _said(self, said: Said) -> bool:
        conversation = await self._database.run(partial(store.conversation_in, chat=said.chat))
        has_words = bool(said.text.strip())
        noted = said.media if has_words or said.media in SPOKEN else None
        external = f"g{said.album}" if said.album and not has_words else store.external_of(said.update, noted)
        try:
            await self._mailroom.post(conversation, external, said.text if has_words else _WORDLESS)
        except Refused as refused:
            return await self._refused(said.chat, refused)
        return True

    async def _tapped(self, tap: Tapped) -> bool:
        if not Button.is_id(tap.data):
            self._soon(self._answer_tap(tap.query))
            return True
        conversation, offered = await self._database.run(partial(store.offered_in, chat=tap.chat))
        self._delivery.let_go(tap.chat, tap.message)
        try:  # one choice a message, however often it is tapped
            kept = await self._mailroom.post(conversation, f"k{tap.message}", tap.data)
        except Refused as refused:
            self._soon(self._answer_tap(tap.query))
            return await self._refused(tap.chat, refused)
        chosen = keyboard([(f"✓ {tap.title}", CHOSEN)]) if tap.title and tap.data in offered else None
        self._soon(self._answer_tap(tap.query))
        if kept.fresh:
            self._soon(self._delivery.set_choices(tap.chat, tap.message, chosen))
        return True

    async def _overheard(self, heard: Overheard) -> None:
        """Answer in a group, where the bot was mentioned or replied to."""
        username = await self._api.username() if heard.names else None
        called = username is not None and f"@{username.lower()}" in heard.names
        if not called and self._api.bot_id not in heard.people:
            return
        body = group_answer(heard, username or await self._api.username())
        if body["red_flags"] or await self._groups.allow(str(heard.chat), None):
            answer = partial(store.answer_once, chat=heard.chat, update=heard.update, body=body)
            await self._database.run(answer)

    async def _refused(self, chat: int, refused: Refused) -> bool:
        """Tell somebody that their message was not taken in; True where Telegram need not bring it again."""
        if refused.status == 503 and not self._mailroom.is_open and not refused.turn.red_flags:
            return False  # whoever runs next gets it
        return await self._tell(chat, refused.turn) and refused.status != 503

    async def _tell(self, chat: int, turn: Turn) -> bool:
        """Send `turn` at once, the same thing at most once a minute; False where it did not get through."""
        key, now = (chat, turn.outcome, turn.red_flags), asyncio.get_running_loop().time()
        if now - self._told.get(key, float("-inf")) < _TOLD_SECONDS:
            return True
        try:
            await self._delivery.tell(chat, turn.as_dict())
        except RetryLater:
            return False
        except Undeliverable:
            return True
        self._told[key] = now
        if len(self._told) > _MOST_TOLD:
            self._told.popitem(last=False)
        return True

    async def _answer_tap(self, query: str) -> None:
        """Let the button stop spinning on the person's screen. An old tap that cannot be answered is no harm."""
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        except BotApiError as error:
            _log.info("tap not answered: %s", type(error).__name__)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
