"""The spelling file (`data/spelling.yml`): words of the field, short forms, and words to leave alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.yaml_file import Section, read


@dataclass(frozen=True)
class Spelling:
    """What the spelling repair works from; all in lower case."""

    words: tuple[str, ...]
    aliases: dict[str, str]
    leave: tuple[str, ...]


def load_spelling(file: Path) -> Spelling:
    """Read and check `file`. Raises ContentError."""
    section = Section(file, read(file), "spelling")
    section.allow(("words", "aliases", "leave"))
    aliases = Section(file, section.value("aliases"), "aliases")
    return Spelling(section.texts("words"), {key: aliases.text(key) for key in aliases}, section.texts("leave"))
