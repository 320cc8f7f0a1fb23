"""Delivers replies on channels that must push: in order, again after a failure, and after a crash."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import mailbox
from bot.storage.database import Database
from bot.storage.mailbox import Delivery
from bot.storage.tables import conversations
from bot.storage.trackers import utc_now

_LOOK_AGAIN = 1.0  # seconds between two looks for replies whose time has come
_MOST_ATTEMPTS = 8
_log = logging.getLogger(__name__)


class RetryLater(Exception):  # noqa: N818  # a wish of the other side, not an error
    """The other side asks to wait, or is away for now. `wait` is in seconds; None leaves it to us."""

    def __init__(self, wait: float | None = None) -> None:
        super().__init__()
        self.wait = wait


class Undeliverable(Exception):  # noqa: N818
    """It will never arrive: the person blocked the bot, or the chat is gone."""


class PushChannel(Protocol):
    """A channel that replies are pushed to."""

    name: str

    async def deliver(self, address: Mapping[str, Any], delivery: Delivery) -> None:
        """Send one reply. Raises RetryLater or Undeliverable."""


class Courier:
    """Looks for replies that are due, and hands each to its channel; one at a time for each conversation."""

    def __init__(self, database: Database, channels: Sequence[PushChannel]) -> None:
        self._database = database
        self._channels = {channel.name: channel for channel in channels}
        self._bell = asyncio.Event()
        self._stopping = False
        self._going: asyncio.Task[None] | None = None

    def wake(self, _delivery: Delivery | None = None) -> None:
        """Look at once."""
        self._bell.set()

    async def start(self) -> None:
        """Begin, with what a crash may have left half sent."""
        if self._channels:
            await self._database.run(partial(mailbox.reopen, channels=list(self._channels)))
            self._going = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End after the deliveries that are going on."""
        self._stopping = True
        self._bell.set()
        if self._going is not None:
            await self._going

    async def _run(self) -> None:
        while not self._stopping:
            self._bell.clear()
            try:
                found = await self._database.run(
                    partial(mailbox.claim_due, channels=list(self._channels), now=utc_now())
                )
                await asyncio.gather(*map(self._deliver, found))
            except SQLAlchemyError as error:
                _log.error("outbox not reached: %s", type(error).__name__)
                found = []
            if not found and not self._stopping:
                try:
                    await asyncio.wait_for(self._bell.wait(), _LOOK_AGAIN)
                except TimeoutError:
                    continue

    async def _deliver(self, delivery: Delivery) -> None:
        channel, address = await self._database.run(partial(_addressee, conversation=delivery.conversation))
        try:
            if address is None:
                raise Undeliverable
            await self._channels[channel].deliver(address, delivery)
        except RetryLater as later:
            wait = later.wait if later.wait is not None else min(2.0**delivery.attempts, 300.0)
            await self._again(delivery, wait)
        except Undeliverable:
            await self._database.run(partial(mailbox.give_up, delivery=delivery.id))
        except Exception as error:
            _log.error("delivery failed on %s: %s", channel, type(error).__name__)
            await self._again(delivery, min(2.0**delivery.attempts, 300.0))
        else:
            await self._database.run(partial(mailbox.delivered, delivery=delivery.id))

    async def _again(self, delivery: Delivery, wait: float) -> None:
        if delivery.attempts + 1 >= _MOST_ATTEMPTS:
            await self._database.run(partial(mailbox.give_up, delivery=delivery.id))
        else:
            await self._database.run(partial(mailbox.postpone, delivery=delivery.id, wait=wait))


def _addressee(connection: Connection, conversation: str) -> tuple[str, Mapping[str, Any] | None]:
    row = connection.execute(
        select(conversations.c.channel, conversations.c.address).where(conversations.c.id == conversation)
    ).one()
    return row.channel, row.address
