"""Puts the two nets together: what patterns found, and how urgent the triage net takes the message to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.escalation import SELF_HARM
from bot.core.findings import Assertion, Finding
from bot.core.red_flags import Hit, Level, RedFlag, Screen

# Signs that only say where or when, or complain of nothing in particular: no evidence of a danger by themselves.
PLACES = frozenset(
    {
        *(
            "leg",
            "calf",
            "joint",
            "tendon",
            "back",
            "foot",
            "one_side",
            "both_legs",
            "bone",
            "back_of_ankle",
            "toe_joint",
        ),
        *(
            "hamstring_place",
            "skin_area",
            "recent",
            "weeks",
            "leg_ache",
            "tendon_pain",
            "foot_pain",
            "self_care_failed",
        ),
        *("calf_cramp", "heel_sport", "back_trouble", "minor_fall", "place", "spine", "thigh", "heel", "ankle", "knee"),
    }
)


_NEVER = 2.0  # a probability that nothing reaches
_BESIDE_MILDER = 0.3  # share of the probability of "book" that danger must reach for an alarm


@dataclass(frozen=True)
class Meaning:
    """What the triage net says: probability (0-1) of each level, the rest being harmless, and the likeliest flag.

    `worded` is the probability of danger by words and findings alone, without meaning.
    """

    emergency: float
    urgent: float
    professional: float
    flag: RedFlag
    worded: float = 0.78

    @property
    def dangerous(self) -> float:
        """Probability that somebody must be seen today or now."""
        return self.emergency + self.urgent

    def level(self, draw: float) -> Level:
        """The level to act at when this is dangerous; an emergency counts from `draw` times the urgent probability."""
        return Level.EMERGENCY if self.emergency >= draw * self.urgent else Level.URGENT


@dataclass(frozen=True)
class NetThresholds:
    """Probabilities (0-1), set on the development and validation splits.

    Of danger: from `certain` the net raises the alarm beside a live sign of the body, from `placed` also beside a live
    sign that only says where or when; from `near` it asks back, and from `denied` where every sign was denied or is
    over. Below `doubt` it turns a pattern's urgent alarm into a question, below `doubt_emergency` an emergency too. It
    advises to book from `book` (of any level) beside a live sign, and from `sole` (of that level) without one. `draw`
    is the share of the urgent probability from which a danger is an emergency. From `alone` it raises the alarm
    without any live sign, if words by themselves say `worded` too: never on meaning alone. Of a few words without a
    telling sign ("leg", "and the other one") it asks back from `fragment`.
    """

    certain: float = 0.31
    placed: float = 0.36
    near: float = 0.18
    denied: float = 0.45
    doubt: float = 0.4
    doubt_emergency: float = 0.15
    book: float = 0.42
    sole: float = 0.46
    draw: float = 0.15
    alone: float = 0.85
    worded: float = 0.8
    fragment: float = 0.5

    def for_a_fragment(self) -> NetThresholds:
        """The same for a few words that complain of nothing in particular: the net may ask, from `fragment`."""
        return replace(self, placed=_NEVER, alone=_NEVER, sole=_NEVER, near=self.fragment, denied=self.fragment)


@dataclass(frozen=True)
class Verdict:
    """What to do about one message: escalate `hits`, or ask about `question`; both empty when nothing is wrong."""

    hits: tuple[tuple[RedFlag, Level], ...] = ()
    question: tuple[RedFlag, Level] | None = None

    @property
    def leading(self) -> tuple[RedFlag, Level] | None:
        """The hit to speak about."""
        return max(self.hits, key=lambda hit: hit[1].rank, default=None)


_SWITCHED_OFF = frozenset({Assertion.ABSENT, Assertion.PAST})


def judge(
    screen: Screen, findings: Sequence[Finding], meaning: Meaning | None, thresholds: NetThresholds | None = None
) -> Verdict:
    """Patterns and net together; without the net (`meaning` None) every pattern counts.

    Meaning alone never raises an alarm: without a live sign, or words that are as sure, it asks. And it never silences
    one: where the net sees no danger in something urgent that a pattern found, that is asked about instead.
    """
    limits = thresholds or NetThresholds()
    hits = [(hit.flag, hit.level) for hit in _by_urgency(screen.hits)]
    questions = [(hit.flag, hit.level) for hit in screen.questions]
    if meaning is not None:
        doubted = [hit for hit in hits if _is_doubted(hit, meaning.dangerous, limits)]
        questions += doubted
        hits = [hit for hit in hits if hit not in doubted]
        telling = [finding for finding in findings if finding.sign not in PLACES]
        live = any(finding.live for finding in telling)
        denied = bool(telling) and all(finding.assertion in _SWITCHED_OFF for finding in telling)
        placed = not denied and any(finding.live for finding in findings)
        reached = max((level.rank for _, level in hits), default=0)
        sure = (live and meaning.dangerous >= limits.certain) or (placed and meaning.dangerous >= limits.placed)
        borne_out = meaning.dangerous >= limits.alone and meaning.worded >= limits.worded
        sure = sure or (borne_out and not denied)
        raised = sure and meaning.dangerous >= _BESIDE_MILDER * meaning.professional
        booked = (live and meaning.dangerous + meaning.professional >= limits.book) or (
            meaning.professional >= limits.sole
        )
        level = meaning.level(limits.draw)
        if raised and level.rank > reached:
            hits.insert(0, (meaning.flag, level))
        elif booked and not reached:
            hits.append((meaning.flag, Level.PROFESSIONAL))
        if meaning.dangerous >= (limits.denied if denied else limits.near):
            questions.append((meaning.flag, level))
    if any(_is_alarm(hit) for hit in hits):
        return Verdict(tuple(hits))
    return Verdict(tuple(hits), max(questions, key=lambda asked: asked[1].rank, default=None))


def _is_doubted(hit: tuple[RedFlag, Level], dangerous: float, limits: NetThresholds) -> bool:
    """True for a pattern's alarm to be asked about; words of suicide are never doubted."""
    flag, level = hit
    if level is Level.EMERGENCY:
        return dangerous < limits.doubt_emergency and flag.id != SELF_HARM
    return level is Level.URGENT and dangerous < limits.doubt


def _is_alarm(hit: tuple[RedFlag, Level]) -> bool:
    return hit[1].rank >= Level.URGENT.rank


def _by_urgency(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.level.rank, -len(hit.findings)))
