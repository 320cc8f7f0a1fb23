"""Replies on their way into Slack: they arrive once, in order, whatever Slack or the network does."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.channels import slack as slack_channel
from bot.channels.slack_api import SlackApi, UnfitError
from bot.gate.courier import RetryLater, Undeliverable
from bot.nlu.screening import pattern_screen
from bot.storage import mailbox
from bot.storage.database import open_database
from bot.storage.tables import outbox
from tests.channels.slack_server import (
    PERSON,
    ROOM,
    TOKEN,
    FakeSlack,
    House,
    Trouble,
    direct_channel,
    house,
    mention,
    message,
)

DANGER = "my foot is cold and blue"
_LIMIT = 0.4  # seconds of a call, instead of ten


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_channel, "SlackApi", partial(SlackApi, seconds=_LIMIT))


def _statuses(home: House) -> list[str]:
    query = select(outbox.c.status).order_by(outbox.c.id)
    return list(home.database.now(lambda connection: list(connection.execute(query).scalars())))


async def _two_messages(troubles: Sequence[Trouble], thread: str = "") -> tuple[list[dict[str, Any]], list[str], float]:
    """What arrives of the answers to two messages, the outbox's statuses, and the seconds that it took."""
    loop = asyncio.get_running_loop()
    async with house() as home:
        home.slack.trouble("chat.postMessage", *troubles)
        started = loop.time()
        more = {"thread_ts": thread} if thread else {}
        for text in ("first " + DANGER, "second"):
            assert (await home.say(text, **more)).status == 200
        await home.settle()
        return home.heard(), _statuses(home), loop.time() - started


PASSING: dict[str, tuple[Trouble, ...]] = {
    "no trouble": (),
    "a limit with a time": (Trouble(429, wait=2),),
    "a limit without a time": (Trouble(429),),
    "a limit in words": (Trouble("ratelimited"),),
    "a fault": (Trouble(500),),
    "two faults": (Trouble(502), Trouble(503)),
    "a fault in words": (Trouble("internal_error"),),
    "a reset": (Trouble("reset"),),
    "a time-out": (Trouble("hang"),),
    "a wrong token for a while": (Trouble("invalid_auth"),),
    "a reset after it arrived": (Trouble("reset", done=True),),
    "a time-out after it arrived": (Trouble("hang", done=True),),
    "a fault after it arrived": (Trouble(500, done=True),),
}


def test_a_reply_arrives_once_and_in_order_after_every_trouble_that_passes(runner: asyncio.Runner) -> None:
    pattern_screen()  # once, and not for each of them

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(_two_messages(troubles) for troubles in PASSING.values()))

    for name, (heard, statuses, seconds) in zip(PASSING, runner.run(all_of_them()), strict=True):
        numbers = [shown["metadata"]["event_payload"]["number"] for shown in heard]
        assert numbers == [1, 2], name
        assert statuses == [mailbox.SENT] * 2, name
        if name == "a limit with a time":
            assert seconds >= 2


def test_a_reply_in_a_thread_arrives_once_as_well(runner: asyncio.Runner) -> None:
    troubles = (Trouble("reset", done=True),)
    heard, statuses, _ = runner.run(_two_messages(troubles, thread="1355517523.000005"))
    assert [shown["thread_ts"] for shown in heard] == ["1355517523.000005"] * 2
    assert statuses == [mailbox.SENT] * 2


@pytest.mark.parametrize(
    "code", ["channel_not_found", "account_inactive", "token_revoked", "is_archived", "cannot_dm_bot"]
)
def test_what_can_never_arrive_is_given_up_at_once(runner: asyncio.Runner, code: str) -> None:
    heard, statuses, seconds = runner.run(_two_messages((Trouble(code),)))
    assert statuses == [mailbox.FAILED, mailbox.SENT]
    assert [shown["metadata"]["event_payload"]["number"] for shown in heard] == [2]
    assert seconds < 2


def test_words_arrive_plainly_where_slack_does_not_take_the_blocks(runner: asyncio.Runner) -> None:
    heard, statuses, seconds = runner.run(_two_messages((Trouble("invalid_blocks"),)))
    assert statuses == [mailbox.SENT] * 2
    assert "blocks" not in heard[0]
    assert heard[0]["text"].startswith("Call your emergency number now.")
    assert "1. This is not happening now" in heard[0]["text"]
    assert seconds < 2


def test_a_refusal_of_the_plain_words_as_well_is_the_end(runner: asyncio.Runner) -> None:
    _, statuses, _ = runner.run(_two_messages((Trouble("msg_too_long"), Trouble("msg_too_long"))))
    assert statuses == [mailbox.FAILED, mailbox.SENT]


