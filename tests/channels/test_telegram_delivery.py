"""Deliveries to a Telegram that refuses, breaks, is slow, or is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.telegram_api import BotApi, RejectedError, UnreachableError
from bot.channels.telegram_delivery import TelegramDelivery
from bot.channels.telegram_pictures import Pictures
from bot.content.library import PROJECT
from bot.core.replies import Button, Reply, Turn
from bot.gate.courier import RetryLater, Undeliverable
from bot.storage.database import open_database
from bot.storage.mailbox import Delivery
from bot.storage.tables import conversations
from tests.channels.telegram_server import TOKEN, RefusalError, Running, message_update, running

PARSE = RefusalError(400, "Bad Request: can't parse entities: Unsupported start tag")
BUTTON = RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
BLOCKED = RefusalError(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = RefusalError(403, "Forbidden: user is deactivated")
GONE = RefusalError(400, "Bad Request: chat not found")
SLOWLY = RefusalError(429, "Too Many Requests: retry after 7", retry_after=7)
MOVED = RefusalError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100777)
UNKNOWN = RefusalError(401, "Unauthorized")
YES_NO = (Button("Yes", "/affirm"), Button("No", "/deny"))


@pytest.fixture(scope="module")
def server(runner: asyncio.Runner) -> Iterator[Running]:
    with running(runner, None, open_database()) as one:
        yield one


@pytest.fixture
def chat(server: Running) -> int:
    """A person who has not written before."""
    return server.next_update()


@pytest.fixture
def sender(server: Running, runner: asyncio.Runner) -> Iterator[TelegramDelivery]:
    """What sends, with half a second of patience."""
    api = BotApi(TOKEN, server.telegram.url, seconds=0.5)
    yield TelegramDelivery(api, server.database, Pictures(PROJECT / "data" / "pictures"))
    runner.run(api.close())


def delivery(*replies: Reply, number: int = 1) -> Delivery:
    body = Turn("", "gait", replies or (Reply("Is it <bold> & new?", YES_NO),)).as_dict()
    return Delivery(number, "telegram-x", number, body)


@pytest.mark.parametrize(
    ("fault", "raised", "wait"),
    [
        (SLOWLY, RetryLater, 7.0),
        (500, RetryLater, None),
        (502, RetryLater, None),
        ("reset", RetryLater, None),
        ("hang", RetryLater, None),
        (UNKNOWN, RetryLater, 60.0),
        (BLOCKED, Undeliverable, None),
        (DEACTIVATED, Undeliverable, None),
        (GONE, Undeliverable, None),
    ],
)
def test_a_fault_becomes_a_wait_or_an_end(
    server: Running,
    runner: asyncio.Runner,
    sender: TelegramDelivery,
    chat: int,
    fault: Any,
    raised: type[Exception],
    wait: float | None,
) -> None:
    server.telegram.faults[chat].append(fault)
    with pytest.raises(raised) as caught:
        runner.run(sender.deliver({"chat": chat}, delivery()))
    assert getattr(caught.value, "wait", None) == wait
    assert server.telegram.sent[chat] == []


@pytest.mark.parametrize("fault", [PARSE, BUTTON])
def test_what_is_rejected_is_sent_once_more_as_plain_text(
    server: Running, runner: asyncio.Runner, sender: TelegramDelivery, chat: int, fault: RefusalError
) -> None:
    server.telegram.faults[chat].append(fault)
    runner.run(sender.deliver({"chat": chat}, delivery()))
    (sent,) = server.telegram.sent[chat]
    assert sent.text == "Is it <bold> & new?\n\n- Yes\n- No"
    assert sent.titles == []


def test_what_is_rejected_twice_is_given_up(
    server: Running, runner: asyncio.Runner, sender: TelegramDelivery, chat: int
) -> None:
    server.telegram.faults[chat] += [PARSE, PARSE]
    with pytest.raises(Undeliverable):
        runner.run(sender.deliver({"chat": chat}, delivery()))


def test_text_is_escaped(server: Running, runner: asyncio.Runner, sender: TelegramDelivery, chat: int) -> None:
    text = '<b>1</b> & <script> "x" &amp; </i> <!-- -->'
    runner.run(sender.deliver({"chat": chat}, delivery(Reply(text))))
    (sent,) = server.telegram.sent[chat]
    assert sent.text == text
    assert sent.given["parse_mode"] == "HTML"


def test_after_an_interruption_only_the_rest_is_sent(
    server: Running, runner: asyncio.Runner, sender: TelegramDelivery, chat: int
) -> None:
    long = delivery(Reply("First. " * 500), Reply("Second.", YES_NO))
    server.telegram.faults[chat] += [None, 500]
    with pytest.raises(RetryLater):
        runner.run(sender.deliver({"chat": chat}, long))
    runner.run(sender.deliver({"chat": chat}, long))
    assert [message.text[:6] for message in server.telegram.sent[chat]] == ["First.", "Second"]


def test_a_blocked_chat_is_not_even_tried(
    server: Running, runner: asyncio.Runner, sender: TelegramDelivery, chat: int
) -> None:
    before = len(server.telegram.calls)
    with pytest.raises(Undeliverable):
        runner.run(sender.deliver({"chat": chat, "blocked": True}, delivery()))
    assert len(server.telegram.calls) == before


def membership(server: Running, chat: int, status: str) -> dict[str, Any]:
    change = {"chat": {"id": chat, "type": "private"}, "date": 1, "new_chat_member": {"status": status}}
    return {"update_id": server.next_update(), "my_chat_member": change}


def test_who_blocks_the_bot_gets_nothing_until_they_come_back(
    server: Running, runner: asyncio.Runner, chat: int
) -> None:
    async def remind() -> list[str]:
        text = await server.database.run(lambda connection: conversation_with(connection, chat))
        await server.mailroom.say(text, Turn("", "stretch_plan", (Reply("Time to stretch."),)))
        await server.settled()
        return (await server.statuses(chat))[-1:]

    async def work() -> list[list[str]]:
        await server.say(chat, "hello")
        found = []
        for status in ("kicked", "member"):
            assert await server.post(membership(server, chat, status)) == 200
            found.append(await remind())
        assert await server.post(membership(server, chat, "kicked")) == 200
        await server.say(chat, "hello again")
        found.append(await remind())
        return found

    assert runner.run(work()) == [["failed"], ["sent"], ["sent"]]


def conversation_with(connection: Any, chat: int) -> str:
    """The conversation, its address left as it is."""
    return str(connection.execute(select(conversations.c.id).where(conversations.c.person == str(chat))).scalar())


def test_replies_wait_in_order_behind_one_that_cannot_go_yet(
    server: Running, runner: asyncio.Runner, chat: int
) -> None:
    async def work() -> None:
        server.telegram.faults[chat] += [RefusalError(429, "Too Many Requests", retry_after=1), "reset"]
        for text in ("one ❤", "two ❤", "/three"):
            assert await server.post(message_update(server.next_update(), chat, text)) == 200
        await server.settled()

    runner.run(work())
    texts = [message.text[:12] for message in server.telegram.sent[chat]]
    assert len(texts) == 3
    assert texts[2] == "I do not know commands that"[:12]
    assert runner.run(server.statuses(chat)) == ["sent"] * 3


def test_a_group_that_moved_gets_its_replies_in_the_new_place(server: Running, runner: asyncio.Runner) -> None:
    async def work() -> None:
        place = {"id": -4242, "title": "x", "type": "group"}
        update = message_update(
            server.next_update(), 5, "hi", chat=place, reply_to_message={"from": {"id": server.channel.api.bot_id}}
        )
        server.telegram.faults[-4242].append(MOVED)
        assert await server.post(update) == 200
        await server.settled()

    runner.run(work())
    assert server.telegram.sent[-4242] == []
    assert len(server.telegram.sent[-100777]) == 1


def test_the_token_is_in_no_error(runner: asyncio.Runner, server: Running) -> None:
    async def failures() -> list[Exception]:
        found: list[Exception] = []
        for url, fault in (
            (server.telegram.url, UNKNOWN),
            (server.telegram.url, "reset"),
            ("http://127.0.0.1:9", None),
        ):
            api = BotApi(TOKEN, url)
            server.telegram.everywhere += [fault] if fault else []
            try:
                await api.call("getMe")
            except (RejectedError, UnreachableError) as error:
                found.append(error)
            await api.close()
        return found

    errors = runner.run(failures())
    assert len(errors) == 3
    assert not any(TOKEN in repr(error) or TOKEN in str(error.__cause__) for error in errors)
    assert all(error.__suppress_context__ or error.__context__ is None for error in errors)
