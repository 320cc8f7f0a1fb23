"""The conversation before the first exercise: two safety questions, what fits, and the offer of a routine.

Pure, as `bot.core.routine_walk`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.check_speech import question_reply
from bot.core.course import MOST_TRIES
from bot.core.exercises import ExerciseBook
from bot.core.hearing import Heard
from bot.core.questions import OPEN, SKIPPED, UNSURE, Answers, Questionnaire
from bot.core.reading import given_answers, spotted_answers
from bot.core.red_flags import Level
from bot.core.replies import Reply
from bot.core.routine import NORDIC, Needs, barred, compose, quick
from bot.core.routine_session import Said, Session, Step
from bot.core.routine_speech import Phrase, offer_reply
from bot.core.routine_walk import RoutineWalk
from bot.core.routine_wishes import RoutineWish, heard_wish, wish_of
from bot.core.walk import Walk

DANGERS = "now"
SAFETY = (DANGERS, "body")
"""The two questions without which nobody gets a stretch."""
_ONE = re.compile(
    r"\b(?:just|only|quick|fast|one|single)\b[^.?!]*\bstretch\b(?!\w)|\ba stretch\b|\bstretch (?:right )?now\b|"
    r"\bgimme (?:a|one)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:routine|plan|program\w*|session|minutes?|mins?|week|schedule|exercises|stretches|guide|through)\b",
    re.IGNORECASE,
)
_NORDIC = re.compile(r"\bnordics?\b", re.IGNORECASE)
_NUMBERS = {"five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30}
_MINUTES = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[ -]?(?:minutes?|mins?|m)\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\D*(\d{1,2})\D*")
_LENGTHS = ((7, "five"), (12, "ten"))  # at most so many minutes
_SURE = 0.6  # confidence from which a message is what it was read as
_ANSWERS = frozenset({"affirm", "deny", "not_sure", "stretch_plan"})
_MOST_OPTIONS = 4  # a bare number up to this is the number of a choice, not of minutes


class RoutineSetup:
    """One message while questions are asked, or to the offer."""

    def __init__(self, book: ExerciseBook, questions: Questionnaire, phrase: Phrase, session: Session) -> None:
        self._book = book
        self._questions = questions
        self._phrase = phrase
        self._session = session

    def start(self, heard: Heard, known: Answers) -> Said:
        """The first turn; `known` are answers from before, such as those of a finished self-check."""
        wants_one = _ONE.search(heard.text) is not None and not _SEVERAL.search(heard.text)
        self._session = replace(self._session, quick=wants_one, nordic=_NORDIC.search(heard.text) is not None)
        self._take(known, "")
        before = "routine_asked_before" if set(SAFETY) <= known.keys() else "stretch_plan"
        said_too = {**spotted_answers(self._questions, heard), **_length(heard.text)}
        self._take(said_too, heard.text)
        return self.ask([self._phrase("quick_stretch" if wants_one and before == "stretch_plan" else before)])

    def hear(self, heard: Heard) -> Said | None:
        """What follows from a message; None where it is about something else."""
        return self._offered(heard) if self._session.step is Step.OFFER else self._listen(heard)

    def pending(self) -> Said:
        """What waits, put again after something else was answered."""
        return self.offer([]) if self._session.step is Step.OFFER else self.ask([], again=True)

    def ask(self, before: list[str], again: bool = False) -> Said:
        """The next question behind `before`, or the offer, or the one stretch that was wished for."""
        answers = self._session.course.answers
        wanted = [item for item in self._questions.questions if item.id in SAFETY or not self._session.quick]
        question = next((item for item in wanted if item.id not in answers), None)
        if question is not None:
            self._session = replace(self._session, course=replace(self._session.course, asking=question.id))
            reply = question_reply(self._questions, self._session.course, question, before, again)
            return Said(reply, self._session, f"routine:{question.id}")
        if not self._session.quick:
            return self.offer(before)
        return self._walk(before, quick(self._book, self._needs().limits).exercises)

    def offer(self, before: list[str]) -> Said:
        """The routine that fits the answers."""
        self._session = replace(self._session, step=Step.OFFER)
        routine = compose(self._book, self._needs())
        reply = offer_reply(self._book, routine, self._phrase, self._session.nordic and NORDIC not in routine.strength)
        if before:
            reply = replace(reply, text="\n\n".join([" ".join(before), reply.text]))
        return Said(reply, self._session, "routine:offer")

    def _listen(self, heard: Heard) -> Said | None:
        if heard.intent == "repeat" and heard.confidence >= _SURE and not heard.choice:
            return None
        asked = self._session.course.asking or ""
        given: Mapping[str, tuple[str, ...]] = _length(heard.text, asked == "minutes")
        if not given:
            read = given_answers(self._questions, self._session.course, heard.within(self._questions.by_id))
            given = {name: options for name, options in read.items() if name in self._questions.by_id}
        if heard.asks and OPEN.intersection(given.get(asked, ())):
            given = {}  # "sorry, what was that?" is no doubt about the body
        sure = heard.confidence >= _SURE
        if not given and heard.intent == "not_sure" and sure:
            given = {asked: (UNSURE,)}
        if given and (asked in given or not heard.asks):
            return self._answered(given, heard.text)
        if wish_of(heard.text) is RoutineWish.STOP or (heard.intent == "stop" and sure):
            return self._over("routine_stop")
        if heard.intent in ("why", "more") and asked:
            return self.ask([self._questions.by_id[asked].why], again=True)
        if heard.asks or (sure and heard.intent not in _ANSWERS):
            return None
        if self._session.course.tries >= MOST_TRIES and asked not in SAFETY:
            return self._answered({asked: (UNSURE,)}, heard.text)
        self._session = replace(
            self._session, course=replace(self._session.course, tries=self._session.course.tries + 1)
        )
        return self.ask([self._phrase("check_which" if heard.intent == "affirm" else "check_unclear")], again=True)

    def _answered(self, given: Answers, text: str) -> Said:
        course = self._session.course
        gate = next((name for name in SAFETY if OPEN.intersection(given.get(name, ()))), None)
        if gate and gate not in course.unsure_gates:  # not sure, or skipped, is asked once more
            self._session = replace(self._session, course=replace(course, unsure_gates=(*course.unsure_gates, gate)))
            return self.ask([self._phrase("check_gate_unsure")], again=True)
        self._take(given, text)
        answers = self._session.course.answers
        if gate and given[gate] == (SKIPPED,):
            return self._over("barred_unsure")
        raised = self._questions.raised(answers)
        if gate == DANGERS:
            raised = [("RF01", Level.URGENT), *raised]  # twice not sure about the dangers of today
        if any(level is not Level.PROFESSIONAL for _, level in raised):
            return Said(Reply(""), raises=tuple(raised))
        if (reason := barred(answers, self._session.result)) is not None:
            return replace(self._over(f"barred_{reason.value}"), raises=tuple(raised))
        return self.ask([])

    def _offered(self, heard: Heard) -> Said | None:
        wish = heard_wish(heard)
        if wish is RoutineWish.CHANGE:
            answers = self._session.course.answers
            kept = {name: answers[name] for name in SAFETY}
            self._session = replace(
                self._session, step=Step.QUESTIONS, course=replace(self._session.course, answers=kept)
            )
            return self.ask([self._phrase("routine_changed")])
        changed = {**spotted_answers(self._questions, heard), **_length(heard.text)}
        if changed:
            self._take(changed, heard.text)
            return self.offer([self._phrase("routine_changed")])
        if wish is RoutineWish.STOP:
            return self._over("routine_not_now")
        if wish is RoutineWish.NEXT:
            routine = compose(self._book, self._needs())
            return self._walk([], (*routine.exercises, *routine.strength))
        return None if heard.asks else self.offer([self._phrase("routine_unclear")])

    def _walk(self, before: list[str], exercises: tuple[str, ...]) -> Said:
        return RoutineWalk(self._book, self._phrase, self._session).show(before, Walk(exercises, self._session.week))

    def _needs(self) -> Needs:
        session = self._session
        return Needs.of(session.course.answers, nordic=session.nordic, pattern=session.pattern, week=session.week)

    def _take(self, given: Answers, text: str) -> None:
        if given:
            self._session = replace(self._session, course=self._session.course.with_answers(given, text))

    def _over(self, reply_id: str) -> Said:
        return Said(Reply(self._phrase(reply_id)), says=reply_id)


def _length(text: str, asked: bool = False) -> dict[str, tuple[str, ...]]:
    """The answer to how much time there is, where `text` names minutes; a bare number counts where `asked`."""
    found = _MINUTES.search(text)
    if found is None and asked and (bare := _BARE_NUMBER.fullmatch(text.strip())):
        found = bare if int(bare.group(1)) > _MOST_OPTIONS else None
    if found is None:
        return {}
    told = found.group(1).lower()
    minutes = _NUMBERS.get(told) or int(told)
    return {"minutes": (next((name for most, name in _LENGTHS if minutes <= most), "fifteen"),)}
