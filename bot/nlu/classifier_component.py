"""Rasa component: which topic or flow a message asks for, and which further ones."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.readings import OUTSIDE
from bot.core.replies import CLARIFY
from bot.nlu.decision import Decision, Thresholds, decide
from bot.nlu.ensemble import IntentEnsemble
from bot.nlu.message import ALSO, DEBUG, QUESTIONS, REPAIRED_TEXT, VECTORS

_FILE = "ensemble.npz"
_RANKING_LENGTH = 15


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """TF-IDF, sentence vectors and nearest neighbours together; asks back or refuses when it should."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._thresholds = Thresholds(**{key: config[key] for key in self.get_default_config()})
        self._storage = storage
        self._resource = resource
        self.ensemble: IntentEnsemble | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds of `bot.nlu.decision`."""
        return dataclasses.asdict(Thresholds())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the repaired examples and their vectors."""
        examples = [example for example in training_data.intent_examples if example.get(REPAIRED_TEXT)]
        vectors = [example.get(VECTORS) for example in examples]
        with_vectors = bool(vectors) and all(vector is not None for vector in vectors)
        self.ensemble = IntentEnsemble.fit(
            [example.get(REPAIRED_TEXT) for example in examples],
            [example.get(INTENT) for example in examples],
            np.concatenate(vectors) if with_vectors else None,
            outside=OUTSIDE,
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_bytes(self.ensemble.to_bytes())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """The component as trained."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.ensemble = IntentEnsemble.from_bytes((folder / _FILE).read_bytes())
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and further intents."""
        for message in messages:
            text = message.get(REPAIRED_TEXT)
            if text:
                self._classify(message, [text, *message.get(QUESTIONS, [])])
        return messages

    def _classify(self, message: Message, texts: list[str]) -> None:
        assert self.ensemble is not None, "train or load comes first"
        predictions = self.ensemble.predict(texts, message.get(VECTORS))
        whole, *parts = (decide(prediction, self._thresholds) for prediction in predictions)
        main, *others = _separate_wishes(whole, parts, self._thresholds.also)
        message.set(INTENT, {"name": main.intent, "confidence": main.confidence}, add_to_output=True)
        ranking = [{"name": label, "confidence": share} for label, share in main.ranking[:_RANKING_LENGTH]]
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(ALSO, [other.intent for other in others], add_to_output=True)
        debug = {
            "decided": main.intent,
            "read_as": texts[0],
            "questions": texts[1:],
            "nearest": round(predictions[0].nearest, 3),
        }
        message.set(DEBUG, debug, add_to_output=True)


def _separate_wishes(whole: Decision, parts: list[Decision], least: float) -> list[Decision]:
    """The decision on the whole text, or those on its questions where two of them clearly want different things."""
    clear: list[Decision] = []
    for part in parts:
        known = {decision.intent for decision in clear}
        if part.intent not in {CLARIFY, *OUTSIDE, *known} and part.confidence >= least:
            clear.append(part)
    return clear if len(clear) > 1 else [whole]
