"""Turns as Slack messages: Block Kit within Slack's limits, and a text that says all of it without blocks.

The limits are those of https://docs.slack.dev/reference/block-kit and, for a whole message, what Slack answers with
`msg_blocks_too_long` to (about 12,000 characters).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.slack_cards import card_of
from bot.channels.slack_text import escape, pieces, shortened
from bot.core.replies import Button, Reply

SEND, TICKED, START, OPEN, SCALE = "send", "ticked", "start", "open", "scale"
_SECTION, _BUTTON, _HEADER, _CONTEXT = 2900, 75, 150, 1900  # characters
_ROW, _MOST_BUTTONS, _MOST_BOXES, _MOST_LISTED = 5, 25, 10, 100
_MOST_BLOCKS, _MOST_CHARACTERS = 50, 10_000  # of a message; characters of its blocks as JSON
_LONGEST_TEXT = 39_000
_LONGEST_UPDATE = 3_900
_CHOICES = ("actions", "input")
_PLACE = re.compile(r"reply ([0-9a-f]{8}) ([0-9]{1,9}) [0-9]{1,2}")
Block = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message: blocks, and a text for notifications, screen readers, and where blocks do not work."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Place:
    """The reply that a choice belongs to: its number within the conversation that ends in `tag`."""

    tag: str
    number: int

    @classmethod
    def of(cls, conversation: str, number: int) -> Place:
        """The place of reply `number` of `conversation`."""
        return cls(conversation[-8:], number)

    def block_id(self, row: int) -> str:
        """The id of a block of choices; it comes back with the choice."""
        return f"reply {self.tag} {self.number} {row}"

    @classmethod
    def read(cls, block_id: object) -> Place | None:
        """The place that `block_id` names; None for another block."""
        found = _PLACE.fullmatch(block_id) if isinstance(block_id, str) else None
        return cls(found[1], int(found[2])) if found else None


def direct(body: Mapping[str, Any], place: Place) -> list[Message]:
    """A turn for a direct message, in as few messages as Slack takes."""
    units: list[tuple[str, list[Block]]] = []
    for reply in map(Reply.from_dict, body["replies"]):
        units += _units(reply, place, sum(len(blocks) for _, blocks in units))
    return list(_packed(units))


def aside(body: Mapping[str, Any], link: str) -> Message:
    """A turn for a channel with other people in it: words only, and a way to the direct messages (`link`, or "")."""
    text = "\n\n".join(reply["text"] for reply in body["replies"])
    blocks = [_section(piece) for piece in pieces(text, _SECTION)]
    if link:
        button = {"type": "button", "action_id": OPEN, "text": _plain("Write to me"), "url": link}
        blocks.append({"type": "actions", "elements": [button]})
    return Message(escape(text)[:_LONGEST_TEXT], tuple(blocks))


def closed(message: Mapping[str, Any], note: str) -> Message:
    """A message as Slack sent it back, with `note` (escaped) in the place of its choices."""
    given = message.get("blocks")
    kept = [block for block in given if isinstance(block, dict)] if isinstance(given, list) else []
    kept = [block for block in kept if block.get("type") not in _CHOICES][: _MOST_BLOCKS - 1]
    text = message.get("text")
    text = text if isinstance(text, str) and text else note
    shown = re.sub(r"&[a-z]{0,3}$", "", text[:_LONGEST_UPDATE])  # no half of an escape
    return Message(shown, (*kept, _small(note[:_CONTEXT])))


def app_link(app: str, team: str) -> str:
    """The address that opens the direct messages with the bot; "" where it is not known."""
    return f"https://slack.com/app_redirect?app={app}&team={team}" if app and team else ""


def home(public_url: str = "") -> dict[str, Any]:
    """The view of the home tab; with a link to `public_url`, the same assistant in a browser, where there is one."""
    buttons = [{"type": "button", "action_id": START, "text": _plain("Start"), "style": "primary", "value": START}]
    if public_url:
        buttons.append({"type": "button", "action_id": OPEN, "text": _plain("Open in a browser"), "url": public_url})
    return {
        "type": "home",
        "private_metadata": HOME_VERSION,
        "blocks": [
            {"type": "header", "text": _plain("Hamstrings and ankles")},
            *(_section(escape(text)) for text in _HOME_TEXTS),
            {"type": "actions", "elements": buttons},
            _small("If this may be an emergency, call your emergency number."),
        ],
    }


_HOME_TEXTS = (
    "I answer questions about tight hamstrings and about ankle, heel and Achilles pain. I can also go through "
    "questions with you and say which of your answers fit tightness, and guide you through stretches.",
    "I am an automated assistant, not a person or a clinician. I cannot say what you have.",
)
HOME_VERSION = "home 1"
"""Kept with the home tab that somebody sees; raised with every change of it, so that it is only then drawn anew."""


def _units(reply: Reply, place: Place, row: int) -> list[tuple[str, list[Block]]]:
    """The parts of a reply that belong together, each with its text."""
    card = card_of(reply)
    buttons = reply.buttons
    units: list[tuple[str, list[Block]]] = []
    if card.head:
        units.append(("", [{"type": "header", "text": _plain(shortened(card.head, _HEADER))}]))
    units += [(piece, [_section(piece)]) for piece in pieces(card.text, _SECTION)]
    units += [(piece, [_section(piece)]) for piece in pieces("\n".join(card.lines), _SECTION)]
    if len(buttons) > _MOST_BUTTONS or any(len(escape(button.title)) > _BUTTON for button in buttons):
        listed = "\n".join(f"{number}. {button.title}" for number, button in enumerate(buttons, 1))
        units += [("", [_section(piece)]) for piece in pieces(listed, _SECTION)]
    notes = [*card.notes, *([f"Sources: {'; '.join(reply.sources)}"] if reply.sources else [])]
    units += [(escape(note), [_small(shortened(note, _CONTEXT))]) for note in notes]
    choices = _boxes(buttons, place, row) if card.many else _rows(buttons, place, row)
    if card.scale:
        choices += _scale(card.scale, place, row + len(choices))
    if choices:
        titles = "\n".join(f"{number}. {escape(button.title)}" for number, button in enumerate(buttons, 1))
        units.append((titles, choices))
    return units


def _packed(units: Iterable[tuple[str, list[Block]]]) -> Iterable[Message]:
    texts: list[str] = []
    blocks: list[Block] = []
    for text, more in units:
        if blocks and (len(blocks) + len(more) > _MOST_BLOCKS or _size([*blocks, *more]) > _MOST_CHARACTERS):
            yield _message(texts, blocks)
            texts, blocks = [], []
        texts.append(text)
        blocks += more
    if blocks:
        yield _message(texts, blocks)


def _message(texts: Sequence[str], blocks: Sequence[Block]) -> Message:
    return Message("\n\n".join(filter(None, texts))[:_LONGEST_TEXT] or "…", tuple(blocks))


def _size(blocks: Sequence[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def _boxes(buttons: Sequence[Button], place: Place, row: int) -> list[Block]:
    """Boxes to tick, a button that sends them, and a button for those who are not sure."""
    unsure = [button for button in buttons if button.payload.endswith('.unsure"}')]
    ticks = [button for button in buttons if button not in unsure][:_MOST_LISTED]
    options = [{"text": _plain(shortened(button.title, _BUTTON)), "value": button.id} for button in ticks]
    element: Block = {"type": "checkboxes", "action_id": TICKED, "options": options}
    if len(options) > _MOST_BOXES:
        element["type"], element["placeholder"] = "multi_static_select", _plain("Choose")
    label = _plain("All that apply")
    boxes = {"type": "input", "block_id": place.block_id(row), "label": label, "element": element}
    send = {"type": "button", "action_id": SEND, "text": _plain("Send"), "style": "primary", "value": SEND}
    others = [_button(number, button) for number, button in enumerate(unsure)]
    return [boxes, {"type": "actions", "block_id": place.block_id(row + 1), "elements": [send, *others]}]


def _rows(buttons: Sequence[Button], place: Place, row: int) -> list[Block]:
    drawn = [_button(number, button) for number, button in enumerate(buttons[:_MOST_BUTTONS])]
    return _in_rows(drawn, place, row)


def _scale(scale: tuple[int, int], place: Place, row: int) -> list[Block]:
    drawn = [
        {"type": "button", "action_id": f"{SCALE} {number}", "text": _plain(str(number)), "value": str(number)}
        for number in range(scale[0], scale[1] + 1)
    ]
    return _in_rows(drawn[:_MOST_BUTTONS], place, row)


def _in_rows(drawn: Sequence[Block], place: Place, row: int) -> list[Block]:
    parts = [list(drawn[start : start + _ROW]) for start in range(0, len(drawn), _ROW)]
    return [
        {"type": "actions", "block_id": place.block_id(row + number), "elements": part}
        for number, part in enumerate(parts)
    ]


def _button(number: int, button: Button) -> Block:
    text = _plain(shortened(button.title, _BUTTON))
    return {"type": "button", "action_id": f"choice {number}", "text": text, "value": button.id}


def _section(text: str) -> Block:
    """A paragraph that is always shown in full; `text` is escaped."""
    return {"type": "section", "text": _plain(text), "expand": True}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text)]}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
