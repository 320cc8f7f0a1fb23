"""Runs the scripts beside this file; their format is in README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.content.library import library
from bot.core.red_flags import Level
from bot.core.replies import Turn
from bot.core.routine_session import Step
from bot.core.self_check import ResultKind
from tests.conftest import Ask

FOLDER = Path(__file__).parent
SEEN: dict[str, set[str]] = {"expecting": set(), "result": set(), "exercise": set(), "outcome": set()}
RUN: set[str] = set()
_KEYS = {"say", "tap", "outcome", "expecting", "level", "result", "has", "lacks", "buttons", "again"}


def _scripts() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.yml")):
        for script in YAML(typ="safe").load(file.read_text(encoding="utf-8")):
            yield pytest.param(script, id=f"{file.stem}: {script['name']}")


@pytest.mark.parametrize("script", _scripts())
def test_script(script: Mapping[str, Any], ask: Ask) -> None:
    RUN.add(script["name"])
    last: Turn | None = None
    for number, step in enumerate(script["turns"], 1):
        assert set(step) <= _KEYS, f"turn {number}: unknown keys {set(step) - _KEYS}"
        last = _step(ask, step, last, f"turn {number}, {step.get('say') or step.get('tap')!r}")


def _step(ask: Ask, step: Mapping[str, Any], last: Turn | None, place: str) -> Turn:
    if "tap" in step:
        assert last is not None, place
        found = [button.payload for button in last.replies[0].buttons if button.title == step["tap"]]
        assert found, f"{place}: no such button among {[button.title for button in last.replies[0].buttons]}"
        turn = ask(found[0])
    else:
        turn = ask(step["say"])
    assert len(turn.replies) == 1, f"{place}: {len(turn.replies)} replies"
    _remember(turn)
    text = turn.replies[0].text
    assert text.strip(), place
    if last is not None and not step.get("again"):  # `again`: the very same words are wanted
        assert text != last.replies[0].text, f"{place}: the same reply twice"
    for key in ("outcome", "expecting", "level", "result"):
        if key in step:
            wanted = step[key] if isinstance(step[key], list) else [step[key]]
            assert getattr(turn, key) in wanted, f"{place}: {key} is {getattr(turn, key)!r}, not {step[key]!r}\n{text}"
    for part in step.get("has", ()):
        assert part.lower() in text.lower(), f"{place}: {part!r} is missing in\n{text}"
    for part in step.get("lacks", ()):
        assert part.lower() not in text.lower(), f"{place}: {part!r} stands in\n{text}"
    titles = [button.title for button in turn.replies[0].buttons]
    for title in step.get("buttons", ()):
        assert title in titles, f"{place}: {title!r} is not among {titles}"
    return turn


def _remember(turn: Turn) -> None:
    card = turn.replies[0].card or {}
    told = {
        "expecting": turn.expecting,
        "result": turn.result,
        "outcome": turn.outcome,
        "exercise": card.get("exercise"),
    }
    for key, value in told.items():
        SEEN[key] |= {str(value)} if value else set()


def test_the_scripts_together_reach_every_question_result_and_level() -> None:
    """Runs last; says what no script has come to."""
    names = {script.values[0]["name"] for script in _scripts()}
    if names != RUN:
        pytest.skip("only some of the scripts were run")
    content = library()
    asked = {f"self_check:{question.id}" for question in content.self_check.check.questions}
    asked |= {f"routine:{question.id}" for question in content.exercises.questions.questions}
    asked |= {f"routine:{step}" for step in Step if step not in (Step.QUESTIONS, Step.CHECK_IN)}
    assert sorted(asked - SEEN["expecting"]) == []
    assert sorted({kind.value for kind in ResultKind} - SEEN["result"]) == []
    assert sorted({f"escalate:{level.value}" for level in Level} - SEEN["outcome"]) == []
    assert len(SEEN["exercise"]) >= 5
