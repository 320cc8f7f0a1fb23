"""The web channel: a session, messages in, events out (server-sent, or long polling where that does not get through).

Mounted as a Rasa input channel; messages go through the mailroom, never to Rasa's own handler.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from bot.core.replies import Button
from bot.gate.limits import Limits
from bot.gate.mailroom import Mailroom, Refused
from bot.gate.tokens import Signer, new_conversation
from bot.storage.mailbox import Delivery

NAME = "web"
_PING_SECONDS = 15.0
_LONGEST_POLL = 25.0
_MOST_STREAMS = 4  # of one conversation, such as the same tab after a lost connection
_LONGEST_ID = 64
_EVENTS = "text/event-stream; charset=utf-8"
Forget = Callable[[str], Awaitable[None]]


class WebChannel(InputChannel):
    """What the widget talks to; see `docs/web-api.md` and the OpenAPI file."""

    def __init__(
        self, mailroom: Mailroom, signer: Signer, limits: Limits, origins: Sequence[str], forget: Forget
    ) -> None:
        """`origins` are the web sites that may embed the widget, besides the server's own pages."""
        self._mailroom = mailroom
        self._signer = signer
        self._limits = limits
        self._origins = frozenset(origins)
        self._forget = forget
        self._streams: dict[str, int] = {}

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first part of its conversations' ids."""
        return NAME

    def blueprint(self, on_new_message: object) -> Blueprint:
        """The routes. Rasa's own way in (`on_new_message`) stays unused: everything passes the gate."""
        routes = Blueprint("web_channel")
        for handler, path, method in (
            (self.begin, "/session", "POST"),
            (self.end, "/session", "DELETE"),
            (self.message, "/messages", "POST"),
            (self.events, "/events", "GET"),
            (self.poll, "/poll", "GET"),
        ):  # Sanic writes to its handlers, which a bound method does not allow
            routes.add_route(partial(handler), path, methods=[method], name=handler.__name__)
        return routes

    async def begin(self, request: Request) -> HTTPResponse:
        """A token for a new conversation."""
        if (problem := self._wrong_origin(request)) is not None:
            return problem
        if not await self._limits.allow(None, _address(request)):
            return _problem(429, "too many conversations; please wait a minute")
        return json_response({"token": self._signer.sign(new_conversation(NAME))}, 201)

    async def end(self, request: Request) -> HTTPResponse:
        """Delete everything that is kept of the conversation."""
        conversation = self._conversation(request)
        if isinstance(conversation, HTTPResponse):
            return conversation
        await self._forget(conversation)
        return json_response({}, 200)

    async def message(self, request: Request) -> HTTPResponse:
        """Take in one message; 202 means that it is kept and will be answered once, whatever happens."""
        conversation = self._conversation(request)
        if isinstance(conversation, HTTPResponse):
            return conversation
        given = _body(request)
        if given is None:
            return _problem(400, "a JSON object with an id and either text or choice is needed")
        external, text = given
        try:
            kept = await self._mailroom.post(conversation, external, text, _address(request))
        except Refused as refused:
            return json_response({"turn": outward(refused.turn.as_dict())}, refused.status)
        return json_response({"message": kept.id, "fresh": kept.fresh}, 202)

    async def events(self, request: Request) -> HTTPResponse | None:
        """Replies numbered above `after`, then every further one as it comes."""
        asked = self._asked(request)
        if isinstance(asked, HTTPResponse):
            return asked
        conversation, after = asked
        if self._streams.get(conversation, 0) >= _MOST_STREAMS:
            return _problem(429, "too many open streams of this conversation")
        self._streams[conversation] = self._streams.get(conversation, 0) + 1
        try:
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            stream = await request.respond(content_type=_EVENTS, headers=headers)
            await stream.send(": here\n\n")
            while self._mailroom.is_open:
                found = await self._mailroom.replies(conversation, after, _PING_SECONDS)
                for delivery in found:
                    after = delivery.number
                    data = json.dumps(event_of(delivery), ensure_ascii=False)
                    await stream.send(f"id: {delivery.number}\nevent: reply\ndata: {data}\n\n")
                if not found:
                    await stream.send(": ping\n\n")
            await stream.eof()
        finally:
            self._streams[conversation] -= 1
            if not self._streams[conversation]:
                del self._streams[conversation]
        return None

    async def poll(self, request: Request) -> HTTPResponse:
        """The same as one answer: what there is above `after`, waiting a while for the first."""
        asked = self._asked(request)
        if isinstance(asked, HTTPResponse):
            return asked
        conversation, after = asked
        wait = min(_number(request.args.get("wait")) or 0, _LONGEST_POLL)
        found = await self._mailroom.replies(conversation, after, wait)
        return json_response({"events": [event_of(delivery) for delivery in found]})

    def _asked(self, request: Request) -> tuple[str, int] | HTTPResponse:
        conversation = self._conversation(request)
        if isinstance(conversation, HTTPResponse):
            return conversation
        after = _number(request.args.get("after", "0"))
        if after is None:
            return _problem(400, "after must be a whole number from 0")
        return conversation, after

    def _conversation(self, request: Request) -> str | HTTPResponse:
        """The conversation of the request's token, or what to answer instead."""
        if (problem := self._wrong_origin(request)) is not None:
            return problem
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        conversation = self._signer.verify(token) if kind.lower() == "bearer" else None
        if conversation is None or not conversation.startswith(f"{NAME}-"):
            return _problem(401, "the token is missing or wrong")
        return conversation

    def _wrong_origin(self, request: Request) -> HTTPResponse | None:
        origin = request.headers.get("origin")
        if origin is None or origin in self._origins or urlsplit(origin).netloc == request.headers.get("host"):
            return None
        return _problem(403, "this web site may not use the assistant")


def event_of(delivery: Delivery) -> dict[str, Any]:
    """A reply as the widget gets it."""
    return {"number": delivery.number, "message": delivery.message, "turn": outward(delivery.body)}


def outward(turn: Mapping[str, Any]) -> dict[str, Any]:
    """A turn without what is of no use outside: choices by their short ids, no candidates, no findings."""
    replies = [
        {
            **{key: reply[key] for key in ("text", "sources", "card")},
            "buttons": [{"title": button["title"], "id": Button.from_dict(button).id} for button in reply["buttons"]],
        }
        for reply in turn["replies"]
    ]
    return {**{key: turn[key] for key in ("outcome", "level", "topic", "expecting", "result")}, "replies": replies}


def _body(request: Request) -> tuple[str, str] | None:
    """The message's own id and its text or choice; None where the body is not what it should be."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":  # what other sites can send without asking the browser first stays out
        return None
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not set(data) <= {"id", "text", "choice"}:
        return None
    external, said = data.get("id"), data.get("choice", data.get("text"))
    if ("text" in data) == ("choice" in data) or not isinstance(external, str) or not isinstance(said, str):
        return None
    if not 0 < len(external) <= _LONGEST_ID or not external.isascii() or not external.isprintable():
        return None
    if "choice" in data and not Button.is_id(said):
        return None
    return external, said


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _address(request: Request) -> str:
    """Where a request comes from: behind proxies that are configured, what they say."""
    return str(request.remote_addr or request.ip)


def _problem(status: int, text: str) -> HTTPResponse:
    return json_response({"error": text}, status)
