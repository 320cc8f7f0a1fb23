"""Conversation ids: made here, never by anybody outside, and signed where they leave."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_LENGTH = 32  # hexadecimal digits of a signature that are kept: 128 bits


def new_conversation(channel: str) -> str:
    """A fresh id: the channel's name and 128 random bits."""
    return f"{channel}-{secrets.token_hex(16)}"


class Signer:
    """Signs ids, so that a browser can hold one and cannot make one up."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(f"conversation {secret}".encode()).digest()

    def sign(self, conversation: str) -> str:
        """A token for `conversation`."""
        return f"{conversation}.{self._signature(conversation)}"

    def verify(self, token: str) -> str | None:
        """The conversation of a token that `sign` made; None for every other text."""
        conversation, _, signature = token.rpartition(".")
        try:
            right = hmac.compare_digest(signature.encode("ascii"), self._signature(conversation).encode("ascii"))
        except UnicodeEncodeError:
            return None
        return conversation if right and conversation else None

    def _signature(self, conversation: str) -> str:
        return hmac.new(self._key, conversation.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:_LENGTH]
