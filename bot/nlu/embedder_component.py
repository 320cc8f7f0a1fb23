"""Rasa component: the sentence vectors of a message, computed once for everything that needs them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import shared_encoder
from bot.nlu.message import QUESTIONS, REPAIRED_TEXT, STATES, VECTORS


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedder(GraphComponent):
    """Sets the vectors of the text and of its questions; sets none when the encoder is not installed."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings."""
        return {}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the encoder comes or goes."""
        return f"encoder: {shared_encoder() is not None}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedder:
        """The component; the encoder itself is the process's shared one."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed the training examples in one go."""
        encoder = shared_encoder()
        examples = [example for example in training_data.training_examples if example.get(REPAIRED_TEXT)]
        if encoder is not None:
            vectors = encoder.encode([example.get(REPAIRED_TEXT) for example in examples])
            for row, example in enumerate(examples):
                example.set(VECTORS, vectors[row : row + 1])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Embed each message together with its questions."""
        encoder = shared_encoder()
        for message in messages:
            text = message.get(REPAIRED_TEXT)
            if encoder is not None and text:
                vectors, states = encoder.encode_message([text, *message.get(QUESTIONS, [])])
                message.set(VECTORS, vectors)
                message.set(STATES, states)
        return messages
