"""How it goes over the weeks: the notes of sessions, and wishes to be reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import say
from bot.content.deployment import time_zone
from bot.core.progress import progress_card, recent_days, sparkline
from bot.core.reminders import ReminderWish, ends_reminders
from bot.storage.current import notebook

_SILENT = frozenset({"cli"})  # channels that cannot send anything by themselves


class ActionProgress(Action):
    """Shows how many sessions were noted, and the pain in them."""

    def name(self) -> str:
        return "action_progress"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        notes = notebook().notes(tracker.sender_id)
        if not notes:
            return say(dispatcher, tracker, "progress_none")
        words = {
            "sessions": "1 session" if len(notes) == 1 else f"{len(notes)} sessions",
            "first": f"{notes[0].day:%-d %B %Y}",
            "days": recent_days(notes, date.today()),
            "spark": sparkline([note.pain for note in notes]),
            "last": "not told" if notes[-1].pain is None else notes[-1].pain,
        }
        return say(dispatcher, tracker, "progress", words=words, card=progress_card(notes))


class ActionReminder(Action):
    """Records the wish to be reminded."""

    def name(self) -> str:
        return "action_reminder"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text = tracker.latest_message.get("text") or ""
        if ends_reminders(text):
            notebook().stop_reminders(tracker.sender_id)
            return say(dispatcher, tracker, "reminders_stopped")
        wish, now = ReminderWish.of(text), datetime.now(UTC).replace(tzinfo=None)
        if tracker.sender_id.partition("-")[0] in _SILENT:
            notebook().wish(tracker.sender_id, wish, now)
            return say(dispatcher, tracker, "reminder", words={"when": wish.words})
        here = datetime.now(time_zone())
        due = wish.next_after(here.replace(tzinfo=None)).replace(tzinfo=here.tzinfo)
        notebook().wish(tracker.sender_id, wish, now, due.astimezone(UTC).replace(tzinfo=None))
        when = wish.words or f" at {due:%-H:%M}"
        return say(dispatcher, tracker, "reminder_set", words={"when": when})
