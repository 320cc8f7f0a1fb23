"""What the content must say about one installation, from its settings (`bot.runtime.settings` puts them here)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from zoneinfo import ZoneInfo

KEEP_DAYS, HANDS_OFF, OFFICE_HOURS = "BOT_KEEP_DAYS", "BOT_HANDS_OFF", "BOT_OFFICE_HOURS"
TIME_ZONE = "BOT_TIME_ZONE"
DEFAULT_KEEP_DAYS = 30


def publish(values: Mapping[str, object]) -> None:
    """Make `values` known to actions, which may run in a process of their own."""
    os.environ.update({name: str(value) for name, value in values.items()})


def keep_days() -> int:
    """Days after the last message until what was written is deleted."""
    return int(os.environ.get(KEEP_DAYS, DEFAULT_KEEP_DAYS))


def hands_off() -> bool:
    """True where a wish for a person reaches the people of the site."""
    return os.environ.get(HANDS_OFF) == "true"


def time_zone() -> ZoneInfo:
    """The time zone of the people who are reminded."""
    return ZoneInfo(os.environ.get(TIME_ZONE, "UTC"))


def office_hours() -> str:
    """When they answer, in words; empty where it is not set."""
    return os.environ.get(OFFICE_HOURS, "")
