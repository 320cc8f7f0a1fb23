"""Repairs one typing slip in a word of the vocabulary: "swollne" is "swollen"; correct words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.encoder import VOCABULARY

SHORTEST = 5  # letters; shorter words are one slip away from too many others
_ENDINGS = ("s", "ed", "d", "ing", "ly", "er")  # a word of the guard with one of these is a word too
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=1)
def _guard() -> frozenset[str]:
    """Correct English words: the whole words of the encoder's vocabulary."""
    return frozenset(word for word in VOCABULARY.read_text(encoding="utf-8").splitlines() if word.isalpha())


class SlipRepairer:
    """Corrects towards `words` by one slip: a letter too many, too few, wrong, or two swapped."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._guard = _guard() | frozenset(self._words)
        self.repair = lru_cache(maxsize=4096)(self._repair)

    @classmethod
    def for_phrases(cls, phrases: Iterable[str]) -> SlipRepairer:
        """Towards the words of at least five letters in `phrases`."""
        return cls({word for phrase in phrases for word in _WORD.findall(phrase) if len(word) >= SHORTEST})

    def _repair(self, word: str) -> str:
        if len(word) < SHORTEST or word in self._guard or not word.isalpha():
            return word
        if any(word.endswith(ending) and self._is_word(word.removesuffix(ending)) for ending in _ENDINGS):
            return word
        near = process.extractOne(word, self._words, scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else word

    def _is_word(self, stem: str) -> bool:
        undoubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem  # "bugging" is of "bug"
        return stem in self._guard or undoubled in self._guard
