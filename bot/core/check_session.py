"""What the self-check has to go by when it hears a message, and what one message leads to."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

from bot.core.check_speech import Phrase, Phrases
from bot.core.course import Course
from bot.core.hearing import Heard
from bot.core.red_flags import Level
from bot.core.replies import Reply
from bot.core.self_check import SelfCheck

SELF_CHECK = "self_check"
"""The check's own outcome, and what stands before the colon in what it waits for."""


@dataclass(frozen=True)
class Aside:
    """What is said to something in between: in which words, with which outcome, and on which topic, if on one."""

    text: str
    outcome: str
    topic: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Voice:
    """How the check speaks: one wording of a reply, another each time; the first wording of each; and asides.

    `aside` answers any intent of `topics`, and any intent that a flow has a reply for.
    """

    phrase: Phrase
    phrases: Phrases
    topics: Container[str]
    aside: Callable[[str], Aside]


@dataclass(frozen=True)
class Before:
    """What was before a message: what the last reply waited for and said, and what was written since the last check.

    `told_result` is True where the last reply was the result, `forbidden` while a danger has to be seen to first, and
    `enabled` is False where the site owner wants no check.
    """

    expecting: str | None = None
    text: str | None = None
    told_result: bool = False
    earlier: tuple[Heard, ...] = ()
    forbidden: bool = False
    enabled: bool = True


@dataclass(frozen=True)
class Moment:
    """One message at one point of the check."""

    check: SelfCheck
    voice: Voice
    before: Before
    course: Course
    heard: Heard


@dataclass(frozen=True)
class Said:
    """What to say, and what to remember; without a `course` the check is over.

    `waits` tells whether the next message is for the check. `raises` are red flags that the answers raise; `says` is
    the id of a reply with offers and sources of its own. `hands_over` is an intent that something else answers: then
    nothing is said here.
    """

    reply: Reply
    course: Course | None = None
    waits: bool = True
    expecting: str | None = None
    outcome: str = SELF_CHECK
    topic: str | None = None
    result: str | None = None
    raises: tuple[tuple[str, Level], ...] = ()
    says: str | None = None
    hands_over: str | None = None


def over(moment: Moment, reply_id: str) -> Said:
    """The end of the check, with its answers dropped."""
    return Said(Reply(moment.voice.phrase(reply_id)), waits=False, says=reply_id)


def handed_over(moment: Moment, intent: str) -> Said:
    """Leave the message to what answers `intent` outside the check; the course stays as it is."""
    return Said(Reply(""), moment.course, hands_over=intent)
