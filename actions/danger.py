"""Escalation: what is said and remembered about a red flag, and the safety question of the second net."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import (
    DANGER,
    NOTHING,
    ROUTINE,
    check_going_on,
    count,
    danger_of,
    is_clear,
    say,
    speak,
    told,
    watch_of,
    with_pending,
)
from bot.content.library import library
from bot.content.regions import current_region
from bot.core.escalation import NOT_HAPPENING, escalation, question, reminder
from bot.core.red_flags import Level, RedFlag
from bot.core.replies import SMALLTALK, Reply
from bot.core.watch import Watch

_BOOKED_NEXT = ("self_check", "see_professional")


def raise_alarm(
    dispatcher: CollectingDispatcher, tracker: Tracker, flag: RedFlag, level: Level, watch: Watch
) -> list[EventType]:
    """Say what to do about `flag`; whatever else was going on stops."""
    reply = escalation(flag, level, current_region(), danger_of(tracker).get("distressed", False))
    if level is Level.PROFESSIONAL:
        reply = reply.with_buttons((*library().buttons(_BOOKED_NEXT), *reply.buttons))
    if watch.level and watch.level.rank > level.rank:  # something more urgent was raised before, and still counts
        reply = reply.followed_by([reminder(watch.level, current_region())])
    events = speak(dispatcher, tracker, reply, f"escalate:{level.value}", watch=watch)
    return [*events, SlotSet("waiting_for", NOTHING), SlotSet("asked", None), SlotSet("routine", None)]


class ActionEscalate(Action):
    """Speaks about the most urgent danger in the latest message."""

    def name(self) -> str:
        return "action_escalate"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        flag_id, level = danger_of(tracker)["hits"][0]
        return raise_alarm(dispatcher, tracker, library().red_flags[flag_id], Level(level), watch_of(tracker))


class ActionAskDanger(Action):
    """Asks whether a danger that the message comes close to is there now."""

    def name(self) -> str:
        return "action_ask_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if tracker.get_slot("waiting_for") == DANGER and _said_yes(tracker):
            return _confirmed(dispatcher, tracker, tracker.get_slot("asked"))
        flag_id, level = danger_of(tracker)["question"]
        reply = question(library().red_flags[flag_id])
        events = speak(dispatcher, tracker, reply, f"ask:{level}", expecting=f"danger:{flag_id}")
        asked = {"flag": flag_id, "level": level, "unsure": 0, "back": _interrupted(tracker)}
        return [*events, SlotSet("asked", asked), SlotSet("waiting_for", DANGER)]


def _interrupted(tracker: Tracker) -> str:
    """The guided conversation that goes on after a safety question."""
    waiting: str = tracker.get_slot("waiting_for") or NOTHING
    if waiting == DANGER:  # asked in the middle of another safety question
        back: str = (tracker.get_slot("asked") or {}).get("back", NOTHING)
        return back
    return waiting if waiting == ROUTINE or check_going_on(tracker) else NOTHING


def _said_yes(tracker: Tracker) -> bool:
    """True when the classifier, before the screen overruled it, read a yes: "yes, and it is getting worse"."""
    decided: str | None = (tracker.latest_message.get("debug") or {}).get("decided")
    return decided == "affirm"


def _confirmed(dispatcher: CollectingDispatcher, tracker: Tracker, asked: dict[str, Any]) -> list[EventType]:
    """Escalate the danger that was asked about."""
    flag, level = library().red_flags[asked["flag"]], Level(asked["level"])
    watch = watch_of(tracker).raise_flag(flag.id, level, flag.triggers[0].signs)
    return raise_alarm(dispatcher, tracker, flag, level, watch)


class ActionDangerAnswer(Action):
    """Takes the answer: yes escalates, no lets go, not sure is asked once more and then counts as yes."""

    def name(self) -> str:
        return "action_danger_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        asked = tracker.get_slot("asked")
        flag, level = library().red_flags[asked["flag"]], Level(asked["level"])
        answer = tracker.latest_message["intent"]["name"]
        if answer == "deny" and not is_clear(tracker):
            answer = "not_sure"
        if answer == "deny":
            step = asked["back"]  # what was interrupted goes on where it was
            entry = library().flows["danger_denied"]
            text = entry.says[told(tracker, entry.id) % len(entry.says)]
            reply, expecting = with_pending(tracker, Reply(text, library().buttons(entry.next)), None, step)
            events = speak(dispatcher, tracker, reply, SMALLTALK, expecting=expecting)
            return [*events, count(tracker, entry.id), SlotSet("waiting_for", step), SlotSet("asked", None)]
        if answer == "not_sure" and not asked["unsure"]:
            reply = question(flag, again=True)
            events = speak(dispatcher, tracker, reply, f"ask:{level.value}", expecting=f"danger:{flag.id}")
            return [*events, SlotSet("asked", {**asked, "unsure": 1}), SlotSet("waiting_for", DANGER)]
        return _confirmed(dispatcher, tracker, asked)


class ActionNotHappening(Action):
    """The person says that the danger just spoken of is not there: lowers the level, and says so."""

    def name(self) -> str:
        return "action_not_happening"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        watch = watch_of(tracker)
        cleared = watch.deny(self._spoken_of(tracker))
        if cleared.level and cleared.level is not Level.PROFESSIONAL:  # something else is still raised
            note = reminder(cleared.level, current_region())
            reply = Reply(f"{library().flows['one_taken_back'].says[0]} {note}", buttons=(NOT_HAPPENING,))
            return speak(dispatcher, tracker, reply, f"escalate:{cleared.level.value}", watch=cleared)
        return say(dispatcher, tracker, "taken_back", outcome=SMALLTALK, watch=cleared)

    def _spoken_of(self, tracker: Tracker) -> list[str]:
        """The flags that the last reply spoke of; all that are left when it was this very question."""
        last = tracker.get_slot("last_turn") or {}
        spoken: list[str] = last.get("spoke_of") or []
        return spoken or list(watch_of(tracker).raised)
