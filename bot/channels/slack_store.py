"""What the Slack channel reads and writes in the data base; each function is one transaction's work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.channels.slack_blocks import Place
from bot.channels.slack_payloads import Picked
from bot.core.replies import Button
from bot.gate.tokens import new_conversation
from bot.storage import mailbox, trackers
from bot.storage.people import conversation_of
from bot.storage.tables import conversations, inbox, outbox

NAME = "slack"
"""The channel's name, and the first part of its conversations' ids."""
GONE = Button("", "gone").id
"""A choice that was never offered: the gate says so, and shows the choices that are open."""
_THREAD = " in "


def conversation_with(connection: Connection, team: str, user: str, channel: str = "") -> str:
    """The conversation with `user`; `channel` holds their direct messages, where it is known by now."""
    person = f"{team}:{user}"
    query = select(conversations.c.address).where(conversations.c.channel == NAME, conversations.c.person == person)
    known = connection.execute(query).scalar() or {}
    address = {"team": team, "user": user, "channel": channel or known.get("channel", "")}
    return conversation_of(connection, NAME, person, address, new_conversation(NAME))


def external_of(name: str, thread: str = "") -> str:
    """The id under which a message is kept once; `thread` is where it was written, for `thread_of`."""
    return f"{name}{_THREAD}{thread}" if thread else name


def thread_of(connection: Connection, message: int | None) -> str:
    """The thread that a message was written in; "" for none."""
    external = connection.execute(select(inbox.c.external).where(inbox.c.id == message)).scalar()
    return (external or "").partition(_THREAD)[2]


def composed_at(connection: Connection, delivery: int) -> float:
    """When a reply was put into the outbox, in seconds since 1970."""
    created: datetime = connection.execute(select(outbox.c.created).where(outbox.c.id == delivery)).scalar_one()
    return created.replace(tzinfo=UTC).timestamp()


def say_once(connection: Connection, conversation: str, external: str, body: Mapping[str, Any]) -> None:
    """Put `body` into the outbox as what comes by itself, once for each `external`; no words of anybody are kept."""
    message = mailbox.receive(connection, conversation, external, "")
    if mailbox.finish(connection, message.id):
        mailbox.put(connection, conversation, body)


def choice(connection: Connection, conversation: str, picked: Picked, request: str) -> tuple[str, str] | None:
    """The id and the text under which a choice is to be taken in; None where it was taken in before.

    A message's choices count once, and only until the conversation has gone on: the text is `GONE` after that. Several
    ticks become their numbers in the list ("1 and 3"), as one could type them. `request` names what Slack sent.
    """
    external = external_of(f"choice {picked.place.number}", picked.thread)
    late = external_of(f"late choice {request}", picked.thread), GONE
    if picked.place != Place.of(conversation, picked.place.number):
        return late
    mine = inbox.c.conversation == conversation
    kept = connection.execute(select(inbox.c.text).where(mine, inbox.c.external == external)).scalar()
    if kept is not None:
        return None if picked.many or kept == picked.values[0] else late
    answers = outbox.c.conversation == conversation, outbox.c.message.is_not(None)
    newest = connection.execute(select(func.max(outbox.c.number)).where(*answers)).scalar() or 0
    if newest > picked.place.number:
        return late
    if not picked.many:
        return external, picked.values[0]
    offered = [Button.from_dict(item).id for item in trackers.slots_of(connection, conversation).get("offer") or ()]
    waiting = select(inbox.c.id).where(mine, inbox.c.status == mailbox.WAITING).limit(1)
    if connection.execute(waiting).first() or not set(picked.values) <= set(offered):
        return late
    return external, " and ".join(str(number) for number, name in enumerate(offered, 1) if name in picked.values)
