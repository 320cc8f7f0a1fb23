"""Puts a topic's texts together into one reply."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.replies import Button, Reply
from bot.core.topics import Part, Topic

MORE = Button.for_intent("Tell me more", "more")


def answer(topic: Topic, further: Sequence[Topic], parts: Sequence[Part], next_questions: tuple[Button, ...]) -> Reply:
    """The answer to `topic`, then to `further` topics and `parts` of the first asked in the same message."""
    texts = [topic.answer, *(text for part in parts if (text := topic.text(part))), *(other.answer for other in further)]
    sources = dict.fromkeys(source.label for subject in (topic, *further) for source in subject.sources)
    buttons = next_questions if further else (MORE, *next_questions)
    return Reply("\n\n".join(texts), buttons, tuple(sources))


def follow_up(topic: Topic, part: Part, fallback: Topic, next_questions: tuple[Button, ...]) -> Reply:
    """`part` of `topic`; where the topic has none, that of `fallback`, whose source is then named too."""
    text = topic.text(part)
    subject = topic if text is not None else fallback
    text = text or fallback.text(part) or fallback.answer
    buttons = next_questions if part is Part.MORE else (MORE, *next_questions)
    return Reply(text, buttons, tuple(source.label for source in subject.sources))
