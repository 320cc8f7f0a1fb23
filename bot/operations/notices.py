"""Tells the people of the site that somebody wants a person: through Apprise, from the data base, until it succeeds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from apprise import Apprise
from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.tables import notices
from bot.storage.trackers import utc_now

_LOOK_AGAIN = 5.0  # seconds
_MOST_ATTEMPTS = 12  # the last about two days after the first
_LONGEST_WAIT = timedelta(hours=8)
_TITLE = "Somebody asks for a person"
_log = logging.getLogger(__name__)


class NoticeError(Exception):
    """A notice URL is not one that Apprise knows; the message does not repeat it, since it may hold a password."""


@dataclass(frozen=True)
class Notice:
    """What is to be passed on: how somebody can be reached, and nothing about their health."""

    id: int
    conversation: str
    body: str
    attempts: int


class Notifier:
    """Sends what is due to all URLs; a notice is done when Apprise says that every one of them took it."""

    def __init__(self, database: Database, urls: Sequence[str]) -> None:
        """Raises NoticeError for a URL that Apprise does not know."""
        self._database = database
        self._apprise = Apprise()
        for number, url in enumerate(urls, 1):
            if not self._apprise.add(url):
                raise NoticeError(f"the setting notices: Apprise does not know URL number {number}")

    async def run(self) -> None:
        """Look and send until cancelled."""
        while True:
            try:
                for notice in await self._database.run(_due):
                    await self._send(notice)
            except SQLAlchemyError as error:
                _log.error("notices not reached: %s", type(error).__name__)
            await asyncio.sleep(_LOOK_AGAIN)

    async def _send(self, notice: Notice) -> None:
        body = f"They can be reached at: {notice.body}\nChat: {notice.conversation}"
        sent = bool(await asyncio.to_thread(self._apprise.notify, body, title=_TITLE))
        if not sent:
            _log.error("notice %d not delivered, attempt %d", notice.id, notice.attempts + 1)
        await self._database.run(partial(_settle, notice=notice, sent=sent))


def _due(connection: Connection) -> list[Notice]:
    query = select(notices).where(notices.c.status == "ready", notices.c.due <= utc_now()).order_by(notices.c.id)
    return [Notice(row.id, row.conversation, row.body, row.attempts) for row in connection.execute(query)]


def _settle(connection: Connection, notice: Notice, sent: bool) -> None:
    attempts = notice.attempts + 1
    status = "sent" if sent else "failed" if attempts >= _MOST_ATTEMPTS else "ready"
    wait = min(timedelta(seconds=10 * 3.0**attempts), _LONGEST_WAIT)
    values = {"status": status, "attempts": attempts, "due": utc_now() + wait}
    connection.execute(update(notices).where(notices.c.id == notice.id).values(**values))
