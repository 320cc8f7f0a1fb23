"""What is kept of somebody, and its deletion on request."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import also_asked, no_exercise, say
from bot.content.deployment import keep_days
from bot.core.replies import Button
from bot.storage.current import records

_DELETION = re.compile(
    r"\b(?:delete|erase|wipe|forget|remove|clear|destroy|scrub|bin|get rid of|erasure|removed|erased|deleted|wiped)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^\s*(?:is|are|was|will|when|who|does|do|did|how long|what)\b", re.IGNORECASE)
_CONFIRM = (Button.for_intent("Yes, delete it all", "forget_me"), Button.for_intent("No, keep it", "keep_mine"))


class ActionPrivacy(Action):
    """Says what is kept, for how long, and who sees it; a wish to delete is confirmed first."""

    def name(self) -> str:
        return "action_privacy"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text = tracker.latest_message.get("text") or ""
        if _DELETION.search(text) and not _ASKS.search(text):
            return say(dispatcher, tracker, "forget_confirm", buttons=_CONFIRM, expecting="choice", ends_question=True)
        if refusal := no_exercise(dispatcher, tracker, *(tracker.latest_message.get("also") or ())):
            return refusal
        kept, further = records().kept(tracker.sender_id), also_asked(tracker)
        if not kept.lasting:
            return say(dispatcher, tracker, "privacy", further=further)
        words = {
            "days": keep_days(),
            "turns": _counted(kept.turns + 1, "message", "messages"),
            "notes": _counted(kept.notes, "note of an exercise session", "notes of exercise sessions"),
            "reminders": _counted(kept.reminders, "reminder", "reminders"),
        }
        messenger = {"slack": "privacy_slack", "telegram": "privacy_telegram"}.get(tracker.sender_id.partition("-")[0])
        return say(dispatcher, tracker, messenger or "privacy_kept", words=words, further=further)


class ActionForget(Action):
    """Deletes everything that is kept of the conversation, this turn included."""

    def name(self) -> str:
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        records().forget(tracker.sender_id)
        said = say(dispatcher, tracker, "forgotten", ends_question=True)
        reminders = [event for event in said if event.get("name") == "offer"]
        return [AllSlotsReset(), *reminders]


def _counted(number: int, one: str, several: str) -> str:
    return f"no {several}" if not number else f"1 {one}" if number == 1 else f"{number} {several}"
