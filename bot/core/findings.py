"""A finding: something that a person said about a body, and in which sense they said it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Assertion(StrEnum):
    """The sense in which a sign was mentioned."""

    PRESENT = "present"
    ABSENT = "absent"  # explicitly denied
    UNSURE = "unsure"
    PAST = "past"  # clearly over
    HYPOTHETICAL = "hypothetical"  # a question or an "if"
    OTHER_PERSON = "other_person"  # live, but somebody else's


LIVE = frozenset({Assertion.PRESENT, Assertion.OTHER_PERSON})
"""Senses that count as a danger; another person's danger is one too (design, section 6)."""
ASKED_BACK = frozenset({Assertion.UNSURE, Assertion.HYPOTHETICAL})
"""Senses that are asked about: doubt is not a denial, and "what if my calf swells" may be about now."""


@dataclass(frozen=True)
class Finding:
    """One mention of a sign: what, in which sense, in which words, and where.

    `sentence` counts from 0; `start` and `end` are word positions in the message; `own` is True where the writer speaks
    of themselves or of somebody close, so that an "if" about it is worth asking back.
    """

    sign: str
    assertion: Assertion
    text: str
    sentence: int
    start: int
    end: int
    own: bool = True

    @property
    def live(self) -> bool:
        """True when this may be going on now."""
        return self.assertion in LIVE

    def as_dict(self) -> dict[str, str]:
        """The finding as JSON data."""
        return {"sign": self.sign, "assertion": self.assertion.value, "text": self.text}
