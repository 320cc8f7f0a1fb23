"""The triage net: how urgent a message is by its words and the findings in it, together with the tuned layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.core.findings import Finding
from bot.core.red_flags import Level, RedFlag, Screen
from bot.nlu.archive import pack, unpack
from bot.nlu.danger import Meaning
from bot.nlu.text_features import ANALYZERS, TextFeatures

if TYPE_CHECKING:
    from numpy.typing import NDArray

HARMLESS = "harmless"
LEVELS = (HARMLESS, *(level.value for level in reversed(Level)))
_ORDER_SHARE = 0.7  # of the tuned layers in the mean with the regression
_FINDING_SCALE = 0.3  # findings are 0 or 1, and a sentence vector's numbers much smaller
_WORDS_REGULARISATION = 20.0  # inverse strength C of the regression on words
_FLAGS_REGULARISATION = 5.0  # and of that which names the flag
_LEAST_TEXTS = 2  # in which a term must stand
_TRUSTED_HALF = 0.5


@dataclass(frozen=True)
class Evidence:
    """What is known of one message: its repaired text, its unit vector of shape (384,), findings and screen.

    `by_order` are the probabilities of `LEVELS` that `bot.nlu.tuned_layers` gives; None while learning.
    """

    text: str
    vector: NDArray[np.float32]
    findings: Sequence[Finding]
    screen: Screen
    by_order: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Example:
    """A message to learn from, with the flag and level it deserves (None where it is harmless).

    `grown_on` marks sentences that the patterns were grown on: they know these better than what people will write.
    """

    evidence: Evidence
    flag: str | None
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

    A second regression, on meaning and findings, names the likeliest flag. Read-only after construction.
    """

    def __init__(self, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        """From what `fit` learned. Raises KeyError when a part is missing."""
        self._header = header
        self._arrays = arrays
        self._features = TextFeatures.restore(header["terms"], {name: arrays[f"{name}_idf"] for name in ANALYZERS})
        self._findings = _FindingFeatures(header["signs"])
        self._flags: list[str] = header["flags"]

    @classmethod
    def fit(cls, examples: Sequence[Example], seed: int = 0) -> TriageNet:
        """Learn from `examples`, among which all levels, two flags and harmless messages must stand. About a minute."""
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
        vectors = np.stack([item.vector for item in evidence])
        both = np.hstack([vectors, found])
        features, words = TextFeatures.fit([item.text for item in evidence], _LEAST_TEXTS)

        def regression(inputs: Any, targets: Any, strength: float) -> Any:
            return LogisticRegression(C=strength, max_iter=300, class_weight="balanced").fit(inputs, targets)

        arrays: dict[str, NDArray[Any]] = {f"{name}_idf": idf for name, idf in features.idf.items()}
        by_words = regression(hstack([words, csr_matrix(found)]).tocsr(), levels, _WORDS_REGULARISATION)
        arrays["words"] = np.ascontiguousarray(by_words.coef_.T, dtype=np.float32)
        arrays["words_bias"] = by_words.intercept_.astype(np.float32)
        dangers = [number for number, example in enumerate(examples) if example.flag]
        by_flag = regression(
            both[dangers], np.array([examples[number].flag for number in dangers]), _FLAGS_REGULARISATION
        )
        arrays["flags"] = np.ascontiguousarray(by_flag.coef_.T, dtype=np.float32)
        arrays["flags_bias"] = by_flag.intercept_.astype(np.float32)
        return cls({"terms": features.terms, "signs": signs, "flags": by_flag.classes_.tolist()}, arrays)

    def read(self, evidence: Evidence, flags: Mapping[str, RedFlag]) -> Meaning:
        """How urgent `evidence` is, and the likeliest of `flags`."""
        found = self._findings.read(evidence.findings, evidence.screen)
        both = np.concatenate([evidence.vector, found])
        shares = self._by_words(evidence.text, found)
        if evidence.by_order is not None:
            shares = _ORDER_SHARE * evidence.by_order + (1 - _ORDER_SHARE) * shares
        by_level = dict(zip(LEVELS, map(float, shares), strict=True))
        likeliest = self._flags[int(np.argmax(both @ self._arrays["flags"] + self._arrays["flags_bias"]))]
        return Meaning(by_level["emergency"], by_level["urgent"], by_level["professional"], flags[likeliest])

    def _by_words(self, text: str, found: NDArray[np.float32]) -> NDArray[np.float32]:
        columns, values = self._features.read(text)
        weights = self._arrays["words"]
        return _softmax(values @ weights[columns] + found @ weights[self._features.size :] + self._arrays["words_bias"])

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


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), dtype=np.float32)
