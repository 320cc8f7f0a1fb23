"""Conversations wholly through Telegram: over HTTP in, and over HTTP out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.telegram import TelegramChannel, webhook_path
from bot.channels.telegram_pictures import Pictures
from bot.channels.telegram_text import UNHEARD, UNSEEN
from bot.content.library import PROJECT
from bot.gate import fixed
from bot.runtime.assistant import Assistant
from bot.storage.database import open_database
from bot.storage.tables import assessments, conversations, inbox
from tests.channels.telegram_server import SECRET, TOKEN, Running, message_update, running, tap_update

SIZES = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 67}]


@pytest.fixture(scope="module")
def server(assistant: Assistant, runner: asyncio.Runner) -> Iterator[Running]:
    with running(runner, assistant, assistant.database) as one:
        yield one


@pytest.fixture
def chat(server: Running) -> int:
    """A person who has not written before."""
    return server.next_update()


Tap = Callable[[str], None]


@pytest.fixture
def tap(server: Running, runner: asyncio.Runner, chat: int) -> Tap:
    """Taps a button of the last message, and holds that exactly one message answers."""

    def one(title: str) -> None:
        assert len(runner.run(server.tap(chat, title))) == 1

    return one


def test_a_message_is_answered_with_choices(server: Running, runner: asyncio.Runner, chat: int) -> None:
    (reply,) = runner.run(server.say(chat, "what is dorsiflexion?"))
    assert reply.titles
    assert reply.given["parse_mode"] == "HTML"


@pytest.mark.parametrize(
    ("secret", "path", "status"),
    [
        (None, None, 401),
        ("", None, 401),
        (SECRET[:-1], None, 401),
        (SECRET + "0", None, 401),
        ("ü" * 20, None, 401),
        (SECRET, "webhook", 404),
        (SECRET, webhook_path("another-secret-of-ours"), 404),
    ],
)
def test_nobody_but_telegram_gets_in(
    server: Running, runner: asyncio.Runner, chat: int, secret: str | None, path: str | None, status: int
) -> None:
    update = message_update(server.next_update(), chat, "hello")
    assert runner.run(server.post(update, secret, path)) == status
    assert runner.run(server.kept(chat)) == []


def test_the_path_neither_shows_the_secret_nor_the_token() -> None:
    assert SECRET not in webhook_path(SECRET)
    assert webhook_path(SECRET) != webhook_path(SECRET + "x")


@pytest.mark.parametrize(
    ("token", "secret"), [("", SECRET), ("no-token", SECRET), (TOKEN, "short"), (TOKEN, "with a blank in the middle")]
)
def test_wrong_settings_are_refused_without_being_shown(server: Running, token: str, secret: str) -> None:
    with pytest.raises(ValueError, match="must") as raised:
        TelegramChannel(server.mailroom, server.database, token, secret)
    assert secret not in str(raised.value)


def test_large_updates_get_through(server: Running, runner: asyncio.Runner, chat: int) -> None:
    update = message_update(server.next_update(), chat, "é" * 4096, reply_to_message={"text": "é" * 4096})
    assert runner.run(server.post(update)) == 200
    runner.run(server.settled())
    assert fixed.TOO_LONG[:20] in server.telegram.sent[chat][0].text


def test_the_same_update_counts_once(server: Running, runner: asyncio.Runner, chat: int) -> None:
    async def work() -> list[int]:
        update = message_update(server.next_update(), chat, "what is dorsiflexion?")
        statuses = await asyncio.gather(*(server.post(update) for _ in range(5)))
        await server.settled()
        return [*statuses, await server.post(update)]

    assert runner.run(work()) == [200] * 6
    runner.run(server.settled())
    assert len(server.telegram.sent[chat]) == 1


def test_messages_of_each_person_are_answered_in_order(server: Running, runner: asyncio.Runner) -> None:
    asked = ["/help", "my calf is red hot and swollen", "this is not happening", "what is dorsiflexion?", "/privacy"]
    people = [server.next_update() for _ in range(4)]

    async def one(person: int) -> None:
        for text in asked:
            assert await server.post(message_update(server.next_update(), person, text)) == 200

    async def everybody() -> None:
        await asyncio.gather(*map(one, people))
        await server.settled()

    runner.run(everybody())
    for person in people:
        first, danger, *_, last = [message.text for message in server.telegram.sent[person]]
        assert "I answer questions" in first
        assert "seen today" in danger or "emergency" in danger
        assert "keep" in last or "memory" in last
        assert len(server.telegram.sent[person]) == len(asked)


def test_a_danger_is_answered_in_the_message_behind_its_acknowledgement(
    server: Running, runner: asyncio.Runner, chat: int
) -> None:
    (reply,) = runner.run(server.say(chat, "I can't breathe and my chest hurts"))
    assert reply.text.startswith("Call your emergency number")
    assert reply.titles == ["This is not happening now"]


def test_the_self_check_goes_wholly_by_buttons(server: Running, runner: asyncio.Runner, chat: int, tap: Tap) -> None:
    runner.run(server.say(chat, "does my pain fit? check my signs"))
    tap("I agree")
    tap("None of these")
    for _ in range(9):
        last = server.telegram.sent[chat][-1]
        if "Question" not in last.text:
            break
        tap(last.titles[0].removeprefix("1. "))
    query = (
        select(assessments.c.result)
        .join(conversations, conversations.c.id == assessments.c.conversation)
        .where(conversations.c.person == str(chat))
    )
    results = runner.run(server.database.run(lambda connection: list(connection.execute(query).scalars())))
    assert len(results) == 1


def test_a_routine_goes_wholly_by_buttons(server: Running, runner: asyncio.Runner, chat: int, tap: Tap) -> None:
    runner.run(server.say(chat, "guide me through stretches"))
    for title in ("None of these",) * 3 + ("About 5 minutes", "New to it", "Start"):
        tap(title)
    while "Exercise" in server.telegram.sent[chat][-1].text:
        tap("Done, next")
    assert "0" in server.telegram.sent[chat][-1].text
    runner.run(server.say(chat, "0"))
    tap("Yes, keep a note")
    assert "1 session" in server.telegram.sent[chat][-1].text


def test_several_answers_may_be_typed_by_number(server: Running, runner: asyncio.Runner, chat: int, tap: Tap) -> None:
    runner.run(server.say(chat, "guide me through stretches"))
    tap("None of these")
    tap("None of these")
    assert "1 and 3" in server.telegram.sent[chat][-1].text
    runner.run(server.say(chat, "1 and 3"))
    tap("15 minutes")
    tap("New to it")
    assert "Left out for you: kneeling hip stretch" in server.telegram.sent[chat][-1].text


def test_a_tap_is_answered_and_leaves_only_the_choice(server: Running, runner: asyncio.Runner, chat: int) -> None:
    (first,) = runner.run(server.say(chat, "what can you do"))
    chosen = first.titles[1]
    (second,) = runner.run(server.tap(chat, chosen))
    assert first.titles == [f"✓ {chosen}"]
    assert second.titles
    queries = [values for method, values in server.telegram.calls if method == "answerCallbackQuery"]
    assert queries[-1]["callback_query_id"]


def test_a_message_typed_instead_takes_the_choices_away(server: Running, runner: asyncio.Runner, chat: int) -> None:
    (first,) = runner.run(server.say(chat, "what can you do"))
    (second,) = runner.run(server.say(chat, "what is dorsiflexion?"))
    assert first.titles == []
    assert second.titles


def test_a_message_counts_one_tap_however_often_it_is_tapped(
    server: Running, runner: asyncio.Runner, chat: int
) -> None:
    (first,) = runner.run(server.say(chat, "what can you do"))
    title, *_ = first.titles
    taps = [tap_update(server.next_update(), first, first.data(title)) for _ in range(4)]

    async def all_of_them() -> None:
        assert await asyncio.gather(*map(server.post, taps[:3])) == [200] * 3
        await server.settled()
        assert await server.post(taps[3]) == 200
        await server.settled()

    runner.run(all_of_them())
    assert len(server.telegram.sent[chat]) == 2
    assert first.titles == [f"✓ {title}"]


def test_a_stale_choice_is_said_to_be_stale(server: Running, runner: asyncio.Runner, chat: int) -> None:
    (first,) = runner.run(server.say(chat, "my calf is red, hot and swollen"))
    kept = first.keyboard
    runner.run(server.say(chat, "what is dorsiflexion?"))
    first.keyboard = kept  # another device still shows it
    (reply,) = runner.run(server.tap(chat, "This is not", first))
    assert fixed.STALE in reply.text
    assert first.titles == []


@pytest.mark.parametrize("data", ["restart", "/affirm", ".", "~.zzzzzzzzzzzz", '/choose{"choice": "x"}', ""])
def test_a_tap_with_foreign_data_has_no_effect(server: Running, runner: asyncio.Runner, chat: int, data: str) -> None:
    (first,) = runner.run(server.say(chat, "what can you do"))
    update = tap_update(server.next_update(), first, data)
    assert runner.run(server.post(update)) == 200
    runner.run(server.settled())
    assert len(server.telegram.sent[chat]) == 1


def test_a_tap_by_somebody_else_has_no_effect(server: Running, runner: asyncio.Runner, chat: int) -> None:
    (first,) = runner.run(server.say(chat, "what can you do"))
    update = tap_update(server.next_update(), first, first.data(first.titles[0]))
    update["callback_query"]["from"]["id"] = chat + 1
    assert runner.run(server.post(update)) == 200
    runner.run(server.settled())
    assert len(server.telegram.sent[chat]) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"photo": SIZES}, [fixed.NO_WORDS]),
        ({"voice": {"file_id": "a", "duration": 3}}, [fixed.NO_WORDS, UNHEARD]),
        ({"sticker": {"file_id": "a", "emoji": "👍"}}, [fixed.NO_WORDS]),
        ({"photo": SIZES, "caption": "my calf is red, hot and swollen"}, ["seen today", UNSEEN]),
        ({"video": {"file_id": "a"}, "caption": "what is dorsiflexion?"}, [UNHEARD]),
    ],
)
def test_only_words_are_read(
    server: Running, runner: asyncio.Runner, chat: int, content: dict[str, Any], said: list[str]
) -> None:
    runner.run(server.post(message_update(server.next_update(), chat, **content)))
    runner.run(server.settled())
    (reply,) = server.telegram.sent[chat]
    for text in said:
        assert text in reply.text


def test_an_album_is_answered_once(server: Running, runner: asyncio.Runner, chat: int) -> None:
    for _ in range(4):
        update = message_update(server.next_update(), chat, photo=SIZES, media_group_id="77")
        assert runner.run(server.post(update)) == 200
    runner.run(server.settled())
    assert len(server.telegram.sent[chat]) == 1


def test_a_sticker_does_not_answer_a_question(server: Running, runner: asyncio.Runner, chat: int, tap: Tap) -> None:
    runner.run(server.say(chat, "guide me through stretches"))
    thumb = message_update(server.next_update(), chat, sticker={"file_id": "a", "emoji": "👍"})
    runner.run(server.post(thumb))
    runner.run(server.settled())
    assert fixed.WAITS in server.telegram.sent[chat][-1].text
    tap("None of these")


def test_data_are_deleted_on_request(server: Running, runner: asyncio.Runner, chat: int) -> None:
    runner.run(server.say(chat, "what is dorsiflexion?"))
    (asked,) = runner.run(server.say(chat, "/forget"))
    runner.run(server.tap(chat, asked.titles[0]))
    assert len(server.telegram.sent[chat]) == 3
    assert "what is dorsiflexion?" not in runner.run(server.kept(chat))


def test_pictures_of_exercises_are_drawn_once_and_sent_with_the_text(
    server: Running, runner: asyncio.Runner, chat: int, tap: Tap, tmp_path: Path
) -> None:
    program = tmp_path / "draw"
    program.write_text('#!/bin/sh\ntest "$1" = --width && test -f "$5" && printf "\\211PNG drawn"\n')
    program.chmod(0o755)
    before, server.channel.delivery._pictures = (
        server.channel.delivery._pictures,
        Pictures(PROJECT / "data" / "pictures", str(program)),
    )
    files, sent = server.telegram.files, []
    try:
        for _ in range(2):
            runner.run(server.say(chat, "show me the lying strap stretch as a guided routine of 5 minutes"))
            while "Start" not in server.telegram.sent[chat][-1].titles:
                titles = server.telegram.sent[chat][-1].titles
                tap("None of these" if any("None of these" in title for title in titles) else titles[0].split(". ")[-1])
            tap("Start")
            sent.append(server.telegram.sent[chat][-1])
            runner.run(server.say(chat, "stop"))
    finally:
        server.channel.delivery._pictures = before
    assert [isinstance(message.given.get("photo"), bytes) for message in sent] == [True, False]
    assert list(files.values()) == [b"\x89PNG drawn"]
    assert all("Exercise 1" in message.text and message.given["reply_markup"] for message in sent)


def test_pictures_are_left_out_where_they_cannot_be_drawn(runner: asyncio.Runner, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    folder = PROJECT / "data" / "pictures"
    for pictures in (Pictures(folder, str(broken)), Pictures(folder, "/nowhere"), Pictures(tmp_path, str(broken))):
        assert runner.run(pictures.png("chair_fold.svg")) is None


def test_too_many_messages_are_refused_once_a_minute_but_never_a_danger(runner: asyncio.Runner) -> None:
    async def flood(server: Running) -> None:
        for _ in range(6):
            assert await server.post(message_update(server.next_update(), 9, "hello")) == 200
        assert await server.post(message_update(server.next_update(), 9, "my chest hurts and I can't breathe")) == 200
        await server.settled()

    with running(runner, None, open_database(), limit="2/hour") as server:
        runner.run(flood(server))
        texts = [message.text for message in server.telegram.sent[9]]
        assert [fixed.BUSY in text for text in texts].count(True) == 1
        assert sum(text.startswith("Call your emergency number") for text in texts) == 1
        assert len(runner.run(server.kept(9))) == 2


def test_a_message_that_cannot_be_kept_is_brought_again_and_a_danger_in_it_answered(runner: asyncio.Runner) -> None:
    async def work(server: Running) -> None:
        update = message_update(server.next_update(), 9, "my chest hurts and I can't breathe")
        await server.database.run(lambda connection: connection.execute(inbox.delete()))
        await server.database.run(lambda connection: inbox.drop(connection))
        assert await server.post(update) == 503
        assert await server.post(update) == 503
        assert [message.text[:26] for message in server.telegram.sent[9]] == ["Call your emergency number"]
        await server.database.run(lambda connection: inbox.create(connection))
        assert await server.post(update) == 200
        await server.settled()
        assert len(await server.kept(9)) == 1

    with running(runner, None, open_database()) as server:
        runner.run(work(server))


def test_nothing_is_taken_in_while_the_server_stops(runner: asyncio.Runner) -> None:
    with running(runner, None, open_database()) as server:
        runner.run(server.mailroom.stop(0))
        assert runner.run(server.post(message_update(1, 9, "hello"))) == 503
        assert runner.run(server.kept(9)) == []


def test_nothing_is_sent_at_the_start(runner: asyncio.Runner) -> None:
    with running(runner, None, open_database()) as server:
        assert server.telegram.calls == []
