"""Dangers as a person meets them: turn by turn, through the gate, and when parts of the assistant fail."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest

from actions.turn import EXERCISE
from bot.content.library import Library
from bot.content.regions import current_region
from bot.core.escalation import SELF_HARM, first_sentence, question, reminder
from bot.core.red_flags import Level, RedFlag
from bot.core.replies import Turn
from bot.core.text import MAX_CHARACTERS
from bot.gate import fixed
from bot.gate.gate import Gate
from bot.nlu.screening import pattern_screen
from bot.runtime.assistant import Assistant
from tests.cli.conftest import Command
from tests.conftest import Ask
from tests.gate.test_gate import FAILURES, StandIn

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
SWOLLEN = "my calf is swollen and hot"
CHEST = "I have chest pain"
COLD = "my foot has suddenly gone cold and white"
SLOW = "my heel has hurt for three months"
WHAT_IF = "What if my calf swells up and goes red?"
TOPIC = "What is dorsiflexion?"
START = "guide me through stretches"
DANGERS = {
    "I have chest pain and I cannot breathe": EMERGENCY,
    "both my legs have gone numb and weak": EMERGENCY,
    "I can't pee and I'm numb down below": EMERGENCY,
    COLD: EMERGENCY,
    "I fell and my foot is facing the wrong way": EMERGENCY,
    "his face is drooping and his speech is slurred": EMERGENCY,
    "i want to kill myself": EMERGENCY,
    SWOLLEN: URGENT,
    "I rolled my ankle and can't put any weight on it": URGENT,
    "my knee is hot and swollen and I have a fever": URGENT,
    "I have diabetes and a sore on my foot": URGENT,
    "my achilles snapped, like a gunshot": URGENT,
    "my 11 year old's heels hurt after football": PROFESSIONAL,
}
URGENT_OR_WORSE = {text: level for text, level in DANGERS.items() if level is not PROFESSIONAL}


def _text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def _payloads(turn: Turn) -> list[str]:
    return [button.payload for reply in turn.replies for button in reply.buttons]


def _flag(flag_id: str) -> RedFlag:
    return next(flag for flag in pattern_screen().flags if flag.id == flag_id)


def _escalated(turn: Turn, level: Level) -> bool:
    """True when the turn says what to do at `level` before anything else about it."""
    action = first_sentence(level, current_region())
    return turn.outcome == f"escalate:{level}" and turn.level == level and action in _text(turn)


def _exercise_given(content: Library, turn: Turn) -> list[str]:
    """Exercise topics and steps of the stretch plan whose text is in the turn."""
    topics = {name: text for name in EXERCISE if name in content.topics for text in [content.topics[name].answer]}
    steps = {item.id: item.steps[0] for item in content.exercises.book.exercises.values()}
    return [name for name, text in (topics | steps).items() if text in _text(turn)]


# Each level.


@pytest.mark.parametrize(("text", "level"), DANGERS.items())
def test_a_danger_is_answered_with_the_action_of_its_level(ask: Ask, text: str, level: Level) -> None:
    turn = ask(text)
    assert _escalated(turn, level)
    assert turn.red_flags
    assert len(turn.replies) == 1
    assert turn.replies[0].card == {"type": "red_flag", "level": level, "flag": turn.replies[0].card["flag"]}
    assert "/not_happening" in _payloads(turn)


@pytest.mark.parametrize(
    ("text", "flag_id"),
    [
        ("I have chest pain and I am short of breath", "RF01"),
        (SWOLLEN, "RF02"),
        (COLD, "RF07"),
        ("I heard a pop in my calf and now I cannot go on tiptoe", "RF08"),
        ("something snapped in my heel and I can not go up on my toes", "RF08"),
        ("his face is drooping", "RF32-stroke"),
        ("I took a whole box of paracetamol", "RF32-overdose"),
        ("my mum is having a fit", "RF32-unconscious"),
    ],
)
def test_what_is_said_is_about_the_danger_that_was_described(ask: Ask, text: str, flag_id: str) -> None:
    turn = ask(text)
    assert turn.replies[0].card is not None
    assert turn.replies[0].card["flag"] == _flag(flag_id).number
    assert _flag(flag_id).never in _text(turn)


@pytest.mark.parametrize(
    "text", ["he is hitting me", "my husband beats me up", "nobody would miss me", "my dad is having a fit"]
)
def test_an_emergency_outside_the_subject_is_one(ask: Ask, text: str) -> None:
    assert _escalated(ask(text), EMERGENCY)


def test_an_emergency_never_passes_in_silence(ask: Ask) -> None:
    silent = []
    for flag in pattern_screen().flags:
        for level, text in flag.catches[:40:4]:
            if level is EMERGENCY and not ask(text, f"{flag.id} {text}").outcome.startswith(("escalate:", "ask:")):
                silent.append(text)
    assert silent == []


def test_somebody_in_distress_gets_a_kind_sentence_and_the_action(ask: Ask) -> None:
    turn = ask(f"I am so scared, {SWOLLEN}")
    assert _escalated(turn, URGENT)
    assert not _text(turn).startswith(first_sentence(URGENT, current_region()))


# Somebody else.


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("my son cannot put any weight on his foot", URGENT),
        ("my friend's daughter has a hot swollen knee and a fever", URGENT),
        ("the neighbour's boy has a fever and he is limping", URGENT),
        ("my nephew fell and his foot is facing the wrong way", EMERGENCY),
        ("my mum is short of breath and has chest pain", EMERGENCY),
    ],
)
def test_the_danger_of_somebody_else_counts(ask: Ask, text: str, level: Level) -> None:
    turn = ask(text)
    assert turn.outcome == f"escalate:{turn.level}"
    assert Level(turn.level).rank >= level.rank


def test_exercise_is_refused_for_somebody_elses_child_as_well(ask: Ask, content: Library) -> None:
    ask("my friend's daughter has a hot swollen knee and a fever")
    turn = ask("which stretches should she do?")
    assert turn.level in (URGENT, Level.EMERGENCY)
    assert _exercise_given(content, turn) == []


# Thoughts of self-harm.


@pytest.mark.parametrize(
    "text", ["i want to kill myself", "I just want to end it all", "I keep thinking about suicide"]
)
def test_thoughts_of_self_harm_are_met_with_kindness_first(ask: Ask, text: str) -> None:
    turn = ask(text)
    flag = _flag(SELF_HARM)
    assert _escalated(turn, EMERGENCY)
    assert _text(turn).startswith(flag.why)
    assert flag.never in _text(turn)


@pytest.mark.usefixtures("in_uk")
def test_a_crisis_line_is_named_where_the_region_has_one(ask: Ask) -> None:
    turn = ask("i want to kill myself")
    crisis = current_region().crisis
    assert crisis
    assert crisis in _text(turn)
    assert "999" in _text(turn)


@pytest.mark.usefixtures("in_uk")
def test_a_crisis_line_is_not_named_for_other_emergencies(ask: Ask) -> None:
    assert str(current_region().crisis) not in _text(ask(CHEST))


# The level stays.


@pytest.mark.parametrize(("danger", "level"), [(SWOLLEN, URGENT), (CHEST, EMERGENCY)])
@pytest.mark.parametrize("later", [TOPIC, "hello", "thank you", "are you a person?", "talk to a person", "why?", "no"])
def test_a_level_stays_and_every_later_turn_reminds_of_it(ask: Ask, danger: str, level: Level, later: str) -> None:
    ask(danger)
    for text in (later, TOPIC):
        turn = ask(text)
        assert turn.level == level
        assert reminder(level, current_region()) in _text(turn)


def test_information_is_still_given(ask: Ask) -> None:
    ask(SWOLLEN)
    turn = ask(TOPIC)
    assert (turn.outcome, turn.topic) == ("dorsiflexion", "dorsiflexion")


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "ok",
        "okay thanks",
        "sure",
        "right",
        "please help me",
        "do I drive",
        "now",
        "this is happening now",
        "is this happening now",
        "yes it is happening",
        "right leg hurts",
        "1",
        "that",
    ],
)
def test_plain_words_after_an_escalation_do_not_take_it_back(ask: Ask, text: str) -> None:
    ask(SWOLLEN)
    ask(text)
    assert ask(TOPIC).level in {URGENT, EMERGENCY}


def test_a_danger_said_again_is_escalated_again(ask: Ask) -> None:
    for _ in range(2):
        assert _escalated(ask(SWOLLEN), URGENT)


def test_a_more_urgent_danger_is_escalated_at_its_own_level(ask: Ask) -> None:
    turns = [ask(text) for text in ("my 11 year old's heels hurt after football", SWOLLEN, CHEST)]
    assert [turn.outcome for turn in turns] == ["escalate:professional", "escalate:urgent", "escalate:emergency"]
    assert [turn.level for turn in turns] == [PROFESSIONAL, URGENT, EMERGENCY]


def test_a_milder_danger_after_an_emergency_leaves_the_emergency(ask: Ask) -> None:
    ask(CHEST)
    turn = ask(SWOLLEN)
    assert turn.level == EMERGENCY
    assert turn.outcome.startswith("escalate:")
    assert reminder(EMERGENCY, current_region()) in _text(turn)


def test_the_escalation_is_said_again_on_request(ask: Ask) -> None:
    first = ask(SWOLLEN)
    again = ask("say that again")
    assert (again.outcome, again.level, again.replies) == (first.outcome, first.level, first.replies)


# No exercise while somebody must be seen today.


@pytest.mark.parametrize(("danger", "level"), [(SWOLLEN, URGENT), (CHEST, EMERGENCY)])
@pytest.mark.parametrize("intent", sorted(EXERCISE))
def test_exercise_is_refused(ask: Ask, content: Library, danger: str, level: Level, intent: str) -> None:
    ask(danger)
    turn = ask(content.topics[intent].question if intent in content.topics else START)
    assert turn.outcome == f"escalate:{level}"
    assert (turn.topic, turn.expecting) == (None, None)
    assert _exercise_given(content, turn) == []
    assert reminder(level, current_region()) in _text(turn)


@pytest.mark.parametrize("follow_up", ["tell me more", "how long for?", "how often?", "why?"])
def test_a_follow_up_to_an_exercise_is_refused(ask: Ask, content: Library, follow_up: str) -> None:
    ask("How do I stretch my hamstrings?")
    ask(SWOLLEN)
    turn = ask(follow_up)
    assert turn.outcome == "escalate:urgent"
    assert turn.topic is None


@pytest.mark.parametrize(
    "text",
    [
        "What is dorsiflexion? And how do I stretch my hamstrings?",
        "Are you a real person? How do I stretch my hamstrings?",
        "What is plantar fasciitis, and how do I strengthen my hamstrings?",
    ],
)
def test_exercise_asked_about_beside_something_else_is_refused_too(ask: Ask, content: Library, text: str) -> None:
    ask(SWOLLEN)
    turn = ask(text)
    assert turn.level == URGENT
    assert _exercise_given(content, turn) == []


@pytest.mark.parametrize("again", ["next", "go on", "yes", "ok next one", "say that again"])
def test_the_stretches_do_not_go_on_after_a_danger(ask: Ask, content: Library, again: str) -> None:
    ask(START)
    ask("no")
    ask(SWOLLEN)
    turn = ask(again)
    assert turn.level == URGENT
    assert _exercise_given(content, turn) == []


# In the middle of the stretches.


OFFERED = ("none", "none", "none", "10 minutes", "new to it")


def _reach(ask: Ask, answers: Sequence[str]) -> Turn:
    turn = ask(START)
    for answer in answers:
        turn = ask(answer)
    return turn


@pytest.mark.parametrize(
    ("answers", "expecting"),
    [
        ((), "routine:now"),
        (("none",), "routine:body"),
        (("none", "none"), "routine:limits"),
        ((*OFFERED,), "routine:offer"),
        ((*OFFERED, "start"), "routine:walk"),
        ((*OFFERED, "start", "next"), "routine:walk"),
        ((*OFFERED, "start", "it hurts"), "routine:pain"),
    ],
)
@pytest.mark.parametrize(("danger", "level"), [(SWOLLEN, URGENT), (COLD, EMERGENCY)])
def test_a_danger_interrupts_the_stretches_at_once(
    ask: Ask, answers: tuple[str, ...], expecting: str, danger: str, level: Level
) -> None:
    assert _reach(ask, answers).expecting == expecting
    turn = ask(danger)
    assert _escalated(turn, level)
    assert turn.expecting is None
    assert ask(START).outcome == f"escalate:{level}"


@pytest.mark.parametrize("stop", ["I felt a pop", "my toes have gone numb", "it is a sharp pain"])
def test_what_the_stop_rule_names_stops_the_stretches(ask: Ask, content: Library, stop: str) -> None:
    before = _reach(ask, (*OFFERED, "start"))
    turn = ask(stop)
    if turn.outcome == "stretch_plan":  # only that exercise is stopped
        assert (turn.replies[0].card or {}).get("exercise") != (before.replies[0].card or {})["exercise"]
    else:
        assert turn.outcome.startswith(("escalate:", "ask:"))


@pytest.mark.parametrize(
    "answer", ["yes", "not sure", "yes, one of these", "one of these", "one of them is true", "I am pregnant"]
)
def test_stretches_start_only_after_a_no(ask: Ask, content: Library, answer: str) -> None:
    ask(START)
    turn = ask(answer)
    assert _exercise_given(content, turn) == []


# Taking back.


@pytest.mark.parametrize(
    ("danger", "denial"),
    [
        ("my calf is swollen", "it is not swollen after all"),
        ("my calf is swollen", "no, my calf is not swollen"),
        (SWOLLEN, "Sorry, I was wrong: no swelling, and it is not hot"),
        (COLD, "my foot is not cold and not white"),
        ("his face is drooping", "his face is not drooping"),
    ],
)
def test_a_typed_denial_of_the_danger_lowers_the_level(ask: Ask, danger: str, denial: str) -> None:
    ask(danger)
    assert ask(denial).level is None
    assert ask(TOPIC).level is None


@pytest.mark.parametrize(
    ("danger", "denial"),
    [
        (SWOLLEN, "my ankle is not stiff"),
        (SWOLLEN, "there is no fever"),
        (SWOLLEN, "I have not been on a long flight"),
        (SWOLLEN, "I did not fall"),
        (SWOLLEN, "no numbness"),
        (SWOLLEN, "it does not hurt"),
        (COLD, "no pain in my foot"),
        (COLD, "my chest is fine, no chest pain"),
        (CHEST, "my calf is not swollen"),
        ("i want to kill myself", "I have no pain"),
    ],
)
def test_a_denial_of_something_else_does_not_lower_the_level(ask: Ask, danger: str, denial: str) -> None:
    raised = ask(danger)
    ask(denial)
    later = ask(TOPIC)
    assert later.level is not None
    assert Level(later.level).rank >= Level(str(raised.level)).rank
    assert set(raised.red_flags) <= set(later.red_flags)


@pytest.mark.parametrize(
    ("danger", "denied"),
    [
        ("I have chest pain and I am short of breath", "I do not have chest pain"),
        ("I have chest pain and I am short of breath", "no chest pain any more"),
        (SWOLLEN, "it is not hot"),
        (SWOLLEN, "it is not swollen after all"),
    ],
)
def test_of_two_signs_that_are_each_enough_the_other_one_stays(ask: Ask, danger: str, denied: str) -> None:
    level = ask(danger).level
    ask(denied)
    assert ask(TOPIC).level == level


def test_the_button_takes_the_danger_back(ask: Ask) -> None:
    (payload,) = _payloads(ask(SWOLLEN))
    turn = ask(payload)
    assert turn.level is None
    assert not turn.outcome.startswith("escalate:")
    assert ask(START).expecting == "routine:now"


def test_the_title_of_the_button_can_be_typed(ask: Ask) -> None:
    (button,) = ask(SWOLLEN).replies[0].buttons
    assert ask(button.title).level is None


def test_the_button_takes_back_only_the_danger_that_it_stands_under(ask: Ask) -> None:
    ask(CHEST)
    (payload,) = _payloads(ask(SWOLLEN))
    ask(payload)
    assert ask(TOPIC).level == EMERGENCY


def test_the_button_counts_only_in_the_turn_after_it(ask: Ask) -> None:
    (payload,) = _payloads(ask(SWOLLEN))
    ask(TOPIC)
    ask(payload)
    assert ask(TOPIC).level == URGENT


def test_a_danger_that_was_taken_back_can_come_again(ask: Ask) -> None:
    (payload,) = _payloads(ask(SWOLLEN))
    ask(payload)
    assert _escalated(ask(SWOLLEN), URGENT)


# The safety question.


def test_a_danger_that_is_only_imagined_is_asked_about(ask: Ask) -> None:
    turn = ask(WHAT_IF)
    assert (turn.outcome, turn.level, turn.expecting) == ("ask:urgent", None, "danger:RF02")
    assert _text(turn).endswith(_flag("RF02").ask)
    assert _payloads(turn) == ["/affirm", "/deny", "/not_sure"]


@pytest.mark.parametrize("yes", ["yes", "Yes", "yes please", "yeah it is", "/affirm", "yep", "yes, right now"])
def test_a_yes_escalates(ask: Ask, yes: str) -> None:
    ask(WHAT_IF)
    assert _escalated(ask(yes), URGENT)
    assert ask(TOPIC).level == URGENT


@pytest.mark.parametrize("no", ["no", "No", "nope", "no it isn't", "/deny", "not at all"])
def test_a_no_lets_the_conversation_go_on(ask: Ask, no: str) -> None:
    ask(WHAT_IF)
    turn = ask(no)
    assert (turn.level, turn.expecting) == (None, None)
    assert "/affirm" not in _payloads(turn)
    assert _flag("RF02").ask not in _text(turn)
    assert ask(TOPIC).expecting is None


@pytest.mark.parametrize(
    ("first", "second"), [("not sure", "not sure"), ("/not_sure", "I don't know"), ("maybe", "not sure")]
)
def test_not_sure_is_asked_once_more_and_then_counts_as_yes(ask: Ask, first: str, second: str) -> None:
    asked = ask(WHAT_IF)
    again = ask(first)
    assert (again.outcome, again.expecting, again.level) == ("ask:urgent", asked.expecting, None)
    assert _text(again) != _text(asked)
    assert _escalated(ask(second), URGENT)


def test_not_sure_and_then_no_lets_the_conversation_go_on(ask: Ask) -> None:
    ask(WHAT_IF)
    ask("not sure")
    turn = ask("no")
    assert (turn.level, turn.expecting) == (None, None)


def test_a_question_in_between_is_answered_and_the_safety_question_asked_again(ask: Ask) -> None:
    asked = ask(WHAT_IF)
    for text in (TOPIC, "hello"):
        turn = ask(text)
        assert turn.expecting == asked.expecting
        assert _text(turn).endswith(question(_flag("RF02"), again=True).text)
        assert _payloads(turn) == _payloads(asked)
    assert ask(TOPIC).topic == "dorsiflexion"
    assert _escalated(ask("yes"), URGENT)


@pytest.mark.parametrize(
    "text", [START, "How do I stretch my hamstrings?", "stop", "blah blah", "🦶", "/restart", "bye"]
)
def test_a_safety_question_without_an_answer_is_not_forgotten(ask: Ask, content: Library, text: str) -> None:
    ask(WHAT_IF)
    turn = ask(text)
    assert _exercise_given(content, turn) == []
    assert ask(TOPIC).expecting == "danger:RF02"


def test_a_danger_while_a_safety_question_waits_is_escalated(ask: Ask) -> None:
    ask(WHAT_IF)
    turn = ask(COLD)
    assert _escalated(turn, EMERGENCY)
    assert turn.expecting is None


def test_a_safety_question_interrupts_the_stretches(ask: Ask, content: Library) -> None:
    ask(START)
    ask("no")
    assert ask(WHAT_IF).outcome == "ask:urgent"
    turn = ask("next")
    assert _exercise_given(content, turn) == []


def test_a_doubt_beside_a_slow_complaint_is_asked_about(ask: Ask) -> None:
    turn = ask("My heel has hurt for three months. What if my foot suddenly goes cold and white?")
    assert turn.outcome.startswith(("ask:", "escalate:emergency"))


# Something to be seen in the coming days.


def test_advice_to_book_goes_on_with_information(ask: Ask, content: Library) -> None:
    turn = ask(f"What is plantar fasciitis? {SLOW}")
    assert turn.level == PROFESSIONAL
    assert turn.topic == "plantar_fasciitis"
    assert content.flows["book"].says[0] in _text(turn)


def test_advice_to_book_is_given_once(ask: Ask, content: Library) -> None:
    ask(f"What is plantar fasciitis? {SLOW}")
    turn = ask(TOPIC)
    assert (turn.topic, turn.level) == ("dorsiflexion", PROFESSIONAL)
    assert content.flows["book"].says[0] not in _text(turn)


def test_exercise_is_not_refused_to_somebody_who_should_book(ask: Ask) -> None:
    ask("my 11 year old's heels hurt after football")
    assert ask(START).expecting == "routine:now"


# Long messages.

FILLER = "I walk to work every day and then I sit at my desk for a while. "


def _long(danger: str, before: int) -> str:
    filler = FILLER * 60
    return (
        f"{filler[:before].rpartition('.')[0]}. {danger}. {filler}"[:3000] if before else f"{danger}. {filler}"[:3000]
    )


@pytest.mark.parametrize("before", [0, 1500, 2900])
@pytest.mark.parametrize(("danger", "level"), [(SWOLLEN, URGENT), (CHEST, EMERGENCY)])
def test_a_danger_in_a_message_that_is_too_long_is_escalated(ask: Ask, before: int, danger: str, level: Level) -> None:
    text = _long(danger, before)
    assert len(text) == 3000
    assert danger in text
    turn = ask(text)
    assert _escalated(turn, level)
    assert len(turn.text) <= MAX_CHARACTERS


# When parts of the assistant fail.


@pytest.fixture(params=FAILURES)
def failing(request: pytest.FixtureRequest, content: Library) -> Gate:
    """A gate whose assistant raises, hangs or answers nonsense."""
    offered, respond = FAILURES[request.param]
    return Gate(cast(Assistant, StandIn(content, offered, respond)), timeout=0.05)


@pytest.mark.parametrize(("text", "level"), URGENT_OR_WORSE.items())
def test_a_danger_is_escalated_without_a_model(runner: asyncio.Runner, text: str, level: Level) -> None:
    turn = runner.run(Gate(None, timeout=1).receive("no model", text))
    assert _escalated(turn, level)
    assert turn.red_flags
    assert turn.findings


@pytest.mark.parametrize(("text", "level"), [(SWOLLEN, URGENT), (CHEST, EMERGENCY)])
def test_a_danger_is_escalated_whatever_fails(failing: Gate, runner: asyncio.Runner, text: str, level: Level) -> None:
    assert _escalated(runner.run(failing.receive("failing", text)), level)


@pytest.mark.parametrize("text", [TOPIC, SLOW, "hello"])
def test_what_is_no_danger_gets_the_emergency_line_when_all_fails(
    failing: Gate, runner: asyncio.Runner, text: str
) -> None:
    turn = runner.run(failing.receive("failing", text))
    assert _text(turn) == fixed.FAILED
    assert turn.level is None


def _raise(*arguments: Any, **named: Any) -> NoReturn:
    raise RuntimeError(f"could not speak about: {SWOLLEN}")


def test_a_danger_is_escalated_when_its_action_fails(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.danger.raise_alarm", _raise)
    assert _escalated(ask(SWOLLEN), URGENT)


def test_a_later_turn_whose_action_fails_names_the_emergency_line(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(SWOLLEN)
    with monkeypatch.context() as patch:
        patch.setattr("actions.turn.reminder", _raise)
        assert _text(ask(TOPIC)).startswith(fixed.FAILED)
    assert ask(TOPIC).level == URGENT


def test_a_screen_that_fails_still_leaves_an_answer(runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gate.gate.pattern_screen", _raise)
    assert _text(runner.run(Gate(None, timeout=1).receive("no screen", SWOLLEN))) == fixed.FAILED


def test_the_command_line_escalates_without_a_model_and_fails(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    done = Command(tmp_path).run("ask", "--json", SWOLLEN, settings={"BOT_MODELS": str(models), "BOT_REGION": "nz"})
    turn = json.loads(done.stdout)
    assert done.returncode != 0
    assert (turn["outcome"], turn["level"]) == ("escalate:urgent", "urgent")
    assert "RF02" in turn["red_flags"]
    assert "Healthline" in turn["replies"][0]["text"]
    assert "Traceback" not in done.stderr
    assert "calf" not in done.stderr


# Nothing of it in a log.

SECRET = "unmistakable"


@pytest.fixture
def loud_logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All log records, whatever the process has silenced."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "bot"):
        yield caplog


def _leaks(logs: pytest.LogCaptureFixture, printed: pytest.CaptureFixture[str]) -> list[str]:
    told = [str(vars(record)) for record in logs.records] + list(printed.readouterr())
    return [text for text in told if SECRET in text or "swollen" in text]


@pytest.mark.parametrize("text", [f"{SECRET} {SWOLLEN}", f"{SECRET} {WHAT_IF}", f"{SECRET} {CHEST}"])
def test_a_danger_is_in_no_log(
    ask: Ask, loud_logs: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], text: str
) -> None:
    ask(text)
    ask("yes")
    assert _leaks(loud_logs, capfd) == []


def test_a_danger_is_in_no_log_whatever_fails(
    failing: Gate, runner: asyncio.Runner, loud_logs: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    runner.run(failing.receive("failing", f"{SECRET} {SWOLLEN}"))
    assert _leaks(loud_logs, capfd) == []


@pytest.mark.parametrize("broken", ["actions.danger.raise_alarm", "bot.gate.gate.pattern_screen"])
def test_a_danger_is_in_no_log_when_what_speaks_about_it_fails(
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    loud_logs: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    broken: str,
) -> None:
    monkeypatch.setattr(broken, _raise)
    ask(f"{SECRET} {SWOLLEN}")
    assert _leaks(loud_logs, capfd) == []


def test_without_a_model_the_same_is_said(ask: Ask, runner: asyncio.Runner) -> None:
    for text in ("my calf is swollen", CHEST):
        usual, alone = ask(text, text), runner.run(Gate(None, timeout=1).receive(text, text))
        assert usual.replies == alone.replies
        assert (usual.level, usual.red_flags, usual.findings) == (alone.level, alone.red_flags, alone.findings)
