"""The encoder's layers, tuned to triage: how urgent a message is, and which danger it is, by its words in their order.

They go on from what the encoder hands over for each token, so a message is cut into tokens and looked up once.
`tools/tune_triage.py` made the file from the messages that the triage net learns from; decisions 0006 and 0007 say why.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("triage-layers.onnx")


class TunedLayers:
    """A model from token states to shares of levels and of flags. Read-only after construction."""

    def __init__(self, file: Path = FILE) -> None:
        """Load `file`. Raises ValueError when it is damaged or not such a model."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # one short message does not gain from more, and workers share the cores
        try:
            self._session = onnxruntime.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"])
            self.flags: tuple[str, ...] = tuple(self.about["flags"].split())
        except Exception as error:  # onnxruntime's errors have no common class of their own
            raise ValueError(f"{file.name} is damaged") from error

    @property
    def about(self) -> dict[str, str]:
        """How many messages it has seen (`messages`), in which `epochs`, and the ids of the `flags` that it tells."""
        return dict(self._session.get_modelmeta().custom_metadata_map)

    def read(self, states: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Shares of `bot.nlu.triage.LEVELS` and of `flags`, from the states of a message, shape (tokens, 384)."""
        levels, flags = self._session.run(None, {"states": states[None]})
        return levels[0], flags[0]


@lru_cache(maxsize=1)
def tuned_layers() -> TunedLayers:
    """The process's one copy. Raises ValueError when the file is damaged."""
    return TunedLayers()
