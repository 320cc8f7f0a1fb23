"""What the assistant says back: one reply a turn, and the turn's outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

CLARIFY = "clarify"
OUT_OF_SCOPE = "out_of_scope"
SMALLTALK = "smalltalk"
_ID_MARK = "~."


@dataclass(frozen=True)
class Button:
    """A choice: what it says, and the payload that comes back when it is taken."""

    title: str
    payload: str

    @classmethod
    def for_intent(cls, title: str, intent: str) -> Button:
        """A button that stands for asking `intent`."""
        return cls(title, f"/{intent}")

    @property
    def id(self) -> str:
        """A short opaque name of the choice for channels: 14 bytes, where Telegram allows 64."""
        return _ID_MARK + hashlib.blake2s(self.payload.encode(), digest_size=6).hexdigest()

    @staticmethod
    def is_id(text: str) -> bool:
        """True for what looks like an `id`."""
        rest = text.removeprefix(_ID_MARK)
        return len(rest) == 12 and len(text) == 14 and not rest.strip("0123456789abcdef")

    def as_dict(self) -> dict[str, str]:
        """The button as JSON data."""
        return {"title": self.title, "payload": self.payload}

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Button:
        """The inverse of `as_dict`."""
        return cls(data["title"], data["payload"])


@dataclass(frozen=True)
class Reply:
    """One message to the person: text, choices, sources to show below it, and an optional card."""

    text: str
    buttons: tuple[Button, ...] = ()
    sources: tuple[str, ...] = ()
    card: Mapping[str, Any] | None = None

    def followed_by(self, texts: Sequence[str]) -> Reply:
        """This reply with more paragraphs behind its text."""
        return replace(self, text="\n\n".join((self.text, *texts)))

    def with_buttons(self, buttons: tuple[Button, ...]) -> Reply:
        """This reply with other choices."""
        return replace(self, buttons=buttons)

    def as_dict(self) -> dict[str, Any]:
        """The reply as JSON data."""
        return {
            "text": self.text,
            "buttons": [button.as_dict() for button in self.buttons],
            "sources": list(self.sources),
            "card": dict(self.card) if self.card is not None else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reply:
        """The inverse of `as_dict`."""
        return cls(
            text=data["text"],
            buttons=tuple(Button.from_dict(button) for button in data.get("buttons", ())),
            sources=tuple(data.get("sources", ())),
            card=data.get("card"),
        )


@dataclass(frozen=True)
class Candidate:
    """A reading of the message: outcome id and how likely it is (0-1)."""

    id: str
    confidence: float


@dataclass(frozen=True)
class Turn:
    """One message and what it did: the contract that every front end and test relies on."""

    text: str
    outcome: str
    replies: tuple[Reply, ...]
    also: tuple[str, ...] = ()
    topic: str | None = None
    confidence: float | None = None
    candidates: tuple[Candidate, ...] = ()
    expecting: str | None = None
    level: str | None = None
    red_flags: tuple[str, ...] = ()
    findings: tuple[Mapping[str, str], ...] = ()
    result: str | None = None
    debug: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The turn as the JSON object that `bot ask --json` prints."""
        return {
            "text": self.text,
            "outcome": self.outcome,
            "also": list(self.also),
            "topic": self.topic,
            "level": self.level,
            "red_flags": list(self.red_flags),
            "findings": [dict(finding) for finding in self.findings],
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "candidates": [{"id": item.id, "confidence": round(item.confidence, 3)} for item in self.candidates],
            "expecting": self.expecting,
            "result": self.result,
            "replies": [reply.as_dict() for reply in self.replies],
        }
