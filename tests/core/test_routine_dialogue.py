"""The routine's conversation over the real exercises: told in passing, the check-in, limits in the middle, changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.library import library
from bot.core.course import Course, Phase
from bot.core.hearing import Heard
from bot.core.questions import Answers
from bot.core.red_flags import Level
from bot.core.routine import NOTHING, from_self_check
from bot.core.routine_dialogue import RoutineDialogue
from bot.core.routine_session import Said, Session, Step
from bot.core.walk import Walk
from bot.nlu.spotting import spot

CONTENT = library().exercises
ALL: Answers = {"now": NOTHING, "body": NOTHING, "limits": NOTHING, "minutes": ("ten",), "level": ("new",)}
EXERCISES = ("leg_swings", "strap_stretch", "calf_wall_straight", "hip_flexor_kneel")


def at(step: Step, answers: Answers = ALL, **changes: object) -> Session:
    session = Session(step, Course(Phase.ASKING, answers), Walk(EXERCISES) if step is Step.WALK else None)
    return replace(session, **changes)  # type: ignore[arg-type]


def dialogue(session: Session) -> RoutineDialogue:
    return RoutineDialogue(CONTENT.book, CONTENT.questions, lambda reply_id: reply_id, session)


def hear(session: Session, text: str) -> Said:
    said = dialogue(session).hear(Heard(text, spotted=spot(text)))
    assert said is not None
    return said


def planned(said: Said) -> set[str]:
    assert said.reply.card is not None
    return {entry["exercise"] for part in ("exercises", "strength") for entry in said.reply.card[part]}


@pytest.mark.parametrize("step", [Step.OFFER, Step.WALK, Step.PAIN, Step.END_PAIN, Step.KEEP, Step.CHECK_IN])
@pytest.mark.parametrize(
    ("text", "says", "raises"),
    [
        ("i'm 5 months pregnant", "barred_pregnant", "RF19"),
        ("i twisted my ankle on tuesday", "barred_injury", None),
        ("i'm 15", "barred_under_18", "RF18"),
        ("i had an operation last week", "barred_operation", None),
        ("i'm on cipro", "barred_antibiotic", "RF27"),
    ],
)
def test_a_bar_told_in_passing_ends_the_routine_with_its_reason(
    text: str, says: str, raises: str | None, step: Step
) -> None:
    session = at(step, walk=Walk(EXERCISES))
    said = hear(session, text)
    assert (said.says, said.session, said.record) == (says, None, None)
    assert said.raises == (((raises, Level.PROFESSIONAL),) if raises else ())


def test_a_bar_that_was_noted_before_a_safety_question_is_still_known_after_it() -> None:
    text = "i twisted my ankle on tuesday"
    kept = Session.from_dict(dialogue(at(Step.WALK)).noting(Heard(text, spotted=spot(text))).as_dict())
    assert kept is not None
    assert dialogue(kept).is_barred


def test_a_what_if_asks_the_body_again_and_then_goes_on() -> None:
    asked = hear(at(Step.WALK), "what if i'm pregnant?")
    assert asked.expecting == "routine:body"
    assert asked.session is not None
    assert hear(asked.session, "pregnant").says == "barred_pregnant"
    assert hear(asked.session, "none").expecting == "routine:walk"


@pytest.mark.parametrize("text", ["better", "bit better thanks", "it's good", "looser"])
def test_after_a_good_check_in_the_routine_that_was_asked_for_goes_on_in_its_week(text: str) -> None:
    wish = Heard("a 10 minute routine with nordics please, i'm a beginner", spotted=spot("i'm a beginner"))
    asked = dialogue(Session(week=3)).start(wish, {}, (), check_in=True)
    assert asked.expecting == "routine:check_in"
    assert asked.session is not None
    said = hear(asked.session, text)
    assert said.expecting == "routine:now"
    for answer in ("none", "none", "none"):
        assert said.session is not None
        said = hear(said.session, answer)
    assert said.expecting == "routine:offer"
    assert said.session is not None
    assert (said.session.week, said.session.nordic) == (3, True)


@pytest.mark.parametrize("text", ["worse", "the same", "not great", "not any better", "no good"])
def test_a_bad_check_in_ends_with_advice_to_book(text: str) -> None:
    said = hear(at(Step.CHECK_IN, {}), text)
    assert (said.says, said.session) == ("checkin_not_better", None)
    assert said.raises == (("RF31", Level.PROFESSIONAL),)


def test_diabetes_told_in_a_self_check_leaves_out_balance_work_and_the_rest_is_still_asked() -> None:
    checked = {"now": NOTHING, "you": ("diabetes",), "onset": ("gradual",)}
    known = from_self_check(checked, CONTENT.questions)
    said = dialogue(Session(week=2)).start(Heard("a 15 minute routine", spotted={}), known, ())
    assert said.expecting == "routine:limits"
    for answer in ("none", "used to it"):
        assert said.session is not None
        said = hear(said.session, answer)
    assert said.expecting == "routine:offer"
    assert not planned(said) & {"leg_swings", "single_leg_deadlift", "heel_raise"}
    assert "routine_diabetes" in said.reply.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("i have diabetes by the way", ("strap_stretch", "calf_wall_straight", "hip_flexor_kneel")),
        ("i can't get down on the floor", ("leg_swings", "calf_wall_straight")),
        ("i have a new hip", ("leg_swings", "strap_stretch", "calf_wall_straight")),
    ],
)
def test_a_limit_told_in_an_exercise_leaves_out_what_is_to_come(text: str, left: tuple[str, ...]) -> None:
    said = hear(at(Step.WALK), text)
    assert said.session is not None
    assert said.session.walk is not None
    assert said.session.walk.exercises == left
    assert said.reply.card is not None
    assert said.reply.card["exercise"] == left[0]


def test_what_was_done_stays_when_a_limit_comes_up() -> None:
    walk = Walk(EXERCISES).onward().onward()
    said = hear(at(Step.WALK, walk=walk), "i can't kneel and i have diabetes")
    assert said.session is not None
    assert said.session.walk is not None
    assert said.session.walk.exercises == EXERCISES[:3]
    assert said.session.walk.done == EXERCISES[:2]
    assert said.session.walk.current == "calf_wall_straight"


def test_a_limit_that_leaves_nothing_ends_the_exercises() -> None:
    walk = Walk(("strap_stretch", "hip_flexor_kneel")).onward()
    assert hear(at(Step.WALK, walk=walk), "i can't kneel").expecting == "routine:end_pain"


def test_limits_in_the_offer_come_on_top() -> None:
    said = hear(at(Step.OFFER, {**ALL, "limits": ("floor",), "minutes": ("fifteen",)}), "actually kneeling hurts")
    assert said.session is not None
    assert said.session.course.answers["limits"] == ("kneeling", "floor")


@pytest.mark.parametrize(
    ("text", "expecting"),
    [
        ("start", "routine:walk"),
        ("just give me one stretch", "routine:walk"),
        ("make it shorter", "routine:offer"),
        ("add nordic curls", "routine:offer"),
        ("change it", "routine:offer"),
        ("change the plan", "routine:limits"),
        ("banana", "routine:offer"),
        ("not ready yet", "routine:offer"),
        ("hang on", "routine:offer"),
        ("stop", None),
    ],
)
def test_the_offer_takes_wishes(text: str, expecting: str | None) -> None:
    assert hear(at(Step.OFFER), text).expecting == expecting


def test_what_was_not_understood_is_marked() -> None:
    assert hear(at(Step.OFFER), "banana").unclear
    assert hear(at(Step.END_PAIN), "banana").unclear
    assert not hear(at(Step.OFFER), "start").unclear


def test_changing_the_routine_in_an_exercise_asks_about_it_but_not_about_safety() -> None:
    said = hear(at(Step.WALK), "change the routine")
    assert said.expecting == "routine:limits"
    assert said.session is not None
    assert said.session.walk is None


def test_the_wish_for_a_routine_in_an_exercise_shows_that_exercise() -> None:
    said = dialogue(at(Step.WALK)).hear(Heard("guide me through the rest", intent="stretch_plan", confidence=0.9))
    assert said is not None
    assert said.reply.card is not None
    assert said.reply.card["exercise"] == EXERCISES[0]


def test_leaving_an_exercise_out_when_asked_how_strong_the_pain_is() -> None:
    said = hear(at(Step.PAIN, walk=Walk(EXERCISES)), "skip it")
    assert said.session is not None
    assert said.session.walk is not None
    assert said.session.walk.current == EXERCISES[1]


def test_a_session_from_before_limits_were_kept_can_be_read() -> None:
    data = at(Step.WALK, limits=("diabetes",)).as_dict()
    assert Session.from_dict(data) == at(Step.WALK, limits=("diabetes",))
    del data["limits"]
    assert Session.from_dict(data) == at(Step.WALK)
