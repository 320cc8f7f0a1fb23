"""What tests of several channels share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.core.replies import Turn
from bot.evaluation.scripts import Script
from bot.gate.gate import Gate
from bot.gate.tokens import new_conversation
from bot.runtime.assistant import Assistant
from bot.storage.current import notebook
from tests.channels.lines import Heard, TerminalLine, talk


@dataclass(frozen=True)
class Told:
    """A script as the terminal's gate answers it."""

    heard: list[Heard]
    turns: list[Turn]


@pytest.fixture(scope="session")
def tell(assistant: Assistant, runner: asyncio.Runner) -> Callable[[Script], Told]:
    """Plays a script through the terminal's gate, each once."""
    gate, played = Gate(assistant, 60), dict[str, Told]()

    def one(script: Script) -> Told:
        if script.id not in played:
            conversation = new_conversation("cli")
            script.note_sessions(notebook(), conversation)
            line = TerminalLine(gate, conversation)
            played[script.id] = Told(runner.run(talk(script, line)), line.turns)
        return played[script.id]

    return one
