"""Conversations, messages and what became of them; conversations that Rasa's own store kept are taken over."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and move Rasa's events over."""
    conversations = op.create_table(
        "conversations",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("person", sa.String(160)),
        sa.Column("address", sa.JSON),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("slots", sa.Text, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("channel", "person", name="one_conversation_a_person"),
    )
    tracker_turns = op.create_table(
        "tracker_turns",
        sa.Column("conversation", sa.String(128), primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("slots", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("broken", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    _table(
        "inbox",
        sa.Column("external", sa.String(128), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("status", sa.String(8), nullable=False, index=True),
        sa.UniqueConstraint("conversation", "external", name="one_message_an_id"),
        sqlite_autoincrement=True,
    )
    _table(
        "outbox",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("message", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.UniqueConstraint("conversation", "number", name="one_reply_a_number"),
        sa.Index("what_is_due", "status", "due"),
        sqlite_autoincrement=True,
    )
    _table(
        "turns",
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("expecting", sa.String(64)),
        sa.Column("result", sa.String(64)),
        sa.Column("level", sa.String(16)),
        sa.Column("confidence", sa.Float),
        sa.Column("milliseconds", sa.Float, nullable=False),
    )
    _table(
        "escalations",
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("flag", sa.String(8), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("change", sa.String(16), nullable=False),
    )
    _table(
        "assessments",
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("result", sa.String(64), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
    )
    _table(
        "feedback",
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("about", sa.String(64)),
        sa.Column("helpful", sa.Boolean, nullable=False),
    )
    _table("unanswered", sa.Column("at", sa.DateTime, nullable=False), sa.Column("text", sa.Text, nullable=False))
    _table(
        "notices",
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due", sa.DateTime, nullable=False),
    )
    op.create_table(
        "settings_kept",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.add_column("reminders", sa.Column("kind", sa.String(16), nullable=False, server_default="exercise"))
    op.add_column("reminders", sa.Column("due", sa.DateTime))
    op.create_index("ix_reminders_due", "reminders", ["due"])
    if sa.inspect(op.get_bind()).has_table("events"):
        _take_over(op.get_bind(), conversations, tracker_turns)
        op.drop_table("events")


def _table(name: str, *columns: sa.Column | sa.Index | sa.UniqueConstraint, sqlite_autoincrement: bool = False) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(128), nullable=False, index=True),
        *columns,
        sqlite_autoincrement=sqlite_autoincrement,
    )


def _take_over(connection: sa.engine.Connection, conversations: sa.Table, tracker_turns: sa.Table) -> None:
    """One row a turn, from the rows that Rasa's SQLTrackerStore kept one an event; unreadable ones are left out."""
    events = sa.table("events", *(sa.column(name) for name in ("id", "sender_id", "timestamp", "data")))
    rows = connection.execute(sa.select(events).order_by(events.c.sender_id, events.c.id)).all()
    for sender, found in groupby(rows, key=lambda row: row.sender_id):
        slots: dict[str, Any] = {}
        turns: list[dict[str, Any]] = []
        times: list[datetime] = []
        for row in found:
            try:
                event = json.loads(row.data)
                kind = event["event"]
            except (ValueError, TypeError, KeyError):
                continue
            times.append(datetime.fromtimestamp(row.timestamp or 0, UTC).replace(tzinfo=None))
            if not turns or kind == "user":
                turns.append({"slots": json.dumps(slots), "events": [], "at": times[-1]})
            turns[-1]["events"].append(event)
            if kind == "slot":
                slots[event["name"]] = event.get("value")
        if not turns:
            continue
        values = {"id": sender, "channel": sender.partition("-")[0][:16], "created": times[0], "seen": times[-1]}
        connection.execute(conversations.insert().values(turns=len(turns), slots=json.dumps(slots), sent=0, **values))
        for number, turn in enumerate(turns, 1):
            turn["events"] = json.dumps(turn["events"])
            connection.execute(tracker_turns.insert().values(conversation=sender, turn=number, **turn))
