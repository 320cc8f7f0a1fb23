"""How many messages a conversation and an address may send."""

from __future__ import annotations

import asyncio
import logging

from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

_log = logging.getLogger(__name__)


class Limits:
    """Counts messages in a moving window: in memory, or in Redis where several processes share the count."""

    def __init__(self, per_conversation: str, per_address: str, redis: str | None = None) -> None:
        """Limits as text, such as "20/minute". Raises ValueError for anything else."""
        self._counter = MovingWindowRateLimiter(RedisStorage(redis) if redis else MemoryStorage())
        self._is_remote = redis is not None
        self._conversation = parse(per_conversation)
        self._address = parse(per_address)

    async def allow(self, conversation: str | None, address: str | None) -> bool:
        """Count one message; False when that is one too many."""
        if not self._is_remote:
            return self._allow(conversation, address)
        try:
            return await asyncio.to_thread(self._allow, conversation, address)
        except Exception as error:  # a counter that is away must keep nobody from being answered
            _log.error("messages not counted: %s", type(error).__name__)
            return True

    def _allow(self, conversation: str | None, address: str | None) -> bool:
        if conversation and not self._counter.hit(self._conversation, "conversation", conversation):
            return False
        return not address or self._counter.hit(self._address, "address", address)
