"""Sends replies into Telegram chats, for the courier."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.channels import telegram_store as store
from bot.channels.telegram_api import BotApi, BotApiError, File, RejectedError, UnreachableError
from bot.channels.telegram_pictures import Pictures
from bot.channels.telegram_text import LONGEST_CAPTION, UNHEARD, UNSEEN, Outgoing, outgoing, units
from bot.channels.telegram_updates import SPOKEN
from bot.core.replies import CLARIFY
from bot.gate.courier import RetryLater, Undeliverable
from bot.storage.database import Database
from bot.storage.mailbox import Delivery

_REMEMBERED = 2000  # chats with choices on the screen, and deliveries that were sent in part
_NOT_AUTHORISED = (401, 404)
_LONG_WAIT = 60.0  # seconds, while the token is refused
_log = logging.getLogger(__name__)


class TelegramDelivery:
    """The courier's push channel. It remembers which choices are on people's screens, and takes stale ones away."""

    name = store.NAME

    def __init__(self, api: BotApi, database: Database, pictures: Pictures) -> None:
        self._api = api
        self._database = database
        self._pictures = pictures
        self._done: OrderedDict[int, int] = OrderedDict()  # delivery -> messages of it that have arrived
        self._shown: OrderedDict[int, int] = OrderedDict()  # chat -> message with the choices that are open

    async def deliver(self, address: Mapping[str, Any], delivery: Delivery) -> None:
        """Send one reply. Raises RetryLater or Undeliverable; a reply that arrived in part is gone on with."""
        if address.get("blocked"):
            raise Undeliverable
        note = await self._note(delivery)
        messages = outgoing(delivery.body, note)
        for number in range(self._done.get(delivery.id, 0), len(messages)):
            await self._tried(int(address["chat"]), messages[number], delivery.body.get("telegram") or {})
            _keep(self._done, delivery.id, number + 1)
        self._done.pop(delivery.id, None)
        has_choices = any(message.choices for message in messages)
        if delivery.message is not None and not has_choices and delivery.body["outcome"] != CLARIFY:
            await self.take_away(int(address["chat"]))

    async def tell(self, chat: int, body: Mapping[str, Any]) -> None:
        """Send a turn at once, past the outbox. Raises RetryLater or Undeliverable."""
        for message in outgoing(body):
            await self._tried(chat, message, {})

    async def take_away(self, chat: int) -> None:
        """Remove the choices that are still on the screen; they no longer count."""
        message = self._shown.pop(chat, None)
        if message is not None:
            await self.set_choices(chat, message, None)

    def let_go(self, chat: int, message: int) -> None:
        """Leave the choices below `message` to whoever calls this."""
        if self._shown.get(chat) == message:
            del self._shown[chat]

    async def set_choices(self, chat: int, message: int, choices: Mapping[str, Any] | None) -> None:
        """Put other choices below a message, or none. That it cannot be done any more is no harm."""
        values = {"chat_id": chat, "message_id": message, "reply_markup": choices}
        try:
            await self._api.call("editMessageReplyMarkup", values)
        except BotApiError:
            return

    async def _note(self, delivery: Delivery) -> str | None:
        if delivery.message is None:
            return None
        media = await self._database.run(partial(store.media_of, message=delivery.message))
        return None if media is None else UNHEARD if media in SPOKEN else UNSEEN

    async def _tried(self, chat: int, message: Outgoing, place: Mapping[str, Any]) -> None:
        try:
            await self._send(chat, message, place)
        except UnreachableError:
            raise RetryLater from None
        except RejectedError as error:
            if error.moved_to is not None:
                await self._database.run(partial(store.move, old=chat, new=error.moved_to))
                raise RetryLater(0.0) from None
            if error.code in _NOT_AUTHORISED:
                _log.error("Telegram refuses the token: status %d", error.code)
            if error.code == 429 or error.code in _NOT_AUTHORISED:
                raise RetryLater(error.wait or _LONG_WAIT) from None
            raise Undeliverable from None

    async def _send(self, chat: int, message: Outgoing, place: Mapping[str, Any]) -> None:
        """Send a message in the best form that Telegram takes: with its picture, as text, as plain text."""
        where = {"chat_id": chat, "message_thread_id": place.get("thread")}
        if place.get("reply_to"):
            where["reply_parameters"] = {"message_id": place["reply_to"], "allow_sending_without_reply": True}
        sent = await self._photo(message, where) if message.picture else None
        if sent is None:
            text = {"text": message.html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
            try:
                sent = await self._api.call("sendMessage", {**where, **text, "reply_markup": message.keyboard})
            except RejectedError as error:
                if not _may_be_the_form(error):
                    raise
                await self._api.call("sendMessage", {**where, "text": message.plain})
                return
        if message.choices:
            await self.take_away(chat)
            if isinstance(sent, dict) and isinstance(sent.get("message_id"), int):
                _keep(self._shown, chat, sent["message_id"])

    async def _photo(self, message: Outgoing, where: Mapping[str, Any]) -> Any:
        """The sent photo with the message as its caption; None where it must go as text."""
        name = message.picture or ""
        if units("\n\n".join(paragraph.text for paragraph in message.paragraphs)) > LONGEST_CAPTION:
            return None
        values = {**where, "caption": message.html, "parse_mode": "HTML", "reply_markup": message.keyboard}
        file: File | None = None
        if (known := self._pictures.id_of(name)) is not None:
            values["photo"] = known
        elif (drawn := await self._pictures.png(name)) is not None:
            file = File("photo", "exercise.png", drawn, "image/png")
        else:
            return None
        try:
            sent = await self._api.call("sendPhoto", values, file)
        except RejectedError as error:
            if not _may_be_the_form(error):
                raise
            self._pictures.forget(name)
            return None
        if file is not None:
            self._pictures.remember(name, sent)
        return sent


def _may_be_the_form(error: RejectedError) -> bool:
    """True where the same words may arrive in a simpler form."""
    return error.code == 400 and not error.chat_is_gone and error.moved_to is None


def _keep(memory: OrderedDict[int, int], key: int, value: int) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)
