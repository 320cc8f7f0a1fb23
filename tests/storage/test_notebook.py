"""Notes of sessions in a real SQLite file: kept, apart by conversation, for their owner only."""

from __future__ import annotations

import stat
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.core.progress import Note
from bot.core.reminders import ReminderWish
from bot.storage import database
from bot.storage.notebook import CONSENT_VERSION, KEEP_NOTES, Notebook

NOW = datetime(2026, 3, 1, 9, 30)
NOTE = Note(date(2026, 3, 1), 1, ("strap_stretch", "calf_wall_bent"), ("heel_raise",), 3)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(tmp_path / "notes.sqlite")


def test_notes_come_back_oldest_first_after_a_restart(tmp_path: Path, engine: Engine) -> None:
    book = Notebook(engine)
    later = Note(date(2026, 3, 4), 1, ("strap_stretch",))
    book.add("a", later, NOW)
    book.add("a", NOTE, NOW)
    engine.dispose()
    again = Notebook(database.open_database(tmp_path / "notes.sqlite"))
    assert again.notes("a") == [NOTE, later]


def test_nobody_sees_the_notes_of_another_conversation(engine: Engine) -> None:
    book = Notebook(engine)
    book.add("a", NOTE, NOW)
    book.checked_in("a", 2, NOTE.day)
    book.wish("a", ReminderWish(8, 0, 1), NOW)
    assert book.notes("b") == []
    assert book.check_ins("b") == []
    assert book.wishes("b") == []


def test_a_note_comes_with_the_consent_to_it(engine: Engine) -> None:
    Notebook(engine).add("a", NOTE, NOW)
    with engine.connect() as connection:
        row = connection.execute(select(database.consents)).one()
    assert (row.conversation, row.purpose, row.version, row.given) == ("a", KEEP_NOTES, CONSENT_VERSION, NOW)


def test_check_ins_and_wishes_are_kept(engine: Engine) -> None:
    book = Notebook(engine)
    book.checked_in("a", 2, NOTE.day)
    book.wish("a", ReminderWish(8, 0, 1), NOW)
    book.wish("a", ReminderWish(), NOW)
    assert book.check_ins("a") == [2]
    assert book.wishes("a") == [ReminderWish(8, 0, 1), ReminderWish()]


def test_the_file_is_for_its_owner_and_safe_against_power_cuts(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "notes.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_without_a_file_notes_live_in_memory() -> None:
    book = Notebook(database.open_database(None))
    book.add("a", NOTE, NOW)
    assert book.notes("a") == [NOTE]
