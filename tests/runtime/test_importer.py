"""What Rasa reads: exactly the files that are meant, with an intent and a rule for every topic."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.training_data.structures import RuleStep, StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter

from bot.content.library import Library
from bot.content.yaml_file import read
from bot.runtime.importer import ANSWER_ACTION, TopicImporter
from bot.runtime.rasa_training import check_importer
from bot.runtime.training import TrainingError

RASAS_OWN = {"back", "restart", "session_start", "nlu_fallback"}
NOT_FROM_EXAMPLES = {
    "clarify",
    "escalate",
    "ask_danger",
    "not_happening",
    "choose",
    "self_check_summary",
    "forget_me",
    "keep_mine",
    "keep_question",
}  # set by components or buttons, never learned

TINY = {
    "domain.yml": "version: '3.1'\nintents: [greet]\nactions: [action_answer, action_say]\n",
    "data/topics/gait.yml": "topic: {answer: Words.}\nnlu:\n  - {intent: gait, examples: '- walk'}\n",
    "data/topics/overview.yml": "topic: {answer: Words.}\nnlu:\n  - {intent: overview, examples: '- tight'}\n",
    "data/flows/smalltalk.yml": """
rules:
  - {rule: hi, steps: [{intent: greet}, {action: action_say}]}
nlu:
  - {intent: greet, examples: '- hi'}
""",
    "data/flows/quiet.yml": "flow: {replies: {}}\n",
    "data/words.yml": "words: [ankle]\n",
}


@pytest.fixture(scope="module")
def importer(project: Path) -> TopicImporter:
    return TopicImporter(str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")])


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A project of two topics and a flow."""
    for name, text in TINY.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def importer_of(folder: Path) -> TopicImporter:
    return TopicImporter(None, str(folder / "domain.yml"), [str(folder / "data")])


def holds(file: Path, *keys: str) -> bool:
    content: dict[str, Any] = read(file)
    return any(key in content for key in keys)


def rules_of(graph: StoryGraph) -> set[tuple[str, str]]:
    """Intent and action of every rule that has just these two."""
    found = set()
    for step in graph.story_steps:
        intents = [event.intent_name for event in step.events if isinstance(event, UserUttered) and event.intent_name]
        names = [event.action_name for event in step.events if isinstance(event, ActionExecuted)]
        actions = [name for name in names if name and name not in {"action_listen", "..."}]
        if isinstance(step, RuleStep) and len(intents) == len(actions) == 1:
            found.add((intents[0], actions[0]))
    return found


# --- the real project -------------------------------------------------------------------------------------------------


def test_rasa_reads_examples_from_the_topic_and_flow_files_and_no_others(
    importer: TopicImporter, project: Path
) -> None:
    data = project / "data"
    meant = {*(data / "topics").glob("*.yml"), *(file for file in (data / "flows").glob("*.yml") if holds(file, "nlu"))}
    assert {Path(file).resolve() for file in importer._nlu_files} == meant


def test_rasa_reads_rules_and_stories_from_the_flow_files_and_no_others(importer: TopicImporter, project: Path) -> None:
    meant = {file for file in (project / "data" / "flows").glob("*.yml") if holds(file, "rules", "stories")}
    assert {Path(file).resolve() for file in importer._story_files} == meant
    assert importer._conversation_test_files == []


def test_every_topic_has_an_intent_examples_and_a_rule(importer: TopicImporter, content: Library) -> None:
    assert set(content.topics) <= set(importer.get_domain().intents)
    assert set(content.topics) <= importer.get_nlu_data().intents
    assert {(topic, ANSWER_ACTION) for topic in content.topics} <= rules_of(importer.get_stories())


def test_every_intent_with_examples_is_declared_and_every_declared_one_has_examples(importer: TopicImporter) -> None:
    declared = set(importer.get_domain().intents) - RASAS_OWN
    assert importer.get_nlu_data().intents == declared - NOT_FROM_EXAMPLES


