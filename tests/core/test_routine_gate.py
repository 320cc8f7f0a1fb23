"""Nothing gets by the gate: whatever is known against exercise, no offer and no exercise follows, from any step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.content.library import library
from bot.core.course import Course, Phase
from bot.core.hearing import Heard
from bot.core.questions import Answers
from bot.core.routine import NOTHING, Barred, from_self_check
from bot.core.routine_dialogue import RoutineDialogue
from bot.core.routine_gate import Cleared, reason_against
from bot.core.routine_session import Said, Session, Step
from bot.core.routine_setup import RoutineSetup
from bot.core.routine_walk import RoutineWalk
from bot.core.walk import Walk

CONTENT = library().exercises
BODY = CONTENT.questions.by_id["body"]
SAFE = {"now": NOTHING, "body": NOTHING}
ALL: Answers = {**SAFE, "limits": NOTHING, "minutes": ("ten",), "level": ("new",)}
WALK = Walk(("strap_stretch", "calf_wall_straight"))
BARRING: list[tuple[Answers, str | None, Barred]] = [
    *(({**ALL, "body": (item.id,)}, None, Barred(item.id)) for item in BODY.options if not item.nothing),
    ({**ALL, "body": ("unsure",)}, None, Barred.UNSURE),
    ({**ALL, "now": ("unsure",)}, None, Barred.UNSURE),
    ({name: answer for name, answer in ALL.items() if name != "body"}, None, Barred.UNSURE),
    ({name: answer for name, answer in ALL.items() if name != "now"}, None, Barred.UNSURE),
    (ALL, "local_injury", Barred.INJURY),
    (ALL, "other_pattern:bone", Barred.BONE),
    (ALL, "other_pattern:nerve", Barred.NERVE),
]
SAYS = (
    "start",
    "next",
    "yes",
    "say that again",
    "go back",
    "what is that?",
    "how long?",
    "easier",
    "it hurts",
    "3",
    "7",
)


def phrase(reply_id: str) -> str:
    """The id of a reply stands for its words."""
    return reply_id


def session(answers: Answers, result: str | None = None, step: Step = Step.WALK) -> Session:
    return Session(step, Course(Phase.ASKING, answers), WALK, result=result)


def setup(at: Session) -> RoutineSetup:
    return RoutineSetup(CONTENT.book, CONTENT.questions, phrase, at)


def walk(at: Session) -> RoutineWalk:
    return RoutineWalk(CONTENT.book, phrase, at)


def dialogue(at: Session) -> RoutineDialogue:
    return RoutineDialogue(CONTENT.book, CONTENT.questions, phrase, at)


def gives_exercise(said: Said) -> bool:
    kind = (said.reply.card or {}).get("type")
    steps = [step for exercise in CONTENT.book.exercises.values() for step in exercise.steps]
    return kind in ("exercise", "routine") or any(step in said.reply.text for step in steps)


WAYS: dict[str, Callable[[Session], list[Said | None]]] = {
    "the offer is asked for": lambda at: [setup(replace(at, step=Step.OFFER, walk=None)).proceed([])],
    "one stretch is asked for": lambda at: [setup(replace(at, quick=True, walk=None)).proceed([])],
    "the offer waits": lambda at: [setup(replace(at, step=Step.OFFER)).pending()],
    "the offer is answered": lambda at: [setup(replace(at, step=Step.OFFER)).hear(Heard(text)) for text in SAYS],
    "an exercise is shown": lambda at: [walk(at).show([], WALK)],
    "an exercise waits": lambda at: [walk(replace(at, step=step)).pending() for step in (Step.WALK, Step.PAIN)],
    "an exercise is resumed": lambda at: [walk(at).ask(step, []) for step in (Step.WALK, Step.PAIN)],
    "an exercise is answered": lambda at: [walk(at).hear(Heard(text)) for text in SAYS],
    "pain is told": lambda at: [walk(replace(at, step=Step.PAIN)).hear(Heard(text)) for text in SAYS],
    "the routine goes on": lambda at: [
        dialogue(replace(at, step=step)).hear(Heard(text))
        for step in (Step.OFFER, Step.WALK, Step.PAIN)
        for text in SAYS
    ],
    "a left routine is resumed": lambda at: [dialogue(at).resume([Heard("go on")], {}, ())],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("answers", "result", "reason"), BARRING)
def test_no_way_leads_by_the_gate(answers: Answers, result: str | None, reason: Barred, way: str) -> None:
    found = [
        said for said in WAYS[way](session(answers, result)) if said is not None
    ]  # None: it is about something else
    assert found
    for said in found:
        assert not gives_exercise(said)
        assert said.session is None or said.session.step is Step.QUESTIONS
        if said.session is None and not said.raises:
            assert said.says == f"barred_{reason.value}"


@pytest.mark.parametrize("way", ["the offer is asked for", "one stretch is asked for", "an exercise is shown"])
def test_the_gate_is_open_where_nothing_bars(way: str) -> None:
    (said,) = WAYS[way](session(ALL))
    assert said is not None
    assert gives_exercise(said)


@pytest.mark.parametrize(("answers", "result", "reason"), BARRING)
def test_there_is_no_leave_for_a_session_that_something_speaks_against(
    answers: Answers, result: str | None, reason: Barred
) -> None:
    barred = session(answers, result)
    assert reason_against(barred) is reason
    with pytest.raises(ValueError, match=reason.value):
        Cleared(barred)


def test_a_session_that_nothing_bars_gets_leave() -> None:
    assert Cleared(session(ALL)).session.course.answers == ALL


CHECKED = {"now": NOTHING, "you": NOTHING, "onset": ("gradual",), "nerve": NOTHING}
TOLD: list[tuple[Answers, Barred]] = [
    ({**CHECKED, "nerve": ("tingling",)}, Barred.TINGLING),
    ({**CHECKED, "you": ("pregnant",)}, Barred.PREGNANT),
    ({**CHECKED, "you": ("under_18",)}, Barred.UNDER_18),
    ({**CHECKED, "you": ("operation",)}, Barred.OPERATION),
    ({**CHECKED, "you": ("antibiotic", "diabetes")}, Barred.ANTIBIOTIC),
    ({**CHECKED, "onset": ("injury",)}, Barred.INJURY),
    ({**CHECKED, "onset": ("pop",)}, Barred.INJURY),
    ({"now": NOTHING, "you": ("pregnant",)}, Barred.PREGNANT),  # told before the check was left
    ({"onset": ("injury",)}, Barred.INJURY),
]


@pytest.mark.parametrize(
    "wish", ["just give me one stretch", "a 10 minute routine please", "guide me through stretches"]
)
@pytest.mark.parametrize(("answers", "reason"), TOLD)
def test_what_a_self_check_told_bars_at_the_first_turn(answers: Answers, reason: Barred, wish: str) -> None:
    known = from_self_check(answers, CONTENT.questions)
    for check_in in (False, True):
        said = dialogue(Session()).start(Heard(wish), known, (), check_in=check_in)
        assert (said.says, said.session) == (f"barred_{reason.value}", None)


@pytest.mark.parametrize(("answers", "reason"), TOLD)
def test_what_a_self_check_told_bars_exercises_that_were_left(answers: Answers, reason: Barred) -> None:
    known = from_self_check(answers, CONTENT.questions)
    said = dialogue(session(ALL)).resume([Heard("carry on")], known, ())
    assert (said.says, said.session) == (f"barred_{reason.value}", None)


@pytest.mark.parametrize("choice", ["you.pregnant", "onset.injury", "onset.pop", "nerve.tingling", "you.operation"])
def test_a_self_check_that_was_stopped_is_not_forgotten_when_exercises_go_on(choice: str) -> None:
    said = dialogue(session(ALL)).resume([Heard("", choice=choice), Heard("stop"), Heard("carry on")], {}, ())
    assert (said.says or "").startswith("barred_")


@pytest.mark.parametrize("flag", ["RF18", "RF19", "RF27", "RF28", "RF28-feet"])
def test_a_red_flag_against_an_earlier_none_has_the_body_asked_again(flag: str) -> None:
    resumed = dialogue(session(ALL)).resume([Heard("carry on")], {}, [flag])
    assert resumed.expecting == "routine:body"
    known = from_self_check(CHECKED, CONTENT.questions)
    assert dialogue(Session()).start(Heard("just give me a stretch"), known, [flag]).expecting == "routine:body"


def test_exercises_go_on_where_they_were_left_once_that_is_answered() -> None:
    resumed = dialogue(session(ALL)).resume([Heard("carry on")], {}, ["RF28"])
    assert resumed.session is not None
    said = dialogue(resumed.session).hear(Heard("none"))
    assert said is not None
    assert said.session is not None
    assert (said.expecting, said.session.walk) == ("routine:walk", WALK.at_rest())


def test_a_flag_that_bars_from_nothing_leaves_the_answers_alone() -> None:
    assert dialogue(session(ALL)).resume([Heard("carry on")], {}, ["RF31", "RF16"]).expecting == "routine:walk"
