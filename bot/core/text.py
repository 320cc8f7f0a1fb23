"""What a message may contain: cleaning and limits that hold in every channel."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 1000
MAX_WORDS = 200
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{2,}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_NEVER_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # control, invisible, surrogate, private, unassigned


def clean(text: str) -> str:
    """`text` without control characters, invisible marks and lone surrogates, with plain quotes and single spaces.

    Line breaks stay. The result can be stored and sent anywhere; it may be empty.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\r", "\n").translate(_APOSTROPHES))
    kept = "".join(
        char if char == "\n" or unicodedata.category(char) not in _NEVER_TEXT else " " if char == "\t" else ""
        for char in plain
    )
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", kept)).strip()


def has_words(text: str) -> bool:
    """True when there is a letter or a digit to understand; false for emoji, punctuation or nothing."""
    return any(char.isalnum() for char in text)


def is_too_long(text: str) -> bool:
    """True above 1,000 characters or 200 words (design, section 6)."""
    return len(text) > MAX_CHARACTERS or len(text.split()) > MAX_WORDS


def is_command(text: str) -> bool:
    """True for text in the form of Rasa's shortcuts (`/restart`, `/gait{"x": 1}`), which people may not use."""
    return re.fullmatch(r"/+\s*\w+(?:@[\d.]+)?\s*(?:\{.*\})?", text, flags=re.DOTALL) is not None


def without_shortcut_marks(text: str) -> str:
    """`text` that Rasa reads as plain words: no leading slash and no `EXTERNAL:` mark."""
    return re.sub(r"^(?:\s|/|EXTERNAL:)+", "", text).strip()
