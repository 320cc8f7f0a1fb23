"""The triage net: how urgent a message is by its words and the findings in it, together with the tuned layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.core.findings import Finding
from bot.core.red_flags import Level, Screen
from bot.nlu.archive import pack, unpack
from bot.nlu.text_features import ANALYZERS, TextFeatures

if TYPE_CHECKING:
    from numpy.typing import NDArray

HARMLESS = "harmless"
LEVELS = (HARMLESS, *(level.value for level in reversed(Level)))
_ORDER_SHARE = 0.5  # of the tuned layers in the mean with the regression
_FINDING_SCALE = 0.3  # findings are 0 or 1, and the weights of words much smaller
_REGULARISATION = 20.0  # inverse strength C of the regression
_LEAST_TEXTS = 2  # in which a term must stand
_TRUSTED_HALF = 0.5


@dataclass(frozen=True)
class Evidence:
    """What is known of one message: its repaired text, the findings in it, and what the patterns made of them."""

    text: str
    findings: Sequence[Finding]
    screen: Screen


@dataclass(frozen=True)
class Example:
    """A message to learn from, with the level it deserves (None where it is harmless).

    `grown_on` marks sentences that the patterns were grown on: they know these better than what people will write.
    """

    evidence: Evidence
    level: Level | None
    grown_on: bool = False

    @property
    def label(self) -> str:
        """One of `LEVELS`."""
        return self.level.value if self.level else HARMLESS


class _FindingFeatures:
    """Which signs are there, live or not, and what the patterns made of them, as zeros and ones."""

    def __init__(self, signs: Iterable[str]) -> None:
        self.signs = list(signs)
        self._places = {sign: number for number, sign in enumerate(self.signs)}
        self.size = 2 * len(self.signs) + 2 * len(LEVELS)

    def read(self, findings: Sequence[Finding], screen: Screen) -> NDArray[np.float32]:
        row = np.zeros(self.size, dtype=np.float32)
        for finding in findings:
            if (place := self._places.get(finding.sign)) is not None:
                row[place if finding.live else len(self.signs) + place] = 1.0
        row[2 * len(self.signs) + LEVELS.index(screen.level or HARMLESS)] = 1.0
        for hit in screen.questions:
            row[2 * len(self.signs) + len(LEVELS) + LEVELS.index(hit.level)] = 1.0
        return row * np.float32(_FINDING_SCALE)


class TriageNet:
    """A regression on words and findings, averaged with what `bot.nlu.tuned_layers` makes of the words in their order.

    Read-only after construction.
    """

    def __init__(self, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        """From what `fit` learned. Raises KeyError when a part is missing."""
        self._header = header
        self._arrays = arrays
        self._features = TextFeatures.restore(header["terms"], {name: arrays[f"{name}_idf"] for name in ANALYZERS})
        self._findings = _FindingFeatures(header["signs"])

    @classmethod
    def fit(cls, examples: Sequence[Example], seed: int = 0) -> TriageNet:
        """Learn from `examples`, among which all levels and harmless messages must stand. About a minute."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.linear_model import LogisticRegression

        evidence = [example.evidence for example in examples]
        signs = sorted({finding.sign for item in evidence for finding in item.findings})
        reader = _FindingFeatures(signs)
        found = np.stack([reader.read(item.findings, item.screen) for item in evidence])
        # Half of the sentences that the patterns were grown on lose their findings, or these would be trusted too much.
        chance = np.random.default_rng(seed)
        forgotten = np.array([example.grown_on for example in examples]) & (
            chance.random(len(examples)) < _TRUSTED_HALF
        )
        found[forgotten] = 0.0
        levels = np.array([LEVELS.index(example.label) for example in examples])
        features, words = TextFeatures.fit([item.text for item in evidence], _LEAST_TEXTS)
        regression = LogisticRegression(C=_REGULARISATION, max_iter=300, class_weight="balanced")
        regression.fit(hstack([words, csr_matrix(found)]).tocsr(), levels)
        arrays: dict[str, NDArray[Any]] = {f"{name}_idf": idf for name, idf in features.idf.items()}
        arrays["words"] = np.ascontiguousarray(regression.coef_.T, dtype=np.float32)
        arrays["words_bias"] = regression.intercept_.astype(np.float32)
        return cls({"terms": features.terms, "signs": signs}, arrays)

    def read(self, evidence: Evidence, by_order: NDArray[np.float32]) -> tuple[dict[str, float], dict[str, float]]:
        """How urgent `evidence` is: shares of `LEVELS` by both together, and by words and findings alone.

        `by_order` are the shares that the tuned layers give.
        """
        found = self._findings.read(evidence.findings, evidence.screen)
        columns, values = self._features.read(evidence.text)
        weights = self._arrays["words"]
        scores = values @ weights[columns] + found @ weights[self._features.size :] + self._arrays["words_bias"]
        by_words = _softmax(scores)
        both = _ORDER_SHARE * by_order + (1 - _ORDER_SHARE) * by_words
        return _by_level(both), _by_level(by_words)

    def to_bytes(self) -> bytes:
        """The net as one archive without pickled objects."""
        return pack(self._header, self._arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> TriageNet:
        """Read what `to_bytes` wrote. Raises ValueError for anything else."""
        try:
            return cls(*unpack(data))
        except (KeyError, TypeError) as error:
            raise ValueError("not a stored triage net") from error


def _by_level(shares: NDArray[np.float32]) -> dict[str, float]:
    return dict(zip(LEVELS, map(float, shares), strict=True))


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), dtype=np.float32)
