"""Notes of exercise sessions, of questions how it goes, and of wishes to be reminded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from bot.core.progress import Note
from bot.core.reminders import ReminderWish
from bot.storage import database

KEEP_NOTES = "exercise_notes"
"""The purpose under which consent to keep notes is recorded."""
CONSENT_VERSION = "1"


class Notebook:
    """What is kept of somebody's exercises, by conversation. Notes are only added after a clear yes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, conversation: str, note: Note, now: datetime) -> None:
        """Keep `note`, together with the consent to it."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(database.consents).values(
                    conversation=conversation, purpose=KEEP_NOTES, version=CONSENT_VERSION, given=now
                )
            )
            connection.execute(
                insert(database.sessions).values(
                    conversation=conversation,
                    day=note.day,
                    week=note.week,
                    done=list(note.done),
                    stopped=list(note.stopped),
                    pain=note.pain,
                )
            )

    def notes(self, conversation: str) -> list[Note]:
        """All notes of `conversation`, oldest first."""
        table = database.sessions
        query = select(table).where(table.c.conversation == conversation).order_by(table.c.day, table.c.id)
        with self._engine.connect() as connection:
            return [
                Note(row.day, row.week, tuple(row.done), tuple(row.stopped), row.pain)
                for row in connection.execute(query)
            ]

    def checked_in(self, conversation: str, weeks: int, day: date) -> None:
        """Remember that it was asked how it goes, `weeks` after the first session."""
        with self._engine.begin() as connection:
            connection.execute(insert(database.check_ins).values(conversation=conversation, weeks=weeks, day=day))

    def check_ins(self, conversation: str) -> list[int]:
        """The weeks of the questions that were asked."""
        table = database.check_ins
        query = select(table.c.weeks).where(table.c.conversation == conversation)
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def wish(self, conversation: str, wish: ReminderWish, now: datetime) -> None:
        """Record that somebody wants to be reminded."""
        values = {"hour": wish.hour, "minute": wish.minute, "every": wish.every}
        with self._engine.begin() as connection:
            connection.execute(insert(database.reminders).values(conversation=conversation, wished=now, **values))

    def wishes(self, conversation: str) -> list[ReminderWish]:
        """All wishes of `conversation`, oldest first."""
        table = database.reminders
        query = select(table).where(table.c.conversation == conversation).order_by(table.c.id)
        with self._engine.connect() as connection:
            return [ReminderWish(row.hour, row.minute, row.every) for row in connection.execute(query)]


_current: list[Notebook] = []


def use_notebook(notebook: Notebook) -> None:
    """Make `notebook` the process's own; done once at start by the runtime."""
    _current[:] = [notebook]


def notebook() -> Notebook:
    """The process's notebook; one in memory where none was chosen."""
    if not _current:
        use_notebook(Notebook(database.open_database(None)))
    return _current[0]
