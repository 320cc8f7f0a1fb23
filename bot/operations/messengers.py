"""Slack and Telegram, where the settings name them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sanic import Sanic

from bot.channels.slack import SlackChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import TelegramPolling
from bot.gate.mailroom import Mailroom
from bot.runtime.settings import Settings
from bot.storage.database import Database


class ChannelError(Exception):
    """A channel's settings cannot be right; the message says what."""


def messengers_of(settings: Settings, mailroom: Mailroom, database: Database) -> list[SlackChannel | TelegramChannel]:
    """The messengers that are set up. Raises ChannelError for a setting that cannot be right."""
    found: list[SlackChannel | TelegramChannel] = []
    try:
        if settings.slack_token:
            secret, token = settings.slack_signing_secret, settings.slack_token
            found.append(SlackChannel(mailroom, database, secret, token, public_url=settings.public_url))
        if settings.telegram_token:
            found.append(TelegramChannel(mailroom, database, settings.telegram_token, settings.telegram_secret))
    except ValueError as error:
        raise ChannelError(str(error)) from None
    return found


def add_polling(app: Sanic, messengers: Sequence[SlackChannel | TelegramChannel]) -> None:
    """Ask Telegram for updates while `app` runs. Raises ChannelError where Telegram is not set up."""
    for messenger in messengers:
        if isinstance(messenger, TelegramChannel):
            polling = TelegramPolling(messenger)
            app.add_task(polling.run())
            app.register_listener(_stopping(polling), "before_server_stop")
            return
    raise ChannelError("--telegram-polling needs the setting telegram_token")


def _stopping(polling: TelegramPolling) -> Callable[[Sanic, object], Awaitable[None]]:
    async def stop(_app: Sanic, _loop: object) -> None:
        await polling.stop()

    return stop
