"""What is said in between in the self-check: questions on the subject, small talk, why something is asked."""

from __future__ import annotations

from bot.core.check_answers import take
from bot.core.check_asking import ask
from bot.core.check_session import Moment, Said, handed_over
from bot.core.check_wishes import grant
from bot.core.course import Phase
from bot.core.reading import given_answers
from bot.core.wishes import Wish

MANNERS = frozenset({"greet", "thanks", "goodbye", "are_you_human", "what_can_you_do", "rude", "human", "privacy"})
"""Intents that are answered even where an answer to the question could be read into them."""
SURE = 0.7  # confidence from which an intent counts against an answer
_IN_BETWEEN = MANNERS | {"out_of_scope", "medicine", "didnt_help"}
_WISHES = {"why": Wish.WHY, "more": Wish.EXPLAIN, "greet": Wish.HELLO}
_KEPT = "privacy"  # what is kept, and its deletion, is not for the check to say
_OTHER_WISH = "stretch_plan"  # then the check waits, and goes on when it is asked for again


def between(moment: Moment) -> Said | None:
    """An answer to what was asked in between, with the pending question behind it; None where nothing was."""
    heard, course = moment.heard, moment.course
    intent, sure = heard.intent, heard.confidence >= SURE
    if intent == _OTHER_WISH and sure:
        return handed_over(moment, intent)
    if course.phase is Phase.ASKING and intent == "repeat":
        return ask(moment, again=True)
    if course.phase is Phase.ASKING and intent in _WISHES and (sure or intent != "greet"):
        return grant(moment, _WISHES[intent])
    if not (sure or heard.asks) or not (intent in moment.voice.topics or intent in _IN_BETWEEN):
        return None
    if intent == _KEPT:
        return handed_over(moment, intent)
    aside = moment.voice.aside(intent)
    inside = heard.asks and course.phase is Phase.ASKING  # "yes, but what is dorsiflexion?"
    if inside and (given := given_answers(moment.check, course, heard)):
        return take(moment, given, lambda then, notes: ask(then, notes, again=True, aside=aside))
    return ask(moment, again=True, aside=aside)
