"""The encoder's upper layers, tuned to triage: how urgent a message is, by all of its words in their order.

They go on from what the encoder's lower layers made of each token, so they cost little more than their own arithmetic.
`tools/tune_triage.py` made their weights from the messages that the triage net learns from; decision 0006 says why.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.nlu.archive import unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("triage-layers.npz")
LAYERS = 3
WEIGHTS = ("query", "key", "value", "attended", "wide", "narrow")
NORMS = ("attention_norm", "output_norm")
MEAN_SCALE = 5.0  # of the mean over tokens beside their maximum, so that both weigh alike
_HEADS = 12
_TINY = 1e-12


class TunedLayers:
    """Three transformer layers and a regression on the mean and maximum over tokens. Read-only after construction."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        """From stored arrays; weights are whole numbers with one scale per column. Raises KeyError."""
        self._layers = [
            {
                **{name: _restored(arrays, f"{layer}_{name}") for name in WEIGHTS},
                **{f"{name}_bias": arrays[f"{layer}_{name}_bias"].astype(np.float32) for name in (*WEIGHTS, *NORMS)},
                **{name: arrays[f"{layer}_{name}"].astype(np.float32) for name in NORMS},
            }
            for layer in range(LAYERS)
        ]
        self._levels = arrays["levels"].astype(np.float32)
        self._bias = arrays["levels_bias"].astype(np.float32)

    def read(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of `bot.nlu.triage.LEVELS`, from the lower layers' states of a message, shape (tokens, 384)."""
        for layer in self._layers:
            states = _transformed(states, layer)
        pooled = np.concatenate([states.mean(axis=0) * np.float32(MEAN_SCALE), states.max(axis=0)])
        scores = pooled @ self._levels + self._bias
        shifted = np.exp(scores - scores.max())
        return np.asarray(shifted / shifted.sum(), dtype=np.float32)


def _transformed(states: NDArray[np.float32], layer: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """One BERT layer: attention between tokens, then a network on each."""
    tokens, width = states.shape

    def by_head(name: str) -> NDArray[np.float32]:
        projected = states @ layer[name] + layer[f"{name}_bias"]
        return projected.reshape(tokens, _HEADS, width // _HEADS).transpose(1, 0, 2)

    scores = by_head("query") @ by_head("key").transpose(0, 2, 1) / np.float32((width // _HEADS) ** 0.5)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    attended = (shares @ by_head("value")).transpose(1, 0, 2).reshape(tokens, width)
    states = _normed(states + attended @ layer["attended"] + layer["attended_bias"], layer, NORMS[0])
    wide = _gelu(states @ layer["wide"] + layer["wide_bias"])
    return _normed(states + wide @ layer["narrow"] + layer["narrow_bias"], layer, NORMS[1])


def _normed(states: NDArray[np.float32], layer: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_TINY))
    return np.asarray(centred / spread * layer[name] + layer[f"{name}_bias"], dtype=np.float32)


def _gelu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The usual approximation by tanh; it differs from the exact function by less than 0.001."""
    cubed = values * values * values  # many times faster than a power
    inner = np.float32((2 / np.pi) ** 0.5) * (values + np.float32(0.044715) * cubed)
    return np.asarray(np.float32(0.5) * values * (1 + np.tanh(inner)), dtype=np.float32)


def _restored(arrays: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    return np.asarray(arrays[name].astype(np.float32) * arrays[f"{name}_scale"].astype(np.float32), dtype=np.float32)


@lru_cache(maxsize=1)
def tuned_layers() -> TunedLayers:
    """The process's one copy. Raises ValueError when the file is damaged."""
    _, arrays = unpack(FILE.read_bytes())
    try:
        return TunedLayers(arrays)
    except KeyError as error:
        raise ValueError(f"{FILE.name} lacks a part") from error
