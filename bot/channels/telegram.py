"""The Telegram channel: a webhook that only Telegram can use.

Mounted as a Rasa input channel; messages go through the mailroom, never to Rasa's own handler. `delivery` is what the
courier sends replies with. Nothing is sent to Telegram at the start.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from functools import partial

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from bot.channels.telegram_api import TELEGRAM, BotApi
from bot.channels.telegram_delivery import TelegramDelivery
from bot.channels.telegram_intake import TelegramIntake
from bot.channels.telegram_pictures import Pictures
from bot.channels.telegram_store import NAME
from bot.content.library import data_folder
from bot.gate.mailroom import Mailroom
from bot.storage.database import Database

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_MOST_BYTES = 262_144  # of an update: a long message that replies to a long one, in escapes


class TelegramChannel(InputChannel):
    """Takes in updates of one bot; see `docs/telegram.md`."""

    def __init__(
        self, mailroom: Mailroom, database: Database, token: str, secret: str = "", api_url: str = TELEGRAM
    ) -> None:
        """Without a `secret` there is no webhook, and updates must be polled for.

        Raises ValueError for what is no token, and for a secret that Telegram would not take or that is easy to guess.
        """
        check_secret(secret)
        self._secret = secret
        self.api = BotApi(token, api_url)
        self.delivery = TelegramDelivery(self.api, database, Pictures(data_folder() / "pictures"))
        self._intake = TelegramIntake(mailroom, database, self.api, self.delivery)

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first part of its conversations' ids."""
        return NAME

    def blueprint(self, on_new_message: object) -> Blueprint:
        """The webhook's route. Rasa's own way in (`on_new_message`) stays unused: everything passes the gate."""
        routes = Blueprint("telegram_channel")
        if self._secret:  # read as a stream, so that nothing of a stranger's body is
            path = f"/{webhook_path(self._secret)}"
            routes.add_route(partial(self.webhook), path, methods=["POST"], name="webhook", stream=True)
        routes.listener("after_server_stop")(lambda *_: self.close())
        return routes

    async def webhook(self, request: Request) -> HTTPResponse:
        """Take in one update; 503 asks Telegram to bring it again, as it could not be kept."""
        given = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret.encode()):
            return json_response({"error": "the secret is missing or wrong"}, 401)
        request.stream.request_max_size = _MOST_BYTES
        await request.receive_body()
        try:
            update = json.loads(request.body)
        except (ValueError, RecursionError):
            return json_response({"error": "JSON is needed"}, 400)
        return json_response({}, 200 if await self.take(update) else 503)

    async def take(self, update: object) -> bool:
        """Take in one update, whatever it is. False where it must be brought again, since it could not be kept."""
        return await self._intake.take(update)

    async def close(self) -> None:
        """Let what is going on finish, and the connections to Telegram go."""
        await self._intake.close()
        await self.api.close()


def check_secret(secret: str) -> None:
    """Raise ValueError for a secret that Telegram would not take, or that is easy to guess."""
    if secret and not _SECRET.fullmatch(secret):
        raise ValueError("the Telegram secret must be 16 to 256 letters, digits, _ and -")


def webhook_path(secret: str) -> str:
    """The last part of the webhook's address: cannot be guessed without the secret, and does not show it."""
    return hmac.new(secret.encode(), b"telegram webhook", hashlib.sha256).hexdigest()[:32]
