"""Putting earlier answers right: which one is meant, what is added to it, and what takes its place."""

from __future__ import annotations

import re

from bot.core.course import Course
from bot.core.findings import Assertion
from bot.core.hearing import Heard
from bot.core.questions import OPEN, Answers, Questionnaire, settle

_NAMED = 0.4  # probability from which a message is about an earlier question
_ALSO = re.compile(r"\b(?:also|too|as well|and|another)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|no|never)\b|n'?t\b", re.IGNORECASE)
_NOT_THAT = re.compile(
    r"^\W*(?:(?:no|nah|nope|actually|sorry)\W+)*(?:it'?s |it is |that'?s )?(?:not|isn'?t|wasn'?t)\b"
    r"(?! (?:only|just|sure)\b)",
    re.IGNORECASE,
)
_IN_PLACE_OF = re.compile(r"\b(?:rather than|instead of)\b", re.IGNORECASE)


def denied(heard: Heard, question: str) -> frozenset[str]:
    """The options of `question` that a message says are not there."""
    if not _DENIES.search(heard.text):
        return frozenset()
    places = (place.partition(".") for place, sense in heard.spotted.items() if sense is Assertion.ABSENT)
    return frozenset(option for name, _, option in places if name == question)


def takes_back(course: Course, heard: Heard, question: str) -> bool:
    """True where an answer given before is denied: "not the Achilles, under the heel"."""
    return not denied(heard, question).isdisjoint(course.answers.get(question, ()))


def taken_out(check: Questionnaire, course: Course, heard: Heard) -> dict[str, tuple[str, ...]]:
    """What is left of earlier answers that a message denies without saying what is right: "it did not bruise"."""
    left: dict[str, tuple[str, ...]] = {}
    present = {place.partition(".")[0] for place, sense in heard.spotted.items() if sense is Assertion.PRESENT}
    for name, old in course.answers.items():
        options = check.by_id[name].options if name in check.by_id else ()
        nothing = tuple(option.id for option in options if option.nothing)
        if nothing and name not in present and takes_back(course, heard, name):
            left[name] = tuple(option for option in old if option not in denied(heard, name)) or nothing
    return left


def put_right(check: Questionnaire, course: Course, heard: Heard, given: Answers) -> dict[str, tuple[str, ...]]:
    """`given`, where "it also bruised" adds to what was chosen before, and "not the back, the heel" replaces it."""
    found = dict(given)
    for name, options in given.items():
        question, old = check.by_id[name], course.answers.get(name, ())
        if heard.choice or not question.many or OPEN.intersection((*old, *options)):
            continue
        in_place_of = _IN_PLACE_OF.search(heard.text) is not None
        if in_place_of or _NOT_THAT.search(heard.text) or takes_back(course, heard, name):
            said = {place for place, sense in heard.spotted.items() if sense is Assertion.PRESENT and not in_place_of}
            found[name] = tuple(item for item in options if item not in old or f"{name}.{item}" in said) or options
        elif _ALSO.search(heard.text) and name != course.asking:
            found[name] = settle(question, (*old, *options))
    return found


def named_question(check: Questionnaire, course: Course, heard: Heard) -> str | None:
    """The answered question that "change the place one" is about: by its name, else the likeliest; None if neither."""
    text = heard.text.lower()
    answered = [question for question in check.questions if question.id in course.answers]
    for question in answered:
        if any(word in text for word in (question.name, question.name.removeprefix("the "))):
            return question.id
    likeliest = max(answered, key=lambda item: heard.questions.get(item.id, 0.0), default=None)
    if likeliest is None or heard.questions.get(likeliest.id, 0.0) < _NAMED:
        return None
    return likeliest.id
