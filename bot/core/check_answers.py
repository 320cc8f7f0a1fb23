"""Taking answers in the self-check: what is noted about them, and the alarms that they raise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.check_asking import ask
from bot.core.check_session import Moment, Said, over
from bot.core.check_speech import answer_text, recap
from bot.core.corrections import put_right
from bot.core.course import Phase
from bot.core.questions import OPEN, SKIPPED, Answers, Question
from bot.core.red_flags import Level
from bot.core.replies import Reply

Onward = Callable[[Moment, list[str]], Said]
"""How it goes on once answers were taken, behind what is said about them."""


def take(moment: Moment, given: Answers, onward: Onward = ask) -> Said:
    """What follows from `given`: an alarm, or `onward`, which is the next question or the result.

    A question that must be answered is asked once more where it was left open; then "not sure" counts as what it
    raises, and without any answer the check ends, as it could do harm.
    """
    course, given = moment.course, put_right(moment.check, moment.course, moment.heard, given)
    notes = _notes(moment, given)
    gate = _left_open(moment, given)
    if gate and gate.id not in course.unsure_gates:
        moment = replace(moment, course=replace(course, unsure_gates=(*course.unsure_gates, gate.id)))
        return ask(moment, [moment.voice.phrase("check_gate_unsure")], again=True)
    if gate and given[gate.id] == (SKIPPED,):
        return over(moment, "check_gate_needed")
    course = replace(course.with_answers(given, moment.heard.text), phase=Phase.ASKING)
    moment = replace(moment, course=course)
    return alarm(moment, gate) or onward(moment, notes)


def alarm(moment: Moment, unsure: Question | None = None) -> Said | None:
    """The red flags that the answers so far raise, where one needs help today; `unsure` was left open twice."""
    raised = moment.check.raised(moment.course.answers)
    if not any(_needs_help_today(level) for _, level in raised):
        raised += unsure.unsure_raises if unsure else ()
    if not any(_needs_help_today(level) for _, level in raised):
        return None
    return Said(Reply(""), waits=False, raises=tuple(raised))


def _needs_help_today(level: Level) -> bool:
    return level is not Level.PROFESSIONAL


def _left_open(moment: Moment, given: Answers) -> Question | None:
    """The question among `given` that must be answered and was not."""
    open_ones = (moment.check.by_id[name] for name, options in given.items() if OPEN.intersection(options))
    return next((question for question in open_ones if question.unsure_raises), None)


def _notes(moment: Moment, given: Answers) -> list[str]:
    """What to say about answers that were not asked for just now, or that have changed."""
    notes, phrase = [], moment.voice.phrase
    for name, options in given.items():
        question, old = moment.check.by_id[name], moment.course.answers.get(name)
        words = {"name": question.name, "answer": answer_text(question, options)}
        if old is not None:
            notes.append(phrase("check_same" if old == options else "check_changed").format(**words))
        elif name != moment.course.asking:
            notes.append(phrase("check_noted").format(answers=recap(moment.check, {name: options})))
    return notes
