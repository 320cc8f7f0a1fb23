"""Fixtures shared by all tests. The model is trained once per session, and only when it is out of date."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.runtime.bootstrap import prepare_rasa

prepare_rasa()

from bot.content.library import PROJECT, Library, library  # noqa: E402
from bot.core.replies import Turn  # noqa: E402
from bot.gate.gate import Gate  # noqa: E402
from bot.runtime import training  # noqa: E402
from bot.runtime.assistant import Assistant, Spoken, load_assistant  # noqa: E402
from bot.runtime.settings import Settings, load_settings  # noqa: E402
from bot.storage.current import use_database  # noqa: E402

Ask = Callable[..., Turn]


async def respond(assistant: Assistant, conversation: str, text: str) -> Spoken:
    """Let Rasa answer `text` without the gate, and keep the turn."""
    spoken = await assistant.respond(conversation, text)
    await assistant.database.run(lambda connection: [write(connection) for write in spoken.writes])
    return spoken


@pytest.fixture(scope="session")
def project() -> Path:
    """The repository's root."""
    return PROJECT


@pytest.fixture(scope="session")
def content() -> Library:
    """The real content."""
    return library()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of this installation, with a model that fits the code."""
    loaded = load_settings()
    if training.reason_to_train(loaded.models):
        training.train(loaded.models)
    return loaded


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The real assistant, conversations in memory."""
    return load_assistant(settings)


@pytest.fixture(autouse=True)
def _data_base(request: pytest.FixtureRequest) -> None:
    """Actions write where this test's assistant reads, whatever a test before has opened and closed in this process."""
    if "assistant" in request.fixturenames:
        use_database(request.getfixturevalue("assistant").database)


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all turns."""
    with asyncio.Runner() as one:
        yield one


@pytest.fixture
def ask(assistant: Assistant, runner: asyncio.Runner, request: pytest.FixtureRequest) -> Ask:
    """A function that sends a message in this test's own conversation and returns the turn."""
    gate = Gate(assistant, timeout=30)

    def send(text: str, conversation: str = request.node.nodeid) -> Turn:
        return runner.run(gate.receive(conversation, text))

    return send
