"""The figures of a report: what a period's rows amount to. Counts only; nobody's words but the unanswered ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from bot.core.replies import CLARIFY, OUT_OF_SCOPE, SMALLTALK
from bot.operations.report_check import CheckFigures, Step, follow
from bot.storage import tables
from bot.storage.retention import NOBODY

LEAST = 5
"""Conversations from which a number is shown."""
FIXED = "fixed"
"""In place of the outcome of a turn that got a fixed reply: empty, too long, or a fault."""
ANSWERED, GUIDED, ASKED_BACK, REFUSED, SAFETY, TALK = "answered", "guided", "asked_back", "refused", "safety", "talk"
_GUIDED = frozenset({"self_check", "stretch_plan"})
Key = TypeVar("Key", bound=Hashable)
_DAYS_BY_DAY, _DAYS_BY_WEEK = 92, 730  # longest periods that are shown by the day and by the week


@dataclass(frozen=True)
class Period:
    """From `start` up to `end`, in UTC without a zone."""

    start: datetime
    end: datetime

    @classmethod
    def of_days(cls, days: int, now: datetime) -> Period:
        """The last `days` calendar days in UTC up to `now`; the last of them is today, as far as it has come."""
        midnight = datetime(now.year, now.month, now.day)
        return cls(midnight - timedelta(days=days - 1), now)

    @property
    def days(self) -> int:
        """How many calendar days it touches."""
        return (self.end.date() - self.start.date()).days + 1

    @property
    def unit(self) -> str:
        """What a column of the picture over time stands for: a day, a week or a month."""
        if self.days <= _DAYS_BY_DAY:
            return "day"
        return "week" if self.days <= _DAYS_BY_WEEK else "month"

    def slot(self, day: date) -> date:
        """The first day of the `unit` that `day` lies in."""
        if self.unit == "week":
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.unit == "month" else day

    @property
    def slots(self) -> list[date]:
        """All units of the period in order, also those without a message."""
        days = (self.start.date() + timedelta(days=number) for number in range(self.days))
        return list(dict.fromkeys(map(self.slot, days)))


@dataclass
class Tally:
    """How often something came, and in which conversations. Forgotten conversations cannot be told apart any more."""

    times: int = 0
    known: set[str] = field(default_factory=set)
    forgotten: int = 0

    def add(self, conversation: str) -> None:
        """Count it once, in `conversation`."""
        self.times += 1
        if conversation == NOBODY:
            self.forgotten += 1
        else:
            self.known.add(conversation)

    @property
    def conversations(self) -> int:
        """In how many conversations at least: all forgotten ones count as a single one."""
        return len(self.known) + bool(self.forgotten)

    @property
    def weight(self) -> int:
        """Its conversations, for sorting and drawing; all small ones are alike, so that nothing gives them away."""
        return LEAST if self.is_small else self.conversations

    @property
    def is_small(self) -> bool:
        """True where somebody might be recognised by it, so that the number is not shown."""
        return 0 < self.conversations < LEAST


class Tallies(dict[Key, Tally]):
    """Tallies by id; like a Counter's, one that is not there is empty."""

    def __missing__(self, key: Key) -> Tally:
        return Tally()

    def add(self, key: Key, conversation: str) -> None:
        """Count `key` once, in `conversation`."""
        self.setdefault(key, Tally()).add(conversation)


@dataclass
class Figures:
    """Everything that a report shows, by ids."""

    period: Period
    all: Tally = field(default_factory=Tally)
    channels: Tallies[str] = field(default_factory=Tallies)
    over_time: Tallies[tuple[date, str]] = field(default_factory=Tallies)
    topics: Tallies[str] = field(default_factory=Tallies)
    outcomes: Tallies[str] = field(default_factory=Tallies)
    kinds: Tallies[str] = field(default_factory=Tallies)
    results: Tallies[str] = field(default_factory=Tallies)
    raised: Tallies[tuple[str, str]] = field(default_factory=Tallies)
    taken_back: Tallies[tuple[str, str]] = field(default_factory=Tallies)
    helpful: Tallies[str] = field(default_factory=Tallies)
    unhelpful: Tallies[str] = field(default_factory=Tallies)
    milliseconds: list[float] = field(default_factory=list)
    check: CheckFigures = field(default_factory=CheckFigures)
    unanswered: list[tuple[str, str]] = field(default_factory=list)  # conversation and scrubbed text, newest first

    @property
    def check_is_exact(self) -> bool:
        """False where a few left the self-check somewhere, so that the numbers beside them must be rounded."""
        return not any(0 < value < LEAST for value in (*self.check.left.values(), *self.check.ended.values()))

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to report."""
        return not (self.all.times or self.raised or self.taken_back or self.helpful or self.unhelpful) and not (
            self.unanswered
        )


def kind_of(outcome: str) -> str:
    """What sort of turn an outcome stands for; one of the six above, or `FIXED`."""
    if outcome.startswith(("escalate:", "ask:")):
        return SAFETY
    if outcome in _GUIDED:
        return GUIDED
    return {CLARIFY: ASKED_BACK, OUT_OF_SCOPE: REFUSED, SMALLTALK: TALK, FIXED: FIXED}.get(outcome, ANSWERED)


def read_figures(connection: Connection, period: Period) -> Figures:
    """The figures of `period`, from the rows of turns, escalations, feedback and unanswered messages."""
    figures = Figures(period)
    _read_turns(connection, figures)
    for row in _rows(connection, period, tables.escalations, "flag", "level", "change"):
        changes = figures.raised if row.change == "raised" else figures.taken_back
        changes.add((row.flag, row.level), row.conversation)
    for row in _rows(connection, period, tables.feedback, "about", "helpful"):
        (figures.helpful if row.helpful else figures.unhelpful).add(row.about or "", row.conversation)
    found = [(row.conversation, row.text) for row in _rows(connection, period, tables.unanswered, "text")]
    figures.unanswered = found[::-1]
    return figures


def _read_turns(connection: Connection, figures: Figures) -> None:
    columns = ("channel", "outcome", "topic", "expecting", "result", "confidence", "milliseconds")
    courses: defaultdict[str, list[Step]] = defaultdict(list)
    last_results: dict[str, str] = {}
    for row in _rows(connection, figures.period, tables.turns, *columns):
        conversation = row.conversation
        outcome = FIXED if row.outcome == CLARIFY and row.confidence is None else row.outcome
        figures.all.add(conversation)
        figures.channels.add(row.channel, conversation)
        figures.over_time.add((figures.period.slot(row.at.date()), row.channel), conversation)
        figures.outcomes.add(outcome, conversation)
        figures.kinds.add(kind_of(outcome), conversation)
        if row.topic:
            figures.topics.add(row.topic, conversation)
        figures.milliseconds.append(row.milliseconds)
        if conversation != NOBODY:
            courses[conversation].append(Step(row.at, outcome, row.expecting, row.result))
        if row.result and conversation == NOBODY:
            figures.results.add(row.result, NOBODY)
        elif row.result:
            last_results[conversation] = row.result  # who put an answer right has one result: the last
    for conversation, result in last_results.items():
        figures.results.add(result, conversation)
    figures.check = follow(courses.values(), figures.period.end)


def _rows(connection: Connection, period: Period, table: Table, *columns: str) -> Sequence[Any]:
    wanted = [table.c[name] for name in ("conversation", "at", *columns)]
    query = select(*wanted).where(table.c.at >= period.start, table.c.at <= period.end).order_by(table.c.id)
    rows: Sequence[Any] = connection.execute(query).all()
    return rows
