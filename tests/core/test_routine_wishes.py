"""What people say in the middle of an exercise."""

from __future__ import annotations

import pytest

from bot.core.hearing import Heard
from bot.core.routine_wishes import RoutineWish, is_a_pain, is_plain_wish, is_sharp, pain_of, wish_of

SAID = {
    RoutineWish.NEXT: (
        "next", "done", "ok", "ok done", "did both sides", "yes", "ready", "what's next", "go on", "right, next", "nxt",
    ),
    RoutineWish.BACK: ("go back", "back", "the one before", "previous please"),
    RoutineWish.REPEAT: ("repeat", "say that again", "again please", "missed that"),
    RoutineWish.EASIER: (
        "easier", "this is too hard", "I can't reach", "can't hold it", "i keep losing my balance", "cramp!",
    ),
    RoutineWish.HARDER: ("harder", "too easy", "I don't feel it", "can't feel anything", "dont feel anything"),
    RoutineWish.HURTS: (
        "it hurts", "ow", "ouch that hurts", "sharp pain", "done but it hurts", "ok but i've got a pain",
        "getting pain now",
    ),
    RoutineWish.TINGLES: (
        "my toes tingle", "pins and needles", "foot's gone numb", "it has gone dead", "going to sleep a bit",
    ),
    RoutineWish.BEHIND_KNEE: ("I feel it behind the knee", "it pulls at the back of my knee"),
    RoutineWish.PAUSE: (
        "pause", "wait", "hang on", "the doorbell, one moment please", "brb", "give me a sec", "not done yet",
        "I'm not ready", "haven't finished",
    ),
    RoutineWish.STOP: (
        "stop", "I want to stop", "that's enough for today", "i'm done for today", "let's call it a day",
    ),
    RoutineWish.SKIP: ("skip", "leave this one out", "not this one", "something else please"),
    RoutineWish.HOW: ("what is that?", "how do I do it", "show me", "I don't get it", "which leg?"),
    RoutineWish.FEEL: ("where should I feel it?",),
    RoutineWish.DOSE: ("how long?", "how many times", "timer"),
    RoutineWish.COUNT: ("how many more?", "many left?", "nearly done?"),
    RoutineWish.CHANGE: ("change the routine", "make it shorter", "start over"),
}  # fmt: skip


@pytest.mark.parametrize(("wish", "text"), [(wish, text) for wish, texts in SAID.items() for text in texts])
def test_wishes_are_understood(wish: RoutineWish, text: str) -> None:
    assert wish_of(text) is wish


@pytest.mark.parametrize("text", ["no pain", "it doesn't hurt", "no tingling at all", "nothing sharp", "will it hurt?"])
def test_what_is_denied_is_no_complaint(text: str) -> None:
    assert wish_of(text) not in {RoutineWish.HURTS, RoutineWish.TINGLES}


@pytest.mark.parametrize(
    "text", ["what does the article say about gait", "my aunt has a cat", "banana", "give me one stretch"]
)
def test_what_is_about_something_else_is_no_wish(text: str) -> None:
    assert wish_of(text) is None


@pytest.mark.parametrize(
    ("text", "pain"),
    [
        ("3", 3),
        ("about 4", 4),
        ("7/10", 7),
        ("6 out of 10", 6),
        ("4 or 5", 5),
        ("three", 3),
        ("zero", 0),
        ("none", 0),
        ("no pain", 0),
        ("a little", 2),
        ("quite bad", 6),
        ("unbearable", 8),
        ("14", 14),
        ("-3", -3),
        ("purple", None),
    ],
)
def test_pain_is_read_from_numbers_and_words(text: str, pain: int | None) -> None:
    assert pain_of(text) == pain


@pytest.mark.parametrize(("pain", "fits"), [(0, True), (10, True), (11, False), (-1, False), (None, False)])
def test_the_scale_goes_from_0_to_10(pain: int | None, fits: bool) -> None:
    assert is_a_pain(pain) is fits


@pytest.mark.parametrize(
    ("text", "sharp"), [("sharp, 3", True), ("stabbing", True), ("not sharp", False), ("dull", False)]
)
def test_sharp_is_heard(text: str, sharp: bool) -> None:
    assert is_sharp(text) is sharp


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("it hurts", True),
        ("toes tingle", True),
        ("about a 4 I think", True),
        ("no", True),
        ("quite bad", True),
        ("my heel is no better for months", False),
        ("my foot looks very odd today", False),
    ],
)
def test_few_words_that_a_routine_understands(text: str, plain: bool) -> None:
    assert is_plain_wish(Heard(text)) is plain
