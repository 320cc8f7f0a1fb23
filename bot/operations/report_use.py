"""Parts of a report about use: how much, and how fast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.operations.report_figures import Figures, Period
from bot.operations.report_html import element, joined, table
from bot.operations.report_names import Names
from bot.operations.report_pictures import COLOURS, Series, columns
from bot.operations.report_words import (
    Section,
    counted,
    day,
    number,
    seconds,
)

_MIDDLE, _SLOW = 50, 95  # percentiles of the time that a turn took
_LONG = 2000  # milliseconds for the slowest twentieth, from which somebody should look at the server
_CLASSES = (100, 200, 500, 1000, 2000, 5000)  # milliseconds; upper bounds of the columns of times
_MONTHS_MARKED = 14  # labels below a picture over time, at most


def use(figures: Figures, names: Names) -> Section:
    """Conversations and messages over time, by channel."""
    period, unit = figures.period, figures.period.unit
    channels = sorted(figures.channels, key=lambda name: (-figures.channels[name].times, name))
    busiest = max(period.slots, key=lambda slot: sum(figures.over_time[slot, name].times for name in channels))
    messages = sum(figures.over_time[busiest, name].times for name in channels)
    known = len(figures.all.known)
    says = f"{counted(known, 'conversation')} with {counted(figures.all.times, 'message')}. The busiest {unit} "
    says += f"{'began on' if unit == 'week' else 'was'} {_slot(busiest, period)}, with {counted(messages, 'message')}."
    labels = [_label(slot, period) for slot in period.slots]
    pictures = [
        columns(
            what,
            f"{what.capitalize()} a {unit}",
            f"{counted(len(labels), 'column')}, the first for {_slot(period.slots[0], period)}. The numbers are in the "
            "table below.",
            labels,
            _series(figures, names, channels, what == "conversations"),
        )
        for what in ("conversations", "messages")
    ]
    by_channel = table(
        "By channel",
        ("Channel", "Conversations", "Messages", "Messages in each"),
        [
            (
                names.channel(channel),
                f"{len(tally.known):,}",
                number(tally.times),
                f"{(tally.times - tally.forgotten) / len(tally.known):.1f}" if tally.known else "–",
            )
            for channel, tally in ((channel, figures.channels[channel]) for channel in channels)
        ],
        numbers=(1, 2, 3),
    )
    over_time = table(
        f"By {unit}: conversations / messages",
        ("Week from" if unit == "week" else unit.capitalize(), *(names.channel(channel) for channel in channels)),
        [
            (
                _slot(slot, period),
                *(
                    f"{len(tally.known):,} / {tally.times:,}"
                    for tally in (figures.over_time[slot, channel] for channel in channels)
                ),
            )
            for slot in period.slots
        ],
        numbers=range(1, len(channels) + 1),
    )
    folded = element("details", element("summary", f"All numbers by {unit}"), over_time)
    return Section(
        "use",
        "How much it was used",
        says,
        "If the number drops from one day to the next, first open your own page and send a message: a drop is more "
        "often a broken page than a change in people. Whoever runs the server can call “bot doctor”.",
        joined([*pictures, by_channel, folded]),
    )


def times(figures: Figures) -> Section:
    """How long turns took."""
    taken = figures.milliseconds
    middle, slow = (float(value) for value in np.percentile(taken, (_MIDDLE, _SLOW)))
    bounds = (0, *_CLASSES)
    counts = [sum(low <= value < high for value in taken) for low, high in zip(bounds, _CLASSES, strict=False)]
    counts.append(len(taken) - sum(counts))
    labels = [f"{low / 1000:g}–{high / 1000:g} s" for low, high in zip(bounds, _CLASSES, strict=False)]
    labels.append(f"over {_CLASSES[-1] / 1000:g} s")
    told = ", ".join(f"{label}: {count:,}" for label, count in zip(labels, counts, strict=True))
    do = "Nothing needs doing: few people notice a wait of this length."
    if slow > _LONG:
        do = "People notice such waits. Ask whoever runs the server whether it has enough processors and memory."
    return Section(
        "times",
        "How long answers took",
        f"Half of the messages were answered within {seconds(middle)}, and 19 of 20 within {seconds(slow)}. "
        "The way through the network comes on top.",
        do,
        joined(
            [
                columns("times", "Messages by the time they took", f"{told}.", labels, [Series("Messages", counts)]),
                table(
                    "Time from the message to its answer",
                    ("Measure", "Time"),
                    [
                        ("Median", seconds(middle)),
                        ("95th percentile", seconds(slow)),
                        ("Longest", seconds(max(taken))),
                    ],
                    numbers=(1,),
                ),
            ]
        ),
    )


def _series(figures: Figures, names: Names, channels: Sequence[str], conversations: bool) -> list[Series]:
    def value(slot: date, group: Sequence[str]) -> int:
        tallies = [figures.over_time[slot, channel] for channel in group]
        return sum(len(tally.known) if conversations else tally.times for tally in tallies)

    groups = [(names.channel(channel), [channel]) for channel in channels]
    if len(groups) > COLOURS:
        groups = [*groups[: COLOURS - 1], ("Others", list(channels[COLOURS - 1 :]))]
    return [Series(name, [value(slot, group) for slot in figures.period.slots]) for name, group in groups]


def _slot(slot: date, period: Period) -> str:
    if period.unit == "month":
        return f"{slot:%B %Y}"
    return day(slot, year=period.start.year != period.end.year)


def _label(slot: date, period: Period) -> str:
    """What stands below a column: days and weeks are marked now and then, on Mondays or at a new month."""
    slots = period.slots
    every = -(-len(slots) // _MONTHS_MARKED)
    if period.unit == "day" and every > 1:
        every = 7 * -(-every // 7)
        marked = (slot - slots[0]).days % every == 0
    else:
        marked = slots.index(slot) % every == 0
    return (f"{slot:%b %Y}" if period.unit == "month" else f"{slot.day} {slot:%b}") if marked else ""
