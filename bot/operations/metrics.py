"""Figures for Prometheus: counts and times, never words."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from bot.storage.mailbox import Delivery


class Metrics:
    """What `/metrics` shows."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        """`waiting` gives the number of messages that wait for their answers."""
        self._registry = CollectorRegistry()
        self._turns = Counter("bot_turns", "Turns by what they did", ["channel", "outcome"], registry=self._registry)
        self._levels = Counter("bot_levels", "Turns at a raised level", ["level"], registry=self._registry)
        self._failed = Counter("bot_failed", "Turns that got a fixed answer", registry=self._registry)
        gauge = Gauge("bot_waiting", "Messages that wait for their answers", registry=self._registry)
        gauge.set_function(waiting)

    def count(self, delivery: Delivery) -> None:
        """Count one turn."""
        body = delivery.body
        self._turns.labels(delivery.conversation.partition("-")[0], body["outcome"]).inc()
        if body["level"]:
            self._levels.labels(body["level"]).inc()
        if body["confidence"] is None:
            self._failed.inc()

    def text(self) -> bytes:
        """All figures in Prometheus' format."""
        return bytes(generate_latest(self._registry))
