"""The exercise routine: takes each message to the routine's conversation, and what is not for it elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionAskDanger, ActionEscalate, raise_alarm
from actions.turn import LIKELY, NOTHING, ROUTINE, danger_of, no_exercise, phrase_of, routine_talk, speak, watch_of
from actions.usual import usual_answer
from bot.content.library import library
from bot.core.course import Course, Phase
from bot.core.hearing import Heard
from bot.core.progress import Note, due_check_in, week_of
from bot.core.questions import Answers
from bot.core.red_flags import Level
from bot.core.replies import CLARIFY, Reply
from bot.core.routine import from_self_check
from bot.core.routine_session import Said, Session, Step
from bot.core.routine_setup import RoutineSetup
from bot.core.routine_walk import RoutineWalk
from bot.core.routine_wishes import is_plain_wish
from bot.storage.notebook import notebook

_SURE = 0.6  # confidence from which a message that is not for the routine is answered as what it was read as


class ActionRoutine(Action):
    """Takes every message while a routine is going on, and the wish to start one."""

    def name(self) -> str:
        return "action_routine"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        session = Session.from_dict(tracker.get_slot("routine"))
        if tracker.get_slot("waiting_for") == ROUTINE and session is not None:
            return _go_on(dispatcher, tracker, session)
        if refusal := no_exercise(dispatcher, tracker, "stretch_plan"):
            return refusal
        return start(dispatcher, tracker)


def start(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Begin a routine with what is known, or go on with one that was left."""
    events: list[EventType] = []
    phrase = phrase_of(tracker, events)
    heard = Heard.of(tracker.latest_message)
    left = Session.from_dict(tracker.get_slot("routine"))
    notes, today = notebook().notes(tracker.sender_id), date.today()
    due = due_check_in(notes, notebook().check_ins(tracker.sender_id), today)
    if left is not None and left.step is Step.WALK:
        said: Said = RoutineWalk(library().exercises.book, phrase, left).ask(Step.WALK, [])
    elif due is not None:
        notebook().checked_in(tracker.sender_id, due, today)
        session = Session(Step.CHECK_IN, week=week_of(notes, today))
        said = RoutineWalk(library().exercises.book, phrase, session).ask(Step.CHECK_IN, [])
    else:
        result, known = _checked(tracker)
        session = Session(result=result, week=week_of(notes, today))
        content = library().exercises
        said = RoutineSetup(content.book, content.questions, phrase, session).start(heard, known)
    return [*_speak(dispatcher, tracker, said), *events]


def _go_on(dispatcher: CollectingDispatcher, tracker: Tracker, session: Session) -> list[EventType]:
    danger, heard = danger_of(tracker), Heard.of(tracker.latest_message)
    if danger.get("probability", 1.0) < LIKELY and is_plain_wish(heard):
        danger.update(hits=[], question=None)  # nothing but the net's guess, on a few words that the routine knows
    if any(Level(level) is not Level.PROFESSIONAL for _, level in danger.get("hits", ())):
        return ActionEscalate().run(dispatcher, tracker, {})
    if danger.get("question"):
        return ActionAskDanger().run(dispatcher, tracker, {})
    events: list[EventType] = []
    said = routine_talk(phrase_of(tracker, events), session).hear(heard)
    if said is None and heard.intent == "self_check" and heard.confidence >= _SURE:
        from actions.self_check import begin  # which can lead to a routine in turn

        return begin(dispatcher, tracker)
    if said is None:
        clear = heard.asks or heard.confidence >= _SURE
        return usual_answer(dispatcher, tracker, heard.intent if clear else CLARIFY)
    return [*_speak(dispatcher, tracker, said), *events]


def _checked(tracker: Tracker) -> tuple[str | None, Answers]:
    """The result of a finished self-check, and what even an unfinished one was told about safety."""
    course = Course.from_dict(tracker.get_slot("self_check"))
    if course is None:
        return None, {}
    result = course.result if course.phase is Phase.DONE else None
    return result, from_self_check(course.answers, library().exercises.questions)


def _speak(dispatcher: CollectingDispatcher, tracker: Tracker, said: Said) -> list[EventType]:
    watch = watch_of(tracker)
    for flag, level in said.raises:
        watch = watch.raise_flag(flag, level)
    alarm = next(((flag, level) for flag, level in said.raises if level is not Level.PROFESSIONAL), None)
    if alarm is not None:
        return raise_alarm(dispatcher, tracker, library().red_flags[alarm[0]], alarm[1], watch)
    if said.record is not None:
        said = _recorded(tracker, said.record)
    reply = said.reply
    if said.says is not None:
        entry = library().flows[said.says]
        sources = tuple(source.label for source in entry.sources)
        reply = replace(reply, buttons=reply.buttons or library().buttons(entry.next), sources=reply.sources or sources)
    step = ROUTINE if said.session else NOTHING
    kept = said.session.as_dict() if said.session else None
    events = speak(
        dispatcher, tracker, reply, "stretch_plan", expecting=said.expecting, watch=watch if said.raises else None
    )
    return [*events, SlotSet("waiting_for", step), SlotSet("routine", kept)]


def _recorded(tracker: Tracker, session: Session) -> Said:
    """Keep a note of the session, and say so."""
    walk = session.walk
    assert walk is not None
    note = Note(date.today(), session.week, walk.done, walk.stopped, session.pain)
    notebook().add(tracker.sender_id, note, datetime.now())
    count = len(notebook().notes(tracker.sender_id))
    text = library().flows["routine_kept"].says[0].format(sessions="1 session" if count == 1 else f"{count} sessions")
    return Said(Reply(text, library().buttons(("progress", "consistency"))))
