"""What a card adds to the text of its reply in Slack: a heading, lines, notes, and the kind of its choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.replies import Reply

_HEADS = {
    "emergency": "Emergency",
    "urgent": "Be seen today",
    "professional": "Have this looked at",
}
_SHOWN = 10  # sessions of a progress card, the latest


@dataclass(frozen=True)
class Card:
    """A reply's parts, none of them escaped. `scale` is the first and last number of a row of numbers."""

    text: str
    head: str = ""
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    many: bool = False
    scale: tuple[int, int] | None = None


def card_of(reply: Reply) -> Card:
    """The parts of `reply`; its text is always whole, also with a card of an unknown type."""
    card = reply.card or {}
    draw = _DRAWN.get(str(card.get("type")))
    return draw(reply.text, card) if draw else Card(reply.text)


def _red_flag(text: str, card: Mapping[str, Any]) -> Card:
    return Card(text, head=_HEADS.get(card["level"], ""))


def _question(text: str, card: Mapping[str, Any]) -> Card:
    note = f"Question {card['number']} of {card['of']}" if card["of"] > 1 else ""
    return Card(text, notes=(note,) if note else (), many=bool(card["many"]))


def _exercise(text: str, card: Mapping[str, Any]) -> Card:
    """The steps get a line each where the text tells them one behind the other."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(card["steps"], 1))
    told = text.replace(" " + " ".join(card["steps"]), f"\n{steps}\n")
    head = f"{card['number']} of {card['of']}: {card['name']}" if card["of"] > 1 else str(card["name"])
    return Card("\n".join(line.strip() for line in told.split("\n")), head=head)


def _routine(text: str, card: Mapping[str, Any]) -> Card:
    return Card(text, head=f"Your routine, week {card['week']}")


def _result(text: str, card: Mapping[str, Any]) -> Card:
    answers = (f"- {entry['question']} {entry['answer']}" for entry in card["answers"])
    return Card(text, lines=("Your answers:", *answers) if card["answers"] else ())


def _summary(text: str, _card: Mapping[str, Any]) -> Card:
    return Card(text, head="Self-check summary")


def _scale(text: str, card: Mapping[str, Any]) -> Card:
    return Card(text, scale=(int(card["from"]), int(card["to"])))


def _progress(text: str, card: Mapping[str, Any]) -> Card:
    sessions = card["sessions"][-_SHOWN:]
    lines = (f"- {item['day']}, week {item['week']}: {_pain(item['pain'])}" for item in sessions)
    return Card(text, lines=("Latest sessions:", *lines) if sessions else ())


def _pain(pain: int | None) -> str:
    return "no pain noted" if pain is None else f"pain {pain} of 10"


_DRAWN = {
    "red_flag": _red_flag,
    "question": _question,
    "exercise": _exercise,
    "routine": _routine,
    "self_check_result": _result,
    "summary": _summary,
    "scale": _scale,
    "progress": _progress,
}
