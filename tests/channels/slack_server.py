"""A stand-in for Slack on this machine, which holds to Slack's limits and can fail, and our server beside it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import secrets
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from rasa.core.channels.channel import InputChannel, register
from sanic import Sanic
from sanic.http import Http
from sanic.touchup import TouchUp
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from sqlalchemy import func, select

from bot.channels.slack import SlackChannel
from bot.gate.courier import Courier
from bot.gate.gate import Gate
from bot.gate.limits import Limits
from bot.gate.mailroom import Mailroom
from bot.runtime.assistant import Assistant
from bot.storage import mailbox
from bot.storage.database import Database, open_database
from bot.storage.tables import conversations, inbox, outbox

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy"
TEAM, APP, BOT = "T0001TEAM", "A0001APP", "U0001BOT"
PERSON = "U2147483697"
ROOM = "C0LAN2Q65"
KNOWN_BLOCKS = ("actions", "context", "divider", "header", "image", "input", "section")
HANG = 1.0  # seconds; more than a test waits for an answer
MOST_CHARACTERS = 12_000  # of a message's blocks as JSON


def direct_channel(user: str) -> str:
    """The channel of the direct messages with `user`."""
    return f"D{user[1:]}"


@dataclass
class Trouble:
    """What a call runs into: an HTTP status, an error code, "hang" or "reset"; with `done` it works all the same."""

    kind: int | str
    wait: int | None = None
    done: bool = False


@dataclass
class FakeSlack:
    """Slack's Web API as far as the bot uses it."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    posts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    whispers: list[dict[str, Any]] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    troubles: dict[str, deque[Trouble]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _stamps: int = 0

    def trouble(self, method: str, *kinds: Trouble) -> None:
        """Let the next calls of `method` run into these."""
        self.troubles.setdefault(method, deque()).extend(kinds)

    def named(self, method: str) -> list[dict[str, Any]]:
        """What `method` was called with."""
        return [values for name, values in self.calls if name == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        method = request.match_info["method"]
        body = await request.read()
        values = json.loads(body) if "json" in request.content_type else {**request.query}
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        self.calls.append((method, values))
        waiting = self.troubles.get(method)
        trouble = waiting.popleft() if waiting else None
        answer = {} if trouble and not trouble.done else self._do(method, values)
        if trouble is None:
            return web.json_response(answer)
        if trouble.kind == "hang":
            await asyncio.sleep(HANG)
        if trouble.kind == "reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(trouble.kind, str):
            return web.json_response({"ok": False, "error": trouble.kind})
        if trouble.kind == 429:
            headers = {"Retry-After": str(trouble.wait)} if trouble.wait is not None else {}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        return web.Response(text="<html>Sorry</html>", status=trouble.kind, content_type="text/html")

    def _do(self, method: str, values: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        problem = self._problem(method, values) or ""
        if problem:
            self.refused.append((method, problem))
            return {"ok": False, "error": problem}
        return {"ok": True, **handler(values)}

    def _problem(self, method: str, values: dict[str, Any]) -> str | None:
        if values.get("channel") in self.unknown or values.get("users") in self.unknown:
            return "channel_not_found"
        if method == "views.publish":
            return blocks_problem(values["view"]["blocks"], most=100)
        if not method.startswith("chat."):
            return None
        if not values.get("text"):
            return "no_text"
        if len(values["text"]) > (4_000 if method == "chat.update" else 40_000):
            return "msg_too_long"
        metadata = values.get("metadata")
        if metadata is not None and (set(metadata) != {"event_type", "event_payload"}):
            return "invalid_metadata_format"
        return blocks_problem(values.get("blocks", []))

    def _stamp(self) -> str:
        self._stamps += 1
        return f"{time.time():.3f}{self._stamps % 1000:03d}"

    def _chat_postMessage(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # Slack's name
        channel = direct_channel(values["channel"]) if values["channel"].startswith("U") else values["channel"]
        message = {**values, "channel": channel, "ts": self._stamp(), "bot_id": "B0001BOT", "type": "message"}
        self.posts.setdefault(channel, []).append(message)
        return {"channel": channel, "ts": message["ts"]}

    def _chat_update(self, values: dict[str, Any]) -> dict[str, Any]:
        for message in self.posts.get(values["channel"], []):
            if message["ts"] == values["ts"]:
                message.update(text=values["text"], blocks=values["blocks"], edited=True)
        return {"ts": values["ts"]}

    def _chat_postEphemeral(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.whispers.append(values)
        return {"message_ts": self._stamp()}

    def _conversations_open(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": direct_channel(values["users"])}}

    def _conversations_history(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"messages": self._found(values, lambda message: "thread_ts" not in message)[::-1]}

    def _conversations_replies(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"messages": self._found(values, lambda message: message.get("thread_ts") == values["ts"])}

    def _found(self, values: dict[str, Any], wanted: Any) -> list[dict[str, Any]]:
        with_metadata = values.get("include_all_metadata") in (True, "1", 1)
        found = [
            {key: value for key, value in message.items() if key != "metadata" or with_metadata}
            for message in self.posts.get(values["channel"], [])
            if wanted(message) and float(message["ts"]) > float(values.get("oldest", 0))
        ]
        return found[: int(values.get("limit", 100))]

    def _views_publish(self, values: dict[str, Any]) -> dict[str, Any]:
        self.views[values["user_id"]] = values["view"]
        return {"view": values["view"]}


def blocks_problem(blocks: Sequence[Mapping[str, Any]], most: int = 50) -> str | None:
    """The error that Slack gives to `blocks`: the SDK's own models know the limits of each part."""
    if len(blocks) > most or any(block.get("type") not in KNOWN_BLOCKS for block in blocks):
        return "invalid_blocks"
    if len(json.dumps(blocks, ensure_ascii=False)) > MOST_CHARACTERS:
        return "msg_blocks_too_long"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        return "invalid_blocks"
    try:
        for block in blocks:
            parsed = Block.parse(dict(block))
            if parsed is None:
                return "invalid_blocks"
            parsed.validate_json()
            _check(block)
    except (SlackObjectFormationError, AssertionError, KeyError, TypeError, ValueError, AttributeError):
        return "invalid_blocks"
    return None


def texts_of(value: Any) -> list[str]:
    """Every text that a message shows."""
    if isinstance(value, Mapping):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for part in value.values() for text in texts_of(part)]
    return [text for part in value for text in texts_of(part)] if isinstance(value, list | tuple) else []


def _check(block: Mapping[str, Any]) -> None:
    """What the SDK's models leave open."""
    assert all(text for text in texts_of(block))
    elements = block.get("elements", [])
    if block["type"] == "actions":
        assert 1 <= len(elements) <= 25
        names = [element["action_id"] for element in elements]
        assert len(names) == len(set(names))
        for element in elements:
            assert element["type"] == "button"
            assert len(element["text"]["text"]) <= 75
            assert len(element.get("value", "")) <= 2000
    if block["type"] == "input":
        options = block["element"]["options"]
        assert 1 <= len(options) <= (10 if block["element"]["type"] == "checkboxes" else 100)
        assert len({option["value"] for option in options}) == len(options)
        assert all(len(option["value"]) <= 150 and len(option["text"]["text"]) <= 75 for option in options)
    if block["type"] == "section":
        assert len(block["text"]["text"]) <= 3000
    if block["type"] == "header":
        assert len(block["text"]["text"]) <= 150


@dataclass
class Answer:
    """What our server answered, and after how many seconds."""

    status: int
    text: str
    seconds: float


@dataclass
class House:
    """Our server with the Slack channel, and Slack, in one event loop."""

    slack: FakeSlack
    channel: SlackChannel
    database: Database
    mailroom: Mailroom
    url: str
    client: aiohttp.ClientSession
    _count: int = 0

    async def post(
        self,
        path: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        age: float = 0.0,
        secret: str = SECRET,
    ) -> Answer:
        """Send `body` as Slack does: signed with `secret`, `age` seconds ago."""
        stamp = str(int(time.time() - age))
        made = {**signature(body, stamp, secret), "Content-Type": "application/json; charset=utf-8", **(headers or {})}
        started = time.perf_counter()
        async with self.client.post(f"{self.url}/channels/slack/{path}", data=body, headers=made) as response:
            text = await response.text()
        return Answer(response.status, text, time.perf_counter() - started)

    async def event(
        self, event: Mapping[str, Any], headers: Mapping[str, str] | None = None, **envelope: Any
    ) -> Answer:
        """Send an event in its envelope."""
        return await self.post("events", json.dumps(self.envelope(event, **envelope)).encode(), headers)

    def envelope(self, event: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """An envelope of the Events API as Slack sends it."""
        self._count += 1
        return {
            "token": "z26uFbvR1xHJEdHE1OQiO6t8",
            "team_id": TEAM,
            "context_team_id": TEAM,
            "context_enterprise_id": None,
            "api_app_id": APP,
            "event": dict(event),
            "type": "event_callback",
            "event_id": f"Ev{self._count:09d}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": BOT,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
            **more,
        }

    async def say(self, text: str, user: str = PERSON, **more: Any) -> Answer:
        """A direct message from `user`."""
        return await self.event(message(text, user, **more))

    async def press(self, shown: Mapping[str, Any], title: str, user: str = PERSON) -> Answer:
        """A press on the button of `shown` that says `title`."""
        return await self.interact(pressed(shown, title, user))

    async def interact(self, payload: Mapping[str, Any]) -> Answer:
        """Send an interaction."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.post("interactivity", body, {"Content-Type": "application/x-www-form-urlencoded"})

    async def command(self, text: str = "", user: str = PERSON, **more: str) -> Answer:
        """The slash command."""
        body = urlencode({**command(text, user), **more}).encode()
        return await self.post("command", body, {"Content-Type": "application/x-www-form-urlencoded"})

    async def settle(self, seconds: float = 20.0) -> None:
        """Wait until everything is answered and delivered."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            going = self.mailroom.waiting + len(self.channel._background)
            if not going and not await self.database.run(_open_rows):
                return
            await asyncio.sleep(0.01)
        raise TimeoutError("not everything was delivered")

    def heard(self, user: str = PERSON) -> list[dict[str, Any]]:
        """The direct messages that `user` got."""
        return self.slack.posts.get(direct_channel(user), [])

    async def kept(self) -> int:
        """How many messages were taken in."""
        return len(await self.texts())

    async def texts(self, user: str | None = None) -> list[str]:
        """What was taken in, from `user` or from everybody, in order."""
        return await self.database.run(partial(_texts, person=f"{TEAM}:{user}" if user else None))


@contextlib.asynccontextmanager
async def house(
    assistant: Assistant | None = None,
    database: Database | None = None,
    *,
    often: str = "1000000/minute",
    slack: FakeSlack | None = None,
    most_waiting: int = 100_000,
) -> AsyncIterator[House]:
    """Both servers, started; without an assistant, only fixed answers and dangers are said."""
    owned = database is None and assistant is None
    store = database or (assistant.database if assistant else open_database())
    mailroom = Mailroom(Gate(assistant, 30, store), Limits(often, "1000000/minute"), most_waiting)
    async with pretending(slack or FakeSlack()) as there:
        channel = SlackChannel(mailroom, store, SECRET, TOKEN, there.url)
        courier = Courier(store, [channel.delivery])
        mailroom.listen(courier.wake)
        try:
            async with listening([channel]) as url, aiohttp.ClientSession() as client:
                await mailroom.start()
                await courier.start()
                try:
                    yield House(there, channel, store, mailroom, url, client)
                finally:
                    await mailroom.stop(5)
                    await courier.stop()
        finally:
            if owned:
                store.close()


@contextlib.asynccontextmanager
async def pretending(slack: FakeSlack) -> AsyncIterator[FakeSlack]:
    """`slack` over HTTP, for as long as this lasts."""
    outside = web.Application(client_max_size=2**22)
    outside.router.add_route("*", "/api/{method}", slack.answer)
    runner = web.AppRunner(outside)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1)
    await site.start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield slack
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def listening(channels: Sequence[InputChannel]) -> AsyncIterator[str]:
    """A server with the routes of `channels`, as `bot serve` mounts them; its address."""
    app = Sanic(f"channels_test_{secrets.token_hex(4)}", configure_logging=False)
    app.config.update(REQUEST_MAX_SIZE=16_384, FALLBACK_ERROR_FORMAT="json", OAS=False)
    register(list(channels), app, route="/channels/")
    here = socket.socket()
    here.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=here, return_asyncio_server=True, access_log=False)
    once = contextlib.nullcontext() if not hasattr(Http, "__touched__") else mock.patch.object(TouchUp, "run")
    with once:  # Sanic rewrites its own methods at the start of an app, which works once in a process
        await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://127.0.0.1:{here.getsockname()[1]}"
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()


def signature(body: bytes, stamp: str, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack signs."""
    made = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def message(text: str, user: str = PERSON, **more: Any) -> dict[str, Any]:
    """A `message.im` event."""
    stamp = f"{time.time():.6f}"
    return {
        "client_msg_id": secrets.token_hex(8),
        "type": "message",
        "user": user,
        "text": text,
        "ts": stamp,
        "team": TEAM,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": secrets.token_hex(3),
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
            }
        ],
        "channel": direct_channel(user),
        "event_ts": stamp,
        "channel_type": "im",
        **more,
    }


def mention(text: str, user: str = PERSON, **more: Any) -> dict[str, Any]:
    """An `app_mention` event."""
    stamp = f"{time.time():.6f}"
    return {
        "client_msg_id": secrets.token_hex(8),
        "type": "app_mention",
        "user": user,
        "text": f"<@{BOT}> {text}",
        "ts": stamp,
        "team": TEAM,
        "channel": ROOM,
        "event_ts": stamp,
        **more,
    }


def button(shown: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The button of a message that says `title`, with the id of its block."""
    for block in shown["blocks"]:
        for element in block.get("elements", []):
            if element.get("type") == "button" and element["text"]["text"] == title:
                return {**element, "block_id": block["block_id"]}
    raise AssertionError(f"there is no button {title!r} in {titles(shown)}")


def titles(shown: Mapping[str, Any]) -> list[str]:
    """What the buttons of a message say."""
    elements = [element for block in shown["blocks"] for element in block.get("elements", [])]
    return [element["text"]["text"] for element in elements if element.get("type") == "button"]


def boxes(shown: Mapping[str, Any]) -> list[str]:
    """What the boxes of a message say."""
    inputs = [block for block in shown["blocks"] if block["type"] == "input"]
    return [option["text"]["text"] for block in inputs for option in block["element"]["options"]]


def pressed(
    shown: Mapping[str, Any], title: str, user: str = PERSON, ticked: Sequence[str] = (), **more: Any
) -> dict[str, Any]:
    """A `block_actions` payload: a button of `shown` was pressed, with the boxes that say `ticked` ticked."""
    one = button(shown, title)
    state = {}
    for block in shown["blocks"]:
        if block["type"] == "input":
            chosen = [option for option in block["element"]["options"] if option["text"]["text"] in ticked]
            entry = {"type": block["element"]["type"], "selected_options": chosen}
            state[block["block_id"]] = {block["element"]["action_id"]: entry}
    keys = ("ts", "text", "blocks", "thread_ts", "metadata")
    return {
        "type": "block_actions",
        "user": {"id": user, "username": "ann", "name": "ann", "team_id": TEAM},
        "api_app_id": APP,
        "token": "z26uFbvR1xHJEdHE1OQiO6t8",
        "container": {
            "type": "message",
            "message_ts": shown["ts"],
            "channel_id": shown["channel"],
            "is_ephemeral": False,
        },
        "trigger_id": f"{secrets.randbelow(10**12)}.12466734323.{secrets.token_hex(16)}",
        "team": {"id": TEAM, "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": shown["channel"], "name": "directmessage"},
        "message": {
            "user": BOT,
            "type": "message",
            "bot_id": "B0001BOT",
            "app_id": APP,
            "team": TEAM,
            **{key: shown[key] for key in keys if key in shown},
        },
        "state": {"values": state},
        "response_url": f"https://hooks.slack.com/actions/{TEAM}/1/abc",
        "actions": [{**one, "action_ts": f"{time.time():.6f}"}],
        **more,
    }


def command(text: str = "", user: str = PERSON) -> dict[str, str]:
    """The fields of a slash command."""
    return {
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "team_id": TEAM,
        "team_domain": "example",
        "channel_id": ROOM,
        "channel_name": "general",
        "user_id": user,
        "user_name": "ann",
        "command": "/ankle",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": f"https://hooks.slack.com/commands/{TEAM}/1/abc",
        "trigger_id": f"{secrets.randbelow(10**12)}.738474920.{secrets.token_hex(16)}",
    }


def _open_rows(connection: Any) -> int:
    going = (outbox.c.status.in_((mailbox.READY, mailbox.SENDING)), outbox.c.conversation.like("slack-%"))
    waiting = (inbox.c.status == mailbox.WAITING, inbox.c.conversation.like("slack-%"))
    counts = (select(func.count(table.c.id)).where(*which) for table, which in ((outbox, going), (inbox, waiting)))
    return sum(int(connection.execute(count).scalar_one()) for count in counts)


def _texts(connection: Any, person: str | None) -> list[str]:
    query = select(inbox.c.text).where(inbox.c.conversation.like("slack-%")).order_by(inbox.c.id)
    if person is not None:
        mine = select(conversations.c.id).where(conversations.c.channel == "slack", conversations.c.person == person)
        query = query.where(inbox.c.conversation.in_(mine))
    return list(connection.execute(query).scalars())
