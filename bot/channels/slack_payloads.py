"""What Slack sends, read with suspicion: each request becomes one event that concerns us, or nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from bot.channels.slack_blocks import HOME_VERSION, SCALE, SEND, START, TICKED, Place
from bot.channels.slack_text import words
from bot.core.replies import Button

_ID = re.compile(r"[A-Z][A-Z0-9]{1,31}")
_STAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_EVENT_ID = re.compile(r"[!-~]{1,64}")
_SCALE_VALUE = re.compile(r"[0-9]{1,2}")
_SPOKEN = ("", "file_share", "thread_broadcast", "me_message")
"""Kinds of messages that somebody wrote; edits, deletions, joins and all others are left alone."""
_SLACKBOT = "USLACKBOT"
_MOST_FIELDS = 100  # of a form


@dataclass(frozen=True)
class Said:
    """A direct message to the bot, in its `thread` where it is in one; `files` came with it."""

    event: str
    team: str
    user: str
    channel: str
    text: str
    thread: str
    files: bool


@dataclass(frozen=True)
class Mentioned:
    """A message in a channel that names the bot. `thread` is its thread, else the message, which may become one."""

    event: str
    team: str
    user: str
    channel: str
    text: str
    thread: str
    in_thread: bool
    app: str


@dataclass(frozen=True)
class Opened:
    """Somebody looks at the bot's home tab, which is in the `current` state or not."""

    team: str
    user: str
    channel: str
    current: bool


@dataclass(frozen=True)
class Removed:
    """The app was taken out of a workspace, or its token was withdrawn."""

    team: str


@dataclass(frozen=True)
class Picked:
    """Choices that were taken below a message of ours: `values` name them, `titles` say them as Slack escaped them."""

    team: str
    user: str
    channel: str
    stamp: str
    thread: str
    place: Place
    values: tuple[str, ...]
    titles: tuple[str, ...]
    many: bool
    message: Mapping[str, Any]


@dataclass(frozen=True)
class Started:
    """The button of the home tab."""

    team: str
    user: str


@dataclass(frozen=True)
class Commanded:
    """The slash command, with the words behind it."""

    team: str
    user: str
    text: str
    app: str


def decoded(body: bytes) -> Mapping[str, Any] | None:
    """The JSON object of a request; None for everything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def form(body: bytes) -> Mapping[str, str]:
    """The fields of a form, each once; empty for everything else."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def digest(body: bytes) -> str:
    """A short name of a request, the same for the same request."""
    return hashlib.blake2s(body, digest_size=16).hexdigest()


def read_event(data: Mapping[str, Any]) -> Said | Mentioned | Opened | Removed | None:
    """What an envelope of the Events API tells us; None for what does not concern us. Never raises."""
    event, team, app = _mapping(data.get("event")), _id(data.get("team_id")), _id(data.get("api_app_id"))
    kind = event.get("type")
    if not team or data.get("type") != "event_callback":
        return None
    if kind == "app_uninstalled" or (kind == "tokens_revoked" and _mapping(event.get("tokens")).get("bot")):
        return Removed(team)
    user, channel = _id(event.get("user")), _id(event.get("channel"))
    if not user or not channel:
        return None
    if kind == "app_home_opened":
        shown = _mapping(event.get("view")).get("private_metadata") == HOME_VERSION
        return Opened(team, user, channel, shown) if event.get("tab") == "home" else None
    bot = _bot(data)
    if kind not in ("message", "app_mention") or event.get("subtype", "") not in _SPOKEN or event.get("edited"):
        return None
    if event.get("bot_id") or user in (bot, _SLACKBOT):
        return None
    stamp, thread, text = _stamp(event.get("ts")), _stamp(event.get("thread_ts")), event.get("text")
    given = data.get("event_id")
    name = given if isinstance(given, str) and _EVENT_ID.fullmatch(given) else f"{channel} {stamp}"
    text = words(text, bot) if isinstance(text, str) else ""
    direct = channel.startswith("D")
    if not stamp:
        return None
    if kind == "message" and direct and event.get("channel_type") == "im":
        return Said(name, team, user, channel, text, thread, bool(event.get("files")))
    if kind == "app_mention" and not direct:
        return Mentioned(name, team, user, channel, text, thread or stamp, bool(thread), app)
    return None


def read_interaction(fields: Mapping[str, str]) -> Picked | Started | None:
    """What somebody pressed; None for what means nothing yet, such as a tick. Never raises."""
    data = decoded(fields.get("payload", "").encode("utf-8", "replace")) or {}
    given = data.get("actions")
    action = _mapping(given[0]) if isinstance(given, list) and given else {}
    team, user = _id(_mapping(data.get("team")).get("id")), _id(_mapping(data.get("user")).get("id"))
    name = action.get("action_id")
    if data.get("type") != "block_actions" or not team or not user or not isinstance(name, str):
        return None
    if name == START and _mapping(data.get("view")).get("type") == "home":
        return Started(team, user)
    if action.get("type") != "button":  # a tick, which counts once it is sent
        return None
    message, channel = _mapping(data.get("message")), _id(_mapping(data.get("channel")).get("id"))
    stamp, place = _stamp(message.get("ts")), Place.read(action.get("block_id"))
    if not channel.startswith("D") or not stamp or place is None:
        return None
    many = name == SEND
    options = _ticked(data) if many else [action]
    values, titles = [option.get("value") for option in options], [_title(option) for option in options]
    wanted = _SCALE_VALUE.fullmatch if name.startswith(SCALE) else Button.is_id
    if not all(isinstance(value, str) and wanted(value) for value in values):
        return None
    thread = _stamp(message.get("thread_ts"))
    return Picked(team, user, channel, stamp, thread, place, tuple(map(str, values)), tuple(titles), many, message)


def read_command(fields: Mapping[str, str]) -> Commanded | None:
    """The slash command; None for anything else."""
    team, user = _id(fields.get("team_id")), _id(fields.get("user_id"))
    if not team or not user or not fields.get("command"):
        return None
    return Commanded(team, user, words(fields.get("text", "")), _id(fields.get("api_app_id")))


def _ticked(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The options that are ticked in the message, from the state that Slack sends along."""
    values = _mapping(_mapping(data.get("state")).get("values"))
    found = (_mapping(_mapping(block).get(TICKED)).get("selected_options") for block in values.values())
    return [_mapping(option) for options in found if isinstance(options, list) for option in options]


def _title(option: Mapping[str, Any]) -> str:
    text = _mapping(option.get("text")).get("text")
    return text if isinstance(text, str) else ""


def _bot(data: Mapping[str, Any]) -> str:
    given = data.get("authorizations")
    return _id(_mapping(given[0]).get("user_id")) if isinstance(given, list) and given else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str:
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def _stamp(value: object) -> str:
    return value if isinstance(value, str) and _STAMP.fullmatch(value) else ""
