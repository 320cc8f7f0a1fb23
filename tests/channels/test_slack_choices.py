"""Buttons and boxes: what is pressed counts once and only while it is open, and gives way to the choice made."""

from __future__ import annotations

import asyncio
import copy
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.channels import slack_says as says
from bot.gate import fixed
from bot.runtime.assistant import Assistant
from tests.channels.slack_server import House, blocks_problem, boxes, house, pressed, texts_of, titles

DANGER = "my foot is cold and blue"
Talk = Callable[[House, str], Awaitable[Any]]


def _talk(runner: asyncio.Runner, assistant: Assistant, talk: Talk) -> Any:
    """What `talk` finds with a house and a person of its own."""

    async def go() -> Any:
        async with house(assistant) as home:
            return await talk(home, f"U{secrets.token_hex(5).upper()}")

    return runner.run(go())


async def _say(home: House, user: str, *texts: str) -> dict[str, Any]:
    """The last message after `user` said `texts`."""
    for text in texts:
        await home.say(text, user)
        await home.settle()
    return copy.deepcopy(home.heard(user)[-1])


async def _send(home: House, user: str, payload: dict[str, Any]) -> dict[str, Any]:
    answer = await home.interact(payload)
    assert answer.status == 200
    assert answer.seconds < 1
    await home.settle()
    return copy.deepcopy(home.heard(user)[-1])


