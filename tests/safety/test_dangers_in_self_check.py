"""No question of the self-check may hide a danger."""

from __future__ import annotations

import pytest

from bot.content.library import library
from bot.core.replies import Turn
from tests.conftest import Ask

CHECK = library().self_check.check
ROUTE = {
    "now": "None of these",
    "you": "None of these",
    "onset": "At one moment: a twist, fall or knock",
    "place": "Achilles or back of the heel",
    "injury": "Bruising",
    "rest": "No difference",
    "knee": "No, the same",
    "bend": "Neither",
    "back": "None of these",
}
DANGERS = (
    "my chest hurts and i cant catch my breath",
    "i cant feel anything between my legs since this morning",
    "my foot has suddenly gone white and freezing cold",
)


def _tap(ask: Ask, turn: Turn, title: str) -> Turn:
    return ask(next(button.payload for button in turn.replies[0].buttons if button.title == title))


def _reach(ask: Ask, question: str) -> Turn:
    turn = _tap(ask, ask("I want to do the check"), "I agree")
    while turn.expecting != f"self_check:{question}":
        turn = _tap(ask, turn, ROUTE[str(turn.expecting).partition(":")[2]])
    return turn


@pytest.mark.parametrize("question", list(ROUTE))
@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_typed_at_any_question_escalates_and_ends_the_check(ask: Ask, question: str, danger: str) -> None:
    _reach(ask, question)
    turn = ask(danger)
    assert turn.outcome == "escalate:emergency"
    assert turn.expecting is None
    assert ask("check me please").result is None


@pytest.mark.parametrize("option", [option for option in CHECK.by_id["now"].options if not option.nothing])
def test_every_danger_that_can_be_ticked_escalates(ask: Ask, option: object) -> None:
    turn = _tap(ask, _reach(ask, "now"), option.title)  # type: ignore[attr-defined]
    assert turn.outcome.startswith("escalate:")
    assert turn.level == option.raises[0][1].value  # type: ignore[attr-defined]


def test_not_sure_about_the_dangers_is_asked_again_and_then_counts(ask: Ask) -> None:
    _reach(ask, "now")
    assert ask("not sure").expecting == "self_check:now"
    assert ask("not sure").outcome == "escalate:urgent"


def test_without_an_answer_about_the_dangers_there_is_no_check(ask: Ask) -> None:
    _reach(ask, "now")
    assert ask("skip").expecting == "self_check:now"
    turn = ask("skip")
    assert turn.expecting is None
    assert turn.result is None


@pytest.mark.parametrize("denial", ["no feeling between my legs", "no strength in either leg all of a sudden"])
def test_a_danger_that_begins_with_no_is_no_denial(ask: Ask, denial: str) -> None:
    _reach(ask, "now")
    turn = ask(denial)
    assert turn.outcome.startswith(("escalate:", "ask:"))


@pytest.mark.parametrize(
    "yes", ["yes", "sure", "yes I have that", "yes I've got a couple of these", "yeah, one of those", "I do have some"]
)
@pytest.mark.parametrize("question", ["now", "you"])
def test_a_yes_to_the_list_is_never_taken_for_none(ask: Ask, question: str, yes: str) -> None:
    _reach(ask, question)
    turn = ask(yes)
    assert turn.expecting == f"self_check:{question}" or turn.outcome.startswith(("escalate:", "ask:"))


@pytest.mark.parametrize("yes", ["yes", "sure", "yes I have one of those", "yes I've got a couple of these"])
def test_a_yes_to_the_dangers_before_a_routine_is_never_taken_for_none(ask: Ask, yes: str) -> None:
    ask("guide me through stretches")
    for _ in range(2):
        turn = ask(yes)
        assert turn.expecting == "routine:now" or turn.outcome.startswith(("escalate:", "ask:"))
