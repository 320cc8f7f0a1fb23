"""How a message is taken as answers: to the question asked, to others, or as a correction of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.corrections import denied, taken_out, takes_back
from bot.core.course import Course
from bot.core.findings import Assertion
from bot.core.hearing import CERTAIN, OTHER_QUESTION, SURE, Heard
from bot.core.plain_answers import SHORT, agrees_only, is_number, plain_answer, says_yes_only
from bot.core.questions import OPEN, UNSURE, Question, Questionnaire, settle

_LIKELY = 0.35  # from which the likeliest is taken where none is sure
_THIS_QUESTION = 0.15  # from which it may still be the answer to the one asked
_CORRECTED = 0.4  # from which "actually …" is taken to be about a question
_BARE = 2  # words: too few to name a question


def spotted_answers(check: Questionnaire, heard: Heard) -> dict[str, tuple[str, ...]]:
    """Answers that a message gives without being asked: options whose phrases are there and live."""
    found: dict[str, list[str]] = {}
    for place, assertion in heard.spotted.items():
        question, _, option = place.partition(".")
        if assertion is Assertion.PRESENT and question in check.by_id and not check.by_id[question].gate:
            found.setdefault(question, []).append(option)
    return {question: settle(check.by_id[question], options) for question, options in found.items()}


def given_answers(check: Questionnaire, course: Course, heard: Heard) -> dict[str, tuple[str, ...]]:
    """The answers that `heard` gives to the question asked, to others, or to earlier ones that it corrects."""
    if heard.choice:
        question, _, option = heard.choice.partition(".")
        return {question: (option,)}
    if is_number(heard.text) and not (course.asking and plain_answer(check.by_id[course.asking], heard)):
        return {}  # a number that is not on the list
    asked = check.by_id[course.asking] if course.asking else None
    if asked is not None and says_yes_only(asked, heard):
        return {}  # to which of them?
    spotted = spotted_answers(check, heard)
    given: dict[str, tuple[str, ...]] = {}
    if asked is not None and (plain := plain_answer(asked, heard)):
        given[asked.id] = plain
    elif heard.corrects and set(spotted) - {course.asking}:
        pass  # said in words that leave no doubt: taken below
    elif heard.corrects and (corrected := _corrected(check, course, heard)):
        given.update(corrected)
    elif (
        asked is not None
        and (not heard.asks or heard.answers_asking(asked.id))
        and (read := _read_answer(check, asked, heard))
    ):
        given[asked.id] = read
    elif (other := _likely_question(check, heard)) and other != course.asking:
        read = None if heard.asks else _chosen(check.by_id[other], heard)
        given.update({other: read} if read else {})
    for question, options in spotted.items():
        told = question not in course.answers or heard.corrects or takes_back(course, heard, question)
        if question not in given and told:
            given[question] = options
    return {**given, **taken_out(check, course, heard)}


def given_besides(check: Questionnaire, course: Course, heard: Heard) -> dict[str, tuple[str, ...]]:
    """The answers that stand beside a wish: "slowly, how many more?". The reader saw the wish's words too."""
    text = heard.wished.besides if heard.wished else ""
    if not text:
        return {}
    likeliest = {question: max(shares.values(), default=0.0) for question, shares in heard.options.items()}
    options = {
        question: {
            option: share
            for option, share in shares.items()
            if option not in OPEN and (share >= CERTAIN or (share >= SURE and share == likeliest[question]))
        }
        for question, shares in heard.options.items()
    }
    return given_answers(check, course, replace(heard, text=text, options=options))


def _read_answer(check: Questionnaire, asked: Question, heard: Heard) -> tuple[str, ...] | None:
    if heard.asks and not heard.answers_asking(asked.id):
        return None
    words = len(heard.text.split())
    other = _likely_question(check, heard) if words > _BARE else None
    about_it = not heard.questions or words <= SHORT or heard.questions.get(asked.id, 0.0) >= _THIS_QUESTION
    if _of(heard, asked).get(UNSURE, 0.0) >= CERTAIN and max(heard.questions.values(), default=0.0) < OTHER_QUESTION:
        return (UNSURE,)
    if other not in (None, asked.id) and _says_nothing(check.by_id[other], heard):
        other = None  # "no difference" fits many questions: then it answers the one that was asked
    if not about_it or (other not in (None, asked.id) and heard.questions.get(asked.id, 0.0) < _THIS_QUESTION):
        return None
    if agrees_only(heard) and _says_nothing(asked, heard):
        return None  # "yes, a couple of these" is not "none of these"
    return _chosen(asked, heard)


def _says_nothing(question: Question, heard: Heard) -> bool:
    chosen = _chosen(question, heard)
    return chosen is not None and chosen[0] in question.by_id and question.by_id[chosen[0]].nothing


def _chosen(question: Question, heard: Heard) -> tuple[str, ...] | None:
    probabilities = _of(heard, question)
    not_there = denied(heard, question.id)
    sure = [option for option, share in probabilities.items() if share >= SURE and option not in not_there]
    spotted = [
        place.partition(".")[2]
        for place, assertion in heard.spotted.items()
        if place.startswith(f"{question.id}.") and assertion is Assertion.PRESENT
    ]
    real = [option for option in {*sure, *spotted} if option not in OPEN and not question.by_id[option].nothing]
    if real:
        if not question.many:
            return (max(real, key=lambda option: (probabilities.get(option, 0.0), option)),)
        return settle(question, real)
    if sure:
        return (max(sure, key=lambda option: probabilities[option]),)
    likeliest = max(probabilities, key=lambda option: probabilities[option], default=None)
    if likeliest is not None and probabilities[likeliest] >= _LIKELY:
        return (likeliest,)
    return None


def _corrected(check: Questionnaire, course: Course, heard: Heard) -> dict[str, tuple[str, ...]]:
    """What "actually it did swell" puts right: the answered question that it is most likely about."""
    answered: Sequence[str] = list(course.answers)
    likely = {question: heard.questions.get(question, 0.0) for question in answered}
    best = max(likely, key=lambda question: likely[question], default=None)
    if best is None or likely[best] < _CORRECTED or likely[best] < heard.questions.get(course.asking or "", 0.0):
        return {}
    chosen = _chosen(check.by_id[best], heard)
    return {best: chosen} if chosen else {}


def _likely_question(check: Questionnaire, heard: Heard) -> str | None:
    likeliest = max(heard.questions, key=lambda question: heard.questions[question], default=None)
    if likeliest is None or heard.questions[likeliest] < OTHER_QUESTION or len(heard.text.split()) <= _BARE:
        return None
    return likeliest


def _of(heard: Heard, question: Question) -> Mapping[str, float]:
    return heard.options.get(question.id, {})
