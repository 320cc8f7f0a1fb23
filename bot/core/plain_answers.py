"""Answers that need no reading: numbers, titles, a plain yes or no, none of these, not sure, skip."""

from __future__ import annotations

import re

from bot.core.findings import Assertion
from bot.core.hearing import MANNERS, SKIP, SURE, Heard
from bot.core.questions import SKIPPED, UNSURE, Option, Question, settle

_AFFIRM = "affirm"
_STEM = 4  # letters by which words are compared
SHORT = 5  # words: too few to be about anything but the question asked
_NUMBERS = re.compile(
    r"^(?:(?:option|options|number|numbers|no\.?|answer)\s*)?(\d{1,2}(?:\s*(?:,|and|&|\+|/|\s)\s*\d{1,2})*)\W*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(yes|yeah|yeh|ye|ya|yep|yup|aye|correct|indeed|definitely|no|nope|nah|none|neither|"
    r"not sure|unsure|dunno|no idea)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^(?:nope|nah|no|none|neither|nothing)\b(?!.*\b(?:but|except|just|only|idea|sure|better|worse|more|yes|still|feeling|"
    r"sensation|strength|power|control|pulse|movement)\b)|"
    r"^(?:i )?(?:do not|don'?t|haven'?t|have not) (?:have |got )?(?:any|none)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(
    r"\b(?:no|not|none|neither|nothing|never|nor|without|same|fine|good|clear)\b|n'?t\b", re.IGNORECASE
)
_ALL = re.compile(
    r"(?:(?:yes|yeah|yep|yup)\W+)?(?:all(?: three)?|the lot)(?: of (?:them|these|those|the above))?\W*", re.IGNORECASE
)
_NO = frozenset({"no", "nope", "nah", "none", "neither"})
_YES = frozenset({"yes", "yeah", "yeh", "ye", "ya", "yep", "yup", "aye", "correct", "indeed", "definitely"})


def is_number(text: str) -> bool:
    """True for "2" and "1 and 3", on the list or not."""
    return _NUMBERS.match(text.strip()) is not None


def plain_answer(asked: Question, heard: Heard) -> tuple[str, ...] | None:
    """ "2", "1 and 3", "none", "not sure", "skip", or the title of an option; None for all else."""
    text = _without_manners(heard)
    titled = next((option.id for option in asked.options if option.title.lower() == text.lower()), None)
    if titled is not None:
        return (titled,)
    if numbers := _NUMBERS.match(text):
        return _numbered(asked, numbers.group(1))
    if SKIP.match(text):
        return (SKIPPED,)
    nothing = next((option.id for option in asked.options if option.nothing), None)
    if nothing and nothing_said(asked, heard, text):
        return (nothing,)
    if asked.many and _ALL.fullmatch(text):
        return tuple(option.id for option in asked.options if not option.nothing)
    said, meant = _lead(text), next((option for option in asked.options if option.yes), None)
    if meant and said in _YES and not _NEGATES.search(text) and not _names_another(asked, meant, text):
        return (meant.id,)
    if said is None or not (_is_all(asked, heard, text) or heard.asks):
        return None
    if said in _NO:
        return (nothing,) if nothing and _DENIES.match(text) else None
    real = [option.id for option in asked.options if not option.nothing]
    if said in _YES:
        return (real[0],) if len(real) == 1 else None
    return (UNSURE,)


def says_yes_only(asked: Question, heard: Heard) -> bool:
    """True for a plain yes to a list of which several may be meant."""
    text = _without_manners(heard)
    if _NEGATES.search(text) or (asked.many and _ALL.fullmatch(text)):
        return False
    several = sum(not option.nothing for option in asked.options) > 1
    means_one = any(option.yes for option in asked.options)
    return several and not means_one and _lead(text) in _YES and _is_all(asked, heard, text)


def agrees_only(heard: Heard) -> bool:
    """True for "yes, a couple of these" and "sure": a yes without any word that denies."""
    text = _without_manners(heard)
    return (_lead(text) in _YES or heard.intent == _AFFIRM) and _NEGATES.search(text) is None


def nothing_said(asked: Question, heard: Heard, text: str) -> bool:
    """True for "nothing like that" and for "no chest pain, no numbness, none of it": a list denied from end to end."""
    if not any(option.nothing for option in asked.options) or any(
        sense is Assertion.PRESENT for sense in heard.spotted.values()
    ):
        return False
    parts = [part for part in re.split(r"[,.;]|\band\b|\bor\b", text) if part.strip()]
    return bool(parts) and all(_DENIES.match(part.strip()) for part in parts)


def _without_manners(heard: Heard) -> str:
    text = heard.text.strip()
    return MANNERS.sub("", text).strip() or text


def _lead(text: str) -> str | None:
    lead = _LEADS.match(text)
    return lead.group(1).lower() if lead else None


def _names_another(asked: Question, meant: Option, text: str) -> bool:
    """True where a word of another option stands in `text`: "yes, worse"."""
    others = " ".join(option.title for option in asked.options if option is not meant)
    return bool((_stems(others) - _stems(meant.title)) & _stems(text))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= _STEM}


def _is_all(asked: Question, heard: Heard, text: str) -> bool:
    """True where nothing is said behind the first word that would name an option."""
    shares = heard.options.get(asked.id, {})
    named = any(shares.get(option.id, 0.0) >= SURE for option in asked.options if not option.nothing)
    words = len(text.split())
    return words == 1 or (words <= SHORT and not heard.spotted and not named)


def _numbered(asked: Question, numbers: str) -> tuple[str, ...] | None:
    positions = [int(number) for number in re.findall(r"\d+", numbers)]
    ids = [option.id for option in asked.options]
    if not all(1 <= position <= len(ids) + 1 for position in positions):
        return None
    chosen = [ids[position - 1] for position in positions if position <= len(ids)]
    return settle(asked, chosen) if chosen else (UNSURE,)
