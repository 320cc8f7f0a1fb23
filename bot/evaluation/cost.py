"""What the red-flag screen costs: time a message, by part."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from bot.nlu.message import REPAIRED_TEXT
from bot.nlu.screening import pattern_screen
from bot.runtime.assistant import Assistant

_WARM_UP = 20  # messages


def screen_cost(assistant: Assistant, texts: Sequence[str]) -> dict[str, float]:
    """Median milliseconds a message: of the patterns with their assertion, and of both nets together.

    Both nets include the sentence encoder, although the intent classifier needs it as well.
    """
    from rasa.shared.nlu.constants import TEXT  # after the assistant, which prepares Rasa for being imported
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.embedder_component import SentenceEmbedder
    from bot.nlu.red_flag_component import RedFlagScreen

    embedder, component = SentenceEmbedder(), assistant.component(RedFlagScreen)

    def both_nets(text: str) -> None:
        message = Message({TEXT: text, REPAIRED_TEXT: text})
        component.process(embedder.process([message]))

    return {
        "patterns_milliseconds_p50": _median(texts, pattern_screen().screen),
        "both_nets_milliseconds_p50": _median(texts, both_nets),
    }


def _median(texts: Sequence[str], measured: Callable[[str], object]) -> float:
    for text in texts[:_WARM_UP]:
        measured(text)
    times = []
    for text in texts:
        started = time.perf_counter()
        measured(text)
        times.append(time.perf_counter() - started)
    return round(1000 * statistics.median(times), 2)
