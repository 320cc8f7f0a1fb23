"""A wish in the self-check, with what stands beside it: an answer, or a question on the subject."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.check_answers import take
from bot.core.check_between import SURE
from bot.core.check_session import Moment, Said
from bot.core.check_speech import recap
from bot.core.check_wishes import grant
from bot.core.hearing import Heard
from bot.core.questions import Question
from bot.core.reading import given_besides, spotted_answers
from bot.core.wishes import Wish, Wished

_TELLS_ALL = frozenset({Wish.RECAP, Wish.SUMMARY})
_TELLING = 4  # letters from which a word says what is asked about
_STEM = 5  # letters by which words are compared
_NOT_TELLING = re.compile("question|th[ai][st]|what|with|more|mean|please|thing|point|about|little")


def asked(moment: Moment) -> Question:
    """The question that waits for an answer."""
    assert moment.course.asking is not None
    return moment.check.by_id[moment.course.asking]


def wished_for(moment: Moment, wished: Wished) -> Said | None:
    """What a wish leads to, with the answer that was given beside it; None where it is no wish after all."""
    wish, question = wished.wish, asked(moment)
    if wish is Wish.STOP:
        return None  # "no change": an option is certain
    given = given_besides(moment.check, moment.course, moment.heard)
    if given and (question.id in given or wish is not Wish.CORRECT):
        told = {question.id: given[question.id]} if question.id in given and wish not in _TELLS_ALL else {}
        noted = [moment.voice.phrase("check_noted").format(answers=recap(moment.check, told))] if told else []
        return take(moment, given, lambda then, notes: grant(then, wish, [*noted, *notes]))
    if wish is Wish.CORRECT and spotted_answers(moment.check, moment.heard):
        return None  # "change the place, it is the Achilles" also says what is right
    if moment.heard.intent not in moment.voice.topics or moment.heard.confidence < SURE:
        return grant(moment, wish)
    if wish is Wish.WAIT:
        return None if wished.besides else grant(moment, wish)
    if wish is Wish.EXPLAIN:
        return grant(moment, wish) if _is_about(question, wished) else None
    return _with_topic(moment, wish) if Heard(wished.besides).asks else grant(moment, wish)


def _with_topic(moment: Moment, wish: Wish) -> Said:
    """ "What is gait, and how many more?": the topic first."""
    aside, said = moment.voice.aside(moment.heard.intent), grant(moment, wish)
    reply = replace(said.reply, text=f"{aside.text}\n\n{said.reply.text}", sources=aside.sources)
    return replace(said, reply=reply, outcome=aside.outcome, topic=aside.topic)


def _is_about(question: Question, wished: Wished) -> bool:
    """True where "what do you mean by …" is about words of the question asked, and not about a topic."""
    about = _telling_words(wished.about)
    own = _telling_words(" ".join((question.asks, question.again, *(option.title for option in question.options))))
    return 2 * len(about & own) > len(about) if about else not wished.besides


def _telling_words(text: str) -> set[str]:
    words = (word for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= _TELLING)
    return {word[:_STEM] for word in words if not _NOT_TELLING.fullmatch(word)}
