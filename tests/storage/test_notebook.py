"""Notes of sessions in a real SQLite file: kept, apart by conversation, for their owner only."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.core.progress import Note
from bot.core.reminders import ReminderWish
from bot.storage import tables
from bot.storage.database import Database, gathered, open_database
from bot.storage.notebook import CONSENT_VERSION, KEEP_NOTES, Notebook

NOW = datetime(2026, 3, 1, 9, 30)
NOTE = Note(date(2026, 3, 1), 1, ("strap_stretch", "calf_wall_bent"), ("heel_raise",), 3)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'notes.sqlite'}")
    yield opened
    opened.close()


def test_notes_come_back_oldest_first_after_a_restart(tmp_path: Path, database: Database) -> None:
    book = Notebook(database)
    later = Note(date(2026, 3, 4), 1, ("strap_stretch",))
    book.add("a", later, NOW)
    book.add("a", NOTE, NOW)
    database.close()
    again = Notebook(open_database(f"sqlite:///{tmp_path / 'notes.sqlite'}"))
    assert again.notes("a") == [NOTE, later]


def test_nobody_sees_the_notes_of_another_conversation(database: Database) -> None:
    book = Notebook(database)
    book.add("a", NOTE, NOW)
    book.checked_in("a", 2, NOTE.day)
    book.wish("a", ReminderWish(8, 0, 1), NOW)
    assert book.notes("b") == []
    assert book.check_ins("b") == []
    assert book.wishes("b") == []


def test_a_note_comes_with_the_consent_to_it(database: Database) -> None:
    Notebook(database).add("a", NOTE, NOW)
    row = database.now(lambda connection: connection.execute(select(tables.consents)).one())
    assert (row.conversation, row.purpose, row.version, row.given) == ("a", KEEP_NOTES, CONSENT_VERSION, NOW)


def test_check_ins_and_wishes_are_kept(database: Database) -> None:
    book = Notebook(database)
    book.checked_in("a", 2, NOTE.day)
    book.wish("a", ReminderWish(8, 0, 1), NOW)
    book.wish("a", ReminderWish(), NOW)
    assert book.check_ins("a") == [2]
    assert book.wishes("a") == [ReminderWish(8, 0, 1), ReminderWish()]


def test_the_file_is_for_its_owner_and_safe_against_power_cuts(tmp_path: Path, database: Database) -> None:
    file = tmp_path / "notes.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    settings = {
        name: database.now(lambda connection, name=name: connection.execute(text(f"PRAGMA {name}")).scalar())
        for name in ("journal_mode", "synchronous", "secure_delete")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_without_a_file_notes_live_in_memory() -> None:
    book = Notebook(open_database())
    book.add("a", NOTE, NOW)
    assert book.notes("a") == [NOTE]


def test_what_a_turn_notes_waits_for_the_turn(database: Database) -> None:
    book = Notebook(database)
    with gathered() as unit:
        book.add("a", NOTE, NOW)
    assert book.notes("a") == []
    database.now(lambda connection: [write(connection) for write in unit.writes])
    assert book.notes("a") == [NOTE]
