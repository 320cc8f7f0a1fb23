"""Reads phrases with the trained model's own pipeline, outside any conversation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.library import library
from bot.core.red_flags import Level, highest
from bot.core.replies import CLARIFY
from bot.evaluation.intent_sets import Phrase
from bot.evaluation.intents import Reading
from bot.evaluation.red_flag_sets import Message
from bot.evaluation.red_flags import Verdict
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
        intent = parsed["debug"]["decided"]  # the classifier's own decision, before the red-flag screen
        decided = CLARIFY if intent == CLARIFY else content.outcome(intent)
        readings.append(Reading(phrase.text, content.outcome(phrase.label), decided, ranking))
    return readings


async def screen_messages(assistant: Assistant, messages: Sequence[Message]) -> list[Verdict]:
    """One verdict a message, in order, from both nets as in a conversation."""
    verdicts = []
    for message in messages:
        danger = (await assistant.read(message.text)).get("danger") or {"hits": [], "question": None}
        level = highest(Level(level) for _, level in danger["hits"])
        asked = Level(danger["question"][1]) if danger["question"] else None
        verdicts.append(Verdict(message, level, asked))
    return verdicts
