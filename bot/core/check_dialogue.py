"""The self-check as a conversation: where a message goes, by what the check waits for.

Pure: whoever calls has let dangers go first, brings the message as it was read, and says what comes out.
"""

from __future__ import annotations

from bot.core.check_after import afterwards
from bot.core.check_consent import consent, start
from bot.core.check_listening import listen
from bot.core.check_session import Before, Moment, Said, Voice
from bot.core.course import Course, Phase
from bot.core.hearing import Heard
from bot.core.self_check import SelfCheck
from bot.core.wishes import Wish

_ANSWERS = 0.4  # probability of an option from which it is an answer
_ABOUT = 0.5  # and of the question, that the message is about it


class CheckDialogue:
    """One message to the check; `course` is what was remembered, None where there is no check."""

    def __init__(self, check: SelfCheck, voice: Voice, before: Before, course: Course | None) -> None:
        self._check = check
        self._voice = voice
        self._before = before
        self._course = course

    def start(self, heard: Heard) -> Said:
        """Offer the check, or go on with it."""
        return start(self._moment(heard), self._course)

    def hear(self, heard: Heard) -> Said:
        """What follows from a message while a check is going on."""
        moment = self._moment(heard)
        if moment.course.phase is Phase.CONSENT:
            return consent(moment)
        return listen(moment) if moment.course.phase is Phase.ASKING else afterwards(moment)

    def _moment(self, heard: Heard) -> Moment:
        return Moment(self._check, self._voice, self._before, self._course or Course(), heard)


def is_only_a_wish(heard: Heard, found: bool) -> bool:
    """True where nothing but a wish was said, such as "go back"; `found` tells that patterns saw a sign in it.

    "Are you still there" is about the assistant, and not about a pain that is still there.
    """
    wished = heard.wished
    if wished is None or not wished.is_all:
        return False
    return not found or (wished.wish is Wish.HELLO and not wished.about)


def explains(course: Course, heard: Heard) -> bool:
    """True where a message answers the question that waits, so that its words need no danger behind them."""
    asked = course.asking or ""
    spotted = any(place.startswith(f"{asked}.") for place in heard.spotted)
    answers = spotted or max(heard.options.get(asked, {}).values(), default=0.0) >= _ANSWERS
    return answers and heard.questions.get(asked, 0.0) >= _ABOUT
