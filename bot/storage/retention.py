"""What a person may ask for: everything that is kept of them, and that it is gone; and what goes by itself."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.engine import Connection

from bot.storage import tables
from bot.storage.database import Database

# Rows with what somebody wrote or was answered, and notes about the body.
_PERSONAL: tuple[Table, ...] = (
    tables.tracker_turns,
    tables.inbox,
    tables.outbox,
    tables.assessments,
    tables.unanswered,
    tables.notices,
    tables.sessions,
    tables.check_ins,
    tables.reminders,
    tables.consents,
)
# Rows that only count: they stay, without the conversation that they belong to.
_COUNTED: tuple[Table, ...] = (tables.turns, tables.escalations, tables.feedback)
_KEPT_ON_REQUEST = (tables.sessions, tables.check_ins, tables.reminders, tables.consents)
NOBODY = ""


def export(connection: Connection, conversation: str) -> dict[str, Any]:
    """Everything that is kept of `conversation`, by table, as JSON data."""
    found: dict[str, Any] = {}
    query = select(tables.conversations).where(tables.conversations.c.id == conversation)
    found["conversations"] = [_plain(row) for row in connection.execute(query)]
    for table in (*_PERSONAL, *_COUNTED):
        query = select(table).where(table.c.conversation == conversation)
        found[table.name] = [_plain(row) for row in connection.execute(query)]
    return found


def forget(connection: Connection, conversation: str) -> bool:
    """Delete everything that is kept of `conversation`; counts stay, no longer tied to it. False if there was none."""
    for table in _PERSONAL:
        connection.execute(delete(table).where(table.c.conversation == conversation))
    for table in _COUNTED:
        connection.execute(update(table).where(table.c.conversation == conversation).values(conversation=NOBODY))
    gone = connection.execute(delete(tables.conversations).where(tables.conversations.c.id == conversation))
    return bool(gone.rowcount)


def empty(connection: Connection, conversation: str) -> None:
    """As `forget`, but the conversation's row stays, empty, so that the reply to the wish can still be delivered."""
    kept = connection.execute(select(tables.conversations).where(tables.conversations.c.id == conversation)).first()
    if forget(connection, conversation) and kept is not None:
        values = {**kept._mapping, "slots": "{}", "turns": 0}
        connection.execute(insert(tables.conversations).values(**values))


def purge(connection: Connection, before: datetime) -> int:
    """Delete what was written in conversations that were last seen before `before`; how many there were.

    Notes of exercises and reminders, which somebody asked for, stay until they are asked to go, and with them the
    conversation that they belong to, emptied.
    """
    table = tables.conversations
    old = list(connection.execute(select(table.c.id).where(table.c.seen < before)).scalars())
    for conversation in old:
        if not _has_notes(connection, conversation):
            forget(connection, conversation)
            continue
        for personal in _PERSONAL:
            if personal not in _KEPT_ON_REQUEST:
                connection.execute(delete(personal).where(personal.c.conversation == conversation))
        connection.execute(update(table).where(table.c.id == conversation).values(slots="{}", turns=0))
    return len(old)


def clean_up(database: Database) -> None:
    """Let what was deleted leave the files as well: SQLite's write-ahead log and free pages, PostgreSQL's dead rows."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            connection.execute(text("VACUUM"))


def _has_notes(connection: Connection, conversation: str) -> bool:
    return any(
        connection.execute(select(table.c.id).where(table.c.conversation == conversation).limit(1)).first()
        for table in (tables.sessions, tables.reminders)
    )


def _plain(row: Any) -> dict[str, Any]:
    data = {name: value for name, value in row._mapping.items() if name != "id" or isinstance(value, str)}
    found: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return found
