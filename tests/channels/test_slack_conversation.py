"""Whole conversations in Slack, by buttons, with the real assistant."""

from __future__ import annotations

import asyncio
import copy
import secrets
import time
from typing import Any

import pytest

from bot.runtime.assistant import Assistant
from tests.channels.slack_server import House, boxes, house, message, pressed, texts_of, titles

RARE = "<!channel> &amp; <b>"


def _person() -> str:
    return f"U{secrets.token_hex(5).upper()}"


async def _next(home: House, user: str, payload: dict[str, Any]) -> dict[str, Any]:
    answer = await home.interact(payload)
    assert answer.status == 200
    assert answer.seconds < 1
    await home.settle()
    return copy.deepcopy(home.heard(user)[-1])


async def _answered(home: House, user: str, shown: dict[str, Any], *wanted: str) -> dict[str, Any]:
    """The next message after the answer among `wanted` that `shown` offers, ticked or pressed; else its last one."""
    ticks = [title for title in wanted if title in boxes(shown)]
    if boxes(shown):
        return await _next(home, user, pressed(shown, "Send", user, ticks or [boxes(shown)[-1]]))
    offered = titles(shown)
    return await _next(home, user, pressed(shown, next((one for one in wanted if one in offered), offered[0]), user))


def _asks(shown: dict[str, Any]) -> bool:
    return any(text.startswith("Question ") for text in texts_of(shown["blocks"]))


TIGHTNESS = (
    "Crept up slowly, a nagging ache",
    "Stiff all round the calf or ankle, no one spot",
    "Stiff or sore, then it loosens within minutes",
    "Yes, easier",
    "Bending forward with straight legs",
    "Uphill or upstairs",
    "Back of the thigh",
    "None of these",
)
SPRAIN = ("At one moment: a twist, fall or knock", "Outer side of the ankle", "It swelled within hours", "Bruising")


@pytest.mark.parametrize(
    "wanted, result",
    [(TIGHTNESS, "hamstring_pattern"), (SPRAIN, "local_injury")],
)
def test_the_self_check_goes_by_buttons_alone(
    runner: asyncio.Runner, assistant: Assistant, wanted: tuple[str, ...], result: str
) -> None:
    async def talk() -> tuple[list[dict[str, Any]], str | None]:
        user = _person()
        async with house(assistant) as home:
            await home.command("", user)  # not a word is typed
            await home.settle()
            shown = await _next(home, user, pressed(home.heard(user)[-1], "Does my pain fit?", user))
            for title in ("Check my pain", "Start the self-check", "I agree"):
                if title in titles(shown):
                    shown = await _next(home, user, pressed(shown, title, user))
            asked = 0
            while _asks(shown):
                asked += 1
                assert asked <= 9
                shown = await _answered(home, user, shown, *wanted)
            conversation = shown["metadata"]["event_payload"]["conversation"]
            *_, last = await home.mailroom.replies(conversation, 0, 0)
            return home.heard(user), last.body["result"]

    heard, found = runner.run(talk())
    assert found == result
    assert len(heard) >= 8
    assert all(titles(shown) == boxes(shown) == [] for shown in heard[:-1])  # choices that were made are gone


def test_a_danger_ticked_in_the_self_check_ends_it_with_what_to_do(
    runner: asyncio.Runner, assistant: Assistant
) -> None:
    async def talk() -> tuple[str, float]:
        user = _person()
        async with house(assistant) as home:
            for text in ("check my symptoms", "yes"):
                await home.say(text, user)
                await home.settle()
            asked = copy.deepcopy(home.heard(user)[-1])
            started = time.perf_counter()
            shown = await _next(home, user, pressed(asked, "Send", user, ["Short of breath or chest pain"]))
            return shown["text"], time.perf_counter() - started

    text, seconds = runner.run(talk())
    assert text.startswith("Call your emergency number now.")
    assert seconds < 2


def test_a_routine_is_walked_by_buttons(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk() -> list[dict[str, Any]]:
        user = _person()
        async with house(assistant) as home:
            await home.say("give me exercises for tight hamstrings", user)
            await home.settle()
            shown = copy.deepcopy(home.heard(user)[-1])
            for _ in range(10):
                if "Start" in titles(shown):
                    break
                shown = await _answered(home, user, shown, "None of these", "10 minutes")
            shown = await _next(home, user, pressed(shown, "Start", user))
            walked = [shown]
            while "Done, next" in titles(shown):
                shown = await _next(home, user, pressed(shown, "Done, next", user))
                walked.append(shown)
                assert len(walked) < 15
            return [*walked, await _next(home, user, pressed(shown, "2", user))]

    *exercises, scale, last = runner.run(talk())
    assert len(exercises) >= 2
    for number, shown in enumerate(exercises, 1):
        assert shown["blocks"][0]["text"]["text"].startswith(f"{number} of {len(exercises)}: ")
        assert "\n1. " in shown["blocks"][1]["text"]["text"]
    assert titles(scale) == [str(number) for number in range(11)]
    assert titles(last) != titles(scale)


def test_what_somebody_types_is_never_markup_in_what_comes_back(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk() -> list[str]:
        user = _person()
        async with house(assistant) as home:
            for text in ("check my symptoms", "yes", "none", "none", f"slowly {RARE}", "summary", RARE):
                await home.event(message(text, user))
                await home.settle()
            return [text for shown in home.heard(user) for text in (shown["text"], *texts_of(shown["blocks"]))]

    assert not set("<>") & set("".join(runner.run(talk())))


def test_twenty_people_at_once_get_their_own_answers_in_order(runner: asyncio.Runner, assistant: Assistant) -> None:
    async def talk() -> tuple[list[list[int]], list[float]]:
        people = [_person() for _ in range(20)]
        async with house(assistant) as home:
            answers = []
            for text in ("hello", "what is dorsiflexion?", "more"):
                answers += await asyncio.gather(*(home.say(text, user) for user in people))
            await home.settle(60)
            found = [[one["metadata"]["event_payload"]["number"] for one in home.heard(user)] for user in people]
            return found, sorted(answer.seconds for answer in answers)

    numbers, seconds = runner.run(talk())
    assert numbers == [[1, 2, 3]] * 20
    assert seconds[len(seconds) // 2] < 1
