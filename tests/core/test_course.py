"""How messages are taken on the way through the self-check."""

from __future__ import annotations

import pytest

from bot.content.library import library
from bot.core.corrections import named_question, put_right
from bot.core.course import Course, Phase
from bot.core.findings import Assertion
from bot.core.hearing import Heard
from bot.core.questions import SKIPPED, UNSURE
from bot.core.reading import given_answers
from bot.core.wishes import Wish

CHECK = library().self_check.check


def _asking(question: str, **answers: tuple[str, ...]) -> Course:
    return Course(Phase.ASKING, answers=answers, asking=question)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("back", "2", ("hip",)),
        ("back", "1 and 3", ("low_back", "thigh")),
        ("back", "numbers 1, 2", ("low_back", "hip")),
        ("back", "none", ("none",)),
        ("back", "nothing like that", ("none",)),
        ("now", "no chest pain, no numbness, none of it", ("none",)),
        ("knee", "no", ("same",)),
        ("knee", "yes", ("eases",)),
        ("back", "not sure", (UNSURE,)),
        ("back", "skip this one", (SKIPPED,)),
        ("back", "Low back please", ("low_back",)),
        ("back", "yes, all of them", ("low_back", "hip", "thigh")),
        ("knee", "correct", ("eases",)),
        ("knee", "yes, a bit easier", ("eases",)),
    ],
)
def test_plain_answers_need_no_reading(question: str, text: str, expected: tuple[str, ...]) -> None:
    assert given_answers(CHECK, _asking(question), Heard(text)) == {question: expected}


@pytest.mark.parametrize(
    "text", ["27", "0", "yes", "yes I have that", "no feeling between my legs", "not breathing right"]
)
def test_what_is_no_answer_to_the_safety_list_is_not_taken_for_one(text: str) -> None:
    assert given_answers(CHECK, _asking("now"), Heard(text)) == {}


@pytest.mark.parametrize(
    ("text", "intent", "taken"),
    [
        ("yes I've got a couple of these, sadly", "affirm", False),
        ("sure", "affirm", False),
        ("I do have some of them, I think", "affirm", False),
        ("yes, all good, none of them", "affirm", True),
        ("nothing of the sort here, honestly", "deny", True),
    ],
)
def test_a_yes_is_never_read_as_none(text: str, intent: str, taken: bool) -> None:
    heard = Heard(text, intent, 0.9, questions={"now": 0.9}, options={"now": {"none": 0.9}})
    assert (given_answers(CHECK, _asking("now"), heard) == {"now": ("none",)}) is taken


@pytest.mark.parametrize("text", ["yes, worse", "yeah, no difference", "yes the same"])
def test_a_yes_with_another_option_behind_it_is_no_plain_yes(text: str) -> None:
    assert given_answers(CHECK, _asking("knee"), Heard(text)) == {}


def test_a_button_answers_its_own_question() -> None:
    heard = Heard("", choice="place.achilles")
    assert given_answers(CHECK, _asking("rest"), heard) == {"place": ("achilles",)}


def test_what_is_told_ahead_is_kept() -> None:
    heard = Heard(
        "my achilles, easier bent", spotted={"place.achilles": Assertion.PRESENT, "knee.eases": Assertion.PRESENT}
    )
    given = given_answers(CHECK, _asking("place"), heard)
    assert given["knee"] == ("eases",)


@pytest.mark.parametrize("sense", [Assertion.ABSENT, Assertion.PAST, Assertion.HYPOTHETICAL])
def test_what_is_denied_or_over_is_not_told(sense: Assertion) -> None:
    assert given_answers(CHECK, _asking("now"), Heard("it was not that", spotted={"knee.eases": sense})) == {}


def test_an_earlier_answer_stays_unless_it_is_put_right() -> None:
    spotted = {"place.under_heel": Assertion.PRESENT}
    course = _asking("rest", place=("achilles",))
    assert "place" not in given_answers(CHECK, course, Heard("under the heel a bit", spotted=spotted))
    put_right = given_answers(CHECK, course, Heard("actually it is under the heel", spotted=spotted))
    assert put_right == {"place": ("under_heel",)}


