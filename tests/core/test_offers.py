from __future__ import annotations

import pytest

from bot.core.escalation import NOT_HAPPENING
from bot.core.offers import choose
from bot.core.replies import Button

CHAIN = Button("How can a tight thigh affect my ankle?", "/kinetic_chain")
STRETCH = Button("How do I stretch my hamstrings?", "/static_stretching")
BEND = Button("Why is the pain easier when I bend my knee?", "/knee_bend_sign")
LIST = (CHAIN, STRETCH, BEND)
FOUR = (*LIST, Button("Talk to a person", "/human"))
SAFETY = (
    Button("No, none of these", "/deny"),
    Button("Yes, at least one", "/affirm"),
    Button("Not sure", "/not_sure"),
)


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("1", CHAIN),
        ("2", STRETCH),
        ("3.", BEND),
        ("(2)", STRETCH),
        ("one", CHAIN),
        ("two", STRETCH),
        ("the first", CHAIN),
        ("the second one", STRETCH),
        ("The 2nd one, please", STRETCH),
        ("number 3", BEND),
        ("option b", STRETCH),
        ("the last one", BEND),
        ("the middle one", STRETCH),
        ("I'd like the second", STRETCH),
        ("yes, the third", BEND),
    ],
)
def test_a_position_picks_from_the_list(text: str, picked: Button) -> None:
    assert choose(text, LIST) == picked


def test_the_last_of_four_is_the_fourth() -> None:
    assert choose("last", FOUR) == choose("4", FOUR) == FOUR[3]


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("thigh", CHAIN),
        ("hamstrings", STRETCH),
        ("the knee one", BEND),
        ("bend my knee please", BEND),
        ("HOW DO I STRETCH MY HAMSTRINGS?", STRETCH),
        ("  Why is the pain easier when I bend my knee? ", BEND),
    ],
)
def test_words_of_one_title_pick_it(text: str, picked: Button) -> None:
    assert choose(text, LIST) == picked


@pytest.mark.parametrize(
    "text", ["yes", "Yes please", "yeah", "ok", "okay!", "sure", "please do", "y", "that one", "1"]
)
def test_a_plain_yes_picks_a_lone_offer(text: str) -> None:
    assert choose(text, (STRETCH,)) == STRETCH


@pytest.mark.parametrize("text", ["yes", "ok", "sure", "that one"])
def test_a_plain_yes_picks_none_of_several(text: str) -> None:
    assert choose(text, LIST) is None


@pytest.mark.parametrize(
    "text", ["no", "please stop", "go away", "do not", "ok no", "that hurts", "right heel hurts", "sure but why"]
)
def test_a_lone_offer_is_not_picked_by_something_else_that_opens_like_a_yes(text: str) -> None:
    assert choose(text, (STRETCH,)) is None


@pytest.mark.parametrize("text", ["yes", "ok", "ok thanks", "please help me", "right now", "now", "1", "that is scary"])
def test_a_danger_is_not_taken_back_by_agreeing(text: str) -> None:
    assert choose(text, (NOT_HAPPENING,)) is None


def test_a_danger_is_taken_back_by_saying_so() -> None:
    assert choose(NOT_HAPPENING.title.lower(), (NOT_HAPPENING,)) == NOT_HAPPENING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "my",
        "4",
        "0",
        "22",
        "first and third",
        "1 or 2",
        "not the first",
        "what is a tendon",
        "I first felt it two weeks ago in my heel",
        "my ankle and my hamstrings and my knee hurt",
    ],
)
def test_anything_else_picks_nothing(text: str) -> None:
    assert choose(text, LIST) is None


def test_nothing_is_picked_where_nothing_is_offered() -> None:
    assert choose("1", ()) is None


@pytest.mark.parametrize(
    "text",
    ["yes, one of these", "yes one", "yes, the first", "yes, the first one", "yes these", "one of these", "these"],
)
def test_a_yes_to_the_safety_question_never_picks_its_no(text: str) -> None:
    assert choose(text, SAFETY) != SAFETY[0]


@pytest.mark.parametrize("button", SAFETY)
def test_the_safety_question_is_answered_by_a_whole_title(button: Button) -> None:
    assert choose(button.title.upper(), SAFETY) == button


@pytest.mark.parametrize("text", ["why?", "why", "how often?"])
def test_a_bare_question_word_is_a_question_and_not_a_choice(text: str) -> None:
    offered = (Button("How often should I stretch, and when will it help?", "/consistency"), BEND)
    assert choose(text, offered) is None
