"""A message to a question of the self-check: an answer, a wish, something in between, or not understood."""

from __future__ import annotations

from dataclasses import replace

from bot.core.check_answers import take
from bot.core.check_asking import ask
from bot.core.check_between import MANNERS, SURE, between
from bot.core.check_mixed import asked, wished_for
from bot.core.check_session import Moment, Said, over
from bot.core.check_wishes import leave_as_it_was
from bot.core.course import MOST_TRIES
from bot.core.plain_answers import says_yes_only
from bot.core.questions import UNSURE
from bot.core.reading import given_answers
from bot.core.wishes import Wish


def listen(moment: Moment) -> Said:
    """What follows from a message while a question waits."""
    heard, course = moment.heard, moment.course
    if heard.cancels_correction:
        return leave_as_it_was(moment)
    if _stops(moment):
        return over(moment, "check_stopped")
    if heard.wished is not None and not heard.choice and (said := wished_for(moment, heard.wished)) is not None:
        return said
    manners = heard.intent in MANNERS and not heard.answers_too(course.asking)
    if manners and (said := between(moment)) is not None:
        return said
    given = given_answers(moment.check, course, heard)
    question_too = heard.asks and not heard.choice and not heard.answers_asking(course.asking or "")
    if (question_too or not given) and (said := between(moment)) is not None:
        return said
    return take(moment, given) if given else _unclear(moment)


def _stops(moment: Moment) -> bool:
    heard = moment.heard
    wants = heard.wish is Wish.STOP or (heard.intent == "stop" and heard.confidence >= SURE)
    return wants and not (heard.choice or heard.skips or heard.options_said)


def _unclear(moment: Moment) -> Said:
    """Ask again, and let the question go after some tries; one about dangers is never let go."""
    course, phrase, question = moment.course, moment.voice.phrase, asked(moment)
    if says_yes_only(question, moment.heard):  # understood, and so at most one try, however often it is said
        moment = replace(moment, course=replace(course, tries=max(course.tries, 1)))
        return ask(moment, [phrase("check_which")], again=True)
    if course.tries >= MOST_TRIES and not question.gate:
        let_go = course.with_answers({question.id: (UNSURE,)}, moment.heard.text)
        return ask(replace(moment, course=let_go), [phrase("check_let_go").format(name=question.name)])
    reply_id = "check_unclear" if not course.tries else "check_unclear_again"
    if moment.heard.intent == "affirm":
        reply_id = "check_which"
    moment = replace(moment, course=replace(course, tries=course.tries + 1))
    return ask(moment, [phrase(reply_id)], again=True)
