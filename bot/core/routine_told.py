"""What somebody tells in passing that bars from exercise: "i'm 5 months pregnant", "i twisted my ankle on tuesday".

Options are spotted by their phrases, which know no context: "i have 15 minutes" holds the phrase of "i am 15". Here the
words around them decide.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.findings import Assertion
from bot.core.hearing import Heard
from bot.core.routine import BODY, Barred
from bot.core.routine_session import Step

_TOLD = frozenset({Assertion.PRESENT, Assertion.UNSURE})  # not sure is not a no
_FEARED = frozenset({Assertion.HYPOTHETICAL})
_INJURED = frozenset({f"{BODY}.injury", "onset.injury", "onset.pop"})
_TELLING = (BODY, "you", "nerve")  # questions whose options have the ids of what bars
_OTHERWISE = frozenset({Barred.INJURY, Barred.STRONG_PAIN, Barred.UNSURE, Barred.BONE, Barred.NERVE})
"""What is not told by naming an option alone."""
_FELT = frozenset({Barred.TINGLING, Barred.STRONG_PAIN})
"""What the walk has its own answers to, since an exercise may do it: then that exercise stops."""
_OF_THE_PERSON = frozenset({Barred.UNDER_18, Barred.PREGNANT, Barred.OPERATION, Barred.ANTIBIOTIC})
_EXERCISED = frozenset({Step.WALK, Step.PAIN, Step.END_PAIN, Step.KEEP})
_IN_GENERAL = re.compile(
    r"\W*(?:should|will|would|could|does|might) (?:it|this|that|they|there|i|the)\b", re.IGNORECASE
)
_RECENT = re.compile(
    r"\b(?:today|tonight|yesterday|just|this (?:morning|afternoon|evening|week|weekend)|"
    r"last (?:night|week|weekend|\w+day)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|"
    r"(?:\d+|a|an|one|two|three|four|five|six|few|couple of) (?:hours?|days?|weeks?) ago)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(r"\b(?:sometimes|often|always|usually|now and (?:then|again)|every time|whenever)\b", re.IGNORECASE)
_INJURY = re.compile(
    r"\b(?:twist|roll|sprain|fell|fall|trip|stumbl|slip|land|kick|knock|pop|tor[en]|tear|pull|hurt|went over|go over|"
    r"turn|step|miss|snap|injur|br[oe]k|fractur|strain)\w*",
    re.IGNORECASE,
)
# Words of an injury that tell of none: an old name for a disc, the strap, something feared or nearly happened.
_NO_INJURY = re.compile(
    r"\b(?:slipped|herniated|bulging|prolapsed) dis[ck]s?\b|"
    r"\b(?:nearly|almost|might|may|could|would|afraid of|scared of|frightened of|worried about|fear of|risk of|"
    r"going to|gonna|about to|do(?:n'?t| not) want to|without|keep|keeps|tend to|easily|in case i|so i do(?:n'?t| not)|"
    r"so as not to|stop me|stops me) (?:be |get |getting )?"
    r"(?:twist|roll|fell|fall|trip|stumbl|slip|hurt|pull|tear|pop)\w*(?: over| off)?|"
    r"\b(?:should|do|can|could|must|may|shall|how do|does) (?:i|we|you|it|this|that) (?:\w+ ){0,2}?"
    r"(?:twist|roll|fall|trip|slip|hurt|pull|pop|turn)\w*|"
    r"\b(?:strap|towel|belt|band|mat|rug|cushion|chair|phone|sock|slipper|hand|hands|grip|glasses)\b(?: \w+){0,2}? "
    r"(?:slip|fell|fall|roll|twist|popp)\w*|"
    r"\b(?:fell|fall|fall\w+|went|gone|go) (?:asleep|to sleep|behind|short)\b|"
    r"\broll\w* (?:up |out )?(?:a|the|my|it|that) ?(?:towel|mat|blanket|rug|up|out)\b|"
    r"\bpop(?:ping)? (?:out|in|back|to)\b",
    re.IGNORECASE,
)
_OLD_NAME = re.compile(
    r"\b(?:torn|pulled|strained) (?:hamstring|hammy|hammies)s?\b|\b(?:hamstring|hammy) (?:tear|strain|injury|pull)\b",
    re.IGNORECASE,
)
_TEENS = r"1[1-7]|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_AGE = re.compile(
    r"\b(?:i'?m|i am|s?he'?s|s?he is|(?:son|daughter|boy|girl|child|kid|lad|lass)(?:'?s| is)?) "
    rf"(?:only |just |a |nearly |almost |aged )*(?:{_TEENS}|[89]|10|eight|nine|ten)\b"
    r"(?![ -]?(?:min|stone|kg|kilo|lb|st\b|cm|m\b|km|mile|week|month|day|hour|step|time|rep|out of|of\b|/|%|\.\d))|"
    rf"\b(?:{_TEENS}|[5-9]|10)[ -]?(?:years?|yrs?)[ -]?olds?\b(?! (?:injury|problem|pain|tear|sprain|shoe))|"
    rf"\b(?:aged?|age of) (?:{_TEENS})\b|\bunder[ -]?(?:18|eighteen)\b|\byear (?:[789]|10|11)\b",
    re.IGNORECASE,
)
_NO_LEG = re.compile(
    r"\b(?:arm|shoulder|elbow|wrist|hand|finger|eyes?|tooth|teeth|dental|jaw|nose|neck|flu|covid|vaccin\w*|insulin|b12)\b",
    re.IGNORECASE,
)
_LEG = re.compile(r"\b(?:leg|foot|feet|heel|ankle|achilles|calf|knee|hip|thigh|sole|toes?|hamstring)\b", re.IGNORECASE)
_STRONG_PAIN = re.compile(
    r"(?<!no )(?<!not )(?<!n't )(?<!without )(?:\b(?:agony|excruciating|unbearable)\b|"
    r"\b(?:sharp|strong|severe|terrible|awful|horrible|intense) (?:pain|ache)|"
    r"\bpain (?:is|feels|so) (?:\w+ )?sharp\b|"
    r"\b(?:really|very|so|extremely|incredibly|dead|proper) (?:painful|sore)\b)",
    re.IGNORECASE,
)
_PAIN = re.compile(
    r"\b(?:pain|hurts?|hurting|sore\w*|aches?|aching)"
    r"(?:[ :=]+(?:is|was|of|at|level|score|about|around|roughly|a|an|like|maybe|now|still|up|to|it'?s|today|"
    r"(?:in|on|under|behind) (?:the|my) \w+))*[ :=]+(\d{1,2})\b"
    r"(?! ?(?:min|m\b|day|week|month|year|time|hour|am|pm|o'?clock|in )|(?::|\.)\d)|"
    r"\b(\d{1,2}) ?(?:/|out of|of) ?(?:10|ten)\b",
    re.IGNORECASE,
)
_STRONG = range(5, 11)  # pain from which nobody stretches (clinical reference, section 4c)


def bars_told(heard: Heard, step: Step) -> tuple[str, ...]:
    """Options of `body` that `heard` says are there, in their order; in an exercise only what that cannot have done.

    Answers to the self-check's questions tell as well.
    """
    text = heard.text.replace("’", "'")
    places = {place for place, sense in heard.spotted.items() if sense in _TOLD} | {heard.choice or ""}
    told = {reason for reason in Barred if places & {f"{question}.{reason.value}" for question in _TELLING}}
    told -= _OTHERWISE
    if places & _INJURED:
        told.add(Barred.INJURY)
    if not heard.choice:
        told -= _misread(text)
    pain, sense = _pain(text), heard.spotted.get(f"{BODY}.strong_pain", Assertion.PRESENT)
    if pain in _STRONG or (pain is None and sense in _TOLD and _STRONG_PAIN.search(text)):
        told.add(Barred.STRONG_PAIN)
    if step in _EXERCISED or (heard.asks and _IN_GENERAL.match(text)):
        told -= _FELT
    return tuple(reason.value for reason in Barred if reason in told)


def is_in_doubt(heard: Heard) -> bool:
    """True for "what if I'm pregnant?": nothing that was told, but a reason to ask again."""
    places = {place for place, sense in heard.spotted.items() if sense in _FEARED}
    return any(f"{BODY}.{reason.value}" in places for reason in _OF_THE_PERSON)


def without_misread(heard: Heard) -> Heard:
    """`heard` without options of `body` whose phrase only seems to be there."""
    gone = {f"{BODY}.{reason.value}" for reason in _misread(heard.text.replace("’", "'"))}
    return replace(heard, spotted={place: sense for place, sense in heard.spotted.items() if place not in gone})


def _misread(text: str) -> set[Barred]:
    """What `text` does not tell, although a phrase for it may be found in it."""
    misread = set() if _AGE.search(text) else {Barred.UNDER_18}
    if not _is_injury(text):
        misread.add(Barred.INJURY)
    if _NO_LEG.search(text) and not _LEG.search(text):
        misread.add(Barred.OPERATION)
    return misread


def _is_injury(text: str) -> bool:
    """True where an injury is left without words that tell of none; a torn hamstring is one only if it is fresh."""
    said = _NO_INJURY.sub(" ", text)
    if not _RECENT.search(said):
        said = "" if _HABIT.search(said) else _OLD_NAME.sub(" ", said)
    return _INJURY.search(said) is not None


def _pain(text: str) -> int | None:
    """The strongest pain (0 to 10) that is told with a number."""
    found = [int(first or second) for first, second in _PAIN.findall(text)]
    return max((pain for pain in found if pain <= max(_STRONG)), default=None)
