"""The self-check: takes each message to the check's conversation, and says what comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionAskDanger, ActionEscalate, raise_alarm
from actions.routine import start as start_routine
from actions.self_check_turn import dialogue
from actions.turn import LIKELY, NOTHING, SELF_CHECK, danger_of, no_exercise, speak, watch_of
from actions.usual import usual_answer
from bot.content.library import library
from bot.core.check_dialogue import explains, is_only_a_wish
from bot.core.check_session import Said
from bot.core.course import Course
from bot.core.hearing import Heard
from bot.core.red_flags import Level

_ROUTINE = "stretch_plan"
_PRIVACY = "privacy"


class ActionSelfCheck(Action):
    """Takes every message while the check is going on, and the wish to start it."""

    def name(self) -> str:
        return "action_self_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        course = Course.from_dict(tracker.get_slot("self_check"))
        if tracker.get_slot("waiting_for") != SELF_CHECK or course is None:
            return begin(dispatcher, tracker)
        heard, danger = Heard.of(tracker.latest_message), danger_of(tracker)
        guessed = danger.get("probability", 1.0) < LIKELY and explains(course, heard)
        if guessed or is_only_a_wish(heard, bool(danger.get("findings"))):
            danger.update(hits=[], question=None)  # nothing but the net's guess, on words that the check understands
        elif any(Level(level) is not Level.PROFESSIONAL for _, level in danger.get("hits", ())):
            return ActionEscalate().run(dispatcher, tracker, {})
        elif danger.get("question"):
            return ActionAskDanger().run(dispatcher, tracker, {})
        events: list[EventType] = []
        return [*_speak(dispatcher, tracker, dialogue(tracker, events).hear(heard)), *events]


def begin(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Start the check, or go on with it, whatever else was going on."""
    events: list[EventType] = []
    said = dialogue(tracker, events).start(Heard.of(tracker.latest_message))
    return [*_speak(dispatcher, tracker, said), *events]


def _speak(dispatcher: CollectingDispatcher, tracker: Tracker, said: Said) -> list[EventType]:
    if said.hands_over is not None:
        return _hand_over(dispatcher, tracker, said.hands_over)
    watch = watch_of(tracker)
    for flag, level in said.raises:
        watch = watch.raise_flag(flag, level)
    alarm = next(((flag, level) for flag, level in said.raises if level is not Level.PROFESSIONAL), None)
    kept = SlotSet("self_check", said.course.as_dict() if said.course else None)
    if alarm is not None:
        return [*raise_alarm(dispatcher, tracker, library().red_flags[alarm[0]], alarm[1], watch), kept]
    reply, result = said.reply, said.result
    if said.says is not None:
        entry = library().flows[said.says]
        offered = tuple(intent for intent in entry.next if intent != _ROUTINE or watch.level is None)
        sources = tuple(source.label for source in entry.sources)
        reply = replace(reply, buttons=(*library().buttons(offered), *reply.buttons), sources=reply.sources or sources)
    if result and watch.level is Level.PROFESSIONAL:
        reply = reply.followed_by([library().flows["book"].says[0]])
    events = speak(
        dispatcher,
        tracker,
        reply,
        said.outcome,
        topic=said.topic,
        expecting=said.expecting,
        result=result,
        watch=watch if result else None,
    )
    return [*events, SlotSet("waiting_for", SELF_CHECK if said.waits else NOTHING), kept]


def _hand_over(dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> list[EventType]:
    """Let the action speak that answers `intent` outside the check; the course itself stays as it is."""
    if intent == _PRIVACY:  # answered with the pending question behind it
        return usual_answer(dispatcher, tracker, intent)
    waiting = tracker.slots["waiting_for"]
    tracker.slots["waiting_for"] = NOTHING
    if intent == _ROUTINE:
        events = no_exercise(dispatcher, tracker, intent) or start_routine(dispatcher, tracker)
    else:
        events = usual_answer(dispatcher, tracker, intent)
    tracker.slots["waiting_for"] = waiting
    if any(event.get("name") == "waiting_for" for event in events):
        return events
    return [*events, SlotSet("waiting_for", SELF_CHECK if intent == "self_check_summary" else NOTHING)]
