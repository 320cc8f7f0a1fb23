"""Three stretches, one after the other, after a safety question."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import NOTHING, SAFETY, no_exercise, say, stretch_buttons

_NEXT = {SAFETY: "first", "first": "second", "second": "third", "third": NOTHING}


class ActionStretchSafety(Action):
    """Asks whether anything speaks against stretching; nothing is shown before that is answered."""

    def name(self) -> str:
        return "action_stretch_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if refusal := no_exercise(dispatcher, tracker, "stretch_plan"):
            return [*refusal, SlotSet("waiting_for", NOTHING)]
        events = say(dispatcher, tracker, "stretch_plan", buttons=stretch_buttons(SAFETY), expecting="stretch_safety")
        return [*events, SlotSet("waiting_for", SAFETY)]


class ActionStretchNext(Action):
    """Shows the next stretch, or the end after the last."""

    def name(self) -> str:
        return "action_stretch_next"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        step = _NEXT[tracker.get_slot("waiting_for")]
        if step == NOTHING:
            events = say(dispatcher, tracker, "stretch_end")
        else:
            events = say(
                dispatcher, tracker, f"stretch_{step}", buttons=stretch_buttons(step), expecting=f"stretch_{step}"
            )
        return [*events, SlotSet("waiting_for", step)]


class ActionStretchHoldOff(Action):
    """Something speaks against stretching, or may: says what to do instead."""

    def name(self) -> str:
        return "action_stretch_hold_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return [*say(dispatcher, tracker, "stretch_hold_off"), SlotSet("waiting_for", NOTHING)]


class ActionStretchStop(Action):
    """The person wants to stop."""

    def name(self) -> str:
        return "action_stretch_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return [*say(dispatcher, tracker, "stretch_stop"), SlotSet("waiting_for", NOTHING)]
