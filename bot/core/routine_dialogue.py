"""The routine as a conversation: what somebody tells goes first, then a message goes to what it waits for.

Pure: whoever calls has let dangers go first, brings the message as it was read, and says what comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.core.check_speech import Phrase
from bot.core.exercises import ExerciseBook
from bot.core.hearing import Heard
from bot.core.questions import OPEN, Answers, Questionnaire, settle
from bot.core.routine import BODY, LIMITS, NOTHING, barred, is_doubted
from bot.core.routine_answers import limits_in_exercise
from bot.core.routine_check_in import check_in_question, is_better
from bot.core.routine_session import Said, Session, Step
from bot.core.routine_setup import RoutineSetup
from bot.core.routine_told import bars_told, is_in_doubt
from bot.core.routine_walk import RoutineWalk
from bot.core.routine_wishes import RoutineWish, heard_wish

_COMPLAINTS = frozenset({RoutineWish.STOP, RoutineWish.TINGLES, RoutineWish.HURTS, RoutineWish.BEHIND_KNEE})


class RoutineDialogue:
    """One message to the routine that `session` holds."""

    def __init__(self, book: ExerciseBook, questions: Questionnaire, phrase: Phrase, session: Session) -> None:
        self._book = book
        self._questions = questions
        self._phrase = phrase
        self._session = session

    @property
    def is_barred(self) -> bool:
        """True where something that was told speaks against any exercise."""
        return barred(self._session.course.answers, self._session.result) is not None

    def start(self, heard: Heard, known: Answers, raised: Collection[str], check_in: bool = False) -> Said:
        """The first turn.

        `known` is what a self-check has told (`bot.core.routine.from_self_check`), `raised` the red flags of the
        conversation. With `check_in` it is asked first how it is since the routine began.
        """
        self._learn(known, raised)
        self._session = self.noting(heard)
        if not check_in or self.is_barred:
            return self._setup().start(heard)
        return check_in_question(self._setup().prepare(heard), self._phrase)

    def resume(self, since: Sequence[Heard], known: Answers, raised: Collection[str]) -> Said:
        """Go on with exercises that were left; `since` is all that was said after that, `known` and `raised` as before.

        What was told in a self-check counts here although the check was stopped.
        """
        self._learn(known, raised)
        for heard in since:
            self._session = self._told(heard, Step.QUESTIONS)
        return self._setup().proceed([])

    def hear(self, heard: Heard) -> Said | None:
        """What follows from a message while a routine is going on; None where it is about something else."""
        asking = self._session.step is Step.QUESTIONS
        if asking and BODY not in self._session.course.answers:
            return self._setup().hear(heard)
        before, self._session = self._session.limits, self.noting(heard)
        if self.is_barred:
            return self._setup().proceed([])
        if is_in_doubt(heard):
            self._session = self._session.asking_again(BODY)
            return self._setup().proceed([self._phrase("routine_check_again")], again=True)
        if self._session.step is Step.CHECK_IN and is_better(heard):
            self._session = replace(self._session, step=Step.QUESTIONS)
            return self._setup().proceed([self._phrase("checkin_better")])
        if asking or self._session.step is Step.OFFER:
            return self._setup().hear(heard)
        if self._session.step is Step.WALK and heard_wish(heard) is RoutineWish.CHANGE:
            return self._setup().change()
        walk = RoutineWalk(self._book, self._phrase, self._session)
        if self._session.limits != before and self._session.walk is not None:
            return walk.show([self._phrase("routine_limited")], self._session.walk)
        return walk.hear(heard)

    def noting(self, heard: Heard) -> Session:
        """The session with what `heard` tells in passing: what bars from exercise, or from some that are to come."""
        session = self._told(heard, self._session.step)
        if session.step is not Step.WALK or session.walk is None or heard_wish(heard) in _COMPLAINTS:
            return session
        known = {*session.limits, *session.course.answers.get(LIMITS, ())}
        new = [limit for limit in limits_in_exercise(heard) if limit not in known]
        exercises = self._book.exercises
        unfit = {name for name in session.walk.exercises if exercises[name].leave_out_if.intersection(new)}
        return replace(session.limited(new), walk=session.walk.leaving_out(unfit))

    def _told(self, heard: Heard, step: Step) -> Session:
        """The session with what `heard`, said at `step`, tells that bars from exercise."""
        if not (bars := bars_told(heard, step)):
            return self._session
        body = [option for option in self._session.course.answers.get(BODY, ()) if option not in OPEN]
        return self._session.taking({BODY: settle(self._questions.by_id[BODY], (*body, *bars))}, heard.text)

    def _learn(self, known: Answers, raised: Collection[str]) -> None:
        """Take over what a self-check has told; a "none" that a red flag speaks against is asked again."""
        self._session = self._session.knowing(known)
        denied = self._session.course.answers.get(BODY) == NOTHING
        if denied and is_doubted(self._questions.by_id[BODY], raised):
            self._session = self._session.asking_again(BODY)

    def _setup(self) -> RoutineSetup:
        return RoutineSetup(self._book, self._questions, self._phrase, self._session)
