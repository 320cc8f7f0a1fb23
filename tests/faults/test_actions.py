"""Actions that hang or fail: the person gets an answer in time, a danger is answered, and others are not held up."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.gate import fixed
from bot.gate.gate import Gate
from bot.runtime.assistant import Assistant

DANGER = "my foot is suddenly cold and blue"


def _actions(assistant: Assistant) -> dict[str, Any]:
    """What rasa-sdk runs, by name."""
    endpoint = assistant.agent.processor.action_endpoint
    found: dict[str, Any] = endpoint._executor.actions
    return found


def _hang(*_: Any) -> list[Any]:
    time.sleep(4)
    return []


def _raise(*_: Any) -> list[Any]:
    raise RuntimeError


@pytest.mark.parametrize("trouble", [_hang, _raise])
def test_a_turn_whose_action_fails_is_answered_and_the_next_one_works(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, runner: asyncio.Runner, trouble: Any
) -> None:
    gate = Gate(assistant, timeout=1.0)
    with monkeypatch.context() as patch:
        patch.setitem(_actions(assistant), "action_answer", trouble)
        started = time.monotonic()
        turn = runner.run(gate.receive(f"failing {trouble.__name__}", "What is dorsiflexion?"))
        assert turn.replies[0].text == fixed.FAILED
        assert time.monotonic() - started < 4
    started = time.monotonic()
    assert runner.run(gate.receive(f"next {trouble.__name__}", DANGER)).level == "emergency"
    assert runner.run(Gate(assistant, timeout=8.0).receive("another", "What is dorsiflexion?")).topic == "dorsiflexion"
    assert time.monotonic() - started < 5


def test_what_a_late_turn_would_have_done_does_not_count(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, runner: asyncio.Runner
) -> None:
    gate = Gate(assistant, timeout=1.0)
    with monkeypatch.context() as patch:
        patch.setitem(_actions(assistant), "action_answer", _hang)
        runner.run(gate.receive("late", "What is dorsiflexion?"))
        time.sleep(4)
    turn = runner.run(Gate(assistant, timeout=8.0).receive("late", "tell me more"))
    assert turn.topic is None  # nothing was told yet
