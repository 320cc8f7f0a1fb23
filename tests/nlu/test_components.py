"""The Rasa components on their own: train, persist, load, process."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.core.replies import CLARIFY
from bot.nlu.classifier_component import TopicClassifier
from bot.nlu.embedder_component import SentenceEmbedder
from bot.nlu.encoder import DIMENSIONS, MODEL_PACKAGE, model_file, shared_encoder
from bot.nlu.message import ALSO, DEBUG, QUESTIONS, REPAIRED_TEXT, VECTORS
from bot.nlu.spelling_component import SpellingRepair
from bot.runtime.settings import Settings
from bot.runtime.training import read_manifest

CONTEXT = ExecutionContext(GraphSchema({}))
PHRASES = {
    "stretch": ["how do I stretch", "stretch my leg please", "show me a strecth", "which stretch is best"],
    "tendon": ["what is a tendon", "tendon meaning", "explain tendons", "where is the tendon"],
    "out_of_scope": ["buy cheap shoes", "cheap flights", "buy a cheap car", "cheap phones"],
}
TWO = "How do I stretch? What is a tendon?"
WORDS = "words: [stretch, tendon]\naliases: {tendo: tendon}\nleave: [stench]\n"
CONFIG = {**TopicClassifier.get_default_config(), "also": 0.5}
Component = SpellingRepair | SentenceEmbedder | TopicClassifier


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> ModelStorage:
    return LocalModelStorage.create(tmp_path_factory.mktemp("storage"))


@pytest.fixture(scope="module")
def spelling(storage: ModelStorage, tmp_path_factory: pytest.TempPathFactory) -> SpellingRepair:
    words = tmp_path_factory.mktemp("words") / "words.yml"
    words.write_text(WORDS, encoding="utf-8")
    config, resource = {"words": str(words)}, Resource("spelling")
    SpellingRepair.create(config, storage, resource, CONTEXT).train(_data())
    words.unlink()  # a loaded component needs the stored model only
    return SpellingRepair.load(config, storage, resource, CONTEXT)


@contextmanager
def _without_encoder() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, MODEL_PACKAGE, None)
        shared_encoder.cache_clear()
        yield
    shared_encoder.cache_clear()


@pytest.fixture(params=["encoder", "TF-IDF alone"])
def encoder(request: pytest.FixtureRequest) -> Iterator[bool]:
    """True with the sentence encoder, False as on a machine without its package."""
    if request.param == "encoder":
        if model_file() is None:
            pytest.skip("the encoder's package is not installed")
        yield True
        return
    with _without_encoder():
        yield False


@pytest.fixture
def pipeline(encoder: bool, storage: ModelStorage, spelling: SpellingRepair) -> list[Component]:
    """Trained, stored and loaded again, once with the encoder and once without."""
    embedder = SentenceEmbedder.create({}, storage, Resource("embedder"), CONTEXT)
    resource = Resource(f"classifier {encoder}")
    data = embedder.process_training_data(spelling.process_training_data(_data()))
    TopicClassifier.create(CONFIG, storage, resource, CONTEXT).train(data)
    return [spelling, embedder, TopicClassifier.load(CONFIG, storage, resource, CONTEXT)]


def _data() -> TrainingData:
    return TrainingData([Message({TEXT: text, INTENT: label}) for label, texts in PHRASES.items() for text in texts])


def _read(components: Sequence[Component], text: str | None) -> Message:
    messages = [Message({TEXT: text})]
    for component in components:
        messages = component.process(messages)
    return messages[0]


def test_spelling_is_repaired_and_questions_are_split(spelling: SpellingRepair) -> None:
    message = _read([spelling], "how do i strecth? what is a tendo?")
    assert message.get(REPAIRED_TEXT) == "how do i stretch? what is a tendon?"
    assert message.get(QUESTIONS) == ["how do i stretch?", "what is a tendon?"]
    assert _read([spelling], "a stench").get(REPAIRED_TEXT) == "a stench"


def test_examples_are_repaired_like_messages(spelling: SpellingRepair) -> None:
    data = spelling.process_training_data(_data())
    assert "show me a stretch" in {example.get(REPAIRED_TEXT) for example in data.training_examples}


def test_new_words_call_for_training_again(tmp_path: Path) -> None:
    words = tmp_path / "words.yml"
    words.write_text(WORDS, encoding="utf-8")
    before = SpellingRepair.fingerprint_addon({"words": str(words)})
    words.write_text(WORDS.replace("tendon]", "tendon, heel]"), encoding="utf-8")
    assert SpellingRepair.fingerprint_addon({"words": str(words)}) != before


def test_a_coming_or_going_encoder_calls_for_training_again() -> None:
    if model_file() is None:
        pytest.skip("the encoder's package is not installed")
    with_encoder = SentenceEmbedder.fingerprint_addon({})
    with _without_encoder():
        assert SentenceEmbedder.fingerprint_addon({}) != with_encoder


def test_a_message_gets_a_vector_for_itself_and_each_question(encoder: bool, pipeline: list[Component]) -> None:
    vectors = _read(pipeline[:2], TWO).get(VECTORS)
    assert (vectors is not None) is encoder
    assert vectors is None or vectors.shape == (3, DIMENSIONS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("show me how to strecth", "stretch"), ("what are tendons", "tendon"), ("buy cheap flights", "out_of_scope")],
)
def test_a_trained_pipeline_understands(pipeline: list[Component], text: str, intent: str) -> None:
    message = _read(pipeline, text)
    assert message.get(INTENT)["name"] == intent
    assert 0 < message.get(INTENT)["confidence"] <= 1
    assert {item["name"] for item in message.get(INTENT_RANKING_KEY)} == set(PHRASES)
    assert message.get(ALSO) == []
    assert message.get(DEBUG)["questions"] == []


def test_two_questions_are_two_wishes(pipeline: list[Component]) -> None:
    message = _read(pipeline, TWO)
    assert message.get(INTENT)["name"] == "stretch"
    assert message.get(ALSO) == ["tendon"]


def test_the_same_question_twice_is_one_wish(pipeline: list[Component]) -> None:
    message = _read(pipeline, "How do I stretch? Which stretch is best?")
    assert message.get(INTENT)["name"] == "stretch"
    assert message.get(ALSO) == []


def test_what_is_unclear_is_asked_back_about(storage: ModelStorage, pipeline: list[Component], encoder: bool) -> None:
    never_sure = TopicClassifier.load({**CONFIG, "sure": 1.1}, storage, Resource(f"classifier {encoder}"), CONTEXT)
    assert _read([*pipeline[:2], never_sure], "tendon or stretch").get(INTENT)["name"] == CLARIFY


@pytest.mark.parametrize("text", ["", None])
def test_a_message_without_text_is_left_alone(pipeline: list[Component], text: str | None) -> None:
    assert _read(pipeline, text).get(INTENT_RANKING_KEY) is None


def test_an_untrained_component_is_a_mistake(storage: ModelStorage) -> None:
    with pytest.raises(AssertionError):
        TopicClassifier.create(CONFIG, storage, Resource("x"), CONTEXT).process([Message({REPAIRED_TEXT: "heel"})])
    with pytest.raises(AssertionError):
        SpellingRepair.create({}, storage, Resource("x"), CONTEXT).process([Message({TEXT: "heel"})])


def test_the_trained_model_holds_no_pickled_objects(settings: Settings) -> None:
    manifest = read_manifest(settings.models)
    assert manifest is not None
    kinds: set[str] = set()
    with tarfile.open(settings.models / manifest.model) as archive:
        for member in archive.getmembers():
            stream = archive.extractfile(member)
            if stream is None:
                continue
            kinds.add(Path(member.name).suffix)
            if member.name.endswith(".json"):
                json.loads(stream.read())
            elif member.name.endswith(".npz"):
                with np.load(io.BytesIO(stream.read()), allow_pickle=False) as arrays:
                    assert all(arrays[name].dtype.kind != "O" for name in arrays.files)
    assert kinds == {".json", ".npz", ".yml"}
