"""The contract project's own NLU components, importer and channel, each built the way the assistant builds its own."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.runtime.collector import ReplyCollector

ADDED_TOPIC = "heel"
READ = "contract_read"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ContractReader(GraphComponent):
    """Leaves the text in small letters on every message, in training and afterwards."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return "contract"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContractReader:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                message.set(READ, message.get(TEXT).lower())
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ContractClassifier(GraphComponent, IntentClassifier):
    """Knows its examples by heart; is `sure` of them and takes everything else for `unruled`."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, known: dict[str, str]
    ) -> None:
        self._sure: float = config["sure"]
        self._storage, self._resource, self._known = storage, resource, known

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"sure": 0.5}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContractClassifier:
        return cls(config, model_storage, resource, {})

    def train(self, training_data: TrainingData) -> Resource:
        known = {example.get(READ): example.get(INTENT) for example in training_data.intent_examples}
        with self._storage.write_to(self._resource) as folder:
            (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ContractClassifier:
        with model_storage.read_from(resource) as folder:
            known = json.loads((folder / "known.json").read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, known)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = self._known.get(message.get(READ), "unruled")
            found = {"name": intent, "confidence": self._sure if message.get(READ) in self._known else 0.1}
            message.set(INTENT, found, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [found, {"name": "crash", "confidence": 0.05}], add_to_output=True)
            message.set("also", [ADDED_TOPIC], add_to_output=True)
        return messages


class ContractImporter(RasaFileImporter):
    """The files, plus an intent and a rule that stand in none of them."""

    def get_domain(self) -> Domain:
        return super().get_domain().merge(Domain.from_dict({"intents": [ADDED_TOPIC]}))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        rule = {"rule": "added", "steps": [{"intent": ADDED_TOPIC}, {"action": "action_contract_answer"}]}
        steps = YAMLStoryReader(self.get_domain()).read_from_parsed_yaml({"rules": [rule]})
        return super().get_stories(exclusion_percentage).merge(StoryGraph(steps))


class ContractChannel(InputChannel):
    """Answers a POST with the turns it led to."""

    @classmethod
    def name(cls) -> str:
        return "contract"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("contract_channel")

        @blueprint.post("/message")
        async def receive(request: Request) -> HTTPResponse:
            collector = ReplyCollector()
            text, conversation = request.json["text"], request.json["conversation"]
            await on_new_message(UserMessage(text, collector, conversation, input_channel=self.name()))
            return response.json(collector.turns)

        return blueprint
