"""One way to talk to the assistant on every channel, as a person there does: say, tap, and see what comes."""

from __future__ import annotations

import asyncio
import copy
import html
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from bot.core.replies import Turn
from bot.evaluation.scripts import Script
from bot.gate.courier import PushChannel
from bot.gate.gate import Gate
from bot.storage.mailbox import Delivery
from tests.channels.slack_server import House, boxes, direct_channel, pressed, titles
from tests.channels.telegram_server import Running, Sent, message_update, tap_update

_PATIENCE = 60.0  # seconds; far more than an answer takes
_STEPS = re.compile(r"(?:\n\d+\. .+)+(?:\n(?!\n))?")
_NUMBER = re.compile(r"^\d+\. ")
_LISTED = ("Your answers:\n", "Latest sessions:\n")
_SLACK_EMOJI = {"👍": ":+1:", "👎": ":-1:", "🙏": ":pray:", "👋": ":wave:"}


@dataclass(frozen=True)
class Heard:
    """A turn as it arrived: what it did, and what a person sees of it, without the channel's own additions."""

    outcome: str
    level: str | None
    expecting: str | None
    result: str | None
    text: str
    choices: tuple[str, ...]
    sources: tuple[str, ...]
    card: Mapping[str, Any] | None


class Line(Protocol):
    """A person's end of a conversation."""

    async def say(self, text: str) -> Heard: ...

    async def tap(self, title: str) -> Heard: ...


async def talk(script: Script, line: Line) -> list[Heard]:
    """Say and tap what `script` does, whatever it states of the replies."""
    return [await (line.say(step["say"]) if "say" in step else line.tap(step["tap"])) for step in script.turns]


class TerminalLine:
    """The gate, as `bot chat` asks it; a tap sends the payload."""

    def __init__(self, gate: Gate, conversation: str) -> None:
        self._gate, self._conversation = gate, conversation
        self.turns: list[Turn] = []

    async def say(self, text: str) -> Heard:
        turn = await self._gate.receive(self._conversation, text)
        self.turns.append(turn)
        (reply,) = turn.replies
        choices = tuple(button.title for button in reply.buttons)
        return _heard(turn.as_dict(), reply.text, choices, reply.sources)

    async def tap(self, title: str) -> Heard:
        buttons = self.turns[-1].replies[0].buttons
        return await self.say(_named({button.title: button.payload for button in buttons}, title))


class WebLine:
    """The web channel over HTTP; a tap sends the id of the choice."""

    def __init__(self, url: str, client: aiohttp.ClientSession, token: str) -> None:
        self._url, self._client, self._headers = url, client, {"Authorization": f"Bearer {token}"}
        self._seen, self._offered = 0, dict[str, str]()

    async def say(self, text: str) -> Heard:
        return await self._send({"text": text})

    async def tap(self, title: str) -> Heard:
        return await self._send({"choice": _named(self._offered, title)})

    async def _send(self, said: Mapping[str, str]) -> Heard:
        body = {"id": secrets.token_hex(8), **said}
        async with self._client.post(f"{self._url}/messages", json=body, headers=self._headers) as answer:
            assert answer.status == 202
        asked = {"after": str(self._seen), "wait": "25"}
        async with self._client.get(f"{self._url}/poll", params=asked, headers=self._headers) as answer:
            (event,) = (await answer.json())["events"]
        self._seen, turn = event["number"], event["turn"]
        (reply,) = turn["replies"]
        self._offered = {button["title"]: button["id"] for button in reply["buttons"]}
        return _heard(turn, reply["text"], tuple(self._offered), reply["sources"])


class Watched:
    """A push channel, and who waits for what it has delivered."""

    def __init__(self, channel: PushChannel, address_key: str) -> None:
        self.name, self._channel, self._key = channel.name, channel, address_key
        self._delivered: dict[Any, asyncio.Queue[Mapping[str, Any]]] = {}

    async def deliver(self, address: Mapping[str, Any], delivery: Delivery) -> None:
        await self._channel.deliver(address, delivery)
        self._to(address[self._key]).put_nowait(delivery.body)

    async def next(self, person: Any) -> Mapping[str, Any]:
        """The turn that reached `person` next."""
        return await asyncio.wait_for(self._to(person).get(), _PATIENCE)

    def _to(self, person: Any) -> asyncio.Queue[Mapping[str, Any]]:
        return self._delivered.setdefault(person, asyncio.Queue())


