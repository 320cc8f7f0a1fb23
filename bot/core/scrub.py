"""Takes out of a text what could tell who wrote it: names, numbers, addresses. Better too much than too little."""

from __future__ import annotations

import re

_MARK = "…"
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\S+@\S+", 0),
        (r"\b(?:https?://|www\.)\S+", re.IGNORECASE),
        (r"(?<!\w)@\w{2,}", 0),
        (r"\+?\d(?:[\s().-]{0,2}\d){5,}", 0),  # telephone, account and patient numbers
        (r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b", 0),
        (r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE),  # British postcodes
        (
            r"\b\d+[a-z]?\s+(?:\w+\s){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|court|way)\b",
            re.IGNORECASE,
        ),
        (r"\b(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Prof|Sister|Nurse)\.?\s+[A-Z]\w+(?:\s[A-Z]\w+)?", 0),
        (r"(?<=\bname is )\w+(?:\s[A-Z]\w+)?", re.IGNORECASE),
        (r"(?<=\bname's )\w+(?:\s[A-Z]\w+)?", re.IGNORECASE),
        (r"(?<=\bcalled )[A-Z]\w+(?:\s[A-Z]\w+)?", 0),
        (r"(?<=\bI'm )[A-Z]\w+(?:\s[A-Z]\w+)?", 0),
        (r"(?<=\bI am )[A-Z]\w+(?:\s[A-Z]\w+)?", 0),
        (r"(?<=[a-z,] )[A-Z][a-z]+\s[A-Z][a-z]+", 0),  # two capitalised words in a sentence
    )
)


def scrub(text: str) -> str:
    """`text` with a mark in place of what could name a person or a place to reach them."""
    for pattern in _PATTERNS:
        text = pattern.sub(_MARK, text)
    return text
