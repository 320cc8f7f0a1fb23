"""Thousands of broken, twisted and repeated updates: no failure, nothing twice, and nothing for strangers."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from typing import Any

from sqlalchemy import select

from bot.channels.telegram_updates import Said, Tapped, read_update
from bot.storage.database import open_database
from bot.storage.tables import conversations, inbox, outbox
from tests.channels.telegram_server import SECRET, Running, running
from tests.channels.test_telegram_updates import SHAPES

COUNT, LEAST, AT_ONCE, SEED = 4400, 5000, 25, 20261201  # bodies, requests with those sent twice
STRANGERS = 900_000_000  # people of whom only requests without the secret come
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**400, "", " ", "x" * 5000, "\u0000", "\ud800", "😀" * 3000, "/",
    "/restart", '/choose{"choice": "now.none"}', "EXTERNAL: x", "<b>", "&", [], {}, [[]], {"id": 7}, [None, 1, "x"],
    {"a": {"a": {"a": {}}}}, "~.0123456789ab", "'; DROP TABLE inbox; --", "\u202e\u200b", "NaN",
]  # fmt: skip


def mutated(update: Any, chance: random.Random) -> Any:
    """`update` with up to four places replaced, removed, renamed, repeated or moved."""
    twisted = copy.deepcopy(update)
    for _ in range(chance.randint(0, 4)):
        places = list(_places(twisted))
        if not places:
            break
        holder, key = chance.choice(places)
        match chance.randint(0, 5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[f"{key}_"] = holder.pop(key)
            case 2 if isinstance(holder, dict):
                holder[chance.choice(["text", "chat", "from", "message", "entities", "update_id"])] = holder[key]
            case 3:
                holder[key] = [holder[key]] * chance.randint(0, 3)
            case _:
                holder[key] = chance.choice(VALUES)
    return twisted


def _places(value: Any) -> Any:
    if isinstance(value, dict):
        for key in value:
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value, index
            yield from _places(value[index])


def request(number: int, chance: random.Random) -> bytes:
    """A body of one request."""
    twisted = mutated({**chance.choice(SHAPES)[1], "update_id": 10_000 + number}, chance)
    body = json.dumps(twisted).encode()
    if chance.random() < 0.05:
        return body[: chance.randint(0, len(body))]
    if chance.random() < 0.03:
        return chance.choice([b"", b"null", b"[]", b"[" * 50_000, b'{"update_id": NaN}', b"\xff\xfe", b"1" * 6000])
    return body


def key_of(body: bytes) -> tuple[int, str] | None:
    """What a person's update must be kept as, chat and id; None where it is of nobody's."""
    try:
        event = read_update(json.loads(body))
    except (ValueError, RecursionError):
        return None
    if isinstance(event, Said):
        return event.chat, f"g{event.album}" if event.album and not event.text.strip() else f"u{event.update}"
    if isinstance(event, Tapped) and event.data == "~.0123456789ab":
        return event.chat, f"k{event.message}"
    return None


def test_mutated_webhooks(runner: asyncio.Runner) -> None:
    chance = random.Random(SEED)
    bodies = [request(number, chance) for number in range(COUNT)]
    foreign = [body.replace(b"5001", str(STRANGERS + number).encode()) for number, body in enumerate(bodies[::10])]
    ways = [chance.choice([(None, None), ("x" * 30, None), (SECRET, "0" * 32), ("", "")]) for _ in foreign]
    repeats = [chance.choice([1, 1, 1, 2]) for _ in bodies]
    wanted = {key for key in map(key_of, bodies) if key is not None}
    statuses: list[int] = []
    refused: list[int] = []

    async def send(server: Running, first: int) -> None:
        for body, times in zip(bodies[first::AT_ONCE], repeats[first::AT_ONCE], strict=True):
            for _ in range(times):
                statuses.append(await server.post(body))
        for body, (secret, path) in zip(foreign[first::AT_ONCE], ways[first::AT_ONCE], strict=True):
            refused.append(await server.post(body, secret, path))

    async def work(server: Running) -> tuple[list[Any], list[Any]]:
        await asyncio.gather(*(send(server, first) for first in range(AT_ONCE)))
        await server.settled(60)
        joined = inbox.join(conversations, conversations.c.id == inbox.c.conversation)
        kept = select(conversations.c.person, inbox.c.external, inbox.c.status).select_from(joined)
        replies = select(outbox.c.message, outbox.c.status)
        return await server.database.run(
            lambda connection: (connection.execute(kept).all(), connection.execute(replies).all())
        )

    with running(runner, None, open_database()) as server:
        kept, replies = runner.run(work(server))
        sent = sum(map(len, server.telegram.sent.values()))

    assert len(statuses) >= LEAST
    assert set(statuses) == {200, 400}
    assert set(refused) == {401, 404}
    keys = [(int(row.person), row.external.partition(" ")[0]) for row in kept]
    assert len(keys) == len(set(keys))
    assert {key for key in keys if key[0] > 0} == wanted  # so there are no strangers among them either
    assert len(wanted) > COUNT // 8
    assert {row.status for row in kept} == {"done"}
    assert len({row.message for row in replies}) == len(replies) == len(kept)
    assert sent == sum(row.status == "sent" for row in replies)
