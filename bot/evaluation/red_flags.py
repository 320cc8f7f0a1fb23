"""How well dangers are recognised: `bot evaluate red-flags`."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.red_flags import Level
from bot.evaluation.red_flag_sets import Message

REWRITE_SEED = 11
_BEFORE = ("hi there,", "sorry to bother you but", "quick one -", "right so", "I don't know if this matters but")
_AFTER = ("thanks", "what do you think?", "any ideas", "cheers in advance", "sorry for the long message")
_SYNONYMS = {
    "leg": "limb",
    "sore": "painful",
    "swollen": "swelled up",
    "really": "very",
    "started": "began",
    "since": "from",
    "can't": "cannot",
    "cant": "cannot",
    "doctor": "gp",
    "big": "large",
}


@dataclass(frozen=True)
class Verdict:
    """What a message was taken for: the level that was raised, and the level that was asked about."""

    message: Message
    level: Level | None
    asked: Level | None

    @property
    def rank(self) -> int:
        """0 for nothing, 3 for an emergency; a question does not count."""
        return self.level.rank if self.level else 0

    @property
    def silent(self) -> bool:
        """True when neither an alarm nor a question followed."""
        return self.level is None and self.asked is None


@dataclass(frozen=True)
class RedFlagFigures:
    """Counts and shares in percent; `_low` figures are the lower end of the 95 % Wilson interval.

    Recognition counts alarms only; `..._or_asked` also counts the safety question at that level. Under-triage is a
    danger at a lower level than it deserves, the question not counted as caught.
    """

    emergencies: int
    urgents: int
    professionals: int
    harmless: int
    emergency_recognised: float
    emergency_recognised_low: float
    emergency_recognised_or_asked: float
    emergency_below_urgent: int
    emergency_silent: int
    urgent_recognised: float
    urgent_recognised_low: float
    urgent_recognised_or_asked: float
    urgent_silent: int
    under_triage: float
    under_triage_unasked: float
    exact_level: float
    false_alarms: float
    harmless_asked: float


def figures(verdicts: Sequence[Verdict], everyday: Sequence[Verdict] = ()) -> RedFlagFigures:
    """The figures of one split; `everyday` are topic and flow phrases, counted among the harmless."""
    groups = {level: [item for item in verdicts if item.message.level is level] for level in (*Level, None)}
    emergencies, urgents = groups[Level.EMERGENCY], groups[Level.URGENT]
    dangers = [*emergencies, *urgents, *groups[Level.PROFESSIONAL]]
    harmless = [*groups[None], *everyday]
    asked_high = (Level.EMERGENCY, Level.URGENT)
    return RedFlagFigures(
        emergencies=len(emergencies),
        urgents=len(urgents),
        professionals=len(groups[Level.PROFESSIONAL]),
        harmless=len(harmless),
        emergency_recognised=_percent(emergencies, lambda item: item.rank == 3),
        emergency_recognised_low=_wilson_low(emergencies, lambda item: item.rank == 3),
        emergency_recognised_or_asked=_percent(emergencies, lambda item: item.rank == 3 or item.asked in asked_high),
        emergency_below_urgent=sum(item.rank < 2 for item in emergencies),
        emergency_silent=sum(item.rank < 2 and item.asked is None for item in emergencies),
        urgent_recognised=_percent(urgents, lambda item: item.rank >= 2),
        urgent_recognised_low=_wilson_low(urgents, lambda item: item.rank >= 2),
        urgent_recognised_or_asked=_percent(urgents, lambda item: item.rank >= 2 or item.asked in asked_high),
        urgent_silent=sum(item.rank < 2 and item.asked is None for item in urgents),
        under_triage=_percent(dangers, lambda item: item.rank < _deserved(item)),
        under_triage_unasked=_percent(dangers, lambda item: item.rank < _deserved(item) and item.asked is None),
        exact_level=_percent([*dangers, *groups[None]], lambda item: item.level is item.message.level),
        false_alarms=_percent(harmless, lambda item: item.rank >= 2),
        harmless_asked=_percent(harmless, lambda item: item.rank < 2 and item.asked is not None),
    )


def rewrites(messages: Sequence[Message], seed: int = REWRITE_SEED) -> list[list[Message]]:
    """Each message five times by rule: a typo, other case, no marks, talk around it, other words."""
    chance = random.Random(seed)
    return [[replace(message, text=rule(message.text, chance)) for rule in _RULES] for message in messages]


def _typo(text: str, chance: random.Random) -> str:
    words = text.split()
    places = [index for index, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if places:
        index = chance.choice(places)
        word = words[index]
        cut = chance.randrange(1, len(word) - 2)
        words[index] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def _other_case(text: str, chance: random.Random) -> str:
    return text.upper() if chance.random() < 0.5 else text.lower()


def _no_marks(text: str, _chance: random.Random) -> str:
    return "".join(char for char in text if char not in ".,;:!?'’\"-")


def _talk_around(text: str, chance: random.Random) -> str:
    return f"{chance.choice(_BEFORE)} {text} {chance.choice(_AFTER)}"


def _other_words(text: str, _chance: random.Random) -> str:
    return " ".join(_SYNONYMS.get(word.lower(), word) for word in text.split())


_RULES: tuple[Callable[[str, random.Random], str], ...] = (_typo, _other_case, _no_marks, _talk_around, _other_words)


def _deserved(item: Verdict) -> int:
    return item.message.level.rank if item.message.level else 0


def _percent(items: Sequence[Verdict], holds: Callable[[Verdict], bool]) -> float:
    return round(100 * sum(map(holds, items)) / len(items), 1) if items else 0.0


def _wilson_low(items: Sequence[Verdict], holds: Callable[[Verdict], bool], z: float = 1.96) -> float:
    """Lower end of the 95 % Wilson score interval of a share, in percent."""
    if not items:
        return 0.0
    total, share = len(items), sum(map(holds, items)) / len(items)
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return round(100 * (centre - spread) / (1 + z * z / total), 1)
