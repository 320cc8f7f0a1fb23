"""Messages that came in and replies that go out. Both are committed before anybody is told so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.storage.tables import conversations, inbox, outbox
from bot.storage.trackers import begin, utc_now

WAITING, DONE = "waiting", "done"
READY, SENDING, SENT, FAILED = "ready", "sending", "sent", "failed"


@dataclass(frozen=True)
class Message:
    """A message as it was kept: `id` is its row, `fresh` is False where the channel sent it before."""

    id: int
    conversation: str
    text: str
    fresh: bool = True


@dataclass(frozen=True)
class Delivery:
    """A reply on its way out. `number` counts up within the conversation; `body` is the turn as JSON data."""

    id: int
    conversation: str
    number: int
    body: Mapping[str, Any]
    message: int | None = None
    attempts: int = 0


def receive(connection: Connection, conversation: str, external: str, text: str) -> Message:
    """Keep a message once, however often the channel sends it; `external` is the channel's own id of it."""
    now = utc_now()
    begin(connection, conversation, now)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"conversation": conversation, "external": external, "text": text, "received": now, "status": WAITING}
    kept = connection.execute(dialect.insert(inbox).values(**values).on_conflict_do_nothing())
    if kept.rowcount:
        return Message(kept.inserted_primary_key[0], conversation, text)
    query = select(inbox.c.id, inbox.c.text)
    found = connection.execute(query.where(inbox.c.conversation == conversation, inbox.c.external == external)).one()
    return Message(found.id, conversation, found.text, fresh=False)


def unfinished(connection: Connection) -> list[Message]:
    """Messages that were taken in and not answered, oldest first."""
    query = select(inbox).where(inbox.c.status == WAITING).order_by(inbox.c.id)
    return [Message(row.id, row.conversation, row.text) for row in connection.execute(query)]


def finish(connection: Connection, message: int) -> bool:
    """Mark a message as answered; False where that was done before."""
    statement = update(inbox).where(inbox.c.id == message, inbox.c.status == WAITING).values(status=DONE)
    return bool(connection.execute(statement).rowcount)


def put(connection: Connection, conversation: str, body: Mapping[str, Any], message: int | None = None) -> Delivery:
    """Put a reply into the outbox, numbered behind the last one of its conversation."""
    table = conversations
    counted = update(table).where(table.c.id == conversation).values(sent=table.c.sent + 1)
    connection.execute(counted)
    number: int = connection.execute(select(table.c.sent).where(table.c.id == conversation)).scalar_one()
    now = utc_now()
    values = {"conversation": conversation, "number": number, "message": message, "body": json.dumps(body)}
    row = connection.execute(insert(outbox).values(**values, created=now, due=now, status=READY))
    return Delivery(row.inserted_primary_key[0], conversation, number, body, message)


def replies_after(connection: Connection, conversation: str, number: int, most: int = 100) -> list[Delivery]:
    """Replies of `conversation` behind `number`, in order."""
    query = (
        select(outbox)
        .where(outbox.c.conversation == conversation, outbox.c.number > number)
        .order_by(outbox.c.number)
        .limit(most)
    )
    return [_delivery(row) for row in connection.execute(query)]


def reply_to(connection: Connection, message: int) -> Delivery | None:
    """The reply to one message, if there is one by now."""
    row = connection.execute(select(outbox).where(outbox.c.message == message).order_by(outbox.c.id)).first()
    return _delivery(row) if row else None


def claim_due(connection: Connection, channels: Sequence[str], now: datetime, most: int = 20) -> list[Delivery]:
    """Take replies that are due on `channels`, the first of each conversation only, so that order is kept.

    A taken reply is marked as being sent, by an UPDATE that only one process can win.
    """
    first = (
        select(func.min(outbox.c.id))
        .join(conversations, conversations.c.id == outbox.c.conversation)
        .where(outbox.c.status.in_((READY, SENDING)), conversations.c.channel.in_(tuple(channels)))
        .group_by(outbox.c.conversation)
    )
    query = (
        select(outbox)
        .where(outbox.c.id.in_(first), outbox.c.status == READY, outbox.c.due <= now)
        .order_by(outbox.c.id)
        .limit(most)
    )
    claimed = []
    for row in connection.execute(query).all():
        mine = update(outbox).where(outbox.c.id == row.id, outbox.c.status == READY)
        if connection.execute(mine.values(status=SENDING, attempts=row.attempts + 1)).rowcount:
            claimed.append(_delivery(row))
    return claimed


def delivered(connection: Connection, delivery: int) -> None:
    """Mark a reply as sent."""
    connection.execute(update(outbox).where(outbox.c.id == delivery).values(status=SENT))


def postpone(connection: Connection, delivery: int, wait: float) -> None:
    """Try a reply again in `wait` seconds."""
    due = utc_now() + timedelta(seconds=wait)
    connection.execute(update(outbox).where(outbox.c.id == delivery).values(status=READY, due=due))


def give_up(connection: Connection, delivery: int) -> None:
    """Mark a reply as impossible to deliver."""
    connection.execute(update(outbox).where(outbox.c.id == delivery).values(status=FAILED))


def reopen(connection: Connection, channels: Sequence[str]) -> int:
    """After a crash: replies that were being sent are sent again; how many."""
    of_channels = select(conversations.c.id).where(conversations.c.channel.in_(tuple(channels)))
    statement = update(outbox).where(outbox.c.status == SENDING, outbox.c.conversation.in_(of_channels))
    return int(connection.execute(statement.values(status=READY)).rowcount)


def _delivery(row: Any) -> Delivery:
    return Delivery(row.id, row.conversation, row.number, json.loads(row.body), row.message, row.attempts)
