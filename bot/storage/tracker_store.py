"""Rasa's tracker store over our tables: no exit on a bad row, no silent memory, no growing cost.

Rasa's own SQLTrackerStore ends the process on a ValueError, reads every event of a conversation at each turn and
orders them by the clock; a failing one is replaced by memory that nobody reads again.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage import trackers
from bot.storage.database import Database, gathering


class TurnTrackerStore(TrackerStore):
    """Keeps a tracker turn by turn. While a turn is gathered, saving it waits for the turn's commit."""

    def __init__(self, database: Database) -> None:
        super().__init__(Domain.empty())
        self._database = database

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker as far as Rasa needs it; None for a new conversation. Raises SQLAlchemyError."""
        unit = gathering()
        if unit is not None and unit.is_read:
            found: trackers.Remembered | None = unit.remembered
        else:
            read = self._database.submit(lambda connection: trackers.remembered(connection, sender_id))
            found = await asyncio.wrap_future(read)
        if found is None:
            return None
        tracker = self.init_tracker(sender_id)
        tracker.update(SessionStarted(), self.domain)
        for name, value in found.slots.items():
            tracker.update(SlotSet(name, value), self.domain)
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        for event in found.events:
            tracker.update(Event.from_parameters(dict(event)), self.domain)
        tracker.kept_events = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what has happened since the tracker was retrieved. Raises SQLAlchemyError."""
        unit = gathering()
        if unit is not None:
            unit.tracker = tracker
        events = [event.as_dict() for event in list(tracker.events)[getattr(tracker, "kept_events", 0) :]]
        if not any(event["event"] == "user" or event["event"] == "slot" for event in events):
            return  # Rasa saves a tracker when it makes it: nothing was said yet
        tracker.kept_events = len(tracker.events)
        slots = slot_values(tracker)
        conversation = tracker.sender_id
        self._database.write(lambda connection: trackers.append(connection, conversation, events, slots))

    async def keys(self) -> list[str]:
        """No part of Rasa that runs here asks for all conversations."""
        raise NotImplementedError


def slot_values(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots of ours that hold something else than at the beginning."""
    return {
        name: slot.value
        for name, slot in tracker.slots.items()
        if name not in DEFAULT_SLOT_NAMES and slot.value != slot.initial_value
    }
