"""What Rasa remembers of a conversation: a row a turn, and only the last few of them to go on from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.storage.tables import conversations, tracker_turns

WINDOW = 12
"""Turns of which Rasa sees the events. What must be known for longer is in the slots, which are kept in full."""


@dataclass(frozen=True)
class Remembered:
    """Slots before the oldest turn at hand, the events since, in order, and the slots after the last turn."""

    slots: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]
    last: Mapping[str, Any]
    turns: int


def utc_now() -> datetime:
    """Now, in UTC without a zone, as the data base keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def slots_of(connection: Connection, conversation: str) -> Mapping[str, Any]:
    """The slots after the last turn; empty for a conversation that is new or cannot be read."""
    found = connection.execute(select(conversations.c.slots).where(conversations.c.id == conversation)).scalar()
    return _decoded(found, dict) or {}


def remembered(connection: Connection, conversation: str, window: int = WINDOW) -> Remembered | None:
    """What there is of `conversation`; None for a new one. The order is that of the turns, whatever the clock said.

    A turn that cannot be read is marked as broken and left out. What it had changed comes from the slots that were
    kept beside it.
    """
    row = connection.execute(
        select(conversations.c.turns, conversations.c.slots).where(conversations.c.id == conversation)
    ).first()
    if row is None or not row.turns:
        return None
    table = tracker_turns
    query = (
        select(table)
        .where(table.c.conversation == conversation, table.c.broken.is_(False))
        .order_by(table.c.turn.desc())
        .limit(window)
    )
    slots: Mapping[str, Any] | None = None
    events: list[Mapping[str, Any]] = []
    broken = False
    for turn in reversed(connection.execute(query).all()):
        before, happened = _decoded(turn.slots, dict), _decoded(turn.events, list)
        if before is None or happened is None or not all(_is_event(item) for item in happened):
            broken = True
            key = (table.c.conversation == conversation, table.c.turn == turn.turn)
            connection.execute(update(table).where(*key).values(broken=True))
            continue
        slots = before if slots is None else slots
        events += happened
    last = _decoded(row.slots, dict) or {}
    if broken:
        events += [{"event": "slot", "name": name, "value": value} for name, value in last.items()]
    return Remembered(last if slots is None else slots, events, last, row.turns)


def append(
    connection: Connection, conversation: str, events: Sequence[Mapping[str, Any]], slots: Mapping[str, Any]
) -> None:
    """Keep one more turn: its `events`, and the `slots` as it left them."""
    if connection.dialect.name == "postgresql":  # two processes may write to one conversation
        connection.execute(select(conversations.c.id).where(conversations.c.id == conversation).with_for_update())
    before = connection.execute(
        select(conversations.c.turns, conversations.c.slots).where(conversations.c.id == conversation)
    ).first()
    now = utc_now()
    after = json.dumps(slots)
    if before is None:
        begin(connection, conversation, now)
    turn = (before.turns if before else 0) + 1
    connection.execute(
        insert(tracker_turns).values(
            conversation=conversation,
            turn=turn,
            at=now,
            slots=before.slots if before else "{}",
            events=json.dumps(events),
        )
    )
    values = {"turns": turn, "slots": after, "seen": now}
    connection.execute(update(conversations).where(conversations.c.id == conversation).values(**values))


def begin(
    connection: Connection,
    conversation: str,
    now: datetime,
    person: str | None = None,
    address: Mapping[str, Any] | None = None,
) -> None:
    """Make the row of a conversation where there is none. Its channel is the part of the id before the dash."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"id": conversation, "channel": conversation.partition("-")[0][:16], "created": now, "seen": now}
    statement = dialect.insert(conversations).values(
        **values, person=person, address=None if address is None else dict(address), turns=0, slots="{}"
    )
    connection.execute(statement.on_conflict_do_nothing())


def _decoded(text: str | None, kind: type) -> Any:
    """`text` as JSON of the wanted kind, or None."""
    try:
        found = json.loads(text or "")
    except ValueError:
        return None
    return found if isinstance(found, kind) else None


def _is_event(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("event"), str)
