"""The red-flag screen by patterns: needs no trained model, no actions and no data base."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.content.library import Library, library
from bot.core.findings import Finding
from bot.core.red_flags import RedFlag, Screen, merged, screen
from bot.core.text import MAX_CHARACTERS
from bot.nlu.language.pipeline import FindingReader


@dataclass(frozen=True)
class PatternScreen:
    """Reads a message's findings and compares them with all red flags."""

    reader: FindingReader
    flags: tuple[RedFlag, ...]

    @classmethod
    def over(cls, content: Library) -> PatternScreen:
        """A screen over the flags and the vocabulary of `content`."""
        return cls(FindingReader(content.vocabulary), tuple(content.red_flags.values()))

    def screen(self, text: str) -> tuple[Screen, list[Finding]]:
        """What `text` amounts to, and the findings it was judged by.

        A text that is too long to be answered is read part by part, since the time grows faster than the length.
        """
        if len(text) > MAX_CHARACTERS:
            parts = [self.screen(part) for part in _parts(text)]
            return merged([found for found, _ in parts]), [finding for _, findings in parts for finding in findings]
        findings = self.reader.read(text)
        return screen(findings, self.flags), findings


_PART, _OVERLAP = 400, 150  # characters


def _parts(text: str) -> list[str]:
    """`text` in parts that overlap, so that what stands together is together in one of them."""
    return [text[start : start + _PART] for start in range(0, len(text), _PART - _OVERLAP)]


@lru_cache(maxsize=1)
def pattern_screen() -> PatternScreen:
    """The process's one screen. Raises ContentError."""
    return PatternScreen.over(library())
