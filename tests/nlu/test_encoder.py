from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import encoder as module
from bot.nlu.encoder import (
    BATCH,
    DIMENSIONS,
    MODEL_PACKAGE,
    EncoderFileError,
    SentenceEncoder,
    model_file,
    shared_encoder,
)


@pytest.fixture(scope="module")
def weights() -> Path:
    file = model_file()
    if file is None:
        pytest.skip("the encoder's package is not installed")
    return file


@pytest.fixture(scope="module")
def encoder(weights: Path) -> SentenceEncoder:
    found = shared_encoder()
    assert found is not None
    return found


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, MODEL_PACKAGE, None)
    shared_encoder.cache_clear()
    yield
    shared_encoder.cache_clear()


def test_every_text_gets_a_unit_vector(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["my heel hurts", "", "👍", "x", "日本語", "word " * 500])
    assert vectors.shape == (6, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_rows_keep_the_order_of_the_texts_over_several_batches(encoder: SentenceEncoder) -> None:
    texts = [f"{'very ' * (number * 7 % 23)}long question {number}" for number in range(2 * BATCH + 2)]
    vectors = encoder.encode(texts)
    for row in range(0, len(texts), 13):
        assert vectors[row] @ encoder.encode([texts[row]])[0] == pytest.approx(1, abs=1e-3)


def test_a_vector_does_not_depend_on_the_company_of_longer_texts(encoder: SentenceEncoder) -> None:
    alone = encoder.encode(["my heel hurts"])[0]
    in_company = encoder.encode(["word " * 100, "my heel hurts"])[1]
    assert alone @ in_company == pytest.approx(1, abs=1e-3)


def test_close_meanings_are_closer_than_distant_ones(encoder: SentenceEncoder) -> None:
    asked, close, distant = encoder.encode(
        ["How do I stretch my hamstrings?", "ways to lengthen the muscles behind the thigh", "the capital of France"]
    )
    assert asked @ close > 0.3 > asked @ distant


def test_capitals_make_no_difference(encoder: SentenceEncoder) -> None:
    lower, upper = encoder.encode(["my heel hurts", "MY HEEL HURTS"])
    assert lower @ upper == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("spoil", [b"", b"not a model"])
def test_a_damaged_model_is_refused(weights: Path, tmp_path: Path, spoil: bytes) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(spoil)
    with pytest.raises(EncoderFileError, match=r"model\.onnx"):
        SentenceEncoder(file)


def test_a_truncated_model_is_refused(weights: Path, tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(EncoderFileError):
        SentenceEncoder(file)


def test_a_damaged_vocabulary_is_refused(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = Path(shutil.copy(module.VOCABULARY, tmp_path))
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    monkeypatch.setattr(module, "VOCABULARY", vocabulary)
    with pytest.raises(EncoderFileError, match=vocabulary.name):
        SentenceEncoder(weights)


@pytest.mark.usefixtures("without_package")
def test_without_its_package_there_is_no_encoder() -> None:
    assert model_file() is None
    assert shared_encoder() is None


@pytest.mark.usefixtures("weights")
def test_there_is_one_encoder_in_a_process() -> None:
    assert shared_encoder() is shared_encoder() is not None
