"""How well the self-check works: what its rule makes of vignettes, and how typed replies are understood."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.library import PROJECT
from bot.content.self_check import LearnedReply
from bot.core.course import Course, Phase
from bot.core.hearing import Heard
from bot.core.reading import given_answers
from bot.core.red_flags import Level
from bot.core.self_check import ResultKind, SelfCheck

FOLDER = PROJECT / "tests" / "evaluation" / "self_check"
ESCALATE = "escalate"
_ABSTAINS = frozenset({ResultKind.MIXED.value, ResultKind.NOT_ENOUGH.value})


@dataclass(frozen=True)
class Vignette:
    """An invented person: the options they would choose for every question, and the result a physio expects."""

    id: str
    expect: str
    answers: Mapping[str, tuple[str, ...]]


def load_vignettes(folder: Path = FOLDER) -> list[Vignette]:
    """All vignettes. Raises FileNotFoundError."""
    lines = (folder / "vignettes.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [
        Vignette(item["id"], item["expect"], {name: tuple(options) for name, options in item["answers"].items()})
        for item in found
    ]


def outcome_of(check: SelfCheck, vignette: Vignette) -> str:
    """The result's id that the check comes to, or `escalate` where an answer ends it."""
    answers: dict[str, tuple[str, ...]] = {}
    while (question := check.next_question(answers)) is not None:
        answers[question.id] = vignette.answers[question.id]
        if any(level is not Level.PROFESSIONAL for _, level in check.raised(answers)):
            return ESCALATE
    return check.conclude(answers).id


def vignette_figures(check: SelfCheck, vignettes: Sequence[Vignette]) -> dict[str, float]:
    """Shares in percent: right at first, abstaining where a pattern was expected, and the hamstring pattern found."""
    outcomes = [(vignette.expect, outcome_of(check, vignette)) for vignette in vignettes]
    decided = [(expected, got) for expected, got in outcomes if expected not in _ABSTAINS]
    hamstring = [(expected, got) for expected, got in outcomes if expected == ResultKind.HAMSTRING_PATTERN.value]
    return {
        "vignettes": len(vignettes),
        "first_result_right": _percent([expected == got for expected, got in outcomes]),
        "abstaining": _percent([got in _ABSTAINS for _, got in decided]),
        "wrong_pattern": _percent([got not in _ABSTAINS and got != expected for expected, got in outcomes]),
        "hamstring_pattern_found": _percent([expected == got for expected, got in hamstring]),
    }


def reply_figures(
    check: SelfCheck, replies: Sequence[LearnedReply], read: Callable[[str], Mapping[str, Any]]
) -> dict[str, float]:
    """Shares in percent of typed replies that are taken as exactly the meant options, in part, or not at all."""
    exact, partly, missed = [], [], []
    for reply in replies:
        heard = Heard.of(read(reply.text))
        course = Course(Phase.ASKING, asking=reply.question)
        got = given_answers(check, course, heard).get(reply.question, ())
        exact.append(set(got) == set(reply.options))
        partly.append(bool(set(got) & set(reply.options)))
        missed.append(not got)
    return {
        "replies": len(replies),
        "reply_exact": _percent(exact),
        "reply_overlapping": _percent(partly),
        "reply_not_understood": _percent(missed),
    }


def _percent(hits: Sequence[bool]) -> float:
    return round(100 * sum(hits) / len(hits), 1) if hits else 0.0
