"""Everything the assistant can say, loaded once per process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.content.exercises import ExerciseContent, load_exercises
from bot.content.flows import FlowReply, load_flows
from bot.content.red_flags import load_red_flags
from bot.content.self_check import SelfCheckContent, load_self_check
from bot.content.topics import load_topics
from bot.content.vocabulary import Vocabulary, load_vocabulary
from bot.content.yaml_file import Section, read
from bot.core.red_flags import RedFlag
from bot.core.replies import SMALLTALK, Button
from bot.core.topics import Topic

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Library:
    """Topics, replies of the flows and red flags by id, the vocabulary of red flags, self-check and exercises."""

    topics: dict[str, Topic]
    flows: dict[str, FlowReply]
    red_flags: dict[str, RedFlag]
    vocabulary: Vocabulary
    self_check: SelfCheckContent
    exercises: ExerciseContent

    def outcome(self, intent: str) -> str:
        """The outcome id of `intent`: the topic itself, the flow it belongs to, or small talk for a follow-up."""
        if intent in self.topics:
            return intent
        return self.flows[intent].flow if intent in self.flows else SMALLTALK

    def question(self, intent: str) -> str:
        """How a person would ask for `intent`; the title where it is a flow."""
        return self.topics[intent].question if intent in self.topics else self.title(intent)

    def title(self, intent: str) -> str:
        """A short label for `intent`."""
        if intent in self.topics:
            return self.topics[intent].title
        reply = self.flows[intent]
        return reply.title or reply.id.replace("_", " ").capitalize()

    def is_offerable(self, intent: str) -> bool:
        """True where a button for `intent` makes sense to a person."""
        return intent in self.topics or (intent in self.flows and self.flows[intent].title is not None)

    def buttons(self, intents: tuple[str, ...], as_questions: bool = False) -> tuple[Button, ...]:
        """Buttons that ask for `intents`, labelled by title or by question."""
        label = self.question if as_questions else self.title
        return tuple(Button.for_intent(label(intent), intent) for intent in intents)


def load_library(data: Path) -> Library:
    """Read and check all content below `data`. Raises ContentError naming file, line and key."""
    vocabulary = load_vocabulary(data / "vocabulary.yml")
    flags = {flag.id: flag for flag in load_red_flags(data, vocabulary.signs)}
    self_check = load_self_check(data, flags)
    exercises = load_exercises(data, self_check.check, flags)
    library = Library(load_topics(data), load_flows(data), flags, vocabulary, self_check, exercises)
    for reply in library.flows.values():
        for intent in reply.next:
            if not library.is_offerable(intent):
                file = data / "flows" / f"{reply.flow}.yml"
                entry = Section(file, read(file)["flow"]["replies"][reply.id], f"flow.replies.{reply.id}")
                raise entry.error("next", f"'{intent}' is no topic and no flow with a title")
    return library


def data_folder() -> Path:
    """The content folder: `BOT_DATA`, or the project's `data/`."""
    return Path(os.environ.get("BOT_DATA", PROJECT / "data"))


@lru_cache(maxsize=1)
def library() -> Library:
    """The content of `data_folder()`, loaded at the first call."""
    return load_library(data_folder())
