"""Small talk, questions back, and everything else that is said outside the topics."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet, UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import DANGER, NOTHING, no_exercise, say
from bot.content.library import library
from bot.core.readings import candidates
from bot.core.replies import CLARIFY, Button


class ActionSay(Action):
    """Says the flow reply that carries the intent's name."""

    def name(self) -> str:
        return "action_say"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        message = tracker.latest_message
        if refusal := no_exercise(dispatcher, tracker, *(message.get("also") or ())):
            return refusal
        topics = library().topics
        further = tuple(topics[intent] for intent in message.get("also") or () if intent in topics)
        return say(dispatcher, tracker, message["intent"]["name"], further=further)


class ActionClarify(Action):
    """Offers up to three likely readings of a message that was not understood for sure."""

    def name(self) -> str:
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        events = self._ask_back(dispatcher, tracker)
        if tracker.latest_message["intent"]["name"] == CLARIFY:
            return events
        # Rasa fell back here because no rule fits: without the revert it would fall back again and again.
        return [UserUtteranceReverted(), *events]

    def _ask_back(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        if tracker.get_slot("waiting_for") not in (None, NOTHING):
            return say(dispatcher, tracker, "not_understood")  # one question at a time: the one that waits
        ranking = tuple((item["name"], item["confidence"]) for item in tracker.latest_message.get("intent_ranking", ()))
        likely = [intent for intent, _ in candidates(ranking) if library().is_offerable(intent)]
        if not likely:
            return say(dispatcher, tracker, "clarify_none")
        reply_id = "clarify" if len(likely) > 1 else "clarify_one"
        buttons = library().buttons(tuple(likely), as_questions=True)
        return say(dispatcher, tracker, reply_id, buttons=buttons, expecting="choice")


class ActionAffirm(Action):
    """A yes to several offers asks which one; a yes to none asks what the person would like."""

    def name(self) -> str:
        return "action_affirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        offered = tuple(Button.from_dict(button) for button in tracker.get_slot("offer") or ())
        if offered:
            return say(dispatcher, tracker, "which_one", buttons=offered, outcome=CLARIFY, expecting="choice")
        return say(dispatcher, tracker, "affirm")


class ActionStop(Action):
    """The person wants to stop where no guided conversation is going on."""

    def name(self) -> str:
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if tracker.get_slot("waiting_for") == DANGER:  # a safety question is not left open by a "stop"
            return say(dispatcher, tracker, "answer_this")
        events = say(dispatcher, tracker, "nothing_to_stop", ends_question=True)
        return [*events, SlotSet("waiting_for", NOTHING), SlotSet("asked", None)]
