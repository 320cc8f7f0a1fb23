"""The self-check before its first question: the offer, and a clear yes or no to it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.check_asking import ask, ask_consent
from bot.core.check_between import between
from bot.core.check_session import Moment, Said, over
from bot.core.check_speech import recap
from bot.core.course import Course, Phase
from bot.core.reading import spotted_answers
from bot.core.wishes import Wish


def start(moment: Moment, left: Course | None) -> Said:
    """Offer the check, or go on with the one that was `left`; what was told before is filled in."""
    if moment.before.forbidden:
        return replace(over(moment, "check_not_now"), course=left)
    if left is not None and left.phase is Phase.ASKING:
        return ask(replace(moment, course=left), [moment.voice.phrase("check_resumed")])
    if not moment.before.enabled:
        return replace(over(moment, "check_signs"), course=left)
    course = Course()
    for heard in (*moment.before.earlier, moment.heard):
        course = course.with_answers(spotted_answers(moment.check, heard), heard.text)
    return ask_consent(replace(moment, course=course), "self_check")


def consent(moment: Moment) -> Said:
    """Yes begins, no tells the signs only, and anything else is asked again."""
    agreed = moment.heard.agrees
    if agreed is False:
        return over(moment, "check_signs")
    if agreed is None:
        wants_to_know = moment.heard.wish in (Wish.EXPLAIN, Wish.WHY, Wish.COUNT)
        return between(moment) or ask_consent(moment, "self_check" if wants_to_know else "check_consent_again")
    course = replace(moment.course, phase=Phase.ASKING)
    notes = [moment.voice.phrase("check_started")]
    if course.answers:
        notes.append(moment.voice.phrase("check_noted").format(answers=recap(moment.check, course.answers)))
    return ask(replace(moment, course=course), notes)
