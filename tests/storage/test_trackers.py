"""What Rasa remembers: by turns, in order, bounded, and in spite of rows that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update

from bot.storage import trackers
from bot.storage.database import Database
from bot.storage.tables import tracker_turns
from bot.storage.trackers import Remembered


def _said(number: int) -> list[dict[str, Any]]:
    return [
        {"event": "user", "text": f"message {number}", "timestamp": 1000.0 - number},
        {"event": "slot", "name": "topic", "value": f"topic {number}"},
    ]


def _keep(database: Database, count: int, conversation: str = "cli-a") -> None:
    for number in range(1, count + 1):
        slots = {"topic": f"topic {number}"}
        database.now(lambda c, n=number, s=slots: trackers.append(c, conversation, _said(n), s))  # type: ignore[misc]


def _remembered(database: Database, conversation: str = "cli-a") -> Remembered:
    found = database.now(lambda connection: trackers.remembered(connection, conversation))
    assert found is not None
    return found


def _texts(events: Sequence[Mapping[str, Any]]) -> list[str]:
    return [event["text"] for event in events if event["event"] == "user"]


def test_a_new_conversation_is_none(database: Database) -> None:
    assert database.now(lambda connection: trackers.remembered(connection, "cli-new")) is None
    assert database.now(lambda connection: trackers.slots_of(connection, "cli-new")) == {}


def test_turns_come_back_in_the_order_in_which_they_were_kept_whatever_the_clock_said(database: Database) -> None:
    _keep(database, 5)
    assert _texts(_remembered(database).events) == [f"message {number}" for number in range(1, 6)]


def test_only_the_last_turns_come_back_with_the_slots_from_before_them(database: Database) -> None:
    _keep(database, trackers.WINDOW + 5)
    found = _remembered(database)
    assert len(_texts(found.events)) == trackers.WINDOW
    assert found.slots == {"topic": "topic 5"}
    assert found.turns == trackers.WINDOW + 5


def test_conversations_are_apart(database: Database) -> None:
    _keep(database, 2)
    _keep(database, 1, "cli-b")
    assert len(_texts(_remembered(database, "cli-b").events)) == 1


def test_a_row_that_cannot_be_read_is_left_out_and_what_it_changed_is_not_lost(database: Database) -> None:
    _keep(database, 3)
    for damage in ("{", "[1]", '{"event": "user"}', ""):
        database.now(
            lambda c, d=damage: c.execute(  # type: ignore[misc]
                update(tracker_turns).where(tracker_turns.c.turn == 3).values(events=d, broken=False)
            )
        )
        found = _remembered(database)
        assert _texts(found.events) == ["message 1", "message 2"]
        assert found.events[-1] == {"event": "slot", "name": "topic", "value": "topic 3"}
    broken = select(func.count()).where(tracker_turns.c.broken)
    assert database.now(lambda connection: connection.execute(broken).scalar()) == 1


def test_a_conversation_goes_on_after_all_its_rows_were_damaged(database: Database) -> None:
    _keep(database, 3)
    database.now(lambda connection: connection.execute(update(tracker_turns).values(slots="x")))
    assert _remembered(database).slots == {"topic": "topic 3"}
    _keep(database, 1)
    assert _texts(_remembered(database).events) == ["message 1"]
