"""The data base: which engine, with which safeguards, and its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, Integer, MetaData, String, Table, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 5
metadata = MetaData()
sessions = Table(
    "exercise_sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(128), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("week", Integer, nullable=False),
    Column("done", JSON, nullable=False),
    Column("stopped", JSON, nullable=False),
    Column("pain", Integer),
)
check_ins = Table(
    "check_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(128), nullable=False, index=True),
    Column("weeks", Integer, nullable=False),
    Column("day", Date, nullable=False),
)
reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(128), nullable=False, index=True),
    Column("hour", Integer),  # 0 to 23; null where no time was named
    Column("minute", Integer),
    Column("every", Integer, nullable=False),  # days between two reminders; 0 for a single one
    Column("wished", DateTime, nullable=False),
)
consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(128), nullable=False, index=True),
    Column("purpose", String(32), nullable=False),
    Column("version", String(16), nullable=False),
    Column("given", DateTime, nullable=False),
)


def open_database(file: Path | None) -> Engine:
    """An engine over the SQLite `file`, or in memory without one; tables are made where they are missing.

    Raises sqlalchemy.exc.SQLAlchemyError or OSError when the file cannot be used.
    """
    if file is None:
        engine = create_engine(
            "sqlite://", future=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        engine = create_engine(f"sqlite:///{file}", future=True, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _safeguards)
    metadata.create_all(engine)
    if file is not None:
        file.chmod(0o600)  # health data: for its owner only
    return engine


def _safeguards(connection: Any, _record: object) -> None:
    """Nothing that was committed is lost with the power, and what was deleted is overwritten."""
    for setting in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")
