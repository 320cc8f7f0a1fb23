"""Groups: silent unless called, never about health, but for what to do about a danger."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.storage.database import open_database
from bot.storage.tables import conversations, inbox
from tests.channels.telegram_server import (
    BOT_ID,
    BOT_NAME,
    Running,
    message_update,
    running,
)

CALL = f"@{BOT_NAME}"


@pytest.fixture(scope="module")
def server(runner: asyncio.Runner) -> Iterator[Running]:
    with running(runner, None, open_database()) as one:
        yield one


@pytest.fixture
def group(server: Running) -> int:
    """A group in which nothing was said before."""
    return -1_000_000_000_000 - server.next_update()


def said(server: Running, group: int, text: str, **more: Any) -> dict[str, Any]:
    place = {"id": group, "title": "Runners", "type": "supergroup"}
    entities = [{"type": "mention", "offset": text.index(CALL), "length": len(CALL)}] if CALL in text else []
    return message_update(server.next_update(), 5, text, chat=place, entities=entities, **more)


def heard(server: Running, runner: asyncio.Runner, group: int, update: dict[str, Any]) -> list[str]:
    assert runner.run(server.post(update)) == 200
    runner.run(server.settled())
    return [message.text for message in server.telegram.sent[group]]


@pytest.mark.parametrize("text", ["my heel hurts", "I can't breathe and my chest hurts", "@somebody_else hi", "/start"])
def test_what_is_not_for_the_bot_is_left_alone(server: Running, runner: asyncio.Runner, group: int, text: str) -> None:
    assert heard(server, runner, group, said(server, group, text)) == []


@pytest.mark.parametrize("text", [f"{CALL} my heel hurts", f"{CALL} do my signs fit?", f"thanks {CALL}"])
def test_who_calls_it_is_offered_a_private_chat(server: Running, runner: asyncio.Runner, group: int, text: str) -> None:
    (answer,) = heard(server, runner, group, said(server, group, text))
    assert f"https://t.me/{BOT_NAME}" in answer
    assert "?" not in answer
    sent = server.telegram.sent[group][0]
    assert sent.titles == []
    assert sent.given["reply_parameters"]["message_id"]


def test_a_reply_to_the_bot_calls_it(server: Running, runner: asyncio.Runner, group: int) -> None:
    update = said(server, group, "and why?", reply_to_message={"message_id": 3, "from": {"id": BOT_ID}})
    (answer,) = heard(server, runner, group, update)
    assert f"https://t.me/{BOT_NAME}" in answer


def test_in_a_topic_the_answer_stays_there(server: Running, runner: asyncio.Runner, group: int) -> None:
    heard(server, runner, group, said(server, group, f"{CALL} hi", message_thread_id=12, is_topic_message=True))
    assert server.telegram.sent[group][0].given["message_thread_id"] == 12


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"{CALL} my friend can't breathe and has chest pain", "Call your emergency number"),
        (f"{CALL} my calf is red, hot and swollen", ""),
    ],
)
def test_a_danger_gets_what_to_do_first(
    server: Running, runner: asyncio.Runner, group: int, text: str, first: str
) -> None:
    (answer,) = heard(server, runner, group, said(server, group, text))
    assert answer.startswith(first)
    assert "emergency" in answer or "today" in answer
    assert answer.index("private") > 60
    assert server.telegram.sent[group][0].titles == []


def test_nothing_that_is_said_in_a_group_is_kept(server: Running, runner: asyncio.Runner, group: int) -> None:
    heard(server, runner, group, said(server, group, f"{CALL} my heel hurts"))
    heard(server, runner, group, said(server, group, "my heel hurts"))
    assert runner.run(server.kept(group)) == [""]
    people = select(func.count()).select_from(conversations).where(conversations.c.person == "5")
    assert runner.run(server.rows(people)) == 0


def test_the_same_message_is_answered_once(server: Running, runner: asyncio.Runner, group: int) -> None:
    update = said(server, group, f"{CALL} hi")

    async def thrice() -> None:
        assert await asyncio.gather(*(server.post(update) for _ in range(3))) == [200] * 3
        await server.settled()

    runner.run(thrice())
    assert len(server.telegram.sent[group]) == 1


def test_a_group_cannot_make_the_bot_flood_it_but_a_danger_is_answered(
    server: Running, runner: asyncio.Runner, group: int
) -> None:
    async def many() -> None:
        for text in ["hi"] * 30 + ["my friend can't breathe and has chest pain"]:
            assert await server.post(said(server, group, f"{CALL} {text}")) == 200
        await server.settled()

    runner.run(many())
    *others, last = [message.text for message in server.telegram.sent[group]]
    assert len(others) == 20
    assert last.startswith("Call your emergency number")


@pytest.mark.parametrize("met", [False, True])
def test_a_migrated_group_keeps_its_conversation(
    server: Running, runner: asyncio.Runner, group: int, met: bool
) -> None:
    new = group - 1_000_000_000
    heard(server, runner, group, said(server, group, f"{CALL} hi"))
    if met:  # the new group's first message may come before the old one's last
        heard(server, runner, new, said(server, new, f"{CALL} hi"))
    place = {"id": group, "title": "Runners", "type": "group"}
    move = message_update(server.next_update(), 5, chat=place, migrate_to_chat_id=new)
    assert runner.run(server.post(move)) == 200
    assert len(heard(server, runner, new, said(server, new, f"{CALL} hi"))) == 1 + met
    query = select(conversations.c.address).where(conversations.c.person.in_((str(group), str(new))))
    found = runner.run(server.database.run(lambda connection: list(connection.execute(query).scalars())))
    assert found == [{"chat": new}] * (1 + met)


def test_a_group_is_silent_while_the_bots_name_cannot_be_asked_for(runner: asyncio.Runner) -> None:
    async def work(server: Running) -> None:
        server.telegram.everywhere.append(500)
        assert await server.post(said(server, -77, f"{CALL} hi")) == 200
        assert await server.post(said(server, -77, "hi", reply_to_message={"from": {"id": BOT_ID}})) == 200
        await server.settled()

    with running(runner, None, open_database()) as server:
        runner.run(work(server))
        (answer,) = server.telegram.sent[-77]
        assert "private" in answer.text
        assert runner.run(server.rows(select(func.count()).select_from(inbox))) == 1
