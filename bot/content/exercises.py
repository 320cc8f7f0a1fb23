"""The exercise file (`data/exercises.yml`) and the pictures beside it (`data/pictures/`), checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from bot.content.self_check import read_question
from bot.content.topics import read_source
from bot.content.yaml_file import Section, read
from bot.core.exercises import LAST_WEEK, Dose, Exercise, ExerciseBook, Kind, Limit
from bot.core.questions import Option, Question, Questionnaire
from bot.core.red_flags import RedFlag
from bot.core.self_check import SelfCheck

FILE = "exercises.yml"
DANGERS = "now"  # the self-check's question about the dangers of today
PICTURES = "pictures"
_EXERCISE_KEYS = (
    *("id", "name", "kind", "area", "minutes", "picture", "steps", "feel", "weeks", "each_side", "days"),
    *("easier", "harder", "leave_out_if", "sources", "for_pattern", "on_request"),
)
_MOST_STEP_WORDS = 18


@dataclass(frozen=True)
class ExerciseContent:
    """The exercises, what is asked before them, and ways to say an option ("question.option", as in the vocabulary)."""

    book: ExerciseBook
    questions: Questionnaire
    says: Mapping[str, tuple[str, ...]]


def load_exercises(data: Path, check: SelfCheck, flags: Mapping[str, RedFlag]) -> ExerciseContent:
    """Read and check the file below `data`; a routine begins with the dangers of today that `check` asks about.

    Raises ContentError (file, line, key) for an unknown key, limit or pattern, weeks out of order, a dose that is
    neither held nor repeated, a missing picture, or an id that stands twice.
    """
    root = Section(data / FILE, read(data / FILE), "file")
    root.allow(("version", "stop_rule", "questions", "limits", "exercises"))
    limits: dict[str, Limit] = {}
    says: dict[str, tuple[str, ...]] = {}
    questions = [read_question(section, flags, says) for section in root.sections("questions")]
    if missing := {"body", "minutes", "level"} - {question.id for question in questions}:
        raise root.error("questions", f"missing: {', '.join(sorted(missing))}")
    for section in root.sections("limits"):
        section.allow(("id", "title", "says"))
        limit = Limit(section.text("id"), section.text("title", most_words=12))
        if limit.id in limits:
            raise section.error("id", "stands twice")
        limits[limit.id] = limit
        says[f"limits.{limit.id}"] = section.texts("says")
    by_id = {question.id: question for question in questions}
    asked = (check.by_id[DANGERS], by_id["body"], _limits_question(limits.values()), by_id["minutes"], by_id["level"])
    exercises: dict[str, Exercise] = {}
    patterns = frozenset(pattern.id for pattern in check.patterns)
    for section in root.sections("exercises"):
        exercise = _exercise(section, frozenset(limits), patterns, data / PICTURES)
        if exercise.id in exercises:
            raise section.error("id", "stands twice")
        exercises[exercise.id] = exercise
    book = ExerciseBook(root.text("version"), root.text("stop_rule"), limits, exercises)
    return ExerciseContent(book, Questionnaire(asked), says)


def _limits_question(limits: Iterable[Limit]) -> Question:
    """The tick list of all limits."""
    options = (*(Option(limit.id, limit.title) for limit in limits), Option("none", "None of these", nothing=True))
    return Question(
        id="limits",
        name="what to leave out",
        asks="Does any of this apply? Name each one, or say none.",
        again="Which of these apply, or none?",
        why="Some exercises are left out then.",
        options=options,
        many=True,
    )


def _description(picture: Path, section: Section) -> str:
    """The text that stands for the picture: its own `desc`."""
    found = ElementTree.parse(picture).getroot().find("{http://www.w3.org/2000/svg}desc")
    if found is None or not (found.text or "").strip():
        raise section.error("picture", f"{picture.name} has no description (<desc>)")
    return " ".join((found.text or "").split())


def _exercise(section: Section, limits: frozenset[str], patterns: frozenset[str], pictures: Path) -> Exercise:
    section.allow(_EXERCISE_KEYS)
    kind = section.text("kind")
    if kind not in set(Kind):
        raise section.error("kind", f"'{kind}' is unknown; known are {', '.join(Kind)}")
    leave_out = frozenset(section.texts("leave_out_if") if section.value("leave_out_if") else ())
    if unknown := leave_out - limits:
        raise section.error("leave_out_if", f"no such limit: {', '.join(sorted(unknown))}")
    pattern = section.optional_text("for_pattern")
    if pattern is not None and pattern not in patterns:
        raise section.error("for_pattern", f"there is no pattern '{pattern}'")
    if not (pictures / section.text("picture")).is_file():
        raise section.error("picture", f"there is no such file in {pictures.name}/")
    steps = section.texts("steps", least=2)
    if any(len(step.split()) > _MOST_STEP_WORDS for step in steps):
        raise section.error("steps", f"a step has at most {_MOST_STEP_WORDS} words")
    return Exercise(
        id=section.text("id"),
        name=section.text("name", most_words=5),
        kind=Kind(kind),
        area=section.text("area", most_words=8),
        minutes=_number(section, "minutes", 1, 10),
        picture=section.text("picture"),
        picture_text=_description(pictures / section.text("picture"), section),
        steps=steps,
        feel=section.text("feel", most_words=24),
        weeks=_weeks(section),
        each_side=bool(section.value("each_side")),
        days=_number(section, "days", 1, 7),
        easier=section.text("easier", most_words=24),
        harder=section.text("harder", most_words=24),
        leave_out_if=leave_out,
        sources=tuple(map(read_source, section.sections("sources"))),
        for_pattern=pattern,
        on_request=bool(section.value("on_request")),
    )


def _weeks(section: Section) -> tuple[Dose, ...]:
    doses = []
    for entry in section.sections("weeks"):
        entry.allow(("from", "sets", "seconds", "repeats"))
        held, repeated = entry.value("seconds") is not None, entry.value("repeats") is not None
        if held == repeated:
            raise entry.error("sets", "either seconds or repeats are required beside it")
        doses.append(
            Dose(
                _number(entry, "from", 1, LAST_WEEK),
                _number(entry, "sets", 1, 10),
                _number(entry, "seconds", 5, 60) if held else None,
                _number(entry, "repeats", 1, 20) if repeated else None,
            )
        )
    starts = [dose.start for dose in doses]
    if starts[0] != 1 or starts != sorted(set(starts)):
        raise section.error("weeks", "must begin with week 1 and rise")
    return tuple(doses)


def _number(section: Section, key: str, least: int, most: int) -> int:
    value = section.value(key)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise section.error(key, f"a whole number from {least} to {most} is required here")
    return value
