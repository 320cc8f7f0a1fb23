"""The exercise routine: takes each message to the routine's conversation, and what is not for it elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionAskDanger, ActionEscalate, raise_alarm
from actions.turn import LIKELY, NOTHING, ROUTINE, danger_of, no_exercise, phrase_of, speak, watch_of
from actions.usual import usual_answer
from bot.content.library import library
from bot.core.check_speech import Phrase
from bot.core.course import Course, Phase
from bot.core.hearing import Heard
from bot.core.progress import Note, due_check_in, week_of
from bot.core.questions import Answers
from bot.core.red_flags import Level
from bot.core.replies import CLARIFY, Reply
from bot.core.routine import from_self_check
from bot.core.routine_dialogue import RoutineDialogue
from bot.core.routine_session import Said, Session, Step
from bot.core.routine_wishes import is_plain_wish
from bot.storage.current import notebook

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
    phrase, heard = phrase_of(tracker, events), Heard.of(tracker.latest_message)
    result, known = _checked(tracker)
    raised = watch_of(tracker).raised
    left = Session.from_dict(tracker.get_slot("routine"))
    if left is not None and left.step in (Step.WALK, Step.PAIN):
        session = replace(left, result=result or left.result)
        return [
            *_speak(dispatcher, tracker, _dialogue(phrase, session).resume(_since(tracker), known, raised)),
            *events,
        ]
    notes, today = notebook().notes(tracker.sender_id), date.today()
    due = due_check_in(notes, notebook().check_ins(tracker.sender_id), today)
    session = Session(result=result, week=week_of(notes, today))
    said = _dialogue(phrase, session).start(heard, known, raised, check_in=due is not None)
    if due is not None and said.session is not None and said.session.step is Step.CHECK_IN:
        notebook().checked_in(tracker.sender_id, due, today)
    return [*_speak(dispatcher, tracker, said), *events]


def _go_on(dispatcher: CollectingDispatcher, tracker: Tracker, session: Session) -> list[EventType]:
    danger, heard = danger_of(tracker), Heard.of(tracker.latest_message)
    if danger.get("probability", 1.0) < LIKELY and is_plain_wish(heard):
        danger.update(hits=[], question=None)  # nothing but the net's guess, on a few words that the routine knows
    if any(Level(level) is not Level.PROFESSIONAL for _, level in danger.get("hits", ())):
        return ActionEscalate().run(dispatcher, tracker, {})
    events: list[EventType] = []
    dialogue = _dialogue(phrase_of(tracker, events), session)
    if danger.get("question"):
        asked = ActionAskDanger().run(dispatcher, tracker, {})
        return [*asked, SlotSet("routine", dialogue.noting(heard).as_dict())]
    if dialogue.is_barred:  # told just before such a question, and said behind its answer
        return _after_the_end(dispatcher, tracker, heard)
    said = dialogue.hear(heard)
    if (said is None or said.unclear) and danger.get("hits"):
        return ActionEscalate().run(dispatcher, tracker, {})
    if said is not None:
        return [*_speak(dispatcher, tracker, said), *events]
    return _elsewhere(dispatcher, tracker, heard)


def _after_the_end(dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> list[EventType]:
    """Answer as if there were no routine, and let go of what is left of it."""
    tracker.slots.update(waiting_for=NOTHING, routine=None)
    gone = [SlotSet("waiting_for", NOTHING), SlotSet("routine", None)]
    if heard.intent == "stretch_plan":
        return [*gone, *start(dispatcher, tracker)]
    return [*gone, *_elsewhere(dispatcher, tracker, heard)]


def _elsewhere(dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> list[EventType]:
    """Answer a message that is not for the routine."""
    sure = heard.confidence >= _SURE
    if heard.intent == "self_check" and sure:
        from actions.self_check import begin  # which can lead to a routine in turn

        return begin(dispatcher, tracker)
    intent = heard.intent if heard.asks or sure else CLARIFY
    tracker.latest_message["intent"]["name"] = intent  # which the screen may have overruled
    return usual_answer(dispatcher, tracker, intent)


def _dialogue(phrase: Phrase, session: Session) -> RoutineDialogue:
    content = library().exercises
    return RoutineDialogue(content.book, content.questions, phrase, session)


def _since(tracker: Tracker) -> list[Heard]:
    """What was said since the routine was left, the latest message included."""
    found: list[Heard] = []
    for event in tracker.events:
        if event.get("event") == "action" and event.get("name") == "action_routine":
            found = []
        elif event.get("event") == "user":
            found.append(Heard.of(event.get("parse_data") or {}))
    return found


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
    count = len(notebook().notes(tracker.sender_id)) + 1
    notebook().add(tracker.sender_id, note, datetime.now())
    text = library().flows["routine_kept"].says[0].format(sessions="1 session" if count == 1 else f"{count} sessions")
    return Said(Reply(text, library().buttons(("progress", "consistency"))))
