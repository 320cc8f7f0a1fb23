"""Reads phrases with the trained model's own pipeline, outside any conversation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.library import library
from bot.core.replies import CLARIFY
from bot.evaluation.intent_sets import Phrase
from bot.evaluation.intents import Reading
from bot.runtime.assistant import Assistant


async def read_phrases(assistant: Assistant, phrases: Sequence[Phrase]) -> list[Reading]:
    """One reading a phrase, in order."""
    content = library()
    readings = []
    for phrase in phrases:
        parsed = await assistant.read(phrase.text)
        shares: dict[str, float] = {}
        for item in parsed["intent_ranking"]:
            outcome = content.outcome(item["name"])
            shares[outcome] = shares.get(outcome, 0.0) + item["confidence"]
        ranking = tuple(sorted(shares.items(), key=lambda pair: -pair[1]))
        intent = parsed["intent"]["name"]
        decided = CLARIFY if intent == CLARIFY else content.outcome(intent)
        readings.append(Reading(phrase.text, content.outcome(phrase.label), decided, ranking))
    return readings
