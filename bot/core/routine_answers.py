"""Answers to the routine's own questions in few words: "balance, floor and kneeling", "torn two months ago", "new"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.findings import Assertion
from bot.core.hearing import Heard
from bot.core.routine import LIMITS

WORDS = {
    "kneeling": r"kn+e+l\w*|knees?",
    "floor": r"floor|ground",
    "balance": r"balanc\w*|balence",
    "back": r"back|sciatica|dis[ck]s?",
    "bones": r"bones?|osteo\w+",
    "hip": r"hips?",
    "thigh": r"thighs?|hamstrings?|hammy|hammies",
    "diabetes": r"diab\w+|type (?:1|2|one|two)",
}
"""A word that is enough for a limit where the limits were asked for, by the limit."""
LEVELS = {
    "gym": r"gym|weights?|lift\w*|crossfit",
    "used": r"used|regular\w*|often|experienced?|expert|fit|sporty|athlet\w+|advanced|every ?day|daily|runner",
    "new": r"new\w*|beg+in+\w*|novice|never|hardly|unfit|rarely|rusty|couch potato|not (?:very |that |really |so )?"
    r"(?:much|used|fit|sporty|experienced|often|really)|neither",
}
"""Words that are enough for what somebody is used to, where that was asked for; the last that is there counts."""
_PARTS = re.compile(r"[,.;/&+\n]|\band\b|\bor\b|\bplus\b", re.IGNORECASE)
_BEFORE = (
    r"yes|yeah|yep|ok|u+m+|e+r+m*|well|probably|maybe|mostly|mainly|also|just|only|the|my|a|an|on|with|both|bad|poor|weak|"
    r"dodgy|sore|stiff|old|new|i|have|i'?ve|got|a bit of|problems?|issues?|trouble|pain|in|getting|down|can'?t do"
)
_AFTER = (
    r"problems?|issues?|trouble|pain|hurts?|work|too|please|one|thing|mainly|mostly|is|are|bad|poor|not|great|tear|"
    r"strain"
)
_BARE = {
    limit: re.compile(rf"\W*(?:(?:{_BEFORE})\W+)*(?:{word})(?:\W+(?:{_AFTER}))*\W*", re.IGNORECASE)
    for limit, word in WORDS.items()
}
_HEALED = re.compile(
    r"\b(?:healed|recovered|better now|fine now|all (?:good|fine|better|gone)|no longer|not any ?more)\b", re.IGNORECASE
)
_LONG_AGO = re.compile(r"\byears? ago\b|\bas a (?:kid|child|teen\w*)\b|\bages ago\b|\blast year\b", re.IGNORECASE)
_FOR_GOOD = frozenset({"bones", "hip", "diabetes"})  # these stay, however long ago they began
_CANNOT = re.compile(r"\b(?:can'?t|cannot|can not|unable|not able|struggle)\b", re.IGNORECASE)
_LEVELS = {level: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for level, words in LEVELS.items()}
_MOST_WORDS = 6  # in which a word about the level is all that is said
_FELT = frozenset({"thigh"})  # in an exercise this is what the exercise does


def limits_answered(heard: Heard) -> tuple[str, ...]:
    """Limits that `heard` names in answer to the question about them, where a word or something of late is enough."""
    told = list(limits_spotted(heard))
    over = _HEALED.search(heard.text) is not None
    ago = _LONG_AGO.search(heard.text) is not None
    for limit in _spotted(heard, (Assertion.PAST,)):
        if limit in _FOR_GOOD or not (over or ago):
            told.append(limit)
    if not heard.asks:
        parts = [part for part in _PARTS.split(heard.text.replace("’", "'")) if part.strip()]
        told += [limit for part in parts for limit, pattern in _BARE.items() if pattern.fullmatch(part)]
    return tuple(dict.fromkeys(told))


def level_answered(heard: Heard) -> tuple[str, ...]:
    """The answer in few words to how used to exercise somebody is; empty where there is none."""
    if heard.asks or len(heard.text.split()) > _MOST_WORDS:
        return ()
    return tuple(level for level, words in _LEVELS.items() if words.search(heard.text.replace("’", "'")))[-1:]


def limits_spotted(heard: Heard) -> tuple[str, ...]:
    """Limits that `heard` says are there, without having been asked."""
    return _spotted(heard, (Assertion.PRESENT,))


def limits_denied(heard: Heard) -> tuple[str, ...]:
    """Limits that `heard` says are not there."""
    return _spotted(heard, (Assertion.ABSENT,))


def limits_in_exercise(heard: Heard) -> tuple[str, ...]:
    """Limits that come up in the middle of an exercise; "my heel is off the floor" is none."""
    cannot = _CANNOT.search(heard.text.replace("’", "'")) is not None
    return tuple(limit for limit in limits_spotted(heard) if limit not in _FELT and (limit != "floor" or cannot))


def _spotted(heard: Heard, senses: Iterable[Assertion]) -> tuple[str, ...]:
    places = (place.partition(".") for place, sense in heard.spotted.items() if sense in senses)
    return tuple(limit for question, _, limit in places if question == LIMITS)
