"""Readings of a message: which of the likely ones are worth offering when none is sure."""

from __future__ import annotations

OUTSIDE = ("out_of_scope", "medicine")  # labels of messages that no topic or flow can answer
MOST_CANDIDATES = 3
_LEAST = 0.08  # probability from which a reading is worth a button


def candidates(ranking: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    """The readings worth offering: at most three in scope, each with a probability (0-1) of at least 0.08."""
    return [item for item in ranking if item[0] not in OUTSIDE and item[1] >= _LEAST][:MOST_CANDIDATES]
