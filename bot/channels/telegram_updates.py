"""What Telegram sends, read with suspicion: each update becomes one event that concerns us, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WANTED = ("message", "callback_query", "my_chat_member")
"""Kinds of updates that Telegram is asked for; others may come all the same and are left alone."""
COMMANDS: Mapping[str, tuple[str, str]] = {
    "start": ("hello", "Begin"),
    "help": ("what can you do", "What I can do"),
    "stop": ("stop", "Stop what is going on"),
    "privacy": ("what do you store about me", "What I keep"),
    "forget": ("delete my data", "Delete what I keep"),
}
"""Commands by name: the plain words that they stand for, and what the menu says."""
SPOKEN = frozenset({"voice", "audio", "video", "video_note"})
"""Kinds of messages in which somebody may have said something that we cannot hear."""
_WORDLESS = (
    *sorted(SPOKEN),
    "photo", "animation", "sticker", "document", "location", "venue", "contact", "dice", "game", "poll", "story",
    "paid_media", "checklist",
)  # fmt: skip
_PERSON, _GROUPS = "private", ("group", "supergroup")
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w{1,64})?(?=\s|$)")
_DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Said:
    """A message in a private chat. `media` names what came with it, or in place of words (`text` is then blank).

    `album` is shared by pictures that were sent together, which are a message each.
    """

    update: int
    chat: int
    text: str
    media: str | None = None
    album: str | None = None


@dataclass(frozen=True)
class Tapped:
    """A button that was tapped below `message`. `title` is what it said, where Telegram still knows."""

    query: str
    chat: int
    message: int
    data: str
    title: str | None = None


@dataclass(frozen=True)
class Touched:
    """A tap that can mean nothing, but that Telegram wants answered."""

    query: str


@dataclass(frozen=True)
class Overheard:
    """A message in a group; `names` (such as "@some_bot") and `people` (ids) are those that it is addressed to."""

    update: int
    chat: int
    message: int
    text: str
    names: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()
    thread: int | None = None


@dataclass(frozen=True)
class Moved:
    """A group that got another id."""

    old: int
    new: int


@dataclass(frozen=True)
class Reach:
    """Whether a chat can still be written to: a person blocks and unblocks the bot, a group removes it."""

    chat: int
    blocked: bool


Event = Said | Tapped | Touched | Overheard | Moved | Reach


def read_update(update: object) -> Event | None:
    """What `update` says, whatever it looks like; None for kinds that do not concern us. Never raises."""
    data = _mapping(update)
    number = _integer(data.get("update_id"))
    if number is None:
        return None
    if "callback_query" in data:
        return _tap(_mapping(data["callback_query"]))
    if "my_chat_member" in data:
        return _membership(_mapping(data["my_chat_member"]))
    return _message(number, _mapping(data.get("message")))


def words(text: str) -> str:
    """`text` with a command of ours as the words it stands for; every other text as it is.

    Words behind a command stay, as they may matter more; only a deep link's mark behind /start is none.
    """
    found = _COMMAND.match(text)
    if found is None:
        return text
    name, rest = found[1], text[found.end() :].strip()
    plain = COMMANDS.get(name.lower(), ("", ""))[0]
    if plain and (not rest or (name.lower() == "start" and _DEEP_LINK.fullmatch(rest))):
        return plain
    return rest if name.lower() == "start" else f"/{name} {rest}".strip()


def _message(update: int, message: Mapping[str, Any]) -> Event | None:
    chat, sender = _mapping(message.get("chat")), _mapping(message.get("from"))
    where, number = _integer(chat.get("id")), _integer(message.get("message_id"))
    if where is None:
        return None
    if (new := _integer(message.get("migrate_to_chat_id"))) is not None:
        return Moved(where, new) if where < 0 and new < 0 else None  # groups have negative ids, people positive ones
    if number is None or sender.get("is_bot") is True:
        return None
    text = next((found for key in ("text", "caption") if isinstance(found := message.get(key), str)), "")
    media = next((kind for kind in _WORDLESS if kind in message), None)
    if not text.strip() and media is None:
        return None  # a service message, such as a pinned one
    if chat.get("type") == _PERSON and where > 0:
        album = message.get("media_group_id")
        return Said(update, where, words(text), media, album if isinstance(album, str) and len(album) < 64 else None)
    if chat.get("type") not in _GROUPS or where >= 0:
        return None
    names, people = _addressed(message, text)
    thread = _integer(message.get("message_thread_id")) if message.get("is_topic_message") is True else None
    return Overheard(update, where, number, text, names, people, thread)


def _addressed(message: Mapping[str, Any], text: str) -> tuple[frozenset[str], frozenset[int]]:
    """Names and ids that a message is for: those it mentions, and the writer of the message it replies to."""
    answered = _integer(_mapping(_mapping(message.get("reply_to_message")).get("from")).get("id"))
    names, people = set[str](), {answered}
    units = text.encode("utf-16-le", "surrogatepass")  # Telegram counts in UTF-16
    entities = message.get("entities", message.get("caption_entities"))
    for entity in map(_mapping, entities if isinstance(entities, list) else ()):
        start, length = _integer(entity.get("offset")), _integer(entity.get("length"))
        if entity.get("type") == "text_mention":
            people.add(_integer(_mapping(entity.get("user")).get("id")))
        elif entity.get("type") in ("mention", "bot_command") and start is not None and length is not None:
            part = units[2 * max(start, 0) : 2 * max(start + length, 0)].decode("utf-16-le", "replace")
            names.add("@" + part.rpartition("@")[2].lower() if "@" in part else "")
    return frozenset(names - {""}), frozenset(number for number in people if number is not None)


def _tap(query: Mapping[str, Any]) -> Event | None:
    name, data, message = query.get("id"), query.get("data"), _mapping(query.get("message"))
    if not isinstance(name, str) or not name:
        return None
    chat, number = _mapping(message.get("chat")), _integer(message.get("message_id"))
    where, who = _integer(chat.get("id")), _integer(_mapping(query.get("from")).get("id"))
    if not isinstance(data, str) or where is None or number is None:
        return Touched(name)
    if where != who or where <= 0 or chat.get("type") != _PERSON:
        return Touched(name)
    return Tapped(name, where, number, data, _title(message, data))


def _title(message: Mapping[str, Any], data: object) -> str | None:
    rows = _mapping(message.get("reply_markup")).get("inline_keyboard")
    for row in rows if isinstance(rows, list) else ():
        for button in map(_mapping, row if isinstance(row, list) else ()):
            if button.get("callback_data") == data and isinstance(button.get("text"), str):
                return str(button["text"])
    return None


def _membership(change: Mapping[str, Any]) -> Reach | None:
    chat = _integer(_mapping(change.get("chat")).get("id"))
    status = _mapping(change.get("new_chat_member")).get("status")
    return Reach(chat, status in ("kicked", "left")) if chat is not None and isinstance(status, str) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _integer(value: object) -> int | None:
    """A whole number of at most 63 bits, as all of Telegram's ids are."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None
