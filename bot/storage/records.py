"""What is kept of a conversation besides notes of exercises, as the person may ask about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Table, func, insert, select
from sqlalchemy.engine import Connection

from bot.storage import retention, tables
from bot.storage.database import Database
from bot.storage.trackers import utc_now

KEEP_QUESTION = "unanswered_question"
HAND_OFF = "hand_off"
CONSENT_VERSION = "1"


@dataclass(frozen=True)
class Kept:
    """How much is kept of one conversation. `lasting` is False where it lives in memory only."""

    turns: int
    notes: int
    reminders: int
    lasting: bool


class Records:
    """Counts, deletion, and what is kept after a clear yes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self, conversation: str) -> Kept:
        """How much is kept of `conversation`."""

        def count(connection: Connection, table: Table) -> int:
            query = select(func.count()).select_from(table).where(table.c.conversation == conversation)
            return int(connection.execute(query).scalar_one())

        wanted = (tables.tracker_turns, tables.sessions, tables.reminders)
        turns, notes, wishes = self._database.now(lambda connection: [count(connection, table) for table in wanted])
        return Kept(turns, notes, wishes, self._database.is_lasting)

    def forget(self, conversation: str) -> None:
        """Delete everything, with the turn that asked for it; the way back to the person stays for its reply."""
        self._database.write(partial(retention.empty, conversation=conversation))

    def keep_question(self, conversation: str, text: str) -> None:
        """Keep a question that was not answered, scrubbed, with the consent to it."""
        self._agreed(conversation, KEEP_QUESTION)
        self._database.write(_row(tables.unanswered, conversation, text=text))

    def hand_off(self, conversation: str, body: str) -> None:
        """Put a notice to the people of the site into their outbox, with the consent to it."""
        self._agreed(conversation, HAND_OFF)
        self._database.write(_row(tables.notices, conversation, kind="human", body=body, status="ready", due=utc_now()))

    def _agreed(self, conversation: str, purpose: str) -> None:
        values = {"conversation": conversation, "purpose": purpose, "version": CONSENT_VERSION, "given": utc_now()}
        statement = insert(tables.consents).values(**values)
        self._database.write(lambda connection: connection.execute(statement))


def _row(table: Table, conversation: str, **values: object) -> Callable[[Connection], object]:
    statement = insert(table).values(conversation=conversation, at=utc_now(), **values)
    return lambda connection: connection.execute(statement)
