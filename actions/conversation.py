"""Small talk, questions back, and everything else that is said outside the topics."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet, UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import DANGER, NOTHING, also_asked, no_exercise, say, watch_of
from bot.content.library import library
from bot.core.escalation import NOT_HAPPENING, is_acknowledgement
from bot.core.readings import candidates
from bot.core.replies import CLARIFY, SMALLTALK, Button


class ActionSay(Action):
    """Says the flow reply that carries the intent's name."""

    def name(self) -> str:
        return "action_say"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        message = tracker.latest_message
        if said := _acknowledged(dispatcher, tracker):
            return said
        if refusal := no_exercise(dispatcher, tracker, *(message.get("also") or ())):
            return refusal
        return say(dispatcher, tracker, message["intent"]["name"], further=also_asked(tracker))


class ActionClarify(Action):
    """Offers up to three likely readings of a message that was not understood for sure."""

    def name(self) -> str:
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        events = _acknowledged(dispatcher, tracker) or self._ask_back(dispatcher, tracker)
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
        if said := _acknowledged(dispatcher, tracker):
            return said
        offered = _offered(tracker)
        if offered:
            return say(dispatcher, tracker, "which_one", buttons=offered, outcome=CLARIFY, expecting="choice")
        return say(dispatcher, tracker, "affirm")


def _acknowledged(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """A calm word to an "ok, thanks" right after an escalation; None where it is none, or something is asked."""
    level, offered = watch_of(tracker).level, _offered(tracker)
    escalated = level is not None and NOT_HAPPENING in offered and tracker.get_slot("waiting_for") in (None, NOTHING)
    if not escalated or not is_acknowledgement(tracker.latest_message.get("text") or ""):
        return None
    return say(dispatcher, tracker, f"heard_{level}", buttons=offered, outcome=SMALLTALK)


def _offered(tracker: Tracker) -> tuple[Button, ...]:
    return tuple(Button.from_dict(button) for button in tracker.get_slot("offer") or ())


class ActionStop(Action):
    """The person wants to stop where no guided conversation is going on."""

    def name(self) -> str:
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if tracker.get_slot("waiting_for") == DANGER:  # a safety question is not left open by a "stop"
            return say(dispatcher, tracker, "answer_this")
        events = say(dispatcher, tracker, "nothing_to_stop", ends_question=True)
        return [*events, SlotSet("waiting_for", NOTHING), SlotSet("asked", None)]
