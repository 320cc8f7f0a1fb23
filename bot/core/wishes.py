"""What somebody may want in a guided conversation instead of answering, by phrase."""

from __future__ import annotations

import re
from enum import StrEnum


class Wish(StrEnum):
    """What somebody may want instead of answering."""

    BACK = "back"
    RECAP = "recap"
    COUNT = "count"
    RESTART = "restart"
    CORRECT = "correct"  # something was wrong, without saying what
    SUMMARY = "summary"
    WAIT = "wait"
    STOP = "stop"


_WISHES = {
    Wish.CORRECT: (
        r"^(?:please )?(?:change|correct|fix|redo)\b",
        r"(?:one|some|two) of (?:my|the|those) answers? (?:is|are|was|were) (?:wrong|not right|off)",
        r"(?:got|answered|did|put|have) (?:one|something|it|that|a question) wrong|made a mistake|wrong answer",
        r"(?:change|correct|fix|alter|edit) (?:my|an|one|the|that|an?other)\b.*(?:answer|one|question|bit)",
    ),
    Wish.BACK: (
        r"(?:go|take me|step|move|scroll) back\b",
        r"\bprevious (?:one|question)|\bback one|\blast question again|^back$|one before|^undo$",
    ),
    Wish.RECAP: (
        r"what (?:did|have) i (?:say|said|tell|told|answer|put)|my answers|what do you have (?:so far|on me|down)",
        r"what (?:have|did) you (?:got|get|note|understood|understand)|^recap\b|read (?:it|them|that) back",
    ),
    Wish.COUNT: (
        r"how many (?:more|questions|left|to go)|how much (?:longer|more|is left)",
        r"how long (?:is this|will this|does this)|(?:many|much) left",
        r"(?:nearly|almost) (?:done|there|finished)\??$|are we (?:nearly|almost|done)",
    ),
    Wish.RESTART: (
        r"start (?:over|again|afresh|from (?:the )?(?:beginning|start|scratch))|begin again|from the top|^restart",
        r"redo (?:it|the (?:check|whole))|new (?:check|start)|do it (?:all )?again",
    ),
    Wish.SUMMARY: (
        r"^(?:the )?summar(?:y|ise|ize)\b|summary for",
        r"(?:show|give|print|send|get|see|want|have)\b.*\bsummary",
    ),
    Wish.WAIT: (
        r"^(?:just |ok |sorry )*(?:give me|wait|hang on|hold on|one|a)(?: a| one)? (?:moment|min(?:ute)?|mo|sec\w*)\b",
        r"^(?:wait|hang on|hold on)\W*$|\bbrb\b",
    ),
    Wish.STOP: (
        r"no more questions|leave it (?:there|now|at that)|let'?s leave it|\bi give up\b|\bcba\b",
        r"^(?:quit|cancel|exit)\b",
        r"(?:end|quit|cancel) (?:this|it|the (?:check|test|questions))",
    ),
}
_COMPILED = {wish: re.compile("|".join(patterns), re.IGNORECASE) for wish, patterns in _WISHES.items()}


def wish_in(text: str) -> Wish | None:
    """The wish that `text` utters, if any."""
    said = text.strip()
    return next((wish for wish, pattern in _COMPILED.items() if pattern.search(said)), None)
