"""Findings that are numbers: how long it has gone on, how bad it is from 0 to 10, how old the person is."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "several": 4, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "twenty": 20, "half": 0.5,
}  # fmt: skip
_DAYS = {"day": 1, "night": 1, "week": 7, "wk": 7, "fortnight": 14, "month": 30, "mth": 30, "year": 365, "yr": 365}
_NUMBER = r"(\d+(?:[.,]\d+)?|" + "|".join(_WORDS) + ")"
_UNIT = "|".join(_DAYS)
_DURATION = re.compile(
    r"\b(?:for|past|last|since|been|about|over|nearly|almost|going on|now|than|these) "
    r"(?:(?:the|about|over|nearly|almost|around|past|last|at least|more than|a good|good|going on|a) )*"
    rf"{_NUMBER}(?: of)?(?: (?:and a half|or \w+|to \w+|- \w+))? ?({_UNIT})s?\b(?! ago| old)"
)
_LONG = re.compile(r"\b(?:for|in|been) (?:months|years|ages|weeks and weeks|months and months|donkey s years|yonks)\b")
_SINCE_MONTH = re.compile(
    r"\bsince (?:january|february|march|april|may|june|july|august|september|october|november|december|christmas|"
    r"easter|"
    r"(?:last |the |early |late )?(?:spring|summer|autumn|fall|winter|year|new year))\b"
)
_SEVERITY = re.compile(r"\b(8|9|10|eight|nine|ten)(?: (?:1 ?/ ?2|and a half))? ?(?:/|out of|outta) ?(?:10|ten)\b")
_CHILD_YEARS = (
    r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen)"
)
_CHILD = (
    r"(?:son|daughter|boy|girl|lad|lass|nephew|niece|grandson|granddaughter|kid|child|brother|sister|eldest|youngest)"
)
_AGES = (
    re.compile(rf"\b{_CHILD_YEARS} ?-? ?(?:year|yr)s? ?-? ?(?:old|o)\b|\b{_CHILD_YEARS} ?(?:yo|y ?/ ?o)\b"),
    re.compile(
        rf"\b(?:i am|he is|she is|turned|aged?) (?:only |just |nearly |now )?{_CHILD_YEARS}"
        r"(?= ?(?:$|[.,;:!?)-]|and\b|but\b|now\b|so\b|with\b|years? old\b))"
    ),
    re.compile(rf"\b{_CHILD} ?(?:, |\( |is )(?:aged |only )?{_CHILD_YEARS}(?= ?(?:$|[.,;:!?)]))"),
    re.compile(
        rf"(?:^|(?<=[.!?;] )){_CHILD_YEARS} , (?!{_CHILD_YEARS}\b)"
        r"(?=[^.!?;]*\b(?:limp\w*|fever|temp\w*|hip|heel|leg|knee|ankle)\b)"
    ),
)
LONG_AFTER_DAYS = 42  # "longer than six weeks"
SELF_CARE_DAYS = 14
ADULT = 18  # years


def measures(text: str) -> Iterator[tuple[str, int, int]]:
    """Signs with their character spans in spelled-out `text`.

    `over_two_weeks` and `over_six_weeks` (how long it has lasted), `severe_pain` (8 of 10 or more), `under_18`.
    """
    for match in _DURATION.finditer(text):
        number = match.group(1).replace(",", ".")
        days = (_WORDS.get(number) or float(number)) * _DAYS[match.group(2)]
        if days > SELF_CARE_DAYS:
            yield "over_two_weeks", match.start(), match.end()
        if days > LONG_AFTER_DAYS:
            yield "over_six_weeks", match.start(), match.end()
    for pattern in (_LONG, _SINCE_MONTH):
        for match in pattern.finditer(text):
            yield "over_two_weeks", match.start(), match.end()
            yield "over_six_weeks", match.start(), match.end()
    for match in _SEVERITY.finditer(text):
        yield "severe_pain", match.start(), match.end()
    for pattern in _AGES:
        for match in pattern.finditer(text):
            years = next(group for group in match.groups() if group)
            if (int(years) if years.isdigit() else _WORDS[years]) < ADULT:
                yield "under_18", match.start(), match.end()
