"""Decides in which sense a sign was mentioned, from the words around it.

The rules err on the side of danger: only an explicit denial in front of the sign in its own clause, something clearly
over, or a form with no person behind it takes the alarm away (design, section 6). Each decision looks at the sign's own
sentence only, so the order of sentences never matters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.findings import Assertion
from bot.nlu.language import cues

_SCOPE = 8  # words that a negation reaches, at most


@dataclass(frozen=True)
class Sentence:
    """The words of one sentence, in the spelling of `spell_out`, without marks inside words."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentence as one string."""
        return " ".join(self.words)

    def before(self, index: int) -> str:
        """The words before position `index`."""
        return " ".join(self.words[:index])


def assertion_of(sentence: Sentence, start: int, end: int, timeless: bool = False) -> tuple[Assertion, bool]:
    """The sense of the sign at words `start` to `end` of `sentence`, and whether it is about the writer or somebody close.

    `timeless` signs (a past cancer, diabetes) count although they lie in the past.
    """
    own = is_own(sentence)
    if _is_denied(sentence, start, end):
        return Assertion.ABSENT, own
    if _is_fiction(sentence, start):
        return Assertion.HYPOTHETICAL, False
    if cues.DOUBT.search(_clause_before(sentence, start)):
        return Assertion.UNSURE, own
    if imagined := _imagined(sentence, start, own):
        return imagined
    other = cues.OTHER.search(sentence.text) is not None
    if not timeless and _is_over(sentence, end, other):
        return Assertion.PAST, own
    if other and not _speaks_of_own_body(sentence, start):
        return Assertion.OTHER_PERSON, True
    return Assertion.PRESENT, own


def is_own(sentence: Sentence) -> bool:
    """True where the sentence speaks of the writer or of somebody close to them."""
    return bool(cues.FIRST_PERSON.search(sentence.text) or cues.OTHER.search(sentence.text))


def clause_start(words: tuple[str, ...], index: int) -> int:
    """Where the clause of the word at `index` begins: after a mark, a break word, or an "and" with a new subject."""
    for place in range(index - 1, -1, -1):
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in {",", ";", ":", "-", "–", "—", "(", ")", "/", "&", "+"}:
            return place + 1
        if word in cues.BREAKS and not (word in {"just", "only"} and place and words[place - 1] == "not"):
            return place + 1
        if word in {"and", "plus", "or"} and following in cues.SUBJECTS:
            return place + 1
        if word == "and" and place + 1 == index:  # "no fall and swollen": the denial stops at the "and"
            return place + 1
    return 0


def _clause_before(sentence: Sentence, start: int) -> str:
    return " ".join(sentence.words[max(clause_start(sentence.words, start), start - _SCOPE) : start])


def _is_denied(sentence: Sentence, start: int, end: int) -> bool:
    before = cues.PSEUDO_NEGATION.sub(" ", _clause_before(sentence, start) + " " + " ".join(sentence.words[start:end]))
    inside = " ".join(sentence.words[start:end])
    before = before.removesuffix(inside)
    if any(word in cues.NEGATORS for word in before.split()):
        return True
    if _list_is_denied(sentence.words, start):
        return True
    after = " ".join(sentence.words[end : end + 4])
    return (
        re.match(
            r"(?:[:?,-] )?(?:no|none|nope|nah|not at all|negative|absent)(?: [.,;!]| |$)(?!idea|way|clue|one)", after
        )
        is not None
    )


def _list_is_denied(words: tuple[str, ...], start: int) -> bool:
    """True for a later item of "no swelling, fever or numbness": items of one or two words up to an "or"/"nor"."""
    item = words[max(0, start - 40) : start]
    text = " ".join(item)
    found = re.search(
        r"\b(?:no|without|neither|not any|not had any|never had any) (?:\w+ ){1,3}?(?:, (?:\w+ ){1,3}?)*(?:, )?(?:or|nor) (?:any )?(?:\w+ )?$",
        text + " ",
    )
    if found:
        return True
    later = " ".join(words[start : start + 14])
    leading = re.search(r"\b(?:no|without|neither) (?:\w+ ){1,3}?(?:, (?:\w+ ){1,3}?)*, (?:\w+ )?$", text + " ")
    return (
        leading is not None
        and re.match(r"(?:\w+ ){1,3}?(?:, (?:\w+ ){1,3}?)*(?:, )?(?:or|nor) ", later + " ") is not None
    )


def _is_fiction(sentence: Sentence, start: int) -> bool:
    text = sentence.text
    if cues.ANIMAL.search(text):
        return not re.search(
            r"\b(?:my|me) (?:own )?(?:leg|calf|foot|ankle|heel|shin|knee|thigh|arm|hand|toe|chest|back|skin)\b", text
        ) and not re.search(r"\b(?:i|me) (?:have|am|got|can)\b", text)
    return cues.STORY.search(text) is not None and not re.search(r"\b(?:my|i have|i am|i can|i got|i feel)\b", text)


def _imagined(sentence: Sentence, start: int, own: bool) -> tuple[Assertion, bool] | None:
    before = cues.TRIED_OUT.sub(" ", sentence.before(start))
    clause = before[max(0, len(before) - 80) :]
    if cues.IMAGINED.search(clause) and not re.search(r"[,;] ?(?!.*\bif\b)[^,;]*$", clause):
        return Assertion.HYPOTHETICAL, own
    if cues.LEARNING.search(before) and not _speaks_of_own_body(sentence, start):
        mentions_other = cues.OTHER.search(before)
        if not mentions_other:
            return Assertion.HYPOTHETICAL, False
    return None


def _speaks_of_own_body(sentence: Sentence, start: int) -> bool:
    nearby = " ".join(sentence.words[max(0, start - 10) : start + 6])
    return cues.OWN_BODY.search(nearby) is not None


def _is_over(sentence: Sentence, end: int, other: bool) -> bool:
    text = sentence.text
    if cues.OVER_STATE.search(" ".join(sentence.words[end:])) and not re.search(
        r"\b(?:but|again|back again|now it|still)\b", text
    ):
        return True
    if cues.OVER_TIME.search(text) and not cues.NOW.search(text):
        return True
    return (
        other
        and re.search(r"\b(?:had|died|got|was|were|did|went|ruptured|tore|broke|snapped)\b", text) is not None
        and not cues.RECENT.search(text)
    )
