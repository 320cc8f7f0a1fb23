"""How many minutes somebody has: "10 min", "about ten", "half an hour", "a bit longer"."""

from __future__ import annotations

import re

from bot.core.questions import Answers
from bot.core.routine import MINUTES

_WORDS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60}
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_WORDS)})"
_UP_TO = rf"(?: ?(?:-|–|to|or) ?(?:\d{{1,2}}|{'|'.join(_WORDS)}))?"  # "10 to 15": the shorter counts
_MINUTES = re.compile(rf"\b{_NUMBER}{_UP_TO}(?: ?ish)?[ -]?(?:min\w*|m)\b", re.IGNORECASE)
_BEFORE = (
    r"about|around|roughly|approx\w*|maybe|perhaps|probably|say|only|just|like|ok\w*|well|u+m+|e+r+m*|i|i'?ve|i'?d|have|"
    r"got|get|can|could|do|spare|make|it|make it|up|to|at|most|max\w*|no|more|less|under|than|nearly|almost|a|the|"
    r"let'?s|go|for|with|take|give|me|yes|yeah"
)
_AFTER = (
    r"or|so|ish|tops|max\w*|at|most|please|pls|thanks|today|now|is|it|that|fine|good|ok\w*|all|i|think|guess|"
    r"maybe|would|do|will|should|be|can|have|got|i'?ve|about|mate|then"
)
_BARE = re.compile(rf"\W*(?:(?:{_BEFORE})\W+)*{_NUMBER}{_UP_TO}(?:[ -]?ish)?(?:\W+(?:{_AFTER}))*\W*", re.IGNORECASE)
_HOURS = (
    (re.compile(r"\bquarter of an hour\b", re.IGNORECASE), 15),
    (
        re.compile(r"\bhalf (?:an |a )?hour\b|\b(?:an|one|1) hour\b|\b(?:loads|plenty|lots) of time\b", re.IGNORECASE),
        30,
    ),
    (
        re.compile(
            r"\b(?:not (?:much|long)|very little time|in a hurry|a few minutes|(?:quick|short)\w*)\b", re.IGNORECASE
        ),
        5,
    ),
    (re.compile(r"\blong(?:er|est|ish)?\b", re.IGNORECASE), 15),
)
_LENGTHS = ((7, "five"), (12, "ten"))  # at most so many minutes
_MOST_OPTIONS = 4  # a bare number up to this is the number of a choice, not of minutes
_LONGER = re.compile(r"\b(?:longer|more time|too short)\b", re.IGNORECASE)
_SHORTER = re.compile(r"\b(?:shorter|quicker|less time|too long)\b", re.IGNORECASE)


def minutes_told(text: str, asked: bool = False) -> dict[str, tuple[str, ...]]:
    """The answer to `minutes`, where `text` names some; where `asked`, a number alone and "half an hour" count."""
    said = text.strip().replace("’", "'")
    found = _MINUTES.search(said)
    if found is None and asked:
        hours = next((minutes for pattern, minutes in _HOURS if pattern.search(said)), None)
        if hours is not None:
            return _answer(hours)
        found = _BARE.fullmatch(said)
        if found is not None and found.group(1).isdigit() and int(found.group(1)) <= _MOST_OPTIONS:
            return {}
    if found is None:
        return {}
    told = found.group(1).lower()
    return _answer(_WORDS.get(told) or int(told))


def length_wished(text: str, answers: Answers) -> dict[str, tuple[str, ...]]:
    """The answer to `minutes` after "shorter" or "longer" than `answers` have it; it stays where there is no more."""
    lengths = list(MINUTES)
    step = (_LONGER.search(text) is not None) - (_SHORTER.search(text) is not None)
    if not step:
        return {}
    now = next((name for name in answers.get("minutes", ()) if name in lengths), "ten")
    return {"minutes": (lengths[max(0, min(lengths.index(now) + step, len(lengths) - 1))],)}


def _answer(minutes: int) -> dict[str, tuple[str, ...]]:
    return {"minutes": (next((name for most, name in _LENGTHS if minutes <= most), "fifteen"),)}
