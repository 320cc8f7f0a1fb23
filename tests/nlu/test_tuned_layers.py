"""The tuned layers: the same arithmetic as the encoder's own, and a file that fits."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.archive import unpack
from bot.nlu.encoder import DIMENSIONS, LOWER_LAYERS, shared_encoder
from bot.nlu.triage import LEVELS
from bot.nlu.tuned_layers import FILE, LAYERS, NORMS, WEIGHTS, TunedLayers, tuned_layers

ENCODER_LAYERS = 6


def test_upper_and_lower_layers_make_a_whole_encoder() -> None:
    assert LAYERS + LOWER_LAYERS == ENCODER_LAYERS


def test_the_file_holds_every_part_and_little_else() -> None:
    header, arrays = unpack(FILE.read_bytes())
    assert header["messages"] > 0
    assert len(arrays) == LAYERS * (3 * len(WEIGHTS) + 2 * len(NORMS)) + 2
    assert FILE.stat().st_size < 6_000_000


def test_probabilities_are_shares_of_one() -> None:
    encoder = shared_encoder()
    assert encoder is not None
    _, states = encoder.encode_message(["my calf is swollen and i cannot breathe"])
    assert states.shape[1] == DIMENSIONS
    shares = tuned_layers().read(states)
    assert shares.shape == (len(LEVELS),)
    assert shares.sum() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("crushing chest pain and i cannot catch my breath", "emergency"),
        ("one calf is hot, red and swollen since the flight", "urgent"),
        ("how long should i hold a hamstring stretch", "harmless"),
    ],
)
def test_plain_cases_are_plain(text: str, level: str) -> None:
    encoder = shared_encoder()
    assert encoder is not None
    _, states = encoder.encode_message([text])
    assert LEVELS[int(np.argmax(tuned_layers().read(states)))] == level


def test_padding_of_further_texts_changes_nothing() -> None:
    encoder = shared_encoder()
    assert encoder is not None
    _, alone = encoder.encode_message(["short one"])
    _, beside = encoder.encode_message(["short one", "a much longer text that makes the batch wider than the first"])
    assert np.allclose(alone, beside, atol=1e-4)


def test_a_missing_part_is_an_error() -> None:
    with pytest.raises(KeyError):
        TunedLayers({})
