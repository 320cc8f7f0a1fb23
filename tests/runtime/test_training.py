"""Training happens when, and only when, something the model was made from has changed; and a bad model is noticed."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.runtime import training
from bot.runtime.assistant import Assistant, ModelError, check_model
from bot.runtime.settings import Settings
from bot.runtime.training import (
    MANIFEST,
    Input,
    Manifest,
    TrainingError,
    reason_to_train,
    train,
    training_inputs,
    write_manifest,
)
from tests.conftest import respond

MODEL = "model.tar.gz"
TOPIC = "data/topics/gait.yml"
FLOW = "data/flows/stretch_plan.yml"
FLAGS = "data/red_flags.yml"

TINY = {
    "config.yml": """
recipe: default.v1
assistant_id: tiny
language: en
importers: [{name: bot.runtime.importer.TopicImporter}]
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
""",
    "domain.yml": "version: '3.1'\nintents: [greet]\nactions: [action_answer, action_say]\n",
    "data/red_flags.yml": "red_flags: []\n",
    "data/topics/gait.yml": "topic: {answer: Words.}\nnlu:\n  - {intent: gait, examples: '- walk'}\n",
    "data/flows/smalltalk.yml": """
rules:
  - {rule: hi, steps: [{intent: greet}, {action: action_say}]}
nlu:
  - {intent: greet, examples: '- hello'}
""",
}


# --- what asks for training -------------------------------------------------------------------------------------------


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    """A copy of everything the model is made from."""
    folder = tmp_path / "project"
    for name in ("bot", "data"):
        shutil.copytree(project / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml"):
        shutil.copy(project / name, folder / name)
    return folder


@pytest.fixture
def models(copied: Path, tmp_path: Path) -> Path:
    """A folder with a model that fits `copied`."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / MODEL).write_bytes(b"a model")
    record(folder, training_inputs(copied))
    return folder


def record(models: Path, inputs: dict[str, Input]) -> None:
    digest = hashlib.sha256((models / MODEL).read_bytes()).hexdigest()
    write_manifest(models, Manifest(MODEL, digest, inputs))


def edit(file: Path, pattern: str, replacement: str) -> None:
    text = file.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert (count, changed != text) == (1, True), f"nothing to edit in {file.name}"
    file.write_text(changed, encoding="utf-8")


def test_a_fitting_model_needs_no_training(copied: Path, models: Path) -> None:
    assert reason_to_train(models, copied) is None


@pytest.mark.parametrize(
    ("file", "pattern", "replacement"),
    [
        (TOPIC, r"^  title: .*$", "  title: Other words"),
        (TOPIC, r"^  answer: >-$", "  answer: >-\n    One more sentence."),
        (TOPIC, r"^  reviewed: .*$", "  reviewed: 2026-01-01"),
        (TOPIC, r"^nlu:$", "# a remark\nnlu:"),
        (FLOW, r"^      says:$", "      says:\n        - Another way to say it."),
        (FLOW, r"^      title: .*$", "      title: Other words"),
        (FLAGS, r"^    why: .*$", "    why: Other words."),
    ],
)
def test_new_wording_needs_no_training(copied: Path, models: Path, file: str, pattern: str, replacement: str) -> None:
    edit(copied / file, pattern, replacement)
    assert reason_to_train(models, copied) is None


@pytest.mark.parametrize(
    ("file", "pattern", "replacement"),
    [
        (TOPIC, r"^    examples: \|$", "    examples: |\n      - one more way to ask"),
        (FLOW, r"^    examples: \|$", "    examples: |\n      - one more way to ask"),
        (FLOW, r"^      - action: action_routine$", "      - action: action_stop"),
        (FLOW, r"rule: wants to stretch", "rule: wants to stretch now"),
        (FLAGS, r"^      emergency: \|$", "      emergency: |\n        - one more danger"),
        (FLAGS, r"^        - \[breathless\]$", "        - [breathless, calf]"),
        ("data/vocabulary.yml", r"^timeless:", "# changed\ntimeless:"),
        ("data/triage/harmless.txt", r"\A", "one more that is harmless\n"),
        ("data/triage/dangers.tsv", r"\A", "RF02\turgent\tone more\n"),
        ("bot/nlu/language/normalise.py", r"\A", "# changed\n"),
        ("config.yml", r"sharpness: .*$", "sharpness: 9.0"),
        ("domain.yml", r"^  - greet$", "  - greet\n  - greet_again"),
        ("data/spelling.yml", r"^words:$", "words:\n  - hallux"),
        ("bot/nlu/ensemble.py", r"\A", "# changed\n"),
        ("bot/runtime/importer.py", r"\A", "# changed\n"),
    ],
)
def test_a_change_of_what_was_learned_from_needs_training_and_is_named(
    copied: Path, models: Path, file: str, pattern: str, replacement: str
) -> None:
    edit(copied / file, pattern, replacement)
    reason = reason_to_train(models, copied)
    assert reason is not None
    assert file in reason


