"""Decides in which sense a sign was mentioned, from the words around it.

The rules err on the side of danger: only an explicit denial in the sign's own clause, something clearly over, or a form
with no person behind it takes the alarm away (design, section 6). A decision looks at the sign's own sentence and at
whom the whole message is about, never at what comes first, so the order of sentences does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.core.findings import Assertion
from bot.nlu.language import cues

_SCOPE = 8  # words that a negation reaches, at most
_MARKS = frozenset({",", ";", ":", "-", "–", "—", "(", ")", "/", "&", "+", "…"})


@dataclass(frozen=True)
class Sentence:
    """The words of one sentence, in the spelling of `spell_out`, without marks inside words."""

    words: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The sentence as one string."""
        return " ".join(self.words)

    def before(self, index: int) -> str:
        """The words before position `index`."""
        return " ".join(self.words[:index])

    def after(self, index: int, most: int = 100) -> str:
        """At most `most` words from position `index` on."""
        return " ".join(self.words[index : index + most])

    @cached_property
    def own(self) -> bool:
        """True where the sentence speaks of the writer or of somebody close to them."""
        return bool(cues.FIRST_PERSON.search(self.text) or self.other)

    @cached_property
    def other(self) -> bool:
        """True where it speaks of another person."""
        return cues.OTHER.search(self.text) is not None


@dataclass(frozen=True)
class MessageContext:
    """Whom a message is about: "he" in a message about a sick dog and no person is the dog."""

    animal: bool = False

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> MessageContext:
        """The context of a message's sentences."""
        texts = [cues.GUESSED_ANIMAL.sub(" ", sentence.text) for sentence in sentences]
        person = any(cues.ANY_PERSON.search(text) for text in texts)
        return cls(animal=not person and any(cues.ANIMAL.search(text) and cues.AILING.search(text) for text in texts))


NO_CONTEXT = MessageContext()


def assertion_of(
    sentence: Sentence,
    start: int,
    end: int,
    sign: str,
    timeless: bool = False,
    context: MessageContext = NO_CONTEXT,
) -> tuple[Assertion, bool]:
    """The sense of `sign` at words `start` to `end`, and whether it is about the writer or somebody close to them.

    `timeless` signs (a past cancer, diabetes) count although they lie in the past; mere places ("calf") are not denied.
    """
    own, place = sentence.own, sign in cues.PLACES
    if _is_fiction(sentence, start, end, context.animal and sign in cues.ANIMAL_TOO):
        return Assertion.HYPOTHETICAL, False
    if cues.DOUBT.search(_clause_before(sentence, start)):
        return Assertion.UNSURE, own
    if not place and _is_denied(sentence, start, end):
        return Assertion.ABSENT, own
    if imagined := _imagined(sentence, start, own):
        return imagined
    if not timeless and not place and _is_over(sentence, start, end):
        return Assertion.PAST, own
    if sentence.other and not _speaks_of_own_body(sentence, start):
        return Assertion.OTHER_PERSON, True
    return Assertion.PRESENT, own


def clause_start(words: tuple[str, ...], index: int) -> int:
    """Where the clause of the word at `index` begins: after a mark, a break word, or an "and" with a new subject."""
    for place in range(index - 1, -1, -1):
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in _MARKS:
            return place + 1
        if word in cues.BREAKS and not (word in {"just", "only", "so"} and place and words[place - 1] == "not"):
            return place + 1
        if word in {"and", "plus", "or"} and following in cues.SUBJECTS:
            return place + 1
        if word == "and" and place + 1 == index:  # "no fall and swollen": the denial stops at the "and"
            return place + 1
    return 0


def _clause_before(sentence: Sentence, start: int) -> str:
    return " ".join(sentence.words[max(clause_start(sentence.words, start), start - _SCOPE) : start])


def _is_denied(sentence: Sentence, start: int, end: int) -> bool:
    inside, after = " ".join(sentence.words[start:end]), sentence.after(end, 8) + " "
    if cues.NEVER_LIKE_THIS.search(sentence.before(start) + " ") and cues.LIKE_THIS.match(after):
        return False
    before = cues.PSEUDO_NEGATION.sub(" ", f"{_clause_before(sentence, start)} {inside}").removesuffix(inside)
    if any(word in cues.NEGATORS for word in before.split()):
        return True
    if cues.DENIED_LIST_BEFORE.search(sentence.before(start) + " "):
        return True
    opened = cues.DENIED_LIST_OPEN.search(sentence.before(start) + " ")
    if opened and cues.LIST_GOES_ON.match(sentence.after(start, 14) + " "):
        return True
    return bool(cues.ANSWERED_NO.match(after) or cues.NORMAL_AFTER.match(after))


def _is_fiction(sentence: Sentence, start: int, end: int, he_is_animal: bool) -> bool:
    """True for an animal's sign or one in a story: the animal or the story stands nearer than any person."""
    text = cues.GUESSED_ANIMAL.sub(" ", sentence.text)
    before = cues.GUESSED_ANIMAL.sub(" ", sentence.before(start) + " ")
    if cues.ANIMAL.search(text):
        animal, person = _last(cues.ANIMAL, before), _last(cues.NEAR_PERSON, before)
        if animal < 0 and person < 0:
            pronoun = he_is_animal and cues.PRONOUN.search(before) is not None
            return pronoun or (cues.ANIMAL_OWNER.search(text) is not None and not sentence.other)
        return animal > person and not cues.ON_MY_BODY.match(sentence.after(end, 6))
    if he_is_animal and cues.PRONOUN.search(before) and not cues.NEAR_PERSON.search(before):
        return True
    if cues.STORY.search(text):
        story, person = _last(cues.STORY, before), _last(cues.MY_OWN, before)
        return (story >= 0 and story > person) or (
            story < 0 and not cues.FIRST_PERSON.search(text) and not cues.NAMED_PERSON.search(text)
        )
    return False


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of `pattern` begins; -1 without one."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _imagined(sentence: Sentence, start: int, own: bool) -> tuple[Assertion, bool] | None:
    before = cues.TRIED_OUT.sub(" ", sentence.before(start))
    clause = before[max(0, len(before) - 80) :]
    if cues.IMAGINED.search(clause) and not cues.AFTER_IMAGINED.search(clause):
        return Assertion.HYPOTHETICAL, own
    asked = cues.TRIED_OUT.sub(" ", sentence.before(start + 1)) + " "
    if cues.LEARNING.search(asked) and not _speaks_of_own_body(sentence, start) and not cues.OTHER.search(before):
        return Assertion.HYPOTHETICAL, False
    return None


def _speaks_of_own_body(sentence: Sentence, start: int) -> bool:
    return cues.OWN_BODY.search(" ".join(sentence.words[max(0, start - 10) : start + 6])) is not None


def _is_over(sentence: Sentence, start: int, end: int) -> bool:
    text = sentence.text
    if cues.OVER_STATE.search(sentence.after(end)) and not cues.NOT_OVER.search(text):
        return True
    clause = " ".join(sentence.words[clause_start(sentence.words, start) : end])
    now = cues.PRESENT_TENSE.search(clause) and not cues.OVER_TIME.search(clause)
    if cues.OVER_TIME.search(text) and not cues.NOW.search(text) and not now:
        return True
    return (
        sentence.other
        and cues.ILLNESS.search(sentence.after(start, end - start)) is not None
        and cues.HISTORY.search(sentence.before(start) + " ") is not None
        and not cues.RECENT.search(text)
    )
