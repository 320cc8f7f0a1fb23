"""Puts the two nets together: what patterns found, and what the meaning of the message is close to."""

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


_NEAR_DRAW = 0.6  # share of the urgent probability that an emergency must reach


@dataclass(frozen=True)
class Meaning:
    """What the meaning model says: probability (0-1) of each level, the rest being harmless, and the nearest flag."""

    emergency: float
    urgent: float
    professional: float
    nearest: RedFlag

    @property
    def dangerous(self) -> float:
        """Probability that somebody must be seen today or now."""
        return self.emergency + self.urgent

    @property
    def likeliest(self) -> Level:
        """The level to act at when this is dangerous; a near draw counts as the emergency."""
        return Level.EMERGENCY if self.emergency >= _NEAR_DRAW * self.urgent else Level.URGENT

    @property
    def clearly_likeliest(self) -> Level:
        """The level to act at where patterns have found something urgent already: an emergency must then lead."""
        return Level.EMERGENCY if self.emergency >= self.urgent else Level.URGENT


@dataclass(frozen=True)
class NetThresholds:
    """Probabilities (0-1), set on the development split only.

    `certain`: with at least one live sign of the body beside it, meaning raises the alarm. `near`: it asks back.
    `seen`: with a live sign, it advises to book. `denied`: where every sign was denied or is over, it asks from here.
    """

    certain: float = 0.5
    near: float = 0.3
    seen: float = 0.5
    denied: float = 0.8


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
    """Patterns raise the alarm by themselves; meaning does so only together with a live sign, else it asks.

    So an alarm never rests on meaning alone, and a message near an emergency never passes in silence.
    """
    limits = thresholds or NetThresholds()
    hits = [(hit.flag, hit.level) for hit in _by_urgency(screen.hits)]
    questions = [(hit.flag, hit.level) for hit in screen.questions]
    if meaning is not None:
        telling = [finding for finding in findings if finding.sign not in PLACES]
        live = any(finding.live for finding in telling)
        denied = bool(telling) and all(finding.assertion in _SWITCHED_OFF for finding in telling)
        reached = screen.level.rank if screen.level else 0
        likeliest = meaning.likeliest if reached < Level.URGENT.rank else meaning.clearly_likeliest
        if live and meaning.dangerous >= limits.certain and likeliest.rank > reached:
            hits.insert(0, (meaning.nearest, likeliest))
        elif live and not reached and meaning.dangerous + meaning.professional >= limits.seen:
            hits.append((meaning.nearest, Level.PROFESSIONAL))
        if meaning.dangerous >= (limits.denied if denied else limits.near):
            questions.append((meaning.nearest, meaning.likeliest))
    if max((level.rank for _, level in hits), default=0) >= Level.URGENT.rank:
        return Verdict(tuple(hits))
    return Verdict(tuple(hits), max(questions, key=lambda asked: asked[1].rank, default=None))


def _by_urgency(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.level.rank, -len(hit.findings)))
