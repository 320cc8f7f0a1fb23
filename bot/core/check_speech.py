"""How the self-check speaks: its questions, what it noted, its result. All wording comes from the content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.course import Course
from bot.core.questions import OPEN, SKIPPED, Answers, Question, Questionnaire
from bot.core.replies import Button, Reply
from bot.core.self_check import Result, ResultKind, SelfCheck

CHOICE = "choose"  # the intent of a tapped answer
_NUMBERS_ONLY = re.compile(r"(?:\d|\s|,|&|\band\b)*")
_NOT_SURE, _SKIPPED = "Not sure", "Skipped"

Phrases = Mapping[str, str]
"""What is said, by reply id; `{names}` are filled in."""
Phrase = Callable[[str], str]
"""One wording of a reply, by the reply's id; another each time."""


def choice_button(title: str, question: str, option: str) -> Button:
    """A button that answers `question` with `option`."""
    return Button(title, f"/{CHOICE}{json.dumps({'choice': f'{question}.{option}'})}")


def question_reply(
    check: Questionnaire, course: Course, question: Question, before: Iterable[str], again: bool
) -> Reply:
    """`question` with its choices, behind the sentences `before`; in other words when it is asked `again`."""
    buttons = [choice_button(option.title, question.id, option.id) for option in question.options]
    buttons.append(choice_button(_NOT_SURE, question.id, "unsure"))
    asked = [item.id for item in check.course(course.answers)]
    card = {
        "type": "question",
        "question": question.id,
        "many": question.many,
        "number": asked.index(question.id) + 1 if question.id in asked else len(asked),
        "of": len(asked),
    }
    text = " ".join([*before, question.again if again else question.asks])
    return Reply(text, tuple(buttons), card=card)


def answer_text(question: Question, options: Iterable[str]) -> str:
    """An answer in the words of its options."""
    titles = [_title(question, option) for option in options]
    return " and ".join(titles)


def recap(check: Questionnaire, answers: Answers) -> str:
    """All answers in the order of the questions, on one line."""
    return "; ".join(
        f"{question.name}: {answer_text(question, answers[question.id])}"
        for question in check.questions
        if question.id in answers
    )


def result_reply(check: SelfCheck, course: Course, result: Result, phrases: Phrases) -> Reply:
    """What the answers amount to, which ones fit and which do not, what would change it, and what to do next."""
    titles = {pattern.id: pattern.title for pattern in check.patterns}
    named = titles.get(result.pattern or "", "")
    paragraphs = [phrases[f"result_{result.kind}"].format(pattern=named)]
    if result.kind is not ResultKind.NOT_ENOUGH:
        counts = [
            phrases[key].format(count=len(pairs), answers=_listed(check, pairs) or phrases["result_no_answer"])
            for key, pairs in (
                ("result_counts", result.fits),
                ("result_shared", result.shared),
                ("result_against", result.against),
            )
            if pairs or key == "result_counts"
        ]
        paragraphs.append("\n".join(counts))
        others = [phrases["result_runner_up"].format(pattern=titles[result.runner_up or ""])]
        if (change := check.would_change(course.answers)) is not None:
            question, option, _ = change
            others.append(phrases["result_change"].format(answer=option.title, name=question.name))
        paragraphs.append(" ".join(others))
    paragraphs.append(f"{phrases[f'result_next_{result.kind}']} {phrases['result_watch']}")
    return Reply("\n\n".join(paragraphs), card=_result_card(check, course, result))


def summary(check: SelfCheck, course: Course, raised: Sequence[str], today: date, phrases: Phrases) -> Reply:
    """One page for a clinician: each question with the answer and the person's words, danger signs, result, date."""
    lines = [phrases["summary_head"].format(date=today.isoformat()), ""]
    for question in check.questions:
        if question.id in course.answers:
            words = _own_words(course, question)
            said = f' ("{words}")' if words else ""
            lines.append(f"- {question.asks} {answer_text(question, course.answers[question.id])}{said}")
    lines += ["", phrases["summary_raised" if raised else "summary_none_raised"].format(names=", ".join(raised))]
    if course.result is not None:
        lines.append(
            phrases["summary_result"].format(
                result=course.result.replace("_", " ").replace(":", ": "), version=check.version
            )
        )
    lines.append(phrases["summary_foot"])
    return Reply("\n".join(lines), card=_summary_card(check, course, raised, today))


def _summary_card(check: SelfCheck, course: Course, raised: Sequence[str], today: date) -> dict[str, Any]:
    return {
        "type": "summary",
        "date": today.isoformat(),
        "raised": list(raised),
        "result": course.result,
        "version": check.version,
        "answers": _answers(check, course),
    }


def _result_card(check: SelfCheck, course: Course, result: Result) -> dict[str, Any]:
    return {
        "type": "self_check_result",
        "result": result.id,
        "version": result.version,
        "rule": result.rule,
        "fits": len(result.fits),
        "shared": len(result.shared),
        "against": len(result.against),
        "answers": _answers(check, course),
    }


def _answers(check: SelfCheck, course: Course) -> list[dict[str, str]]:
    return [
        {
            "question": question.asks,
            "answer": answer_text(question, course.answers[question.id]),
            "words": _own_words(course, question),
        }
        for question in check.questions
        if question.id in course.answers
    ]


def _own_words(course: Course, question: Question) -> str:
    """What the person wrote, where it says more than the numbers or titles of the choices."""
    words = course.words.get(question.id, "")
    titles = {option.title.lower() for option in question.options} | {"none", "not sure", "skip"}
    return "" if _NUMBERS_ONLY.fullmatch(words) or words.strip(" .!").lower() in titles else words


def _title(question: Question, option: str) -> str:
    if option in OPEN:
        return _SKIPPED if option == SKIPPED else _NOT_SURE
    return question.by_id[option].title


def _listed(check: SelfCheck, pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(check.by_id[question].by_id[option].told for question, option in pairs)
