"""Deletion that is one: nothing is left in any table, nor in the bytes of the files."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.core.progress import Note
from bot.storage import mailbox, retention, tables, trackers
from bot.storage.database import Database, open_database
from bot.storage.notebook import Notebook
from bot.storage.records import Records
from bot.storage.trackers import utc_now

CANARY = "unmistakable heel canary"


def _fill(database: Database, conversation: str, notes: bool = True) -> None:
    events = [{"event": "user", "text": CANARY}]

    def write(connection: object) -> None:
        message = mailbox.receive(connection, conversation, "m1", CANARY)  # type: ignore[arg-type]
        trackers.append(connection, conversation, events, {"last_turn": CANARY})  # type: ignore[arg-type]
        mailbox.put(connection, conversation, {"says": CANARY}, message.id)  # type: ignore[arg-type]
        counted = {"conversation": conversation, "at": utc_now()}
        turn = insert(tables.turns).values(**counted, channel="web", outcome="gait", milliseconds=1.0)
        connection.execute(turn)  # type: ignore[attr-defined]

    database.now(write)
    Records(database).keep_question(conversation, CANARY)
    Records(database).hand_off(conversation, CANARY)
    if notes:
        Notebook(database).add(conversation, Note(date(2026, 3, 1), 1, (CANARY,)), utc_now())


def _exported(database: Database, conversation: str) -> str:
    return str(database.now(partial(retention.export, conversation=conversation)))


def test_what_is_kept_can_be_seen_in_full(database: Database) -> None:
    _fill(database, "web-a")
    found = database.now(partial(retention.export, conversation="web-a"))
    for table in ("conversations", "tracker_turns", "inbox", "outbox", "unanswered", "notices", "exercise_sessions"):
        assert CANARY in str(found[table]), table


def test_what_is_forgotten_is_gone_everywhere_and_only_there(database: Database) -> None:
    _fill(database, "web-a")
    _fill(database, "web-b")
    assert database.now(partial(retention.forget, conversation="web-a"))
    assert CANARY not in _exported(database, "web-a")
    assert CANARY in _exported(database, "web-b")
    assert not database.now(partial(retention.forget, conversation="web-a"))


def test_counts_stay_without_the_conversation(database: Database) -> None:
    _fill(database, "web-a")
    database.now(partial(retention.forget, conversation="web-a"))
    found = database.now(partial(retention.export, conversation=retention.NOBODY))
    assert [row["outcome"] for row in found["turns"]] == ["gait"]


def test_an_emptied_conversation_can_still_be_replied_to(database: Database) -> None:
    _fill(database, "web-a")
    number = database.now(partial(mailbox.put, conversation="web-a", body={"says": "x"})).number
    database.now(partial(retention.empty, conversation="web-a"))
    assert CANARY not in _exported(database, "web-a")
    assert database.now(partial(mailbox.put, conversation="web-a", body={"says": "done"})).number == number + 1


@pytest.mark.parametrize("notes", [True, False], ids=["with notes", "without notes"])
def test_old_conversations_are_purged_and_notes_on_request_stay(database: Database, notes: bool) -> None:
    _fill(database, "web-old", notes)
    _fill(database, "web-new", notes)
    old = utc_now() - timedelta(days=31)
    table = tables.conversations
    database.now(lambda c: c.execute(update(table).where(table.c.id == "web-old").values(seen=old)))
    assert database.now(partial(retention.purge, before=utc_now() - timedelta(days=30))) == 1
    found = database.now(partial(retention.export, conversation="web-old"))
    left = {name for name, rows in found.items() if CANARY in str(rows)}
    assert left == ({"exercise_sessions"} if notes else set())
    assert CANARY in _exported(database, "web-new")


def test_no_byte_of_it_is_left_in_the_files(tmp_path: Path) -> None:
    file = tmp_path / "one.sqlite"
    database = open_database(f"sqlite:///{file}")
    for number in range(50):
        _fill(database, f"web-{number}")
    assert any(CANARY.encode() in path.read_bytes() for path in tmp_path.iterdir())
    for number in range(50):
        database.now(partial(retention.forget, conversation=f"web-{number}"))
    retention.clean_up(database)
    assert not [path.name for path in tmp_path.iterdir() if CANARY.encode() in path.read_bytes()]
    database.close()
