"""The evaluation messages of red flags: `tests/evaluation/red_flags/<split>/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.library import PROJECT
from bot.core.red_flags import Level

SPLITS = ("development", "validation", "test")
"""Looked at while patterns grew; for setting thresholds only; for measuring only."""
FOLDER = PROJECT / "tests" / "evaluation" / "red_flags"
_LEVELS = {"E": Level.EMERGENCY, "U": Level.URGENT, "P": Level.PROFESSIONAL}


@dataclass(frozen=True)
class Message:
    """What somebody would type, the flag it was written for (`-` for none) and the level it deserves."""

    text: str
    flag: str
    level: Level | None


def load_split(split: str, folder: Path = FOLDER) -> list[Message]:
    """All messages of `split`: dangers first, then harmless ones. Raises FileNotFoundError."""
    messages = []
    for name in ("positives.tsv", "professional.tsv"):
        for line in (folder / split / name).read_text(encoding="utf-8").splitlines():
            flag, level, text = line.split("\t")
            messages.append(Message(text.strip(), flag, _LEVELS[level]))
    harmless = (folder / split / "negatives.txt").read_text(encoding="utf-8").splitlines()
    return messages + [Message(line.strip(), "-", None) for line in harmless if line.strip()]
