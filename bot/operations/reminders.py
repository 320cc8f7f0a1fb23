"""Sends reminders that are due: into the outbox, once each, also over restarts and after a time away."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.content.deployment import time_zone
from bot.content.library import library
from bot.core.reminders import LONGEST, ReminderWish
from bot.core.replies import Button, Reply, Turn
from bot.core.watch import Watch
from bot.storage import mailbox, trackers
from bot.storage.database import Database
from bot.storage.mailbox import Delivery
from bot.storage.notebook import CHECK_IN
from bot.storage.tables import conversations, reminders

_LOOK_AGAIN = 20.0  # seconds
_MOST = 50  # reminders in one transaction
_STALE = timedelta(hours=12)  # a reminder that is later than this, after a time away, is left out
_log = logging.getLogger(__name__)


class Reminders:
    """Looks for due reminders; `announce` is told of each that was put into the outbox."""

    def __init__(self, database: Database, announce: Callable[[Delivery], None]) -> None:
        self._database = database
        self._announce = announce

    async def run(self) -> None:
        """Look and send until cancelled."""
        while True:
            try:
                for delivery in await self._database.run(partial(send_due, now=trackers.utc_now())):
                    self._announce(delivery)
            except SQLAlchemyError as error:
                _log.error("reminders not reached: %s", type(error).__name__)
            await asyncio.sleep(_LOOK_AGAIN)


def send_due(connection: Connection, now: datetime) -> list[Delivery]:
    """Put what is due at `now` (UTC) into the outbox, and set when the next one is.

    A row is claimed by an UPDATE that one process can win. While a danger is raised, nobody is reminded of exercises.
    """
    table = reminders
    query = select(table).where(table.c.due <= now).order_by(table.c.due, table.c.id).limit(_MOST)
    sent = []
    for row in connection.execute(query).all():
        mine = update(table).where(table.c.id == row.id, table.c.due == row.due)
        if not connection.execute(mine.values(due=_following(row, now))).rowcount:
            continue
        slots = trackers.slots_of(connection, row.conversation)
        exists = connection.execute(select(conversations.c.id).where(conversations.c.id == row.conversation)).first()
        if exists and now - row.due <= _STALE and not Watch.from_dict(slots.get("watch")).forbids_exercise:
            sent.append(_put(connection, row, dict(slots)))
    return sent


def _put(connection: Connection, row: Any, slots: dict[str, Any]) -> Delivery:
    text = library().flows["check_in_due" if row.kind == CHECK_IN else "reminder_due"].says[0]
    idle = slots.get("waiting_for", "none") == "none"  # else the choices of a question that waits stay on offer
    buttons = library().buttons(("stretch_plan",)) if idle else ()
    if idle:
        offer = [Button.as_dict(button) for button in buttons]
        kept = update(conversations).where(conversations.c.id == row.conversation)
        connection.execute(kept.values(slots=json.dumps({**slots, "offer": offer})))
    turn = Turn(text="", outcome="stretch_plan", replies=(Reply(text, buttons),))
    return mailbox.put(connection, row.conversation, turn.as_dict())


def _following(row: Any, now: datetime) -> datetime | None:
    """When the reminder behind this one goes out, in UTC, at the same time of day where the people are."""
    zone = time_zone()
    local = row.due.replace(tzinfo=UTC).astimezone(zone)
    here = now.replace(tzinfo=UTC).astimezone(zone)
    later = ReminderWish(row.hour, row.minute, row.every).following(
        local.replace(tzinfo=None), here.replace(tzinfo=None)
    )
    if later is None or row.kind == CHECK_IN:
        return None
    due: datetime = later.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    return due if due <= row.wished + LONGEST else None
