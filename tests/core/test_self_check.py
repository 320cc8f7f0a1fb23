"""The self-check's rule: which question comes next, and what answers amount to."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library, library
from bot.core.questions import OPEN, SKIPPED, UNSURE, settle
from bot.core.red_flags import Level
from bot.core.self_check import ResultKind, SelfCheck

CHECK = library().self_check.check
MOST_QUESTIONS = 9
PICTURE = {
    "now": ("none",),
    "you": ("none",),
    "onset": ("gradual",),
    "place": ("achilles",),
    "rest": ("loosens",),
    "knee": ("eases",),
    "bend": ("forward", "uphill"),
    "back": ("hip",),
    "nerve": ("none",),
}
SPRAIN = {**PICTURE, "onset": ("injury",), "place": ("outer_ankle",), "injury": ("swelled", "bruise"), "rest": ("no",)}


def _answers(**changed: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {**PICTURE, **changed}


@st.composite
def _courses(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Answers to every question that these answers lead through, without a danger of today."""
    answers: dict[str, tuple[str, ...]] = {}
    while (question := CHECK.next_question(answers)) is not None:
        harmless = [
            option.id
            for option in question.options
            if not any(level is not Level.PROFESSIONAL for _, level in option.raises)
        ]
        choices = draw(st.lists(st.sampled_from([*harmless, UNSURE, SKIPPED]), min_size=1, max_size=3))
        open_ones = [choice for choice in choices if choice in OPEN]
        answers[question.id] = (open_ones[0],) if open_ones else settle(question, choices)
    return answers


def test_the_articles_picture_is_the_hamstring_pattern() -> None:
    assert CHECK.conclude(PICTURE).kind is ResultKind.HAMSTRING_PATTERN


@pytest.mark.parametrize("place", ["achilles", "under_heel", "all_round"])
@pytest.mark.parametrize("further_up", ["low_back", "hip", "thigh"])
def test_the_picture_holds_for_each_place_and_each_stiffness_further_up(place: str, further_up: str) -> None:
    assert CHECK.conclude(_answers(place=(place,), back=(further_up,))).kind is ResultKind.HAMSTRING_PATTERN


def test_a_classic_sprain_is_a_local_injury() -> None:
    assert CHECK.conclude(SPRAIN).kind is ResultKind.LOCAL_INJURY


@pytest.mark.parametrize("sign", ["tingling", "shoots"])
def test_nerve_signs_are_never_the_hamstring_pattern(sign: str) -> None:
    result = CHECK.conclude(_answers(nerve=(sign,), back=("low_back", "thigh")))
    assert result.kind is not ResultKind.HAMSTRING_PATTERN


def test_knee_rest_and_uphill_together_are_not_enough_for_the_hamstring_pattern() -> None:
    answers = _answers(place=("elsewhere",), bend=("uphill",), back=("none",))
    assert CHECK.conclude(answers).kind is not ResultKind.HAMSTRING_PATTERN


def test_a_nerve_question_left_open_keeps_the_result_open() -> None:
    assert CHECK.conclude(_answers(nerve=(UNSURE,))).kind is not ResultKind.HAMSTRING_PATTERN


def test_nothing_but_open_answers_is_not_enough() -> None:
    answers: dict[str, tuple[str, ...]] = {}
    while (question := CHECK.next_question(answers)) is not None:
        answers[question.id] = (UNSURE,)
    assert CHECK.conclude(answers).kind is ResultKind.NOT_ENOUGH


def test_an_incomplete_course_has_no_result() -> None:
    with pytest.raises(ValueError, match="no answer"):
        CHECK.conclude({"now": ("none",)})


@settings(max_examples=300, deadline=None)
@given(_courses())
def test_whatever_is_answered_there_are_at_most_nine_questions_and_one_result(
    answers: Mapping[str, tuple[str, ...]],
) -> None:
    assert len(CHECK.course(answers)) <= MOST_QUESTIONS
    result = CHECK.conclude(answers)
    listed = [*result.fits, *result.shared, *result.against]
    assert len(listed) == len(set(listed))
    assert result.runner_up is not None
    assert result.version == CHECK.version


@settings(max_examples=200, deadline=None)
@given(_courses(), st.randoms())
def test_the_order_of_the_answers_makes_no_difference(answers: Mapping[str, tuple[str, ...]], chance: object) -> None:
    names = list(answers)
    chance.shuffle(names)  # type: ignore[attr-defined]
    assert CHECK.conclude({name: answers[name] for name in names}) == CHECK.conclude(answers)


@settings(max_examples=200, deadline=None)
@given(_courses())
def test_an_open_answer_in_place_of_a_clear_one_never_makes_a_pattern_out_of_none(
    answers: Mapping[str, tuple[str, ...]],
) -> None:
    everything_open = {name: options if CHECK.by_id[name].gate else (UNSURE,) for name, options in answers.items()}
    while (question := CHECK.next_question(everything_open)) is not None:
        everything_open[question.id] = (UNSURE,)
    assert CHECK.conclude(everything_open).kind is ResultKind.NOT_ENOUGH


@settings(max_examples=60, deadline=None)
@given(_courses())
def test_the_answer_named_as_decisive_does_change_the_result(answers: Mapping[str, tuple[str, ...]]) -> None:
    change = CHECK.would_change(answers)
    if change is not None:
        question, option, kind = change
        then = CHECK.conclude({**answers, question.id: (option.id,)})
        assert then.kind is kind
        assert then.id != CHECK.conclude(answers).id


def test_every_injury_sign_speaks_against_tightness() -> None:
    for onset, injury in product(("injury", "sudden"), ("swelled", "bruise", "gives_way")):
        answers = {**PICTURE, "onset": (onset,), "injury": (injury,)}
        assert CHECK.conclude(answers).kind is not ResultKind.HAMSTRING_PATTERN, (onset, injury)


def test_every_danger_of_today_ends_the_check(content: Library) -> None:
    check: SelfCheck = content.self_check.check
    for option in check.by_id["now"].options:
        raised = check.raised({"now": (option.id,)})
        assert bool(raised) is not option.nothing
        assert all(level is not Level.PROFESSIONAL for _, level in raised)


def test_answers_can_be_a_danger_in_company() -> None:
    assert CHECK.raised({"you": ("antibiotic",)}) == [("RF27", Level.PROFESSIONAL)]
    assert ("RF27", Level.URGENT) in CHECK.raised({"you": ("antibiotic",), "place": ("achilles",)})


def test_none_of_these_gives_way_to_anything_real() -> None:
    assert settle(CHECK.by_id["back"], ["none", "hip"]) == ("hip",)
    assert settle(CHECK.by_id["knee"], ["eases", "worse"]) == ("worse",)
    with pytest.raises(ValueError, match="choice"):
        settle(CHECK.by_id["back"], [])
