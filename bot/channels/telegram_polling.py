"""Long polling: the bot asks for updates itself, where no webhook can reach it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import BotApiError, RejectedError
from bot.channels.telegram_updates import WANTED

_WAIT = 25  # seconds that Telegram holds a question open for
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds
_LAST_WORD = 3.0  # seconds for telling Telegram, at a stop, what was taken in
_log = logging.getLogger(__name__)


class TelegramPolling:
    """Hands updates to the channel one after another.

    Telegram keeps an update until a later question names a higher one, so an update is passed over only once it is
    kept. What comes twice all the same, after a crash, is recognised by its id.
    """

    def __init__(self, channel: TelegramChannel, wait: int = _WAIT) -> None:
        """`wait` is in seconds."""
        self._channel = channel
        self._wait = wait
        self._next: int | None = None
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    async def run(self) -> None:
        """Ask until `stop`; failures are waited out, longer each time."""
        self._ended.clear()
        try:
            await self._poll()
            await self._confirm()
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """End after the update that is being taken in, and tell Telegram what was."""
        self._stopping.set()
        await self._ended.wait()

    async def _poll(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                updates = await self._ask_until_stopped()
                pause = _FIRST_PAUSE
            except BotApiError as error:
                _log.error("polling failed: %s", _reason(error))
                longer = error.wait if isinstance(error, RejectedError) and error.wait else pause
                await self._rest(longer)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            for update in updates:
                if not await self._take(update):
                    break

    async def _ask(self, wait: int, most: int = 100, seconds: float | None = None) -> list[Any]:
        values = {"offset": self._next, "timeout": wait, "limit": most, "allowed_updates": list(WANTED)}
        found = await self._channel.api.call("getUpdates", values, seconds=seconds or wait + 10)
        return found if isinstance(found, list) else []

    async def _ask_until_stopped(self) -> list[Any]:
        asking = asyncio.create_task(self._ask(self._wait))
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait((asking, stopped), return_when=asyncio.FIRST_COMPLETED)
            return await asking if asking.done() else []
        finally:
            for task in (asking, stopped):
                task.cancel()

    async def _take(self, update: Any) -> bool:
        """Take in one update, however long it takes: the ones behind it wait, as order matters. False at a stop."""
        pause = _FIRST_PAUSE
        while not await self._channel.take(update):
            await self._rest(pause)
            if self._stopping.is_set():
                return False
            pause = min(pause * 2, _LONGEST_PAUSE)
        number = update.get("update_id") if isinstance(update, dict) else None
        if isinstance(number, int):
            self._next = number + 1
        return not self._stopping.is_set()

    async def _confirm(self) -> None:
        if self._next is not None:
            try:
                await self._ask(wait=0, most=1, seconds=_LAST_WORD)
            except BotApiError as error:
                _log.info("last updates not confirmed: %s", type(error).__name__)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _reason(error: BotApiError) -> str:
    if isinstance(error, RejectedError) and error.code == 409:
        return "a webhook is set (`bot telegram delete-webhook` removes it), or another program polls for this bot"
    if isinstance(error, RejectedError) and error.code in (401, 404):
        return "Telegram does not know the token"
    return str(error)
