"""What somebody may want in a guided conversation instead of answering, or besides, by phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


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
    WHY = "why"
    EXPLAIN = "explain"
    HELLO = "hello"


@dataclass(frozen=True)
class Wished:
    """A wish, what the message says besides, and what stands behind it in its clause: "what do you mean" by hills."""

    wish: Wish
    besides: str = ""
    about: str = ""

    @property
    def is_all(self) -> bool:
        """True where the message says nothing else."""
        return not self.besides and len(self.about.split()) <= _FEW


# In the order in which they are looked for. Each is held against the single clauses of a message.
_WISHES = {
    Wish.CORRECT: (
        r"^(?:(?:please|can i|could i|i want to|i'?d like to|let me) )*"
        r"change(?:\W*$| (?:my|an?|one of|the|that|it|how|where|what)\b)",
        r"^(?:please )?(?:correct|fix|redo) (?:my|an?|one|the|that|it)\b",
        r"(?:one|some|two) of (?:my|the|those) answers? (?:is|are|was|were) (?:wrong|not right|off)",
        r"(?:got|answered|did|put|have) (?:one|something|it|that|a question) wrong|made a mistake|wrong answer",
        r"(?:change|correct|fix|alter|edit) (?:my|an|one|the|that|an?other)\b.*(?:answer|one|question|bit)",
        r"\bchange something\b",
    ),
    Wish.BACK: (
        r"(?:go|take me|step|move|scroll) back\b",
        r"\bprevious (?:one|question)|\bback one|\blast question again|^back$|\bone before\W*$|^undo$",
    ),
    Wish.RECAP: (
        r"what (?:did|have) i (?:say|said|tell|told|answer|put)|what do you have (?:so far|on me|down)",
        r"what was my (?:last )?answer|(?:^|what are |me |see )my answers(?: so far| please)?\W*$",
        r"what (?:have|did) you (?:got|get|note|understood|understand)|^recap\b|read (?:it|them|that) back",
    ),
    Wish.COUNT: (
        r"how many (?:more|questions|left|to go)|how much (?:longer|more|is left)",
        r"how long (?:is this|(?:will|does) (?:this|it|the check) take\W*$)|(?:many|much) left",
        r"\btake (?:long|ages|much longer)\b",
        r"(?:nearly|almost) (?:done|there|finished)\??$|are we (?:nearly|almost|done)",
    ),
    Wish.RESTART: (
        r"start (?:over|again|afresh|from (?:the )?(?:beginning|start|scratch))|begin again|from the top\W*$|^restart",
        r"redo (?:it|the (?:check|whole))|new (?:check|start)|do it (?:all )?again",
    ),
    Wish.SUMMARY: (
        r"^(?:the )?summar(?:y|ise|ize)\b|summary for",
        r"(?:show|give|print|send|get|see|want|have)\b.*\bsummary",
    ),
    Wish.WAIT: (
        r"^(?:(?:just|ok|sorry|can you|could you) )*(?:give me|wait|hang on|hold on)(?: a| one)? "
        r"(?:moment|min(?:ute)?|mo|sec\w*)\b",
        r"^(?:just |ok |sorry )*(?:one|a)(?: more)? (?:moment|min(?:ute)?|mo|sec\w*)(?: please| pls| thanks)?\W*$",
        r"^(?:wait|hang on|hold on)\W*$|\bbrb\b",
    ),
    Wish.STOP: (
        r"no more questions|leave it (?:there|now|at that)|let'?s leave it|\bi give up\b|\bcba\b",
        r"^(?:quit|cancel|exit)\b",
        r"\b(?:end|quit|cancel) (?:this|it|the (?:check|test|questions))",
    ),
    Wish.WHY: (
        r"\bwhy (?:do|are|would|did) (?:you|u|ya) (?:\w+ )?(?:ask\w*|need|want)\b|\bwhy (?:that|this) question\b",
    ),
    Wish.EXPLAIN: (
        r"\bwhat (?:do|did) (?:you|u|ya) mean\b|\bhow do you mean\b|\bwhat does (?:that|this|it) (?:even )?mean\b",
        r"\bwhat (?:are you|r u) (?:asking|getting at|on about)\b",
        r"\b(?:do|did|can|could) ?n?[o']?t (?:really |quite |even )?(?:understand|follow)\b",
        r"\bdo ?n[o']?t (?:really |quite )?get (?:it\W*$|(?:the|this|that|your) question|what (?:you|this|that)\b)",
        r"(?:^|\b(?:you|please|pls|to) )(?:explain|clarify|elaborate|rephrase)\b|\bconfus(?:ed|ing)\b|\blost me\b",
        r"\bin (?:other|plain|simple|simpler|plainer) (?:words|english)\b|\bmakes? no sense\b",
        r"\b(?:put|say|ask) (?:it|that|this) (?:diff\w+|another way|in other words)",
        r"\b(?:not sure|no idea|dunno|do ?n[o']?t know) what (?:you|u|that|this|it|the question)(?:'re| are| is)? "
        r"(?:mean|ask|want|on about)\w*",
        r"\b(?:tell me|(?<!i )say)(?: a bit| a little)? more(?: (?:about|on) (?:that|this|it|the question))?\W*$",
    ),
    Wish.HELLO: (
        r"\b(?:are |r )(?:you|u) (?:still )?(?:there|here)\W*$|^(?:you|u) (?:still )?(?:there|here)\W*$",
        r"\b(?:anyone|anybody) (?:still )?(?:there|here)\W*$|\bi(?:'| a)?m back(?: now| again)?\W*$",
        r"\b(?:hello|hi|hiya|hey) again\b",
    ),
}
_COMPILED = {wish: re.compile("|".join(patterns), re.IGNORECASE) for wish, patterns in _WISHES.items()}
_CLAUSES = re.compile(r"[,.;!?\n]+\s*|\s-+\s|\s+\b(?:and|but|also)\b\s+", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:when\w*|once|until|had to|have to)\b|\b(?:if|after|before|as soon as|cos|because) i\b", re.IGNORECASE
)  # "worse when I go back to the hills"
_FEW = 3  # words behind a wish that belong to it: "go back a step please"
_ALONE = re.compile(r"back\W*", re.IGNORECASE)  # a wish by itself; in a list, a part of the body
_LAST = re.compile(r"(?:wait|hang on|hold on)\W*", re.IGNORECASE)  # a wish at the end; before, only "hang on, …"
_EMPTY = (
    r"can|could|may|would|will|please|pls|plz|you|u|we|i|i'?d|i'?m|me|want|to|like|just|let'?s|let|ok|okay|so|then|hey|hi|"
    r"hello|sorry|um+|er+m?|hmm+|well|oh|now|the|a|for|actually|think|it|say|wait|hang|on|hold|thanks?|ta|cheers|mate|"
    r"quick|question|need|first|have|tell|messed|made|mistake|up"
)
_NOTHING = re.compile(rf"(?:(?:{_EMPTY})\b\W*)*", re.IGNORECASE)
_NOTHING_OR_YES = re.compile(rf"(?:(?:{_EMPTY}|yes|yeah|yep|yup|aye|no|nope|nah)\b\W*)*", re.IGNORECASE)
_AFTER_AN_ANSWER = frozenset({Wish.COUNT, Wish.RECAP, Wish.SUMMARY})
"""With these, a yes or no beside the wish is an answer; "no, go back" is none."""


def wished(text: str) -> Wished | None:
    """The wish that `text` utters, if any: by itself ("go back"), or beside something else."""
    clauses = [clause.strip() for clause in _CLAUSES.split(text.strip()) if clause.strip()]
    found = {place: hit for place in range(len(clauses)) if (hit := _in(clauses, place))}
    if not found:
        return None
    chosen = min(found, key=lambda place: list(Wish).index(found[place][0]))
    wish, lead, about = found.pop(chosen)
    clauses[chosen] = lead
    nothing = _NOTHING if wish in _AFTER_AN_ANSWER else _NOTHING_OR_YES
    besides = [clause for place, clause in enumerate(clauses) if place not in found and not nothing.fullmatch(clause)]
    return Wished(wish, ", ".join(besides), about)


def _in(clauses: list[str], place: int) -> tuple[Wish, str, str] | None:
    """The wish in one of the clauses of a message, and the words before and behind it."""
    clause, one_of_many, more_follow = clauses[place], len(clauses) > 1, place + 1 < len(clauses)
    if (one_of_many and _ALONE.fullmatch(clause)) or (more_follow and _LAST.fullmatch(clause)):
        return None
    for wish, pattern in _COMPILED.items():
        match = pattern.search(clause)
        if match and not _CONDITION.search(clause[: match.start()]):
            return wish, clause[: match.start()].strip(), clause[match.end() :].strip()
    return None
