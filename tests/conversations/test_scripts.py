"""Runs the scripts beside this file; their format is in README.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.content.library import Library
from bot.core.check_speech import choice_button
from bot.core.replies import Button, Reply, Turn
from bot.evaluation.scripts import Ask, Reach, Script, ScriptError, load_scripts, play
from bot.storage.current import notebook


@pytest.mark.parametrize("script", load_scripts(), ids=lambda script: script.id)
def test_script(script: Script, ask: Ask, request: pytest.FixtureRequest) -> None:
    script.note_sessions(notebook(), request.node.nodeid)
    for _turn in play(script, ask):
        pass


YES = Button.for_intent("Yes", "affirm")


def said(text: str, **turn: Any) -> Turn:
    return Turn(text, "greet", (Reply(f"You said {text}.", (YES,)),), **turn)


@pytest.mark.parametrize(
    "step",
    [
        {"say": "b", "outcome": "thanks"},
        {"say": "b", "outcome": ["thanks", "goodbye"]},
        {"say": "b", "level": "urgent"},
        {"say": "b", "has": ["c"]},
        {"say": "b", "lacks": ["B"]},
        {"say": "b", "buttons": ["No"]},
        {"say": "b", "unknown": 1},
        {"say": "a"},  # the same reply as before
        {"tap": "No"},
    ],
)
def test_what_is_not_as_stated_is_an_error(step: Mapping[str, Any]) -> None:
    turns = play(Script("one", [{"say": "a"}, step]), said)
    next(turns)
    with pytest.raises(ScriptError):
        next(turns)


def test_a_tap_sends_the_payload_of_the_button() -> None:
    sent = [sent for sent, _ in play(Script("one", [{"say": "a"}, {"tap": "Yes"}]), said)]
    assert sent == ["a", YES.payload]


def test_what_is_reached_is_told_from_taps_slots_and_turns(content: Library) -> None:
    option = choice_button("Breathless", "now", "breath").payload

    def ask(text: str) -> Turn:
        reply = Reply(text, (Button("Breathless", option),), card={"type": "exercise", "exercise": "heel_raise"})
        return Turn(text, "gait", (reply,), expecting="routine:now", debug={"intent": {"name": "gait"}})

    slots = {"self_check": {"answers": {"knee": ["eases"]}}, "watch": {"raised": {"RF02": "urgent"}}}
    reach = Reach(content)
    reach.add(Script("one", [{"say": "a"}, {"tap": "Breathless"}]), "here", ask, {"here": slots}.__getitem__)
    assert {kind: found for kind, found in reach.reached.items() if found} == {
        "intents": {"gait"},
        "topics": {"gait"},
        "self-check: options": {"knee.eases"},
        "routine: questions": {"now"},
        "routine: options": {"now.breath"},
        "routine: steps": {"now"},
        "exercises": {"heel_raise"},
        "red flags": {"RF02"},
        "red flags at a level": {"RF02 urgent"},
    }
    assert reach.missing("exercises") == [name for name in content.exercises.book.exercises if name != "heel_raise"]
