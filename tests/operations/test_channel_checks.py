"""`bot doctor` on Slack and Telegram, against servers that answer as theirs do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.channels.telegram import webhook_path
from bot.operations.channel_checks import _wanted_scopes, slack_problem, telegram_problem
from bot.runtime.settings import Settings

TOKEN, SECRET = "123456:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a-secret-of-enough-length-0123456789"
SET_UP = Settings(
    telegram_token=TOKEN, telegram_secret=SECRET, slack_token="xoxb-1", slack_signing_secret="signing secret"
)


class Answers:
    """A server whose answers are given by the last part of the path."""

    def __init__(self) -> None:
        self.bodies: dict[str, Mapping[str, Any]] = {}
        self.headers: dict[str, str] = {}
        answers = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.dumps(answers.bodies.get(self.path.rpartition("/")[2], {"ok": False})).encode()
                self.send_response(200)
                for name, value in {**answers.headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815  # the base class's name

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def answers() -> Iterator[Answers]:
    started = Answers()
    yield started
    started.server.shutdown()


def test_a_slack_app_with_every_right_is_in_order(answers: Answers) -> None:
    answers.bodies["auth.test"] = {"ok": True, "team": "clinic"}
    answers.headers["x-oauth-scopes"] = ",".join(_wanted_scopes())
    assert slack_problem(SET_UP, f"{answers.url}/") is None


@pytest.mark.parametrize(
    ("body", "scopes", "said"),
    [
        ({"ok": False, "error": "invalid_auth"}, "", "invalid_auth"),
        ({"ok": True}, "chat:write,commands", "im:history"),
    ],
)
def test_what_is_wrong_with_a_slack_app_is_said(
    answers: Answers, body: Mapping[str, Any], scopes: str, said: str
) -> None:
    answers.bodies["auth.test"] = body
    answers.headers["x-oauth-scopes"] = scopes
    assert said in str(slack_problem(SET_UP, f"{answers.url}/"))


def test_a_slack_that_is_away_and_a_missing_secret_are_said() -> None:
    assert "not reached" in str(slack_problem(SET_UP, "http://127.0.0.1:9/"))
    assert "SIGNING" in str(slack_problem(SET_UP.copy(update={"slack_signing_secret": ""})))


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ({"url": ""}, None),
        ({"url": f"https://a.example/channels/telegram/{webhook_path(SECRET)}"}, None),
        ({"url": "https://a.example/channels/telegram/other"}, "does not fit"),
        (
            {"url": f"https://a.example/channels/telegram/{webhook_path(SECRET)}", "last_error_message": "timed out"},
            "timed out",
        ),
    ],
)
def test_how_telegram_sees_the_webhook_is_said(answers: Answers, hook: Mapping[str, Any], said: str | None) -> None:
    answers.bodies["getMe"] = {"ok": True, "result": {"username": "ankle_bot"}}
    answers.bodies["getWebhookInfo"] = {"ok": True, "result": hook}
    found = telegram_problem(SET_UP, answers.url)
    assert found is None if said is None else said in str(found)


def test_a_token_that_telegram_does_not_know_is_said(answers: Answers) -> None:
    answers.bodies["getMe"] = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert telegram_problem(SET_UP, answers.url)
