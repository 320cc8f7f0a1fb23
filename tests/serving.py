"""`bot serve` as a process of its own, and a client that behaves like the widget."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

BOT = Path(sys.executable).with_name("bot")
_START = 60.0  # seconds


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Served:
    """A server over a data base that outlives it, so that it can be killed and started again on the same port."""

    def __init__(self, database: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        generous = {"BOT_MESSAGES_PER_CONVERSATION": "10000/second", "BOT_MESSAGES_PER_ADDRESS": "100000/second"}
        self._environment: Mapping[str, str] = {**inherited, "BOT_DATABASE": database, **generous, **settings}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, before: str = "") -> Served:
        """Start, and wait until it answers. `before` is a shell command to run first, such as `ulimit -f 100`."""
        command = f"{before}; exec {BOT} serve --port {self.port}" if before else f"exec {BOT} serve --port {self.port}"
        self._process = subprocess.Popen(["bash", "-c", command], env=self._environment, stderr=subprocess.PIPE)
        end = time.monotonic() + _START
        while time.monotonic() < end:
            assert self._process.poll() is None, (self._process.stderr or sys.stdin).read()
            try:
                if requests.get(f"{self.url}/healthz", timeout=1).ok:
                    return self
            except requests.ConnectionError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def stop(self) -> tuple[int, str]:
        """SIGTERM; the exit code and what was logged."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        _, logged = self._process.communicate(timeout=30)
        return self._process.returncode, logged.decode()

    def visitor(self) -> Visitor:
        """Somebody who has just opened the widget."""
        return Visitor(self)


class Visitor:
    """One conversation over the web channel."""

    def __init__(self, server: Served) -> None:
        self._server = server
        answer = requests.post(f"{server.url}/channels/web/session", json={}, timeout=10)
        assert answer.status_code == 201, answer.text
        self.token: str = answer.json()["token"]
        self.seen = 0

    @property
    def headers(self) -> dict[str, str]:
        """What proves which conversation it is."""
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: str | None = None, *, choice: str | None = None, id: str | None = None) -> requests.Response:
        """Send a message; raises requests.ConnectionError where the server is away."""
        body = {"id": id or uuid.uuid4().hex, **({"text": text} if choice is None else {"choice": choice})}
        return requests.post(f"{self._server.url}/channels/web/messages", json=body, headers=self.headers, timeout=20)

    def replies(self, after: int = 0, wait: float = 10.0) -> list[dict[str, Any]]:
        """Replies numbered above `after`."""
        answer = requests.get(
            f"{self._server.url}/channels/web/poll",
            params={"after": str(after), "wait": str(int(wait))},
            headers=self.headers,
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["events"]
        return found

    def ask(self, text: str | None = None, **named: str) -> dict[str, Any]:
        """Send a message and wait for its turn."""
        answer = self.post(text, **named)
        assert answer.status_code == 202, answer.text
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for event in self.replies(self.seen):
                self.seen = event["number"]
                if event["message"] == answer.json()["message"]:
                    turn: dict[str, Any] = event["turn"]
                    return turn
        raise AssertionError("no reply")

    def stream(self, after: int = 0, timeout: float = 10.0) -> Any:
        """Events of the stream, one after the other, as (id, data)."""
        with requests.get(
            f"{self._server.url}/channels/web/events",
            params={"after": str(after)},
            headers=self.headers,
            stream=True,
            timeout=timeout,
        ) as answer:
            assert answer.status_code == 200, answer.text
            number = ""
            for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
                if line.startswith("id: "):
                    number = line[4:]
                elif line.startswith("data: "):
                    yield int(number), json.loads(line[6:])
