"""How somebody can be reached, in their own words."""

from __future__ import annotations

import re

_TELEPHONE = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){5,14}")
_MAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[A-Za-z]{2,24}")


def contacts_in(text: str) -> tuple[str, ...]:
    """Mail addresses and telephone numbers in `text`, and nothing else of it."""
    return tuple(found.strip(".,;") for pattern in (_MAIL, _TELEPHONE) for found in pattern.findall(text))
