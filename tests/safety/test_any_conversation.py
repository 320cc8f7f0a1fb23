"""Whatever order people answer, ask, correct, cancel and restart in: a machine talks, and what must hold is checked."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.content.library import library
from bot.core.red_flags import Level
from bot.core.replies import Turn
from bot.gate import fixed
from bot.gate.gate import Gate
from bot.runtime.assistant import Assistant

DANGERS = {
    "I have chest pain and I can't breathe": Level.EMERGENCY,
    "my foot has suddenly gone cold and white": Level.EMERGENCY,
    "my calf is swollen and hot": Level.URGENT,
    "something snapped at the back of my ankle": Level.URGENT,
}
STARTS = ("can you check whether my ankle pain fits", "guide me through stretches", "just give me a stretch", "hello")
ANSWERS = (
    *("none", "yes", "no", "not sure", "skip", "2", "1 and 3", "I agree", "crept up slowly", "under the heel", "next"),
    *("10 minutes", "new to it", "start", "done", "it hurts", "3", "no swelling", "stiff first thing then it loosens"),
)
ASIDES = ("what is dorsiflexion?", "why do you ask?", "thanks", "can I talk to a person", "how many more?", "asdf qwer")
REPAIRS = (
    *("actually it did swell up", "go back", "what did I say?", "never mind", "start over", "stop", "I got one wrong"),
    *("sorry, I meant the Achilles", "hang on", "carry on", "summary"),
)
EXERCISE_STEPS = tuple(step for item in library().exercises.book.exercises.values() for step in item.steps)
FRESH = itertools.count()


class AnyConversation(RuleBasedStateMachine):
    """One person, who says anything in any order."""

    gate: Gate
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.conversation = f"any-{next(FRESH)}"
        self.turn: Turn | None = None
        self.least: Level | None = None  # the level that must still stand

    def say(self, text: str) -> Turn:
        self.turn = self.runner.run(self.gate.receive(self.conversation, text))
        return self.turn

    @rule(text=st.sampled_from(STARTS))
    def starts(self, text: str) -> None:
        self.say(text)

    @rule(text=st.sampled_from(ANSWERS))
    def answers(self, text: str) -> None:
        self.say(text)

    @rule(text=st.sampled_from(ASIDES))
    def asks_something_else(self, text: str) -> None:
        self.say(text)

    @rule(text=st.sampled_from(REPAIRS))
    def repairs(self, text: str) -> None:
        self.say(text)

    @precondition(lambda self: self.turn is not None and self.turn.replies[0].buttons)
    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        assert self.turn is not None
        button = data.draw(st.sampled_from(self.turn.replies[0].buttons), label="button")
        if button.payload == "/not_happening":
            self.least = None  # an explicit correction
        self.say(button.payload)

    @rule(text=st.sampled_from(sorted(DANGERS)))
    def tells_a_danger(self, text: str) -> None:
        turn = self.say(text)
        level = DANGERS[text]
        assert turn.outcome.startswith("escalate:"), (turn.outcome, text)
        assert turn.level is not None
        assert Level(turn.level).rank >= level.rank
        self.least = max((found for found in (self.least, level) if found), key=lambda found: found.rank)

    @invariant()
    def every_turn_answers_once(self) -> None:
        if self.turn is None:
            return
        assert len(self.turn.replies) == 1
        assert self.turn.replies[0].text.strip()
        assert self.turn.replies[0].text != fixed.FAILED

    @invariant()
    def a_danger_stays_until_it_is_taken_back(self) -> None:
        if self.turn is None or self.least is None:
            return
        assert self.turn.level is not None
        assert Level(self.turn.level).rank >= self.least.rank

    @invariant()
    def no_exercise_while_a_danger_is_raised(self) -> None:
        if self.turn is None or self.turn.level not in ("emergency", "urgent"):
            return
        assert not any(step in self.turn.replies[0].text for step in EXERCISE_STEPS)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_any_conversation(assistant: Assistant, runner: asyncio.Runner) -> None:
    AnyConversation.gate = Gate(assistant, timeout=30)
    AnyConversation.runner = runner
    run_state_machine_as_test(
        AnyConversation,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
