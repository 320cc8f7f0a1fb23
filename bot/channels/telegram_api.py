"""A client of Telegram's Bot API: one method, and the few kinds of answers that matter.

The token is part of every address, so no address and no underlying error is ever shown or logged.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"(\d{1,20}):[A-Za-z0-9_-]{6,100}")
_SECONDS = 20.0
_ASK_AGAIN = 60.0  # seconds after which the bot's own name is asked for again
_log = logging.getLogger(__name__)


class BotApiError(Exception):
    """The Bot API did not do what it was asked for."""


class UnreachableError(BotApiError):
    """No usable answer: no connection, a time-out, or a fault on Telegram's side. It may pass."""


class RejectedError(BotApiError):
    """Telegram said no. `code` is an HTTP status, and the message is Telegram's own description."""

    def __init__(self, code: int, description: str, wait: float | None = None, moved_to: int | None = None) -> None:
        """`wait` is in seconds (after a 429); `moved_to` is the chat that a group became."""
        super().__init__(description)
        self.code = code
        self.wait = wait
        self.moved_to = moved_to

    @property
    def chat_is_gone(self) -> bool:
        """True where nothing will ever arrive: the person blocked the bot, or there is no such chat."""
        return self.code == 403 or "chat not found" in str(self).lower()


@dataclass(frozen=True)
class File:
    """A file to be uploaded as the value of `field`."""

    field: str
    name: str
    body: bytes
    kind: str


class BotApi:
    """Calls methods of the Bot API for one bot. Nothing is sent before the first call."""

    def __init__(self, token: str, url: str = TELEGRAM, seconds: float = _SECONDS) -> None:
        """`seconds` limit each call. Raises ValueError, which does not show it, for what is no token."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise ValueError("the Telegram token must look like 123456789:AbC-dEf, as @BotFather gave it")
        self.bot_id = int(found[1])
        self._base = f"{url.rstrip('/')}/bot{token}"
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None
        self._username: str | None = None
        self._asked = float("-inf")

    async def call(
        self,
        method: str,
        values: Mapping[str, Any] | None = None,
        file: File | None = None,
        seconds: float | None = None,
    ) -> Any:
        """The result of `method`; values that are None are left out. Raises UnreachableError or RejectedError."""
        given = {name: value for name, value in (values or {}).items() if value is not None}
        body: dict[str, Any] = {"json": given} if file is None else {"data": _form(given, file)}
        limit = aiohttp.ClientTimeout(total=seconds or self._seconds)
        try:
            async with self._opened().post(
                f"{self._base}/{method}", timeout=limit, allow_redirects=False, **body
            ) as response:
                status, answer = response.status, _decoded(await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UnreachableError(f"Telegram did not answer: {type(error).__name__}") from None
        if not isinstance(answer, dict) or status >= 500:
            raise UnreachableError(f"Telegram answered with status {status}")
        if answer.get("ok") is True:
            return answer.get("result")
        raise _rejection(status, answer)

    async def username(self) -> str | None:
        """The bot's own name without the @, asked for once; None while Telegram cannot be reached."""
        now = asyncio.get_running_loop().time()
        if self._username is None and now - self._asked >= _ASK_AGAIN:
            self._asked = now
            try:
                self._username = str((await self.call("getMe", seconds=5))["username"])
            except (BotApiError, KeyError, TypeError):
                _log.warning("the bot's own name could not be asked for")
        return self._username

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:  # a session belongs to the loop that it was made in
            self._session = aiohttp.ClientSession()
        return self._session


def _decoded(body: bytes) -> Any:
    """`body` as JSON data; None for a page of a proxy."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _form(values: Mapping[str, Any], file: File) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in values.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field(file.field, file.body, filename=file.name, content_type=file.kind)
    return form


def _rejection(status: int, answer: Mapping[str, Any]) -> RejectedError:
    more = answer.get("parameters")
    more = more if isinstance(more, dict) else {}
    code, wait, moved_to = answer.get("error_code"), more.get("retry_after"), more.get("migrate_to_chat_id")
    return RejectedError(
        code if isinstance(code, int) else status,
        str(answer.get("description", "no reason given")),
        float(wait) if isinstance(wait, int | float) else None,
        moved_to if isinstance(moved_to, int) else None,
    )
