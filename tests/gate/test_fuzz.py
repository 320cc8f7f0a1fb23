"""20,000 texts of every kind at the gate: no shortcut of Rasa gets through, and every one gets an answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Any, cast

from bot.content.library import Library
from bot.core.replies import CLARIFY, Button, Reply
from bot.gate.gate import Gate
from bot.gate.tokens import Signer, new_conversation
from bot.runtime.assistant import Assistant, Spoken
from bot.storage.trackers import Remembered

TEXTS = 20_000
OFFERED = (Button("Tell me more", "/more"), Button("None", '/choose{"choice": "now.none"}'))
PIECES = (
    *("/", "//", "／", "⁄", "/restart", "/back", "/session_start", "/gait", "EXTERNAL:", "@0.9", "{", "}", '"', ": "),
    *(
        '/choose{"choice": "now.none"}',
        "\x00",
        "\x1b[31m",
        "\u200b",
        "\u202e",
        "\ud83d",
        "\udc00",
        "é",
        "한국어",
        "مرحبا",
    ),
    *(
        "😀",
        "👍🏽",
        "heel",
        "my foot",
        " ",
        "\n",
        "\t",
        "~.",
        "~.0123456789ab",
        "yes",
        "2",
        "none",
        "the second one",
        "more",
    ),
    *(
        "a" * 300,
        "ﷺ" * 20,
        "%s",
        "{0}",
        "${HOME}",
        "<script>",
        "'; DROP TABLE turns;--",
        "\\",
        "%00",
        "null",
        "0",
        "-1",
    ),
)


class Recorder:
    """An assistant that answers everything alike, and keeps what the gate let through."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.database = Remembering()
        self.heard: list[str] = []

    async def respond(self, _conversation: str, text: str, _timeout: float, _unit: object) -> Spoken:
        self.heard.append(text)
        turn = dict.fromkeys(("topic", "expecting", "result", "level"))
        reply = Reply("All right.").as_dict()
        return Spoken([{**turn, "outcome": CLARIFY, "also": [], "red_flags": [], "findings": [], "reply": reply}], {})


class Remembering:
    """A data base in which every conversation was just offered the same choices."""

    async def run(self, function: object) -> Any:
        slots: Mapping[str, Any] = {"offer": [button.as_dict() for button in OFFERED]}
        return Remembered(slots, (), slots, 1)


def test_no_shortcut_gets_through_and_everything_is_answered(content: Library, runner: asyncio.Runner) -> None:
    chance, recorder = random.Random(20_000), Recorder(content)
    gate = Gate(cast(Assistant, recorder), timeout=30)
    payloads = {button.payload for button in OFFERED}

    async def send() -> None:
        for _ in range(TEXTS):
            text = "".join(chance.choice(PIECES) for _ in range(chance.choice((1, 1, 2, 3, 5, 8))))
            composed = await gate.compose("web-fuzz", text)
            assert composed.turn.replies[0].text.strip(), repr(text)
            composed.turn.replies[0].text.encode("utf-8")
            composed.turn.text.encode("utf-8")

    runner.run(send())
    assert len(recorder.heard) > TEXTS / 4
    through = [text for text in recorder.heard if text.lstrip().startswith(("/", "EXTERNAL")) and text not in payloads]
    assert through == []
    assert {text for text in recorder.heard if text.startswith("/")} == payloads  # and those that were offered did


def test_ten_thousand_guessed_tokens_open_nothing() -> None:
    signer, chance = Signer("a secret"), random.Random(1)
    token = signer.sign(new_conversation("web"))
    conversation, _, signature = token.rpartition(".")
    for _ in range(10_000):
        digits = f"{chance.getrandbits(128):032x}"
        assert signer.verify(f"{conversation}.{digits}") is None
        assert signer.verify(f"web-{digits}.{signature}") is None
