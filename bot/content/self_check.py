"""The self-check's files: questions and patterns (`data/self_check.yml`), and replies to learn from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.yaml_file import ContentError, Section, read
from bot.core.questions import OPEN, AskedWhen, Option, Question
from bot.core.red_flags import Level, RedFlag
from bot.core.self_check import HAMSTRING, NERVE, SPRAIN, Pattern, SelfCheck, Together

FILE = "self_check.yml"
VARIABLE = "BOT_SELF_CHECK"
REPLIES = Path("replies") / "self_check.tsv"
_QUESTION_KEYS = ("id", "name", "gate", "unsure_raises", "many", "asked_when", "asks", "again", "why", "options")
_OPTION_KEYS = ("id", "title", "tells", "signs", "raises", "says", "nothing", "yes")
_MOST_WEIGHT = 3
UNWEIGHTED = frozenset({"onset_sudden", "knee_bend_worse"})  # signs that speak for no pattern


@dataclass(frozen=True)
class SelfCheckContent:
    """The check, and ways to say its options (by "question.option") in the notation of the vocabulary."""

    check: SelfCheck
    says: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class LearnedReply:
    """What somebody would type in answer to `question`, and the options that it means (or one of `OPEN`)."""

    question: str
    options: tuple[str, ...]
    text: str


def load_self_check(data: Path, flags: Mapping[str, RedFlag]) -> SelfCheckContent:
    """Read and check the file below `data`.

    Raises ContentError (file, line, key) for an unknown key, flag or level, a weight outside -3 to 3, a sign without a
    weight, or an id that stands twice.
    """
    file = data / FILE
    root = Section(file, read(file), "file")
    root.allow(("version", "questions", "patterns", "together"))
    says: dict[str, tuple[str, ...]] = {}
    questions = [read_question(section, flags, says) for section in root.sections("questions")]
    patterns = [_pattern(section) for section in root.sections("patterns")]
    for name, ids in (("questions", [item.id for item in questions]), ("patterns", [item.id for item in patterns])):
        if len(set(ids)) < len(ids):
            raise root.error(name, "an id stands twice")
    if missing := {HAMSTRING, SPRAIN, NERVE} - {pattern.id for pattern in patterns}:
        raise root.error("patterns", f"missing: {', '.join(sorted(missing))}")
    weighed = {sign for pattern in patterns for sign in pattern.weights} | UNWEIGHTED
    signs = {sign for question in questions for option in question.options for sign in option.signs}
    if signs != weighed:
        raise root.error("patterns", f"signs without a weight, or weights without a sign: {sorted(signs ^ weighed)}")
    together = tuple(_together(section, questions, flags) for section in root.sections("together"))
    return SelfCheckContent(SelfCheck(tuple(questions), root.text("version"), tuple(patterns), together), says)


def is_enabled() -> bool:
    """True unless the site owner has switched the check off (setting `self_check`)."""
    return os.environ.get(VARIABLE, "true").lower() not in ("false", "0", "no", "off")


def load_replies(data: Path, check: SelfCheck) -> list[LearnedReply]:
    """The replies below `data`. Raises ContentError (file, line) for a missing column or an unknown id."""
    return read_replies(data / REPLIES, check)


def read_replies(file: Path, check: SelfCheck) -> list[LearnedReply]:
    """The replies in `file`: question, options (comma separated) and text, with tabs between."""
    found = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(file, "is missing or is not UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        columns = line.split("\t")
        if len(columns) != 3 or not columns[2].strip():
            raise ContentError(file, "question, options and reply are required, with a tab between", number)
        question, options = check.by_id.get(columns[0]), tuple(columns[1].split(","))
        if question is None:
            raise ContentError(file, f"there is no question '{columns[0]}'", number)
        if unknown := set(options) - set(question.by_id) - OPEN:
            raise ContentError(file, f"'{question.id}' has no option {', '.join(sorted(unknown))}", number)
        found.append(LearnedReply(question.id, options, columns[2].strip()))
    return found


def read_question(section: Section, flags: Mapping[str, RedFlag], says: dict[str, tuple[str, ...]]) -> Question:
    """One question of a content file; ways to say its options go into `says`. Raises ContentError."""
    section.allow(_QUESTION_KEYS)
    asked_when = section.optional_text("asked_when") or AskedWhen.ALWAYS
    if asked_when not in set(AskedWhen):
        raise section.error("asked_when", f"'{asked_when}' is unknown; known are {', '.join(AskedWhen)}")
    question = Question(
        id=section.text("id"),
        name=section.text("name", most_words=6),
        asks=section.text("asks", most_words=24),
        again=section.text("again", most_words=24),
        why=section.text("why", most_words=30),
        options=tuple(_option(option, flags) for option in section.sections("options")),
        many=bool(section.value("many")),
        gate=bool(section.value("gate")),
        asked_when=AskedWhen(asked_when),
        unsure_raises=_raises(section, "unsure_raises", flags),
    )
    if len(question.by_id) < len(question.options) or OPEN.intersection(question.by_id):
        raise section.error("options", "an id stands twice, or has a meaning of its own")
    if question.unsure_raises and not question.gate:
        raise section.error("unsure_raises", "only a question with `gate: true` may have this")
    meant = [option for option in question.options if option.yes]
    if len(meant) > 1 or any(option.nothing for option in meant):
        raise section.error("options", "a yes may mean one option only, and not one with `nothing: true`")
    for option in section.sections("options"):
        if option.value("says") is not None:
            says[f"{question.id}.{option.text('id')}"] = option.texts("says")
    return question


def _option(section: Section, flags: Mapping[str, RedFlag]) -> Option:
    section.allow(_OPTION_KEYS)
    return Option(
        id=section.text("id"),
        title=section.text("title", most_words=12),
        signs=section.texts("signs") if section.value("signs") else (),
        raises=_raises(section, "raises", flags),
        nothing=bool(section.value("nothing")),
        yes=bool(section.value("yes")),
        tells=section.optional_text("tells", most_words=12) or "",
    )


def _raises(section: Section, key: str, flags: Mapping[str, RedFlag]) -> tuple[tuple[str, Level], ...]:
    levels = Section(section.file, section.value(key) or {}, f"{section.name}.{key}")
    for flag in levels:
        if flag not in flags:
            raise levels.error(flag, f"there is no red flag '{flag}'")
        if levels.value(flag) not in set(Level):
            raise levels.error(flag, f"no such level; levels are {', '.join(Level)}")
    return tuple((flag, Level(levels.value(flag))) for flag in levels)


def _together(section: Section, questions: Sequence[Question], flags: Mapping[str, RedFlag]) -> Together:
    section.allow(("answers", "raises"))
    known = {f"{question.id}.{option.id}" for question in questions for option in question.options}
    answers = section.texts("answers", least=2)
    if unknown := set(answers) - known:
        raise section.error("answers", f"no such answer: {', '.join(sorted(unknown))}")
    raises = _raises(section, "raises", flags)
    if len(raises) != 1:
        raise section.error("raises", "one red flag is required here")
    pairs = tuple((question, option) for question, _, option in (answer.partition(".") for answer in answers))
    return Together(pairs, *raises[0])


def _pattern(section: Section) -> Pattern:
    section.allow(("id", "title", "weights"))
    weights = Section(section.file, section.value("weights"), f"{section.name}.weights")
    for sign in weights:
        if not isinstance(weights.value(sign), int) or abs(weights.value(sign)) > _MOST_WEIGHT:
            raise weights.error(sign, "a whole number from -3 to 3 is required here")
    return Pattern(section.text("id"), section.text("title"), {sign: int(weights.value(sign)) for sign in weights})
