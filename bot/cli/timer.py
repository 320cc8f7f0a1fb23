"""A timer for the holds of an exercise, in the terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

CHANGE_SECONDS = 5
"""Time to change sides, or to rest between two holds."""
_STEPS = 10  # a second


def can_time(card: Mapping[str, Any] | None) -> bool:
    """True for the card of an exercise that is held."""
    return card is not None and card.get("type") == "exercise" and bool(card.get("seconds"))


def holds(card: Mapping[str, Any]) -> list[str]:
    """What is held, in order: "first side, 1 of 2" and so on."""
    sides = ("first side", "other side") if card["sides"] == 2 else ("hold",)
    return [f"{side}, {number} of {card['sets']}" for number in range(1, card["sets"] + 1) for side in sides]


def run_timer(console: Console, card: Mapping[str, Any], sleep: Callable[[float], None] = time.sleep) -> bool:
    """Count all holds of the exercise; Ctrl-C ends it early. True when it ran to its end."""
    try:
        for number, title in enumerate(holds(card)):
            if number:
                _count(console, "change", CHANGE_SECONDS, sleep)
            _count(console, title, card["seconds"], sleep)
    except KeyboardInterrupt:
        console.print('Stopped. Say "next" when you are done, or "it hurts".')
        return False
    console.bell()
    console.print('That was it. Say "next" when you are ready.')
    return True


def _count(console: Console, title: str, seconds: int, sleep: Callable[[float], None]) -> None:
    columns = (TextColumn("{task.description:22}"), BarColumn(), TextColumn("{task.fields[left]:>3} s"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=seconds * _STEPS, left=seconds)
        for step in range(1, seconds * _STEPS + 1):
            sleep(1 / _STEPS)
            progress.update(task, completed=step, left=seconds - step // _STEPS)
    console.bell()
