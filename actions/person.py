"""A wish for a person: passed on to the people of the site where they want that, and who else can help."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionAskDanger, ActionEscalate
from actions.turn import CONTACT, NOTHING, also_asked, danger_of, no_exercise, say
from actions.usual import usual_answer
from bot.content.deployment import hands_off, office_hours
from bot.content.library import library
from bot.core.contact import contacts_in
from bot.core.hearing import Heard
from bot.core.red_flags import Level
from bot.storage.current import records

_SURE = 0.6  # confidence from which a message is answered as what it was read as
_NO = frozenset({"deny", "stop", "not_sure"})


class ActionPerson(Action):
    """Offers to pass the wish on, or says who can help."""

    def name(self) -> str:
        return "action_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if refusal := no_exercise(dispatcher, tracker, *(tracker.latest_message.get("also") or ())):
            return refusal
        if not hands_off() or tracker.get_slot("waiting_for") not in (None, NOTHING):
            return say(dispatcher, tracker, "human", further=also_asked(tracker))
        words = {"hours": f" They answer {office_hours()}." if office_hours() else ""}
        events = say(dispatcher, tracker, "contact", words=words, expecting="contact")
        return [*events, SlotSet("waiting_for", CONTACT)]


class ActionContact(Action):
    """Takes the telephone number or mail address, and nothing else of the message."""

    def name(self) -> str:
        return "action_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        danger, heard = danger_of(tracker), Heard.of(tracker.latest_message)
        if any(Level(level) is not Level.PROFESSIONAL for _, level in danger.get("hits", ())):
            return ActionEscalate().run(dispatcher, tracker, domain)
        if danger.get("question"):
            return ActionAskDanger().run(dispatcher, tracker, domain)
        over = [SlotSet("waiting_for", NOTHING)]
        if contacts := contacts_in(tracker.latest_message.get("text") or ""):
            records().hand_off(tracker.sender_id, ", ".join(contacts))
            words = {"hours": f" They answer {office_hours()}." if office_hours() else ""}
            return [*say(dispatcher, tracker, "contact_kept", words=words, ends_question=True), *over]
        if heard.intent in _NO:
            return [*say(dispatcher, tracker, "contact_dropped", ends_question=True), *over]
        known = heard.intent in library().topics or heard.intent in library().flows
        if known and heard.confidence >= _SURE and heard.intent not in ("human", "affirm"):
            return usual_answer(dispatcher, tracker, heard.intent)
        return say(dispatcher, tracker, "contact_unclear")
