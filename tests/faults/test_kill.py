"""kill -9 and SIGTERM in the middle of everything: nothing that was acknowledged is lost, doubled or out of order.

`FAULT_SEEDS` says how often it is killed: 3 times where nothing else is said.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import requests

from bot.runtime.settings import Settings
from tests.serving import Served, Visitor

SEEDS = int(os.environ.get("FAULT_SEEDS", "3"))
MESSAGES = 20  # for each seed
TEXTS = ("What is dorsiflexion?", "my heel is a bit sore", "tell me more", "how do I stretch my calf", "thanks")


@pytest.fixture(scope="module", autouse=True)
def _trained(settings: Settings) -> None:
    """A model that fits the code, before any server is started."""


def _talk(visitor: Visitor, name: str, count: int, acknowledged: list[int]) -> None:
    """Send `count` messages one after the other, each until it is acknowledged."""
    for number in range(count):
        text = TEXTS[number % len(TEXTS)]
        while True:
            try:
                answer = visitor.post(text, id=f"{name}-{number}")
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.05)
                continue
            if answer.status_code == 202:
                acknowledged.append(answer.json()["message"])
                break
            time.sleep(0.05)


def test_what_was_acknowledged_survives_kills_at_any_moment(tmp_path: Path) -> None:
    file = tmp_path / "killed.sqlite"
    server = Served(f"sqlite:///{file}").start()
    for seed in range(SEEDS):
        chance = random.Random(seed)
        visitors = [server.visitor() for _ in range(2)]
        lists: list[list[int]] = [[] for _ in visitors]
        threads = [
            threading.Thread(target=_talk, args=(visitor, f"{seed}-{place}", MESSAGES // 2, lists[place]))
            for place, visitor in enumerate(visitors)
        ]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.05, 1.0))
        server.kill()
        server.start()
        for thread in threads:
            thread.join()
        for visitor, acknowledged in zip(visitors, lists, strict=True):
            _check(visitor, acknowledged)
    server.stop()
    _check_users(file, SEEDS * MESSAGES)


def _check(visitor: Visitor, acknowledged: list[int]) -> None:
    """Each message has exactly one reply, in the order of the messages."""
    assert len(set(acknowledged)) == MESSAGES // 2
    answered: list[int] = []
    end = time.monotonic() + 30
    while len(answered) < len(acknowledged) and time.monotonic() < end:
        answered = [event["message"] for event in visitor.replies(0, 1)]
        time.sleep(0.1)
    assert answered == acknowledged


def _check_users(file: Path, messages: int) -> None:
    """Each message is exactly one user event in what Rasa remembers, or was answered without Rasa."""
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT events FROM tracker_turns").fetchall()
        waiting = connection.execute("SELECT COUNT(*) FROM inbox WHERE status <> 'done'").fetchone()[0]
    users = [event for (events,) in rows for event in json.loads(events) if event["event"] == "user"]
    assert waiting == 0
    assert len(users) == messages


def test_a_stop_lets_what_is_going_on_finish(tmp_path: Path) -> None:
    server = Served(f"sqlite:///{tmp_path / 'stopped.sqlite'}").start()
    visitor = server.visitor()
    ids = [visitor.post(text).json()["message"] for text in TEXTS]
    code, logged = server.stop()
    assert code == 0, logged
    server.start()
    assert [event["message"] for event in visitor.replies()] == ids
    server.stop()


def test_a_self_check_goes_on_at_the_same_question_after_a_restart(tmp_path: Path) -> None:
    server = Served(f"sqlite:///{tmp_path / 'again.sqlite'}").start()
    visitor = server.visitor()
    visitor.ask("does my heel pain fit tightness?")
    first = visitor.ask("yes, go ahead")
    asked = visitor.ask(choice=first["replies"][0]["buttons"][-2]["id"])
    server.kill()
    server.start()
    again = visitor.ask("sorry, what was the question?")
    assert again["expecting"] == asked["expecting"]
    server.stop()