def test_a_pressed_button_is_answered_and_gives_way_to_the_choice(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        title = titles(shown)[0]
        await _send(home, user, pressed(shown, title, user))
        first, second = home.heard(user)
        assert titles(first) == []
        assert texts_of(first["blocks"])[-1] == f"You chose: {title}"
        assert blocks_problem(first["blocks"]) is None
        assert first["text"].startswith(shown["text"][:40])
        assert not second["text"].startswith(fixed.STALE)

    _talk(runner, assistant, talk)


def test_a_double_press_counts_once(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        title = titles(shown)[0]
        await asyncio.gather(*(home.press(shown, title, user) for _ in range(4)))
        await home.settle()
        await home.press(shown, title, user)
        await home.settle()
        assert len(home.heard(user)) == 2
        assert texts_of(home.heard(user)[0]["blocks"])[-1] == f"You chose: {title}"

    _talk(runner, assistant, talk)


def test_another_button_of_a_message_that_was_answered_is_stale(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        first, second, *_ = titles(shown)
        await _send(home, user, pressed(shown, first, user))
        last = await _send(home, user, pressed(shown, second, user))
        assert last["text"].startswith(fixed.STALE)
        assert texts_of(home.heard(user)[0]["blocks"])[-1] == says.CLOSED

    _talk(runner, assistant, talk)


def test_a_button_is_stale_once_the_conversation_has_gone_on(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        await _say(home, user, "hello")  # the same choices, offered anew
        last = await _send(home, user, pressed(shown, titles(shown)[0], user))
        assert last["text"].startswith(fixed.STALE)
        assert titles(home.heard(user)[0]) == []
        assert titles(home.heard(user)[1]) != []

    _talk(runner, assistant, talk)


def test_what_comes_by_itself_leaves_choices_open(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        conversation = shown["metadata"]["event_payload"]["conversation"]
        await home.mailroom.say(conversation, says.sentence("a reminder"))
        await home.settle()
        last = await _send(home, user, pressed(shown, titles(shown)[0], user))
        assert not last["text"].startswith(fixed.STALE)

    _talk(runner, assistant, talk)


@pytest.mark.parametrize("block_id", ["reply 00000000 1 0", "reply ffffffff 99 0"])
def test_a_button_of_a_conversation_that_was_forgotten_is_stale(
    runner: asyncio.Runner, assistant: Assistant, block_id: str
) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        payload = pressed(shown, titles(shown)[0], user)
        payload["actions"][0]["block_id"] = block_id
        last = await _send(home, user, payload)
        assert last["text"].startswith(fixed.STALE)

    _talk(runner, assistant, talk)


def test_choices_come_in_the_order_in_which_they_are_made(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "check my symptoms")
        agreed = await _send(home, user, pressed(shown, "I agree", user))
        await home.interact(pressed(agreed, "Send", user, [boxes(agreed)[-1]]))
        await home.say("what is dorsiflexion?", user)  # before the first was answered
        await home.settle()
        texts = await home.texts(user)
        assert texts[-2:] == ["10", "what is dorsiflexion?"]

    _talk(runner, assistant, talk)


def test_several_ticks_are_taken_together(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "check my symptoms", "yes", "none", "none", "1")
        ticks = [boxes(shown)[0], boxes(shown)[2]]
        await _send(home, user, pressed(shown, "Send", user, ticks))
        asked = next(one for one in home.heard(user) if one["ts"] == shown["ts"])
        assert boxes(asked) == []
        assert texts_of(asked["blocks"])[-1] == f"You chose: {ticks[0]}, {ticks[1]}"
        assert (await home.texts(user))[-1] == "1 and 3"

    _talk(runner, assistant, talk)


def test_ticks_that_are_no_longer_open_are_stale(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "check my symptoms", "yes")
        await _say(home, user, "none")
        last = await _send(home, user, pressed(shown, "Send", user, boxes(shown)[:2]))
        assert last["text"].startswith(fixed.STALE)
        assert fixed.WAITS in last["text"]  # the open question is shown again
        assert boxes(last) or titles(last)

    _talk(runner, assistant, talk)


def test_ticks_are_not_taken_while_another_message_waits_for_its_answer(
    runner: asyncio.Runner, assistant: Assistant
) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "check my symptoms", "yes")
        await asyncio.gather(home.say("none", user), home.interact(pressed(shown, "Send", user, boxes(shown)[:2])))
        await home.settle()
        texts = await home.texts(user)
        assert "1 and 2" not in texts[texts.index("none") + 1 :]

    _talk(runner, assistant, talk)


def test_sending_no_tick_gets_a_hint_and_nothing_else(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "check my symptoms", "yes")
        before = len(home.heard(user))
        await _send(home, user, pressed(shown, "Send", user))
        assert len(home.heard(user)) == before
        assert [found["text"] for found in home.slack.whispers] == [says.NOTHING_TICKED]
        assert boxes(home.heard(user)[-1]) == boxes(shown)

    _talk(runner, assistant, talk)


def test_a_scale_is_answered_by_its_number(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "check my symptoms", "yes", "none", "none")
        payload = pressed(shown, titles(shown)[0], user)
        payload["actions"][0] |= {"action_id": "scale 2", "value": "2"}
        await _send(home, user, payload)
        assert (await home.texts(user))[-1] == "2"

    _talk(runner, assistant, talk)


MEANINGLESS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a tick": lambda one: one["actions"][0].update(type="checkboxes", action_id="ticked", selected_options=[]),
    "a link": lambda one: one["actions"][0].update(action_id="open", block_id="x1y"),
    "a value that was never one": lambda one: one["actions"][0].update(value="/restart"),
    "a shortcut with slots": lambda one: one["actions"][0].update(value='/choose{"choice": "now.breath"}'),
    "a number on a button": lambda one: one["actions"][0].update(value=7),
    "a scale of words": lambda one: one["actions"][0].update(action_id="scale 1", value="one"),
    "a button in a channel": lambda one: one["channel"].update(id="C0LAN2Q65"),
    "a modal": lambda one: one.update(type="view_submission"),
    "a shortcut": lambda one: one.update(type="shortcut", callback_id="x"),
    "no action": lambda one: one.update(actions=[]),
    "nobody": lambda one: one.update(user=None),
    "no message": lambda one: one.pop("message"),
}


@pytest.mark.parametrize("name", MEANINGLESS)
def test_what_means_nothing_is_acknowledged(runner: asyncio.Runner, assistant: Assistant, name: str) -> None:
    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        payload = pressed(shown, titles(shown)[0], user)
        MEANINGLESS[name](payload)
        answer = await home.interact(json.loads(json.dumps(payload)))
        await home.settle()
        assert answer.status == 200
        assert await home.texts(user) == ["hello"]
        assert len(home.heard(user)) == 1

    _talk(runner, assistant, talk)


def test_a_choice_beside_a_failing_update_counts(runner: asyncio.Runner, assistant: Assistant) -> None:
    from tests.channels.slack_server import Trouble

    async def talk(home: House, user: str) -> None:
        shown = await _say(home, user, "hello")
        home.slack.trouble("chat.update", Trouble("message_not_found"), Trouble(500))
        await _send(home, user, pressed(shown, titles(shown)[0], user))
        assert len(home.heard(user)) == 2
        await _send(home, user, pressed(shown, titles(shown)[0], user))
        assert len(home.heard(user)) == 2

    _talk(runner, assistant, talk)
