"""The tuned layers: they go on from the encoder's states, and the committed file fits code and content."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.content.library import library
from bot.nlu.encoder import DIMENSIONS, SentenceEncoder, shared_encoder
from bot.nlu.triage import LEVELS
from bot.nlu.tuned_layers import FILE, TunedLayers, tuned_layers


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    found = shared_encoder()
    assert found is not None
    return found


def test_the_file_says_what_it_has_learned_from_and_stays_small() -> None:
    assert int(tuned_layers().about["messages"]) > 0
    assert FILE.stat().st_size < 12_000_000


def test_every_flag_it_tells_is_in_the_content() -> None:
    assert set(tuned_layers().flags) <= set(library().red_flags)
    assert len(tuned_layers().flags) > 30


def test_shares_add_up_to_one(encoder: SentenceEncoder) -> None:
    _, states = encoder.encode_message(["my calf is swollen and i cannot breathe"])
    assert states.shape[1] == DIMENSIONS
    levels, flags = tuned_layers().read(states)
    assert levels.shape == (len(LEVELS),)
    assert flags.shape == (len(tuned_layers().flags),)
    assert levels.sum() == pytest.approx(1.0, abs=1e-5)
    assert flags.sum() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "level", "flag"),
    [
        ("crushing chest pain and i cannot catch my breath", "emergency", "RF01 RF32"),
        ("one calf is hot, red and swollen since the flight", "urgent", "RF02"),
        ("pins and needles in one foot for some weeks", "professional", "RF28"),
        ("how long should i hold a hamstring stretch", "harmless", None),
    ],
)
def test_plain_cases_are_plain(encoder: SentenceEncoder, text: str, level: str, flag: str | None) -> None:
    _, states = encoder.encode_message([text])
    levels, flags = tuned_layers().read(states)
    assert LEVELS[int(np.argmax(levels))] == level
    if flag:
        assert tuned_layers().flags[int(np.argmax(flags))] in flag.split()


def test_padding_of_further_texts_changes_nothing(encoder: SentenceEncoder) -> None:
    _, alone = encoder.encode_message(["short one"])
    _, beside = encoder.encode_message(["short one", "a much longer text that makes the batch wider than the first"])
    assert np.allclose(alone, beside, atol=1e-4)


@pytest.mark.parametrize("content", [b"", b"nonsense", FILE.read_bytes()[:100_000]])
def test_a_damaged_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "layers.onnx"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"layers\.onnx is damaged"):
        TunedLayers(file)
