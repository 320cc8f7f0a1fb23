"""Rasa component, last in the pipeline: a danger in the message overrules whatever the classifier said."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.escalation import is_distressed
from bot.core.findings import Assertion, Finding
from bot.core.readings import OUTSIDE
from bot.core.red_flags import Level
from bot.core.replies import CLARIFY
from bot.nlu.danger import Meaning, NetThresholds, Verdict, judge
from bot.nlu.encoder import shared_encoder
from bot.nlu.meaning import MeaningNet
from bot.nlu.message import DANGER, REPAIRED_TEXT, VECTORS
from bot.nlu.screening import pattern_screen

ESCALATE, ASK = "escalate", "ask_danger"
# With these readings, advice to book is the answer; with any other it is added to the answer.
_GIVES_WAY = frozenset({"self_check", "see_professional", CLARIFY, *OUTSIDE})
_SURE = 0.7
_FILE = "meaning.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RedFlagScreen(GraphComponent, IntentClassifier):
    """Patterns and meaning together; sets the intent `escalate` or `ask_danger`, and what was found."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._thresholds = NetThresholds(**{key: config[key] for key in self.get_default_config()})
        self._storage = storage
        self._resource = resource
        self._net: MeaningNet | None = None
        self._flags = {flag.id: flag for flag in pattern_screen().flags}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds of `bot.nlu.danger`."""
        return dataclasses.asdict(NetThresholds())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the sentences of the red flags change."""
        sentences = [(flag.id, flag.catches, flag.must_not_catch) for flag in pattern_screen().flags]
        return hashlib.sha256(repr(sentences).encode()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagScreen:
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the meaning net from the flags' sentences and the harmless training examples."""
        encoder = shared_encoder()
        if encoder is not None:
            dangers = [(flag.id, level, text) for flag in self._flags.values() for level, text in flag.catches]
            lookalikes = [text for flag in self._flags.values() for text in flag.must_not_catch]
            examples = [example for example in training_data.intent_examples if example.get(VECTORS) is not None]
            self._net = MeaningNet.fit(
                dangers,
                encoder.encode([text for _, _, text in dangers]),
                [*lookalikes, *(example.get(REPAIRED_TEXT) for example in examples)],
                np.concatenate([encoder.encode(lookalikes), *(example.get(VECTORS) for example in examples)]),
            )
            with self._storage.write_to(self._resource) as folder:
                (folder / _FILE).write_bytes(self._net.to_bytes())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RedFlagScreen:
        """The component as trained; without the encoder it works on patterns alone."""
        component = cls(config, model_storage, resource)
        if shared_encoder() is not None:
            try:
                with model_storage.read_from(resource) as folder:
                    component._net = MeaningNet.from_bytes((folder / _FILE).read_bytes())
            except (ValueError, FileNotFoundError):  # trained without the encoder
                component._net = None
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Screen each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                self._screen(message, text)
        return messages

    def _screen(self, message: Message, text: str) -> None:
        screen, findings = pattern_screen().screen(text)
        verdict = judge(screen, findings, self._meaning(message), self._thresholds)
        intent = self._overruling(message, verdict)
        if intent:
            message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        message.set(DANGER, _summary(text, verdict, findings), add_to_output=True)

    def _meaning(self, message: Message) -> Meaning | None:
        vectors = message.get(VECTORS)
        if self._net is None or vectors is None:
            return None
        return self._net.read(message.get(REPAIRED_TEXT), vectors[0], self._flags)

    def _overruling(self, message: Message, verdict: Verdict) -> str | None:
        leading = verdict.leading
        if leading and leading[1] is not Level.PROFESSIONAL:
            return ESCALATE
        if verdict.question:
            return ASK
        if leading:
            intent = message.get(INTENT) or {}
            unsure = (intent.get("confidence") or 0.0) < _SURE
            return ESCALATE if unsure or intent.get("name") in _GIVES_WAY else None
        return None


def _summary(text: str, verdict: Verdict, findings: list[Finding]) -> dict[str, Any]:
    live = {finding.sign for finding in findings if finding.live}
    return {
        "hits": [[flag.id, level.value] for flag, level in verdict.hits],
        "question": [verdict.question[0].id, verdict.question[1].value] if verdict.question else None,
        "findings": [finding.as_dict() for finding in findings],
        "denied": sorted({item.sign for item in findings if item.assertion is Assertion.ABSENT} - live),
        "distressed": is_distressed(text),
    }
