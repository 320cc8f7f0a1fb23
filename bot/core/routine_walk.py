"""The conversation from the first exercise to the end of a session.

Pure: whoever calls has let dangers go first, brings the message as it was read, and says what comes out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.core.check_speech import Phrase
from bot.core.exercises import ExerciseBook
from bot.core.hearing import Heard
from bot.core.red_flags import Level
from bot.core.replies import Button, Reply
from bot.core.routine_check_in import check_in_question, is_better, not_better
from bot.core.routine_gate import Cleared, through_gate
from bot.core.routine_session import Said, Session, Step, ended
from bot.core.routine_speech import (
    KEEP_BUTTONS,
    PAIN_SCALE,
    WALK_BUTTONS,
    dose_text,
    exercise_card,
    exercise_reply,
    explained,
    feeling,
    walk_of,
)
from bot.core.routine_wishes import RoutineWish, heard_wish, is_a_pain, is_sharp, pain_of, wish_of
from bot.core.walk import SHARP_PAIN, Light, Walk, light

_EXERCISING = (Step.WALK, Step.PAIN)


class RoutineWalk:
    """One message while exercises are done, or at their end. While they are done, nothing gets by the gate."""

    def __init__(self, book: ExerciseBook, phrase: Phrase, session: Session) -> None:
        self._book = book
        self._phrase = phrase
        self._session = session

    def hear(self, heard: Heard) -> Said | None:
        """What follows from a message; None where it is about something else."""
        step, walk = self._session.step, self._session.walk
        if step is Step.WALK and walk is not None and walk.is_over:
            return self.show([], walk)
        if step is Step.WALK:
            return through_gate(self._session, self._phrase, lambda cleared: self._walked(cleared, heard))
        if step is Step.PAIN:
            return through_gate(self._session, self._phrase, lambda _: self._felt(heard))
        if step is Step.END_PAIN:
            return self._felt(heard)
        return self._keep(heard) if step is Step.KEEP else self._checked_in(heard)

    def show(self, before: list[str], walk: Walk) -> Said:
        """The exercise that `walk` has come to behind `before`, or what comes after the last."""
        self._session = replace(self._session, walk=walk, step=Step.WALK)
        if not walk.is_over:
            return through_gate(
                self._session,
                self._phrase,
                lambda cleared: Said(
                    exercise_reply(cleared, self._book, before), self._session, f"routine:{Step.WALK}"
                ),
            )
        if len(walk.stopped) > 1 or (walk.stopped and not walk.done):
            reply_id = "routine_two_stopped" if len(walk.stopped) > 1 else "routine_one_stopped"
            return ended(self._phrase, reply_id, before)
        if self._session.quick:
            return ended(self._phrase, "routine_quick_end", before)
        return self.ask(Step.END_PAIN, before)

    def pending(self) -> Said:
        """What waits, put again after something else was answered."""
        walk = self._session.walk
        if self._session.step is not Step.WALK or walk is None:
            return self.ask(self._session.step, [])
        if walk.is_over:
            return self.show([], walk)
        return through_gate(self._session, self._phrase, self._where)

    def ask(self, step: Step, before: list[str]) -> Said:
        """The question of `step`, which is what waits from now on, behind `before`."""
        self._session = replace(self._session, step=step)
        if step in _EXERCISING:
            return through_gate(self._session, self._phrase, lambda _: self._asked(before))
        return self._asked(before)

    def _asked(self, before: list[str]) -> Said:
        step, walk = self._session.step, self._session.walk
        if step is Step.WALK and walk is not None:
            self._session = replace(self._session, walk=walk.at_rest())
            return self._said([*before, self._phrase("routine_paused")], WALK_BUTTONS)
        if step in (Step.PAIN, Step.END_PAIN):
            asks = "routine_pain" if step is Step.PAIN else "routine_end"
            return self._said([*before, self._phrase(asks)], card=PAIN_SCALE)
        if step is Step.KEEP:
            return self._said([*before, self._phrase("routine_keep")], KEEP_BUTTONS)
        return check_in_question(self._session, self._phrase, tuple(before))

    def _where(self, cleared: Cleared) -> Said:
        name = self._book.exercises[walk_of(cleared).current or ""].name
        return self._said([self._phrase("routine_where").format(name=name)], WALK_BUTTONS)

    # An exercise is going on.

    def _walked(self, cleared: Cleared, heard: Heard) -> Said | None:
        walk, wish = walk_of(cleared), heard_wish(heard)
        if wish is None and heard.intent == "stretch_plan" and not heard.asks:
            wish = RoutineWish.REPEAT  # "guide me through it": this is what goes on
        exercise = self._book.exercises[walk.current or ""]
        if wish is RoutineWish.STOP:
            return ended(self._phrase, "routine_stop")
        if wish is RoutineWish.TINGLES:
            said = self.show([self._phrase("routine_tingles")], walk.broken_off())
            return replace(said, raises=(("RF28", Level.PROFESSIONAL),))
        if wish is RoutineWish.HURTS:
            return self._hurts(heard.text)
        if wish is RoutineWish.NEXT:
            if walk.paused:
                return self.show([self._phrase("routine_resumed")], walk.at_rest(False))
            return self.show([], walk.onward())
        if wish is RoutineWish.BACK:
            return self.show([self._phrase("routine_back" if walk.index else "routine_first_one")], walk.back())
        if wish is RoutineWish.SKIP:
            return self.show([self._phrase("routine_skipped")], walk.skipped())
        if wish in (RoutineWish.EASIER, RoutineWish.HARDER):
            return self.show([], walk.eased(-1 if wish is RoutineWish.EASIER else 1))
        if wish is RoutineWish.PAUSE:
            return self.ask(Step.WALK, [])
        if wish is RoutineWish.REPEAT:
            return self.show([], replace(walk, ease=0, paused=False))
        dose = exercise.dose(walk.week)
        left = self._phrase("routine_left").format(left=len(walk.exercises) - walk.index - 1)
        told = {
            RoutineWish.COUNT: left,
            RoutineWish.FEEL: feeling(exercise),
            RoutineWish.HOW: explained(cleared, self._book),
            RoutineWish.DOSE: dose_text(dose, exercise.each_side),
            RoutineWish.BEHIND_KNEE: self._phrase("routine_behind_knee"),
        }
        if wish not in told:
            return None
        card = exercise_card(cleared, self._book)  # the picture stays in sight
        return self._said([told[wish]], WALK_BUTTONS, card)

    def _hurts(self, text: str) -> Said:
        """Complaint of pain: with a number in it that is taken, else it is asked for."""
        told = pain_of(text) if re.search(r"\d", text) else None
        if told is not None and is_a_pain(told):
            return self._pained(told, is_sharp(text))
        return self._pained(SHARP_PAIN, True) if is_sharp(text) else self.ask(Step.PAIN, [])

    def _pained(self, pain: int, sharp: bool) -> Said:
        walk = self._session.walk
        assert walk is not None
        exercise = self._book.exercises[walk.current or ""]
        walk, seen = walk.felt(pain, sharp)
        self._session = replace(self._session, pain=max(pain, self._session.pain or 0), step=Step.WALK, walk=walk)
        words = self._phrase(f"light_{seen.value}").format(easier=exercise.easier)
        return self.show([words], walk) if seen is Light.RED else self._said([words], WALK_BUTTONS)

    # A number, a yes or no, or how it has been.

    def _felt(self, heard: Heard) -> Said | None:
        pain = pain_of(heard.text)
        if pain is None and is_sharp(heard.text):
            pain = SHARP_PAIN
        wish, walk = wish_of(heard.text), self._session.walk
        if pain is None and wish is RoutineWish.STOP:
            return ended(self._phrase, "routine_stop")
        if pain is None and wish is RoutineWish.SKIP and walk is not None and self._session.step is Step.PAIN:
            return self.show([self._phrase("routine_skipped")], walk.skipped())
        if pain is None:
            return None if heard.asks else self._unclear()
        if not is_a_pain(pain):
            return self._said([self._phrase("routine_pain_range")], card=PAIN_SCALE)
        if self._session.step is Step.PAIN:
            return self._pained(pain, is_sharp(heard.text))
        self._session = replace(self._session, pain=max(pain, self._session.pain or 0))
        day = {Light.AMBER: "routine_amber_day", Light.RED: "routine_red_day"}.get(light(pain, is_sharp(heard.text)))
        return self.ask(Step.KEEP, [self._phrase(day)] if day else [])

    def _keep(self, heard: Heard) -> Said | None:
        agreed = {"routine.keep": True, "routine.drop": False}.get(heard.choice or "", heard.agrees)
        if agreed is None:
            return None if heard.asks else self._unclear()
        return Said(Reply(""), record=self._session) if agreed else ended(self._phrase, "routine_not_kept")

    def _checked_in(self, heard: Heard) -> Said | None:
        """To "better" the routine that was asked for goes on, which is not for here (`bot.core.routine_dialogue`)."""
        if is_better(heard) is False:
            return not_better(self._phrase)
        return None if heard.asks else self._unclear()

    def _unclear(self) -> Said:
        return replace(self.ask(self._session.step, [self._phrase("routine_unclear")]), unclear=True)

    def _said(self, texts: list[str], buttons: tuple[Button, ...] = (), card: dict[str, Any] | None = None) -> Said:
        return Said(Reply(" ".join(texts), buttons, card=card), self._session, f"routine:{self._session.step}")