def test_every_intent_stands_in_a_rule_or_story(importer: TopicImporter) -> None:
    steps = importer.get_stories().story_steps
    used = {event.intent_name for step in steps for event in step.events if isinstance(event, UserUttered)}
    assert importer.get_nlu_data().intents <= used


def test_every_action_of_a_rule_or_story_is_declared(importer: TopicImporter) -> None:
    steps = importer.get_stories().story_steps
    used = {event.action_name for step in steps for event in step.events if isinstance(event, ActionExecuted)}
    own = {action for action in used if action and action.startswith("action_") and action != "action_listen"}
    assert own <= set(importer.get_domain().user_actions)


def test_no_wording_reaches_rasa(importer: TopicImporter) -> None:
    assert importer.get_nlu_data().responses == {}
    assert importer.get_domain().responses == {}


# --- a new topic ------------------------------------------------------------------------------------------------------


def test_a_new_topic_is_one_file(tiny: Path) -> None:
    assert "plantar_fasciitis" not in importer_of(tiny).get_domain().intents
    new = "topic: {answer: Words.}\nnlu:\n  - {intent: plantar_fasciitis, examples: '- heel'}\n"
    (tiny / "data" / "topics" / "plantar_fasciitis.yml").write_text(new, encoding="utf-8")
    made = importer_of(tiny)
    assert "plantar_fasciitis" in made.get_domain().intents
    assert ("plantar_fasciitis", ANSWER_ACTION) in rules_of(made.get_stories())
    assert "plantar_fasciitis" in made.get_nlu_data().intents


def test_a_removed_topic_is_gone_whole(tiny: Path) -> None:
    (tiny / "data" / "topics" / "gait.yml").unlink()
    made = importer_of(tiny)
    assert "gait" not in made.get_domain().intents
    assert rules_of(made.get_stories()) == {("overview", ANSWER_ACTION), ("greet", "action_say")}


def test_the_topics_come_from_the_folder_that_rasa_names(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("elsewhere") / "training"
    shutil.move(tiny / "data", moved)
    for paths in ([str(moved)], str(moved)):
        made = TopicImporter(None, str(tiny / "domain.yml"), paths)
        assert {"gait", "overview", "greet"} <= set(made.get_domain().intents)


def test_without_topics_the_project_is_what_its_files_say(tiny: Path) -> None:
    shutil.rmtree(tiny / "data" / "topics")
    assert rules_of(importer_of(tiny).get_stories()) == {("greet", "action_say")}


# --- is it at work? ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "importers",
    [
        [{"name": "bot.runtime.importer.TopicImportr"}],
        [{"name": "bot.runtime.no_such_module.TopicImporter"}],
        [{"name": "RasaFileImporter"}],
        [],
    ],
)
def test_another_importer_is_refused(tiny: Path, importers: list[dict[str, str]]) -> None:
    config = {"importers": importers}
    loaded = TrainingDataImporter.load_from_dict(config, None, str(tiny / "domain.yml"), [str(tiny / "data")])
    with pytest.raises(TrainingError, match="TopicImporter"):
        check_importer(loaded)


@pytest.mark.parametrize("others", [[], [{"name": "RasaFileImporter"}]])
def test_ours_is_accepted_also_beside_another(tiny: Path, others: list[dict[str, str]]) -> None:
    config = {"importers": [*others, {"name": "bot.runtime.importer.TopicImporter"}]}
    loaded = TrainingDataImporter.load_from_dict(config, None, str(tiny / "domain.yml"), [str(tiny / "data")])
    check_importer(loaded)
    assert "gait" in loaded.get_domain().intents


def test_ours_is_accepted_unwrapped(tiny: Path) -> None:
    check_importer(importer_of(tiny))
    with pytest.raises(TrainingError):
        check_importer(RasaFileImporter(None, str(tiny / "domain.yml"), [str(tiny / "data")]))


def test_the_project_itself_uses_ours(project: Path) -> None:
    config, domain, data = (str(project / name) for name in ("config.yml", "domain.yml", "data"))
    check_importer(TrainingDataImporter.load_from_config(config, domain, [data]))
