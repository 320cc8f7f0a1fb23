"""Rasa component: what a message would answer to each question of the self-check."""

from __future__ import annotations

import hashlib
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.library import data_folder, library
from bot.content.self_check import load_replies
from bot.nlu.encoder import shared_encoder
from bot.nlu.message import REPAIRED_TEXT, REPLY, VECTORS
from bot.nlu.reply_reader import ReplyReader
from bot.nlu.spotting import spot

_FILE = "replies.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SelfCheckReplies(GraphComponent):
    """Reads every message as a reply to every question; the self-check takes what it has asked for.

    Without the encoder it reads nothing: the self-check then understands its buttons and the phrases of its options.
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource
        self._reader: ReplyReader | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings."""
        return {}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the replies change."""
        replies = load_replies(data_folder(), library().self_check.check)
        return hashlib.sha256(repr(replies).encode()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SelfCheckReplies:
        """An untrained component."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the replies below `data/`; the training examples of intents say nothing here."""
        encoder = shared_encoder()
        if encoder is not None:
            replies = load_replies(data_folder(), library().self_check.check)
            self._reader = ReplyReader.fit(replies, encoder.encode([reply.text for reply in replies]))
            with self._storage.write_to(self._resource) as folder:
                (folder / _FILE).write_bytes(self._reader.to_bytes())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SelfCheckReplies:
        """The component as trained."""
        component = cls(model_storage, resource)
        if shared_encoder() is not None:
            try:
                with model_storage.read_from(resource) as folder:
                    component._reader = ReplyReader.from_bytes((folder / _FILE).read_bytes())
            except (ValueError, FileNotFoundError):  # trained without the encoder
                component._reader = None
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to training examples."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith("/"):
                continue
            reading: dict[str, Any] = {"spotted": spot(text)}
            vectors = message.get(VECTORS)
            if self._reader is not None and vectors is not None:
                reading |= self._reader.read(message.get(REPAIRED_TEXT), vectors[0]).as_dict()
            message.set(REPLY, reading, add_to_output=True)
        return messages
