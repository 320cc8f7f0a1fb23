"""The data base: which engine, with which safeguards, and one way in for everything that reads or writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.storage.migrate import upgrade

MEMORY = "sqlite://"
BUSY_SECONDS = 5
_SERVER_CONNECTIONS = 4
T = TypeVar("T")
Write = Callable[[Connection], object]


class DatabaseError(Exception):
    """The data base cannot be used; the message names it without its password."""


@dataclass
class Unit:
    """What one turn writes, gathered so that it is committed as a whole or not at all.

    `remembered` is what was read of the conversation before, where `is_read` says so; else it is read when asked for.
    """

    remembered: Any = None
    is_read: bool = False
    writes: list[Write] = field(default_factory=list)
    tracker: Any = None  # Rasa's tracker as the turn left it


_gathering: ContextVar[Unit | None] = ContextVar("unit", default=None)


class Database:
    """Runs functions on a connection, each in a transaction of its own, off the event loop.

    SQLite gets one thread, so that its one writer never waits for another in the same process; a server gets several.
    """

    def __init__(self, engine: Engine, workers: int) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="database")

    @property
    def is_lasting(self) -> bool:
        """False where everything is gone at the end of the process."""
        return not isinstance(self.engine.pool, StaticPool)

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite, in a file or in memory."""
        return bool(self.engine.dialect.name == "sqlite")

    def submit(self, function: Callable[[Connection], T]) -> Future[T]:
        """Start `function` in a transaction; it is committed when the function returns, else rolled back."""
        return self._threads.submit(self._transact, function)

    def now(self, function: Callable[[Connection], T]) -> T:
        """Run `function` in a transaction and wait for it."""
        return self.submit(function).result()

    async def run(self, function: Callable[[Connection], T]) -> T:
        """Run `function` in a transaction without holding up the event loop."""
        return await asyncio.wrap_future(self.submit(function))

    def write(self, function: Write) -> None:
        """Run `function` with the turn that is being gathered; at once where there is none."""
        unit = _gathering.get()
        if unit is None:
            self.now(function)
        else:
            unit.writes.append(function)

    def close(self) -> None:
        """Finish what was started and let the data base go."""
        self._threads.shutdown()
        self.engine.dispose()

    def _transact(self, function: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return function(connection)


@contextmanager
def gathered(unit: Unit | None = None) -> Iterator[Unit]:
    """While this lasts, what `Database.write` is given in this task is gathered instead of written."""
    unit = unit or Unit()
    token = _gathering.set(unit)
    try:
        yield unit
    finally:
        _gathering.reset(token)


def gathering() -> Unit | None:
    """The unit that this task gathers, if any."""
    return _gathering.get()


def open_database(url: str = MEMORY) -> Database:
    """The data base at `url`, brought up to the newest tables. Raises DatabaseError when it cannot be used."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(url, parsed.database)
        engine = create_engine(
            url, future=True, pool_pre_ping=True, pool_size=_SERVER_CONNECTIONS, connect_args={"connect_timeout": 5}
        )
        upgrade(engine)
    except (ArgumentError, SQLAlchemyError, OSError) as error:
        raise DatabaseError(f"the data base {_without_password(url)} cannot be used: {type(error).__name__}") from error
    return Database(engine, _SERVER_CONNECTIONS)


def _open_sqlite(url: str, file: str | None) -> Database:
    threads = {"check_same_thread": False}
    if not file or file == ":memory:":
        engine = create_engine(url, future=True, poolclass=StaticPool, connect_args=threads)
    else:
        Path(file).touch(mode=0o600)  # health data: for its owner only, from the first moment
        Path(file).chmod(0o600)
        engine = create_engine(url, future=True, connect_args={**threads, "timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _safeguards)
    upgrade(engine)
    return Database(engine, 1)


def _safeguards(connection: Any, _record: object) -> None:
    """Nothing that was committed is lost with the power, and what was deleted is overwritten."""
    for setting in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")


def _without_password(url: str) -> str:
    try:
        return str(make_url(url).render_as_string(hide_password=True))
    except ArgumentError:
        return "(not a URL)"
