from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.content.checks import examples
from bot.nlu.ensemble import IntentEnsemble, Weights

TEXTS = [
    "how do I stretch", "stretch my leg please", "stretching for how long", "show me a stretch",
    "what is a tendon", "tendon meaning", "explain tendons", "where is the tendon",
    "buy cheap shoes", "cheap flights", "buy a cheap car", "cheap phones",
]  # fmt: skip
LABELS = ["stretch"] * 4 + ["tendon"] * 4 + ["out_of_scope"] * 4
UNSEEN = ["please show me how to stretch", "the meaning of tendon", "where can I buy cheap socks"]
MEANT = ["stretch", "tendon", "out_of_scope"]
DIRECTIONS = np.eye(3, 8, dtype=np.float32)


def _vectors(labels: list[str], seed: int) -> np.ndarray:
    """Unit vectors near one direction a label."""
    noise = np.random.default_rng(seed).normal(scale=0.1, size=(len(labels), 8))
    rows = DIRECTIONS[[MEANT.index(label) for label in labels]] + noise
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def plain() -> IntentEnsemble:
    return IntentEnsemble.fit(TEXTS, LABELS, None, outside=("out_of_scope",))


@pytest.fixture(scope="module")
def full() -> IntentEnsemble:
    return IntentEnsemble.fit(TEXTS, LABELS, _vectors(LABELS, 1), outside=("out_of_scope",))


def _first(ensemble: IntentEnsemble, vectors: np.ndarray | None) -> list[str]:
    return [prediction.ranking[0][0] for prediction in ensemble.predict(UNSEEN, vectors)]


def test_it_works_on_tf_idf_alone(plain: IntentEnsemble) -> None:
    assert not plain.uses_vectors
    assert _first(plain, None) == MEANT


def test_vectors_are_ignored_where_it_was_fitted_without(plain: IntentEnsemble) -> None:
    assert plain.predict(UNSEEN, _vectors(MEANT[::-1], 2)) == plain.predict(UNSEEN, None)


def test_it_falls_back_to_tf_idf_where_the_encoder_is_gone(full: IntentEnsemble, plain: IntentEnsemble) -> None:
    assert full.uses_vectors
    assert full.predict(UNSEEN, None) == plain.predict(UNSEEN, None)


def test_vectors_outvote_words_that_say_nothing(full: IntentEnsemble) -> None:
    predictions = full.predict(["qqq", "www", "xxx"], _vectors(MEANT, 3))
    assert [prediction.ranking[0][0] for prediction in predictions] == MEANT


def test_every_label_is_ranked_with_probabilities_that_sum_to_one(full: IntentEnsemble) -> None:
    for prediction in full.predict(UNSEEN, _vectors(MEANT, 2)):
        shares = [share for _, share in prediction.ranking]
        assert {label for label, _ in prediction.ranking} == set(LABELS)
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        assert shares == sorted(shares, reverse=True)


def test_nearest_is_the_closest_example_in_scope(full: IntentEnsemble) -> None:
    known = _vectors(LABELS, 1)
    predictions = full.predict(TEXTS, known)
    for row, prediction in enumerate(predictions[:8]):
        assert prediction.nearest == pytest.approx(1, abs=1e-5), TEXTS[row]
    inside = known[:8]
    for row, prediction in enumerate(predictions[8:], 8):
        assert prediction.nearest == pytest.approx(float((known[row] @ inside.T).max()), abs=1e-5)


def test_a_voter_without_weight_does_not_count(plain: IntentEnsemble) -> None:
    only_text = IntentEnsemble.fit(TEXTS, LABELS, _vectors(LABELS, 1), weights=Weights(1.0, 0.0, 0.0))
    for one, other in zip(only_text.predict(UNSEEN, _vectors(MEANT, 2)), plain.predict(UNSEEN, None), strict=True):
        assert dict(one.ranking) == pytest.approx(dict(other.ranking), abs=1e-5)


@pytest.mark.parametrize("text", ["", "👍", "日本語", "x" * 1000])
def test_any_text_is_ranked(plain: IntentEnsemble, text: str) -> None:
    (prediction,) = plain.predict([text], None)
    assert all(np.isfinite(share) for _, share in prediction.ranking)


@pytest.mark.parametrize("with_vectors", [False, True])
def test_a_stored_model_predicts_the_same(plain: IntentEnsemble, full: IntentEnsemble, with_vectors: bool) -> None:
    ensemble, vectors = (full, _vectors(MEANT, 2)) if with_vectors else (plain, None)
    again = IntentEnsemble.from_bytes(ensemble.to_bytes())
    assert again.labels == ensemble.labels
    assert again.uses_vectors is with_vectors
    for one, other in zip(again.predict(UNSEEN, vectors), ensemble.predict(UNSEEN, vectors), strict=True):
        assert dict(one.ranking) == pytest.approx(dict(other.ranking), abs=1e-6)
        assert one.nearest == pytest.approx(other.nearest, abs=1e-6)


def test_a_stored_model_holds_no_pickled_objects(full: IntentEnsemble) -> None:
    with np.load(io.BytesIO(full.to_bytes()), allow_pickle=False) as archive:
        kinds = {archive[name].dtype.kind for name in archive.files}
    assert "O" not in kinds


def _archive(name: str, array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **{name: array})  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: b"garbage", id="garbage"),
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[: len(data) // 2], id="truncated"),
        pytest.param(lambda data: _archive("a", np.ones(3)), id="other archive"),
        pytest.param(lambda data: _archive("header", np.array([{"a": 1}], dtype=object)), id="pickled"),
    ],
)
def test_anything_else_than_a_stored_model_is_refused(full: IntentEnsemble, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises((ValueError, OSError)):
        IntentEnsemble.from_bytes(spoil(full.to_bytes()))


def test_tf_idf_alone_understands_clear_phrases_of_the_real_topics(project: Path) -> None:
    found = examples(project / "data")
    chosen = ("gait", "dorsiflexion", "strengthening", "privacy")
    pairs = [(text, label) for label in chosen for text in found[label][:60]]
    held_out = pairs[::5]
    fitted = [pair for pair in pairs if pair not in held_out]
    ensemble = IntentEnsemble.fit([text for text, _ in fitted], [label for _, label in fitted], None)
    predictions = ensemble.predict([text for text, _ in held_out], None)
    right = sum(item.ranking[0][0] == label for item, (_, label) in zip(predictions, held_out, strict=True))
    assert right / len(held_out) > 0.6  # chance is 0.25
