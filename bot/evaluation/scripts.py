"""The end-to-end scripts (`tests/conversations/*.yml`): how they are played, and what of the assistant they reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.content.flows import FlowReply
from bot.content.library import PROJECT, Library
from bot.content.yaml_file import read
from bot.core.progress import Note
from bot.core.questions import Questionnaire
from bot.core.replies import Turn
from bot.core.routine_session import Step
from bot.core.self_check import HAMSTRING, SPRAIN, ResultKind
from bot.storage.notebook import Notebook

FOLDER = PROJECT / "tests" / "conversations"
Ask = Callable[[str], Turn]
"""Sends one message in a script's conversation."""
Slots = Callable[[str], Mapping[str, Any]]
"""What is remembered of a conversation, by the names of slots in domain.yml."""
_EXACT = ("outcome", "expecting", "level", "result")
_KEYS = frozenset({"say", "tap", "has", "lacks", "buttons", "again", *_EXACT})
_GUIDED = {"self_check": "self-check", "routine": "routine"}
"""What stands before the colon in `expecting`, and what the kinds of it are called below."""
_CHOICE = re.compile(r'/choose\{"choice": "(.+)"\}')


class ScriptError(AssertionError):
    """A turn did not bring what its script states; the message says which, and what came instead."""


@dataclass(frozen=True)
class Script:
    """One conversation; `sessions` are sessions of exercise that were noted before it, in days before today."""

    id: str
    turns: Sequence[Mapping[str, Any]]
    sessions: tuple[int, ...] = ()

    def note_sessions(self, notebook: Notebook, conversation: str) -> None:
        """Put the sessions before it into `notebook`."""
        for days in self.sessions:
            note = Note(date.today() - timedelta(days), week=1, done=("strap_stretch",), pain=1)
            notebook.add(conversation, note, datetime.now())


def load_scripts(folder: Path = FOLDER) -> list[Script]:
    """All scripts, by file and in their order there."""
    return [
        Script(f"{file.stem}: {item['name']}", item["turns"], tuple(item.get("sessions", ())))
        for file in sorted(folder.glob("*.yml"))
        for item in YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    ]


def play(script: Script, ask: Ask) -> Iterator[tuple[str, Turn]]:
    """Say or tap turn by turn: what was sent, and the turn that came. Raises ScriptError where it is not as stated."""
    last: Turn | None = None
    for number, step in enumerate(script.turns, 1):
        sent = step.get("say") or _payload(step["tap"], last)
        turn = ask(sent)
        if problem := _problem(step, turn, last):
            raise ScriptError(f"turn {number}, {step.get('say') or step['tap']!r}: {problem}\n{turn.replies[0].text}")
        last = turn
        yield sent, turn


def _payload(title: str, last: Turn | None) -> str:
    buttons = last.replies[0].buttons if last else ()
    found = next((button.payload for button in buttons if button.title == title), None)
    if found is None:
        raise ScriptError(f"there is no button {title!r} among {[button.title for button in buttons]}")
    return found


def _problem(step: Mapping[str, Any], turn: Turn, last: Turn | None) -> str | None:
    if unknown := step.keys() - _KEYS:
        return f"unknown keys {unknown}"
    if len(turn.replies) != 1:
        return f"{len(turn.replies)} replies"
    text, titles = turn.replies[0].text, [button.title for button in turn.replies[0].buttons]
    if not text.strip():
        return "nothing was said"
    if last is not None and text == last.replies[0].text and not step.get("again"):
        return "the same reply twice"
    for key in _EXACT:
        wanted = step[key] if isinstance(step.get(key), list) else [step.get(key)]
        if key in step and getattr(turn, key) not in wanted:
            return f"{key} is {getattr(turn, key)!r}, not {step[key]!r}"
    if missing := [part for part in step.get("has", ()) if part.lower() not in text.lower()]:
        return f"{missing} is missing"
    if found := [part for part in step.get("lacks", ()) if part.lower() in text.lower()]:
        return f"{found} was said"
    if missing := [title for title in step.get("buttons", ()) if title not in titles]:
        return f"{missing} is not among {titles}"
    return None


