"""Marked messages: no word of them in a log, a figure or an error, and none in the files once they are forgotten."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
import requests

from bot.runtime.settings import Settings
from tests.serving import BOT, Served

MARK = "zebrafinch"
MESSAGES = int(os.environ.get("CANARY_MESSAGES", "60"))
KINDS = (
    "my {} heel is sore",
    "/{}",
    "{}" * 150,
    "{} \ud83d \x00",
    "my {} calf is hot and swollen",
    "my name is {} and my number is 07700 900123",
    '{"{}": 1}',
    "delete my {} data",
)


@pytest.fixture(scope="module", autouse=True)
def _trained(settings: Settings) -> None:
    """A model that fits the code, before any server is started."""


def test_no_marked_word_is_logged_counted_or_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "marked.sqlite"
    server = Served(f"sqlite:///{file}").start()
    visitor = server.visitor()
    visitor.ask("hello")
    with sqlite3.connect(
        file
    ) as connection:  # every turn after this fails to be kept once, and is retried without Rasa
        connection.execute(
            "CREATE TRIGGER sometimes BEFORE INSERT ON tracker_turns WHEN NEW.turn % 5 = 0 "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    answers = []
    for number in range(MESSAGES):
        text = KINDS[number % len(KINDS)].replace("{}", f"{MARK}{number}")
        answers.append(visitor.post(text.encode("utf-8", "ignore").decode()).text)
    end = visitor.replies(0, 25)
    assert end
    figures = requests.get(f"{server.url}/metrics", timeout=10).text
    code, logged = server.stop()
    assert code == 0
    assert MARK not in logged
    assert MARK not in figures
    assert not [answer for answer in answers if MARK in answer]
    assert any(MARK.encode() in path.read_bytes() for path in tmp_path.iterdir())
    conversation = visitor.token.rpartition(".")[0]
    environment = {**os.environ, "BOT_DATABASE": f"sqlite:///{file}"}
    done = subprocess.run(
        [BOT, "privacy", "forget", "--yes", conversation], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not [path.name for path in tmp_path.iterdir() if MARK.encode() in path.read_bytes()]
