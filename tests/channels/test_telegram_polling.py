"""Polling: what Telegram holds is taken in once, in order, over failures and restarts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels import telegram_polling
from bot.channels.telegram_polling import TelegramPolling
from bot.storage.database import Database, open_database
from bot.storage.tables import inbox
from tests.channels.telegram_server import FakeTelegram, RefusalError, Running, message_update, until

PEOPLE = (11, 12, 13)


@pytest.fixture
def telegram(runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTelegram]:
    monkeypatch.setattr(telegram_polling, "_FIRST_PAUSE", 0.05)
    fake = FakeTelegram()
    runner.run(fake.start())
    yield fake
    runner.run(fake.stop())


@pytest.fixture
def database() -> Iterator[Database]:
    one = open_database()
    yield one
    one.close()


def offered(telegram: FakeTelegram, first: int, count: int) -> None:
    """Messages waiting at Telegram, of three people in turn."""
    for number in range(first, first + count):
        telegram.updates.append(message_update(number, PEOPLE[number % 3], f"/nothing{number}"))


def kept_texts(count: int) -> dict[int, list[str]]:
    return {
        person: [f"/nothing{number}" for number in range(count) if PEOPLE[number % 3] == person] for person in PEOPLE
    }


async def polled(telegram: FakeTelegram, database: Database) -> tuple[Running, TelegramPolling, asyncio.Task[None]]:
    server = await Running.start(telegram, None, database)
    polling = TelegramPolling(server.channel, wait=1)
    return server, polling, asyncio.create_task(polling.run())


def answered(telegram: FakeTelegram) -> int:
    return sum(map(len, telegram.sent.values()))


@pytest.mark.parametrize("crash", [False, True])
def test_a_restart_loses_and_repeats_nothing(
    telegram: FakeTelegram, database: Database, runner: asyncio.Runner, crash: bool
) -> None:
    async def work() -> Running:
        offered(telegram, 0, 30)
        server, polling, task = await polled(telegram, database)
        await until(lambda: answered(telegram) >= 10)
        if crash:  # nothing is confirmed, and what is being answered is broken off
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await server.stop(grace=0)
            await asyncio.sleep(0.3)
        else:
            await polling.stop()
            await server.stop()
        offered(telegram, 30, 15)
        server, polling, task = await polled(telegram, database)
        await until(lambda: answered(telegram) >= 45)
        await asyncio.sleep(0.2)
        kept = {person: await server.kept(person) for person in PEOPLE}
        statuses = {person: await server.statuses(person) for person in PEOPLE}
        await polling.stop()
        await server.stop()
        assert kept == kept_texts(45)
        assert statuses == {person: ["sent"] * 15 for person in PEOPLE}
        return server

    runner.run(work())
    assert {person: len(telegram.sent[person]) for person in PEOPLE} == dict.fromkeys(PEOPLE, 15)
    assert telegram.updates == []


def test_a_clean_stop_confirms_what_was_taken_in(
    telegram: FakeTelegram, database: Database, runner: asyncio.Runner
) -> None:
    async def work() -> None:
        offered(telegram, 0, 3)
        server, polling, _ = await polled(telegram, database)
        await until(lambda: answered(telegram) >= 3)
        await polling.stop()
        await server.stop()

    runner.run(work())
    assert telegram.updates == []


def test_an_update_that_cannot_be_kept_stays_at_telegram(
    telegram: FakeTelegram, database: Database, runner: asyncio.Runner
) -> None:
    async def work() -> None:
        await database.run(lambda connection: inbox.drop(connection))
        offered(telegram, 0, 3)
        server, polling, _ = await polled(telegram, database)
        await asyncio.sleep(0.3)
        assert len(telegram.updates) == 3
        await database.run(lambda connection: inbox.create(connection))
        await until(lambda: answered(telegram) >= 4)  # three answers, and one note that it failed at first
        await polling.stop()
        await server.settled()
        kept = [len(await server.kept(person)) for person in PEOPLE]
        await server.stop()
        assert kept == [1, 1, 1]

    # the mailroom cannot look for unfinished messages either while its table is gone
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.gate.mailroom.Mailroom.start", _nothing)
        runner.run(work())


async def _nothing(_self: object) -> None: ...


@pytest.mark.parametrize(
    ("faults", "logged"),
    [
        ([500, "reset", 502], "Telegram did not answer"),
        ([RefusalError(409, "Conflict: can't use getUpdates method while webhook is active")], "delete-webhook"),
        ([RefusalError(401, "Unauthorized")], "does not know the token"),
        ([RefusalError(429, "Too Many Requests", retry_after=1)], "Too Many Requests"),
    ],
)
def test_failures_are_waited_out_and_said(
    telegram: FakeTelegram,
    database: Database,
    runner: asyncio.Runner,
    caplog: pytest.LogCaptureFixture,
    faults: list[Any],
    logged: str,
) -> None:
    async def work() -> None:
        telegram.everywhere += faults
        offered(telegram, 0, 1)
        server, polling, _ = await polled(telegram, database)
        await until(lambda: answered(telegram) >= 1)
        await polling.stop()
        await server.stop()

    with caplog.at_level(logging.ERROR):
        runner.run(work())
    assert logged in caplog.text


def test_it_stops_at_once_while_nothing_comes(
    telegram: FakeTelegram, database: Database, runner: asyncio.Runner
) -> None:
    async def work() -> None:
        server = await Running.start(telegram, None, database)
        polling = TelegramPolling(server.channel, wait=30)
        task = asyncio.create_task(polling.run())
        await until(lambda: bool(telegram.calls))
        async with asyncio.timeout(1):
            await polling.stop()
            await task
        await server.stop()

    runner.run(work())


def test_a_stop_never_hangs(telegram: FakeTelegram, database: Database, runner: asyncio.Runner) -> None:
    async def work() -> None:
        server = await Running.start(telegram, None, database)
        async with asyncio.timeout(2):
            await TelegramPolling(server.channel).stop()  # not started
            polling = TelegramPolling(server.channel, wait=30)
            task = asyncio.create_task(polling.run())
            await until(lambda: bool(telegram.calls))
            task.cancel()  # ended by somebody else
            await asyncio.gather(task, return_exceptions=True)
            await polling.stop()
        await server.stop()

    runner.run(work())
