"""Puts a topic's texts together into one reply."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.replies import Button, Reply
from bot.core.topics import Part, Topic

MORE = Button.for_intent("Tell me more", "more")


def answer(topic: Topic, further: Sequence[Topic], parts: Sequence[Part], next_questions: tuple[Button, ...]) -> Reply:
    """The answer to `topic`, then to `further` topics and `parts` of the first asked in the same message."""
    texts = [
        topic.answer,
        *(text for part in parts if (text := topic.text(part))),
        *(other.answer for other in further),
    ]
    sources = dict.fromkeys(source.label for subject in (topic, *further) for source in subject.sources)
    buttons = next_questions if further else (MORE, *next_questions)
    return Reply("\n\n".join(texts), buttons, tuple(sources))


def follow_up(topic: Topic, part: Part, next_questions: tuple[Button, ...]) -> Reply:
    """`part` of `topic`, which must have it."""
    text = topic.text(part)
    assert text is not None, f"{topic.id} has no {part}"
    buttons = next_questions if part is Part.MORE else (MORE, *next_questions)
    return Reply(text, buttons, tuple(source.label for source in topic.sources))
