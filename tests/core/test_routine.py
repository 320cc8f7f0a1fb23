"""Which exercises fit whom, over the real exercises: limits, time, week, the self-check's result, and who gets none."""

from __future__ import annotations

import itertools

import pytest

from bot.content.library import library
from bot.core.routine import MINUTES, NORDIC, Barred, Needs, barred, compose, from_self_check, quick

CONTENT = library().exercises
BOOK = CONTENT.book
LIMITS = tuple(BOOK.limits)
ALL_LIMITS = [frozenset(found) for size in range(len(LIMITS) + 1) for found in itertools.combinations(LIMITS, size)]


@pytest.mark.parametrize("limits", ALL_LIMITS, ids=lambda limits: "+".join(sorted(limits)) or "none")
def test_for_any_limits_there_is_a_routine_without_what_they_leave_out(limits: frozenset[str]) -> None:
    for minutes, used, week, pattern in itertools.product(
        MINUTES.values(), (False, True), (1, 2, 8), (None, "heel", "tendon")
    ):
        routine = compose(BOOK, Needs(minutes, limits, used, nordic=True, pattern=pattern, week=week))
        chosen = (*routine.exercises, *routine.strength)
        assert routine.exercises
        assert len(chosen) == len(set(chosen))
        assert not any(BOOK.exercises[name].leave_out_if & limits for name in chosen)
    assert not BOOK.exercises[quick(BOOK, limits).exercises[0]].leave_out_if & limits


@pytest.mark.parametrize("minutes", MINUTES.values())
def test_it_fits_into_the_time(minutes: int) -> None:
    routine = compose(BOOK, Needs(minutes))
    assert sum(BOOK.exercises[name].minutes for name in routine.exercises) <= minutes


def test_ten_minutes_are_the_minimal_plan_of_the_clinical_reference() -> None:
    assert compose(BOOK, Needs()).exercises == (
        "strap_stretch",
        "calf_wall_straight",
        "calf_wall_bent",
        "hip_flexor_kneel",
    )


def test_every_exercise_is_given_to_somebody() -> None:
    given = set()
    for limits, pattern in itertools.product((frozenset(), frozenset({"floor"})), (None, "heel", "tendon")):
        routine = compose(BOOK, Needs(15, limits, used_to_it=True, nordic=True, pattern=pattern, week=2))
        given |= {*routine.exercises, *routine.strength}
    assert given == set(BOOK.exercises)


def test_strength_begins_in_the_second_week() -> None:
    assert compose(BOOK, Needs(week=1)).strength == ()
    assert compose(BOOK, Needs(week=2)).strength == ("glute_bridge", "single_leg_deadlift")


def test_without_the_floor_a_chair_takes_the_place_of_the_strap() -> None:
    routine = compose(BOOK, Needs(limits=frozenset({"floor"})))
    assert routine.exercises[0] == "chair_fold"
    assert "strap_stretch" in routine.left_out


@pytest.mark.parametrize(
    ("nordic", "used", "limits", "given"),
    [
        (True, True, (), True),
        (True, False, (), False),
        (False, True, (), False),
        (True, True, ("kneeling",), False),
        (True, True, ("thigh",), False),
    ],
)
def test_nordic_curls_only_when_asked_for_and_fit(
    nordic: bool, used: bool, limits: tuple[str, ...], given: bool
) -> None:
    routine = compose(BOOK, Needs(limits=frozenset(limits), used_to_it=used, nordic=nordic, week=3))
    assert (NORDIC in routine.strength) is given


@pytest.mark.parametrize(("pattern", "added"), [("heel", "plantar_stretch"), ("tendon", "heel_raise")])
def test_ones_own_pattern_adds_its_exercise(pattern: str, added: str) -> None:
    assert added in compose(BOOK, Needs(pattern=pattern)).exercises
    assert added not in compose(BOOK, Needs()).exercises


@pytest.mark.parametrize("option", [option.id for option in CONTENT.questions.by_id["body"].options])
def test_every_yes_to_the_safety_question_bars_from_exercise(option: str) -> None:
    found = barred({"body": (option,)})
    assert found is (None if option == "none" else Barred(option))


