"""Sends replies into Slack, for the courier."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.channels import slack_blocks as blocks
from bot.channels import slack_store as store
from bot.channels.slack_api import SlackApi, UnfitError
from bot.channels.slack_blocks import Message, Place
from bot.gate.courier import RetryLater, Undeliverable
from bot.storage.database import Database
from bot.storage.mailbox import Delivery

_LOOKED_AT = 15  # newest messages that are searched for a reply that may have arrived; Slack allows some apps no more
_CLOCKS_DIFFER = 120.0  # seconds, at most
_TELLING = 2.0  # seconds; Slack waits three for an acknowledgement
_METADATA = "reply"
_log = logging.getLogger(__name__)


class SlackDelivery:
    """The courier's push channel."""

    name = store.NAME

    def __init__(self, api: SlackApi, database: Database) -> None:
        self._api = api
        self._database = database
        self._removed: set[str] = set()

    def set_removed(self, team: str, removed: bool) -> None:
        """Note whether the app is still in a workspace; where it is not, nothing is sent."""
        if removed and team not in self._removed:
            _log.warning("the Slack app was removed from workspace %s", team)
        (self._removed.add if removed else self._removed.discard)(team)

    async def deliver(self, address: Mapping[str, Any], delivery: Delivery) -> None:
        """Send one reply. Raises RetryLater or Undeliverable; what has arrived of it before is not sent again."""
        if address["team"] in self._removed:
            raise Undeliverable
        if (place := delivery.body.get("slack")) is not None:
            await self._say_aside(place, delivery)
            return
        channel = address["channel"] or await self._open(address)
        thread = await self._database.run(partial(store.thread_of, message=delivery.message))
        arrived = await self._arrived(channel, thread, delivery) if delivery.attempts else frozenset()
        place = Place.of(delivery.conversation, delivery.number)
        for part, message in enumerate(blocks.direct(delivery.body, place)):
            if part not in arrived:
                await self._post(message, channel, thread, _mark(delivery, part))

    async def tell(self, channel: str, thread: str, body: Mapping[str, Any]) -> bool:
        """Send a turn at once, past the outbox and without its choices; False where that is not possible."""
        words = {**body, "replies": [{**reply, "buttons": []} for reply in body["replies"]]}
        try:
            async with asyncio.timeout(_TELLING):
                for message in blocks.direct(words, Place("", 0)):
                    await self._post(message, channel, thread, None)
        except (RetryLater, Undeliverable, TimeoutError):
            return False
        return True

    async def _say_aside(self, place: Mapping[str, Any], delivery: Delivery) -> None:
        """Say something where other people read along: in the thread, or so that only the person sees it.

        Reading a channel's history would need a right that the app does not ask for, so what was lost on its way is
        said again without a look at what is there.
        """
        message = blocks.aside(delivery.body, place["link"])
        if place["for_all"]:
            await self._post(message, place["channel"], place["thread"], _mark(delivery, 0))
            return
        where = {"channel": place["channel"], "user": place["user"]}
        if place["in_thread"]:
            where["thread_ts"] = place["thread"]
        await self._api.call("chat.postEphemeral", **where, text=message.text, blocks=list(message.blocks))

    async def _post(self, message: Message, channel: str, thread: str, metadata: Mapping[str, Any] | None) -> None:
        values: dict[str, Any] = {"channel": channel, "text": message.text, "mrkdwn": False}
        values |= {"unfurl_links": False, "unfurl_media": False}
        if thread:
            values["thread_ts"] = thread
        if metadata:
            values["metadata"] = metadata
        try:
            await self._api.call("chat.postMessage", **values, blocks=list(message.blocks))
        except UnfitError:  # words that arrive plainly are better than none
            try:
                await self._api.call("chat.postMessage", **values)
            except UnfitError:
                raise Undeliverable from None

    async def _open(self, address: Mapping[str, Any]) -> str:
        channel = await self._api.direct_channel(address["user"])
        known = {"team": address["team"], "user": address["user"], "channel": channel}
        await self._database.run(lambda connection: store.conversation_with(connection, **known))
        return channel

    async def _arrived(self, channel: str, thread: str, delivery: Delivery) -> frozenset[int]:
        """The parts of a reply that are there already, after a crash or an answer that was lost on its way."""
        since = await self._database.run(partial(store.composed_at, delivery=delivery.id)) - _CLOCKS_DIFFER
        where = {"channel": channel, "oldest": f"{since:.6f}", "limit": _LOOKED_AT, "include_all_metadata": True}
        if thread:
            found = await self._api.call("conversations.replies", **where, ts=thread)
        else:
            found = await self._api.call("conversations.history", **where)
        marks = [message.get("metadata") or {} for message in found.get("messages") or ()]
        payloads = [mark.get("event_payload") or {} for mark in marks if mark.get("event_type") == _METADATA]
        mine = {"conversation": delivery.conversation, "number": delivery.number}
        return frozenset(item.get("part", 0) for item in payloads if mine.items() <= item.items())


def _mark(delivery: Delivery, part: int) -> dict[str, Any]:
    """What a message carries unseen, so that it is recognised."""
    payload = {"conversation": delivery.conversation, "number": delivery.number, "part": part}
    return {"event_type": _METADATA, "event_payload": payload}
