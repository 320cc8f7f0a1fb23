"""Rasa component: spelling repair and separate questions, before anything else reads the message."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.spelling import load_spelling
from bot.nlu.message import QUESTIONS, REPAIRED_TEXT
from bot.nlu.questions import split_questions
from bot.nlu.spelling import SpellingRepairer

_FILE = "spelling.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class SpellingRepair(GraphComponent):
    """Sets the repaired text and the questions on each message; learns its guard words at training."""

    def __init__(self, repairer: SpellingRepairer | None) -> None:
        self._repairer = repairer

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`words`: the file of field words and aliases, relative to the project."""
        return {"words": "data/spelling.yml"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the word file changes."""
        words = {**cls.get_default_config(), **config}["words"]  # Rasa passes no defaults here
        return hashlib.sha256(Path(words).read_bytes()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingRepair:
        """An untrained component."""
        component = cls(None)
        component._config, component._storage, component._resource = config, model_storage, resource
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the guard words and store them with the field words."""
        spelling = load_spelling(Path(self._config["words"]))
        self._repairer = SpellingRepairer.learn(spelling.words, spelling.aliases, spelling.leave)
        with self._storage.write_to(self._resource) as folder:
            stored = {
                "words": self._repairer.words,
                "aliases": self._repairer.aliases,
                "guard": sorted(self._repairer.guard),
            }
            (folder / _FILE).write_text(json.dumps(stored), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingRepair:
        """The component as trained."""
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(SpellingRepairer(stored["words"], stored["aliases"], stored["guard"]))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Repair the training examples the same way as messages."""
        for message in training_data.training_examples:
            self._read(message)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Repair messages."""
        for message in messages:
            self._read(message)
            message.set(QUESTIONS, split_questions(message.get(REPAIRED_TEXT)))
        return messages

    def _read(self, message: Message) -> None:
        assert self._repairer is not None, "train or load comes first"
        message.set(REPAIRED_TEXT, self._repairer.repair(message.get(TEXT) or ""))
