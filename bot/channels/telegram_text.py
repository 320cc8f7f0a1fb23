"""Replies as Telegram shows them: escaped, in parts that fit, with choices one a row."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.replies import Reply

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # UTF-16 units, counted behind the marks
CHOSEN = "."
"""What the one button carries that is left to show which choice was made."""
UNHEARD = "I cannot hear recordings. If this may be an emergency, call your emergency number."
UNSEEN = "I cannot see pictures or files: I read your words only."
_MANY = "You can name more than one, such as 1 and 3."
_LONG_TITLE = 48  # characters, about as many as a phone shows on a button
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_GAP = "\n\n"


@dataclass(frozen=True)
class Paragraph:
    """A piece of text, and the mark that it stands in (`i`), if any."""

    text: str
    mark: str = ""

    @property
    def html(self) -> str:
        """The paragraph in Telegram's HTML."""
        escaped = html.escape(self.text, quote=False)
        return f"<{self.mark}>{escaped}</{self.mark}>" if self.mark else escaped


@dataclass(frozen=True)
class Outgoing:
    """One message to be sent: paragraphs, choices as (title, data), and the name of a picture to go with it."""

    paragraphs: tuple[Paragraph, ...]
    choices: tuple[tuple[str, str], ...] = ()
    picture: str | None = None

    @property
    def html(self) -> str:
        """The text in Telegram's HTML."""
        return _GAP.join(paragraph.html for paragraph in self.paragraphs)

    @property
    def plain(self) -> str:
        """The text without marks, its choices listed below, for when Telegram does not take the message otherwise."""
        texts = [paragraph.text for paragraph in self.paragraphs]
        titles = "\n".join(f"- {title}" for title, _ in self.choices)
        return cut(_GAP.join(filter(None, (*texts, titles))), LONGEST_TEXT)[0]

    @property
    def keyboard(self) -> dict[str, Any] | None:
        """The choices, one a row."""
        return keyboard(self.choices) if self.choices else None


def outgoing(body: Mapping[str, Any], note: str | None = None) -> list[Outgoing]:
    """The messages that say the turn in `body`, with `note` at its end; blank ones are left out."""
    replies = [Reply.from_dict(reply) for reply in body["replies"]]
    found: list[Outgoing] = []
    for number, reply in enumerate(replies, 1):
        found += _messages(reply, note if number == len(replies) else None)
    return found


def keyboard(choices: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Buttons of (title, data), one a row."""
    return {"inline_keyboard": [[{"text": title, "callback_data": data}] for title, data in choices]}


def units(text: str) -> int:
    """The length of `text` as Telegram counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> tuple[str, str]:
    """`text` in two: what fits into `most` units, never within a character, and the rest."""
    size = 0
    for place, char in enumerate(text):
        size += 1 + (ord(char) > 0xFFFF)
        if size > most:
            return text[:place], text[place:]
    return text, ""


def _messages(reply: Reply, note: str | None) -> list[Outgoing]:
    card = reply.card or {}
    choices = tuple((button.title, button.id) for button in reply.buttons if button.title.strip())
    many = card.get("type") == "question" and bool(card.get("many"))
    paragraphs = [Paragraph(text) for text in re.split(r"\n{2,}", reply.text)]
    if card.get("type") == "question" and card.get("number") and card.get("of"):
        paragraphs.insert(0, Paragraph(f"Question {card['number']} of {card['of']}", "i"))
    if many or any(len(title) > _LONG_TITLE for title, _ in choices):  # to be read in full, and to be typed
        choices = tuple((f"{number}. {title}", data) for number, (title, data) in enumerate(choices, 1))
        paragraphs.append(Paragraph("\n".join(title for title, _ in choices)))
    if many:
        paragraphs.append(Paragraph(_MANY))
    if reply.sources:
        paragraphs.append(Paragraph("\n".join(f"Source: {source}" for source in reply.sources), "i"))
    if note:
        paragraphs.append(Paragraph(note))
    parts = list(_packed(_fitting(paragraphs)))
    picture = card.get("picture") if card.get("type") == "exercise" else None
    return [
        Outgoing(part, choices if last else (), picture if last and isinstance(picture, str) else None)
        for last, part in ((number == len(parts), part) for number, part in enumerate(parts, 1))
    ]


def _fitting(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """`paragraphs` without blank ones, and with those that are too long cut between sentences."""
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        while units(text) > LONGEST_TEXT:
            head, _ = cut(text, LONGEST_TEXT)
            ends = [found.start() for found in _SENTENCE_END.finditer(head)] or [head.rfind(" ")]
            place = ends[-1] if ends[-1] > 0 else len(head)
            yield Paragraph(text[:place], paragraph.mark)
            text = text[place:].strip()
        if text:
            yield Paragraph(text, paragraph.mark)


def _packed(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    """As many paragraphs together as fit into one message."""
    held: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        more = units(paragraph.text) + (len(_GAP) if held else 0)
        if held and size + more > LONGEST_TEXT:
            yield tuple(held)
            held, size, more = [], 0, units(paragraph.text)
        held.append(paragraph)
        size += more
    if held:
        yield tuple(held)
