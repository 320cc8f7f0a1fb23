"""Typed replies to the self-check are read: which question, which options."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.content.library import Library
from bot.content.self_check import load_replies
from bot.core.findings import Assertion
from bot.nlu.encoder import DIMENSIONS
from bot.nlu.reply_reader import ReplyReader
from bot.nlu.spotting import spot


@pytest.fixture(scope="module")
def reader(project: Path, content: Library) -> ReplyReader:
    replies = load_replies(project / "data", content.self_check.check)
    return ReplyReader.fit(replies, np.zeros((len(replies), DIMENSIONS), dtype=np.float32))


def test_a_reply_is_read_by_its_words(reader: ReplyReader) -> None:
    reading = reader.read("both my hips are stiff", np.zeros(DIMENSIONS, dtype=np.float32))
    assert max(reading.questions, key=lambda name: reading.questions[name]) == "back"
    assert reading.options["back"]["hip"] > reading.options["back"]["none"]


def test_gibberish_is_read_as_nothing(reader: ReplyReader) -> None:
    reading = reader.read("xqzzv blorft", np.zeros(DIMENSIONS, dtype=np.float32))
    assert reading.questions == {}
    assert reading.options == {}


def test_a_reader_survives_storage(reader: ReplyReader) -> None:
    again = ReplyReader.from_bytes(reader.to_bytes())
    zero = np.zeros(DIMENSIONS, dtype=np.float32)
    assert again.read("under the heel", zero) == reader.read("under the heel", zero)
    with pytest.raises(ValueError, match="not a stored"):
        ReplyReader.from_bytes(b"nothing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a nagging heel ache, better when I bend my knee", {"onset.gradual", "place.achilles", "knee.eases"}),
        ("it is under the heel", {"place.under_heel"}),
        ("worse going uphill", {"bend.uphill"}),
        ("I rolled my ankle", {"onset.injury", "body.injury"}),
        ("how long should I stretch", set()),
    ],
)
def test_what_is_told_ahead_is_spotted(text: str, expected: set[str]) -> None:
    found = {place for place, sense in spot(text).items() if sense is Assertion.PRESENT}
    assert found == expected


def test_a_denied_sign_is_spotted_as_denied() -> None:
    assert spot("no swelling")["injury.swelled"] is Assertion.ABSENT
