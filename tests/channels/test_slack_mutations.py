"""Thousands of damaged webhooks: none breaks the server, none counts twice, none counts without Slack's signature."""

from __future__ import annotations

import asyncio
import copy
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.channels.slack_server import (
    TEAM,
    House,
    command,
    house,
    mention,
    message,
    pressed,
    signature,
    titles,
)

SEED = 20_260_214
SIGNED, UNSIGNED = 2_000, 1_000  # the signed ones are sent twice: 5,000 in all
_AT_ONCE = 24
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**30, "", " ", "\x00", "\ud800", "💥" * 50, "x" * 3000, "<!channel>", "../..",
    "D1", "U1", "0.0", "1.1", [], {}, [[]], [None], {"": {}}, [{"a": [1]}], "Ev\n1", "é", "message", "im", "button",
)  # fmt: skip


@dataclass(frozen=True)
class Hook:
    """One request: its path, body and headers."""

    path: str
    body: bytes
    headers: dict[str, str]


def test_five_thousand_damaged_webhooks(runner: asyncio.Runner) -> None:
    async def storm() -> None:
        async with house() as home:
            chance = Random(SEED)
            templates = await _templates(home)
            signed = [_signed(chance, templates, number) for number in range(SIGNED)]
            unsigned = [_unsigned(chance, hook) for hook in chance.choices(signed, k=UNSIGNED)]

            before = await home.kept(), len(home.slack.calls)
            refused = await _all(home, unsigned)
            await home.settle(60)
            assert set(refused) <= {401, 413}
            assert (await home.kept(), len(home.slack.calls)) == before

            first = await _all(home, signed)
            await home.settle(60)
            after = await home.kept(), _said(home)
            assert max(first) < 500
            assert first.count(200) > SIGNED / 2
            assert after[0] > before[0] + 300  # many of them still mean something

            again = await _all(home, signed)
            await home.settle(60)
            assert max(again) < 500
            assert (await home.kept(), _said(home)) == after
            assert {method for method, _ in home.slack.refused} <= {"chat.update"}  # what came back damaged

    runner.run(storm())


def _said(home: House) -> int:
    """How many messages were shown to anybody."""
    return sum(map(len, home.slack.posts.values())) + len(home.slack.whispers)


async def _all(home: House, hooks: list[Hook]) -> list[int]:
    """The statuses of all requests, sent a few at a time."""
    statuses: list[int] = []
    for start in range(0, len(hooks), _AT_ONCE):
        sent = (_send(home, hook) for hook in hooks[start : start + _AT_ONCE])
        statuses += await asyncio.gather(*sent)
    return statuses


async def _send(home: House, hook: Hook) -> int:
    headers = hook.headers or signature(hook.body, str(int(time.time())))
    async with home.client.post(f"{home.url}/channels/slack/{hook.path}", data=hook.body, headers=headers) as answer:
        await answer.read()
        return int(answer.status)


async def _templates(home: House) -> list[tuple[str, dict[str, Any]]]:
    """Sound payloads of every kind that does something, and of some that do nothing."""
    await home.say("my foot is cold and blue")
    await home.settle()
    shown = copy.deepcopy(home.heard()[0])
    events = [
        message("my heel hurts"),
        message("my foot is cold and blue", thread_ts="1355517523.000005"),
        {**message("look"), "subtype": "file_share", "files": [{"id": "F1"}]},
        {**message("x"), "subtype": "message_changed", "message": message("x")},
        mention("hello"),
        mention("my foot is cold and blue", thread_ts="1355517523.000005"),
        {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "view": {"private_metadata": "x"}},
        {"type": "reaction_added", "user": "U1", "reaction": "x", "item": {"type": "message"}},
    ]
    found: list[tuple[str, dict[str, Any]]] = [("events", home.envelope(event)) for event in events]
    found.append(("interactivity", pressed(shown, titles(shown)[0])))
    started = pressed(shown, titles(shown)[0])
    started["actions"][0]["action_id"] = "start"
    found.append(("interactivity", {**started, "view": {"type": "home"}}))
    found.append(("command", dict(command("my heel hurts"))))
    return found


def _signed(chance: Random, templates: list[tuple[str, dict[str, Any]]], number: int) -> Hook:
    path, template = chance.choice(templates)
    payload = copy.deepcopy(template)
    user = f"U{chance.randrange(60):08d}"
    if path == "events":
        payload["event_id"] = f"Ev{number:08d}"
        payload["event"]["user"], payload["event"]["channel"] = user, payload["event"].get("channel", "C1")
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        _damage(chance, payload)
    if path == "command":
        body = urlencode({key: str(value) for key, value in payload.items()}, errors="replace").encode()
    elif path == "interactivity":
        body = urlencode({"payload": json.dumps(payload)}).encode()
    else:
        body = json.dumps(payload).encode()
    if chance.random() < 0.15:
        body = _garbled(chance, body)
    return Hook(path, body, {})


def _damage(chance: Random, payload: Any) -> None:
    """Change, drop, swap or add one thing somewhere in `payload`."""
    holder, key = chance.choice(list(_places(payload)))
    kind = chance.randrange(4)
    if kind == 0 and isinstance(holder, dict):
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[str(chance.choice(_ODD))] = holder[key]
    elif kind == 2:
        other, name = chance.choice(list(_places(payload)))
        holder[key] = copy.deepcopy(other[name])
    else:
        holder[key] = copy.deepcopy(chance.choice(_ODD))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _garbled(chance: Random, body: bytes) -> bytes:
    found = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found))
        found[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    return bytes(found)


def _unsigned(chance: Random, hook: Hook) -> Hook:
    now = int(time.time())
    right = signature(hook.body, str(now))
    headers = chance.choice(
        [
            {"X-Nothing": TEAM},
            signature(hook.body, str(now), "another secret"),
            signature(hook.body, str(now - chance.randint(310, 10_000))),
            signature(hook.body, str(now + chance.randint(310, 10_000))),
            {**right, "X-Slack-Request-Timestamp": str(now - 1)},
            {**right, "X-Slack-Signature": right["X-Slack-Signature"][: chance.randrange(60)]},
            {**right, "X-Slack-Signature": right["X-Slack-Signature"].upper()},
            {**right, "X-Slack-Request-Timestamp": chance.choice(["", "x", "-1", "1e9", "9" * 30, "０"])},
            signature(_garbled(chance, hook.body) + b" ", str(now)),
        ]
    )
    return Hook(hook.path, hook.body, headers)
