"""A topic: one subject of the article, with everything the assistant says about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The parts of a topic that a person can ask for."""

    ANSWER = "answer"
    MORE = "more"
    WHY = "why"
    HOW_LONG = "how_long"
    HOW_OFTEN = "how_often"


@dataclass(frozen=True)
class Source:
    """Where a statement comes from: a section of the article, or a study with what it found."""

    article: str | None = None
    study: str | None = None
    finding: str | None = None

    @property
    def label(self) -> str:
        """One line for display."""
        if self.article is not None:
            return f"Article, “{self.article}”"
        return self.study or ""


@dataclass(frozen=True)
class Topic:
    """One subject of the article.

    `title` labels a button, `question` is how a person would ask it, `next` holds ids of two or three topics to ask
    about afterwards, `reviewed` is an ISO date. `how_long` and `how_often` are None where they make no sense.
    """

    id: str
    title: str
    question: str
    answer: str
    more: str
    why: str
    next: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: str
    how_long: str | None = None
    how_often: str | None = None

    def text(self, part: Part) -> str | None:
        """The text of `part`, or None where this topic has none."""
        text: str | None = getattr(self, part.value)
        return text

    @property
    def all_text(self) -> str:
        """Everything this topic can say, for measuring how hard it is to read."""
        return "\n".join(text for part in Part if (text := self.text(part)))
