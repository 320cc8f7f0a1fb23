"""The tables. `migrations/` makes them; what is here must say the same, which a test checks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()


def _id() -> Column:
    return Column("id", Integer, primary_key=True)


def _conversation() -> Column:
    return Column("conversation", String(128), nullable=False, index=True)


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("person", String(160)),  # who it is in the channel's own terms; null where nobody can be reached
    Column("address", JSON),  # where the channel delivers to
    Column("created", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("slots", Text, nullable=False),  # JSON: Rasa's slots after the last turn
    Column("sent", Integer, nullable=False, server_default="0"),  # replies put into the outbox so far
    UniqueConstraint("channel", "person", name="one_conversation_a_person"),
)
tracker_turns = Table(
    "tracker_turns",
    metadata,
    Column("conversation", String(128), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("slots", Text, nullable=False),  # JSON: Rasa's slots before this turn
    Column("events", Text, nullable=False),  # JSON: Rasa's events of this turn
    Column("broken", Boolean, nullable=False, server_default=false()),  # could not be read, and is left out
)
inbox = Table(
    "inbox",
    metadata,
    _id(),
    _conversation(),
    Column("external", String(128), nullable=False),  # the channel's own id of the message
    Column("text", Text, nullable=False),
    Column("received", DateTime, nullable=False),
    Column("status", String(8), nullable=False, index=True),  # waiting, done
    UniqueConstraint("conversation", "external", name="one_message_an_id"),
    sqlite_autoincrement=True,  # the id of a deleted row never comes back: an answer on its way must not find another's
)
outbox = Table(
    "outbox",
    metadata,
    _id(),
    _conversation(),
    Column("number", Integer, nullable=False),  # counts up within the conversation
    Column("message", Integer),  # row of the inbox that it answers; null for what comes by itself
    Column("body", Text, nullable=False),  # JSON: a turn
    Column("created", DateTime, nullable=False),
    Column("status", String(8), nullable=False),  # ready, sending, sent, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due", DateTime, nullable=False),
    UniqueConstraint("conversation", "number", name="one_reply_a_number"),
    Index("what_is_due", "status", "due"),
    sqlite_autoincrement=True,
)
turns = Table(
    "turns",
    metadata,
    _id(),
    _conversation(),
    Column("at", DateTime, nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("topic", String(64)),
    Column("expecting", String(64)),
    Column("result", String(64)),
    Column("level", String(16)),
    Column("confidence", Float),
    Column("milliseconds", Float, nullable=False),
)
escalations = Table(
    "escalations",
    metadata,
    _id(),
    _conversation(),
    Column("at", DateTime, nullable=False),
    Column("flag", String(8), nullable=False),
    Column("level", String(16), nullable=False),
    Column("change", String(16), nullable=False),  # raised, taken_back
)
assessments = Table(
    "assessments",
    metadata,
    _id(),
    _conversation(),
    Column("at", DateTime, nullable=False),
    Column("result", String(64), nullable=False),
    Column("version", String(16), nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    _id(),
    _conversation(),
    Column("at", DateTime, nullable=False),
    Column("about", String(64)),  # outcome of the turn that it is about
    Column("helpful", Boolean, nullable=False),
)
unanswered = Table(
    "unanswered",
    metadata,
    _id(),
    _conversation(),
    Column("at", DateTime, nullable=False),
    Column("text", Text, nullable=False),  # scrubbed
)
notices = Table(
    "notices",
    metadata,
    _id(),
    _conversation(),
    Column("at", DateTime, nullable=False),
    Column("kind", String(16), nullable=False),  # human, escalation
    Column("body", Text, nullable=False),
    Column("status", String(8), nullable=False),  # ready, sent, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due", DateTime, nullable=False),
)
sessions = Table(
    "exercise_sessions",
    metadata,
    _id(),
    _conversation(),
    Column("day", Date, nullable=False),
    Column("week", Integer, nullable=False),
    Column("done", JSON, nullable=False),
    Column("stopped", JSON, nullable=False),
    Column("pain", Integer),
)
check_ins = Table(
    "check_ins",
    metadata,
    _id(),
    _conversation(),
    Column("weeks", Integer, nullable=False),
    Column("day", Date, nullable=False),
)
reminders = Table(
    "reminders",
    metadata,
    _id(),
    _conversation(),
    Column("hour", Integer),  # 0 to 23; null where no time was named
    Column("minute", Integer),
    Column("every", Integer, nullable=False),  # days between two reminders; 0 for a single one
    Column("wished", DateTime, nullable=False),
    Column("kind", String(16), nullable=False, server_default="exercise"),  # exercise, check_in
    Column("due", DateTime, index=True),  # when the next one goes out, in UTC; null once it is over
)
consents = Table(
    "consents",
    metadata,
    _id(),
    _conversation(),
    Column("purpose", String(32), nullable=False),
    Column("version", String(16), nullable=False),
    Column("given", DateTime, nullable=False),
)
meta = Table(
    "settings_kept",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
