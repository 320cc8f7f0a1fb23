"""A message as a guided conversation hears it: what it was read as, and what its words say."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.core.findings import Assertion
from bot.core.wishes import Wish, Wished, wished

SURE = 0.5  # probability (0-1) from which an option is taken as chosen
CERTAIN = 0.8  # from which an option is as good as certain
OTHER_QUESTION = 0.6  # from which a message is taken for the answer to another question than the one asked
SKIP = re.compile(
    r"^(?:skip|pass|next(?: question| one)?|prefer not(?: to say)?|(?:i'd |i would )?rather not(?: say)?|no comment|"
    r"move on|none of your business|not telling(?: you)?|i (?:don'?t|do not) want to (?:answer|say))\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:actually|sorry|i meant|meant to say|correction|i was wrong|my mistake|scratch that|no wait|wait no|hang on|"
    r"on second thoughts?|come to think|thinking about it|i take (?:that|it) back|not true|changed my mind|"
    r"change (?:the|my|that)|i said|earlier|before|misread|mistyped|wrong|forgot(?:ten)?|should have said|it did)\b",
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
_AGREES = re.compile(
    r"^(?:i )?(?:agree|consent|accept)|^(?:ok\w*|sure|fine|start|begin)\b|"
    r"\b(?:go (?:ahead|on|for it)|let'?s (?:go|do|start)|happy to|fine by me|ask away|fire away|"
    r"by all means|of course|all right|alright|sounds good)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\bnot\b|n'?t\b|\bno\b", re.IGNORECASE)
MANNERS = re.compile(
    r"^(?:(?:ta|thanks|thank you|cheers|ok|okay|well|u+m+|e+r+m*|oh|hm+|sorry|so)\b[,.! ]*)+|"
    r"[,.! ]*\b(?:ta|thanks|thank you|cheers|please|mate|love)\W*$",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(?:do(?:n'?t| not) (?:agree|consent|want|ask)|rather not|no thanks?|not now|not today|decline|refuse)\b",
    re.IGNORECASE,
)


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

    def within(self, questions: Container[str]) -> Heard:
        """This message as far as it is about `questions`; the reply reader knows those of the self-check only."""
        return replace(
            self,
            questions={name: share for name, share in self.questions.items() if name in questions},
            options={name: shares for name, shares in self.options.items() if name in questions},
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
        return any(max(shares.values(), default=0.0) >= CERTAIN for shares in self.options.values()) and bool(
            max(self.questions.values(), default=0.0) >= OTHER_QUESTION
        )

    def answers_asking(self, asked: str) -> bool:
        """True where a message with a question in it still answers the question `asked`: "no chance, why would I?"."""
        sure = max(self.options.get(asked, {}).values(), default=0.0) >= CERTAIN
        return sure and self.questions.get(asked, 0.0) >= SURE

    def answers_too(self, asked: str | None) -> bool:
        """True when there is more than manners in it: "came on gradually, thanks"."""
        left = MANNERS.sub("", self.text.strip()).split()
        sure = max(self.options.get(asked or "", {}).values(), default=0.0) >= SURE
        return (len(left) > 1 and (sure or bool(self.spotted)) and self.confidence < CERTAIN) or bool(self.spotted)

    @property
    def skips(self) -> bool:
        """True for "skip this one"."""
        return SKIP.match(self.text.strip()) is not None

    @property
    def corrects(self) -> bool:
        """True when it sounds like putting an earlier answer right."""
        return _CORRECTS.search(self.text) is not None

    @property
    def cancels_correction(self) -> bool:
        """True for "never mind, it was right before"."""
        return _TAKEN_BACK.search(self.text) is not None

    @cached_property
    def wished(self) -> Wished | None:
        """What is wanted instead of answering, or besides, if anything."""
        return wished(self.text)

    @property
    def wish(self) -> Wish | None:
        """The wish alone."""
        return self.wished.wish if self.wished else None


def _classified(message: Mapping[str, Any]) -> tuple[str, float]:
    """The intent by the classifier, also where the red-flag screen has overruled it, and its probability."""
    intent = message.get("intent") or {}
    name, confidence = intent.get("name") or "", intent.get("confidence") or 0.0
    if name not in ("escalate", "ask_danger"):
        return name, confidence
    ranking = message.get("intent_ranking") or [{}]
    return (message.get("debug") or {}).get("decided") or "", ranking[0].get("confidence") or 0.0
