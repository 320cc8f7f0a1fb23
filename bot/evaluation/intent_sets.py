"""The evaluation phrases of intents: `tests/evaluation/intents/<split>/<label>.txt`, one phrase a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.library import PROJECT

FOLDER = PROJECT / "tests" / "evaluation" / "intents"
SPLITS = ("development", "test")


@dataclass(frozen=True)
class Phrase:
    """What somebody would type, and the label it was written for."""

    text: str
    label: str


def load_split(split: str, folder: Path = FOLDER) -> list[Phrase]:
    """All phrases of `split` in file order. Raises FileNotFoundError naming the folder when there are none."""
    files = sorted((folder / split).glob("*.txt"))
    if not files:
        raise FileNotFoundError(f"no evaluation phrases in {folder / split}")
    lines = ((line.strip(), file.stem) for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [Phrase(text, label) for text, label in lines if text]