class Reach:
    """What scripts have reached, by kind, out of all there is."""

    def __init__(self, library: Library) -> None:
        check, routine = library.self_check.check, library.exercises.questions
        self._wordings = {item.id: _wording(item) for item in library.flows.values() if _is_a_sentence(item)}
        self.all: Mapping[str, Collection[str]] = {
            "intents": _intents(library),
            "topics": list(library.topics),
            "replies of flows": list(self._wordings),
            "self-check: questions": [question.id for question in check.questions],
            "self-check: options": _options(check),
            "self-check: results": [
                *(kind.value for kind in ResultKind if kind is not ResultKind.OTHER_PATTERN),
                *(f"other_pattern:{item.id}" for item in check.patterns if item.id not in (HAMSTRING, SPRAIN)),
            ],
            "routine: questions": [question.id for question in routine.questions],
            "routine: options": _options(routine),
            "routine: steps": [step.value for step in Step if step is not Step.QUESTIONS],
            "exercises": list(library.exercises.book.exercises),
            "red flags": list(library.red_flags),
            "red flags at a level": _levels(library),
        }
        self.reached: dict[str, set[str]] = {kind: set() for kind in self.all}

    def add(self, script: Script, conversation: str, ask: Ask, slots: Slots) -> None:
        """Play `script`. Raises ScriptError, and keeps what was reached until then."""
        waited: str | None = None
        for sent, turn in play(script, ask):
            self._take(sent, waited, turn, slots(conversation))
            waited = turn.expecting

    def missing(self, kind: str) -> list[str]:
        """What of `kind` no script has reached."""
        return [item for item in self.all[kind] if item not in self.reached[kind]]

    def _take(self, sent: str, waited: str | None, turn: Turn, slots: Mapping[str, Any]) -> None:
        reached, reply = self.reached, turn.replies[0]
        reached["intents"].add((turn.debug.get("intent") or {}).get("name", "none"))
        reached["topics"].update(item for item in (turn.topic, turn.outcome, *turn.also) if item)
        reached["replies of flows"].update(name for name, said in self._wordings.items() if said.search(reply.text))
        card = reply.card or {}
        if card.get("type") == "self_check_result":
            reached["self-check: results"].add(card["result"])
        if card.get("type") == "exercise":
            reached["exercises"].add(card["exercise"])
        for flag, level in ((slots.get("watch") or {}).get("raised") or {}).items():
            reached["red flags"].add(flag)
            reached["red flags at a level"].add(f"{flag} {level}")
        guided, _, step = (turn.expecting or "").partition(":")
        if guided in _GUIDED:
            reached[f"{_GUIDED[guided]}: questions"].add(step)
        if guided == "routine":
            reached["routine: steps"].add(step)
        guided, tapped = (waited or "").partition(":")[0], _CHOICE.fullmatch(sent)
        if guided in _GUIDED and tapped:
            reached[f"{_GUIDED[guided]}: options"].add(tapped.group(1))
        course, session = slots.get("self_check") or {}, slots.get("routine") or {}
        for kind, told in (("self-check", course), ("routine", session.get("course") or {})):
            for name, options in (told.get("answers") or {}).items():
                reached[f"{kind}: options"].update(f"{name}.{option}" for option in options)


def _intents(library: Library) -> list[str]:
    """Those of domain.yml and of the topics."""
    named = read(PROJECT / "domain.yml")["intents"]
    return [*(item if isinstance(item, str) else next(iter(item)) for item in named), *library.topics]


def _options(questions: Questionnaire) -> list[str]:
    return [f"{question.id}.{option.id}" for question in questions.questions for option in question.options]


def _levels(library: Library) -> list[str]:
    """Each level that patterns, answers, or answers together give to a flag. The triage net may find others."""
    check = library.self_check.check
    found = {(flag.id, trigger.level.value) for flag in library.red_flags.values() for trigger in flag.triggers}
    for questions in (check, library.exercises.questions):
        options = (option for question in questions.questions for option in question.options)
        found |= {(flag, level.value) for option in options for flag, level in option.raises}
    found |= {(group.flag, group.level.value) for group in check.together}
    return sorted(f"{flag} {level}" for flag, level in found)


def _is_a_sentence(reply: FlowReply) -> bool:
    """False for a word that is filled into other replies."""
    return any(" " in text for text in reply.says)


def _wording(reply: FlowReply) -> re.Pattern[str]:
    """Any of its wordings, whatever is filled in."""
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", ".*?", re.escape(text)) for text in reply.says), re.DOTALL)
