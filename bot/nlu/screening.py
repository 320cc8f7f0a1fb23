"""The red-flag screen by patterns: needs no trained model, no actions and no data base."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.content.library import data_folder
from bot.content.red_flags import load_red_flags
from bot.content.vocabulary import load_vocabulary
from bot.core.findings import Finding
from bot.core.red_flags import RedFlag, Screen, screen
from bot.nlu.language.pipeline import FindingReader


@dataclass(frozen=True)
class PatternScreen:
    """Reads a message's findings and compares them with all red flags."""

    reader: FindingReader
    flags: tuple[RedFlag, ...]

    @classmethod
    def load(cls, data: Path) -> PatternScreen:
        """From the content folder. Raises ContentError."""
        vocabulary = load_vocabulary(data / "vocabulary.yml")
        return cls(FindingReader(vocabulary), load_red_flags(data, vocabulary.signs))

    def screen(self, text: str) -> tuple[Screen, list[Finding]]:
        """What `text` amounts to, and the findings it was judged by."""
        findings = self.reader.read(text)
        return screen(findings, self.flags), findings


@lru_cache(maxsize=1)
def pattern_screen() -> PatternScreen:
    """The process's one screen over the content folder."""
    return PatternScreen.load(data_folder())
