"""Replies that are pushed: in order, again after a failure, not at all where it is hopeless."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bot.gate.courier import Courier, RetryLater, Undeliverable
from bot.storage import mailbox, people
from bot.storage.database import Database, open_database
from bot.storage.mailbox import Delivery
from bot.storage.tables import outbox


class Line:
    """A channel that fails in the ways that `troubles` lists, one for each attempt."""

    name = "line"

    def __init__(self, *troubles: Exception | None) -> None:
        self._troubles = iter(troubles)
        self.arrived: list[tuple[Any, str]] = []

    async def deliver(self, address: Mapping[str, Any], delivery: Delivery) -> None:
        await asyncio.sleep(0)
        if (trouble := next(self._troubles, None)) is not None:
            raise trouble
        self.arrived.append((address["chat"], delivery.body["says"]))


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database()
    yield opened
    opened.close()


def _put(database: Database, person: str, *texts: str) -> None:
    conversation = database.now(
        partial(people.conversation_of, channel="line", person=person, address={"chat": person}, fresh=f"line-{person}")
    )
    for text in texts:
        database.now(partial(mailbox.put, conversation=conversation, body={"says": text}))


def _run(runner: asyncio.Runner, database: Database, line: Line, seconds: float = 0.5) -> dict[str, str]:
    async def go() -> None:
        courier = Courier(database, [line])
        await courier.start()
        await asyncio.sleep(seconds)
        await courier.stop()

    runner.run(go())
    rows = database.now(lambda connection: connection.execute(select(outbox)).all())
    return {row.body[10:-2]: row.status for row in rows}


def test_replies_arrive_once_and_in_order(database: Database, runner: asyncio.Runner) -> None:
    _put(database, "ann", "one", "two", "three")
    _put(database, "bob", "four")
    line = Line()
    assert set(_run(runner, database, line).values()) == {"sent"}
    assert [text for chat, text in line.arrived if chat == "ann"] == ["one", "two", "three"]
    assert ("bob", "four") in line.arrived


def test_a_failure_is_tried_again_and_later_replies_wait_for_it(database: Database, runner: asyncio.Runner) -> None:
    _put(database, "ann", "one", "two")
    line = Line(RetryLater(0.0), ConnectionError("reset"), None)
    _run(runner, database, line, 3.5)
    assert [text for _, text in line.arrived] == ["one", "two"]


def test_what_can_never_arrive_is_given_up(database: Database, runner: asyncio.Runner) -> None:
    _put(database, "ann", "one", "two")
    line = Line(Undeliverable())
    assert _run(runner, database, line) == {"one": "failed", "two": "sent"}


def test_a_stop_right_after_a_reply_ends_with_the_delivery(database: Database, runner: asyncio.Runner) -> None:
    line = Line()

    async def go() -> None:
        courier = Courier(database, [line])
        await courier.start()
        await asyncio.sleep(0.05)
        _put(database, "ann", "one")
        courier.wake()
        await asyncio.wait_for(courier.stop(), 5)

    runner.run(go())
    rows = database.now(lambda connection: connection.execute(select(outbox.c.status)).scalars().all())
    assert rows == ["sent"] if line.arrived else rows == ["ready"]


def test_a_person_without_an_address_holds_up_nobody(database: Database, runner: asyncio.Runner) -> None:
    database.now(partial(mailbox.receive, conversation="line-lost", external="m", text="x"))
    database.now(partial(mailbox.put, conversation="line-lost", body={"says": "lost"}))
    _put(database, "ann", "one")
    assert _run(runner, database, Line()) == {"lost": "failed", "one": "sent"}
