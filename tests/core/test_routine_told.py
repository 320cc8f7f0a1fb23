"""What bars from exercise when it is told in passing, through the real phrases: at any step, and in doubt."""

from __future__ import annotations

import pytest

from bot.core.hearing import Heard
from bot.core.routine_session import Step
from bot.core.routine_told import bars_told, is_in_doubt
from bot.nlu.spotting import spot

TOLD = {
    "i'm 5 months pregnant": "pregnant",
    "I am pregnant by the way": "pregnant",
    "i might be pregnant": "pregnant",
    "had a baby three weeks ago": "pregnant",
    "does it matter that i'm pregnant?": "pregnant",
    "i twisted my ankle on tuesday": "injury",
    "rolled my ankle this morning, can i still do this?": "injury",
    "i fell off my bike yesterday": "injury",
    "sprained it at the weekend": "injury",
    "went over on it on saturday": "injury",
    "i pulled something in my calf yesterday": "injury",
    "i tore my hamstring yesterday": "injury",
    "broke my foot last month": "injury",
    "i'm 15": "under_18",
    "I'm a 16 year old girl": "under_18",
    "i am fifteen": "under_18",
    "this is for my son, he is 12 years old": "under_18",
    "a routine for my 12 year old": "under_18",
    "my daughter is 9": "under_18",
    "i'm in year 9": "under_18",
    "i had an operation last week": "operation",
    "they injected my heel last month": "operation",
    "had a steroid injection in my heel": "operation",
    "had keyhole surgery in march": "operation",
    "i'm on cipro": "antibiotic",
    "i take prednisolone": "antibiotic",
}
FELT = {
    "my foot tingles": "tingling",
    "i've got pins and needles in my toes": "tingling",
    "sharp pain": "strong_pain",
    "it is really painful": "strong_pain",
    "severe pain in my calf": "strong_pain",
    "my pain is a 7": "strong_pain",
    "pain in my heel is about 6": "strong_pain",
    "it's 8/10 today": "strong_pain",
}
NOTHING_TOLD = (
    "i'm not pregnant",
    "i was pregnant 3 years ago",
    "no injury",
    "twisted my ankle last year",
    "i twisted it three months ago, all healed",
    "had an operation ten years ago",
    "no tingling",
    "should it tingle?",
    "will there be sharp pain?",
    "i have a slipped disc",
    "torn hamstring",
    "an old hamstring strain",
    "the strap slipped",
    "i nearly fell over",
    "i don't want to fall",
    "afraid of falling",
    "should i twist my hips?",
    "do i roll my ankle?",
    "i rolled up a towel",
    "my pain is a 2",
    "it's 3 out of 10",
    "no sharp pain",
    "kneeling hurts, 10 minutes please",
    "10 minutes",
    "i have been at it for 15 weeks",
    "i have 15 minutes",
    "i was 15 when it began",
    "i am 17 stone",
    "an 11 years old injury",
    "had a flu injection in october",
    "had surgery on my shoulder",
    "heel pain",
    "a bit of pain in my heel",
    "it is not really painful",
    "pain in my thigh, an old hamstring strain",
    "the first steps stab under the heel",
    "my knee pops sometimes",
    "broke in new shoes",
    "next",
    "start",
    "i'm 51",
)


def heard(text: str) -> Heard:
    return Heard(text, spotted=spot(text))


@pytest.mark.parametrize("step", [Step.QUESTIONS, Step.CHECK_IN, Step.OFFER, Step.WALK, Step.PAIN, Step.KEEP])
@pytest.mark.parametrize(("text", "bar"), TOLD.items())
def test_what_bars_is_taken_at_any_step(text: str, bar: str, step: Step) -> None:
    assert bar in bars_told(heard(text), step)


@pytest.mark.parametrize(("text", "bar"), FELT.items())
def test_what_is_felt_bars_before_an_exercise_and_is_for_the_exercise_in_one(text: str, bar: str) -> None:
    assert bars_told(heard(text), Step.OFFER) == (bar,)
    assert bars_told(heard(text), Step.WALK) == ()


@pytest.mark.parametrize("text", NOTHING_TOLD)
def test_what_is_denied_over_feared_or_of_something_else_bars_nobody(text: str) -> None:
    assert bars_told(heard(text), Step.OFFER) == ()


def test_all_that_is_told_together_is_taken() -> None:
    assert bars_told(heard("i'm pregnant and i twisted my ankle yesterday"), Step.WALK) == ("pregnant", "injury")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("what if i'm pregnant?", True),
        ("what if i had an operation lately?", True),
        ("if i were under 18, could i do this?", True),
        ("i'm not pregnant", False),
        ("what if it tingles?", False),
        ("what if i fall?", False),
        ("next", False),
    ],
)
def test_a_what_if_about_the_person_is_a_doubt(text: str, doubt: bool) -> None:
    assert is_in_doubt(heard(text)) is doubt
