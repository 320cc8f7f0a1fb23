"""Calls to Slack's Web API, and what its refusals mean for the courier."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.gate.courier import RetryLater, Undeliverable

SLACK = "https://slack.com/api/"
_SECONDS = 10.0
_LONGEST_WAIT = 600.0  # seconds, whatever Slack asks for
# Nothing will ever arrive there. A wrong or missing right may be mended, so that is tried again.
_GONE = frozenset(
    {
        "account_inactive", "app_uninstalled", "cannot_dm_bot", "cannot_reply_to_message", "channel_not_found",
        "is_archived", "messages_tab_disabled", "no_permission_to_user", "not_in_channel", "restricted_action",
        "restricted_action_read_only_channel", "team_not_found", "thread_not_found", "token_revoked", "user_disabled",
        "user_not_found", "user_not_in_channel", "user_not_visible", "users_not_found",
    }
)  # fmt: skip
_READS = frozenset({"conversations.history", "conversations.replies"})
_UNFIT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
_log = logging.getLogger(__name__)


class UnfitError(Exception):
    """Slack does not take the message in this form."""


class SlackApi:
    """The few methods that the bot needs. Nothing is sent before the first call."""

    def __init__(self, token: str, url: str = SLACK, seconds: float = _SECONDS) -> None:
        """`seconds` limit each call. The SDK's own retries are off: the courier tries again. Raises ValueError."""
        if not token.startswith("xoxb-"):
            raise ValueError("the Slack token must be a bot token, which begins with xoxb-")
        quiet = logging.getLogger(f"{__name__}.sdk")
        quiet.setLevel(logging.WARNING)  # below that, the SDK logs what people wrote
        self._client = AsyncWebClient(token, url, logger=quiet, retry_handlers=[])
        self._limit = aiohttp.ClientTimeout(total=seconds)

    async def call(self, method: str, **values: Any) -> Mapping[str, Any]:
        """What Slack answers. Raises RetryLater, Undeliverable or UnfitError; a reason is logged, values never are."""
        if self._client.session is None:  # a session belongs to the loop that it is made in
            self._client.session = aiohttp.ClientSession(timeout=self._limit)
        given: dict[str, Any] = {"http_verb": "GET", "params": values} if method in _READS else {"json": values}
        try:
            answer = (await self._client.api_call(method, **given)).data
        except SlackApiError as error:
            raise _meaning(method, error.response) from None
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError, AttributeError) as error:
            _log.warning("%s failed: %s", method, type(error).__name__)
            raise RetryLater from None
        return answer if isinstance(answer, dict) else {}

    async def direct_channel(self, user: str) -> str:
        """The channel of the direct messages with `user`; it is opened where there is none. Raises as `call`."""
        channel = (await self.call("conversations.open", users=user)).get("channel")
        found = channel.get("id") if isinstance(channel, dict) else None
        if not isinstance(found, str):
            raise RetryLater
        return found

    async def close(self) -> None:
        """Let the connections go."""
        if self._client.session is not None:
            await self._client.session.close()
            self._client.session = None


def _meaning(method: str, response: Any) -> Exception:
    """The exception for an answer that is no success: Slack's own refusal, or whatever else stood in between."""
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    _log.warning("%s refused: %s (%s)", method, code if isinstance(code, str) else "no reason", status)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return RetryLater(_seconds(response))
    if code in _UNFIT:
        return UnfitError()
    return Undeliverable() if code in _GONE else RetryLater()


def _seconds(response: Any) -> float | None:
    given = str(getattr(response, "headers", {}).get("Retry-After", ""))
    return min(float(given), _LONGEST_WAIT) if given.isascii() and given.isdecimal() else None
