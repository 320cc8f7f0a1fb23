"""What Rasa reads besides config.yml, domain.yml and data/: an intent and a rule for every topic."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter

from bot.content.topics import TOPICS_FOLDER

ANSWER_ACTION = "action_answer"


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
        rules = [
            {
                "rule": f"answer {topic}",
                "steps": [{"intent": topic}, {"action": ANSWER_ACTION}],
            }
            for topic in self._topics
        ]
        steps = YAMLStoryReader(self.get_domain()).read_from_parsed_yaml({"rules": rules}) if rules else []
        return super().get_stories(exclusion_percentage).merge(StoryGraph(steps))
