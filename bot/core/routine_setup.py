"""The conversation before the first exercise: two safety questions, what fits, and the offer of a routine.

Pure, as `bot.core.routine_walk`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.check_speech import Phrase, question_reply
from bot.core.course import MOST_TRIES
from bot.core.exercises import ExerciseBook
from bot.core.hearing import Heard
from bot.core.questions import OPEN, SKIPPED, UNSURE, Answers, Questionnaire, settle
from bot.core.reading import given_answers, spotted_answers
from bot.core.red_flags import Level
from bot.core.replies import Reply
from bot.core.routine import BODY, DIABETES, LEVEL, LIMITS, NORDIC, SAFETY, Needs, barred, compose, quick
from bot.core.routine_answers import level_answered, limits_answered, limits_denied
from bot.core.routine_gate import Cleared, through_gate
from bot.core.routine_session import Said, Session, Step, ended
from bot.core.routine_speech import OFFER_BUTTONS, offer_reply
from bot.core.routine_time import length_wished, minutes_told
from bot.core.routine_told import bars_told, without_misread
from bot.core.routine_walk import RoutineWalk
from bot.core.routine_wishes import RoutineWish, heard_wish, wish_of
from bot.core.walk import Walk

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
_WITHOUT = re.compile(r"\b(?:no|not|without|drop|remove|leave|skip)\b|n'?t\b", re.IGNORECASE)
_SURE = 0.6  # confidence from which a message is what it was read as
_START = "stretch_plan"
_ANSWERS = frozenset({"affirm", "deny", "not_sure", _START})


class RoutineSetup:
    """One message while questions are asked, or to the offer."""

    def __init__(self, book: ExerciseBook, questions: Questionnaire, phrase: Phrase, session: Session) -> None:
        self._book = book
        self._questions = questions
        self._phrase = phrase
        self._session = session

    def start(self, heard: Heard) -> Said:
        """The first turn; what is known from before is in the session's answers."""
        asked_before = set(SAFETY) <= self._session.course.answers.keys()
        self.prepare(heard)
        opening = "quick_stretch" if self._session.quick else "stretch_plan"
        return self.proceed([self._phrase("routine_asked_before" if asked_before else opening)])

    def prepare(self, heard: Heard) -> Session:
        """The session with what the wish to start says about the routine, before anything is asked."""
        wants_one = _wants_one(heard)
        self._session = replace(self._session, quick=wants_one, nordic=_NORDIC.search(heard.text) is not None)
        self._take({**spotted_answers(self._questions, heard), **minutes_told(heard.text)}, heard.text)
        return self._session

    def hear(self, heard: Heard) -> Said | None:
        """What follows from a message; None where it is about something else."""
        return self._offered(heard) if self._session.step is Step.OFFER else self._listen(heard)

    def pending(self) -> Said:
        """What waits, put again after something else was answered."""
        return self._waits([]) if self._session.step is Step.OFFER else self.proceed([], again=True)

    def proceed(self, before: list[str], again: bool = False) -> Said:
        """What the answers so far lead to: an alarm, the end with the reason against exercise, or what comes next."""
        raised = tuple(self._questions.raised(self._session.course.answers))
        if any(level is not Level.PROFESSIONAL for _, level in raised):
            return Said(Reply(""), raises=raised)
        if (reason := barred(self._session.course.answers, self._session.result)) is not None:
            return replace(ended(self._phrase, f"barred_{reason.value}"), raises=raised)
        return self._ask(before, again)

    def change(self) -> Said:
        """The questions about the routine once more; the safety questions are not asked again."""
        answers = self._session.course.answers
        kept = {name: answers[name] for name in SAFETY if name in answers}
        course = replace(self._session.course, answers=kept)
        self._session = replace(self._session, step=Step.QUESTIONS, course=course, walk=None, quick=False)
        return self.proceed([self._phrase("routine_changed")])

    def _ask(self, before: list[str], again: bool = False) -> Said:
        """The next question behind `before`; then the exercises where they were left, one stretch, or the offer."""
        session = self._session
        wanted = [item for item in self._questions.questions if item.id in SAFETY or not session.quick]
        question = next((item for item in wanted if item.id not in session.course.answers), None)
        if question is not None:
            self._session = replace(session, step=Step.QUESTIONS, course=replace(session.course, asking=question.id))
            reply = question_reply(self._questions, self._session.course, question, before, again)
            return Said(reply, self._session, f"routine:{question.id}")
        if session.walk is not None:
            return self._walk().ask(Step.PAIN if session.step is Step.PAIN else Step.WALK, before)
        if not session.quick:
            return self._offer(before)
        notes = [self._phrase("routine_diabetes")] if DIABETES in self._needs().limits else []
        return self._begin([*before, *notes], quick(self._book, self._needs().limits).exercises)

    def _offer(self, before: list[str]) -> Said:
        """The routine that fits the answers."""
        self._session = replace(self._session, step=Step.OFFER)
        return through_gate(self._session, self._phrase, lambda cleared: self._offers(cleared, before))

    def _offers(self, cleared: Cleared, before: list[str]) -> Said:
        needs = self._needs()
        routine = compose(self._book, needs)
        notes = {
            "routine_no_nordic": self._session.nordic and NORDIC not in routine.strength,
            "routine_diabetes": DIABETES in needs.limits,
        }
        reply = offer_reply(cleared, self._book, routine, self._phrase, [name for name, true in notes.items() if true])
        if before:
            reply = replace(reply, text="\n\n".join([" ".join(before), reply.text]))
        return Said(reply, self._session, f"routine:{Step.OFFER}")

    def _waits(self, before: list[str]) -> Said:
        """Whether to start, without the list once more."""
        reply = Reply(" ".join([*before, self._phrase("routine_offer_waits")]), OFFER_BUTTONS)
        return through_gate(self._session, self._phrase, lambda _: Said(reply, self._session, f"routine:{Step.OFFER}"))

    def _listen(self, heard: Heard) -> Said | None:
        sure = heard.confidence >= _SURE
        if heard.intent == "repeat" and sure and not heard.choice:
            return None
        asked = self._session.course.asking or ""
        given = self._given(asked, heard)
        if heard.asks and OPEN.intersection(given.get(asked, ())):
            given = {}  # "sorry, what was that?" is no doubt about the body
        if not given and heard.intent == "not_sure" and sure:
            given = {asked: (UNSURE,)}
        if given and (asked in given or BODY in given or not heard.asks):
            return self._answered(given, heard.text)
        if wish_of(heard.text) is RoutineWish.STOP or (heard.intent == "stop" and sure):
            return ended(self._phrase, "routine_stop")
        if heard.intent in ("why", "more") and asked:
            return self._ask([self._questions.by_id[asked].why], again=True)
        if heard.asks or (sure and heard.intent not in _ANSWERS):
            return None
        if self._session.course.tries >= MOST_TRIES and asked not in SAFETY:
            return self._answered({asked: (UNSURE,)}, heard.text)
        course = replace(self._session.course, tries=self._session.course.tries + 1)
        self._session = replace(self._session, course=course)
        unclear = "routine_which" if heard.intent == "affirm" else "check_unclear"
        return replace(self._ask([self._phrase(unclear)], again=True), unclear=True)

    def _given(self, asked: str, heard: Heard) -> dict[str, tuple[str, ...]]:
        """What `heard` answers, to the question `asked` or to another, and what it tells that bars from exercise."""
        heard = without_misread(heard)
        read = given_answers(self._questions, self._session.course, heard.within(self._questions.by_id))
        given = {name: options for name, options in read.items() if name in self._questions.by_id}
        given |= minutes_told(heard.text, asked == "minutes")
        if asked == LIMITS and not heard.choice and (limits := limits_answered(heard)):
            given[LIMITS] = settle(self._questions.by_id[LIMITS], (*given.get(LIMITS, ()), *limits))
        if asked == LEVEL and LEVEL not in given and (level := level_answered(heard)):
            given[LEVEL] = level
        if bars := bars_told(heard, self._session.step):
            body = [option for option in given.get(BODY, ()) if option not in OPEN]
            given[BODY] = settle(self._questions.by_id[BODY], (*body, *bars))
        return given

    def _answered(self, given: Answers, text: str) -> Said:
        course = self._session.course
        gate = next((name for name in SAFETY if OPEN.intersection(given.get(name, ()))), None)
        if gate and gate not in course.unsure_gates:  # not sure, or skipped, is asked once more
            self._session = replace(self._session, course=replace(course, unsure_gates=(*course.unsure_gates, gate)))
            self._take({name: options for name, options in given.items() if name != gate}, text)
            return self.proceed([self._phrase("check_gate_unsure")], again=True)
        self._take(given, text)
        if gate and given[gate] == (SKIPPED,):
            return ended(self._phrase, "barred_unsure")
        unsure = self._questions.by_id[gate].unsure_raises if gate else ()
        if any(level is not Level.PROFESSIONAL for _, level in unsure):  # twice not sure is as good as a yes
            return Said(Reply(""), raises=(*unsure, *self._questions.raised(self._session.course.answers)))
        beside = course.asking is not None and course.asking not in given
        return self.proceed([self._phrase("routine_noted")] if beside else [])

    def _offered(self, heard: Heard) -> Said | None:
        wish, sure = heard_wish(heard), heard.confidence >= _SURE
        before = self._needs()
        if _NORDIC.search(heard.text):
            self._session = replace(self._session, nordic=not _WITHOUT.search(heard.text))
        if (changed := self._changed(heard)) or before != self._needs():
            self._take(changed, heard.text)
            return self._offer([self._phrase("routine_as_it_is" if self._needs() == before else "routine_adjusted")])
        if wish is RoutineWish.CHANGE:
            return self.change()
        if wish is RoutineWish.STOP:
            return ended(self._phrase, "routine_not_now")
        if _wants_one(heard):
            return self._begin([], quick(self._book, self._needs().limits).exercises, alone=True)
        if wish is RoutineWish.PAUSE:
            return self._waits([])
        if wish is RoutineWish.NEXT or (heard.intent == _START and sure and not heard.asks):
            routine = compose(self._book, self._needs())
            return self._begin([], (*routine.exercises, *routine.strength))
        if heard.asks or (sure and heard.intent not in _ANSWERS):
            return None
        return replace(self._waits([self._phrase("routine_unclear")]), unclear=True)

    def _changed(self, heard: Heard) -> dict[str, tuple[str, ...]]:
        """What `heard` alters in the offer; limits come on top, save for those that are denied."""
        answers = self._session.course.answers
        changed = {**spotted_answers(self._questions, heard), **length_wished(heard.text, answers)}
        changed |= minutes_told(heard.text)
        denied, limits = limits_denied(heard), [*answers.get(LIMITS, ()), *changed.get(LIMITS, ())]
        if LIMITS in changed or set(denied).intersection(limits):
            kept = [limit for limit in limits if limit not in OPEN and limit not in denied]
            changed[LIMITS] = settle(self._questions.by_id[LIMITS], kept or ["none"])
        return changed

    def _begin(self, before: list[str], exercises: tuple[str, ...], alone: bool = False) -> Said:
        self._session = replace(self._session, quick=self._session.quick or alone)
        return self._walk().show(before, Walk(exercises, self._session.week))

    def _walk(self) -> RoutineWalk:
        return RoutineWalk(self._book, self._phrase, self._session)

    def _needs(self) -> Needs:
        session = self._session
        return Needs.of(
            session.course.answers,
            limits=session.limits,
            nordic=session.nordic,
            pattern=session.pattern,
            week=session.week,
        )

    def _take(self, given: Mapping[str, tuple[str, ...]], text: str) -> None:
        self._session = self._session.taking(given, text)


def _wants_one(heard: Heard) -> bool:
    return _ONE.search(heard.text) is not None and not _SEVERAL.search(heard.text)
