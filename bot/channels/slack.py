"""The Slack channel: events, choices and the slash command come in; replies go out through the courier.

Mounted as a Rasa input channel; messages go through the mailroom, never to Rasa's own handler.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_response
from sanic.response import text as text_response
from slack_sdk.signature import SignatureVerifier
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import slack_blocks as blocks
from bot.channels import slack_payloads as payloads
from bot.channels import slack_says as says
from bot.channels import slack_store as store
from bot.channels.slack_api import SLACK, SlackApi, UnfitError
from bot.channels.slack_delivery import SlackDelivery
from bot.channels.slack_payloads import Mentioned, Opened, Picked, Removed, Said, Started
from bot.channels.slack_requests import signed_body
from bot.core.replies import Turn
from bot.gate.courier import RetryLater, Undeliverable
from bot.gate.mailroom import Mailroom, Refused
from bot.nlu.screening import pattern_screen
from bot.storage.database import Database

_TELL_AGAIN = 60.0  # seconds between two notices that a person writes too much
_MOST_TOLD = 10_000
_log = logging.getLogger(__name__)


class SlackChannel(InputChannel):
    """What Slack talks to; see `docs/slack.md`. `delivery` is the courier's side of it."""

    def __init__(
        self,
        mailroom: Mailroom,
        database: Database,
        signing_secret: str,
        bot_token: str,
        api: str = SLACK,
        public_url: str = "",
    ) -> None:
        """`public_url` is where people reach this server with a browser. Raises ValueError for an unusable secret."""
        self._mailroom = mailroom
        self._database = database
        self._verifier = SignatureVerifier(signing_secret)
        self._api = SlackApi(bot_token, api)
        self._home = blocks.home(public_url)
        self._doors: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._background: set[asyncio.Task[None]] = set()
        self._told: dict[str, float] = {}
        self.delivery = SlackDelivery(self._api, database)

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first part of its conversations' ids."""
        return store.NAME

    def blueprint(self, on_new_message: object) -> Blueprint:
        """The routes. Rasa's own way in (`on_new_message`) stays unused: everything passes the gate."""
        routes = Blueprint("slack_channel")
        for handler in (self.events, self.interactivity, self.command):
            # as streams, since the server's own limit of a body is too small for some of them
            routes.add_route(
                partial(handler), f"/{handler.__name__}", methods=["POST"], name=handler.__name__, stream=True
            )

        @routes.listener("before_server_start")
        async def prepare(_app: object, _loop: object) -> None:
            await asyncio.to_thread(pattern_screen)  # takes seconds, which Slack would not wait

        @routes.listener("after_server_stop")
        async def close(_app: object, _loop: object) -> None:
            for task in list(self._background):
                task.cancel()
            await self._api.close()

        return routes

    async def events(self, request: Request) -> HTTPResponse:
        """The Events API. What does not concern us is acknowledged and left alone."""
        body = await signed_body(request, self._verifier)
        if isinstance(body, HTTPResponse):
            return body
        data = payloads.decoded(body)
        if data is None:
            return empty(400)
        challenge = data.get("challenge")
        if data.get("type") == "url_verification" and isinstance(challenge, str):
            return text_response(challenge.encode("ascii", "ignore").decode())
        event = payloads.read_event(data)
        if event is not None:
            self.delivery.set_removed(event.team, isinstance(event, Removed))
        if isinstance(event, Said):
            return await self._hear(event)
        if isinstance(event, Mentioned):
            return await self._hear_aside(event)
        if isinstance(event, Opened) and not event.current:
            self._soon(self._call("views.publish", user_id=event.user, view=self._home))
        return empty(200)

    async def interactivity(self, request: Request) -> HTTPResponse:
        """Choices that were taken, and the button of the home tab."""
        body = await signed_body(request, self._verifier)
        if isinstance(body, HTTPResponse):
            return body
        pressed = payloads.read_interaction(payloads.form(body))
        if isinstance(pressed, Started):
            begun = self._start(pressed.team, pressed.user, says.HELLO, payloads.digest(body))
            return await self._told_if_not(await self._taken("", begun), pressed.user, pressed.user, "")
        if isinstance(pressed, Picked):
            return await self._pick(pressed, payloads.digest(body))
        return empty(200)

    async def command(self, request: Request) -> HTTPResponse:
        """The slash command: its words go into the direct messages; what cannot wait is said at once."""
        body = await signed_body(request, self._verifier)
        if isinstance(body, HTTPResponse):
            return body
        asked = payloads.read_command(payloads.form(body))
        if asked is None:
            return empty(200)
        words = asked.text or says.HELLO
        turn = await self._taken(words, self._start(asked.team, asked.user, words, payloads.digest(body)))
        link = blocks.app_link(asked.app, asked.team)
        said = blocks.aside((turn or says.danger_in(words) or says.sentence(says.ANSWERED)).as_dict(), link)
        return json_response({"response_type": "ephemeral", "text": said.text, "blocks": list(said.blocks)})

    async def _hear(self, said: Said) -> HTTPResponse:
        async def take() -> None:
            conversation = await self._conversation(said.team, said.user, said.channel)
            async with self._door(conversation):
                if said.files:
                    note = says.sentence(says.ONLY_TEXT_BESIDE if said.text else says.ONLY_TEXT)
                    await self._say_once(conversation, f"file {said.event}", note.as_dict())
                if said.text or not said.files:
                    external = store.external_of(said.event, said.thread)
                    await self._mailroom.post(conversation, external, said.text)

        return await self._told_if_not(await self._taken(said.text, take()), said.user, said.channel, said.thread)

    async def _hear_aside(self, said: Mentioned) -> HTTPResponse:
        """Where others read along nothing is asked: only what to do about a danger is said, and where to write."""
        danger = says.danger_in(said.text)
        place = {
            "channel": said.channel,
            "thread": said.thread,
            "in_thread": said.in_thread,
            "user": said.user,
            "for_all": danger is not None,
            "link": blocks.app_link(said.app, said.team),
        }

        async def take() -> None:
            conversation = await self._conversation(said.team, said.user)
            async with self._door(conversation):
                body = {**says.aside_to(danger).as_dict(), "slack": place}
                await self._say_once(conversation, f"mention {said.event}", body)
                if danger is not None:  # so that it is remembered, and followed up where nobody reads along
                    with suppress(Refused):
                        await self._mailroom.post(conversation, said.event, said.text)

        failed = await self._taken(said.text, take())
        if failed is not None and danger is None:
            return empty(503)
        return await self._told_if_not(failed, said.user, said.channel, said.thread)

    async def _pick(self, picked: Picked, request: str) -> HTTPResponse:
        if not picked.values:
            self._soon(
                self._call("chat.postEphemeral", channel=picked.channel, user=picked.user, text=says.NOTHING_TICKED)
            )
            return empty(200)
        note = says.CLOSED

        async def take() -> None:
            nonlocal note
            conversation = await self._conversation(picked.team, picked.user, picked.channel)
            async with self._door(conversation):
                found = await self._database.run(
                    partial(store.choice, conversation=conversation, picked=picked, request=request)
                )
                if found is not None:
                    await self._mailroom.post(conversation, *found)
            if found is None or found[1] != store.GONE:
                note = says.CHOSEN.format(titles=", ".join(picked.titles))

        turn = await self._taken("", take())
        if turn is None:  # the choices give way to the one that was taken
            shown = blocks.closed(picked.message, note)
            where = {"channel": picked.channel, "ts": picked.stamp}
            self._soon(self._call("chat.update", **where, text=shown.text, blocks=list(shown.blocks)))
        return await self._told_if_not(turn, picked.user, picked.channel, picked.thread)

    async def _start(self, team: str, user: str, words: str, request: str) -> None:
        conversation = await self._conversation(team, user)
        async with self._door(conversation):
            await self._mailroom.post(conversation, f"start {request}", words)

    async def _taken(self, text: str, work: Awaitable[None]) -> Turn | None:
        """None once `work` has kept what came; else what the person must be told instead."""
        try:
            await work
        except Refused as refused:
            return refused.turn
        except SQLAlchemyError as error:
            _log.error("message not taken in: %s", type(error).__name__)
            return says.failure(text)
        return None

    async def _told_if_not(self, turn: Turn | None, user: str, channel: str, thread: str) -> HTTPResponse:
        """Acknowledge what was kept; for the rest tell the person, or else let Slack send it again."""
        if turn is None:
            return empty(200)
        if turn.level is None and monotonic() - self._told.get(user, -_TELL_AGAIN) < _TELL_AGAIN:
            return empty(200)  # somebody who sends too much is told so once a minute
        if not await self.delivery.tell(channel, thread, turn.as_dict()):
            return empty(503)
        if len(self._told) >= _MOST_TOLD:
            self._told.clear()
        self._told[user] = monotonic()
        return empty(200)

    async def _conversation(self, team: str, user: str, channel: str = "") -> str:
        return await self._database.run(partial(store.conversation_with, team=team, user=user, channel=channel))

    async def _say_once(self, conversation: str, external: str, body: Mapping[str, Any]) -> None:
        await self._database.run(partial(store.say_once, conversation=conversation, external=external, body=body))

    def _door(self, conversation: str) -> asyncio.Lock:
        """What comes from one person is taken in one after another."""
        return self._doors.setdefault(conversation, asyncio.Lock())

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work` after the acknowledgement; nothing depends on it."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _call(self, method: str, **values: Any) -> None:
        try:
            await self._api.call(method, **values)
        except (RetryLater, Undeliverable, UnfitError):
            return  # logged where it happened
