"""Finds the separate questions in one message ("what is X, and how often should I stretch?")."""

from __future__ import annotations

import re

MAX_QUESTIONS = 4
_OPENER = (
    r"(?:what|whats|what's|why|how|when|where|which|who|can|could|should|shall|is|are|am|do|does|did|will|would|"
    r"tell me|explain|show me|give me|i(?:'d| would)? (?:also )?(?:want|like) to know|wondering)"
)
_SENTENCE_END = re.compile(r"(?<=[?!.;])\s+|\n+|(?<=\?)(?=\S)")
_JOINED = re.compile(
    rf"(?:,|;|\s[-–—])?\s+(?:and|also|plus|and also|oh and|but)\s+(?:also\s+)?(?={_OPENER}\b)", re.IGNORECASE
)
_LEAD_IN = r"(?:\W*(?:and|also|so|but|ok|okay|oh|then|second(?:ly)?|first(?:ly)?|\d[.)]?)\W+)*"
_IS_QUESTION = re.compile(rf"^{_LEAD_IN}{_OPENER}\b", re.IGNORECASE)


def split_questions(text: str) -> list[str]:
    """The questions of `text` in their order, at most four; empty unless there are at least two.

    A part counts as a question when it ends in a question mark or opens like one, and has three words or more. Story
    sentences around a question are not parts of their own, so a long introduction never makes a second answer.
    """
    parts = [part for sentence in _SENTENCE_END.split(text) for part in _JOINED.split(sentence)]
    found = [part.strip() for part in parts if _looks_like_question(part)]
    return found[:MAX_QUESTIONS] if len(found) > 1 else []


def _looks_like_question(part: str) -> bool:
    part = part.strip()
    return len(part.split()) >= 3 and (part.endswith("?") or _IS_QUESTION.match(part) is not None)
