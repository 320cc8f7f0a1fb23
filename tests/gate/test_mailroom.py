"""Messages of a channel: kept before they are acknowledged, answered once, in order, over restarts and failures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from bot.gate import fixed
from bot.gate.gate import Composed, Gate
from bot.gate.limits import Limits
from bot.gate.mailroom import Mailroom, Refused
from bot.storage import mailbox
from bot.storage.database import Database, open_database

DANGER = "my foot is cold and blue"


class SlowGate(Gate):
    """A gate without a model, that says what it was asked and takes a moment for each message."""

    async def compose(self, conversation: str, text: str) -> Composed:
        await asyncio.sleep(0.01 if text.endswith("1") else 0.001)
        return await super().compose(conversation, text)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'mail.sqlite'}")
    yield opened
    opened.close()


def _mailroom(database: Database, often: str = "1000/second", most: int = 1000) -> Mailroom:
    return Mailroom(SlowGate(None, 5, database), Limits(often, often), most)


def _replies(database: Database, conversation: str) -> list[mailbox.Delivery]:
    return database.now(partial(mailbox.replies_after, conversation=conversation, number=0, most=1000))


def test_every_message_gets_one_reply_in_order(database: Database, runner: asyncio.Runner) -> None:
    async def talk() -> list[int]:
        room = _mailroom(database)
        posted = [await room.post("web-a", f"m{number}", f"heel {number}") for number in range(30)]
        await room.stop(10)
        return [message.id for message in posted]

    ids = runner.run(talk())
    assert [delivery.message for delivery in _replies(database, "web-a")] == ids


def test_a_message_sent_twice_gets_one_reply(database: Database, runner: asyncio.Runner) -> None:
    async def talk() -> None:
        room = _mailroom(database)
        await asyncio.gather(*(room.post("web-a", "same", "hello") for _ in range(20)))
        await room.stop(10)

    runner.run(talk())
    assert len(_replies(database, "web-a")) == 1


def test_what_was_taken_in_before_a_stop_is_answered_after_the_start(
    database: Database, runner: asyncio.Runner
) -> None:
    for number in range(3):
        external = f"m{number}"
        database.now(partial(mailbox.receive, conversation="web-a", external=external, text="hello"))

    async def restart() -> None:
        room = _mailroom(database)
        await room.start()
        await room.stop(10)

    runner.run(restart())
    assert len(_replies(database, "web-a")) == 3
    runner.run(restart())
    assert len(_replies(database, "web-a")) == 3


def test_a_reply_wakes_whoever_waits_for_it(database: Database, runner: asyncio.Runner) -> None:
    async def talk() -> list[mailbox.Delivery]:
        room = _mailroom(database)
        waiting = asyncio.create_task(room.replies("web-a", 0, 10))
        await asyncio.sleep(0.05)
        await room.post("web-a", "m1", "hello")
        found = await asyncio.wait_for(waiting, 1.5)  # before it would have looked again by itself
        await room.stop(1)
        return found

    assert [delivery.number for delivery in runner.run(talk())] == [1]


@pytest.mark.parametrize(("often", "most"), [("2/hour", 1000), ("1000/second", 2)], ids=["too often", "too many"])
def test_too_much_is_refused_but_a_danger_in_it_is_answered(
    database: Database, runner: asyncio.Runner, often: str, most: int
) -> None:
    async def talk() -> list[Refused]:
        room = _mailroom(database, often, most)
        refused = []
        for number in range(3):
            await_nothing = room.post("web-a", f"m{number}", "heel 1")
            try:
                await await_nothing
            except Refused as found:
                refused.append(found)
        with pytest.raises(Refused) as caught:
            await room.post("web-a", "m9", DANGER)
        refused.append(caught.value)
        await room.stop(10)
        return refused

    harmless, danger = runner.run(talk())
    assert harmless.turn.replies[0].text == fixed.BUSY
    assert danger.turn.level == "emergency"
    assert danger.status in (429, 503)


def test_a_data_base_that_is_away_refuses_and_still_answers_a_danger(runner: asyncio.Runner) -> None:
    class Away:
        async def run(self, function: object) -> Any:
            raise OperationalError("statement", {"text": "secret"}, Exception("locked"))

    async def talk() -> list[str | None]:
        room = Mailroom(Gate(None, 5, cast(Database, Away())), Limits("9/second", "9/second"), 10)
        levels = []
        for text in (DANGER, "hello"):
            with pytest.raises(Refused) as caught:
                await room.post("web-a", text, text)
            levels.append(caught.value.turn.level)
        return levels

    assert runner.run(talk()) == ["emergency", None]


def test_a_turn_that_cannot_be_kept_for_a_while_is_kept_later(
    database: Database, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, failures = mailbox.put, iter([True, True])

    def sometimes(*arguments: Any, **named: Any) -> mailbox.Delivery:
        if next(failures, False):
            raise OperationalError("INSERT", {}, Exception("disk full"))
        return put(*arguments, **named)

    monkeypatch.setattr(mailbox, "put", sometimes)

    async def talk() -> None:
        room = _mailroom(database)
        await room.post("web-a", "m1", DANGER)
        await room.stop(10)

    runner.run(talk())
    (reply,) = _replies(database, "web-a")
    assert reply.body["level"] == "emergency"


def test_a_message_that_poisons_its_own_turn_is_answered_and_done(
    database: Database, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned() -> Callable[..., object]:
        def write(_connection: object) -> None:
            raise ValueError

        return write

    compose = SlowGate.compose

    async def composed(self: SlowGate, conversation: str, text: str) -> Composed:
        found = await compose(self, conversation, text)
        return Composed(found.turn, [poisoned()]) if text == "poison" else found

    monkeypatch.setattr(SlowGate, "compose", composed)

    async def talk() -> None:
        room = _mailroom(database)
        await room.post("web-a", "m1", "poison")
        await room.post("web-a", "m2", "hello")
        await room.stop(10)

    runner.run(talk())
    assert len(_replies(database, "web-a")) == 2
    assert database.now(mailbox.unfinished) == []


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud83d", "x" * 20_000, "ﷺ" * 3000, ""])
def test_whatever_is_written_can_be_kept(database: Database, runner: asyncio.Runner, text: str) -> None:
    async def talk() -> None:
        room = _mailroom(database)
        await room.post("web-a", "m1", text)
        await room.stop(10)

    runner.run(talk())
    assert len(_replies(database, "web-a")) == 1
