"""Takes what the actions say as whole turns, instead of Rasa's separate text, button and data messages."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class ReplyCollector(OutputChannel):
    """An output channel that keeps each action's turn (see `actions.turn.speak`) as it was sent."""

    def __init__(self) -> None:
        self.turns: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa's events."""
        return "gate"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one response; anything that is not a turn of ours would be a mistake in an action."""
        custom = message.get("custom")
        if isinstance(custom, dict) and "reply" in custom:
            self.turns.append(custom)