@pytest.mark.parametrize("arrived", [True, False])
def test_after_a_crash_a_reply_is_sent_unless_it_is_there(runner: asyncio.Runner, arrived: bool) -> None:
    database = open_database()
    slack = FakeSlack()

    async def crash_and_start_again() -> list[str]:
        async with house(database=database, slack=slack) as home:
            await home.say(DANGER)
            await home.settle()
        database.now(lambda connection: connection.execute(update(outbox).values(status=mailbox.SENDING)))
        if not arrived:
            slack.posts.clear()
        async with house(database=database, slack=slack) as home:
            await home.settle()
            return _statuses(home)

    assert runner.run(crash_and_start_again()) == [mailbox.SENT]
    assert len(slack.posts[direct_channel(PERSON)]) == 1
    database.close()


def test_a_reply_of_an_earlier_conversation_is_not_taken_for_this_one(runner: asyncio.Runner) -> None:
    slack = FakeSlack()

    async def talk() -> None:
        async with house(slack=slack) as home:
            await home.say(DANGER)
            await home.settle()
        async with house(slack=slack) as home:  # with a new data base
            slack.trouble("chat.postMessage", Trouble(500))
            await home.say(DANGER)
            await home.settle()

    runner.run(talk())
    marks = [shown["metadata"]["event_payload"] for shown in slack.posts[direct_channel(PERSON)]]
    assert [mark["number"] for mark in marks] == [1, 1]
    assert len({mark["conversation"] for mark in marks}) == 2


def test_of_a_reply_in_parts_only_the_missing_ones_are_sent_again(runner: asyncio.Runner) -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "words " * 200 for number in range(16))

    async def talk() -> list[dict[str, Any]]:
        async with house() as home:
            await home.say("hello")
            await home.settle()
            home.slack.posts.clear()
            home.slack.calls.clear()
            ok: Any = object()
            home.slack.troubles["chat.postMessage"] = _Every([ok, Trouble(429, wait=1)])
            (conversation,) = {row.conversation for row in home.database.now(_rows)}
            await home.mailroom.say(conversation, slack_channel.says.sentence(text))
            await home.settle()
            assert len(home.slack.named("chat.postMessage")) == 4  # one of them was put off
            return home.heard()

    heard = runner.run(talk())
    assert [shown["metadata"]["event_payload"]["part"] for shown in heard] == [0, 1, 2]
    assert "Paragraph 15." in heard[2]["text"]


class _Every(list[Any]):
    """Troubles of which those that are no `Trouble` let a call through."""

    def popleft(self) -> Trouble | None:
        found = self.pop(0)
        return found if isinstance(found, Trouble) else None


def _rows(connection: Any) -> list[Any]:
    return list(connection.execute(select(outbox)).all())


REMOVALS = {
    "app_uninstalled": {"type": "app_uninstalled"},
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0001BOT"]}},
}


