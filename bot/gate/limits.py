"""How many messages a conversation and an address may send."""

from __future__ import annotations

from limits import parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter


class Limits:
    """Counts messages in a moving window: in memory, or in Redis where several processes share the count."""

    def __init__(self, per_conversation: str, per_address: str, redis: str | None = None) -> None:
        """Limits as text, such as "20/minute". Raises ValueError for anything else."""
        store: Storage = RedisStorage(f"async+{redis}", implementation="redispy") if redis else MemoryStorage()
        self._counter = MovingWindowRateLimiter(store)
        self._conversation = parse(per_conversation)
        self._address = parse(per_address)

    async def allow(self, conversation: str | None, address: str | None) -> bool:
        """Count one message; False when that is one too many."""
        if conversation and not await self._counter.hit(self._conversation, "conversation", conversation):
            return False
        return not address or await self._counter.hit(self._address, "address", address)
