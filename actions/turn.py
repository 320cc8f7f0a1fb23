"""How an action speaks: one reply with the turn's outcome, and the memory that the next turn needs."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.content.library import library
from bot.core.replies import Button, Reply

NO_STEP = "none"


def speak(
    dispatcher: CollectingDispatcher,
    reply: Reply,
    outcome: str,
    *,
    topic: str | None = None,
    also: tuple[str, ...] = (),
    expecting: str | None = None,
) -> list[EventType]:
    """Send `reply` as the turn's one message and remember what was said and offered."""
    turn = {"outcome": outcome, "also": list(also), "topic": topic, "expecting": expecting, "reply": reply.as_dict()}
    dispatcher.utter_message(json_message=turn)
    return [
        SlotSet("offer", [button.as_dict() for button in reply.buttons]),
        SlotSet("last_turn", turn),
        *([SlotSet("topic", topic)] if topic else []),
    ]


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    reply_id: str,
    *,
    buttons: tuple[Button, ...] = (),
    outcome: str | None = None,
    expecting: str | None = None,
) -> list[EventType]:
    """Say a flow's reply, worded differently from the last time where it has several wordings."""
    entry = library().flows[reply_id]
    times = told(tracker, reply_id)
    reply = Reply(
        text=entry.says[times % len(entry.says)],
        buttons=buttons or library().buttons(entry.next),
        sources=tuple(source.label for source in entry.sources),
    )
    if not reply_id.startswith("stretch_"):
        reply, expecting = with_pending(tracker, reply, expecting)
    events = speak(dispatcher, reply, outcome or entry.flow, expecting=expecting)
    return [*events, count(tracker, reply_id)]


def told(tracker: Tracker, key: str) -> int:
    """How many times `key` was said in this conversation."""
    times: int = (tracker.get_slot("told") or {}).get(key, 0)
    return times


def count(tracker: Tracker, key: str) -> EventType:
    """Remember that `key` was said once more."""
    return SlotSet("told", {**(tracker.get_slot("told") or {}), key: told(tracker, key) + 1})


def with_pending(tracker: Tracker, reply: Reply, expecting: str | None) -> tuple[Reply, str | None]:
    """`reply` with the question that still waits for an answer put behind it, and what is expected then."""
    step = tracker.get_slot("stretch_step") or NO_STEP
    if step == NO_STEP:
        return reply, expecting
    entry = library().flows["stretch_waiting" if step == "safety" else "stretch_paused"]
    reminder = entry.says[len(tracker.events) % len(entry.says)]
    return replace(reply.followed_by([reminder]), buttons=stretch_buttons(step)), f"stretch_{step}"


def stretch_buttons(step: str) -> tuple[Button, ...]:
    """The choices while the stretches go on."""
    if step == "safety":
        return (
            Button.for_intent("No, none of these", "deny"),
            Button.for_intent("Yes, at least one", "affirm"),
            Button.for_intent("Not sure", "not_sure"),
        )
    return (Button.for_intent("Next", "affirm"), Button.for_intent("Stop", "deny"))
