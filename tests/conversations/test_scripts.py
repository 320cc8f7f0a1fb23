"""Runs the scripts beside this file; their format is in README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.core.replies import Turn
from tests.conftest import Ask

FOLDER = Path(__file__).parent
_KEYS = {"say", "tap", "outcome", "expecting", "level", "result", "has", "lacks", "buttons", "again"}


def _scripts() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.yml")):
        for script in YAML(typ="safe").load(file.read_text(encoding="utf-8")):
            yield pytest.param(script, id=f"{file.stem}: {script['name']}")


@pytest.mark.parametrize("script", _scripts())
def test_script(script: Mapping[str, Any], ask: Ask) -> None:
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
