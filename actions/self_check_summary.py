"""The summary of a self-check, for a clinician: in the person's own words, on one page."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, speak, watch_of
from bot.content.library import library
from bot.core.check_speech import summary
from bot.core.course import Course


class ActionSelfCheckSummary(Action):
    """Puts answers, result and danger signs on one page."""

    def name(self) -> str:
        return "action_self_check_summary"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        course = Course.from_dict(tracker.get_slot("self_check"))
        if course is None or not course.answers:
            return say(dispatcher, tracker, "check_recap_empty")
        phrases = {key: entry.says[0] for key, entry in library().flows.items()}
        watch = watch_of(tracker)
        raised = [library().red_flags[flag].name for flag in watch.raised]
        reply = summary(library().self_check.check, course, raised, date.today(), phrases)
        return speak(dispatcher, tracker, reply, "self_check", result=(course.result or "").partition(":")[0] or None)
