"""When somebody wants to be reminded, as far as they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?(?=\W|$)", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|by|around|about|@|for|after|before|from)\s*$", re.IGNORECASE)
_PARTS = {"morning": 8, "breakfast": 8, "lunch": 12, "noon": 12, "afternoon": 15, "evening": 19, "tonight": 19,
          "night": 21, "bed": 21, "bedtime": 21}  # fmt: skip
_EVERY = (
    (r"\b(?:every|each) ?day\b|\bdaily\b|\b(?:every|each) (?:morning|evening|night|afternoon|lunch)\b|\bnightly\b", 1),
    (r"\bevery (?:other|second|2nd) day\b|\bevery 2 days\b", 2),
    (r"\b(?:three|3) times (?:a|per) week\b", 2),
    (r"\b(?:every|each) week\b|\bweekly\b|\bonce a week\b|\bevery (?:mon|tues|wednes|thurs|fri|satur|sun)day\b", 7),
)


USUAL_HOUR = 18
"""When somebody is reminded who named no time: within the day, outside the hours in which people sleep."""
LONGEST = timedelta(weeks=8)
"""How long reminders go on: as long as the routine's progression (clinical reference, section 4)."""
_ENDS = re.compile(
    r"\b(?:stop|cancel|end|quit|turn off|switch off|no more|don'?t|do not|delete|remove|unsubscribe)\b", re.IGNORECASE
)


def ends_reminders(text: str) -> bool:
    """True for "stop the reminders" and "no more reminders please"."""
    return _ENDS.search(text) is not None and "forget" not in text.lower()


@dataclass(frozen=True)
class ReminderWish:
    """An hour (0-23) and minute where a time was named, and the days between two reminders (0: once)."""

    hour: int | None = None
    minute: int | None = None
    every: int = 0

    @classmethod
    def of(cls, text: str) -> ReminderWish:
        """What `text` says of the time: a clock time ("8", "7.30 pm"), a part of the day, and how often."""
        said = text.lower()
        every = next((days for words, days in _EVERY if re.search(words, said)), 0)
        for found in _CLOCK.finditer(said):
            hour, minute, half = int(found.group(1)), int(found.group(2) or 0), (found.group(3) or "")[:1]
            told = half or found.group(2) or _AT.search(said[: found.start()])
            if told and hour <= 23 and minute <= 59:
                if half:
                    hour = hour % 12 + (12 if half == "p" else 0)
                return cls(hour, minute, every)
        part = next((hour for word, hour in _PARTS.items() if re.search(rf"\b{word}\b", said)), None)
        return cls(part, 0 if part is not None else None, every)

    def next_after(self, now: datetime) -> datetime:
        """When the first reminder goes out, in the time zone of `now`: at the wished time, today or tomorrow."""
        at = datetime.combine(now.date(), time(USUAL_HOUR if self.hour is None else self.hour, self.minute or 0))
        return at if at > now else at + timedelta(days=1)

    def following(self, due: datetime, now: datetime) -> datetime | None:
        """The reminder behind the one at `due`, skipping what was missed; None where there is only one."""
        if not self.every:
            return None
        later = due + timedelta(days=self.every)
        while later <= now:
            later += timedelta(days=self.every)
        return later

    @property
    def words(self) -> str:
        """What was understood, to be said back: " at 19:30, every day"; empty where no time was named."""
        at = "" if self.hour is None else f" at {self.hour}:{self.minute or 0:02d}"
        often = {0: "", 1: "every day", 7: "every week"}.get(self.every, f"every {self.every} days")
        return at + (f"{',' if at else ''} {often}" if often else "")
