"""The self-check after its result: answers may still be put right, and it can start over."""

from __future__ import annotations

from dataclasses import replace

from bot.core.check_answers import take
from bot.core.check_asking import SUMMARY
from bot.core.check_consent import start
from bot.core.check_session import SELF_CHECK, Moment, Said, handed_over
from bot.core.check_speech import recap
from bot.core.check_wishes import grant, leave_as_it_was
from bot.core.corrections import named_question
from bot.core.course import Phase
from bot.core.reading import given_answers, spotted_answers
from bot.core.replies import Reply
from bot.core.wishes import Wish

CORRECTION = f"{SELF_CHECK}:correction"
_SUMMARY_INTENT = "self_check_summary"
_WANTS_TO_KNOW = frozenset({Wish.WHY, Wish.EXPLAIN})
_REOPENS = frozenset({Wish.RESTART, Wish.BACK, Wish.CORRECT})


def afterwards(moment: Moment) -> Said:
    """What follows from a message after the result; all that is not about the answers goes its usual way."""
    heard, wish = moment.heard, moment.heard.wish
    if wish is Wish.SUMMARY:
        return handed_over(moment, _SUMMARY_INTENT)
    if wish is Wish.RECAP:
        answers = recap(moment.check, moment.course.answers)
        return Said(Reply(moment.voice.phrase("check_recap").format(answers=answers), (SUMMARY,)), moment.course)
    if moment.before.told_result and (wish in _WANTS_TO_KNOW or heard.intent in ("why", "more")):
        return Said(Reply(moment.voice.phrase("result_why"), (SUMMARY,)), moment.course)
    named = named_question(moment.check, moment.course, heard)
    if heard.cancels_correction and moment.course.changed:
        return leave_as_it_was(moment)
    says_it = wish is Wish.CORRECT and spotted_answers(moment.check, heard)  # "I got one wrong, it is under the heel"
    if wish in _REOPENS and not says_it:
        if wish is Wish.CORRECT and not named:
            return Said(Reply(moment.voice.phrase("check_correct_which")), moment.course, expecting=CORRECTION)
        return grant(replace(moment, course=replace(moment.course, phase=Phase.ASKING)), wish)
    corrects = heard.corrects or moment.before.expecting == CORRECTION or (named and heard.spotted)
    if corrects and not heard.asks and (given := given_answers(moment.check, moment.course, heard)):
        return take(moment, given)
    return start(moment, None) if heard.intent == "self_check" else handed_over(moment, heard.intent)
