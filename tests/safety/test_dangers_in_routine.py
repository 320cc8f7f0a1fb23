"""No exercise hides a danger: every question and every exercise can be interrupted, and pain is never talked away."""

from __future__ import annotations

import pytest

from bot.content.library import Library, library
from bot.core.replies import Turn
from tests.conftest import Ask

START = "guide me through stretches"
OFFERED = ("none", "none", "none", "15 minutes", "I train at a gym")
BOOK = library().exercises.book
DANGERS = {
    "i can't breathe and my chest hurts": "emergency",
    "my foot has suddenly gone cold and white": "emergency",
    "both my legs have gone numb": "emergency",
    "something snapped at the back of my ankle": "urgent",
    "my calf is swollen and hot now": "urgent",
}
WAYS = [OFFERED[:length] for length in range(len(OFFERED) + 1)]
WALKS = [(*OFFERED, "start", *["next"] * steps) for steps in range(5)]


def reach(ask: Ask, answers: tuple[str, ...], start: str = START) -> Turn:
    turn = ask(start)
    for answer in answers:
        turn = ask(answer)
    return turn


def gives_exercise(turn: Turn) -> bool:
    return any(step in turn.replies[0].text for item in BOOK.exercises.values() for step in item.steps)


@pytest.mark.parametrize(("danger", "level"), DANGERS.items())
@pytest.mark.parametrize("answers", [*WAYS, *WALKS, (*OFFERED, "start", "it hurts")], ids=len)
def test_a_danger_at_any_question_and_exercise_escalates_and_ends_the_routine(
    ask: Ask, answers: tuple[str, ...], danger: str, level: str
) -> None:
    reach(ask, answers)
    turn = ask(danger)
    assert turn.outcome.startswith("escalate:")
    assert turn.level in {level, "emergency"}
    assert not gives_exercise(ask("next"))
    assert ask(START).outcome.startswith("escalate:")


@pytest.mark.parametrize(
    "option", [item.title for item in library().self_check.check.by_id["now"].options if item.raises]
)
def test_every_danger_that_can_be_ticked_before_a_routine_escalates(ask: Ask, option: str) -> None:
    ask(START)
    turn = ask(option)
    assert turn.outcome.startswith("escalate:")
    assert not gives_exercise(ask("next"))


@pytest.mark.parametrize(
    "wish", [START, "just give me a stretch", "one quick stretch for my calf please", "give me a routine"]
)
def test_no_exercise_comes_before_both_safety_questions_are_answered(ask: Ask, wish: str) -> None:
    turn = ask(wish)
    for answer in ("none", "none"):
        assert not gives_exercise(turn)
        turn = ask(answer)


def test_every_exercise_comes_with_the_rule_for_stopping(ask: Ask) -> None:
    turn = reach(ask, (*OFFERED, "start"))
    seen = 0
    while turn.replies[0].card and turn.replies[0].card["type"] == "exercise":
        assert BOOK.stop_rule in turn.replies[0].text
        seen += 1
        turn = ask("next")
    assert seen >= 4


@pytest.mark.parametrize("complaint", ["it hurts, 7 out of 10", "sharp pain", "that is stabbing", "pain 9"])
def test_a_strong_or_sharp_pain_never_leaves_somebody_in_the_exercise(
    ask: Ask, content: Library, complaint: str
) -> None:
    before = reach(ask, (*OFFERED, "start"))
    turn = ask(complaint)
    if turn.expecting == "routine:pain":
        turn = ask("7")
    assert before.replies[0].card is not None
    card = turn.replies[0].card or {}
    assert turn.outcome.startswith(("escalate:", "ask:")) or card.get("exercise") != before.replies[0].card["exercise"]
    if turn.outcome == "stretch_plan":
        assert content.flows["light_red"].says[0] in turn.replies[0].text
