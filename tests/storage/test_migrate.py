"""Tables are made, brought forward from every version, and never from a newer one."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from bot.storage import trackers
from bot.storage.database import Database, DatabaseError, open_database
from bot.storage.migrate import NewerDatabaseError
from bot.storage.tables import metadata, sessions


def test_the_steps_make_the_tables_that_the_code_knows(database: Database) -> None:
    found = database.now(lambda connection: compare_metadata(MigrationContext.configure(connection), metadata))
    assert [change for change in found if "sqlite_sequence" not in str(change)] == []  # SQLite's own table


def test_opening_twice_changes_nothing(url: str) -> None:
    open_database(url).close()
    open_database(url).close()


def test_a_newer_data_base_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'newer.sqlite'}"
    database = open_database(url)
    database.now(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    database.close()
    before = (tmp_path / "newer.sqlite").read_bytes()
    with pytest.raises(NewerDatabaseError, match="9999"):
        open_database(url)
    assert (tmp_path / "newer.sqlite").read_bytes() == before


def _first_version(file: Path) -> None:
    """A file as version 0.1 wrote it: Rasa's own events, and notes without a version number."""
    events = [
        {"event": "action", "name": "action_session_start", "timestamp": 1.0},
        {"event": "session_started", "timestamp": 1.0},
        {"event": "action", "name": "action_listen", "timestamp": 1.0},
        {"event": "user", "text": "hello", "timestamp": 2.0},
        {"event": "slot", "name": "topic", "value": "gait", "timestamp": 2.0},
        {"event": "user", "text": "again", "timestamp": 3.0},
        {"event": "slot", "name": "topic", "value": "overview", "timestamp": 3.0},
    ]
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT NOT NULL, type_name TEXT NOT NULL, "
            "timestamp FLOAT, intent_name TEXT, action_name TEXT, data TEXT)"
        )
        for event in events:
            connection.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES ('cli-me', ?, ?, ?)",
                (event["event"], event["timestamp"], json.dumps(event)),
            )
        connection.execute("INSERT INTO events (sender_id, type_name, data) VALUES ('cli-me', 'slot', '{broken')")
        connection.execute(
            "CREATE TABLE exercise_sessions (id INTEGER PRIMARY KEY, conversation VARCHAR(128) NOT NULL, "
            "day DATE NOT NULL, week INTEGER NOT NULL, done JSON NOT NULL, stopped JSON NOT NULL, pain INTEGER)"
        )
        connection.execute(
            "CREATE TABLE check_ins (id INTEGER PRIMARY KEY, conversation VARCHAR(128) NOT NULL, "
            "weeks INTEGER NOT NULL, day DATE NOT NULL)"
        )
        connection.execute(
            "CREATE TABLE reminders (id INTEGER PRIMARY KEY, conversation VARCHAR(128) NOT NULL, hour INTEGER, "
            "minute INTEGER, every INTEGER NOT NULL, wished DATETIME NOT NULL)"
        )
        connection.execute(
            "CREATE TABLE consents (id INTEGER PRIMARY KEY, conversation VARCHAR(128) NOT NULL, "
            "purpose VARCHAR(32) NOT NULL, version VARCHAR(16) NOT NULL, given DATETIME NOT NULL)"
        )
        connection.execute(
            "INSERT INTO exercise_sessions (conversation, day, week, done, stopped, pain) "
            "VALUES ('cli-me', '2026-03-01', 1, '[\"heel_raise\"]', '[]', 2)"
        )


def test_conversations_and_notes_of_the_first_version_are_taken_over(tmp_path: Path) -> None:
    _first_version(tmp_path / "old.sqlite")
    database = open_database(f"sqlite:///{tmp_path / 'old.sqlite'}")
    found = database.now(lambda connection: trackers.remembered(connection, "cli-me"))
    assert found is not None
    assert found.turns == 3
    assert [event.get("text") for event in found.events if event["event"] == "user"] == ["hello", "again"]
    assert database.now(lambda connection: trackers.slots_of(connection, "cli-me")) == {"topic": "overview"}
    assert database.now(lambda connection: connection.execute(select(sessions.c.pain)).scalar_one()) == 2


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite:////no/such/folder/x.sqlite", "postgresql://a:secret@127.0.0.1:1/x", "martian://x"],
)
def test_what_cannot_be_used_is_named_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_data_base_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "photo.sqlite"
    file.write_bytes(b"not a data base at all" * 100)
    with pytest.raises(DatabaseError, match=r"photo\.sqlite"):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"not a data base")
