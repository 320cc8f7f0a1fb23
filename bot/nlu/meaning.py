"""The second net: how close a message's meaning is to the sentences that a red flag catches."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from bot.core.red_flags import Level, RedFlag
from bot.nlu.danger import Meaning
from bot.nlu.ensemble import IntentEnsemble, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

HARMLESS = "harmless"
_WEIGHTS = Weights(text=1.0, vector=1.0, neighbour=0.5)


class MeaningNet:
    """Level probabilities from the same kind of model as intents, and the flag of the closest sentence."""

    def __init__(self, ensemble: IntentEnsemble, vectors: NDArray[np.float32], flags: list[str]) -> None:
        self._ensemble = ensemble
        self._vectors = vectors
        self._flags = flags

    @classmethod
    def fit(
        cls,
        dangers: Sequence[tuple[str, Level, str]],
        danger_vectors: NDArray[np.float32],
        harmless: Sequence[str],
        harmless_vectors: NDArray[np.float32],
    ) -> MeaningNet:
        """Learn from (flag id, level, text) and harmless texts, each with unit row vectors."""
        ensemble = IntentEnsemble.fit(
            [*(text for _, _, text in dangers), *harmless],
            [*(level.value for _, level, _ in dangers), *(HARMLESS for _ in harmless)],
            np.concatenate([danger_vectors, harmless_vectors]),
            outside=[HARMLESS],
            weights=_WEIGHTS,
        )
        return cls(ensemble, danger_vectors, [flag for flag, _, _ in dangers])

    def read(self, text: str, vector: NDArray[np.float32], flags: dict[str, RedFlag]) -> Meaning:
        """The meaning of `text`, whose unit vector has shape (384,)."""
        (prediction,) = self._ensemble.predict([text], vector[None, :])
        shares = dict(prediction.ranking)
        nearest = self._flags[int(np.argmax(self._vectors @ vector))]
        return Meaning(shares["emergency"], shares["urgent"], shares["professional"], flags[nearest])

    def to_bytes(self) -> bytes:
        """The net as one npz archive without pickled objects."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            ensemble=np.frombuffer(self._ensemble.to_bytes(), dtype=np.uint8),
            vectors=self._vectors.astype(np.float16),
            flags=np.frombuffer(json.dumps(self._flags).encode(), dtype=np.uint8),
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> MeaningNet:
        """Read what `to_bytes` wrote. Raises ValueError or OSError for anything else."""
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            ensemble = IntentEnsemble.from_bytes(archive["ensemble"].tobytes())
            return cls(ensemble, archive["vectors"].astype(np.float32), json.loads(archive["flags"].tobytes()))
