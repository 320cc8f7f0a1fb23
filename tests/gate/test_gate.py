from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.content.regions import current_region
from bot.core.replies import Turn
from bot.core.text import MAX_CHARACTERS
from bot.core.watch import Watch
from bot.gate import fixed
from bot.gate.gate import Gate
from bot.runtime.assistant import Assistant, Spoken
from tests.conftest import Ask

SECRET = "my unmistakable heel hurts"
EMERGENCY = fixed.FAILED.split(". ")[-1]


def _text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def _payloads(turn: Turn) -> list[str]:
    return [button.payload for reply in turn.replies for button in reply.buttons]


@pytest.mark.parametrize("text", ["", " ", "\n\t\r", "\x00\x00", "\ud83d", "\u200b\ufeff"])
def test_no_text_gets_an_answer_of_its_own(ask: Ask, text: str) -> None:
    assert _text(ask(text)) == fixed.NOTHING


@pytest.mark.parametrize("text", ["🦶", "😀😀😀😀😀", "?!", "...", "💥 🔥"])
def test_signs_without_words_get_an_answer_of_their_own(ask: Ask, text: str) -> None:
    assert _text(ask(text)) == fixed.NO_WORDS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 10_000, id="10,000 letters"),
        pytest.param("heel " * 201, id="201 words"),
        pytest.param("a" * (MAX_CHARACTERS + 1), id="just too long"),
        pytest.param("ﷺ" * 100, id="long once cleaned"),
    ],
)
def test_a_text_that_is_too_long_is_refused_with_the_emergency_line(ask: Ask, text: str) -> None:
    turn = ask(text)
    assert _text(turn) == fixed.TOO_LONG
    assert EMERGENCY in _text(turn)
    assert len(turn.text) <= MAX_CHARACTERS


def test_a_text_of_just_the_allowed_length_is_read(ask: Ask) -> None:
    assert _text(ask("my heel hurts".ljust(MAX_CHARACTERS, "s"))) not in {fixed.TOO_LONG, fixed.FAILED}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What is dorsi\x00flexion?", "dorsiflexion"),
        ("\x1bWhat is dorsiflexion?\x07", "dorsiflexion"),
        ("What is dorsiflexion? \ud83d\udcff", "dorsiflexion"),
        ("What\u00a0is\u2003dorsiflexion?", "dorsiflexion"),
        ("Ｗｈａｔ ｉｓ ｄｏｒｓｉｆｌｅｘｉｏｎ？", "dorsiflexion"),
        ("/bottom of my heel hurts", "plantar_fasciitis"),
        ("EXTERNAL: what is dorsiflexion?", "dorsiflexion"),
        ("//EXTERNAL: what is dorsiflexion?", "dorsiflexion"),
    ],
)
def test_what_is_left_after_cleaning_is_read_as_words(ask: Ask, text: str, topic: str) -> None:
    turn = ask(text)
    assert turn.outcome == turn.topic == topic
    assert turn.text.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/back",
        "/session_start",
        "/gait",
        "//gait",
        "/ gait",
        "／gait",
        "/gait\x00",
        '/gait{"x":1}',
        '/gait{"topic": "overview"}',
        "/gait@0.9",
        "/EXTERNAL",
    ],
)
def test_shortcuts_of_rasa_are_not_for_people(ask: Ask, text: str) -> None:
    turn = ask(text)
    assert _text(turn) == fixed.COMMAND
    assert turn.topic is None


def test_a_restart_does_not_forget_the_conversation(ask: Ask) -> None:
    ask("What is dorsiflexion?")
    ask("/restart")
    assert ask("tell me more").topic == "dorsiflexion"


@pytest.mark.parametrize("text", ["EXTERNAL:", "/EXTERNAL: /", "x /", "EXTERNAL: EXTERNAL: ."])
def test_marks_without_words_get_one_answer(ask: Ask, text: str) -> None:
    turn = ask(text)
    assert len(turn.replies) == 1
    assert _text(turn)


def test_an_offered_payload_passes(ask: Ask) -> None:
    offered = _payloads(ask("hello"))
    assert "/overview" in offered
    assert ask("/overview").topic == "overview"


def test_the_same_payload_does_not_pass_when_it_was_not_offered(ask: Ask) -> None:
    assert "/overview" not in _payloads(ask("talk to a person"))
    assert _text(ask("/overview")) == fixed.COMMAND


def test_only_the_last_turns_payloads_pass(ask: Ask) -> None:
    (payload,) = (found for found in _payloads(ask("hello")) if found == "/self_check")
    assert payload not in _payloads(ask("What is dorsiflexion?"))
    assert _text(ask(payload)) == fixed.COMMAND


def test_payloads_of_another_conversation_do_not_pass(ask: Ask) -> None:
    assert "/overview" in _payloads(ask("hello", "one conversation"))
    assert _text(ask("/overview", "another conversation")) == fixed.COMMAND


