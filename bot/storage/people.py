"""Who is behind a conversation, in the channel's own terms, and where they can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.storage.tables import conversations
from bot.storage.trackers import begin, utc_now


def conversation_of(connection: Connection, channel: str, person: str, address: Mapping[str, Any], fresh: str) -> str:
    """The conversation with `person` on `channel`, reached at `address` from now on; `fresh` is its id if it is new."""
    table = conversations
    query = select(table.c.id, table.c.address).where(table.c.channel == channel, table.c.person == person)
    found = connection.execute(query).first()
    if found is None:
        begin(connection, fresh, utc_now(), person, address)
        found = connection.execute(query).one()
    if found.address != dict(address):
        connection.execute(update(table).where(table.c.id == found.id).values(address=dict(address)))
    return str(found.id)