@pytest.mark.parametrize("answer", ["unsure", "skip"])
def test_not_sure_is_no_clearance(answer: str) -> None:
    assert barred({"body": (answer,)}) is Barred.UNSURE


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ("local_injury", Barred.INJURY),
        ("other_pattern:bone", Barred.BONE),
        ("other_pattern:nerve", Barred.NERVE),
        ("other_pattern:heel", None),
        ("hamstring_pattern", None),
        ("mixed", None),
        (None, None),
    ],
)
def test_a_finished_self_check_counts(result: str | None, reason: Barred | None) -> None:
    assert barred({"body": ("none",)}, result) is reason


def test_every_reason_has_something_to_do_instead() -> None:
    for reason in Barred:
        says = library().flows[f"barred_{reason.value}"].says[0]
        assert len(says.split(".")) >= 3


@pytest.mark.parametrize(
    ("answers", "body"),
    [
        ({"now": ("none",), "you": ("none",), "onset": ("gradual",)}, ("none",)),
        ({"now": ("none",), "you": ("none",), "onset": ("injury",)}, ("injury",)),
        ({"now": ("none",), "you": ("diabetes",), "onset": ("gradual",)}, ("none",)),
        ({"now": ("none",), "you": ("pregnant",), "onset": ("gradual",)}, ("pregnant",)),
        ({"now": ("none",), "you": ("none",), "onset": ("gradual",), "nerve": ("tingling",)}, ("tingling",)),
        ({"now": ("none",), "you": ("unsure",), "onset": ("gradual",)}, None),
        ({"now": ("none",), "you": ("none",)}, None),
        ({"now": ("none",), "you": ("none",), "onset": ("gradual",), "nerve": ("unsure",)}, None),
        ({"you": ("pregnant",)}, ("pregnant",)),  # the check was not gone on with
        ({"you": ("unsure",), "onset": ("pop",)}, ("injury",)),
        ({}, None),
    ],
)
def test_what_the_self_check_was_told_is_not_asked_again(
    answers: dict[str, tuple[str, ...]], body: tuple[str, ...] | None
) -> None:
    known = from_self_check(answers, CONTENT.questions)
    assert known.get("body") == body
    assert ("now" in known) is ("now" in answers)


@pytest.mark.parametrize("danger", ["one_leg", "unsure", "skip"])
def test_only_a_none_to_the_dangers_of_a_self_check_spares_the_question(danger: str) -> None:
    assert "now" not in from_self_check({"now": (danger,)}, CONTENT.questions)


@pytest.mark.parametrize(("told", "limits"), [("diabetes", ("diabetes",)), ("none", None), ("cancer", None)])
def test_diabetes_is_a_limit_that_a_self_check_can_tell(told: str, limits: tuple[str, ...] | None) -> None:
    assert from_self_check({"you": (told,)}, CONTENT.questions).get("limits") == limits


@pytest.mark.parametrize("exercise", ["leg_swings", "single_leg_deadlift", "heel_raise"])
def test_with_diabetes_there_is_no_balance_work(exercise: str) -> None:
    needs = Needs.of({"minutes": ("fifteen",), "level": ("gym",)}, limits=("diabetes",), pattern="tendon", week=3)
    routine = compose(BOOK, needs)
    assert exercise in routine.left_out
    assert exercise not in (*routine.exercises, *routine.strength)


def test_doses_grow_and_stay_within_the_clinical_reference() -> None:
    for exercise in BOOK.exercises.values():
        doses = [exercise.dose(week) for week in range(9)]
        work = [dose.sets * (dose.seconds or dose.repeats or 0) for dose in doses]
        assert work == sorted(work), exercise.id
        assert all((dose.seconds or 0) <= 30 for dose in doses), exercise.id
    nordic = BOOK.exercises[NORDIC]
    assert (nordic.dose(1).sets, nordic.dose(1).repeats) == (2, 3)
    assert nordic.dose(8).sets * (nordic.dose(8).repeats or 0) <= 24