@pytest.mark.parametrize("name", ["data/more.yml", "data/topics/more.yaml", "data/topics/deep/down/more.yml"])
def test_examples_in_any_file_that_rasa_reads_need_training(copied: Path, models: Path, name: str) -> None:
    (copied / name).parent.mkdir(parents=True, exist_ok=True)
    (copied / name).write_text("nlu:\n  - {intent: gait, examples: '- walking'}\n", encoding="utf-8")
    reason = reason_to_train(models, copied)
    assert reason is not None
    assert name in reason


def test_a_new_file_that_teaches_nothing_needs_no_training(copied: Path, models: Path) -> None:
    (copied / "data/more.yml").write_text("remarks: []\n", encoding="utf-8")
    assert reason_to_train(models, copied) is None


def test_a_new_or_removed_topic_needs_training_and_is_named(copied: Path, models: Path) -> None:
    (copied / TOPIC).rename(copied / "data/topics/striding.yml")
    reason = reason_to_train(models, copied)
    assert reason is not None
    assert TOPIC in reason
    assert "1 more" in reason


def test_another_version_of_a_package_needs_training(copied: Path, models: Path) -> None:
    record(models, {**training_inputs(copied), "package rasa": Input("", "3.6.20")})
    reason = reason_to_train(models, copied)
    assert reason is not None
    assert "package rasa" in reason


# --- missing and damaged models ---------------------------------------------------------------------------------------


def _remove_manifest(models: Path) -> None:
    (models / MANIFEST).unlink()


def _remove_model(models: Path) -> None:
    (models / MODEL).unlink()


def _cut_model(models: Path) -> None:
    (models / MODEL).write_bytes(b"a mod")


def _replace_model_by_folder(models: Path) -> None:
    (models / MODEL).unlink()
    (models / MODEL).mkdir()


def _write_manifest(text: str) -> Callable[[Path], None]:
    def damage(models: Path) -> None:
        (models / MANIFEST).write_text(text, encoding="utf-8")

    return damage


