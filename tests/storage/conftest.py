"""Data bases of every kind that is supported, empty, each of a test's own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.storage.database import Database, open_database

SERVER = os.environ.get("TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The URL of an empty PostgreSQL data base; skips where there is no server, but not in CI."""
    name = f"ankle_{secrets.token_hex(6)}"
    server = create_engine(SERVER, future=True, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no PostgreSQL on 127.0.0.1:5432")
    yield str(server.url.set(database=name))
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["memory", "file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty data base of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    return "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'one.sqlite'}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty data base of each kind, open."""
    opened = open_database(url)
    yield opened
    opened.close()
