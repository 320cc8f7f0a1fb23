"""The process's own data base, for actions, which Rasa makes without telling them anything."""

from __future__ import annotations

from bot.storage.database import Database, open_database
from bot.storage.notebook import Notebook
from bot.storage.records import Records

_current: list[Database] = []


def use_database(database: Database) -> None:
    """Make `database` the process's own; done once at start by the runtime."""
    _current[:] = [database]


def notebook() -> Notebook:
    """Notes in the process's data base."""
    return Notebook(_database())


def records() -> Records:
    """What else is kept of people in the process's data base."""
    return Records(_database())


def _database() -> Database:
    """The process's data base; one in memory where none was chosen."""
    if not _current:
        use_database(open_database())
    return _current[0]
