"""The messages that teach the triage net: `data/triage/dangers.tsv` and `data/triage/harmless.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.yaml_file import ContentError
from bot.core.red_flags import Level, RedFlag

FOLDER = "triage"
DANGERS, HARMLESS = "dangers.tsv", "harmless.txt"


@dataclass(frozen=True)
class TriageMessages:
    """What people might write: dangers as (flag id, level it deserves, text), and look-alikes without any danger."""

    dangers: tuple[tuple[str, Level, str], ...]
    harmless: tuple[str, ...]


def load_triage(data: Path, flags: Mapping[str, RedFlag]) -> TriageMessages:
    """Read and check both files below `data`.

    Raises ContentError (file, line) for a missing column, an unknown flag or level, or a message that stands twice.
    """
    seen: set[str] = set()
    dangers = []
    file = data / FOLDER / DANGERS
    for number, line in _lines(file, seen):
        columns = line.split("\t")
        if len(columns) != 3 or not columns[2].strip():
            raise ContentError(file, "flag, level and message are required, with a tab between", number)
        flag, level, text = columns
        if flag not in flags:
            raise ContentError(file, f"there is no red flag '{flag}'", number)
        if level not in set(Level):
            raise ContentError(file, f"'{level}' is no level; levels are {', '.join(Level)}", number)
        dangers.append((flag, Level(level), text.strip()))
    harmless = tuple(line for _, line in _lines(data / FOLDER / HARMLESS, seen))
    return TriageMessages(tuple(dangers), harmless)


def _lines(file: Path, seen: set[str]) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers from 1; their messages go into `seen`."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ContentError(file, "is missing or cannot be read") from error
    except UnicodeDecodeError as error:
        raise ContentError(file, "is not UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            message = line.rpartition("\t")[2].strip()
            if message in seen:
                raise ContentError(file, "this message stands twice", number)
            seen.add(message)
            yield number, line.strip()
