"""A Bot API on loopback with Telegram's limits and faults to order, and our service in front of it over real HTTP."""

from __future__ import annotations

import asyncio
import html.parser
import itertools
import json
import re
import secrets
import socket
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from rasa.core.channels.channel import register
from sanic import Sanic
from sanic.http import Http
from sanic.touchup import TouchUp
from sqlalchemy import func, select

from bot.channels.telegram import HEADER, TelegramChannel, webhook_path
from bot.gate.courier import Courier
from bot.gate.gate import Gate
from bot.gate.limits import Limits
from bot.gate.mailroom import Mailroom
from bot.nlu.screening import pattern_screen
from bot.runtime.assistant import Assistant
from bot.storage.database import Database
from bot.storage.tables import conversations, inbox, outbox

TOKEN = "123456:test-token_AbCdEf"
BOT_ID, BOT_NAME = 123456, "ankle_test_bot"
SECRET = "a-secret-for-tests_0123456789"
_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+);)")


@dataclass
class Sent:
    """A message as it stands in a chat."""

    chat: int
    id: int
    text: str
    keyboard: list[list[dict[str, str]]] | None
    given: dict[str, Any]

    @property
    def titles(self) -> list[str]:
        return [button["text"] for row in self.keyboard or () for button in row]

    def data(self, title: str) -> str:
        """What the button carries that begins with `title`, whatever number it has."""
        buttons = [button for row in self.keyboard or () for button in row]
        named = [item for item in buttons if re.sub(r"^\d+\. ", "", item["text"]).startswith(title)]
        assert named, f"no button {title!r} among {self.titles}"
        return named[0]["callback_data"]