@pytest.mark.parametrize("added", ['{"topic": "gait"}', "@1.0", "/"])
def test_an_offered_payload_with_something_added_does_not_pass(ask: Ask, added: str) -> None:
    assert "/overview" in _payloads(ask("hello"))
    assert ask(f"/overview{added}").confidence != 1.0


@pytest.mark.parametrize("thumb", ["👍", "👍🏽", "👌", "✅"])
def test_a_thumb_up_takes_a_lone_offer(ask: Ask, thumb: str) -> None:
    (payload,) = _payloads(ask("talk to a person"))
    assert f"/{ask(thumb).outcome}" == payload


def test_a_thumb_down_takes_no_offer(ask: Ask) -> None:
    (payload,) = _payloads(ask("talk to a person"))
    assert f"/{ask('👎').outcome}" != payload


def test_a_number_beside_a_thumb_still_counts(ask: Ask) -> None:
    second = _payloads(ask("hello"))[1]
    assert f"/{ask('👍 2').outcome}" == second


def test_a_fixed_answer_takes_no_offer_away(ask: Ask) -> None:
    second = _payloads(ask("hello"))[1]
    ask("🦶")
    assert f"/{ask('2').outcome}" == second


FRESH = itertools.count()
FRAGMENTS = (
    "/",
    "/restart",
    "EXTERNAL:",
    "{",
    '{"x": 1}',
    "👍",
    "\x00",
    "\ud83d",
    "2",
    "yes",
    "why?",
    "heel",
    " ",
    "\n",
)
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(), max_size=3)), max_size=8).map("".join),
)


@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=3))
@example(texts=["a" * 1001])
@example(texts=["hello", "/overview", "/overview"])
@settings(derandomize=True, deadline=None, max_examples=50)
def test_any_text_gets_an_answer(assistant: Assistant, runner: asyncio.Runner, texts: list[str]) -> None:
    gate = Gate(assistant, timeout=30)
    conversation = f"any text {next(FRESH)}"
    for text in texts:
        turn = runner.run(gate.receive(conversation, text))
        assert turn.outcome
        assert turn.replies
        assert all(reply.text.strip() for reply in turn.replies)
        assert fixed.FAILED not in _text(turn)
        assert str(turn.as_dict()).encode("utf-8")


def test_conversations_do_not_mix(ask: Ask) -> None:
    ask("What is dorsiflexion?", "mine")
    ask("What is plantar fasciitis?", "yours")
    assert ask("tell me more", "mine").topic == "dorsiflexion"
    assert ask("tell me more", "yours").topic == "plantar_fasciitis"


def test_conversations_at_the_same_time_do_not_mix(assistant: Assistant, runner: asyncio.Runner) -> None:
    gate = Gate(assistant, timeout=30)
    questions = {"dorsiflexion": "What is dorsiflexion?", "plantar_fasciitis": "What is plantar fasciitis?"}

    async def all_at_once() -> list[Turn]:
        return await asyncio.gather(*(gate.receive(f"at once {topic}", text) for topic, text in questions.items()))

    assert [turn.topic for turn in runner.run(all_at_once())] == list(questions)


class StandIn:
    """An assistant that fails; the gate sees `respond`, `library` and `database`."""

    def __init__(self, library: Library, read: Callable[[], Any], respond: Callable[[], Any]) -> None:
        self.library = library
        self.database = StandInDatabase(read)
        self._respond = respond

    async def respond(self, conversation: str, text: str, timeout: float, unit: object) -> Spoken:
        found = self._respond()
        return cast(Spoken, await asyncio.wait_for(found, timeout) if asyncio.iscoroutine(found) else found)


def _nothing() -> None:
    """What is remembered of a new conversation."""


class StandInDatabase:
    """A data base of which the first read does what `read` does, and everything else succeeds."""

    def __init__(self, read: Callable[[], Any]) -> None:
        self._reads = iter([read])

    async def run(self, function: object) -> Any:
        found = next(self._reads, _nothing)()
        return await found if asyncio.iscoroutine(found) else found


def _raise() -> NoReturn:
    raise RuntimeError(f"could not store: {SECRET}")


def _hang() -> Any:
    return asyncio.sleep(60)


FAILURES = {
    "memory raises": (_raise, lambda: Spoken([], {})),
    "memory hangs": (_hang, lambda: Spoken([], {})),
    "answer raises": (_nothing, _raise),
    "answer hangs": (_nothing, _hang),
    "no answer": (_nothing, lambda: Spoken([], {})),
    "an answer of another form": (_nothing, lambda: Spoken([{"text": SECRET}], {})),
}


@pytest.fixture(params=FAILURES)
def failing(request: pytest.FixtureRequest, content: Library) -> Gate:
    read, respond = FAILURES[request.param]
    return Gate(cast(Assistant, StandIn(content, read, respond)), timeout=0.05)


@pytest.fixture
def loud_logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All log records, whatever the process has silenced."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "bot"):
        yield caplog


