"""Puts the running assistant together: model, actions, conversations."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.runtime.bootstrap import prepare_rasa

prepare_rasa()

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402

import actions  # noqa: E402, F401  # an error in an action shows here, and not as an exit deep inside rasa-sdk
from bot.content.library import Library, library  # noqa: E402
from bot.runtime.actions_endpoint import InProcessActions  # noqa: E402
from bot.runtime.collector import ReplyCollector  # noqa: E402
from bot.runtime.rasa_loop import RasaLoop  # noqa: E402
from bot.runtime.settings import Settings  # noqa: E402
from bot.runtime.training import Manifest, read_manifest  # noqa: E402
from bot.runtime.tuning import tune_rasa  # noqa: E402
from bot.storage.current import use_database  # noqa: E402
from bot.storage.database import MEMORY, Database, Unit, Write, gathered, open_database  # noqa: E402
from bot.storage.tracker_store import TurnTrackerStore, slot_values  # noqa: E402

ACTIONS_PACKAGE = "actions"
Component = TypeVar("Component")


class ModelError(Exception):
    """The model is missing, damaged or does not fit the code; the message says which and what to do."""


@dataclass(frozen=True)
class Spoken:
    """What one message led to: the actions' turns (see `actions.turn.speak`) and how NLU read the message.

    `writes` must be committed for it to count, and `slots` are Rasa's slots after that.
    """

    turns: Sequence[dict[str, Any]]
    reading: Mapping[str, Any]
    writes: Sequence[Write] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Assistant:
    """A loaded agent with the content it speaks from. All of Rasa that the gate and the measurements see."""

    agent: Agent
    library: Library
    manifest: Manifest
    database: Database
    loop: RasaLoop = field(default_factory=RasaLoop)

    async def respond(self, conversation: str, text: str, timeout: float = 60.0, unit: Unit | None = None) -> Spoken:
        """Let Rasa answer `text`, which must have passed the gate. Nothing is kept until `writes` are committed.

        `timeout` is in seconds; `unit` holds what was read of the conversation before, if it was. Raises TimeoutError,
        and whatever an action or the data base raises.
        """
        return await self.loop.run(self._turn(conversation, text, unit), timeout)

    async def _turn(self, conversation: str, text: str, read: Unit | None) -> Spoken:
        collector = ReplyCollector()
        with gathered(read) as unit:
            processor = self.agent.processor
            assert processor is not None
            await processor.handle_message(UserMessage(text, collector, conversation))
        tracker = unit.tracker
        latest = tracker.latest_message if tracker else None
        reading = (latest.parse_data if latest else None) or {}
        return Spoken(collector.turns, reading, unit.writes, slot_values(tracker) if tracker else {})

    def component(self, kind: type[Component]) -> Component:
        """The loaded NLU component of class `kind`, to be measured by itself. Raises ModelError when there is none."""
        runner = self.agent.processor.graph_runner if self.agent.processor else None
        for node in getattr(runner, "_instantiated_nodes", {}).values():
            if isinstance(found := getattr(node, "_component", None), kind):
                return found
        raise ModelError(f"the model has no {kind.__name__}")

    async def read(self, text: str) -> dict[str, Any]:
        """How NLU reads `text`, outside any conversation."""
        reading: dict[str, Any] = await self.agent.parse_message(text)
        return reading


def check_model(settings: Settings) -> Manifest:
    """The current model's manifest. Raises ModelError when there is none or its file is missing or damaged."""
    manifest = read_manifest(settings.models)
    if manifest is None:
        raise ModelError(f"there is no trained model in {settings.models}; run `make train`")
    file = settings.models / manifest.model
    if not file.is_file():
        raise ModelError(f"the model {file} is missing; run `make train`")
    if hashlib.sha256(file.read_bytes()).hexdigest() != manifest.sha256:
        raise ModelError(f"the model {file} is damaged (its SHA-256 differs); run `make train`")
    return manifest


def load_assistant(settings: Settings, database: Database | None = None) -> Assistant:
    """Load the current model with in-process actions; conversations live in `database`, else in memory.

    Raises ModelError, or ContentError for wrong content.
    """
    content = library()
    manifest = check_model(settings)
    tune_rasa()
    kept = database or open_database(MEMORY)
    endpoint = InProcessActions(ACTIONS_PACKAGE)
    use_database(kept)
    agent = Agent.load(
        str(settings.models / manifest.model), action_endpoint=endpoint, tracker_store=TurnTrackerStore(kept)
    )
    if agent.processor is None or agent.domain is None:
        raise ModelError(f"Rasa could not load {manifest.model}; run `make train`")
    missing = set(agent.domain.user_actions) - endpoint.action_names
    if missing:
        raise ModelError(f"the model needs actions that do not exist: {', '.join(sorted(missing))}; run `make train`")
    return Assistant(agent, content, manifest, kept)
