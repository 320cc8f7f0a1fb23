"""How often a message is understood: `bot evaluate intents`."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from bot.core.replies import CLARIFY, OUT_OF_SCOPE, SMALLTALK
from bot.evaluation.intent_sets import Phrase

TYPO_SEED = 7


@dataclass(frozen=True)
class Reading:
    """One phrase with what it was written for and how it was read, all as outcome ids."""

    text: str
    expected: str
    decided: str
    ranking: tuple[tuple[str, float], ...]

    @property
    def in_scope(self) -> bool:
        """False for phrases that should be refused."""
        return self.expected != OUT_OF_SCOPE

    def among_first(self, count: int) -> bool:
        """True when the expected outcome is one of the first `count` readings that are in scope."""
        return self.expected in [outcome for outcome, _ in self.ranking if outcome != OUT_OF_SCOPE][:count]


@dataclass(frozen=True)
class IntentFigures:
    """Shares in percent. Topics and flows are counted without small talk, which is easy and would flatter them.

    `top_1` and `top_3` ask whether the expected outcome leads the ranking, or is one of the first three in scope;
    `acted_right` whether it was acted on; `asked_back` counts clarifying questions on in-scope phrases.
    """

    phrases: int
    outside_phrases: int
    top_1: float
    top_3: float
    acted_right: float
    asked_back: float
    small_talk_top_1: float
    outside_refused: float
    inside_refused: float
    calibration_error: float


def figures(readings: Sequence[Reading]) -> IntentFigures:
    """The figures of one split."""
    inside = [reading for reading in readings if reading.in_scope and reading.expected != SMALLTALK]
    small = [reading for reading in readings if reading.expected == SMALLTALK]
    outside = [reading for reading in readings if not reading.in_scope]
    return IntentFigures(
        phrases=len(inside),
        outside_phrases=len(outside),
        top_1=_percent(inside, lambda item: item.ranking[0][0] == item.expected),
        top_3=_percent(inside, lambda item: item.among_first(3)),
        acted_right=_percent(inside, lambda item: item.decided == item.expected),
        asked_back=_percent([*inside, *small], lambda item: item.decided == CLARIFY),
        small_talk_top_1=_percent(small, lambda item: item.ranking[0][0] == item.expected),
        outside_refused=_percent(outside, lambda item: item.decided == OUT_OF_SCOPE),
        inside_refused=_percent([*inside, *small], lambda item: item.decided == OUT_OF_SCOPE),
        calibration_error=calibration_error(readings),
    )


def calibration_error(readings: Sequence[Reading], bins: int = 10) -> float:
    """Expected calibration error in percentage points: mean gap between confidence and accuracy over equal bins."""
    gap = 0.0
    for index in range(bins):
        members = [item for item in readings if index / bins < item.ranking[0][1] <= (index + 1) / bins]
        if members:
            accuracy = sum(item.ranking[0][0] == item.expected for item in members)
            gap += abs(accuracy - sum(item.ranking[0][1] for item in members))
    return round(100 * gap / max(len(readings), 1), 1)


def mistakes(readings: Iterable[Reading]) -> list[tuple[str, str, int]]:
    """Pairs of expected and first-ranked outcome that differ, most frequent first."""
    pairs = Counter((item.expected, item.ranking[0][0]) for item in readings if item.ranking[0][0] != item.expected)
    return [(expected, read, count) for (expected, read), count in pairs.most_common()]


def with_typos(phrases: Sequence[Phrase], words: Iterable[str], seed: int = TYPO_SEED) -> list[Phrase]:
    """The phrases with one slip (swap, drop, double or wrong letter) in each field word of four letters or more."""
    known = frozenset(words)
    chance = random.Random(seed)

    def slip(match: re.Match[str]) -> str:
        word = match.group()
        return _slip(word, chance) if word.lower() in known and len(word) >= 4 else word

    return [Phrase(re.sub(r"[A-Za-z]+", slip, phrase.text), phrase.label) for phrase in phrases]


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "drop", "double", "wrong"))
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    return word[:place] + chance.choice("aeiorstn") + word[place + 1 :]


def _percent(items: Sequence[Reading], holds: Callable[[Reading], bool]) -> float:
    return round(100 * sum(map(holds, items)) / len(items), 1) if items else 0.0


def as_dict(result: IntentFigures) -> dict[str, float]:
    """The figures as JSON data."""
    return asdict(result)
