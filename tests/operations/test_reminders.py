"""Reminders: each exactly once, at the wished time of day, over restarts and clock shifts, never beside a danger."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content import deployment
from bot.core.red_flags import Level
from bot.core.reminders import ReminderWish
from bot.core.watch import Watch
from bot.operations.reminders import send_due
from bot.storage import mailbox, people, trackers
from bot.storage.database import Database, open_database
from bot.storage.mailbox import Delivery
from bot.storage.notebook import Notebook
from bot.storage.tables import reminders

START = datetime(2026, 3, 1, 9, 0)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'one.sqlite'}")
    yield opened
    opened.close()


def _wish(database: Database, person: str, wish: ReminderWish, due: datetime) -> str:
    conversation = f"telegram-{person}"
    address = {"chat": person}
    find = partial(people.conversation_of, channel="telegram", person=person, address=address, fresh=conversation)
    database.now(find)
    Notebook(database).wish(conversation, wish, START, due)
    return conversation


def _sent(database: Database, now: datetime) -> list[Delivery]:
    return database.now(partial(send_due, now=now))


def test_a_single_reminder_is_sent_once_when_its_time_has_come(database: Database) -> None:
    _wish(database, "ann", ReminderWish(10, 0), START + timedelta(hours=1))
    assert _sent(database, START) == []
    (delivery,) = _sent(database, START + timedelta(hours=1, seconds=5))
    assert "exercises" in delivery.body["replies"][0]["text"]
    assert _sent(database, START + timedelta(hours=1, seconds=25)) == []


def test_a_daily_reminder_keeps_its_hour_over_the_change_of_the_clocks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(deployment.TIME_ZONE, "Europe/London")
    _wish(database, "ann", ReminderWish(10, 0, 1), datetime(2026, 3, 28, 10, 0))  # the last day of winter time
    assert len(_sent(database, datetime(2026, 3, 28, 10, 0, 1))) == 1
    assert _sent(database, datetime(2026, 3, 29, 8, 59)) == []
    assert len(_sent(database, datetime(2026, 3, 29, 9, 0, 1))) == 1  # 10 o'clock in summer time


def test_after_a_time_away_there_is_no_flood(database: Database) -> None:
    _wish(database, "ann", ReminderWish(10, 0, 1), START + timedelta(hours=1))
    assert _sent(database, START + timedelta(days=5)) == []  # hours late: left out
    assert len(_sent(database, START + timedelta(days=5, hours=1, seconds=5))) == 1


def test_reminders_end_after_eight_weeks_and_on_request(database: Database) -> None:
    conversation = _wish(database, "ann", ReminderWish(10, 0, 7), START + timedelta(hours=1))
    moments = [START + timedelta(hours=1, minutes=1, days=days) for days in range(80)]
    texts = [item.body["replies"][0]["text"] for moment in moments for item in _sent(database, moment)]
    assert len([text for text in texts if text.startswith("Time for")]) == 8
    assert len(texts) == 8 + 2  # and twice the question how it goes
    _wish(database, "ann", ReminderWish(10, 0, 1), START + timedelta(days=90))
    Notebook(database).stop_reminders(conversation)
    assert _sent(database, START + timedelta(days=91)) == []


def test_nobody_is_reminded_of_exercises_while_a_danger_is_raised(database: Database) -> None:
    conversation = _wish(database, "ann", ReminderWish(10, 0, 1), START + timedelta(hours=1))
    watch = Watch().raise_flag("RF02", Level.URGENT).as_dict()
    event = {"event": "slot", "name": "watch", "value": watch}
    database.now(lambda c: trackers.append(c, conversation, [event], {"watch": watch}))
    assert _sent(database, START + timedelta(hours=1, minutes=1)) == []


def test_what_is_offered_with_a_reminder_can_be_taken(database: Database) -> None:
    conversation = _wish(database, "ann", ReminderWish(10, 0), START + timedelta(hours=1))
    _sent(database, START + timedelta(hours=1, minutes=1))
    slots = database.now(partial(trackers.slots_of, conversation=conversation))
    assert [button["payload"] for button in slots["offer"]] == ["/stretch_plan"]


def test_a_hundred_reminders_over_restarts_and_clock_shifts_arrive_once_each(tmp_path: Path) -> None:
    chance = random.Random(1)
    url = f"sqlite:///{tmp_path / 'many.sqlite'}"
    database = open_database(url)
    for number in range(100):
        _wish(database, str(number), ReminderWish(10, 0), START + timedelta(seconds=chance.randrange(3600)))
    now, sent = START, 0
    while now < START + timedelta(hours=2):
        if chance.random() < 0.1:
            database.close()
            database = open_database(url)
        shifted = now + timedelta(seconds=chance.choice((0, 0, 0, -3600)))
        sent += len(_sent(database, shifted))
        now += timedelta(seconds=60)
    assert sent == 100
    counted = dict.fromkeys(range(100), 0)
    for name in counted:
        counted[name] = len(database.now(partial(mailbox.replies_after, conversation=f"telegram-{name}", number=0)))
    assert set(counted.values()) == {1}
    left = database.now(lambda c: c.execute(select(reminders).where(reminders.c.kind == "exercise")).all())
    assert {row.due for row in left} == {None}
    database.close()
