"""Answers in few words to what to leave out, and to what somebody is used to."""

from __future__ import annotations

import pytest

from bot.content.library import library
from bot.core.hearing import Heard
from bot.core.routine_answers import LEVELS, WORDS, level_answered, limits_answered, limits_in_exercise
from bot.nlu.spotting import spot

CONTENT = library().exercises


def heard(text: str) -> Heard:
    return Heard(text, spotted=spot(text))


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("balance, floor and kneeling", {"balance", "floor", "kneeling"}),
        ("kneeling", {"kneeling"}),
        ("my balance and the floor", {"balance", "floor"}),
        ("bad hip, weak bones", {"hip", "bones"}),
        ("knees mostly", {"kneeling"}),
        ("diabetes", {"diabetes"}),
        ("i'm diabetic and i can't kneel", {"diabetes", "kneeling"}),
        ("type 2", {"diabetes"}),
        ("torn hamstring two months ago", {"thigh"}),
        ("i tore my hamstring in spring", {"thigh"}),
        ("pain in my thigh, an old hamstring strain", {"thigh"}),
        ("had my hip done 5 years ago", {"hip"}),
        ("osteoporosis", {"bones"}),
        ("slipped disc", {"back"}),
        ("i cannot get down on the floor and my balance is poor", {"floor", "balance"}),
        ("i keep falling", {"balance"}),
        ("torn hamstring years ago, all healed", set()),
        ("my balance is fine", set()),
        ("no back pain", set()),
        ("is kneeling needed?", set()),
        ("banana", set()),
    ],
)
def test_limits_are_read_where_they_were_asked_for(text: str, limits: set[str]) -> None:
    assert set(limits_answered(heard(text))) == limits


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("i have diabetes by the way", {"diabetes"}),
        ("i can't get down on the floor", {"floor"}),
        ("my heel comes off the floor", set()),
        ("pain in my thigh", set()),
        ("my balance is poor", {"balance"}),
        ("next", set()),
    ],
)
def test_in_an_exercise_only_what_cannot_be_the_exercise_is_a_limit(text: str, limits: set[str]) -> None:
    assert set(limits_in_exercise(heard(text))) == limits


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("new", "new"),
        ("complete begginer", "new"),
        ("not very fit", "new"),
        ("not used to it", "new"),
        ("pretty fit", "used"),
        ("i do it every day", "used"),
        ("weights", "gym"),
        ("the gym", "gym"),
        ("banana", None),
        ("is it new?", None),
    ],
)
def test_the_level_is_read_from_a_word(text: str, level: str | None) -> None:
    assert level_answered(Heard(text)) == (() if level is None else (level,))


def test_every_limit_and_level_has_words() -> None:
    assert set(WORDS) == set(CONTENT.book.limits)
    assert set(LEVELS) == set(CONTENT.questions.by_id["level"].by_id)