@pytest.mark.parametrize("name", REMOVALS)
def test_after_the_app_was_removed_nothing_is_sent_until_somebody_writes(
    runner: asyncio.Runner, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def talk() -> tuple[list[str], int]:
        async with house() as home:
            await home.say("hello")
            await home.settle()
            assert (await home.event(REMOVALS[name])).status == 200
            (conversation,) = {row.conversation for row in home.database.now(_rows)}
            await home.mailroom.say(conversation, slack_channel.says.sentence("a reminder"))
            await home.settle()
            after = len(home.heard())
            await home.say("it was installed again")
            await home.settle()
            return _statuses(home), after

    with caplog.at_level(logging.WARNING):
        statuses, after = runner.run(talk())
    assert statuses == [mailbox.SENT, mailbox.FAILED, mailbox.SENT]
    assert after == 1
    assert "was removed from workspace" in caplog.text


def test_a_withdrawn_token_of_one_person_changes_nothing(runner: asyncio.Runner) -> None:
    async def talk() -> int:
        async with house() as home:
            await home.event({"type": "tokens_revoked", "tokens": {"oauth": [PERSON]}})
            await home.say("hello")
            await home.settle()
            return len(home.heard())

    assert runner.run(talk()) == 1


def test_the_direct_messages_are_opened_once_for_somebody_who_never_wrote(runner: asyncio.Runner) -> None:
    async def talk() -> tuple[int, int]:
        async with house() as home:
            home.slack.trouble("conversations.open", Trouble(500))
            for text in ("hello", "and my heel"):
                await home.command(text)
            await home.settle()
            return len(home.heard()), len(home.slack.named("conversations.open"))

    assert runner.run(talk()) == (2, 2)  # the first look failed


def test_a_whisper_to_somebody_who_left_the_channel_is_given_up(runner: asyncio.Runner) -> None:
    async def talk() -> list[str]:
        async with house() as home:
            home.slack.trouble("chat.postEphemeral", Trouble("user_not_in_channel"))
            await home.event(mention("hello"))
            await home.settle()
            return _statuses(home)

    assert runner.run(talk()) == [mailbox.FAILED]


async def _refused(home: House, count: int) -> list[int]:
    return [(await home.say(f"message {number}")).status for number in range(count)]


def test_somebody_who_writes_too_much_is_told_so_once(runner: asyncio.Runner) -> None:
    async def talk() -> tuple[list[int], list[str]]:
        async with house(often="2/minute") as home:
            statuses = await _refused(home, 6)
            await home.settle()
            return statuses, [shown["text"] for shown in home.heard()]

    statuses, texts = runner.run(talk())
    assert set(statuses) == {200}
    assert len(texts) == 3
    assert sum("too many messages" in text for text in texts) == 1


def test_a_danger_among_too_many_messages_is_always_answered(runner: asyncio.Runner) -> None:
    async def talk() -> list[str]:
        async with house(often="1/minute") as home:
            await _refused(home, 3)
            for _ in range(2):
                assert (await home.say(DANGER)).status == 200
            await home.settle()
            return [shown["text"] for shown in home.heard()]

    assert sum(text.startswith("Call your emergency number now.") for text in runner.run(talk())) == 2


@pytest.mark.parametrize("reachable, status", [(True, 200), (False, 503)])
def test_without_the_data_base_the_person_is_told_or_slack_must_send_it_again(
    runner: asyncio.Runner, reachable: bool, status: int
) -> None:
    from sqlalchemy.exc import OperationalError

    async def talk() -> tuple[int, list[str]]:
        async with house() as home:
            working = home.channel._database

            class Away:
                async def run(self, _function: Callable[..., Any]) -> Awaitable[Any]:
                    raise OperationalError("x", None, Exception())

            home.channel._database = Away()  # type: ignore[assignment]
            if not reachable:
                home.slack.trouble("chat.postMessage", Trouble(500))
            answer = await home.say(DANGER)
            home.channel._database = working
            return answer.status, [shown["text"] for shown in home.heard()]

    found, texts = runner.run(talk())
    assert found == status
    assert [text.startswith("Call your emergency number now.") for text in texts] == [True] * reachable


def test_nothing_that_was_written_reaches_the_log(runner: asyncio.Runner, caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with house() as home:
            home.slack.trouble("chat.postMessage", Trouble(500), Trouble("invalid_blocks"), Trouble("hang"))
            for text in ("verruca on my heel", "verruca"):
                await home.event(message(text))
                await home.event(mention(f"{text}, {DANGER}"))
                await home.command(text)
            await home.settle()

    with caplog.at_level(logging.DEBUG):
        runner.run(talk())
    assert "verruca" not in caplog.text
    assert "cold and blue" not in caplog.text
    assert "emergency number" not in caplog.text
    assert TOKEN not in caplog.text


API: dict[str, tuple[Trouble, type[Exception], float | None]] = {
    "a limit": (Trouble(429, wait=7), RetryLater, 7.0),
    "a limit beyond measure": (Trouble(429, wait=86_400), RetryLater, 600.0),
    "a fault": (Trouble(503), RetryLater, None),
    "an unknown refusal": (Trouble("something_new"), RetryLater, None),
    "nobody there": (Trouble("user_not_found"), Undeliverable, None),
    "too long": (Trouble("msg_blocks_too_long"), UnfitError, None),
}


@pytest.mark.parametrize("name", API)
def test_what_a_refusal_means(runner: asyncio.Runner, name: str) -> None:
    trouble, kind, wait = API[name]

    async def call() -> Exception | None:
        async with house() as home:
            home.slack.trouble("chat.postMessage", trouble)
            api = SlackApi(TOKEN, home.slack.url, _LIMIT)
            try:
                await api.call("chat.postMessage", channel=ROOM, text="x")
            except (RetryLater, Undeliverable, UnfitError) as error:
                return error
            finally:
                await api.close()
            return None

    found = runner.run(call())
    assert type(found) is kind
    assert getattr(found, "wait", None) == wait


def test_messages_unfurl_nothing_and_hold_no_markup(runner: asyncio.Runner) -> None:
    async def talk() -> list[dict[str, Any]]:
        async with house() as home:
            await home.say("hello")
            await home.settle()
            return home.slack.named("chat.postMessage")

    (values,) = runner.run(talk())
    assert (values["unfurl_links"], values["unfurl_media"], values["mrkdwn"]) == (False, False, False)
    assert values["text"]
    assert "mrkdwn" not in {block.get("text", {}).get("type") for block in json.loads(json.dumps(values["blocks"]))}