def test_also_adds_to_what_was_chosen() -> None:
    course = _asking("rest", injury=("swelled",))
    assert put_right(CHECK, course, Heard("it also bruised"), {"injury": ("bruise",)}) == {
        "injury": ("swelled", "bruise")
    }
    assert put_right(CHECK, course, Heard("it bruised"), {"injury": ("bruise",)}) == {"injury": ("bruise",)}


@pytest.mark.parametrize(
    ("text", "spotted"),
    [
        ("not the back, it's under the heel", {"place.under_heel": Assertion.PRESENT}),
        ("not the achilles", {"place.achilles": Assertion.ABSENT, "place.under_heel": Assertion.PRESENT}),
        (
            "under the heel rather than the achilles",
            {"place.achilles": Assertion.PRESENT, "place.under_heel": Assertion.PRESENT},
        ),
    ],
)
def test_a_new_place_takes_that_of_the_one_denied(text: str, spotted: dict[str, Assertion]) -> None:
    course = _asking("rest", place=("achilles",))
    given = {"place": ("achilles", "under_heel")}
    assert put_right(CHECK, course, Heard(text, spotted=spotted), given) == {"place": ("under_heel",)}


def test_not_only_adds() -> None:
    spotted = {"place.under_heel": Assertion.PRESENT}
    heard = Heard("not just there, also under the heel", spotted=spotted)
    found = put_right(CHECK, _asking("rest", place=("achilles",)), heard, {"place": ("under_heel",)})
    assert found == {"place": ("achilles", "under_heel")}


def test_a_denied_answer_is_taken_out() -> None:
    heard = Heard("it did not bruise", spotted={"injury.bruise": Assertion.ABSENT})
    for old, left in ((("bruise",), ("none",)), (("swelled", "bruise"), ("swelled",))):
        assert given_answers(CHECK, _asking("rest", injury=old), heard)["injury"] == left


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("go back", Wish.BACK),
        ("can I go back a step?", Wish.BACK),
        ("what did I say so far", Wish.RECAP),
        ("how many more?", Wish.COUNT),
        ("start over", Wish.RESTART),
        ("summary please", Wish.SUMMARY),
        ("give me a moment", Wish.WAIT),
        ("no more questions please", Wish.STOP),
        ("one of my answers is wrong", Wish.CORRECT),
        ("change the place", Wish.CORRECT),
        ("it started at one moment", None),
        ("my lower back", None),
    ],
)
def test_wishes_are_told_from_answers(text: str, wish: Wish | None) -> None:
    assert Heard(text).wish is wish


@pytest.mark.parametrize(
    ("text", "intent", "agreed"),
    [
        ("I agree", "", True),
        ("go on then", "", True),
        ("ok", "affirm", True),
        ("no thanks", "", False),
        ("", "deny", False),
        ("does it cost anything to start?", "", None),
        ("let's not start yet", "", None),
        ("my heel hurts", "self_check", None),
    ],
)
def test_consent_is_a_clear_yes(text: str, intent: str, agreed: bool | None) -> None:
    assert Heard(text, intent).agrees is agreed


def test_a_question_can_be_named() -> None:
    course = _asking("rest", place=("achilles",), onset=("gradual",))
    assert named_question(CHECK, course, Heard("change the place one")) == "place"
    assert named_question(CHECK, course, Heard("change the colour")) is None


def test_a_change_can_be_taken_back() -> None:
    course = _asking("rest", place=("achilles",)).with_answers({"place": ("bone",)}, "the bone")
    assert course.taken_back().answers == {"place": ("achilles",)}
    fresh = _asking("rest").with_answers({"rest": ("no",)}, "no")
    assert fresh.taken_back().answers == {"rest": ("no",)}


def test_a_course_survives_storage() -> None:
    course = _asking("rest", place=("achilles", "bone")).with_answers({"place": ("bone",)}, "the bone")
    assert Course.from_dict(course.as_dict()) == course
    assert Course.from_dict(None) is None
