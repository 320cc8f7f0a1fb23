"""A data base that is locked, full or away: the person is told, a danger is answered, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.runtime.settings import Settings
from bot.storage.database import open_database
from tests.serving import Served
from tests.storage.conftest import SERVER, postgresql  # noqa: F401  # a fixture

DANGER = "my foot is suddenly cold and blue"
LOCKED_SECONDS = float(os.environ.get("FAULT_LOCKED_SECONDS", "7"))
RECOVERY = 5.0  # seconds
LARGEST_FILE = 40_000  # kilobytes: the model must still fit


@pytest.fixture(scope="module", autouse=True)
def _trained(settings: Settings) -> None:
    """A model that fits the code, before any server is started."""


def test_a_locked_data_base_refuses_answers_a_danger_and_recovers(tmp_path: Path) -> None:
    file = tmp_path / "locked.sqlite"
    server = Served(f"sqlite:///{file}").start()
    visitor = server.visitor()
    visitor.ask("hello")
    released = threading.Event()

    def lock() -> None:
        with sqlite3.connect(file, isolation_level=None) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(LOCKED_SECONDS)
            connection.execute("ROLLBACK")
        released.set()

    threading.Thread(target=lock).start()
    time.sleep(0.2)
    answer = visitor.post(DANGER, id="danger")
    assert answer.status_code == 503
    assert answer.json()["turn"]["level"] == "emergency"
    assert released.wait(LOCKED_SECONDS + 5)
    freed = time.monotonic()
    assert visitor.ask(DANGER, id="danger")["level"] == "emergency"
    assert time.monotonic() - freed < RECOVERY
    server.stop()


def test_a_full_disk_refuses_answers_a_danger_and_loses_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'full.sqlite'}"
    open_database(url).close()
    with sqlite3.connect(tmp_path / "full.sqlite") as connection:  # nearly as large as a file may become
        connection.execute("CREATE TABLE filler (bytes BLOB)")
        connection.execute(f"INSERT INTO filler VALUES (zeroblob({(LARGEST_FILE - 600) * 1024}))")
    server = Served(url).start(f"ulimit -f {LARGEST_FILE}")
    visitor = server.visitor()
    acknowledged: list[int] = []
    for _ in range(200):
        answer = visitor.post("what is dorsiflexion?".ljust(900))
        if answer.status_code != 202:
            break
        acknowledged.append(answer.json()["message"])
    else:
        pytest.fail("the disk was never full")
    assert answer.json()["turn"]["replies"][0]["text"]
    assert visitor.post(DANGER).json()["turn"]["level"] == "emergency"
    server.kill()
    server.start()
    end, answered = time.monotonic() + 120, []
    while len(answered) < len(acknowledged) and time.monotonic() < end:
        answered += [event["message"] for event in visitor.replies(len(answered), 1)]
    assert answered == acknowledged
    server.stop()


def test_postgresql_that_goes_away_and_comes_back_is_used_again(postgresql: str) -> None:  # noqa: F811
    server = Served(postgresql).start()
    visitor = server.visitor()
    visitor.ask("my calf is hot and swollen since my flight")
    name = postgresql.rpartition("/")[2]
    engine = create_engine(SERVER, future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        away = visitor.post(DANGER, id="danger")
        assert away.status_code == 503
        assert away.json()["turn"]["level"] == "emergency"
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    engine.dispose()
    back = time.monotonic()
    turn = visitor.ask("how do I stretch my calf?")
    assert time.monotonic() - back < RECOVERY
    assert turn["level"] == "urgent"  # what was raised before is remembered
    server.stop()
