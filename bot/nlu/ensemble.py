"""The intent model: word and character TF-IDF, sentence embeddings and nearest neighbours, averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.nlu.archive import pack, unpack
from bot.nlu.text_features import ANALYZERS, TextFeatures

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT_REGULARISATION = 10.0  # inverse strength C of the TF-IDF regression
VECTOR_REGULARISATION = 10.0  # the same for the embedding regression
NEIGHBOUR_TEMPERATURE = 0.05  # of the softmax over the classes' closest examples


@dataclass(frozen=True)
class Weights:
    """Share of each voter in the mean; they need not add up to one."""

    text: float = 1.0
    vector: float = 1.0
    neighbour: float = 1.0


@dataclass(frozen=True)
class Prediction:
    """Labels by falling probability (0-1, sum 1), and the largest cosine (-1 to 1) to any example that is in scope."""

    ranking: tuple[tuple[str, float], ...]
    nearest: float


class IntentEnsemble:
    """Predicts a label for texts; works on TF-IDF alone where it was fitted without sentence vectors."""

    def __init__(self, labels: list[str], settings: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        self.labels = labels
        self._settings = settings
        self._arrays = arrays
        self._weights = Weights(**settings["weights"])
        self._features = TextFeatures.restore(settings["terms"], {name: arrays[f"{name}_idf"] for name in ANALYZERS})
        self.uses_vectors = "vector_coefficients" in arrays

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        vectors: NDArray[np.float32] | None,
        outside: Sequence[str] = (),
        weights: Weights | None = None,
    ) -> IntentEnsemble:
        """Learn from parallel `texts` and `labels`, and unit row `vectors` if given; `outside` names refusal labels."""
        classes = sorted(set(labels))
        targets = np.array([classes.index(label) for label in labels])
        features, matrix = TextFeatures.fit(texts)
        settings = {"weights": asdict(weights or Weights()), "outside": list(outside), "terms": features.terms}
        arrays: dict[str, NDArray[Any]] = {f"{name}_idf": idf for name, idf in features.idf.items()}
        _store_regression(arrays, "text", matrix, targets, TEXT_REGULARISATION)
        if vectors is not None:
            _store_regression(arrays, "vector", vectors, targets, VECTOR_REGULARISATION)
            order = np.argsort(targets, kind="stable")
            arrays["examples"] = vectors[order].astype(np.float32)
            arrays["class_starts"] = np.searchsorted(targets[order], np.arange(len(classes)))
        return cls(classes, settings, arrays)

    def predict(self, texts: Sequence[str], vectors: NDArray[np.float32] | None) -> list[Prediction]:
        """One prediction per text; `vectors` are the texts' unit sentence vectors, or None without an encoder."""
        total = self._weights.text * _softmax(np.stack([self._text_scores(text) for text in texts]))
        share = self._weights.text
        nearest = np.ones(len(texts), dtype=np.float32)
        if vectors is not None and self.uses_vectors:
            scores = vectors @ self._arrays["vector_coefficients"] + self._arrays["vector_bias"]
            closeness = self._class_closeness(vectors)
            total += self._weights.vector * _softmax(scores)
            total += self._weights.neighbour * _softmax(closeness / NEIGHBOUR_TEMPERATURE)
            share += self._weights.vector + self._weights.neighbour
            inside = [index for index, label in enumerate(self.labels) if label not in self._settings["outside"]]
            nearest = closeness[:, inside].max(axis=1)
        return [self._prediction(row / share, float(near)) for row, near in zip(total, nearest, strict=True)]

    def _text_scores(self, text: str) -> NDArray[np.float32]:
        """The TF-IDF regression's score of each class, shape (classes,)."""
        columns, values = self._features.read(text)
        scores = values @ self._arrays["text_coefficients"][columns] + self._arrays["text_bias"]
        return np.asarray(scores, dtype=np.float32)

    def _class_closeness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine to the closest example of each class, shape (texts, classes); the examples stand class by class."""
        cosines = vectors @ self._arrays["examples"].T
        return np.asarray(np.maximum.reduceat(cosines, self._arrays["class_starts"], axis=1))

    def _prediction(self, probabilities: NDArray[np.float32], nearest: float) -> Prediction:
        order = np.argsort(-probabilities)
        return Prediction(tuple((self.labels[index], float(probabilities[index])) for index in order), nearest)

    def to_bytes(self) -> bytes:
        """The model as one archive without pickled objects."""
        return pack({"labels": self.labels, "settings": self._settings}, self._arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> IntentEnsemble:
        """Read what `to_bytes` wrote. Raises ValueError for anything else."""
        header, arrays = unpack(data)
        try:
            return cls(header["labels"], header["settings"], arrays)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a stored intent model") from error


def _store_regression(arrays: dict[str, NDArray[Any]], name: str, features: Any, targets: Any, strength: float) -> None:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced").fit(features, targets)
    arrays[f"{name}_coefficients"] = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
    arrays[f"{name}_bias"] = model.intercept_.astype(np.float32)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)
