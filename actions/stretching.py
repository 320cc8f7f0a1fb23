"""Three stretches, one after the other, after a safety question."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import DANGER, NOTHING, SAFETY, is_clear, no_exercise, say, stretch_buttons

_NEXT = {SAFETY: "first", "first": "second", "second": "third", "third": NOTHING}


class ActionStretchSafety(Action):
    """Asks whether anything speaks against stretching; nothing is shown before that is answered."""

    def name(self) -> str:
        return "action_stretch_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if refusal := no_exercise(dispatcher, tracker, "stretch_plan"):
            return refusal
        events = say(
            dispatcher,
            tracker,
            "stretch_plan",
            buttons=stretch_buttons(SAFETY),
            expecting="stretch_safety",
            ends_question=True,
        )
        return [*events, SlotSet("waiting_for", SAFETY)]


class ActionStretchNext(Action):
    """Shows the next stretch, or the end after the last."""

    def name(self) -> str:
        return "action_stretch_next"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if tracker.get_slot("waiting_for") == SAFETY and not is_clear(tracker):
            events = say(dispatcher, tracker, "not_understood")  # only a clear no opens the stretches
            return [*events, SlotSet("waiting_for", SAFETY)]
        step = _NEXT[tracker.get_slot("waiting_for")]
        if step == NOTHING:
            events = say(dispatcher, tracker, "stretch_end", ends_question=True)
        else:
            events = say(
                dispatcher,
                tracker,
                f"stretch_{step}",
                buttons=stretch_buttons(step),
                expecting=f"stretch_{step}",
                ends_question=True,
            )
        return [*events, SlotSet("waiting_for", step)]


_HURTS = re.compile(
    r"\b(?:sharp|stabbing|hurts|hurting|painful|agony|burning|ouch|ow+)\b|\b(?:a|the|in|some|bad|lot of) pain\b",
    re.IGNORECASE,
)
_DOES_NOT = re.compile(r"\b(?:no|not|never|without|isn'?t|doesn'?t|don'?t)\b|\?", re.IGNORECASE)


def is_hurt(tracker: Tracker) -> bool:
    """True where somebody in the middle of the stretches says that it hurts: the stop rule that each of them names."""
    text = tracker.latest_message.get("text") or ""
    in_the_middle = tracker.get_slot("waiting_for") in set(_NEXT) - {SAFETY}
    return in_the_middle and bool(_HURTS.search(text)) and not _DOES_NOT.search(text)


def hold_off(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Say what to do instead of stretching."""
    return [*say(dispatcher, tracker, "stretch_hold_off", ends_question=True), SlotSet("waiting_for", NOTHING)]


class ActionStretchHoldOff(Action):
    """Something speaks against stretching, or may: says what to do instead."""

    def name(self) -> str:
        return "action_stretch_hold_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return hold_off(dispatcher, tracker)


class ActionStop(Action):
    """The person wants to stop whatever is going on."""

    def name(self) -> str:
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if tracker.get_slot("waiting_for") == DANGER:  # a safety question is not left open by a "stop"
            return say(dispatcher, tracker, "answer_this")
        stretching = tracker.get_slot("waiting_for") in {SAFETY, *_NEXT}
        reply_id = "stretch_stop" if stretching else "nothing_to_stop"
        events = say(dispatcher, tracker, reply_id, ends_question=True)
        return [*events, SlotSet("waiting_for", NOTHING), SlotSet("asked", None)]
