"""How it goes over the weeks: notes of sessions, the week that somebody is in, and when to ask how it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.core.walk import MOST_PAIN

_BARS = "▁▂▃▄▅▆▇█"
_SHOWN = 20  # sessions in a sparkline, the latest
CHECK_INS = (2, 6)
"""Weeks after the first session at which somebody is asked how it is (clinical reference, section 4d)."""


@dataclass(frozen=True)
class Note:
    """One session: its day, the week of the routine, what was done and broken off, and the strongest pain (0-10)."""

    day: date
    week: int
    done: tuple[str, ...]
    stopped: tuple[str, ...] = ()
    pain: int | None = None


def week_of(notes: Sequence[Note], today: date) -> int:
    """The week of the routine, from 1; a routine without notes begins now."""
    return 1 if not notes else max(0, (today - notes[0].day).days) // 7 + 1


def sparkline(pains: Sequence[int | None]) -> str:
    """One bar a session for a pain of 0 to 10, a dot where none was told."""
    top = len(_BARS) - 1
    return "".join("·" if pain is None else _BARS[round(pain * top / MOST_PAIN)] for pain in pains[-_SHOWN:])


def recent_days(notes: Sequence[Note], today: date) -> int:
    """Different days with a session among the last seven."""
    return len({note.day for note in notes if timedelta(0) <= today - note.day < timedelta(days=7)})


def due_check_in(notes: Sequence[Note], asked: Sequence[int], today: date) -> int | None:
    """The check-in (weeks since the first session) to make now; None where none is due or it was made."""
    if not notes:
        return None
    weeks = (today - notes[0].day).days / 7
    return next((due for due in reversed(CHECK_INS) if weeks >= due and not any(made >= due for made in asked)), None)


def progress_card(notes: Sequence[Note]) -> dict[str, Any]:
    """What a channel needs to draw the course of it."""
    sessions = [{"day": note.day.isoformat(), "week": note.week, "pain": note.pain} for note in notes]
    return {"type": "progress", "sessions": sessions}
