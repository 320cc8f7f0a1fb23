"""Notes of exercise sessions, of questions how it goes, and of wishes to be reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from bot.core.progress import CHECK_INS, Note
from bot.core.reminders import ReminderWish
from bot.storage import tables
from bot.storage.database import Database

KEEP_NOTES = "exercise_notes"
"""The purpose under which consent to keep notes is recorded."""
CONSENT_VERSION = "1"
CHECK_IN = "check_in"


class Notebook:
    """What is kept of somebody's exercises, by conversation. Notes are only added after a clear yes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conversation: str, note: Note, now: datetime) -> None:
        """Keep `note`, together with the consent to it."""

        def write(connection: Connection) -> None:
            consent = {"purpose": KEEP_NOTES, "version": CONSENT_VERSION, "given": now}
            connection.execute(insert(tables.consents).values(conversation=conversation, **consent))
            connection.execute(
                insert(tables.sessions).values(
                    conversation=conversation,
                    day=note.day,
                    week=note.week,
                    done=list(note.done),
                    stopped=list(note.stopped),
                    pain=note.pain,
                )
            )

        self._database.write(write)

    def notes(self, conversation: str) -> list[Note]:
        """All notes of `conversation`, oldest first."""
        table = tables.sessions
        query = select(table).where(table.c.conversation == conversation).order_by(table.c.day, table.c.id)
        rows = self._database.now(lambda connection: connection.execute(query).all())
        return [Note(row.day, row.week, tuple(row.done), tuple(row.stopped), row.pain) for row in rows]

    def checked_in(self, conversation: str, weeks: int, day: date) -> None:
        """Remember that it was asked how it goes, `weeks` after the first session."""
        statement = insert(tables.check_ins).values(conversation=conversation, weeks=weeks, day=day)
        self._database.write(lambda connection: connection.execute(statement))

    def check_ins(self, conversation: str) -> list[int]:
        """The weeks of the questions that were asked."""
        table = tables.check_ins
        query = select(table.c.weeks).where(table.c.conversation == conversation)
        return self._database.now(lambda connection: list(connection.execute(query).scalars()))

    def wish(self, conversation: str, wish: ReminderWish, now: datetime, due: datetime | None = None) -> None:
        """Record that somebody wants to be reminded, first at `due` (UTC); then they are also asked how it goes."""
        table = tables.reminders
        values = {"conversation": conversation, "hour": wish.hour, "minute": wish.minute, "wished": now}

        def write(connection: Connection) -> None:
            connection.execute(insert(table).values(**values, every=wish.every, due=due))
            asked = select(table.c.id).where(table.c.conversation == conversation, table.c.kind == CHECK_IN)
            if due is not None and connection.execute(asked).first() is None:
                for weeks in CHECK_INS:
                    later = {"every": 0, "kind": CHECK_IN, "due": due + timedelta(weeks=weeks)}
                    connection.execute(insert(table).values(**values, **later))

        self._database.write(write)

    def stop_reminders(self, conversation: str) -> None:
        """Delete all wishes to be reminded."""
        statement = delete(tables.reminders).where(tables.reminders.c.conversation == conversation)
        self._database.write(lambda connection: connection.execute(statement))

    def wishes(self, conversation: str) -> list[ReminderWish]:
        """All wishes of `conversation`, oldest first."""
        table = tables.reminders
        mine = (table.c.conversation == conversation, table.c.kind != CHECK_IN)
        query = select(table).where(*mine).order_by(table.c.id)
        rows = self._database.now(lambda connection: connection.execute(query).all())
        return [ReminderWish(row.hour, row.minute, row.every) for row in rows]
