"""What Rasa reads besides config.yml, domain.yml and data/: an intent and a rule for every topic."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter

from bot.content.topics import TOPICS_FOLDER

ANSWER_ACTION = "action_answer"
_NOT_GUIDED = frozenset(
    {"not_happening", "self_check_summary", "forget_me", "keep_mine", "keep_question"}
)  # buttons that are the same everywhere


@dataclass(frozen=True)
class Guided:
    """A guided conversation: the value of the slot `waiting_for` while it goes on, its action, and which other values
    may follow. `told_by_stories` are intents that no rule is made for."""

    step: str
    action: str
    then: tuple[str, ...]
    told_by_stories: frozenset[str] = frozenset()


GUIDED = (
    Guided("self_check", "action_self_check", ("self_check", "routine", "none")),
    Guided("routine", "action_routine", ("routine", "self_check", "none"), frozenset({"affirm", "deny"})),
    Guided("contact", "action_contact", ("contact", "none")),
)
_AFTER_A_QUESTION = "danger"


class TopicImporter(RasaFileImporter):
    """Rasa's file importer, plus one intent and one rule per file in `<training data>/topics`.

    So a topic is one file: nobody edits the domain or the rules to add one.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        folders = [Path(path) / TOPICS_FOLDER for path in paths]
        self._topics = sorted(file.stem for folder in folders for file in folder.glob("*.yml"))

    def get_domain(self) -> Domain:
        """The domain file with an intent for each topic."""
        return super().get_domain().merge(Domain.from_dict({"intents": list(self._topics)}))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The rules and stories of data/ with a rule for each topic: its intent is followed by the answer action."""
        domain = self.get_domain()
        rules: list[dict[str, Any]] = [
            {
                "rule": f"answer {topic}",
                "steps": [{"intent": topic}, {"action": ANSWER_ACTION}],
            }
            for topic in self._topics
        ]
        for guided in GUIDED:
            if guided.action in domain.action_names_or_texts:
                rules += _rules(domain, guided)
        steps = YAMLStoryReader(domain).read_from_parsed_yaml({"rules": rules}) if rules else []
        return super().get_stories(exclusion_percentage).merge(StoryGraph(steps))


def _rules(domain: Domain, guided: Guided) -> list[dict[str, Any]]:
    """While a guided conversation goes on, every message goes to it; it lets dangers go first."""
    intents = sorted(set(domain.intents) - set(DEFAULT_INTENTS) - _NOT_GUIDED | {"out_of_scope"})
    return [
        {
            "rule": f"{intent} in {guided.step}, then {after}",
            "condition": [{"slot_was_set": [{"waiting_for": guided.step}]}],
            "steps": [{"intent": intent}, {"action": guided.action}, {"slot_was_set": [{"waiting_for": after}]}],
        }
        for intent in intents
        if intent not in guided.told_by_stories
        for after in (*guided.then, *((_AFTER_A_QUESTION,) if intent == "ask_danger" else ()))
    ]
