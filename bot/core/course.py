"""One person's way through the self-check: what was answered, what is asked, and how a message is taken.

Pure: whoever calls brings what the message was read as, and says what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.core.findings import Assertion
from bot.core.self_check import OPEN, SKIPPED, UNSURE, Answers, Question, SelfCheck, settle

SURE = 0.5  # probability (0-1) from which an option is taken as chosen
_CERTAIN = 0.8  # from which an option is as good as certain
_LIKELY = 0.35  # from which the likeliest is taken where none is sure
_OTHER_QUESTION = 0.6  # from which a message is taken for the answer to another question than the one asked
_THIS_QUESTION = 0.15  # from which it may still be the answer to the one asked
_CORRECTED = 0.4  # from which "actually …" is taken to be about a question
_BARE = 2  # words: too few to name a question
_SHORT = 5  # words: too few to be about anything but the question asked
MOST_TRIES = 2  # messages in a row that were not understood before the question is let go


class Phase(StrEnum):
    """Where the course stands."""

    CONSENT = "consent"
    ASKING = "asking"
    DONE = "done"


class Wish(StrEnum):
    """What somebody may want instead of answering."""

    BACK = "back"
    RECAP = "recap"
    COUNT = "count"
    RESTART = "restart"
    CORRECT = "correct"  # something was wrong, without saying what
    SUMMARY = "summary"
    WAIT = "wait"
    STOP = "stop"


_WISHES = {
    Wish.CORRECT: (
        r"^(?:please )?(?:change|correct|fix|redo)\b",
        r"(?:one|some|two) of (?:my|the|those) answers? (?:is|are|was|were) (?:wrong|not right|off)",
        r"(?:got|answered|did|put|have) (?:one|something|it|that|a question) wrong|made a mistake|wrong answer",
        r"(?:change|correct|fix|alter|edit) (?:my|an|one|the|that|an?other)\b.*(?:answer|one|question|bit)",
    ),
    Wish.BACK: (
        r"(?:go|take me|step|move|scroll) back\b",
        r"\bprevious (?:one|question)|\bback one|\blast question again|^back$|one before|^undo$",
    ),
    Wish.RECAP: (
        r"what (?:did|have) i (?:say|said|tell|told|answer|put)|my answers|what do you have (?:so far|on me|down)",
        r"what (?:have|did) you (?:got|get|note|understood|understand)|^recap\b|read (?:it|them|that) back",
    ),
    Wish.COUNT: (
        r"how many (?:more|questions|left|to go)|how much (?:longer|more|is left)",
        r"how long (?:is this|will this|does this)|(?:many|much) left",
        r"(?:nearly|almost) (?:done|there|finished)\??$|are we (?:nearly|almost|done)",
    ),
    Wish.RESTART: (
        r"start (?:over|again|afresh|from (?:the )?(?:beginning|start|scratch))|begin again|from the top|^restart",
        r"redo (?:it|the (?:check|whole))|new (?:check|start)|do it (?:all )?again",
    ),
    Wish.SUMMARY: (
        r"^(?:the )?summar(?:y|ise|ize)\b|summary for",
        r"(?:show|give|print|send|get|see|want|have)\b.*\bsummary",
    ),
    Wish.WAIT: (
        r"^(?:just |ok |sorry )*(?:give me|wait|hang on|hold on|one|a)(?: a| one)? (?:moment|min(?:ute)?|mo|sec\w*)\b",
        r"^(?:wait|hang on|hold on)\W*$|\bbrb\b",
    ),
    Wish.STOP: (
        r"no more questions|leave it (?:there|now|at that)|let'?s leave it|\bi give up\b|\bcba\b",
        r"^(?:quit|cancel|exit)\b",
        r"(?:end|quit|cancel) (?:this|it|the (?:check|test|questions))",
    ),
}
_COMPILED = {wish: re.compile("|".join(patterns), re.IGNORECASE) for wish, patterns in _WISHES.items()}
_SKIP = re.compile(
    r"^(?:skip|pass|next(?: question| one)?|prefer not(?: to say)?|(?:i'd |i would )?rather not(?: say)?|no comment|"
    r"move on|none of your business|not telling(?: you)?|i (?:don'?t|do not) want to (?:answer|say))\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:actually|sorry|i meant|meant to say|correction|i was wrong|my mistake|scratch that|no wait|wait no|hang on|"
    r"on second thoughts?|come to think|thinking about it|i take (?:that|it) back|not true|changed my mind|"
    r"change (?:the|my|that)|i said|earlier|before|misread|mistyped|wrong)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:never ?mind|forget (?:it|that)|leave it|as it was|it was right|was right (?:before|the first)|"
    r"no,? (?:it's|its|that's) fine)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^(?:but |and |so |ok |erm? |um )*(?:what|why|how|which|is it|is that|are there|can you|"
    r"could you|do you|does (?:it|that)|should i|can i|tell me)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"^(?:(?:option|options|number|numbers|no\.?|answer)\s*)?(\d{1,2}(?:\s*(?:,|and|&|\+|/|\s)\s*\d{1,2})*)\W*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(yes|yeah|yeh|ye|ya|yep|yup|aye|no|nope|nah|none|neither|not sure|unsure|dunno|no idea)\b", re.IGNORECASE
)
_AGREES = re.compile(
    r"^(?:i )?(?:agree|consent|accept)|^(?:ok\w*|sure|fine|start|begin)\b|"
    r"\b(?:go (?:ahead|on|for it)|let'?s (?:go|do|start)|happy to|fine by me|ask away|fire away|"
    r"by all means|of course|all right|alright|sounds good)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\bnot\b|n'?t\b|\bno\b", re.IGNORECASE)
_MANNERS = re.compile(
    r"^(?:(?:ta|thanks|thank you|cheers|ok|okay|well|u+m+|e+r+m*|oh|hm+|sorry|so)\b[,.! ]*)+|"
    r"[,.! ]*\b(?:ta|thanks|thank you|cheers|please|mate|love)\W*$",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(?:also|too|as well|and|another)\b", re.IGNORECASE)
_DECLINES = re.compile(
    r"\b(?:do(?:n'?t| not) (?:agree|consent|want|ask)|rather not|no thanks?|not now|not today|decline|refuse)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^(?:nope|nah|no|none|neither|nothing)\b(?!.*\b(?:but|except|just|only|idea|sure|better|worse|more|yes|still|feeling|"
    r"sensation|strength|power|control|pulse|movement)\b)|"
    r"^(?:i )?(?:do not|don'?t|haven'?t|have not) (?:have |got )?(?:any|none)\b",
    re.IGNORECASE,
)
_NO = frozenset({"no", "nope", "nah", "none", "neither"})
_YES = frozenset({"yes", "yeah", "yeh", "ye", "ya", "yep", "yup", "aye"})


@dataclass(frozen=True)
class Course:
    """What was answered and what is asked; `unsure_gates` are safety questions once left open."""

    phase: Phase = Phase.CONSENT
    answers: Answers = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)  # what the person said, by question
    asking: str | None = None
    tries: int = 0
    unsure_gates: tuple[str, ...] = ()
    before: Answers = field(default_factory=dict)  # the answers as they were before the last message changed them
    result: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The course as JSON data."""
        return {
            "phase": self.phase.value,
            "answers": {question: list(options) for question, options in self.answers.items()},
            "words": dict(self.words),
            "asking": self.asking,
            "tries": self.tries,
            "unsure_gates": list(self.unsure_gates),
            "before": {question: list(options) for question, options in self.before.items()},
            "result": self.result,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Course | None:
        """The inverse of `as_dict`; None for None."""
        if not data:
            return None
        return cls(
            phase=Phase(data["phase"]),
            answers={question: tuple(options) for question, options in data["answers"].items()},
            words=dict(data["words"]),
            asking=data["asking"],
            tries=data["tries"],
            unsure_gates=tuple(data["unsure_gates"]),
            before={question: tuple(options) for question, options in data["before"].items()},
            result=data["result"],
        )

    def with_answers(self, given: Answers, text: str) -> Course:
        """This course with `given` taken over, in the words `text`; answers change in place, new ones come last."""
        words = {**self.words, **dict.fromkeys(given, text)}
        changed = self.answers if self.answers.keys() & given.keys() else {}
        return replace(self, answers={**self.answers, **given}, words=words, tries=0, before=changed)

    def taken_back(self) -> Course:
        """This course as it was before the last message changed it."""
        return replace(self, answers=self.before) if self.before else self

    def without(self, question: str) -> Course:
        """This course with the answer to `question` taken out, so that it is asked again."""
        answers = {key: value for key, value in self.answers.items() if key != question}
        return replace(self, answers=answers, asking=question, tries=0, phase=Phase.ASKING)


@dataclass(frozen=True)
class Heard:
    """A message as it was read.

    `spotted` holds options by "question.option" whose phrases stand in it, with the sense in which they were said;
    `questions` and `options` are the reply reader's probabilities (0-1), empty where it is missing; `choice` is the
    "question.option" of a button.
    """

    text: str
    intent: str = ""
    confidence: float = 0.0
    choice: str | None = None
    spotted: Mapping[str, Assertion] = field(default_factory=dict)
    questions: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Heard:
        """From a message as understanding leaves it (JSON data); a button's payload has no text."""
        text = message.get("text") or ""
        intent, confidence = _classified(message)
        reply = message.get("reply") or {}
        return cls(
            text="" if text.startswith("/") else text,
            intent=intent,
            confidence=confidence,
            choice=next((item["value"] for item in message.get("entities") or () if item["entity"] == "choice"), None),
            spotted={place: Assertion(sense) for place, sense in (reply.get("spotted") or {}).items()},
            questions=reply.get("questions") or {},
            options=reply.get("options") or {},
        )

    @property
    def asks(self) -> bool:
        """True when it contains a question of its own."""
        return _ASKS.search(self.text.strip()) is not None

    @property
    def agrees(self) -> bool | None:
        """True or False for a clear yes or no to being asked; None for anything else."""
        text = self.text.strip()
        if self.intent in ("deny", "stop") or _DECLINES.search(text):
            return False
        if self.asks:
            return None
        return True if self.intent == "affirm" or (_AGREES.search(text) and not _NOT.search(text)) else None

    @property
    def options_said(self) -> bool:
        """True when an option is as good as certain, so that "no change" is no wish to stop."""
        return any(max(shares.values(), default=0.0) >= _CERTAIN for shares in self.options.values()) and bool(
            max(self.questions.values(), default=0.0) >= _OTHER_QUESTION
        )

    def answers_asking(self, asked: str) -> bool:
        """True where a message with a question in it still answers the question `asked`: "no chance, why would I?"."""
        sure = max(self.options.get(asked, {}).values(), default=0.0) >= _CERTAIN
        return sure and self.questions.get(asked, 0.0) >= SURE

    def answers_too(self, asked: str | None) -> bool:
        """True when there is more than manners in it: "came on gradually, thanks"."""
        left = _MANNERS.sub("", self.text.strip()).split()
        sure = max(self.options.get(asked or "", {}).values(), default=0.0) >= SURE
        return (len(left) > 1 and (sure or bool(self.spotted)) and self.confidence < _CERTAIN) or bool(self.spotted)

    @property
    def skips(self) -> bool:
        """True for "skip this one"."""
        return _SKIP.match(self.text.strip()) is not None

    @property
    def corrects(self) -> bool:
        """True when it sounds like putting an earlier answer right."""
        return _CORRECTS.search(self.text) is not None

    @property
    def cancels_correction(self) -> bool:
        """True for "never mind, it was right before"."""
        return _TAKEN_BACK.search(self.text) is not None

    @property
    def wish(self) -> Wish | None:
        """What is wanted instead of answering, if anything."""
        return next((wish for wish, pattern in _COMPILED.items() if pattern.search(self.text.strip())), None)


def spotted_answers(check: SelfCheck, heard: Heard) -> dict[str, tuple[str, ...]]:
    """Answers that a message gives without being asked: options whose phrases are there and live."""
    found: dict[str, list[str]] = {}
    for place, assertion in heard.spotted.items():
        question, _, option = place.partition(".")
        if assertion is Assertion.PRESENT and not check.by_id[question].gate:
            found.setdefault(question, []).append(option)
    return {question: settle(check.by_id[question], options) for question, options in found.items()}


def given_answers(check: SelfCheck, course: Course, heard: Heard) -> dict[str, tuple[str, ...]]:
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
    text = _MANNERS.sub("", heard.text.strip()).strip() or heard.text.strip()
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
    if _SKIP.match(text):
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


def _read_answer(check: SelfCheck, asked: Question, heard: Heard) -> tuple[str, ...] | None:
    if heard.asks and not heard.answers_asking(asked.id):
        return None
    words = len(heard.text.split())
    other = _likely_question(check, heard) if words > _BARE else None
    about_it = not heard.questions or words <= _SHORT or heard.questions.get(asked.id, 0.0) >= _THIS_QUESTION
    if _of(heard, asked).get(UNSURE, 0.0) >= _CERTAIN and max(heard.questions.values(), default=0.0) < _OTHER_QUESTION:
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


def joined(check: SelfCheck, course: Course, heard: Heard, given: Answers) -> dict[str, tuple[str, ...]]:
    """`given`, where "it also bruised" adds to what was chosen before."""
    found = dict(given)
    if _ALSO.search(heard.text) and not heard.choice:
        for name, options in given.items():
            question, old = check.by_id[name], course.answers.get(name, ())
            if question.many and name != course.asking and not OPEN.intersection((*old, *options)):
                found[name] = settle(question, (*old, *options))
    return found


def named_question(check: SelfCheck, course: Course, heard: Heard) -> str | None:
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


def _corrected(check: SelfCheck, course: Course, heard: Heard) -> dict[str, tuple[str, ...]]:
    """What "actually it did swell" puts right: the answered question that it is most likely about."""
    answered: Sequence[str] = list(course.answers)
    likely = {question: heard.questions.get(question, 0.0) for question in answered}
    best = max(likely, key=lambda question: likely[question], default=None)
    if best is None or likely[best] < _CORRECTED or likely[best] < heard.questions.get(course.asking or "", 0.0):
        return {}
    chosen = _chosen(check.by_id[best], heard)
    return {best: chosen} if chosen else {}


def _likely_question(check: SelfCheck, heard: Heard) -> str | None:
    likeliest = max(heard.questions, key=lambda question: heard.questions[question], default=None)
    if likeliest is None or heard.questions[likeliest] < _OTHER_QUESTION or len(heard.text.split()) <= _BARE:
        return None
    return likeliest


def _of(heard: Heard, question: Question) -> Mapping[str, float]:
    return heard.options.get(question.id, {})


def _classified(message: Mapping[str, Any]) -> tuple[str, float]:
    """The intent by the classifier, also where the red-flag screen has overruled it, and its probability."""
    intent = message.get("intent") or {}
    name, confidence = intent.get("name") or "", intent.get("confidence") or 0.0
    if name not in ("escalate", "ask_danger"):
        return name, confidence
    ranking = message.get("intent_ranking") or [{}]
    return (message.get("debug") or {}).get("decided") or "", ranking[0].get("confidence") or 0.0
