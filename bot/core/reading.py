"""How a message is taken as answers: to the question asked, to others, or as a correction of earlier ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.core.course import Course
from bot.core.findings import Assertion
from bot.core.hearing import CERTAIN, MANNERS, OTHER_QUESTION, SKIP, SURE, Heard
from bot.core.questions import OPEN, SKIPPED, UNSURE, Answers, Question, Questionnaire, settle

_LIKELY = 0.35  # from which the likeliest is taken where none is sure
_THIS_QUESTION = 0.15  # from which it may still be the answer to the one asked
_CORRECTED = 0.4  # from which "actually …" is taken to be about a question
_BARE = 2  # words: too few to name a question
_SHORT = 5  # words: too few to be about anything but the question asked
_NUMBERS = re.compile(
    r"^(?:(?:option|options|number|numbers|no\.?|answer)\s*)?(\d{1,2}(?:\s*(?:,|and|&|\+|/|\s)\s*\d{1,2})*)\W*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(yes|yeah|yeh|ye|ya|yep|yup|aye|no|nope|nah|none|neither|not sure|unsure|dunno|no idea)\b", re.IGNORECASE
)
_ALSO = re.compile(r"\b(?:also|too|as well|and|another)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"^(?:nope|nah|no|none|neither|nothing)\b(?!.*\b(?:but|except|just|only|idea|sure|better|worse|more|yes|still|feeling|"
    r"sensation|strength|power|control|pulse|movement)\b)|"
    r"^(?:i )?(?:do not|don'?t|haven'?t|have not) (?:have |got )?(?:any|none)\b",
    re.IGNORECASE,
)
_NO = frozenset({"no", "nope", "nah", "none", "neither"})
_YES = frozenset({"yes", "yeah", "yeh", "ye", "ya", "yep", "yup", "aye"})


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
    if _NUMBERS.match(heard.text.strip()) and not (course.asking and _plain_answer(check.by_id[course.asking], heard)):
        return {}  # a number that is not on the list
    asked = check.by_id[course.asking] if course.asking else None
    spotted = spotted_answers(check, heard)
    given: dict[str, tuple[str, ...]] = {}
    if asked is not None and (plain := _plain_answer(asked, heard)):
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
        if question not in given and (question not in course.answers or heard.corrects):
            given[question] = options
    return given


def _plain_answer(asked: Question, heard: Heard) -> tuple[str, ...] | None:
    """ "2", "1 and 3", "none", "not sure", "skip": answers that need no reading."""
    text = MANNERS.sub("", heard.text.strip()).strip() or heard.text.strip()
    titled = next((option.id for option in asked.options if option.title.lower() == text.lower()), None)
    if titled is not None:
        return (titled,)
    if numbers := _NUMBERS.match(text):
        positions = [int(number) for number in re.findall(r"\d+", numbers.group(1))]
        ids = [option.id for option in asked.options]
        if all(1 <= position <= len(ids) + 1 for position in positions):
            chosen = [ids[position - 1] for position in positions if position <= len(ids)]
            return settle(asked, chosen) if chosen else (UNSURE,)
        return None
    if SKIP.match(text):
        return (SKIPPED,)
    short = len(text.split()) <= _SHORT
    lead = _LEADS.match(text)
    if nothing_said(asked, heard, text):
        return (next(option.id for option in asked.options if option.nothing),)
    nothing = next((option.id for option in asked.options if option.nothing), None)
    real = [option.id for option in asked.options if not option.nothing]
    named = max((_of(heard, asked).get(option, 0.0) for option in real), default=0.0) >= SURE
    alone = short and not heard.spotted and not named
    if asked.id == "knee" and lead and lead.group(1).lower() in _YES and "wors" not in text.lower():
        return (real[0],)
    if lead and (alone or heard.asks or len(text.split()) == 1):
        said = lead.group(1).lower()
        if said in _NO and nothing and _DENIES.match(text):
            return (nothing,)
        if said in _YES:
            return (real[0],) if len(real) == 1 else None
        if said not in _NO:
            return (UNSURE,)
    return None


def _read_answer(check: Questionnaire, asked: Question, heard: Heard) -> tuple[str, ...] | None:
    if heard.asks and not heard.answers_asking(asked.id):
        return None
    words = len(heard.text.split())
    other = _likely_question(check, heard) if words > _BARE else None
    about_it = not heard.questions or words <= _SHORT or heard.questions.get(asked.id, 0.0) >= _THIS_QUESTION
    if _of(heard, asked).get(UNSURE, 0.0) >= CERTAIN and max(heard.questions.values(), default=0.0) < OTHER_QUESTION:
        return (UNSURE,)
    if other not in (None, asked.id) and _says_nothing(check.by_id[other], heard):
        other = None  # "no difference" fits many questions: then it answers the one that was asked
    if not about_it or (other not in (None, asked.id) and heard.questions.get(asked.id, 0.0) < _THIS_QUESTION):
        return None
    return _chosen(asked, heard)


def _says_nothing(question: Question, heard: Heard) -> bool:
    chosen = _chosen(question, heard)
    return chosen is not None and chosen[0] in question.by_id and question.by_id[chosen[0]].nothing


def _chosen(question: Question, heard: Heard) -> tuple[str, ...] | None:
    probabilities = _of(heard, question)
    sure = [option for option, share in probabilities.items() if share >= SURE]
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


def nothing_said(asked: Question, heard: Heard, text: str) -> bool:
    """True for "nothing like that" and for "no chest pain, no numbness, none of it": a list denied from end to end."""
    if not any(option.nothing for option in asked.options) or any(
        sense is Assertion.PRESENT for sense in heard.spotted.values()
    ):
        return False
    parts = [part for part in re.split(r"[,.;]|\band\b|\bor\b", text) if part.strip()]
    return bool(parts) and all(_DENIES.match(part.strip()) for part in parts)


def joined(check: Questionnaire, course: Course, heard: Heard, given: Answers) -> dict[str, tuple[str, ...]]:
    """`given`, where "it also bruised" adds to what was chosen before."""
    found = dict(given)
    if _ALSO.search(heard.text) and not heard.choice:
        for name, options in given.items():
            question, old = check.by_id[name], course.answers.get(name, ())
            if question.many and name != course.asking and not OPEN.intersection((*old, *options)):
                found[name] = settle(question, (*old, *options))
    return found


def named_question(check: Questionnaire, course: Course, heard: Heard) -> str | None:
    """The answered question that "change the place one" is about: by its name, else the likeliest; None if neither."""
    text = heard.text.lower()
    answered = [question for question in check.questions if question.id in course.answers]
    for question in answered:
        if any(word in text for word in (question.name, question.name.removeprefix("the "))):
            return question.id
    likeliest = max(answered, key=lambda item: heard.questions.get(item.id, 0.0), default=None)
    if likeliest is None or heard.questions.get(likeliest.id, 0.0) < _CORRECTED:
        return None
    return likeliest.id


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
