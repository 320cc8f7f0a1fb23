""" "That did not help": one better try, then a person; and the question is kept where somebody agrees to that."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say, told
from bot.content.library import library
from bot.core.readings import candidates
from bot.core.replies import Button
from bot.core.scrub import scrub
from bot.storage.current import records

_KEEP = (Button.for_intent("Yes, keep it", "keep_question"), Button.for_intent("No", "deny"))
_MOST_READINGS = 3


class ActionDidntHelp(Action):
    """Offers the next likely readings of what was asked; the second time, a person and to keep the question."""

    def name(self) -> str:
        return "action_didnt_help"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if told(tracker, "didnt_help"):
            return say(dispatcher, tracker, "didnt_help_again", buttons=_KEEP, expecting="choice")
        asked = _asked_before(tracker)
        ranking = tuple((item["name"], item["confidence"]) for item in asked.get("intent_ranking") or ())
        answered = (asked.get("intent") or {}).get("name")
        others = [intent for intent, _ in ranking[: _MOST_READINGS + 2] if intent != answered]
        likely = [intent for intent in others if library().is_offerable(intent)][:_MOST_READINGS]
        if not candidates(ranking) or not likely:
            return say(dispatcher, tracker, "didnt_help")
        buttons = library().buttons(tuple(likely), as_questions=True)
        return say(dispatcher, tracker, "didnt_help", buttons=buttons, expecting="choice")


class ActionKeepQuestion(Action):
    """Keeps the question that was not answered, without names and numbers."""

    def name(self) -> str:
        return "action_keep_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text = (_asked_before(tracker).get("text") or "").strip()
        if text:
            records().keep_question(tracker.sender_id, scrub(text))
        return say(dispatcher, tracker, "question_kept")


def _asked_before(tracker: Tracker) -> dict[str, Any]:
    """The last message in words that asked something, before the complaint about its answer."""
    said = [event.get("parse_data") or {} for event in tracker.events if event.get("event") == "user"]
    for message in reversed(said[:-1]):
        intent = (message.get("intent") or {}).get("name")
        if intent not in ("didnt_help", "keep_question") and not (message.get("text") or "/").startswith("/"):
            return dict(message)
    return {}
