"""What teaches triage: `data/triage/dangers.tsv`, `data/triage/harmless.txt` and the flags' own sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.self_check import load_replies, load_self_check
from bot.content.yaml_file import ContentError
from bot.core.red_flags import Level, RedFlag

FOLDER = "triage"
DANGERS, HARMLESS = "dangers.tsv", "harmless.txt"


@dataclass(frozen=True)
class TriageMessages:
    """What people might write: dangers as (flag id, level it deserves, text), and look-alikes without any danger."""

    dangers: tuple[tuple[str, Level, str], ...]
    harmless: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """A message with the flag and level it deserves (None where it is harmless).

    `grown_on` marks sentences that the patterns were grown on: they know these better than what people will write.
    """

    text: str
    flag: str | None = None
    level: Level | None = None
    grown_on: bool = False


def lessons(data: Path, flags: Mapping[str, RedFlag]) -> list[Lesson]:
    """Everything to learn from: the sentences beside `flags`, then the messages below `data`. Raises ContentError."""
    found = []
    for flag in flags.values():
        found += [Lesson(text, flag.id, level, True) for level, text in flag.catches]
        found += [Lesson(text, grown_on=True) for text in flag.must_not_catch]
    found += _replies(data, flags)
    messages = load_triage(data, flags)
    found += [Lesson(text, flag, level) for flag, level, text in messages.dangers]
    return found + [Lesson(text) for text in messages.harmless]


def _replies(data: Path, flags: Mapping[str, RedFlag]) -> Iterator[Lesson]:
    """Replies to the self-check that are no danger of today: harmless, or to book where an option says so.

    Those to its safety list, and on what an injury left behind, teach nothing here: alone they are too short to judge.
    """
    check = load_self_check(data, flags).check
    for reply in load_replies(data, check):
        question = check.by_id[reply.question]
        options = [question.by_id[option] for option in reply.options if option in question.by_id]
        raises = [raised for option in options for raised in option.raises]
        nothing = all(option.nothing for option in options)
        if not nothing and (
            question.id in ("now", "injury") or any(level is not Level.PROFESSIONAL for _, level in raises)
        ):
            continue
        yield Lesson(reply.text, *raises[0]) if raises else Lesson(reply.text)


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
