"""Rasa component, last in the pipeline: a danger in the message overrules whatever the classifier said."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.library import data_folder
from bot.content.triage import Lesson, lessons
from bot.core.escalation import is_distressed
from bot.core.findings import Assertion, Finding
from bot.core.readings import OUTSIDE
from bot.core.red_flags import Level, Screen
from bot.core.replies import CLARIFY
from bot.nlu.danger import PLACES, Meaning, NetThresholds, Verdict, judge
from bot.nlu.encoder import shared_encoder
from bot.nlu.message import DANGER, REPAIRED_TEXT, STATES
from bot.nlu.screening import pattern_screen
from bot.nlu.triage import Evidence, Example, TriageNet
from bot.nlu.tuned_layers import tuned_layers

ESCALATE, ASK = "escalate", "ask_danger"
# With these readings, advice to book is the answer; with any other it is added to the answer.
_GIVES_WAY = frozenset({"self_check", "see_professional", CLARIFY, *OUTSIDE})
_SURE = 0.7
_ANSWERS = frozenset({"affirm", "deny", "not_sure", "how_long", "how_often", "repeat", "thanks"})
_BARE_WORDS = 3
_FRAGMENT_WORDS = 4
_UNTELLING = frozenset({"new_leg_trouble"})  # what "pain" alone is, too
_SHORT = 8  # words, in which "that did not help" has no room for a complaint as well
_NUMBERS = re.compile(r"\s*\d{1,2}(?:(?:\s|,|&|\+|and)*\d{1,2})*[\s.!]*")
_FILE = "triage.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RedFlagScreen(GraphComponent, IntentClassifier):
    """Patterns and meaning together; sets the intent `escalate` or `ask_danger`, and what was found."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._thresholds = NetThresholds(**{key: config[key] for key in self.get_default_config()})
        self._storage = storage
        self._resource = resource
        self._net: TriageNet | None = None
        self._flags = {flag.id: flag for flag in pattern_screen().flags}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds of `bot.nlu.danger`."""
        return dataclasses.asdict(NetThresholds())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the sentences of the red flags change."""
        flags = {flag.id: flag for flag in pattern_screen().flags}
        return hashlib.sha256(repr(lessons(data_folder(), flags)).encode()).hexdigest()

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
        """Learn the triage net from the flags' sentences, `data/triage/` and the harmless training examples."""
        if shared_encoder() is not None:
            learned = lessons(data_folder(), self._flags)
            learned += [Lesson(text) for item in training_data.intent_examples if (text := item.get(REPAIRED_TEXT))]
            self._net = TriageNet.fit(list(map(_example, learned)))
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
            tuned_layers()  # a damaged file shows at the start, and not at the first message
            try:
                with model_storage.read_from(resource) as folder:
                    component._net = TriageNet.from_bytes((folder / _FILE).read_bytes())
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
        meaning = self._meaning(message, screen, findings)
        limits = self._thresholds.for_a_fragment() if _is_fragment(text, screen, findings) else self._thresholds
        verdict = judge(screen, findings, meaning, limits)
        if _is_about_the_answer(message, verdict):
            verdict = Verdict()
        intent = self._overruling(message, verdict)
        if intent:
            message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        message.set(DANGER, _summary(text, verdict, findings, screen, meaning), add_to_output=True)

    def _meaning(self, message: Message, screen: Screen, findings: list[Finding]) -> Meaning | None:
        states = message.get(STATES)
        if self._net is None or states is None or _is_bare_answer(message, findings) or _is_bare_alarm(message, screen):
            return None
        layers = tuned_layers()
        levels, flags = layers.read(states)
        both, by_words = self._net.read(Evidence(message.get(REPAIRED_TEXT), findings, screen), levels)
        by_flag = {name: share for name, share in zip(layers.flags, flags, strict=True) if name in self._flags}
        likeliest = self._flags[max(by_flag, key=lambda name: by_flag[name])]
        emergency, urgent, professional = (both[level.value] for level in Level)
        worded = by_words[Level.EMERGENCY.value] + by_words[Level.URGENT.value]
        return Meaning(emergency, urgent, professional, likeliest, worded)

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


def _example(lesson: Lesson) -> Example:
    screen, findings = pattern_screen().screen(lesson.text)
    return Example(Evidence(lesson.text, findings, screen), lesson.level, lesson.grown_on)


def _is_bare_answer(message: Message, findings: list[Finding]) -> bool:
    """True for "yes", "no", "both of them": too little to be near a danger, whatever words dangers begin with."""
    intent = message.get(INTENT) or {}
    text = message.get(TEXT) or ""
    if _NUMBERS.fullmatch(text):  # "1 and 3"
        return True
    return len(text.split()) <= _BARE_WORDS and not findings and intent.get("name") in _ANSWERS


def _is_bare_alarm(message: Message, screen: Screen) -> bool:
    """True for "SOS" and "chest pain": too few words for the net to doubt the emergency that patterns see."""
    words = (message.get(TEXT) or "").split()
    return len(words) <= _BARE_WORDS and any(hit.level is Level.EMERGENCY for hit in screen.hits)


def _is_fragment(text: str, screen: Screen, findings: list[Finding]) -> bool:
    """True for "leg pain" and "and the other one": a few words in which patterns find nothing but places."""
    telling = any(finding.live and finding.sign not in PLACES | _UNTELLING for finding in findings)
    return len(text.split()) <= _FRAGMENT_WORDS and not telling and not screen.hits and not screen.questions


def _is_about_the_answer(message: Message, verdict: Verdict) -> bool:
    """True for "that did not help", said of an answer: no self-care that failed."""
    intent = message.get(INTENT) or {}
    about = intent.get("name") == "didnt_help" and (intent.get("confidence") or 0.0) >= _SURE
    milder = verdict.leading is None or verdict.leading[1] is Level.PROFESSIONAL
    return about and milder and verdict.question is None and len((message.get(TEXT) or "").split()) <= _SHORT


def _is_urgent(screen: Screen) -> bool:
    return any(hit.level is not Level.PROFESSIONAL for hit in (*screen.hits, *screen.questions))


def _summary(
    text: str, verdict: Verdict, findings: list[Finding], screen: Screen, meaning: Meaning | None
) -> dict[str, Any]:
    live = {finding.sign for finding in findings if finding.live}
    return {
        # Of danger, today or now. What patterns found, with or without the net, is taken as certain.
        "probability": 1.0 if meaning is None or _is_urgent(screen) else round(meaning.dangerous, 3),
        "hits": [[flag.id, level.value] for flag, level in verdict.hits],
        "question": [verdict.question[0].id, verdict.question[1].value] if verdict.question else None,
        "findings": [finding.as_dict() for finding in findings],
        "denied": sorted({item.sign for item in findings if item.assertion is Assertion.ABSENT} - live),
        "distressed": is_distressed(text),
    }
