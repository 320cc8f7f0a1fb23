"""What is said about a red flag: the action first, then why, what to do meanwhile, and what not to do."""

from __future__ import annotations

import re

from bot.core.red_flags import Level, RedFlag
from bot.core.regions import Region
from bot.core.replies import Button, Reply

NOT_HAPPENING = Button.for_intent("This is not happening now", "not_happening")
MOST_WORDS = 70  # of a whole escalation
SELF_HARM = "RF32-self-harm"
_DISTRESS = re.compile(
    r"\b(?:scared|frightened|terrified|petrified|panic\w*|freaking|crying|in tears|help me|please help|so worried|"
    r"really worried|afraid|anxious|desperate|can'?t cope|losing my mind)\b",
    re.IGNORECASE,
)
_ACKNOWLEDGES = re.compile(
    r"(?:(?:ok\w*|k+|right|all ?right|alright|fine|sure|yes|yeah|yep|yup|good|great|oh|ah|so|i see|got it|understood|"
    r"noted|will do|i will|i'?ll (?:do|call|go|ring|book)|(?:i'?m )?(?:on it|on my way|calling|going|ringing|booking)|"
    r"doing that|thanks?|thank you|thx|ty|ta|cheers|appreciated?|very much|so much|a lot|mate|love|them|it|that|there|"
    r"in|now|then|today|right away|straight away|for|to|the|my|an?|999|112|911|gp|doctor|ambulance|hospital)\b\W*)+",
    re.IGNORECASE,
)
_BOOK = "Book to be seen in the next few days, by a doctor or a physio."


def is_distressed(text: str) -> bool:
    """True when the writer sounds frightened or desperate."""
    return _DISTRESS.search(text) is not None


def is_acknowledgement(text: str) -> bool:
    """True for "ok", "will do", "alright, I'll call them now, thanks" and the like, and nothing else."""
    return _ACKNOWLEDGES.fullmatch(text.strip()) is not None


def first_sentence(level: Level, region: Region) -> str:
    """The action that `level` asks for."""
    return {Level.EMERGENCY: region.call_now, Level.URGENT: region.go_today, Level.PROFESSIONAL: _BOOK}[level]


def escalation(flag: RedFlag, level: Level, region: Region, distressed: bool = False) -> Reply:
    """The reply for `flag` at `level`, which may differ from the flag's own level.

    All sentences fit the writer and anybody they write for. A kind sentence comes first for somebody in distress.
    """
    parts = [first_sentence(level, region)]
    if flag.id == SELF_HARM:
        parts = [
            flag.why,
            *parts,
            *([f"Or call {region.crisis}."] if region.crisis else []),
            flag.meanwhile,
            flag.never,
        ]
    elif level.rank >= flag.level.rank:
        parts += [flag.why, flag.meanwhile, flag.never]
    else:  # milder than the flag usually is: its reasons and orders would frighten more than they help
        parts += ["If it gets worse, or comes on fast, be seen today."]
    if distressed and flag.id != SELF_HARM:
        parts.insert(0, "This is frightening, and it is good that you wrote.")
    return Reply(" ".join(parts), buttons=(NOT_HAPPENING,), sources=(flag.source,), card=_card(flag, level))


def question(flag: RedFlag, again: bool = False) -> Reply:
    """The safety question about `flag`, with the three answers that count."""
    lead = "Please look again, as this matters." if again else "I want to be sure that this is nothing urgent."
    buttons = (
        Button.for_intent("Yes", "affirm"),
        Button.for_intent("No", "deny"),
        Button.for_intent("Not sure", "not_sure"),
    )
    return Reply(f"{lead} {flag.ask}", buttons=buttons)


def reminder(level: Level, region: Region) -> str:
    """One line for the turns after an escalation."""
    if level is Level.EMERGENCY:
        number = f"call {region.emergency}" if region.emergency else "call your emergency number"
        return f"Please do not wait: {number} now, if you have not done so."
    return "Please remember to get this seen today."


def _card(flag: RedFlag, level: Level) -> dict[str, str]:
    return {"type": "red_flag", "level": level.value, "flag": flag.number}
