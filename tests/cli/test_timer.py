"""The timer of the terminal: which holds it counts, and that it can be stopped."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.cli.timer import CHANGE_SECONDS, can_time, holds, run_timer

CARD = {"type": "exercise", "seconds": 2, "sets": 2, "sides": 2}


@pytest.mark.parametrize(
    ("card", "timed"),
    [(CARD, True), ({**CARD, "seconds": None}, False), ({"type": "summary"}, False), (None, False)],
)
def test_only_what_is_held_is_timed(card: dict[str, object] | None, timed: bool) -> None:
    assert can_time(card) is timed


def test_sides_take_turns() -> None:
    assert holds(CARD) == ["first side, 1 of 2", "other side, 1 of 2", "first side, 2 of 2", "other side, 2 of 2"]
    assert holds({**CARD, "sides": 1}) == ["hold, 1 of 2", "hold, 2 of 2"]


def test_it_runs_for_all_holds_and_changes() -> None:
    slept: list[float] = []
    assert run_timer(Console(file=io.StringIO()), CARD, slept.append)
    assert sum(slept) == pytest.approx(4 * 2 + 3 * CHANGE_SECONDS)


def test_it_can_be_stopped() -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    output = io.StringIO()
    assert not run_timer(Console(file=output), CARD, interrupted)
    assert "Stopped" in output.getvalue()
