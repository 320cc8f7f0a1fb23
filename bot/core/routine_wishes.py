"""What somebody means in the middle of a routine: on, back, easier, it hurts, how much it hurts."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.core.hearing import Heard
from bot.core.walk import MOST_PAIN

BUTTONS = "routine"  # what stands before the dot in the choices that a routine offers


class RoutineWish(StrEnum):
    """What may be said while an exercise is going on; in the order in which they are looked for."""

    TINGLES = "tingles"
    BEHIND_KNEE = "behind_knee"
    HURTS = "hurts"
    EASIER = "easier"
    HARDER = "harder"
    STOP = "stop"
    PAUSE = "pause"
    BACK = "back"
    SKIP = "skip"
    REPEAT = "repeat"
    HOW = "how"
    FEEL = "feel"
    DOSE = "dose"
    COUNT = "count"
    CHANGE = "change"
    NEXT = "next"


_WORDS: dict[RoutineWish, tuple[str, ...]] = {
    RoutineWish.TINGLES: (
        r"\btingl\w*|\bpins? (?:and|n|&) needles?\b|\bnumb\w*|\bzing\w*|\belectric|\bfizz\w*|\bburning (?:down|in)\b",
        r"\b(?:gone|going|went|goes) (?:dead|to sleep)\b",
    ),
    RoutineWish.BEHIND_KNEE: (r"\b(?:behind|back of|at the back of) (?:my |the |that )?knees?\b|\bknee ?pit\b",),
    RoutineWish.HURTS: (
        r"\b(?:sharp|stab\w*|hurts?|hurting|painful|agony|ouch|ow+|owie|killing me|too sore|really sore)\b",
        r"\b(?:a|the|in|some|bad|lot of|much|more|this|getting|got) pain\b|\bpain (?:in|when|now|here)\b|"
        r"\bit aches\b",
    ),
    RoutineWish.EASIER: (
        r"\beasier\b|\btoo (?:hard|much|difficult|tough|far)\b|\b(?:make it|something) (?:lighter|gentler)\b|"
        r"\bgentler\b",
        r"\b(?:can'?t|cannot|can not|unable to|struggl\w+ to) (?:do|reach|hold|manage|get|straighten|lift|balance)\b",
        r"\b(?:losing|keep losing) (?:my )?balance\b|\bwobbl\w+\b|\bcramp\w*",
    ),
    RoutineWish.HARDER: (
        r"\bharder\b|\btoo easy\b|\b(?:don'?t|do not|can'?t|cannot|didn'?t) (?:really )?feel (?:it|anything|"
        r"much|a thing)\b",
        r"\bfeel nothing\b|\bmore of a challenge\b|\bnot feeling (?:it|anything|much)\b",
    ),
    RoutineWish.STOP: (
        r"^(?:please )?(?:stop|quit|cancel|exit|end)\b|\b(?:want to|let'?s|i'?ll|need to|gonna|"
        r"going to) (?:stop|quit)\b",
        r"\b(?:i'?m|am) (?:done for (?:today|now)|finished for)|\benough (?:for )?(?:today|now)?\W*$|\bgive up\b",
        r"\bcall it a day\b|\bno more\b",
    ),
    RoutineWish.PAUSE: (
        r"\bpause\b|^(?:just |ok |sorry )*(?:wait|hang on|hold on|one sec\w*|one moment|a moment|a minute|"
        r"give me (?:a |one |two |five |\d+ )?(?:sec|min|mo\b|moment)\w*)\b|\bbrb\b",
        r"\b(?:phone|door|doorbell|baby|kids?)\b.*\b(?:ring\w*|minute|sec|moment|wait)\b|\bback in a\b",
    ),
    RoutineWish.BACK: (
        r"\b(?:go|take me|step|one) back\b|^back\b|\bprevious\b|\b(?:the )?(?:one|exercise|stretch) before\b|"
        r"\blast one again\b",
    ),
    RoutineWish.SKIP: (
        r"\bskip\b|\bleave (?:this|that|it) (?:one )?out\b|\bnot (?:this|that) one\b|\banother one\b|"
        r"\bsomething else\b",
        r"\bpass\b|\bdon'?t want (?:to do )?(?:this|that)\b|\bdifferent (?:one|exercise|stretch)\b",
    ),
    RoutineWish.REPEAT: (
        r"\brepeat\b|\bsay (?:that|it) again\b|\bone more time\b|\bonce more\b|\bagain please\b|^again\b|"
        r"\bwhat was (?:it|that)\b",
        r"\bmissed that\b|\bwhat do i do\b",
    ),
    RoutineWish.HOW: (
        r"\b(?:what is|what'?s|whats|what are|wots) (?:that|this|it|these|those)\b|\bhow (?:do|should|does|"
        r"would) (?:i|you|it|one|we)\b",
        r"\bshow me\b|\bpicture\b|\bexplain\b|\bdon'?t (?:get|understand|follow)\b|\bconfus\w+\b|\bwhich leg\b|"
        r"\bwhat'?s? it for\b",
        r"\bwhat does (?:it|this|that) (?:do|look)\b|\bwhy (?:do|this|that|am)\b",
    ),
    RoutineWish.FEEL: (r"\bwhere (?:should|do|must) i feel\b|\bwhat (?:should|am|will) i (?:feel|supposed)\b|"
        r"\bmeant to feel\b",),
    RoutineWish.DOSE: (
        r"\bhow (?:long|often|many (?:times|reps|sets|seconds))\b|\bhow much(?= should i| do i|\W*$)|"
        r"\btimer\b|\bcount (?:me|it|for)\b",
    ),
    RoutineWish.COUNT: (r"\bhow many (?:more|are left|left|exercises)\b|\b(?:many|much) left\b|\bnearly (?:done|"
        r"there)\b",),
    RoutineWish.CHANGE: (
        r"\b(?:change|shorter|longer|different) (?:the |my |a )?(?:plan|routine|programme|program|time|minutes|"
        r"length)\b",
        r"\b(?:make it|something) (?:shorter|longer)\b|\bchange something\b|\bstart over\b|\bstart again\b",
    ),
    RoutineWish.NEXT: (
        r"^(?:ok\w*|right|yes|yeah|yep|yup|aye|sure|fine|good|great|cool|k)\b[\s,.!]*(?:next|done|go|ready|on|"
        r"then|start)?\W*$",
        r"\b(?:ne?xt|nex|done|did (?:it|that|them|both|all)|finished|ready|go on|carry on|continue|go ahead|start|"
        r"resume|move on)\b",
        r"\b(?:i'?m|am) (?:back|good)\b|\bwhat'?s next\b|\bbegin\b|\blet'?s go\b|\bcompleted?\b|\ball (?:good|"
        r"done)\b|\bnice\b",
    ),
}  # fmt: skip
_FEW_WORDS = 8
_BARE_WORDS = 3  # in which "no" or "bad" tells a pain, and not something else
_LIKELY = 0.5  # confidence from which an intent says what is wanted
_BY_INTENT = {
    "affirm": RoutineWish.NEXT,
    "deny": RoutineWish.STOP,
    "stop": RoutineWish.STOP,
    "repeat": RoutineWish.REPEAT,
    "how_long": RoutineWish.DOSE,
    "how_often": RoutineWish.DOSE,
    "more": RoutineWish.HOW,
    "why": RoutineWish.HOW,
}
_COMPILED = {wish: re.compile("|".join(words), re.IGNORECASE) for wish, words in _WORDS.items()}
_BAD = frozenset({RoutineWish.TINGLES, RoutineWish.HURTS, RoutineWish.BEHIND_KNEE})
_DENIED = re.compile(
    r"\b(?:no|not|never|without|isn'?t|doesn'?t|does not|don'?t|didn'?t|did not|nothing|hardly)\b"
    r"(?:\W+\w+){0,3}?\W+(?:pain\w*|hurt\w*|sharp|sore|tingl\w*|numb\w*|pins|agony|behind)",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:not|never|(?:do|did|is|have|ca|wo|are)n'?t|no)\b(?: \w+){0,3}? (?:done|ready|finished|start|begin|next|"
    r"continue|carry on|go on|move on)\b",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(r"(?:should|will|would) (?:it|this|that|i)\b", re.IGNORECASE)  # "should it hurt?"
_SHARP = re.compile(r"\b(?:sharp|stab\w*|shooting|agony|excruciating|unbearable|like a knife)\b", re.IGNORECASE)
_OF_TEN = re.compile(r"\b(\d{1,3})(?:\.\d+)? ?(?:/|out of|of) ?(?:10|ten)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.])-?\d{1,3}(?!\d)")
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
_WORD_NUMBER = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_PAIN_WORDS: tuple[tuple[str, int], ...] = (
    (r"\b(?:none|nothing|no pain|not at all|pain ?free|painless|no|nope|nah|doesn'?t hurt|didn'?t hurt|fine)\b", 0),
    (
        r"\b(?:worst|unbearable|excruciating|agony|awful|terrible|horrible|horrendous|a lot|loads|severe|"
        r"really bad)\b",
        8,
    ),
    (r"\b(?:bad|strong|quite a bit|very|proper sore)\b", 6),
    (r"\b(?:medium|moderate|middling|so so|half)\b", 4),
    (r"\b(?:a (?:little|bit|touch)|slight\w*|mild|hardly|barely|twinge|niggle|not much|not too bad|ok\w*)\b", 2),
)


def wish_of(text: str) -> RoutineWish | None:
    """What `text` wants; complaints first, so that "ok done but it hurts" is heard. None where nothing fits."""
    said = text.strip().replace("’", "'")
    asks = said.endswith("?")
    for wish, pattern in _COMPILED.items():
        if not pattern.search(said):
            continue
        if wish in _BAD and (_DENIED.search(said) or (asks and _IN_GENERAL.match(said))):
            continue
        return RoutineWish.PAUSE if wish is RoutineWish.NEXT and _NOT_YET.search(said) else wish
    return None


def heard_wish(heard: Heard) -> RoutineWish | None:
    """What a message wants, by its button, its words, or its intent."""
    if heard.choice:
        place, _, wish = heard.choice.partition(".")
        return RoutineWish(wish) if place == BUTTONS and wish in set(RoutineWish) else None
    return wish_of(heard.text) or (_BY_INTENT.get(heard.intent) if heard.confidence >= _LIKELY else None)


def is_plain_wish(heard: Heard) -> bool:
    """True for a few words that a routine understands: "toes tingle", "it hurts", "too hard", "about a 4"."""
    words = len(heard.text.split())
    if words > _FEW_WORDS:
        return False
    told = pain_of(heard.text) is not None and (words <= _BARE_WORDS or re.search(r"\d", heard.text) is not None)
    return told or heard_wish(heard) is not None


def is_sharp(text: str) -> bool:
    """True for a sharp or stabbing pain."""
    return _SHARP.search(text) is not None and not _DENIED.search(text)


def pain_of(text: str) -> int | None:
    """The pain that `text` tells, 0 to 10, or None; a number outside that range is given as it is, to be asked."""
    said = text.strip().replace("’", "'").lower()
    if found := _OF_TEN.search(said):
        return int(found.group(1))
    numbers = [int(number) for number in _NUMBER.findall(said)]
    numbers = numbers or [_NUMBER_WORDS[word.lower()] for word in _WORD_NUMBER.findall(said)]
    if numbers:
        return max(numbers)  # "4 or 5", "between 3 and 4": the higher one counts
    return next((pain for words, pain in _PAIN_WORDS if re.search(words, said)), None)


def is_a_pain(pain: int | None) -> bool:
    """True for a number from 0 to 10."""
    return pain is not None and 0 <= pain <= MOST_PAIN
