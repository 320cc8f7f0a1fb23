"""Checks over all content together: enough examples, an answer for every intent, nothing we must not say."""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.library import Library
from bot.content.readability import reading_grade
from bot.content.yaml_file import Section, read

LEAST_EXAMPLES = {"topics": 60, "flows": 50}
LEAST_OUTSIDE = 250
OWN_ACTIONS = frozenset(
    {"more", "why", "how_long", "how_often", "repeat", "stop"}
)  # answered by an action of their own
# Clinical reference, sections 5b and 6: what we never say.
_FORBIDDEN = re.compile(
    "|".join(
        (
            r"\byou have (?:a |an )?(?:sprain|tear|fracture|tight hamstrings|fasciitis|sciatica)\b",
            r"\bdiagnos(?:e|is|ed)\b|\bguarantee|\bprescrib|\btreatment plan\b",
            r"\bclinically proven\b|\bdoctor-approved\b",
            r"\bwill (?:cure|fix|heal)\b|\bnothing serious\b|\brules? out\b|\bsafe for everyone\b|\bnot broken\b",
            r"\byou do(?:n't| not) need a doctor\b|\bRussian deadlift",
        )
    ),
    re.IGNORECASE,
)


def examples(data: Path) -> dict[str, list[str]]:
    """Training phrases by intent, as they stand in the files."""
    found: dict[str, list[str]] = {}
    for file in sorted(data.glob("*/*.yml")):
        root = Section(file, read(file), "file")
        for entry in root.sections("nlu") if root.value("nlu") is not None else ():
            entry.allow(("intent", "examples"))
            lines = entry.text("examples").splitlines()
            intent = entry.text("intent")
            found.setdefault(intent, []).extend(line[2:].strip() for line in lines if line.startswith("- "))
    return found


def problems(data: Path, library: Library) -> list[str]:
    """Everything wrong with the content beyond single files, each as one sentence; empty when all is well."""
    phrases = examples(data)
    found = [f"topic '{topic}' has no examples" for topic in library.topics if topic not in phrases]
    owners: dict[str, str] = {}
    for intent, texts in phrases.items():
        least = LEAST_EXAMPLES["topics" if intent in library.topics else "flows"]
        if len(texts) < least:
            found.append(f"intent '{intent}' has {len(texts)} examples; at least {least} are needed")
        if intent not in library.topics and intent not in library.flows and intent not in OWN_ACTIONS:
            found.append(f"intent '{intent}' has examples and no answer")
        for text in texts:
            other = owners.setdefault(text.lower(), intent)
            if other != intent:
                found.append(f"an example stands under both '{other}' and '{intent}': {text}")
    if len(phrases.get("out_of_scope", ())) < LEAST_OUTSIDE:
        found.append(f"out_of_scope has fewer than {LEAST_OUTSIDE} examples")
    return found + [
        f"{name} says something it must not: “{match.group()}”"
        for name, text in _texts(library)
        if (match := _FORBIDDEN.search(text))
    ]


def reading_grades(library: Library) -> dict[str, float]:
    """Flesch-Kincaid grade of each topic, of each flow with all its replies together, and of all exercises."""
    flows: dict[str, list[str]] = {}
    for reply in library.flows.values():
        flows.setdefault(reply.flow, []).extend(reply.says)
    grades = {topic.id: reading_grade(topic.all_text) for topic in library.topics.values()}
    grades |= {flow: reading_grade("\n".join(says)) for flow, says in flows.items()}
    return grades | {"exercises": reading_grade("\n".join(text for _, text in _exercise_texts(library)))}


def _texts(library: Library) -> list[tuple[str, str]]:
    topics = [(topic.id, topic.all_text) for topic in library.topics.values()]
    flows = [(reply.id, "\n".join(reply.says)) for reply in library.flows.values()]
    return topics + flows + _exercise_texts(library)


def _exercise_texts(library: Library) -> list[tuple[str, str]]:
    return [
        (item.id, "\n".join((*item.steps, item.feel, item.easier, item.harder)))
        for item in library.exercises.book.exercises.values()
    ]
