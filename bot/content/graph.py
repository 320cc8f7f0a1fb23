"""The self-check drawn: its questions, what each answer adds, and where it can end; as text and for Graphviz."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.core.questions import AskedWhen, Option, Question
from bot.core.red_flags import Level
from bot.core.self_check import Pattern, ResultKind, SelfCheck

_ONLY = {
    AskedWhen.INJURY_POSSIBLE: "only where an injury is possible",
    AskedWhen.TIGHTNESS_LEADS: "only where tightness or a nerve leads so far, and it was no injury",
}
_COLOURS = {Level.EMERGENCY: "#b3261e", Level.URGENT: "#c75b12", Level.PROFESSIONAL: "#8a6d00"}
_WIDTH = 60  # characters a line in a box


def as_text(check: SelfCheck) -> str:
    """Every question with its options, the points and the dangers of each, and the results."""
    lines = [
        f"Self-check, version {check.version}: at most {len(check.questions) - 1} of these questions in one course."
    ]
    for number, question in enumerate(check.questions, 1):
        only = f" ({_ONLY[question.asked_when]})" if question.asked_when in _ONLY else ""
        lines += ["", f"{number}. {question.id}: {question.asks}{only}"]
        lines += [f"   - {option.title}{_meaning(check, option)}" for option in question.options]
    lines += ["", "Together:"]
    for group in check.together:
        answers = " and ".join(f"{question}.{option}" for question, option in group.answers)
        lines.append(f"   - {answers}: {group.level.value} {group.flag}")
    return "\n".join([*lines, "", f"Ends in: {', '.join(ResultKind)}, or in an escalation."])


def as_dot(check: SelfCheck) -> str:
    """The same in Graphviz's language: the course from top to bottom, escalations beside it."""
    lines = [
        "digraph self_check {",
        '  graph [fontname="Helvetica", nodesep=0.3, ranksep=0.25];',
        '  node [shape=box, style="rounded,filled", fillcolor="#eef4f8", fontname="Helvetica", fontsize=10];',
        '  edge [fontname="Helvetica", fontsize=9, color="#52606d"];',
        '  consent [label="May I ask?"];',
        '  answers [label="No: the signs to\\ncompare, no questions"];',
        '  consent -> answers [label="no"];',
    ]
    before = "consent"
    for question in check.questions:
        lines.append(f'  {question.id} [label="{_boxed(question)}"];')
        optional = question.asked_when in _ONLY
        style = ' [style=dashed, label="if it applies"]' if optional else ""
        lines.append(f"  {before} -> {question.id}{style};")
        lines += _escalations(question)
        before = question.id
    lines.append('  rule [shape=diamond, fillcolor="#fff4d6", label="rule"];')
    lines.append(f"  {before} -> rule;")
    for kind in ResultKind:
        lines.append(f'  {kind} [fillcolor="#e3f1e3", label="{kind.replace("_", " ")}"];')
        lines.append(f"  rule -> {kind};")
    return "\n".join([*lines, "}"])


def _meaning(check: SelfCheck, option: Option) -> str:
    points = [told for pattern in check.patterns if (told := _points(pattern, option))]
    meaning = [*points, *(f"raises {level.value} {flag}" for flag, level in option.raises)]
    return f"  [{', '.join(meaning)}]" if meaning else ""


def _points(pattern: Pattern, option: Option) -> str:
    total = sum(pattern.weights.get(sign, 0) for sign in option.signs)
    return f"{pattern.id} {total:+d}" if total else ""


def _boxed(question: Question) -> str:
    lines = [*textwrap.wrap(question.asks, _WIDTH), *(f"- {option.title}" for option in question.options)]
    return "".join(line.replace('"', '\\"') + "\\l" for line in lines)


def _escalations(question: Question) -> Iterator[str]:
    levels = {level for option in question.options for _, level in option.raises}
    for level in (item for item in Level if item in levels):
        name = f"{question.id}_{level.value}"
        words = "book to be seen" if level is Level.PROFESSIONAL else f"escalate: {level.value}"
        yield f'  {name} [fillcolor="{_COLOURS[level]}", fontcolor=white, label="{words}"];'
        yield f"  {{rank=same; {question.id}; {name};}}"
        yield f"  {question.id} -> {name};"
