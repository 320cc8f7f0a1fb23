"""Puts the running assistant together: model, actions, conversations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.runtime.bootstrap import prepare_rasa

prepare_rasa()

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import UserMessage  # noqa: E402
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import SlotSet  # noqa: E402
from sqlalchemy.engine import Engine  # noqa: E402
from sqlalchemy.exc import SQLAlchemyError  # noqa: E402

import actions  # noqa: E402, F401  # an error in an action shows here, and not as an exit deep inside rasa-sdk
from bot.content.library import Library, library  # noqa: E402
from bot.core.findings import Finding  # noqa: E402
from bot.core.red_flags import Screen  # noqa: E402
from bot.core.replies import Button  # noqa: E402
from bot.core.watch import Watch  # noqa: E402
from bot.runtime.actions_endpoint import InProcessActions  # noqa: E402
from bot.runtime.collector import ReplyCollector  # noqa: E402
from bot.runtime.settings import Settings  # noqa: E402
from bot.runtime.training import Manifest, read_manifest  # noqa: E402
from bot.runtime.tuning import tune_rasa  # noqa: E402
from bot.storage.database import open_database  # noqa: E402
from bot.storage.notebook import Notebook, use_notebook  # noqa: E402

ACTIONS_PACKAGE = "actions"
Component = TypeVar("Component")


class ConversationStoreError(Exception):
    """Named conversations cannot be kept; the message says where."""


class ModelError(Exception):
    """The model is missing, damaged or does not fit the code; the message says which and what to do."""


@dataclass(frozen=True)
class Spoken:
    """What one message led to: the actions' turns (see `actions.turn.speak`) and how NLU read the message."""

    turns: list[dict[str, Any]]
    reading: dict[str, Any]


@dataclass(frozen=True)
class Memory:
    """What the gate needs of a conversation: the choices that the last reply offered, and the dangers raised."""

    offered: tuple[Button, ...]
    watch: Watch


@dataclass
class Assistant:
    """A loaded agent with the content it speaks from. All of Rasa that the gate and the measurements see."""

    agent: Agent
    library: Library
    manifest: Manifest

    async def memory(self, conversation: str) -> Memory:
        """What `conversation` remembers; an empty memory for a new one."""
        tracker = await self.agent.tracker_store.retrieve(conversation)
        if tracker is None:
            return Memory((), Watch())
        offered = tuple(Button.from_dict(button) for button in tracker.get_slot("offer") or ())
        return Memory(offered, Watch.from_dict(tracker.get_slot("watch")))

    async def remember(self, conversation: str, screen: Screen, findings: Sequence[Finding]) -> None:
        """Raise the dangers of a message that Rasa did not see, so that later turns know of them."""
        async with self.agent.lock_store.lock(conversation):
            tracker = await self.agent.tracker_store.get_or_create_tracker(conversation)
            watch = Watch.from_dict(tracker.get_slot("watch"))
            for hit in screen.hits:
                watch = watch.raise_flag(hit.flag.id, hit.level, (item.sign for item in findings if item.live))
            tracker.update(SlotSet("watch", watch.as_dict()))
            await self.agent.tracker_store.save(tracker)

    async def respond(self, conversation: str, text: str) -> Spoken:
        """Let Rasa answer `text`, which must have passed the gate."""
        collector = ReplyCollector()
        await self.agent.handle_message(UserMessage(text, collector, conversation))
        tracker = await self.agent.tracker_store.retrieve(conversation)
        latest = tracker.latest_message if tracker else None
        return Spoken(collector.turns, (latest.parse_data if latest else None) or {})

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


def load_assistant(settings: Settings, keep_conversations: bool = False) -> Assistant:
    """Load the current model with in-process actions.

    Conversations live in memory, or with `keep_conversations` in the SQLite file of the settings. Raises ModelError,
    or ContentError for wrong content.
    """
    content = library()
    manifest = check_model(settings)
    tune_rasa()
    endpoint = InProcessActions(ACTIONS_PACKAGE)
    store = _conversation_store(settings) if keep_conversations else InMemoryTrackerStore(Domain.empty())
    use_notebook(Notebook(_database(settings.conversations if keep_conversations else None)))
    agent = Agent.load(str(settings.models / manifest.model), action_endpoint=endpoint, tracker_store=store)
    if agent.processor is None or agent.domain is None:
        raise ModelError(f"Rasa could not load {manifest.model}; run `make train`")
    missing = set(agent.domain.user_actions) - endpoint.action_names
    if missing:
        raise ModelError(f"the model needs actions that do not exist: {', '.join(sorted(missing))}; run `make train`")
    return Assistant(agent, content, manifest)


def _database(file: Path | None) -> Engine:
    try:
        return open_database(file)
    except (SQLAlchemyError, OSError) as error:
        raise ConversationStoreError(f"{file} cannot be used: {type(error).__name__}") from error


def _conversation_store(settings: Settings) -> TrackerStore:
    try:
        store = SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(settings.conversations))
        settings.conversations.chmod(0o600)  # health text: for its owner only
    except (SQLAlchemyError, OSError) as error:
        problem = f"conversations cannot be kept in {settings.conversations}: {type(error).__name__}"
        raise ConversationStoreError(problem) from error
    return store
