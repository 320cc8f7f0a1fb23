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
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|y|ok|okay|sure|right|correct|exactly|please|go on|do it|please do|yes please|ok please|"
    r"that one|that's it|that's the one|sure thing|go ahead)(?: please| thanks| thank you)?"
)
_QUESTION_WORDS = frozenset({"why", "how", "what", "when", "where", "who"})
# Buttons that answer a question about somebody's body: a position counts only as a plain number, a title only in its
# own words with one of its leading ones. Taking a danger back needs its whole title.
_ANSWERS = frozenset({"/affirm", "/deny", "/not_sure", "/stop", "/forget_me", "/keep_question"})
_LEADING = frozenset({"no", "none", "yes", "least", "not", "sure", "next", "stop"})
_TAKES_BACK = "/not_happening"
_NOT_NOW = re.compile(r"\b(?:is|it's|its|this is|that is|that's) not happening\b")
_CHECK = "/choose"
_FILLERS = frozenset(
    {
        "the", "one", "option", "number", "no.", "num", "choice", "answer", "please", "pls", "i", "i'd", "id", "want",
        "like", "would", "will", "take", "go", "with", "for", "about", "um", "er", "eh", "ok", "okay", "yes", "yeah",
        "let's", "lets", "do", "it's", "its", "that", "thanks", "and", "me", "tell",
    }
)  # fmt: skip
_MOST_WORDS = 6  # longer messages are questions of their own


def choose(text: str, offered: Sequence[Button]) -> Button | None:
    """The offered button that `text` picks, or None when it picks none or could mean several.

    The whole title always picks, and so does a position ("2", "the last one"). A lone offer of a topic or flow is
    picked by a plain yes, one of several by words that stand in its title alone.
    """
    plain = text.lower().strip(" .!)(")
    if any(button.payload.startswith(_CHECK) for button in offered):  # the self-check reads words itself, and better
        words = re.findall(r"[\w'.]+", plain)
        titled = [button for button in offered if button.title.lower() == plain]
        return titled[0] if len(titled) == 1 else _by_number(words, offered)
    if _NOT_NOW.search(plain) and len(plain.split()) <= _MOST_WORDS + 2:
        taken_back = [button for button in offered if button.payload == _TAKES_BACK]
        if taken_back:
            return taken_back[0]
    exact = [button for button in offered if button.title.lower() == text.lower().strip()]
    if len(exact) == 1:
        return exact[0]
    words = re.findall(r"[\w'.]+", plain)
    if not words or len(words) > _MOST_WORDS or not offered or _asks(words):
        return None
    picked = _pick(plain, words, offered)
    return picked if picked and picked.payload != _TAKES_BACK else None


def _asks(words: list[str]) -> bool:
    """True for "why?" and "and how often?": questions of their own, not choices."""
    first = next((word for word in words if word not in {"and", "so", "but", "ok", "then", "also"}), "")
    return first in _QUESTION_WORDS


def _pick(plain: str, words: list[str], offered: Sequence[Button]) -> Button | None:
    if any(button.payload in _ANSWERS for button in offered):
        own_words = [word for word in words if word != "please"] if _LEADING.intersection(words) else []
        return _by_number(words, offered) or _by_title(own_words, offered)
    if len(offered) == 1 and _YES.fullmatch(plain.rstrip("?! .")):
        return offered[0]
    return _by_position(words, offered) or _by_title([word for word in words if word not in _FILLERS], offered)


def _by_number(words: list[str], offered: Sequence[Button]) -> Button | None:
    """A position said as nothing but its number: "2", "option 2". "The first" could mean the first danger named."""
    rest = [word for word in words if word not in {"number", "no.", "option", "choice", "answer", "please"}]
    if len(rest) != 1 or not rest[0].strip(".").isdecimal():
        return None
    position = int(rest[0].strip(".")) - 1
    return offered[position] if 0 <= position < len(offered) else None


def _by_position(words: list[str], offered: Sequence[Button]) -> Button | None:
    # "the second one": "one" is a filler beside another position, and a position alone or after "number"
    said = [word for word in words if word not in _FILLERS]
    if not said and words in (["one"], ["number", "one"], ["option", "one"]):
        said = ["one"]
    positions = {_POSITIONS[word] for word in said if word in _POSITIONS}
    if len(positions) != 1 or any(word not in _POSITIONS for word in said):
        return None
    position = positions.pop()
    if position == 1 and "middle" in said:
        position = len(offered) // 2
    return offered[position] if position < len(offered) else None


def _by_title(words: list[str], offered: Sequence[Button]) -> Button | None:
    meaningful = {word.rstrip(".") for word in words}
    if not meaningful:
        return None
    found = [button for button in offered if meaningful <= set(re.findall(r"[\w']+", button.title.lower()))]
    return found[0] if len(found) == 1 else None
