"""What somebody wants in the self-check instead of answering: back, how many more, what did I say, what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.check_asking import ask
from bot.core.check_session import Moment, Said
from bot.core.check_speech import answer_text, recap
from bot.core.corrections import named_question
from bot.core.course import Course, Phase
from bot.core.replies import SMALLTALK
from bot.core.wishes import Wish

_ABOUT_WHAT_IS_ASKED = frozenset({Wish.COUNT, Wish.RECAP, Wish.SUMMARY, Wish.WAIT, Wish.HELLO})


def grant(moment: Moment, wish: Wish, notes: Sequence[str] = ()) -> Said:
    """Do what is wished, and put the question that comes next; `notes` are said first."""
    course, phrase = moment.course, moment.voice.phrase
    if wish in _ABOUT_WHAT_IS_ASKED and moment.check.next_question(course.answers) is None:
        return ask(moment, notes)  # the answer beside the wish was the last one
    if wish is Wish.BACK:
        return _one_back(moment, notes)
    if wish is Wish.RESTART:
        return ask(replace(moment, course=Course(Phase.ASKING)), [phrase("check_restarted")])
    if wish is Wish.CORRECT:
        named = named_question(moment.check, course, moment.heard)
        if named in (None, course.asking):
            return ask(moment, [*notes, phrase("check_correct_which")], again=True)
        return ask(replace(moment, course=course.without(named)), notes, again=True)
    if wish is Wish.HELLO:
        return replace(ask(moment, [phrase("check_hello"), *notes], again=True), outcome=SMALLTALK)
    return ask(moment, [*notes, *_told(moment, wish)], again=True)


def leave_as_it_was(moment: Moment) -> Said:
    """Take back what the last message changed, and say what holds now."""
    kept = moment.course.taken_back()
    notes = [moment.voice.phrase("check_kept")]
    for name in moment.course.changed:
        question = moment.check.by_id[name]
        words = {"name": question.name, "answer": answer_text(question, kept.answers[name])}
        notes.append(moment.voice.phrase("check_same").format(**words))
    return ask(replace(moment, course=kept), notes, again=True)


def _told(moment: Moment, wish: Wish) -> list[str]:
    """What is said to a wish to know something."""
    course, phrase = moment.course, moment.voice.phrase
    if wish is Wish.COUNT:
        return [phrase("check_progress").format(left=moment.check.remaining(course.answers))]
    if wish is Wish.WAIT:
        return [phrase("check_wait")]
    if wish in (Wish.WHY, Wish.EXPLAIN):
        why = moment.check.by_id[course.asking or ""].why
        return [phrase("check_explain"), why] if wish is Wish.EXPLAIN else [why]
    text = phrase("check_recap" if course.answers else "check_recap_empty")
    return [text.format(answers=recap(moment.check, course.answers))]


def _one_back(moment: Moment, notes: Sequence[str]) -> Said:
    course, phrase = moment.course, moment.voice.phrase
    names = [question.id for question in moment.check.course(course.answers)]
    before = names[: names.index(course.asking)] if course.asking in names else names
    answered = [name for name in before if name in course.answers]
    if not answered:
        return ask(moment, [*notes, phrase("check_first")], again=True)
    return ask(replace(moment, course=course.without(answered[-1])), [*notes, phrase("check_back")], again=True)