class SlackLine:
    """Direct messages in Slack; a tap is a button, or a ticked box and "Send"."""

    def __init__(self, house: House, watched: Watched, user: str) -> None:
        self._house, self._watched, self._user = house, watched, user
        self._shown: list[dict[str, Any]] = []

    async def say(self, text: str) -> Heard:
        if self._shown and text in titles(self._shown[-1]) and text.isdecimal():  # a scale is there to be pressed
            return await self.tap(text)
        for sign, name in _SLACK_EMOJI.items():
            text = text.replace(sign, name)
        assert (await self._house.say(html.escape(text, quote=False), self._user)).status == 200
        return await self._next()

    async def tap(self, title: str) -> Heard:
        last, title = self._shown[-1], html.escape(title, quote=False)
        ticked = title in boxes(last)
        payload = pressed(last, "Send" if ticked else title, self._user, [title] if ticked else ())
        assert (await self._house.interact(payload)).status == 200
        return await self._next()

    async def _next(self) -> Heard:
        seen = len(self._shown)
        body = await self._watched.next(self._user)
        self._shown += copy.deepcopy(self._house.slack.posts[direct_channel(self._user)][seen:])
        messages = self._shown[seen:]
        blocks = [block for message in messages for block in message["blocks"]]
        texts = [html.unescape(block["text"]["text"]) for block in blocks if block["type"] == "section"]
        said = "\n\n".join(text for text in texts if not text.startswith(_LISTED))
        notes = [html.unescape(block["elements"][0]["text"]) for block in blocks if block["type"] == "context"]
        found = (note.removeprefix("Sources: ") for note in notes if note.startswith("Sources: "))
        sources = [source for note in found for source in note.split("; ")]
        return _heard(body, _in_one_line(said), _slack_choices(messages), sources)


class TelegramLine:
    """A private chat in Telegram; a tap is a callback."""

    def __init__(self, running: Running, watched: Watched, chat: int) -> None:
        self._running, self._watched, self._chat = running, watched, chat
        self._seen = 0

    async def say(self, text: str) -> Heard:
        return await self._send(message_update(self._running.next_update(), self._chat, text))

    async def tap(self, title: str) -> Heard:
        last = self._running.telegram.sent[self._chat][-1]
        buttons = [button for row in last.keyboard or () for button in row]
        data = _named({_NUMBER.sub("", button["text"]): button["callback_data"] for button in buttons}, title)
        return await self._send(tap_update(self._running.next_update(), last, data))

    async def _send(self, update: dict[str, Any]) -> Heard:
        assert await self._running.post(update) == 200
        body = await self._watched.next(self._chat)
        messages = self._running.telegram.sent[self._chat][self._seen :]
        self._seen += len(messages)
        paragraphs = [part for message in messages for part in _marked(message).split("\n\n")]
        notes = [html.unescape(part[3:-4]) for part in paragraphs if part.startswith("<i>")]
        said = [html.unescape(part) for part in paragraphs if not part.startswith("<i>")]
        listed = "\n".join(messages[-1].titles)  # where choices are written out, that and a hint come last
        text = "\n\n".join(said[: said.index(listed)] if listed in said else said)
        sources = [line.removeprefix("Source: ") for note in notes for line in note.split("\n") if "Source: " in line]
        return _heard(body, text, tuple(_NUMBER.sub("", title) for title in messages[-1].titles), sources)


def _heard(turn: Mapping[str, Any], text: str, choices: tuple[str, ...], sources: Sequence[str]) -> Heard:
    (reply,) = turn["replies"]
    did = (turn[key] for key in ("outcome", "level", "expecting", "result"))
    return Heard(*did, text, choices, tuple(sources), reply["card"])


def _named(offered: Mapping[str, str], title: str) -> str:
    assert title in offered, f"there is no choice {title!r} among {list(offered)}"
    return offered[title]


def _slack_choices(messages: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Boxes and buttons but for "Send" and the numbers of a scale, which Slack alone has."""
    shown = [title for message in messages for title in boxes(message)]
    for message in messages:
        for block in message["blocks"]:
            elements = block.get("elements", []) if block["type"] == "actions" else []
            shown += [one["text"]["text"] for one in elements if one["action_id"].startswith("choice ")]
    return tuple(map(html.unescape, shown))


def _in_one_line(text: str) -> str:
    """`text` with its numbered steps one behind the other again."""
    return _STEPS.sub(lambda steps: re.sub(r"\n(?:\d+\. )?", " ", steps[0]), text)


def _marked(message: Sent) -> str:
    """What was sent, with its marks; a picture has it as its caption."""
    return str(message.given.get("text") or message.given["caption"])
