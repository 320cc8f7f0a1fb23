"""`bot telegram`: what it asks Telegram for, and what it says when something is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.channels.telegram import webhook_path
from bot.channels.telegram_updates import COMMANDS
from bot.cli.telegram import app
from bot.runtime.settings import SettingsError
from tests.channels.telegram_server import BOT_NAME, SECRET, TOKEN, FakeTelegram

Call = Callable[..., Result]


@pytest.fixture
def telegram(runner: asyncio.Runner) -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    runner.run(fake.start())
    yield fake
    runner.run(fake.stop())


@pytest.fixture
def call(telegram: FakeTelegram, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs the command with a token and a secret; settings by name override them."""

    def one(*arguments: str, **settings: str) -> Result:
        for name, value in {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": SECRET, **settings}.items():
            monkeypatch.setenv(f"BOT_{name}", value)
        asked = [*arguments, "--api", telegram.url]
        return runner.run(asyncio.to_thread(CliRunner().invoke, app, asked))

    return one


def test_set_webhook_gives_address_secret_and_menu(telegram: FakeTelegram, call: Call) -> None:
    result = call("set-webhook", "https://ankle.example/")
    assert result.exit_code == 0, result.output
    assert telegram.webhook["url"] == f"https://ankle.example/channels/telegram/{webhook_path(SECRET)}"
    assert telegram.webhook["secret_token"] == SECRET
    assert set(telegram.webhook["allowed_updates"]) == {"message", "callback_query", "my_chat_member"}
    menus = [values["commands"] for method, values in telegram.calls if method == "setMyCommands"]
    assert [item["command"] for item in menus[0]] == list(COMMANDS)
    assert SECRET not in result.output
    assert TOKEN not in result.output


def test_set_webhook_takes_the_address_of_the_settings(telegram: FakeTelegram, call: Call) -> None:
    assert call("set-webhook", PUBLIC_URL="https://clinic.example").exit_code == 0
    assert telegram.webhook["url"].startswith("https://clinic.example/channels/telegram/")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "BOT_PUBLIC_URL"),
        ("http://ankle.example", "https"),
        ("ankle.example", "https"),
        ("https://ankle.example:8080", "443"),
        ("https://ankle.example:x", "no address"),
        ("https://localhost", "polling"),
        ("https://192.168.1.4:8443", "polling"),
    ],
)
def test_an_address_that_cannot_work_is_refused(telegram: FakeTelegram, call: Call, url: str, said: str) -> None:
    result = call("set-webhook", url)
    assert result.exit_code == 2
    assert said in result.output
    assert telegram.calls == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TELEGRAM_TOKEN": ""}, "BotFather"),
        ({"TELEGRAM_TOKEN": "12345"}, "must look like"),
        ({"TELEGRAM_SECRET": ""}, "openssl"),
        ({"TELEGRAM_SECRET": "short"}, "16 to 256"),
    ],
)
def test_a_missing_or_wrong_setting_is_named(call: Call, settings: dict[str, str], said: str) -> None:
    result = call("set-webhook", "https://ankle.example", **settings)
    assert isinstance(result.exception, SettingsError)
    assert said in str(result.exception)


@pytest.mark.parametrize(
    ("fault", "said"),
    [(None, "Failed to resolve host"), ("reset", "did not answer"), (502, "status 502")],
)
def test_what_telegram_says_is_shown(telegram: FakeTelegram, call: Call, fault: object, said: str) -> None:
    telegram.everywhere += [fault] if fault else []
    result = call("set-webhook", "https://does-not-resolve.example")
    assert result.exit_code == 1
    assert said in result.output
    assert TOKEN not in result.output


@pytest.mark.parametrize("command", [["set-webhook", "https://ankle.example"], ["delete-webhook"], ["status"]])
def test_an_unknown_token_is_said_to_be_unknown(call: Call, command: list[str]) -> None:
    result = call(*command, TELEGRAM_TOKEN="999:another_token")
    assert result.exit_code == 1
    assert "does not know this token" in result.output


def test_delete_webhook(telegram: FakeTelegram, call: Call) -> None:
    telegram.webhook["url"] = "https://ankle.example"
    assert call("delete-webhook").exit_code == 0
    assert telegram.webhook == {}


def test_status_of_a_bot_that_is_well(telegram: FakeTelegram, call: Call) -> None:
    call("set-webhook", "https://ankle.example")
    result = call("status")
    assert result.exit_code == 0
    assert f"@{BOT_NAME}" in result.output
    assert "ankle.example" in result.output
    assert webhook_path(SECRET) not in result.output
    assert call("delete-webhook").exit_code == 0
    assert "polling" in call("status").output


@pytest.mark.parametrize(
    ("webhook", "said"),
    [
        ({"url": "https://ankle.example/channels/telegram/another"}, "does not fit"),
        (
            {
                "url": f"https://ankle.example/channels/telegram/{webhook_path(SECRET)}",
                "last_error_message": "Wrong response from the webhook: 503",
            },
            "503",
        ),
    ],
)
def test_status_names_what_is_wrong(telegram: FakeTelegram, call: Call, webhook: dict[str, str], said: str) -> None:
    telegram.webhook.update(webhook)
    result = call("status")
    assert result.exit_code == 1
    assert said in " ".join(result.output.split())
