"""Updates in the shapes that Telegram sends: what each is to us, and that each is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.telegram_updates import Moved, Overheard, Reach, Said, Tapped, Touched, read_update, words
from bot.storage.database import open_database
from tests.channels.telegram_server import (
    BOT_ID,
    BOT_NAME,
    Running,
    Sent,
    message_update,
    person,
    running,
    tap_update,
)

CHAT, GROUP = 5001, -1009001
PRIVATE = {"id": CHAT, "first_name": "Kim", "type": "private"}
SIZES = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 67, "file_size": 1200}]
VIDEO = {"file_id": "a", "file_unique_id": "b", "width": 640, "height": 480, "duration": 3}
BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Ankle", "username": BOT_NAME}
SHOWN = Sent(CHAT, 71, "Which?", [[{"text": "Yes", "callback_data": "~.0123456789ab"}]], {})


def said(**content: Any) -> dict[str, Any]:
    return message_update(70, CHAT, **content)


def in_group(text: str | None = None, **more: Any) -> dict[str, Any]:
    place = {"id": GROUP, "title": "Runners", "type": "supergroup"}
    message = {"message_id": 70, "from": person(CHAT), "chat": place, "date": 1700000000, **more}
    return {"update_id": 70, "message": message if text is None else {**message, "text": text}}


def query(**changes: Any) -> dict[str, Any]:
    whole = tap_update(70, SHOWN, "~.0123456789ab")["callback_query"]
    return {"update_id": 70, "callback_query": {key: value for key, value in {**whole, **changes}.items() if value}}


def member(place: dict[str, Any], status: str) -> dict[str, Any]:
    old, new = {"user": BOT, "status": "member"}, {"user": BOT, "status": status, "until_date": 0}
    change = {"chat": place, "from": person(CHAT), "date": 1, "old_chat_member": old, "new_chat_member": new}
    return {"update_id": 70, "my_chat_member": change}


def command(text: str, length: int) -> dict[str, Any]:
    return said(text=text, entities=[{"offset": 0, "length": length, "type": "bot_command"}])


def mention(text: str, offset: int, length: int, kind: str = "mention", **more: Any) -> dict[str, Any]:
    return in_group(text, entities=[{"offset": offset, "length": length, "type": kind, **more}])


NAMED, NOBODY = frozenset({f"@{BOT_NAME}"}), frozenset[int]()
SHAPES: list[tuple[str, Any, Any]] = [
    ("text", said(text="my heel hurts"), Said(70, CHAT, "my heel hurts")),
    ("start", command("/start", 6), Said(70, CHAT, "hello")),
    ("start by a deep link", command("/start web_page-2", 6), Said(70, CHAT, "hello")),
    ("help", command("/help", 5), Said(70, CHAT, "what can you do")),
    ("words that begin with a slash", command("/bottom of my heel", 7), Said(70, CHAT, "/bottom of my heel")),
    ("formatted", said(text="a b", entities=[{"offset": 0, "length": 1, "type": "bold"}]), Said(70, CHAT, "a b")),
    ("reply", said(text="why?", reply_to_message=said(text="x")["message"]), Said(70, CHAT, "why?")),
    ("quote", said(text="why?", quote={"text": "x", "position": 0}), Said(70, CHAT, "why?")),
    ("forwarded", said(text="x", forward_origin={"type": "hidden_user", "date": 1}), Said(70, CHAT, "x")),
    ("photo", said(photo=SIZES), Said(70, CHAT, "", "photo")),
    ("photo with words", said(photo=SIZES, caption="is it bad?"), Said(70, CHAT, "is it bad?", "photo")),
    ("album", said(photo=SIZES, media_group_id="13"), Said(70, CHAT, "", "photo", "13")),
    ("voice", said(voice={"file_id": "a", "duration": 4}), Said(70, CHAT, "", "voice")),
    ("audio", said(audio={"file_id": "a", "duration": 4}), Said(70, CHAT, "", "audio")),
    ("video", said(video=VIDEO), Said(70, CHAT, "", "video")),
    ("video note", said(video_note={"file_id": "a", "length": 9, "duration": 4}), Said(70, CHAT, "", "video_note")),
    ("sticker", said(sticker={"file_id": "a", "emoji": "👍", "type": "regular"}), Said(70, CHAT, "", "sticker")),
    ("animation", said(document={"file_id": "a"}, animation=VIDEO), Said(70, CHAT, "", "animation")),
    ("document", said(document={"file_id": "a", "file_name": "scan.pdf"}), Said(70, CHAT, "", "document")),
    ("location", said(location={"latitude": 1.5, "longitude": 2.5}), Said(70, CHAT, "", "location")),
    ("contact", said(contact={"phone_number": "0", "first_name": "A"}), Said(70, CHAT, "", "contact")),
    ("dice", said(dice={"emoji": "🎲", "value": 3}), Said(70, CHAT, "", "dice")),
    ("poll in a chat", said(poll={"id": "1", "question": "?", "options": []}), Said(70, CHAT, "", "poll")),
    ("pinned", said(pinned_message=said(text="x")["message"]), None),
    ("timer changed", said(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}), None),
    ("edited", {"update_id": 70, "edited_message": said(text="x", edit_date=2)["message"]}, None),
    ("channel post", {"update_id": 70, "channel_post": {"message_id": 3, "chat": {"id": -1001, "type": "channel"},
                                                        "date": 1, "text": "x"}}, None),
    ("edited post", {"update_id": 70, "edited_channel_post": {"message_id": 3, "date": 1, "text": "x"}}, None),
    ("tap", query(), Tapped(str(70 * 7), CHAT, 71, "~.0123456789ab", "Yes")),
    ("tap below an old message", query(message={"chat": PRIVATE, "message_id": 71, "date": 0}),
     Tapped(str(70 * 7), CHAT, 71, "~.0123456789ab")),
    ("tap in a forwarded inline message", query(message=None, inline_message_id="9"), Touched(str(70 * 7))),
    ("tap on a game", query(data=None, game_short_name="g"), Touched(str(70 * 7))),
    ("blocked", member(PRIVATE, "kicked"), Reach(CHAT, True)),
    ("unblocked", member(PRIVATE, "member"), Reach(CHAT, False)),
    ("added to a group", member({"id": GROUP, "type": "group", "title": "x"}, "member"), Reach(GROUP, False)),
    ("removed from a group", member({"id": GROUP, "type": "group", "title": "x"}, "left"), Reach(GROUP, True)),
    ("member of a group", {"update_id": 70, "chat_member": {"chat": {"id": GROUP}, "date": 1}}, None),
    ("join request", {"update_id": 70, "chat_join_request": {"chat": {"id": GROUP}, "date": 1}}, None),
    ("inline query", {"update_id": 70, "inline_query": {"id": "1", "from": person(CHAT), "query": "x", "offset": ""}},
     None),
    ("chosen inline result", {"update_id": 70, "chosen_inline_result": {"result_id": "1", "query": "x"}}, None),
    ("poll", {"update_id": 70, "poll": {"id": "1", "question": "?", "options": [], "is_closed": True}}, None),
    ("poll answer", {"update_id": 70, "poll_answer": {"poll_id": "1", "option_ids": [0]}}, None),
    ("pre-checkout", {"update_id": 70, "pre_checkout_query": {"id": "1", "currency": "EUR"}}, None),
    ("shipping", {"update_id": 70, "shipping_query": {"id": "1", "invoice_payload": "x"}}, None),
    ("reaction", {"update_id": 70, "message_reaction": {"chat": PRIVATE, "message_id": 1, "new_reaction": []}}, None),
    ("boost", {"update_id": 70, "chat_boost": {"chat": {"id": GROUP}, "boost": {}}}, None),
    ("business message", {"update_id": 70, "business_message": said(text="x")["message"]}, None),
    ("a kind from the future", {"update_id": 70, "thought": {"text": "x"}}, None),
    ("group talk", in_group("hi all"), Overheard(70, GROUP, 70, "hi all")),
    ("group mention", mention(f"😀 @{BOT_NAME} hi", 3, 15), Overheard(70, GROUP, 70, f"😀 @{BOT_NAME} hi", NAMED)),
    ("group command", mention(f"/start@{BOT_NAME.upper()}", 0, 21, "bot_command"),
     Overheard(70, GROUP, 70, f"/start@{BOT_NAME.upper()}", NAMED)),
    ("group command for nobody", mention("/start", 0, 6, "bot_command"), Overheard(70, GROUP, 70, "/start")),
    ("group text mention", mention("Ankle hi", 0, 5, "text_mention", user=BOT),
     Overheard(70, GROUP, 70, "Ankle hi", people=frozenset({BOT_ID}))),
    ("group reply", in_group("why?", reply_to_message={"message_id": 1, "from": BOT}),
     Overheard(70, GROUP, 70, "why?", people=frozenset({BOT_ID}))),
    ("group topic", in_group("hi", message_thread_id=4, is_topic_message=True),
     Overheard(70, GROUP, 70, "hi", thread=4)),
    ("group caption", in_group(photo=SIZES, caption=f"@{BOT_NAME}",
                               caption_entities=[{"offset": 0, "length": 15, "type": "mention"}]),
     Overheard(70, GROUP, 70, f"@{BOT_NAME}", NAMED)),
    ("another bot in a group", in_group("x", **{"from": {**BOT, "id": 9}}), None),
    ("new members", in_group(new_chat_members=[BOT]), None),
    ("group migrated", in_group(migrate_to_chat_id=-1002), Moved(GROUP, -1002)),
    ("group created", in_group(group_chat_created=True), None),
]  # fmt: skip


@pytest.fixture(scope="module")
def server(runner: asyncio.Runner) -> Iterator[Running]:
    with running(runner, None, open_database()) as one:
        yield one


@pytest.mark.parametrize(("update", "event"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_each_shape_is_understood(update: Any, event: Any) -> None:
    assert read_update(update) == event


def test_each_shape_is_acknowledged_and_answered_only_where_it_asks(server: Running, runner: asyncio.Runner) -> None:
    async def post_all() -> list[int]:
        return [await server.post({**update, "update_id": 100 + n}) for n, (_, update, _) in enumerate(SHAPES)]

    assert runner.run(post_all()) == [200] * len(SHAPES)
    runner.run(server.settled())
    kept = sum(isinstance(event, Said | Tapped) for _, _, event in SHAPES) - 1  # one of two taps below one message
    assert len(runner.run(server.kept(CHAT))) == kept
    asked = {case[0] for case in SHAPES if isinstance(case[2], Overheard) and (case[2].names or case[2].people)}
    assert len(server.telegram.sent[GROUP]) + len(server.telegram.sent[-1002]) == len(asked)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("/start", "hello"),
        ("/START@Ankle_bot", "hello"),
        ("/start my chest hurts", "my chest hurts"),
        ("/stop", "stop"),
        ("/stop it hurts", "/stop it hurts"),
        ("/privacy", "what do you store about me"),
        ("/forget", "delete my data"),
        ("/forget@ankle_bot me", "/forget me"),
        ("/nonsense", "/nonsense"),
        ("/bottom of my heel", "/bottom of my heel"),
        ("a /start", "a /start"),
        ("/", "/"),
    ],
)
def test_commands_stand_for_words(text: str, plain: str) -> None:
    assert words(text) == plain
