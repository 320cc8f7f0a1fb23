"""Answering offered choices by typing: "the second one", "2", "yes", or words of the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.replies import Button

_POSITIONS = {
    "1": 0, "one": 0, "first": 0, "1st": 0, "a": 0, "top": 0,
    "2": 1, "two": 1, "second": 1, "2nd": 1, "b": 1, "middle": 1,
    "3": 2, "three": 2, "third": 2, "3rd": 2, "c": 2,
    "4": 3, "four": 3, "fourth": 3, "4th": 3, "d": 3,
    "last": -1, "bottom": -1, "latter": -1, "final": -1,
}  # fmt: skip
_YES = {
    "yes",
    "yeah",
    "yep",
    "yup",
    "y",
    "ok",
    "okay",
    "sure",
    "please",
    "correct",
    "right",
    "exactly",
    "that",
    "do",
    "go",
}
_FILLERS = frozenset(
    {
        "the", "one", "option", "number", "no.", "num", "choice", "answer", "please", "pls", "i", "i'd", "id", "want",
        "like", "would", "will", "take", "go", "with", "for", "about", "um", "er", "eh", "ok", "okay", "yes", "yeah",
        "let's", "lets", "do", "it's", "its", "that", "thanks", "and", "me", "tell",
    }
)  # fmt: skip
_MOST_WORDS = 6  # longer messages are questions of their own


# Buttons that answer a question about somebody's body: only their own words pick them, never a position, a part of the
# title or a mere "yes", which would answer a safety question that was not meant.
_ANSWERS = frozenset({"/affirm", "/deny", "/not_sure", "/not_happening", "/stop"})


def choose(text: str, offered: Sequence[Button]) -> Button | None:
    """The offered button that `text` picks, or None when it picks none or could mean several.

    The whole title always picks. Beyond that, only buttons that lead to a topic or flow can be picked: a lone offer is picked by a plain yes; a position ("2", "the last one") picks from a list; otherwise all the
    meaningful words of a short message must stand in exactly one title.
    """
    words = re.findall(r"[\w'.]+", text.lower().strip(" .!?)("))
    exact = [button for button in offered if button.title.lower() == text.lower().strip()]
    if len(exact) == 1:
        return exact[0]
    if not words or len(words) > _MOST_WORDS or not offered or any(button.payload in _ANSWERS for button in offered):
        return None
    if len(offered) == 1 and words[0] in _YES and len(words) <= 3:
        return offered[0]
    return _by_position(words, offered) or _by_title(words, offered)


def _by_position(words: list[str], offered: Sequence[Button]) -> Button | None:
    # "the second one": "one" is a filler next to another position, a position when it stands alone or after "number"
    meaningful = [word for word in words if word not in _FILLERS] or [word for word in words if word == "one"]
    positions = {_POSITIONS[word] for word in meaningful if word in _POSITIONS}
    if len(positions) != 1 or any(word not in _POSITIONS for word in meaningful):
        return None
    position = positions.pop()
    if position == 1 and "middle" in meaningful:
        position = len(offered) // 2
    return offered[position] if -1 <= position < len(offered) else None


def _by_title(words: list[str], offered: Sequence[Button]) -> Button | None:
    meaningful = {word.rstrip(".") for word in words if word not in _FILLERS}
    if not meaningful:
        return None
    found = [button for button in offered if meaningful <= set(re.findall(r"[\w']+", button.title.lower()))]
    return found[0] if len(found) == 1 else None
