from __future__ import annotations

import dataclasses

import pytest

from bot.core.escalation import (
    SELF_HARM,
    escalation,
    first_sentence,
    is_acknowledgement,
    is_distressed,
    question,
    reminder,
)
from bot.core.red_flags import Level, RedFlag
from bot.core.regions import UNSET, Region

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
HOME = Region("home", "Homeland", "999", "112", "the nurse line", "333", crisis="Listeners, 116")
BARE = Region("bare", "Bareland", "112")
ANYWHERE = Region(UNSET, "anywhere", every_number="Homeland 999. Bareland 112.")
REGIONS = (HOME, BARE, ANYWHERE)
LEG = RedFlag("RF91-leg", URGENT, "leg", "Is it swollen?", "It can be bad.", "Rest it.", "Do not rub it.", "Book", ())
DESPAIR = dataclasses.replace(LEG, id=SELF_HARM, level=EMERGENCY, why="Thank you for telling me.")


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.key)
@pytest.mark.parametrize("level", Level)
def test_the_action_comes_first(level: Level, region: Region) -> None:
    assert escalation(LEG, level, region).text.startswith(first_sentence(level, region))


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.key)
def test_each_level_asks_for_another_action(region: Region) -> None:
    assert first_sentence(EMERGENCY, region) == region.call_now
    assert first_sentence(URGENT, region) == region.go_today
    assert len({first_sentence(level, region) for level in Level}) == len(Level)


@pytest.mark.parametrize("level", [EMERGENCY, URGENT])
def test_the_reason_and_what_to_do_follow_the_action(level: Level) -> None:
    said = [first_sentence(level, HOME), LEG.why, LEG.meanwhile, LEG.never]
    assert escalation(LEG, level, HOME).text == " ".join(said)


def test_a_level_milder_than_usual_leaves_out_the_frightening_reasons() -> None:
    text = escalation(LEG, PROFESSIONAL, HOME).text
    assert text.startswith(first_sentence(PROFESSIONAL, HOME))
    assert LEG.why not in text
    assert LEG.meanwhile not in text


@pytest.mark.parametrize("level", Level)
def test_somebody_in_distress_hears_one_kind_sentence_and_then_the_same(level: Level) -> None:
    plain, kind = escalation(LEG, level, HOME).text, escalation(LEG, level, HOME, distressed=True).text
    assert kind.endswith(plain)
    before = kind.removesuffix(plain).strip()
    assert before
    assert before.count(".") == 1


@pytest.mark.parametrize("distressed", [True, False])
def test_thoughts_of_self_harm_are_met_with_kindness_before_the_numbers(distressed: bool) -> None:
    text = escalation(DESPAIR, EMERGENCY, HOME, distressed).text
    assert text.startswith(f"{DESPAIR.why} {first_sentence(EMERGENCY, HOME)}")
    assert text.endswith(f"{DESPAIR.meanwhile} {DESPAIR.never}")


def test_a_crisis_line_is_named_where_there_is_one() -> None:
    assert "Listeners, 116" in escalation(DESPAIR, EMERGENCY, HOME).text
    assert "None" not in escalation(DESPAIR, EMERGENCY, BARE).text


def test_a_crisis_line_is_named_for_thoughts_of_self_harm_only() -> None:
    assert "Listeners" not in escalation(LEG, EMERGENCY, HOME).text


@pytest.mark.parametrize("level", Level)
def test_an_escalation_can_be_taken_back_and_shows_what_it_is(level: Level) -> None:
    reply = escalation(LEG, level, HOME)
    assert [button.payload for button in reply.buttons] == ["/not_happening"]
    assert reply.sources == (LEG.source,)
    assert reply.card == {"type": "red_flag", "level": level.value, "flag": "RF91"}


@pytest.mark.parametrize("again", [True, False])
def test_the_safety_question_has_three_answers(again: bool) -> None:
    reply = question(LEG, again)
    assert reply.text.endswith(LEG.ask)
    assert [button.payload for button in reply.buttons] == ["/affirm", "/deny", "/not_sure"]


def test_a_question_that_is_asked_again_is_worded_differently() -> None:
    assert question(LEG).text != question(LEG, again=True).text


def test_the_reminder_of_an_emergency_names_the_number() -> None:
    assert "999" in reminder(EMERGENCY, HOME)
    assert "None" not in reminder(EMERGENCY, ANYWHERE)


def test_the_reminder_is_one_line_for_each_level_that_cannot_wait() -> None:
    lines = {reminder(level, region) for level in (EMERGENCY, URGENT) for region in REGIONS}
    assert reminder(EMERGENCY, HOME) != reminder(URGENT, HOME)
    assert all(line and "\n" not in line for line in lines)


@pytest.mark.parametrize(
    ("text", "distressed"),
    [
        ("I'm so scared", True),
        ("PLEASE HELP", True),
        ("i am panicking", True),
        ("in tears here", True),
        ("I cant cope", True),
        ("my calf is swollen", False),
        ("", False),
        ("the scarecrow helped", False),
    ],
)
def test_distress_is_heard(text: str, distressed: bool) -> None:
    assert is_distressed(text) is distressed


@pytest.mark.parametrize(
    "text",
    ["ok", "Okay.", "ok thanks", "will do", "got it, thank you", "alright, I'll call them now", "on my way", "k"],
)
def test_an_ok_is_an_acknowledgement(text: str) -> None:
    assert is_acknowledgement(text)


@pytest.mark.parametrize(
    "text",
    ["", "no", "ok but my chest hurts", "I'll wait a week", "ok what is gait?", "thanks, is it serious?", "/affirm"],
)
def test_more_than_an_ok_is_none(text: str) -> None:
    assert not is_acknowledgement(text)
