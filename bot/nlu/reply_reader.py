"""Reads typed replies to the self-check's questions: which question a message answers, and with which options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.content.self_check import LearnedReply
from bot.core.questions import OPEN
from bot.nlu.archive import pack, unpack
from bot.nlu.text_features import ANALYZERS, TextFeatures

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORDS_SHARE = 0.5
_WORDS_REGULARISATION, _MEANING_REGULARISATION = 20.0, 10.0  # inverse strengths C


@dataclass(frozen=True)
class ReplyReading:
    """Probabilities (0-1): of each question that it is the one answered, and of each option, given its question."""

    questions: dict[str, float]
    options: dict[str, dict[str, float]]

    def as_dict(self) -> dict[str, Any]:
        """The reading as JSON data."""
        return {"questions": self.questions, "options": self.options}


class ReplyReader:
    """Regressions on words and on the sentence vector, averaged; one per option, and one over all questions."""

    def __init__(self, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        """From what `fit` learned. Raises KeyError when a part is missing."""
        self._header = header
        self._arrays = arrays
        self._options: list[tuple[str, str]] = [tuple(pair) for pair in header["options"]]
        self._questions: list[str] = header["questions"]
        self._features = TextFeatures.restore(header["terms"], {name: arrays[f"{name}_idf"] for name in ANALYZERS})

    @classmethod
    def fit(cls, replies: Sequence[LearnedReply], vectors: NDArray[np.float32]) -> ReplyReader:
        """Learn from `replies` and their vectors, shape (len(replies), 384). Some seconds."""
        from sklearn.linear_model import LogisticRegression

        features, words = TextFeatures.fit([reply.text for reply in replies])
        options = sorted({(reply.question, option) for reply in replies for option in reply.options})
        arrays: dict[str, NDArray[Any]] = {f"{name}_idf": idf for name, idf in features.idf.items()}
        kinds = (("words", words, _WORDS_REGULARISATION), ("meaning", vectors, _MEANING_REGULARISATION))
        telling = [row for row, reply in enumerate(replies) if not OPEN.intersection(reply.options)]
        for kind, inputs, strength in kinds:
            columns, biases = [], []
            for question, option in options:
                rows = [row for row, reply in enumerate(replies) if reply.question == question]
                chosen = [option in replies[row].options for row in rows]
                fitted = LogisticRegression(C=strength, max_iter=500, class_weight="balanced").fit(inputs[rows], chosen)
                columns.append(fitted.coef_[0])
                biases.append(fitted.intercept_[0])
            arrays[f"{kind}_options"] = np.ascontiguousarray(np.array(columns).T, dtype=np.float32)
            arrays[f"{kind}_options_bias"] = np.array(biases, dtype=np.float32)
            by_question = LogisticRegression(C=strength, max_iter=500, class_weight="balanced").fit(
                inputs[telling], [replies[row].question for row in telling]
            )
            arrays[f"{kind}_questions"] = np.ascontiguousarray(by_question.coef_.T, dtype=np.float32)
            arrays[f"{kind}_questions_bias"] = by_question.intercept_.astype(np.float32)
        header = {"terms": features.terms, "options": options, "questions": by_question.classes_.tolist()}
        return cls(header, arrays)

    def read(self, text: str, vector: NDArray[np.float32]) -> ReplyReading:
        """How `text` answers each question; `vector` is its sentence vector."""
        if not self._features.knows(text):  # gibberish or another language: better asked again than guessed
            return ReplyReading({}, {})
        columns, values = self._features.read(text)
        arrays = self._arrays

        def scores(kind: str, target: str) -> NDArray[np.float32]:
            weights = arrays[f"{kind}_{target}"]
            linear = values @ weights[columns] if kind == "words" else vector @ weights
            return np.asarray(linear + arrays[f"{kind}_{target}_bias"], dtype=np.float32)

        def mean(of_words: NDArray[np.float32], of_meaning: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.asarray(_WORDS_SHARE * of_words + (1 - _WORDS_SHARE) * of_meaning, dtype=np.float32)

        by_option = mean(_sigmoid(scores("words", "options")), _sigmoid(scores("meaning", "options")))
        by_question = mean(_softmax(scores("words", "questions")), _softmax(scores("meaning", "questions")))
        options: dict[str, dict[str, float]] = {}
        for (question, option), probability in zip(self._options, by_option, strict=True):
            options.setdefault(question, {})[option] = round(float(probability), 3)
        questions = {name: round(float(share), 3) for name, share in zip(self._questions, by_question, strict=True)}
        return ReplyReading(questions, options)

    def to_bytes(self) -> bytes:
        """The reader as one archive without pickled objects."""
        return pack(self._header, self._arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> ReplyReader:
        """Read what `to_bytes` wrote. Raises ValueError for anything else."""
        try:
            return cls(*unpack(data))
        except (KeyError, TypeError) as error:
            raise ValueError("not a stored reply reader") from error


def _sigmoid(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), dtype=np.float32)
