"""Puts the two nets together: what patterns found, and how urgent the triage net takes the message to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


_NEAR_DRAW = 0.15  # share of the urgent probability that an emergency must reach
_BESIDE_MILDER = 0.3  # share of the probability of "book" that danger must reach for an alarm


@dataclass(frozen=True)
class Meaning:
    """What the triage net says: probability (0-1) of each level, the rest being harmless, and the likeliest flag."""

    emergency: float
    urgent: float
    professional: float
    flag: RedFlag

    @property
    def dangerous(self) -> float:
        """Probability that somebody must be seen today or now."""
        return self.emergency + self.urgent

    @property
    def likeliest(self) -> Level:
        """The level to act at when this is dangerous; a near draw counts as the emergency."""
        return Level.EMERGENCY if self.emergency >= _NEAR_DRAW * self.urgent else Level.URGENT


@dataclass(frozen=True)
class NetThresholds:
    """Probabilities (0-1), set on development messages only.

    Of danger: from `certain` the net raises the alarm beside a live sign of the body, from `placed` also beside a live
    sign that only says where or when; from `near` it asks back, and from `denied` where every sign was denied or is
    over. Below `doubt` it turns a pattern's urgent alarm into a question; a pattern's emergency always stands. It
    advises to book from `book` (of any level) beside a live sign, and from `sole` (of that level) without one.
    """

    certain: float = 0.25
    placed: float = 0.4
    near: float = 0.12
    denied: float = 0.3
    doubt: float = 0.3
    book: float = 0.3
    sole: float = 0.4


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

    The net alone never raises an alarm: without any live sign it asks. And it never silences one: where it sees no
    danger in something urgent that a pattern found, that is asked about instead.
    """
    limits = thresholds or NetThresholds()
    hits = [(hit.flag, hit.level) for hit in _by_urgency(screen.hits)]
    questions = [(hit.flag, hit.level) for hit in screen.questions]
    if meaning is not None:
        if meaning.dangerous < limits.doubt:
            questions += [hit for hit in hits if hit[1] is Level.URGENT]
            hits = [hit for hit in hits if hit[1] is not Level.URGENT]
        telling = [finding for finding in findings if finding.sign not in PLACES]
        live = any(finding.live for finding in telling)
        denied = bool(telling) and all(finding.assertion in _SWITCHED_OFF for finding in telling)
        placed = not denied and any(finding.live for finding in findings)
        reached = max((level.rank for _, level in hits), default=0)
        sure = (live and meaning.dangerous >= limits.certain) or (placed and meaning.dangerous >= limits.placed)
        raised = sure and meaning.dangerous >= _BESIDE_MILDER * meaning.professional
        booked = (live and meaning.dangerous + meaning.professional >= limits.book) or (
            meaning.professional >= limits.sole
        )
        if raised and meaning.likeliest.rank > reached:
            hits.insert(0, (meaning.flag, meaning.likeliest))
        elif booked and not reached:
            hits.append((meaning.flag, Level.PROFESSIONAL))
        if meaning.dangerous >= (limits.denied if denied else limits.near):
            questions.append((meaning.flag, meaning.likeliest))
    if any(_is_alarm(hit) for hit in hits):
        return Verdict(tuple(hits))
    return Verdict(tuple(hits), max(questions, key=lambda asked: asked[1].rank, default=None))


def _is_alarm(hit: tuple[RedFlag, Level]) -> bool:
    return hit[1].rank >= Level.URGENT.rank


def _by_urgency(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.level.rank, -len(hit.findings)))
