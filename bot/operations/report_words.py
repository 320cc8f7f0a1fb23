"""Figures in words: how a report puts numbers, shares, times and days, and what it does not show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.operations.report_figures import LEAST, Tally
from bot.operations.report_html import Html

HIDDEN = f"<{LEAST}"
_ROUND = 5


@dataclass(frozen=True)
class Section:
    """One part of the page: what its figures say, what one may do about it, and the figures themselves, if any."""

    id: str
    title: str
    says: str
    do: str
    body: Html


def number(value: int) -> str:
    """A number with commas between thousands."""
    return f"{value:,}"


def counted(value: int, noun: str) -> str:
    """“1 message”, “1,204 messages”."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def shown(tally: Tally) -> str:
    """Its conversations; “<5” for a few, and a plus where forgotten ones cannot be told apart."""
    return HIDDEN if tally.is_small else f"{tally.conversations:,}{'+' if tally.forgotten else ''}"


def shown_times(tally: Tally) -> str:
    """How often it came; “<5” where only a few conversations are behind it."""
    return HIDDEN if tally.is_small else number(tally.times)


def part(value: int, *, exact: bool) -> str:
    """A number of conversations that is part of a known whole.

    Where another part is hidden it is not `exact`, else the hidden one could be had by subtraction: it is rounded to 5.
    """
    if 0 < value < LEAST:
        return HIDDEN
    return number(value) if exact or not value else f"about\u00a0{rounded(value):,}"


def part_cell(value: int, *, exact: bool) -> str:
    """As `part`, short enough for a table."""
    return part(value, exact=exact).replace("about", "≈")


def rounded(value: int) -> int:
    """`value` to the nearest 5."""
    return _ROUND * round(value / _ROUND)


def share(value: int, whole: int) -> str:
    """A share in whole percent; never 0 for something nor 100 for less than all."""
    if not whole:
        return "–"
    percent = 100 * value / whole
    if 0 < percent < 1:
        return "<1\u00a0%"
    return ">99\u00a0%" if 99 < percent < 100 else f"{percent:.0f}\u00a0%"


def seconds(milliseconds: float) -> str:
    """A time in seconds, to the hundredth below one second."""
    return f"{milliseconds / 1000:.{2 if milliseconds < 1000 else 1}f}\u00a0s"


def day(value: date, *, year: bool = False) -> str:
    """“3 November”, with the year if wanted."""
    return f"{value.day}\u00a0{value:%B}{f' {value.year}' if year else ''}"


def moment(value: datetime) -> str:
    """“3 November 2026, 14:05”."""
    return f"{day(value, year=True)}, {value:%H:%M}"


def quoted(name: str) -> str:
    """`name` in quotation marks."""
    return f"“{name}”"


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
