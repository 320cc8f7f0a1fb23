"""What the Telegram channel reads and writes in the data base; each function is one transaction's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.core.replies import Button
from bot.gate.tokens import new_conversation
from bot.storage import mailbox, trackers
from bot.storage.people import conversation_of
from bot.storage.tables import conversations, inbox

NAME = "telegram"
"""The channel's name, and the first part of its conversations' ids."""
_MEDIA = " with "


def conversation_in(connection: Connection, chat: int) -> str:
    """The conversation in `chat`, which can be written to again from now on."""
    return conversation_of(connection, NAME, str(chat), {"chat": chat}, new_conversation(NAME))


def offered_in(connection: Connection, chat: int) -> tuple[str, frozenset[str]]:
    """The conversation in `chat`, and the ids of the choices that its last turn offered."""
    conversation = conversation_in(connection, chat)
    offer = trackers.slots_of(connection, conversation).get("offer") or ()
    return conversation, frozenset(Button.from_dict(button).id for button in offer)


def external_of(update: int, media: str | None = None) -> str:
    """The id under which an update is kept once; `media` names what came with its words, for `media_of`."""
    return f"u{update}" + (f"{_MEDIA}{media}" if media else "")


def media_of(connection: Connection, message: int | None) -> str | None:
    """What came with the words of a message that was kept, such as "photo"."""
    external = connection.execute(select(inbox.c.external).where(inbox.c.id == message)).scalar()
    return (external or "").partition(_MEDIA)[2] or None


def answer_once(connection: Connection, chat: int, update: int, body: Mapping[str, Any]) -> None:
    """Put `body` into the outbox as the answer to an update, together with the note that it was answered.

    Nothing of the update itself is kept: this is for groups.
    """
    message = mailbox.receive(connection, conversation_in(connection, chat), external_of(update), "")
    if mailbox.finish(connection, message.id):
        mailbox.put(connection, message.conversation, body, message.id)


def set_reach(connection: Connection, chat: int, blocked: bool) -> None:
    """Note whether `chat` can be written to; a chat without a conversation needs no note."""
    address = {"chat": chat, "blocked": True} if blocked else {"chat": chat}
    table = conversations
    here = (table.c.channel == NAME, table.c.person == str(chat))
    connection.execute(update(table).where(*here).values(address=address))


def move(connection: Connection, old: int, new: int) -> None:
    """A group got another id: its conversation goes along, and what is on its way arrives in the new place."""
    table = conversations
    there = select(table.c.id).where(table.c.channel == NAME, table.c.person == str(new))
    values: dict[str, Any] = {"address": {"chat": new}}
    if connection.execute(there).first() is None:
        values["person"] = str(new)
    here = (table.c.channel == NAME, table.c.person == str(old))
    connection.execute(update(table).where(*here).values(**values))
