"""The red-flag file (`data/red_flags.yml`) into red flags, checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.content.yaml_file import ContentError, Section, read
from bot.core.red_flags import Level, RedFlag, Trigger

FILE = "red_flags.yml"
MEASURED_SIGNS = frozenset({"over_two_weeks", "over_six_weeks", "severe_pain", "under_18"})  # bot.nlu.language.measures
_TEXTS = ("name", "ask", "why", "meanwhile", "never", "source")
_KEYS = ("id", "level", *_TEXTS, "says", "says_anywhere", "catches", "must_not_catch")


def load_red_flags(data: Path, known_signs: Iterable[str]) -> tuple[RedFlag, ...]:
    """All red flags in file order.

    Raises ContentError (file, line, key) for an unknown or missing key, a sign that is not in the vocabulary, a text
    over its limit or an id that stands twice.
    """
    file = data / FILE
    root = Section(file, read(file), "file")
    root.allow(("red_flags",))
    signs = frozenset(known_signs) | MEASURED_SIGNS
    flags: dict[str, RedFlag] = {}
    for section in root.sections("red_flags"):
        flag = _flag(section, signs)
        if flag.id in flags:
            raise section.error("id", f"'{flag.id}' stands twice")
        flags[flag.id] = flag
    if not flags:
        raise ContentError(file, "holds no red flags")
    return tuple(flags.values())


def _flag(section: Section, signs: frozenset[str]) -> RedFlag:
    section.allow(_KEYS)
    return RedFlag(
        id=section.text("id"),
        level=_level(section, "level", section.text("level")),
        name=section.text("name", most_words=8),
        ask=section.text("ask", most_words=24),
        why=section.text("why", most_words=20),
        meanwhile=section.text("meanwhile", most_words=24),
        never=section.text("never", most_words=16),
        source=section.text("source"),
        triggers=(*_triggers(section, "says", signs), *_triggers(section, "says_anywhere", signs)),
        catches=tuple(_catches(section)),
        must_not_catch=tuple(_lines(section.optional_text("must_not_catch"))),
    )


def _level(section: Section, key: str, value: str) -> Level:
    try:
        return Level(value)
    except ValueError as error:
        raise section.error(key, f"'{value}' is no level; levels are {', '.join(Level)}") from error


def _triggers(section: Section, key: str, signs: frozenset[str]) -> Iterable[Trigger]:
    if section.value(key) is None:
        return
    levels = Section(section.file, section.value(key), f"{section.name}.{key}")
    for name in levels:
        level = _level(levels, name, name)
        groups = levels.value(name)
        if not isinstance(groups, list) or not all(isinstance(group, list) and group for group in groups):
            raise levels.error(name, "a list of lists of signs is required here")
        for group in groups:
            if unknown := [sign for sign in group if sign not in signs]:
                raise levels.error(name, f"no such sign in the vocabulary: {', '.join(map(str, unknown))}")
            yield Trigger(tuple(map(str, group)), level, anywhere=key == "says_anywhere")


def _catches(section: Section) -> Iterable[tuple[Level, str]]:
    if section.value("catches") is None:
        return
    levels = Section(section.file, section.value("catches"), f"{section.name}.catches")
    for name in levels:
        level = _level(levels, name, name)
        yield from ((level, line) for line in _lines(levels.text(name)))


def _lines(block: str | None) -> list[str]:
    return [line.strip()[2:].strip() for line in (block or "").splitlines() if line.strip().startswith("- ")]
