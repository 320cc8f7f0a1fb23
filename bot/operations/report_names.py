"""What ids are called in a report."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.library import Library
from bot.core.red_flags import Level
from bot.operations import report_figures as figures

_CHANNELS = {"web": "Web site", "slack": "Slack", "telegram": "Telegram", "cli": "Command line"}
_LEVELS = {"emergency": "emergency, now", "urgent": "urgent, the same day", "professional": "in the coming days"}
_RESULTS = {
    "hamstring_pattern": "Answers match tight hamstrings",
    "local_injury": "Answers match an injury in one place",
    "other_pattern": "Answers match another picture",
    "mixed": "Answers match more than one picture",
    "not_enough": "Not enough answers to compare",
}
_OUTCOMES = {
    "self_check": "Self-check",
    "stretch_plan": "Exercise routine",
    "human": "Wish to talk to a person",
    "privacy": "What is stored",
    "smalltalk": "Small talk",
    "out_of_scope": "Outside the subject",
    "clarify": "Asked back",
    figures.FIXED: "Fixed reply",
}
_KINDS = {
    figures.ANSWERED: ("Answered", "a topic, privacy, or the wish for a person"),
    figures.GUIDED: ("Guided", "a step of the self-check or of the exercise routine"),
    figures.SAFETY: ("Safety", "advice on a danger, or a question about one"),
    figures.TALK: ("Small talk", "hello, thanks, “tell me more”"),
    figures.ASKED_BACK: ("Asked back", "it was not clear what was meant"),
    figures.REFUSED: ("Refused", "outside the subject"),
    figures.FIXED: ("Fixed reply", "empty or too long, or something went wrong"),
}
KINDS = tuple(_KINDS)


@dataclass(frozen=True)
class Names:
    """Names from the content of `library`; an id that is no longer there stands for itself."""

    library: Library

    def topic(self, topic: str) -> str:
        """Title of a topic."""
        known = self.library.topics.get(topic)
        return known.title if known else _plain(topic)

    def outcome(self, outcome: str) -> str:
        """Name of what a turn did."""
        what, _, level = outcome.partition(":")
        if level in set(Level):
            return f"{'Advice on a danger' if what == 'escalate' else 'Safety question'}: {level}"
        return _OUTCOMES.get(outcome) or self.topic(outcome)

    def flag(self, flag: str) -> str:
        """Number and name of a red flag."""
        known = self.library.red_flags.get(flag)
        return f"{known.number}: {known.name}" if known else flag

    def question(self, question: str) -> str:
        """Name of a question of the self-check."""
        if question == "consent":
            return "May I ask you some questions?"
        known = self.library.self_check.check.by_id.get(question)
        return known.name.capitalize() if known else _plain(question)

    @property
    def questions(self) -> list[str]:
        """Ids of the self-check's questions in their order, the consent first."""
        return ["consent", *self.library.self_check.check.by_id]

    def level(self, level: str) -> str:
        """How soon somebody must be seen."""
        return _LEVELS.get(level, level)

    def result(self, result: str) -> str:
        """What answers of the self-check amount to."""
        return _RESULTS.get(result) or _plain(result)

    def channel(self, channel: str) -> str:
        """Name of a channel."""
        return _CHANNELS.get(channel) or _plain(channel)

    def kind(self, kind: str) -> str:
        """Name of a sort of turn."""
        return _KINDS[kind][0]

    def meaning(self, kind: str) -> str:
        """What a sort of turn comprises."""
        return _KINDS[kind][1]


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize() or "Not noted"
