"""What comes from Slack: only what is signed counts, once each, in order; what does not concern us is left alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.channels import slack_says as says
from tests.channels.slack_server import (
    BOT,
    ROOM,
    SECRET,
    TEAM,
    Answer,
    House,
    command,
    direct_channel,
    house,
    mention,
    message,
    pressed,
    signature,
    titles,
)

DANGER = "my foot is cold and blue"
_FILE = {"id": "F1", "name": "ankle.jpg", "mimetype": "image/jpeg", "url_private": "https://files.slack.com/F1"}


@pytest.fixture(scope="module")
def home(runner: asyncio.Runner) -> Iterator[House]:
    stack = contextlib.AsyncExitStack()
    yield runner.run(stack.enter_async_context(house()))
    runner.run(stack.aclose())


@pytest.fixture
def person() -> str:
    """Somebody whom no other test knows."""
    return f"U{secrets.token_hex(5).upper()}"


def _run(runner: asyncio.Runner, home: House, talk: Callable[[], Any]) -> Any:
    async def go() -> Any:
        found = await talk()
        await home.settle()
        return found

    return runner.run(go())


def _sub(subtype: str, **more: Any) -> dict[str, Any]:
    return {**message("hello"), "subtype": subtype, **more}


def _kind(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "user": "U2147483697", "event_ts": "1355517523.000005", **more}


IGNORED: dict[str, dict[str, Any]] = {
    "our own message": {**message("hello"), "bot_id": "B0001BOT", "user": BOT},
    "our own message without its mark": {**message("hello"), "user": BOT},
    "another bot": {**message("hello"), "bot_id": "B0009", "app_id": "A0009"},
    "an old kind of bot": _sub("bot_message", bot_id="B0009", username="robot"),
    "Slackbot": message("hello", "USLACKBOT"),
    "an edit": _sub("message_changed", message=message("my foot is blue"), hidden=True),
    "an edit with all that a message has": {**_sub("message_changed"), "previous_message": message("x")},
    "a deletion": _sub("message_deleted", deleted_ts="1355517523.000005", hidden=True),
    "a reply count": _sub("message_replied", message=message("hello")),
    "a tombstone": _sub("tombstone", hidden=True),
    "a join": _sub("channel_join", inviter="U123456789"),
    "a group join": _sub("group_join"),
    "a leave": _sub("channel_leave"),
    "a topic": _sub("channel_topic", topic="heels"),
    "a pinned item": _sub("pinned_item"),
    "a reminder": _sub("reminder_add"),
    "a bot added": _sub("bot_add", bot_id="B0009"),
    "an assistant thread": _sub("assistant_app_thread"),
    "a message in a channel": {**message("hello"), "channel": ROOM, "channel_type": "channel"},
    "a message in a private channel": {**message("hello"), "channel": "G0123", "channel_type": "group"},
    "a message among several people": {**message("hello"), "channel": "G0124", "channel_type": "mpim"},
    "a mention in direct messages": {**mention("hello"), "channel": "D0123"},
    "a mention by a bot": {**mention("hello"), "bot_id": "B0009"},
    "an edited mention": {**mention("hello"), "edited": {"user": "U1", "ts": "1.0"}},
    "a message of nobody": {key: value for key, value in message("hello").items() if key != "user"},
    "a message of no time": {key: value for key, value in message("hello").items() if key != "ts"},
    "somebody who joined": _kind("member_joined_channel", channel=ROOM, channel_type="C", team=TEAM),
    "somebody who left": _kind("member_left_channel", channel=ROOM, channel_type="C", team=TEAM),
    "a reaction": _kind("reaction_added", reaction="thumbsup", item={"type": "message", "channel": "D1", "ts": "1.0"}),
    "a reaction taken back": _kind("reaction_removed", reaction="thumbsup", item={"type": "message"}),
    "a pin": _kind("pin_added", channel_id="D2147483697"),
    "a shared file": _kind("file_shared", channel_id="D2147483697", file_id="F1", file={"id": "F1"}),
    "a deleted file": _kind("file_deleted", file_id="F1"),
    "a shared link": _kind("link_shared", channel="D2147483697", links=[{"url": "https://example.com"}]),
    "an opened chat": _kind("im_created", channel={"id": "D2147483697"}),
    "a new colleague": {"type": "team_join", "user": {"id": "U2147483697", "name": "ann"}},
    "the messages tab": _kind("app_home_opened", channel="D2147483697", tab="messages"),
    "metadata": _kind("message_metadata_posted", channel_id="D2147483697", metadata={"event_type": "reply"}),
    "a kind that does not exist yet": _kind("telepathy", channel="D2147483697"),
    "nothing": {},
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_does_not_concern_us_is_acknowledged_and_left_alone(
    runner: asyncio.Runner, home: House, name: str
) -> None:
    async def before_and_after() -> tuple[int, int, Answer]:
        kept, sent = await home.kept(), len(home.slack.calls)
        answer = await home.event(IGNORED[name])
        await home.settle()
        return await home.kept() - kept, len(home.slack.calls) - sent, answer

    kept, sent, answer = runner.run(before_and_after())
    assert (answer.status, kept, sent) == (200, 0, 0)


HEARD: dict[str, tuple[dict[str, Any], str]] = {
    "plain words": ({"text": "why does my heel hurt"}, "why does my heel hurt"),
    "marks and escapes": ({"text": f"<@{BOT}> pain &gt; 5 &amp; <https://a.example|link>"}, "pain > 5 & link"),
    "two lines": ({"text": "first\nsecond"}, "first\nsecond"),
    "a thumb": ({"text": ":+1::skin-tone-3:"}, "👍"),
    "an answer in a thread": ({"text": "and this", "thread_ts": "1355517523.000005"}, "and this"),
    "a thread shown to all": ({"text": "see", "subtype": "thread_broadcast", "thread_ts": "1.000005"}, "see"),
    "a /me": ({"text": "has a sore heel", "subtype": "me_message"}, "has a sore heel"),
    "a forwarded message": ({"text": "", "attachments": [{"text": "from elsewhere"}]}, ""),
    "no text at all": ({"text": None}, ""),
    "a text that is no text": ({"text": {"a": 1}}, ""),
    "half a character": ({"text": "heel \ud83e pain"}, "heel  pain"),
    "a zero": ({"text": "heel\u0000pain"}, "heelpain"),
    "a very long text": ({"text": "blah " * 4000}, ("blah " * 4000)[:5000]),
}


@pytest.mark.parametrize("name", HEARD)
def test_what_somebody_writes_is_taken_in_and_answered(
    runner: asyncio.Runner, home: House, person: str, name: str
) -> None:
    more, kept = HEARD[name]
    answer = _run(runner, home, lambda: home.event({**message("", person), **more}))
    assert answer.status == 200
    assert answer.seconds < 1
    assert runner.run(home.texts(person)) == [kept]
    assert len(home.heard(person)) == 1
    assert home.heard(person)[0].get("thread_ts", None) == more.get("thread_ts")


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON;x=y", ""])
def test_every_content_type_is_read(runner: asyncio.Runner, home: House, person: str, kind: str) -> None:
    answer = _run(runner, home, lambda: home.event(message("hello", person), {"Content-Type": kind}))
    assert answer.status == 200
    assert runner.run(home.texts(person)) == ["hello"]


def test_the_address_is_verified(runner: asyncio.Runner, home: House) -> None:
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd"})
    answer = runner.run(home.post("events", body.encode()))
    assert (answer.status, answer.text) == (200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd")


def test_the_address_is_not_verified_for_anybody_else(runner: asyncio.Runner, home: House) -> None:
    body = json.dumps({"type": "url_verification", "token": "x", "challenge": "abc"}).encode()
    answer = runner.run(home.post("events", body, secret="another"))
    assert (answer.status, answer.text) == (401, "")


WRONG_HEADERS: dict[str, Callable[[bytes, str], dict[str, str]]] = {
    "another secret": lambda body, stamp: signature(body, stamp, "another"),
    "another body": lambda body, stamp: signature(body + b" ", stamp),
    "another time": lambda body, stamp: {**signature(body, stamp), "X-Slack-Request-Timestamp": str(int(stamp) - 1)},
    "no signature": lambda body, stamp: {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": ""},
    "no time": lambda body, stamp: {**signature(body, stamp), "X-Slack-Request-Timestamp": ""},
    "a time of letters": lambda body, stamp: signature(body, "noon"),
    "a negative time": lambda body, stamp: signature(body, "-5"),
    "a time beyond all numbers": lambda body, stamp: signature(body, "9" * 400),
    "a time in other digits": lambda body, stamp: {
        **signature(body, stamp), "X-Slack-Request-Timestamp": stamp.replace("1", "\u0661").encode().decode("latin-1"),
    },
    "another version": lambda body, stamp: {
        **signature(body, stamp),
        "X-Slack-Signature": signature(body, stamp)["X-Slack-Signature"].replace("v0=", "v1="),
    },
    "half a signature": lambda body, stamp: {
        **signature(body, stamp), "X-Slack-Signature": signature(body, stamp)["X-Slack-Signature"][:20],
    },
    "letters that no signature has": lambda body, stamp: {**signature(body, stamp), "X-Slack-Signature": "v0=ééé"},
    "a time that has passed": lambda body, stamp: signature(body, str(int(time.time()) - 301)),
    "a time to come": lambda body, stamp: signature(body, str(int(time.time()) + 310)),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_HEADERS)
@pytest.mark.parametrize("path", ["events", "interactivity", "command"])
def test_what_slack_did_not_sign_has_no_effect(runner: asyncio.Runner, home: House, name: str, path: str) -> None:
    async def before_and_after() -> tuple[Answer, int, int]:
        kept, sent = await home.kept(), len(home.slack.calls)
        body = json.dumps(home.envelope(message(DANGER))).encode()
        if path == "command":
            body = b"&".join(f"{key}={value}".encode() for key, value in command("hello").items())
        answer = await home.post(path, body, WRONG_HEADERS[name](body, str(int(time.time()))))
        await home.settle()
        return answer, await home.kept() - kept, len(home.slack.calls) - sent

    answer, kept, sent = runner.run(before_and_after())
    assert (answer.status, kept, sent) == (401, 0, 0)


def test_four_minutes_of_delay_are_no_harm(runner: asyncio.Runner, home: House, person: str) -> None:
    body = json.dumps(home.envelope(message("hello", person))).encode()
    assert _run(runner, home, lambda: home.post("events", body, age=240)).status == 200
    assert runner.run(home.texts(person)) == ["hello"]


@pytest.mark.parametrize(
    "body, status",
    [(b"", 400), (b"{", 400), (b"[]", 400), (b'"x"', 400), (b"[" * 100_000, 400), (b"\xff\xfe", 401), (b"{}", 200)],
)
def test_a_signed_body_that_is_no_event_is_refused(
    runner: asyncio.Runner, home: House, body: bytes, status: int
) -> None:
    assert runner.run(home.post("events", body)).status == status


def test_a_body_without_end_is_cut_off(runner: asyncio.Runner, home: House) -> None:
    assert runner.run(home.post("events", b"x" * 300_000, {"Connection": "close"})).status == 413


def test_a_message_of_a_hundred_thousand_bytes_gets_an_answer(runner: asyncio.Runner, home: House, person: str) -> None:
    assert _run(runner, home, lambda: home.say("é" * 16_000, person)).status == 200
    assert len(home.heard(person)) == 1


def test_other_methods_are_refused(runner: asyncio.Runner, home: House) -> None:
    async def get() -> int:
        async with home.client.get(f"{home.url}/channels/slack/events") as response:
            return response.status

    assert runner.run(get()) == 405


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"},
        {"X-Slack-Retry-Num": "3", "X-Slack-Retry-Reason": "http_error"},
    ],
)
def test_an_event_that_comes_again_is_answered_once(
    runner: asyncio.Runner, home: House, person: str, headers: dict[str, str]
) -> None:
    async def talk() -> list[int]:
        body = json.dumps(home.envelope(message(DANGER, person))).encode()
        at_once = await asyncio.gather(*(home.post("events", body) for _ in range(5)))
        await home.settle()
        later = [await home.post("events", body, headers, age=age) for age in (1, 60)]
        return [answer.status for answer in (*at_once, *later)]

    assert set(_run(runner, home, talk)) == {200}
    assert len(runner.run(home.texts(person))) == len(home.heard(person)) == 1


def test_old_events_between_new_ones_are_not_answered_again(runner: asyncio.Runner, home: House, person: str) -> None:
    async def talk() -> None:
        bodies = [json.dumps(home.envelope(message(f"heel {one}", person))).encode() for one in range(4)]
        for number in (0, 1, 0, 2, 1, 3, 0, 2):
            await home.post("events", bodies[number])

    _run(runner, home, talk)
    assert runner.run(home.texts(person)) == [f"heel {one}" for one in range(4)]
    assert len(home.heard(person)) == 4


def test_answers_keep_the_order_of_each_person(runner: asyncio.Runner, home: House) -> None:
    people = [f"U0ORDER{number}" for number in range(5)]

    async def talk() -> None:
        for number in range(6):
            await asyncio.gather(*(home.say(f"{DANGER} {number}", user) for user in people))

    _run(runner, home, talk)
    for user in people:
        numbers = [shown["metadata"]["event_payload"]["number"] for shown in home.heard(user)]
        assert numbers == [1, 2, 3, 4, 5, 6]
        assert runner.run(home.texts(user)) == [f"{DANGER} {number}" for number in range(6)]


def test_conversations_of_people_and_workspaces_are_their_own(runner: asyncio.Runner, home: House, person: str) -> None:
    async def talk() -> set[Any]:
        await home.say("hello", person)
        await home.event(message("hello", person), team_id="T0002")
        await home.settle()
        return {shown["metadata"]["event_payload"]["conversation"] for shown in home.heard(person)}

    assert len(_run(runner, home, talk)) == 2


def test_a_file_alone_is_answered_once_with_what_can_be_read(runner: asyncio.Runner, home: House, person: str) -> None:
    async def talk() -> None:
        event = {**message("", person), "subtype": "file_share", "files": [_FILE]}
        body = json.dumps(home.envelope(event)).encode()
        for _ in range(3):
            await home.post("events", body)

    _run(runner, home, talk)
    assert [shown["text"] for shown in home.heard(person)] == [says.ONLY_TEXT]


def test_words_beside_a_file_are_answered(runner: asyncio.Runner, home: House, person: str) -> None:
    event = {**message(DANGER, person), "subtype": "file_share", "files": [_FILE]}
    _run(runner, home, lambda: home.event(event))
    note, answer = home.heard(person)
    assert note["text"] == says.ONLY_TEXT_BESIDE
    assert "emergency number" in answer["text"]


def test_a_red_flag_is_answered_within_a_second(runner: asyncio.Runner, home: House, person: str) -> None:
    async def talk() -> float:
        started = time.perf_counter()
        answer = await home.say(DANGER, person)
        assert answer.seconds < 1
        while not home.heard(person):
            await asyncio.sleep(0.005)
        return time.perf_counter() - started

    assert _run(runner, home, talk) < 1.5
    assert home.heard(person)[0]["text"].startswith("Call your emergency number now.")


def test_a_mention_gets_the_way_to_direct_messages_seen_by_that_person_alone(
    runner: asyncio.Runner, home: House, person: str
) -> None:
    async def talk() -> None:
        body = json.dumps(home.envelope(mention("does my pain fit?", person))).encode()
        for _ in range(3):
            await home.post("events", body)

    _run(runner, home, talk)
    (whisper,) = [found for found in home.slack.whispers if found["user"] == person]
    assert (whisper["channel"], whisper["text"]) == (ROOM, says.ASIDE)
    assert "thread_ts" not in whisper
    assert titles(whisper) == ["Write to me"]
    assert home.heard(person) == []


def test_a_mention_in_a_thread_is_answered_there(runner: asyncio.Runner, home: House, person: str) -> None:
    _run(runner, home, lambda: home.event(mention("hello", person, thread_ts="1355517523.000005")))
    (whisper,) = [found for found in home.slack.whispers if found["user"] == person]
    assert whisper["thread_ts"] == "1355517523.000005"


def test_a_danger_in_a_mention_is_answered_there_and_followed_up_in_direct_messages(
    runner: asyncio.Runner, home: House, person: str
) -> None:
    event = mention(DANGER, person)
    room = home.slack.posts.setdefault(ROOM, [])
    before = len(room)

    async def talk() -> None:
        body = json.dumps(home.envelope(event)).encode()
        for _ in range(3):
            await home.post("events", body)

    _run(runner, home, talk)
    (shown,) = room[before:]
    assert shown["thread_ts"] == event["ts"]
    assert shown["text"].startswith("Call your emergency number now.")
    assert titles(shown) == ["Write to me"]  # nothing is asked where others read along
    assert DANGER not in json.dumps(shown)
    (followed,) = home.heard(person)
    assert titles(followed) == ["This is not happening now"]


@pytest.mark.parametrize("text, said", [("", says.HELLO), ("  ", says.HELLO), ("my heel hurts", "my heel hurts")])
def test_the_command_is_answered_in_direct_messages(
    runner: asyncio.Runner, home: House, person: str, text: str, said: str
) -> None:
    answer = _run(runner, home, lambda: home.command(text, person))
    shown = json.loads(answer.text)
    assert (answer.status, shown["response_type"], shown["text"]) == (200, "ephemeral", says.ANSWERED)
    assert runner.run(home.texts(person)) == [said]
    assert len(home.heard(person)) == 1


def test_a_danger_in_the_command_is_answered_at_once(runner: asyncio.Runner, home: House, person: str) -> None:
    answer = _run(runner, home, lambda: home.command(DANGER, person))
    assert json.loads(answer.text)["text"].startswith("Call your emergency number now.")
    assert len(home.heard(person)) == 1


def test_a_danger_at_the_end_of_a_long_text_is_found_in_time(runner: asyncio.Runner, home: House, person: str) -> None:
    answer = _run(runner, home, lambda: home.event(mention("I ran a bit and then it hurt. " * 150 + DANGER, person)))
    assert answer.seconds < 1
    assert home.slack.posts[ROOM][-1]["text"].startswith("Call your emergency number now.")


def test_a_command_that_slack_only_tries_out_means_nothing(runner: asyncio.Runner, home: House) -> None:
    kept = runner.run(home.kept())
    assert runner.run(home.post("command", b"ssl_check=1&token=x")).status == 200
    assert runner.run(home.kept()) == kept


def test_the_home_tab_is_drawn_once_and_starts_a_conversation(runner: asyncio.Runner, home: House, person: str) -> None:
    opened = {"type": "app_home_opened", "user": person, "channel": direct_channel(person), "tab": "home"}
    _run(runner, home, lambda: home.event(opened))
    view = home.slack.views.pop(person)
    _run(runner, home, lambda: home.event({**opened, "view": {"id": "V1", **view}}))
    assert person not in home.slack.views  # it is there already
    shown = {
        "ts": "1.0",
        "channel": direct_channel(person),
        "blocks": [{"block_id": "b", **one} for one in view["blocks"]],
    }
    payload = pressed(shown, "Start", person)
    payload |= {"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", **view}}
    del payload["message"], payload["channel"]

    async def start() -> None:
        for _ in range(2):
            await home.interact(payload)

    _run(runner, home, start)
    assert runner.run(home.texts(person)) == [says.HELLO]
    assert len(home.heard(person)) == 1


def test_the_secret_and_the_token_must_look_like_some() -> None:
    from bot.channels.slack import SlackChannel

    with pytest.raises(ValueError, match="signing_secret"):
        SlackChannel(None, None, " ", "xoxb-1")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="xoxb-"):
        SlackChannel(None, None, SECRET, "secret-token")  # type: ignore[arg-type]
