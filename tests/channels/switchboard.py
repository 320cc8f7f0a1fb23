"""All channels in one server, with Slack and Telegram beside it, as `bot serve` puts them together."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import aiohttp

from bot.channels.slack import SlackChannel
from bot.channels.slack_store import conversation_with
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_store import conversation_in
from bot.channels.web import WebChannel
from bot.gate.courier import Courier
from bot.gate.gate import Gate
from bot.gate.limits import Limits
from bot.gate.mailroom import Mailroom
from bot.gate.tokens import Signer
from bot.runtime.assistant import Assistant
from bot.storage import retention
from tests.channels import slack_server, telegram_server
from tests.channels.lines import Line, SlackLine, TelegramLine, Watched, WebLine
from tests.channels.slack_server import FakeSlack, House
from tests.channels.telegram_server import FakeTelegram, Running

_PLENTY = "1000000/minute"


@dataclass(frozen=True)
class Switchboard:
    """Opens a line for somebody new on a channel, with the id of the conversation."""

    house: House
    running: Running
    signer: Signer
    slack_out: Watched
    telegram_out: Watched

    async def web(self) -> tuple[str, Line]:
        url = f"{self.house.url}/channels/web"
        async with self.house.client.post(f"{url}/session", json={}) as answer:
            token = (await answer.json())["token"]
        return self.signer.verify(token) or "", WebLine(url, self.house.client, token)

    async def slack(self) -> tuple[str, Line]:
        user = f"U{secrets.token_hex(5).upper()}"
        begin = partial(conversation_with, team=slack_server.TEAM, user=user)
        return await self.house.database.run(begin), SlackLine(self.house, self.slack_out, user)

    async def telegram(self) -> tuple[str, Line]:
        chat = self.running.next_update()
        begin = partial(conversation_in, chat=chat)
        return await self.house.database.run(begin), TelegramLine(self.running, self.telegram_out, chat)


@contextlib.asynccontextmanager
async def switchboard(assistant: Assistant) -> AsyncIterator[Switchboard]:
    """One server, mailroom and courier for every channel, over the data base of `assistant`."""
    database, signer, often = assistant.database, Signer(secrets.token_hex()), Limits(_PLENTY, _PLENTY)
    mailroom = Mailroom(Gate(assistant, 60, database), often, 10_000)

    async def forget(conversation: str) -> None:
        await database.run(partial(retention.forget, conversation=conversation))

    async with slack_server.pretending(FakeSlack()) as fake_slack, _pretending(FakeTelegram()) as fake_telegram:
        web = WebChannel(mailroom, signer, often, (), forget)
        slack = SlackChannel(mailroom, database, slack_server.SECRET, slack_server.TOKEN, fake_slack.url)
        token, secret = telegram_server.TOKEN, telegram_server.SECRET
        telegram = TelegramChannel(mailroom, database, token, secret, fake_telegram.url)
        slack_out, telegram_out = Watched(slack.delivery, "user"), Watched(telegram.delivery, "chat")
        courier = Courier(database, [slack_out, telegram_out])
        mailroom.listen(courier.wake)
        async with slack_server.listening([web, slack, telegram]) as url, aiohttp.ClientSession() as client:
            await mailroom.start()
            await courier.start()
            house = House(fake_slack, slack, database, mailroom, url, client)
            running = Running(fake_telegram, database, mailroom, telegram, courier, url, client, None, None)
            try:
                yield Switchboard(house, running, signer, slack_out, telegram_out)
            finally:
                await mailroom.stop(5)
                await courier.stop()


@contextlib.asynccontextmanager
async def _pretending(telegram: FakeTelegram) -> AsyncIterator[FakeTelegram]:
    await telegram.start()
    try:
        yield telegram
    finally:
        await telegram.stop()
