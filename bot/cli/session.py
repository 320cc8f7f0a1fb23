"""What commands share that hold a conversation: load the assistant once, take turns."""

from __future__ import annotations

import asyncio
import re
import secrets
import sys
from collections.abc import Iterator

import typer

from bot.core.replies import Turn
from bot.runtime.settings import load_settings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def checked_name(value: str | None) -> str | None:
    """A conversation's name as given on the command line: letters, digits, `_ . -`, at most 64."""
    if value is not None and not _NAME.fullmatch(value):
        raise typer.BadParameter("use letters, digits, dots, dashes and underscores, at most 64")
    return value


class Session:
    """A loaded assistant; `take_turn` answers one message in a conversation."""

    def __init__(self, keep_conversations: bool) -> None:
        """Load the current model. Raises ContentError, SettingsError or DatabaseError.

        Without a usable model, dangers are still answered, and `problem` says what is wrong.
        """
        from bot.gate.gate import Gate
        from bot.runtime.assistant import Assistant, ModelError, load_assistant
        from bot.storage.database import MEMORY, open_database

        settings = load_settings()
        self._runner = asyncio.Runner()
        database = open_database(settings.database if keep_conversations else MEMORY)
        self.problem: ModelError | None = None
        assistant: Assistant | None = None
        try:
            assistant = load_assistant(settings, database)
        except ModelError as error:
            self.problem = error
        self._gate = Gate(assistant, settings.timeout, database)

    def take_turn(self, conversation: str, text: str) -> Turn:
        """Answer `text`; never raises for what it says."""
        return self._runner.run(self._gate.receive(conversation, text))

    def close(self) -> None:
        """Let go of the event loop and the data base."""
        self._runner.close()
        self._gate.database.close()


def new_conversation() -> str:
    """An id for an unnamed conversation: channel prefix and 128 random bits."""
    return f"cli-{secrets.token_hex(16)}"


def named_conversation(name: str) -> str:
    """The id of a conversation that the person named."""
    return f"cli-{name}"


def standard_input() -> Iterator[str]:
    """Lines of standard input as they come; bytes that are not UTF-8 become the replacement character."""
    for line in iter(sys.stdin.buffer.readline, b""):
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")
