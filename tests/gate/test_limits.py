"""How many messages are taken, counted in memory and in a real Redis."""

from __future__ import annotations

import asyncio
import os
import secrets

import pytest
import redis

from bot.gate.limits import Limits

REDIS = os.environ.get("TEST_REDIS", "redis://127.0.0.1:6379/9")


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> str | None:
    """The URL of a Redis, or None for memory; skips where there is no Redis, but not in CI."""
    if request.param == "memory":
        return None
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no Redis on 127.0.0.1:6379")
    return REDIS


def test_a_conversation_may_send_so_many_and_no_more(store: str | None) -> None:
    me, other = secrets.token_hex(8), secrets.token_hex(8)

    async def count() -> list[bool]:
        limits = Limits("3/minute", "100/minute", store)
        return [await limits.allow(name, None) for name in (me, me, other, me, me, other)]

    assert asyncio.run(count()) == [True, True, True, True, False, True]


def test_an_address_may_send_so_many_and_no_more(store: str | None) -> None:
    address = secrets.token_hex(8)

    async def count() -> list[bool]:
        limits = Limits("100/minute", "2/minute", store)
        return [await limits.allow(secrets.token_hex(8), address) for _ in range(3)]

    assert asyncio.run(count()) == [True, True, False]


def test_two_processes_share_a_count_in_redis(store: str | None) -> None:
    me = secrets.token_hex(8)

    async def count() -> list[bool]:
        first, second = Limits("2/minute", "9/minute", store), Limits("2/minute", "9/minute", store)
        return [await limits.allow(me, None) for limits in (first, second, first, second)]

    assert asyncio.run(count()) == ([True, True, False, False] if store else [True, True, True, True])


def test_a_counter_that_is_away_keeps_nobody_out() -> None:
    limits = Limits("1/minute", "1/minute", "redis://127.0.0.1:1/0")
    assert asyncio.run(limits.allow("me", None))


@pytest.mark.parametrize("text", ["", "many", "-1/minute", "3"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Limits(text, "1/minute")
