"""Whether Slack and Telegram know us, as far as they tell: for `bot doctor`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.channels.slack_api import SLACK
from bot.channels.telegram import webhook_path
from bot.channels.telegram_api import TELEGRAM, BotApi, BotApiError
from bot.runtime.settings import Settings

MANIFEST = Path(__file__).resolve().parents[1] / "channels" / "slack_manifest.yml"
_SECONDS = 5


def slack_problem(settings: Settings, api: str = SLACK) -> str | None:
    """What is wrong with the Slack app: the token, a missing right, no signing secret; None when nothing is."""
    if not settings.slack_signing_secret:
        return "BOT_SLACK_SIGNING_SECRET is not set"
    try:
        answer = WebClient(settings.slack_token, base_url=api, timeout=_SECONDS).auth_test()
    except SlackApiError as error:
        return f"Slack refuses the token: {error.response.get('error', 'no reason given')}"
    except (SlackClientError, OSError) as error:
        return f"Slack was not reached: {type(error).__name__}"
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")}
    missing = sorted(_wanted_scopes() - granted)
    return f"rights are missing: {', '.join(missing)}; install the app again" if missing else None


def telegram_problem(settings: Settings, api: str = TELEGRAM) -> str | None:
    """What is wrong with the Telegram bot: the token, or a webhook that does not fit; None when nothing is."""
    try:
        hook = asyncio.run(_webhook(settings.telegram_token, api))
    except (BotApiError, ValueError) as error:
        return str(error)
    url = str(hook.get("url") or "")
    if url and not (settings.telegram_secret and url.endswith(f"/{webhook_path(settings.telegram_secret)}")):
        return "the webhook does not fit BOT_TELEGRAM_SECRET; run `bot telegram set-webhook` again"
    if url and hook.get("last_error_message"):
        return f"Telegram says: {hook['last_error_message']}"
    return None


async def _webhook(token: str, api: str) -> dict[str, Any]:
    bot = BotApi(token, api)
    try:
        await bot.call("getMe")
        found: dict[str, Any] = await bot.call("getWebhookInfo")
        return found
    finally:
        await bot.close()


def _wanted_scopes() -> set[str]:
    manifest = YAML(typ="safe").load(MANIFEST.read_text(encoding="utf-8"))
    return set(manifest["oauth_config"]["scopes"]["bot"])
