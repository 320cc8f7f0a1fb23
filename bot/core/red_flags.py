"""Red flags: which dangers the findings of a message amount to, and how urgent they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.findings import ASKED_BACK, Finding


class Level(StrEnum):
    """How soon somebody must be seen, most urgent first."""

    EMERGENCY = "emergency"  # now
    URGENT = "urgent"  # today
    PROFESSIONAL = "professional"  # in the coming days

    @property
    def rank(self) -> int:
        """3 for the most urgent, down to 1."""
        return 3 - list(Level).index(self)


def highest(levels: Iterable[Level | None]) -> Level | None:
    """The most urgent of `levels`, or None when there is none."""
    return max((level for level in levels if level), key=lambda level: level.rank, default=None)


@dataclass(frozen=True)
class Trigger:
    """Signs that together make a flag: all of them live within one sentence, or anywhere in the message."""

    signs: tuple[str, ...]
    level: Level
    anywhere: bool = False


@dataclass(frozen=True)
class RedFlag:
    """One danger: its triggers, and everything said when it is found. All texts fit the writer or somebody else."""

    id: str
    level: Level
    name: str
    ask: str
    why: str
    meanwhile: str
    never: str
    source: str
    triggers: tuple[Trigger, ...]
    catches: tuple[tuple[Level, str], ...] = field(default=(), repr=False)
    must_not_catch: tuple[str, ...] = field(default=(), repr=False)

    @property
    def number(self) -> str:
        """The flag's id in the clinical reference: `RF32` for `RF32-stroke`."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Hit:
    """A flag that was found, at a level, with the findings it rests on."""

    flag: RedFlag
    level: Level
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Screen:
    """What one message amounts to: flags that are live, and flags only asked about ("if my calf swells up…")."""

    hits: tuple[Hit, ...] = ()
    questions: tuple[Hit, ...] = ()

    @property
    def level(self) -> Level | None:
        """The most urgent level among the live flags."""
        return highest(hit.level for hit in self.hits)

    @property
    def leading(self) -> Hit | None:
        """The live flag to speak about: the most urgent, and of those the one with the most findings."""
        return max(self.hits, key=lambda hit: (hit.level.rank, len(hit.findings)), default=None)


def screen(findings: Sequence[Finding], flags: Iterable[RedFlag]) -> Screen:
    """Compare the findings of one message with all flags.

    Only an explicit denial, something clearly over, or a form without a person behind it keeps a finding from counting.
    More live findings never lower the level: triggers only ever need signs to be there.
    """
    hits: list[Hit] = []
    questions: list[Hit] = []
    for flag in flags:
        if found := _best_hit(flag, [finding for finding in findings if finding.live]):
            hits.append(found)
        elif asked := _best_hit(flag, [finding for finding in findings if finding.live or _is_open(finding)]):
            questions.append(asked)
    return Screen(tuple(hits), tuple(questions))


def merged(screens: Sequence[Screen]) -> Screen:
    """The screens of the parts of one long text as one: of each flag the most urgent hit."""
    hits: dict[str, Hit] = {}
    questions: dict[str, Hit] = {}
    for part in screens:
        for found, kept in ((part.hits, hits), (part.questions, questions)):
            for hit in found:
                if hit.flag.id not in kept or kept[hit.flag.id].level.rank < hit.level.rank:
                    kept[hit.flag.id] = hit
    return Screen(tuple(hits.values()), tuple(hit for flag, hit in questions.items() if flag not in hits))


def _is_open(finding: Finding) -> bool:
    return finding.assertion in ASKED_BACK and finding.own


def _best_hit(flag: RedFlag, findings: Sequence[Finding]) -> Hit | None:
    present = {finding.sign for finding in findings}
    found = [
        Hit(flag, trigger.level, group)
        for trigger in flag.triggers
        if present.issuperset(trigger.signs) and (group := _together(trigger, findings))
    ]
    return max(found, key=lambda hit: hit.level.rank, default=None)


def _together(trigger: Trigger, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that fulfil `trigger`, or none."""
    wanted = set(trigger.signs)
    relevant = [finding for finding in findings if finding.sign in wanted]
    if trigger.anywhere:
        return tuple(relevant)
    for sentence in {finding.sentence for finding in relevant}:
        group = tuple(finding for finding in relevant if finding.sentence == sentence)
        if wanted <= {finding.sign for finding in group}:
            return group
    return ()
