"""How many minutes are understood, and when a number is none."""

from __future__ import annotations

import pytest

from bot.core.routine_time import length_wished, minutes_told


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("10 minutes", "ten"),
        ("only 5 minuts", "five"),
        ("i have 15 min", "fifteen"),
        ("a 10-minute routine please", "ten"),
        ("ten minutes or so", "ten"),
        ("10 to 15 minutes", "ten"),
        ("seven mins", "five"),
        ("20 minutes", "fifteen"),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_minutes_that_are_named_count_anywhere(text: str, length: str, asked: bool) -> None:
    assert minutes_told(text, asked) == {"minutes": (length,)}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("about ten", "ten"),
        ("ten", "ten"),
        ("10", "ten"),
        ("10ish", "ten"),
        ("ten or so", "ten"),
        ("maybe 5", "five"),
        ("i've got about 15", "fifteen"),
        ("five or ten", "five"),
        ("just five please", "five"),
        ("half an hour", "fifteen"),
        ("quarter of an hour", "fifteen"),
        ("not long", "five"),
        ("as short as possible", "five"),
        ("a long one", "fifteen"),
    ],
)
def test_where_the_time_was_asked_a_number_alone_is_enough(text: str, length: str) -> None:
    assert minutes_told(text, asked=True) == {"minutes": (length,)}
    assert minutes_told(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "i'm 5 months pregnant",
        "2",
        "3",
        "for 6 weeks now",
        "i am 15 years old",
        "pain is 7",
        "no idea",
        "ten toes",
        "5 km",
    ],
)
def test_other_numbers_are_no_minutes(text: str) -> None:
    assert minutes_told(text, asked=True) == {}


@pytest.mark.parametrize(
    ("now", "text", "length"),
    [
        ("ten", "make it shorter", "five"),
        ("ten", "can it be longer", "fifteen"),
        ("five", "shorter please", "five"),
        ("fifteen", "longer", "fifteen"),
        ("unsure", "that is too long", "five"),
    ],
)
def test_shorter_and_longer_go_one_step(now: str, text: str, length: str) -> None:
    assert length_wished(text, {"minutes": (now,)}) == {"minutes": (length,)}


def test_nothing_about_the_length_changes_nothing() -> None:
    assert length_wished("start", {"minutes": ("ten",)}) == {}