class RefusalError(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.parameters = code, parameters


@dataclass
class FakeTelegram:
    """Rejects what Telegram would reject. `faults` of a chat are used up one a call, before anything else happens."""

    sent: dict[int, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    everywhere: list[Any] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    absent: set[int] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    async def start(self) -> None:
        self._ids, self._runner = itertools.count(1000), None
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/{bot}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["bot"] != f"bot{TOKEN}":
            return _problem(401, "Unauthorized")
        values = await _values(request)
        method = request.match_info["method"]
        fault = self._fault(values.get("chat_id"))
        if fault == "reset":
            request.transport.abort()  # type: ignore[union-attr]
            return web.Response()
        if fault == "hang":
            await asyncio.sleep(5)
        if isinstance(fault, int):
            return web.Response(status=fault, text="<html>Bad Gateway</html>", content_type="text/html")
        self.calls.append((method, values))
        try:
            if isinstance(fault, RefusalError):
                raise fault
            result = getattr(self, f"_{method}")(values)
            result = await result if asyncio.iscoroutine(result) else result
        except RefusalError as refusal:
            return _problem(refusal.code, str(refusal), refusal.parameters)
        return web.json_response({"ok": True, "result": result})

    def _fault(self, chat: Any) -> Any:
        waiting = self.faults[chat] if isinstance(chat, int) and self.faults.get(chat) else self.everywhere
        return waiting.pop(0) if waiting else None

    def _getMe(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # as the Bot API has it
        return {"id": BOT_ID, "is_bot": True, "first_name": "Ankle", "username": BOT_NAME}

    def _sendMessage(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        text = _parsed(values.get("text", ""), values.get("parse_mode"))
        if not text.strip():
            raise RefusalError(400, "Bad Request: message text is empty")
        if _units(text) > 4096:
            raise RefusalError(400, "Bad Request: message is too long")
        return self._add(values, text)

    def _sendPhoto(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        caption = _parsed(values.get("caption", ""), values.get("parse_mode"))
        if _units(caption) > 1024:
            raise RefusalError(400, "Bad Request: message caption is too long")
        photo = values.get("photo")
        if isinstance(photo, bytes):
            if not photo.startswith(b"\x89PNG"):
                raise RefusalError(400, "Bad Request: IMAGE_PROCESS_FAILED")
            name = f"file-{len(self.files)}"
            self.files[name] = photo
        elif photo in self.files:
            name = photo
        else:
            raise RefusalError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return {**self._add(values, caption), "photo": [{"file_id": "small"}, {"file_id": name}]}

    def _editMessageReplyMarkup(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        found = [message for message in self.sent[values["chat_id"]] if message.id == values["message_id"]]
        if not found:
            raise RefusalError(400, "Bad Request: message to edit not found")
        markup = _keyboard(values)
        if markup == found[0].keyboard:
            raise RefusalError(400, "Bad Request: message is not modified")
        found[0].keyboard = markup
        return {"message_id": found[0].id}

    def _answerCallbackQuery(self, values: dict[str, Any]) -> bool:  # noqa: N802
        if not values.get("callback_query_id"):
            raise RefusalError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return True

    async def _getUpdates(self, values: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.webhook.get("url"):
            raise RefusalError(409, "Conflict: can't use getUpdates method while webhook is active")
        if (offset := values.get("offset")) is not None:
            self.updates[:] = [update for update in self.updates if update["update_id"] >= offset]
        for _ in range(int(values.get("timeout", 0) * 20)):
            if self.updates:
                break
            await asyncio.sleep(0.05)
        return self.updates[: values.get("limit", 100)]

    def _setWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802
        if "resolve" in values["url"]:
            raise RefusalError(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known")
        self.webhook.clear()
        self.webhook.update(values)
        return True

    def _deleteWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook.clear()
        return True

    def _setMyCommands(self, values: dict[str, Any]) -> bool:  # noqa: N802
        assert all(re.fullmatch(r"[a-z0-9_]{1,32}", item["command"]) for item in values["commands"])
        return True

    def _getWebhookInfo(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        more = {key: self.webhook[key] for key in ("last_error_message",) if key in self.webhook}
        return {"url": self.webhook.get("url", ""), "pending_update_count": len(self.updates), **more}

    def _add(self, values: dict[str, Any], text: str) -> dict[str, Any]:
        chat = values.get("chat_id")
        if chat in self.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        if not isinstance(chat, int) or chat in self.absent:
            raise RefusalError(400, "Bad Request: chat not found")
        message = Sent(chat, next(self._ids), text, _keyboard(values), values)
        self.sent[chat].append(message)
        return {"message_id": message.id, "chat": {"id": chat}}


def _keyboard(values: dict[str, Any]) -> list[list[dict[str, str]]] | None:
    rows = (values.get("reply_markup") or {}).get("inline_keyboard")
    for button in (button for row in rows or () for button in row):
        if not str(button.get("text", "")).strip():
            raise RefusalError(400, "Bad Request: can't parse inline keyboard button: Text must be non-empty")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _parsed(text: str, mode: str | None) -> str:
    """`text` without its marks, read at least as strictly as Telegram does."""
    text.encode("utf-8")
    if mode is None:
        return text
    reader = _Reader(text)
    if _ENTITY.search(text) or reader.open or len(reader.found) > 100:
        raise RefusalError(400, "Bad Request: can't parse entities")
    return "".join(reader.words)


class _Reader(html.parser.HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise RefusalError(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)
        self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise RefusalError(400, "Bad Request: can't parse entities: Unexpected end tag")

    def handle_data(self, data: str) -> None:
        if "<" in data and not self.rawdata.count("&lt;"):
            raise RefusalError(400, "Bad Request: can't parse entities: Unclosed start tag")
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise RefusalError(400, "Bad Request: can't parse entities: Unsupported start tag")


async def _values(request: web.Request) -> dict[str, Any]:
    if request.content_type != "multipart/form-data":
        return dict(json.loads(await request.read() or b"{}"))
    found: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            found[name] = value.file.read()
        else:
            found[name] = value if name in ("caption", "parse_mode", "photo") else json.loads(str(value))
    return found


def _problem(code: int, description: str, parameters: dict[str, int] | None = None) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description}
    return web.json_response({**body, **({"parameters": parameters} if parameters else {})}, status=code)


@dataclass
class Running:
    """One running server, with the fake Telegram that it talks to."""

    telegram: FakeTelegram
    database: Database
    mailroom: Mailroom
    channel: TelegramChannel
    courier: Courier
    url: str
    client: aiohttp.ClientSession
    app: Sanic
    server: Any
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(secrets.randbelow(2**30) + 1))

    @classmethod
    async def start(
        cls, telegram: FakeTelegram, assistant: Assistant | None, database: Database, limit: str = "10000/second"
    ) -> Running:
        gate = Gate(assistant, 30, database)
        mailroom = Mailroom(gate, Limits(limit, limit), 20_000)
        channel = TelegramChannel(mailroom, database, TOKEN, SECRET, telegram.url)
        courier = Courier(database, [channel.delivery])
        mailroom.listen(courier.wake)
        app = Sanic(f"telegram_{secrets.token_hex(4)}", configure_logging=False)
        app.config.update(REQUEST_MAX_SIZE=16_384, KEEP_ALIVE_TIMEOUT=75, FALLBACK_ERROR_FORMAT="json")
        register([channel], app, route="/channels/")
        door = socket.create_server(("127.0.0.1", 0))
        port = door.getsockname()[1]
        server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
        if getattr(Http, "__touched__", False):
            TouchUp._registry.clear()  # Sanic rewrites its own methods at a start, which works once in a process
        await server.startup()
        await server.before_start()
        await server.start_serving()
        await mailroom.start()
        await courier.start()
        client = aiohttp.ClientSession()
        return cls(telegram, database, mailroom, channel, courier, f"http://127.0.0.1:{port}", client, app, server)

    async def stop(self, grace: float = 5.0) -> None:
        await self.mailroom.stop(grace)
        await asyncio.sleep(0.05)  # the courier has heard of the last replies
        await self.courier.stop()
        await asyncio.sleep(0.05)
        await self.client.close()
        await self.server.close()
        await self.server.after_stop()

    def next_update(self) -> int:
        return next(self._numbers)

    async def post(self, update: object, secret: str | None = SECRET, path: str | None = None) -> int:
        """The status that the webhook answers `update` with; bytes are sent as they are.

        A stranger's connection may be cut while the body is still on its way, which counts as 401.
        """
        headers = {"Content-Type": "application/json", **({} if secret is None else {HEADER: secret})}
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        address = f"{self.url}/channels/telegram/{path or webhook_path(SECRET)}"
        if secret == SECRET and path is None:
            async with self.client.post(address, data=body, headers=headers) as response:
                await response.read()
                return response.status
        async with aiohttp.ClientSession() as stranger:
            try:
                async with stranger.post(address, data=body, headers=headers) as response:
                    return response.status
            except aiohttp.ClientOSError:
                return 401

    async def say(self, chat: int, text: str) -> list[Sent]:
        """What is sent to `chat` after somebody wrote `text` there."""
        return await self._answers(chat, message_update(self.next_update(), chat, text))

    async def tap(self, chat: int, title: str, message: Sent | None = None) -> list[Sent]:
        """What is sent to `chat` after a button was tapped, of the last message or another."""
        tapped = message or self.telegram.sent[chat][-1]
        return await self._answers(chat, tap_update(self.next_update(), tapped, tapped.data(title)))

    async def _answers(self, chat: int, update: dict[str, Any]) -> list[Sent]:
        before = len(self.telegram.sent[chat])
        assert await self.post(update) == 200
        await self.settled()
        return self.telegram.sent[chat][before:]

    async def settled(self, seconds: float = 30.0) -> None:
        """Wait until everything that was taken in is answered, and what can be sent is sent."""
        waiting = (
            select(func.count())
            .select_from(outbox.join(conversations, conversations.c.id == outbox.c.conversation))
            .where(outbox.c.status.in_(("ready", "sending")), conversations.c.channel == "telegram")
        )
        async with asyncio.timeout(seconds):
            while self.mailroom.waiting or await self.rows(waiting) or self.channel._intake._tasks:
                self.courier.wake()
                await asyncio.sleep(0.01)

    async def rows(self, query: Any) -> int:
        """The one number that `query` gives."""
        return int(await self.database.run(lambda connection: connection.execute(query).scalar()))

    async def statuses(self, chat: int) -> list[str]:
        """What became of the replies to `chat`, in order."""
        query = (
            select(outbox.c.status)
            .join(conversations, conversations.c.id == outbox.c.conversation)
            .where(conversations.c.person == str(chat))
            .order_by(outbox.c.number)
        )
        return await self.database.run(lambda connection: list(connection.execute(query).scalars()))

    async def kept(self, chat: int) -> list[str]:
        """Texts that were taken in from `chat`, in order."""
        query = (
            select(inbox.c.text)
            .join(conversations, conversations.c.id == inbox.c.conversation)
            .where(conversations.c.person == str(chat))
            .order_by(inbox.c.id)
        )
        return await self.database.run(lambda connection: list(connection.execute(query).scalars()))


@contextmanager
def running(
    runner: asyncio.Runner, assistant: Assistant | None, database: Database, limit: str = "10000/second"
) -> Iterator[Running]:
    """A server and its Telegram, for as long as this lasts."""
    pattern_screen()  # takes a while the first time, which is not what is tested
    telegram = FakeTelegram()
    runner.run(telegram.start())
    server = runner.run(Running.start(telegram, assistant, database, limit))
    try:
        yield server
    finally:
        runner.run(server.stop())
        runner.run(telegram.stop())


def person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Kim", "language_code": "en"}


def message_update(number: int, chat: int, text: str | None = None, /, **more: Any) -> dict[str, Any]:
    """A message in a private chat, as Telegram sends it."""
    place = {"id": chat, "first_name": "Kim", "type": "private"}
    message = {"message_id": number, "from": person(chat), "chat": place, "date": 1700000000, **more}
    return {"update_id": number, "message": message if text is None else {**message, "text": text}}


def tap_update(number: int, message: Sent, data: str) -> dict[str, Any]:
    """A tap on a button below `message`, as Telegram sends it."""
    shown = {
        "message_id": message.id,
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Ankle", "username": BOT_NAME},
        "chat": {"id": message.chat, "first_name": "Kim", "type": "private"},
        "date": 1700000000,
        "text": message.text,
        "reply_markup": {"inline_keyboard": message.keyboard or []},
    }
    query = {"id": str(number * 7), "from": person(message.chat), "message": shown, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query}


async def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until `condition` holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)