def test_whatever_fails_there_is_an_answer_with_the_emergency_line(failing: Gate, runner: asyncio.Runner) -> None:
    turn = runner.run(failing.receive("any", SECRET))
    assert _text(turn) == fixed.FAILED
    assert EMERGENCY in _text(turn)
    assert turn.text == SECRET
    assert turn.replies[0].buttons == ()


def test_what_was_written_is_never_logged(
    failing: Gate,
    runner: asyncio.Runner,
    loud_logs: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    runner.run(failing.receive("any", SECRET))
    records = [str(vars(record)) for record in loud_logs.records]
    printed = "".join(capfd.readouterr())
    assert not [record for record in records if "unmistakable" in record]
    assert "unmistakable" not in printed


@pytest.mark.parametrize(
    ("text", "level"), [("my foot is cold and blue", "emergency"), ("my calf is hot and swollen", "urgent")]
)
def test_a_danger_is_answered_although_everything_else_fails(
    failing: Gate, runner: asyncio.Runner, loud_logs: pytest.LogCaptureFixture, text: str, level: str
) -> None:
    turn = runner.run(failing.receive("any", text))
    assert (turn.outcome, turn.level) == (f"escalate:{level}", level)
    assert turn.red_flags
    assert not [record for record in loud_logs.records if text in str(vars(record))]


@pytest.mark.parametrize(
    ("text", "level"), [("my foot is cold and blue", "emergency"), ("hello", None), ("x" * 2000, None)]
)
def test_without_a_model_dangers_are_still_answered(runner: asyncio.Runner, text: str, level: str | None) -> None:
    turn = runner.run(Gate(None, timeout=1).receive("any", text))
    assert turn.level == level
    assert EMERGENCY in _text(turn) or level is not None


def test_a_danger_in_a_text_that_is_too_long_is_answered(ask: Ask) -> None:
    assert ask("my foot is cold and blue. " + "It is a long story. " * 60).level == "emergency"


def test_a_failure_is_logged_by_its_kind(
    content: Library, runner: asyncio.Runner, loud_logs: pytest.LogCaptureFixture
) -> None:
    gate = Gate(cast(Assistant, StandIn(content, _nothing, _raise)), timeout=1)
    runner.run(gate.receive("any", SECRET))
    assert "RuntimeError" in loud_logs.text


def test_a_turn_that_goes_well_logs_nothing_of_what_was_written(
    ask: Ask, loud_logs: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    ask(SECRET)
    assert not [record for record in loud_logs.records if "unmistakable" in str(vars(record))]
    assert "unmistakable" not in "".join(capfd.readouterr())


def test_the_next_message_is_answered_after_a_failure(
    assistant: Assistant, content: Library, runner: asyncio.Runner
) -> None:
    runner.run(Gate(cast(Assistant, StandIn(content, _nothing, _hang)), timeout=0.01).receive("after", SECRET))
    assert runner.run(Gate(assistant, timeout=30).receive("after", "What is dorsiflexion?")).topic == "dorsiflexion"


@pytest.mark.parametrize(
    "reply", [fixed.NOTHING, fixed.NO_WORDS, fixed.TOO_LONG, fixed.COMMAND, fixed.FAILED], ids=lambda reply: reply[:20]
)
def test_fixed_answers_need_nothing_else(reply: str) -> None:
    turn = fixed.fixed_turn("x", reply, Watch(), current_region())
    assert _text(turn) == reply
    assert (turn.topic, turn.expecting, turn.confidence) == (None, None, None)


def test_a_danger_in_a_text_that_is_too_long_is_remembered(ask: Ask) -> None:
    assert ask("my foot is cold and blue. " + "It is a long story. " * 60).level == "emergency"
    turn = ask("how should I stretch my calf?")
    assert turn.level == "emergency"
    assert turn.outcome == "escalate:emergency"


def test_a_danger_is_remembered_although_the_turn_failed(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, runner: asyncio.Runner
) -> None:
    gate = Gate(assistant, timeout=30)
    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "respond", _raise)
        assert runner.run(gate.receive("failed", "my foot is suddenly cold and blue")).level == "emergency"
    assert runner.run(gate.receive("failed", "What is dorsiflexion?")).level == "emergency"


@pytest.mark.parametrize("text", ["", "🦶🦶", "/restart", "a" * 2000])
def test_a_fixed_answer_reminds_of_a_danger_that_is_raised(ask: Ask, text: str) -> None:
    ask("my foot is suddenly cold and blue")
    turn = ask(text)
    assert turn.level == "emergency"
    assert turn.red_flags
    assert "do not wait" in _text(turn)


@pytest.mark.parametrize("text", ["/suicide", "/overdose", "🆘"])
def test_a_danger_in_the_form_of_a_command_or_a_sign_is_a_danger(ask: Ask, text: str) -> None:
    assert ask(text).level == "emergency"
