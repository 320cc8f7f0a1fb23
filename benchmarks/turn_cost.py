"""What gate and storage cost a turn on SQLite, and whether a long conversation costs more.

    .venv/bin/python benchmarks/turn_cost.py --json benchmarks/results/turn_cost.json

Times are milliseconds of wall clock. "Rasa" is everything between the gate and the answer: understanding, policies,
actions, and reading the tracker. The rest is ours: taking the message in, reading the slots, and the turn's one commit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.runtime.bootstrap import prepare_rasa

prepare_rasa()

from bot.gate.gate import Gate  # noqa: E402
from bot.gate.limits import Limits  # noqa: E402
from bot.gate.mailroom import Mailroom  # noqa: E402
from bot.runtime.assistant import Assistant, Spoken, load_assistant  # noqa: E402
from bot.runtime.settings import load_settings  # noqa: E402
from bot.storage.database import Database, open_database  # noqa: E402

TEXTS = (
    "What is dorsiflexion?",
    "tell me more",
    "how do I stretch my calf?",
    "how often?",
    "thanks",
    "my heel is sore",
)
TURNS = 320
EARLY, LATE = slice(5, 16), slice(290, 311)


class Timed:
    """The times of a method, in milliseconds."""

    def __init__(self, method: Callable[..., Awaitable[Any]]) -> None:
        self._method = method
        self.times: list[float] = []

    async def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call it, and keep the time."""
        started = time.perf_counter()
        try:
            return await self._method(*arguments, **named)
        finally:
            self.times.append((time.perf_counter() - started) * 1000)


async def measured(assistant: Assistant, database: Database) -> dict[str, Any]:
    """One conversation of `TURNS` messages through mailroom, gate and storage."""
    rasa: Timed = Timed(assistant.respond)

    async def respond(*arguments: Any, **named: Any) -> Spoken:
        found: Spoken = await rasa(*arguments, **named)
        return found

    assistant.respond = respond  # type: ignore[method-assign]
    room = Mailroom(Gate(assistant, 30, database), Limits("100000/second", "100000/second"), 10_000)
    taken_in, whole = [], []
    for number in range(TURNS):
        started = time.perf_counter()
        await room.post("web-cost", f"m{number}", TEXTS[number % len(TEXTS)])
        taken_in.append((time.perf_counter() - started) * 1000)
        await room.replies("web-cost", number, 30)
        whole.append((time.perf_counter() - started) * 1000)
    await room.stop(10)
    ours = [total - inside for total, inside in zip(whole, rasa.times, strict=True)]
    p50 = statistics.median
    return {
        "turns": TURNS,
        "taking_in_ms_p50": round(p50(taken_in), 2),
        "gate_and_storage_ms_p50": round(p50(ours), 2),
        "rasa_ms_p50": round(p50(rasa.times), 2),
        "whole_turn_ms_p50": round(p50(whole), 2),
        "late_to_early": round(p50(whole[LATE]) / p50(whole[EARLY]), 2),
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/cost.sqlite")
        found = asyncio.run(measured(load_assistant(load_settings(), database), database))
        database.close()
    print(json.dumps(found, indent=1))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