DAMAGES: list[tuple[Callable[[Path], None], str]] = [
    (_remove_manifest, "no trained model"),
    (_write_manifest(""), "no trained model"),
    (_write_manifest("[1, 2]"), "no trained model"),
    (_write_manifest('{"model": "model.tar.gz"}'), "no trained model"),
    (_remove_model, "missing"),
    (_replace_model_by_folder, "missing"),
    (_cut_model, "damaged"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGES)
def test_a_missing_or_damaged_model_is_a_reason_to_train(
    copied: Path, models: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(models)
    reason = reason_to_train(models, copied)
    assert reason is not None
    assert said in reason


@pytest.mark.parametrize(("damage", "said"), DAMAGES)
def test_a_missing_or_damaged_model_is_never_loaded(models: Path, damage: Callable[[Path], None], said: str) -> None:
    (models / "older.tar.gz").write_bytes(b"Rasa would silently load this one")
    damage(models)
    with pytest.raises(ModelError, match=said):
        check_model(Settings(models=models))


def test_a_folder_that_is_not_there_is_a_reason_to_train(copied: Path, tmp_path: Path) -> None:
    assert reason_to_train(tmp_path / "nowhere", copied) is not None


# --- training ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A project that trains in a second."""
    folder = tmp_path / "tiny"
    for name, text in TINY.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_training_makes_a_current_model_and_tells_its_steps(
    tiny: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    models, steps = tmp_path / "models", list[str]()
    manifest = train(models, steps.append, tiny)
    assert {"KeywordIntentClassifier", "RulePolicy"} <= set(steps)
    assert reason_to_train(models, tiny) is None
    assert check_model(Settings(models=models)) == manifest
    assert capfd.readouterr().out == ""
    agent = Agent.load(str(models / manifest.model))
    assert asyncio.run(agent.parse_message("walk"))["intent"]["name"] == "gait"


def test_training_stays_in_the_folder_it_was_started_from(tiny: Path, tmp_path: Path) -> None:
    before = Path.cwd()
    train(tmp_path / "models", project=tiny)
    assert Path.cwd() == before


def test_after_an_edit_the_new_model_knows_it_and_old_ones_are_removed(tiny: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    for example in ("walk", "stroll", "march"):
        edit(tiny / TOPIC, r"'- \w+'", f"'- {example}s'")
        manifest = train(models, project=tiny)
    agent = Agent.load(str(models / manifest.model))
    assert asyncio.run(agent.parse_message("marchs"))["intent"]["name"] == "gait"
    assert len(list(models.glob("*.tar.gz"))) == training.KEPT_MODELS


BROKEN = {
    "another importer": ("config.yml", "importer.TopicImporter", "importer.TopicImportr"),
    "unknown component": ("config.yml", "KeywordIntentClassifier", "NoSuchClassifier"),
    "configuration is no YAML": ("config.yml", r"^language: en$", "language: ["),
    "no importers": ("config.yml", r"^importers: .*$", "importers:"),
    "domain is no YAML": ("domain.yml", r"^intents: .*$", "intents: ["),
    "undeclared action": ("domain.yml", "action_say", "action_hum"),
    "misspelt rule": ("data/flows/smalltalk.yml", "steps:", "stairs:"),
}


@pytest.mark.parametrize(("file", "pattern", "replacement"), BROKEN.values(), ids=BROKEN.keys())
def test_training_that_fails_is_one_error_and_leaves_the_current_model(
    tiny: Path, tmp_path: Path, file: str, pattern: str, replacement: str
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / MODEL).write_bytes(b"a model")
    record(models, {})
    before = {path.name: path.read_bytes() for path in models.iterdir()}
    edit(tiny / file, pattern, replacement)
    with pytest.raises(TrainingError):
        train(models, project=tiny)
    assert {path.name: path.read_bytes() for path in models.iterdir()} == before


def test_a_relative_folder_for_models_is_meant_from_where_the_command_was_given(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    manifest = train(Path("my_models"), project=tiny)
    assert (tmp_path / "my_models" / manifest.model).is_file()


@pytest.mark.parametrize("name", ["config.yml", "domain.yml", "data"])
def test_a_missing_part_of_the_project_is_named(tiny: Path, tmp_path: Path, name: str) -> None:
    shutil.rmtree(tiny / name) if name == "data" else (tiny / name).unlink()
    with pytest.raises(TrainingError, match=name):
        train(tmp_path / "models", project=tiny)


TRAIN_A_COPY = """
import hashlib, sys, tarfile
from pathlib import Path
project = Path(sys.argv[1])
sys.path.insert(0, str(project))
from bot.runtime import training
assert Path(training.__file__).is_relative_to(project)
manifest = training.train(project / "models", project=project)
with tarfile.open(project / "models" / manifest.model) as archive:
    for member in archive.getmembers():
        if member.name.endswith("ensemble.npz"):
            print(hashlib.sha256(archive.extractfile(member).read()).hexdigest())
"""


def test_changed_code_below_a_component_reaches_the_model(copied: Path) -> None:
    for folder, kept in (("topics", {"gait", "overview"}), ("flows", {"out_of_scope"})):
        for file in (copied / "data" / folder).glob("*.yml"):
            if file.stem not in kept:
                file.unlink()
    components = (
        "[{name: bot.nlu.spelling_component.SpellingRepair}, {name: bot.nlu.classifier_component.TopicClassifier}]"
    )
    config = TINY["config.yml"].replace("[{name: KeywordIntentClassifier}]", components)
    (copied / "config.yml").write_text(config, encoding="utf-8")

    def trained() -> str:
        command = [sys.executable, "-c", TRAIN_A_COPY, str(copied)]
        done = subprocess.run(command, cwd=copied, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    before = trained()
    edit(copied / "bot" / "nlu" / "ensemble.py", r"max_iter=\d+", "max_iter=1")
    assert trained() != before


# --- the trained dialogue ---------------------------------------------------------------------------------------------

RASAS_OWN = {"back", "restart", "session_start", "nlu_fallback"}
SET_BY_THE_SCREEN = {"escalate", "ask_danger"}  # they need what the red-flag screen found
OFFERED = ("none", "none", "none", "10 minutes", "new to it")
WAY_TO_STEP = {
    "none": (),
    "questions": ("/stretch_plan",),
    "offer": ("/stretch_plan", *OFFERED),
    "exercise": ("/stretch_plan", *OFFERED, "/affirm"),
    "self-check": ("/self_check", "/affirm"),
}


@pytest.mark.parametrize("step", WAY_TO_STEP)
def test_at_every_step_each_intent_has_exactly_one_reply_and_the_conversation_goes_on(
    assistant: Assistant, runner: asyncio.Runner, step: str
) -> None:
    async def replies(intent: str) -> list[int]:
        conversation = f"every-intent-{step}-{intent}"
        for payload in WAY_TO_STEP[step]:
            await respond(assistant, conversation, payload)
        return [len((await respond(assistant, conversation, payload)).turns) for payload in (f"/{intent}", "/overview")]

    ruled_alike = set(assistant.library.topics) - {"gait"}
    intents = sorted(set(assistant.agent.domain.intents) - ruled_alike - RASAS_OWN - SET_BY_THE_SCREEN)
    wrong = {intent: counts for intent in intents if (counts := runner.run(replies(intent))) != [1, 1]}
    assert wrong == {}


def test_a_reading_that_no_rule_covers_gets_one_reply_and_the_conversation_goes_on(
    assistant: Assistant, runner: asyncio.Runner
) -> None:
    async def replies() -> list[int]:
        return [len((await respond(assistant, "uncovered", text)).turns) for text in ("/nlu_fallback", "/overview")]

    assert runner.run(replies()) == [1, 1]
