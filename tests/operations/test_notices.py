"""Wishes for a person reach the site's people, again after a failure, with nothing about anybody's health."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select, update

from bot.operations.notices import NoticeError, Notifier
from bot.storage.database import Database, open_database
from bot.storage.records import HAND_OFF, Records
from bot.storage.tables import consents, notices
from bot.storage.trackers import utc_now


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database()
    yield opened
    opened.close()


def _rows(database: Database) -> list[Any]:
    return database.now(lambda connection: connection.execute(select(notices)).all())


async def _notified(database: Database, statuses: list[int]) -> list[dict[str, Any]]:
    """What a web hook gets that answers with `statuses`, one after the other."""
    arrived: list[dict[str, Any]] = []

    async def hook(request: web.Request) -> web.Response:
        arrived.append(json.loads(await request.text()))
        return web.Response(status=statuses[len(arrived) - 1] if len(arrived) <= len(statuses) else 200)

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    task = asyncio.create_task(Notifier(database, [f"json://127.0.0.1:{port}/hook"]).run())
    await asyncio.sleep(1.5)
    task.cancel()
    await runner.cleanup()
    return arrived


def test_a_wish_for_a_person_arrives_once_with_the_way_to_reach_them(
    database: Database, runner: asyncio.Runner
) -> None:
    Records(database).hand_off("web-a", "07700 900123")
    (arrived,) = runner.run(_notified(database, []))
    assert "07700 900123" in arrived["message"]
    (row,) = _rows(database)
    assert (row.status, row.attempts) == ("sent", 1)
    purpose = database.now(lambda connection: connection.execute(select(consents.c.purpose)).scalar_one())
    assert purpose == HAND_OFF


def test_a_failed_notice_waits_and_is_sent_again(database: Database, runner: asyncio.Runner) -> None:
    Records(database).hand_off("web-a", "a@b.example")
    runner.run(_notified(database, [500]))
    (row,) = _rows(database)
    assert (row.status, row.attempts) == ("ready", 1)
    assert row.due > utc_now()
    database.now(lambda connection: connection.execute(update(notices).values(due=utc_now())))
    runner.run(_notified(database, []))
    (row,) = _rows(database)
    assert (row.status, row.attempts) == ("sent", 2)


def test_a_wrong_url_stops_the_start_without_being_repeated(database: Database) -> None:
    with pytest.raises(NoticeError, match="number 2") as caught:
        Notifier(database, ["json://localhost", "nonsense://user:secret@host"])
    assert "secret" not in str(caught.value)
