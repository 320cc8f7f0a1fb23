"""What this assistant relies on in Rasa, on a tiny project, so that a broken upgrade shows at once."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import rasa.model_training
from rasa import telemetry
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.run import configure_app
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, SlotSet
from rasa.shared.importers.importer import TrainingDataImporter
from sanic import Sanic

from bot.runtime.actions_endpoint import InProcessActions
from bot.runtime.collector import ReplyCollector
from bot.runtime.tuning import tune_rasa

CONTRACT_PROJECT = Path(__file__).with_name("project")
PINNED = {"rasa": "3.6.21", "rasa-sdk": "3.6.2"}
Say = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the contract project, its Python modules importable."""
    folder = tmp_path_factory.mktemp("contract") / "project"
    shutil.copytree(CONTRACT_PROJECT, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        patch.chdir(folder)  # Rasa keeps its cache in ./.rasa
        yield folder


@pytest.fixture(scope="module")
def model(tiny: Path) -> Path:
    """A model of the contract project."""
    return train(tiny, tiny / "models")


def train(project: Path, models: Path) -> Path:
    """Train the way `bot train` does."""
    config, domain, data = (str(project / name) for name in ("config.yml", "domain.yml", "data"))
    result = rasa.model_training.train(domain=domain, config=config, training_files=[data], output=str(models))
    assert result.code == 0
    assert result.model is not None
    return Path(result.model)


def load(model: Path, store: TrackerStore | None = None) -> Agent:
    tune_rasa()
    store = store or InMemoryTrackerStore(Domain.empty())
    return Agent.load(str(model), action_endpoint=InProcessActions("contract_actions"), tracker_store=store)


@pytest.fixture(scope="module")
def agent(model: Path) -> Agent:
    return load(model)


@pytest.fixture
def say(agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest) -> Say:
    """Sends a message in this test's own conversation; gives what each action saw."""

    def send(text: str, speaker: Agent = agent, conversation: str = request.node.nodeid) -> list[dict[str, Any]]:
        collector = ReplyCollector()
        runner.run(speaker.handle_message(UserMessage(text, collector, conversation)))
        return [turn["seen"] for turn in collector.turns]

    return send


def actions_of(seen: list[dict[str, Any]]) -> list[str]:
    return [item["action"].removeprefix("action_").removeprefix("contract_") for item in seen]


def events(agent: Agent, runner: asyncio.Runner, conversation: str, kind: type) -> list[Any]:
    tracker = runner.run(agent.tracker_store.retrieve(conversation))
    assert tracker is not None
    return [event for event in tracker.events if isinstance(event, kind)]


# --- versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("package", "version"), PINNED.items())
def test_version_is_pinned_exactly(package: str, version: str, project: Path) -> None:
    assert importlib.metadata.version(package) == version
    declared = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"{package}=={version}" in declared["project"]["dependencies"]
    metadata = {item["name"]: item["version"] for item in declared["tool"]["uv"]["dependency-metadata"]}
    assert metadata[package] == version, "the trimmed requirements stand for another version"
    lock = (project / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(rf"^{package}==(\S+)", lock, flags=re.MULTILINE) == [version]


# --- training and files -----------------------------------------------------------------------------------------------


def test_one_yaml_file_may_hold_examples_rules_stories_and_keys_of_our_own(tiny: Path) -> None:
    config, domain, data = (str(tiny / name) for name in ("config.yml", "domain.yml", "data"))
    importer = TrainingDataImporter.load_from_config(config, domain, [data])
    assert importer.get_nlu_data().intents == {"heel", "routine", "next_one", "compare", "refuse", "crash", "unruled"}
    steps = [step.block_name for step in importer.get_stories().story_steps]
    assert {"starts the form", "two steps", "added"} <= set(steps)
    assert "heel" in importer.get_domain().intents


def test_a_wrong_importer_name_raises_nothing_so_ours_has_to_be_checked(tiny: Path) -> None:
    config = {"importers": [{"name": "contract_parts.NoSuchImporter"}]}
    importer = TrainingDataImporter.load_from_dict(config, str(tiny / "config.yml"), str(tiny / "domain.yml"), [])
    assert "routine" in importer.get_domain().intents, "Rasa's own importer at work"
    assert "heel" not in importer.get_domain().intents


def test_training_again_without_a_change_gives_a_model_that_reads_the_same(model: Path, tiny: Path, say: Say) -> None:
    assert actions_of(say("heel", load(train(tiny, tiny / "again")))) == ["answer"]


# --- reading ----------------------------------------------------------------------------------------------------------


def test_parse_gives_what_our_component_set(agent: Agent, runner: asyncio.Runner) -> None:
    parsed = runner.run(agent.parse_message("Why does my HEEL hurt"))
    assert parsed["text"] == "Why does my HEEL hurt"
    assert parsed["intent"] == {"name": "heel", "confidence": 0.9}, "trained, loaded, and configured from config.yml"
    assert [item["name"] for item in parsed["intent_ranking"]] == ["heel", "crash"]
    assert parsed["also"] == ["heel"]


def test_a_payload_passes_the_components_by(agent: Agent, runner: asyncio.Runner) -> None:
    parsed = runner.run(agent.parse_message("/crash"))
    assert parsed["intent"]["name"] == "crash"
    assert parsed["intent"]["confidence"] == 1.0


# --- dialogue ---------------------------------------------------------------------------------------------------------


def test_a_rule_from_the_importer_answers(say: Say) -> None:
    assert actions_of(say("heel")) == ["answer"]


def test_an_action_sees_what_nlu_added_to_the_message(say: Say) -> None:
    (seen,) = say("heel")
    assert seen["also"] == ["heel"]
    assert seen["intent"] == "heel"


def test_a_message_without_a_rule_or_story_runs_the_fallback_action_once_and_the_conversation_goes_on(say: Say) -> None:
    assert actions_of(say("nobody handles this")) == ["clarify"]
    assert actions_of(say("heel")) == ["answer"]


def test_a_story_goes_on_by_its_slot_also_after_an_interruption(
    say: Say, agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest
) -> None:
    steps = [say(text)[0]["step"] for text in ("start", "next", "heel", "next")]
    assert steps == ["none", "first", "second", "second"]
    executed = events(agent, runner, request.node.nodeid, ActionExecuted)
    policies = [event.policy for event in executed if event.action_name == "action_contract_next"]
    assert policies == ["AugmentedMemoizationPolicy"] * 3


def test_a_story_step_does_not_run_outside_the_story(say: Say) -> None:
    assert actions_of(say("next")) == ["clarify"]


def test_a_form_asks_takes_any_text_and_ends(say: Say) -> None:
    assert actions_of(say("compare")) == ["ask_where"]
    (seen,) = say("outside of my left foot")
    assert (seen["action"], seen["where"]) == ("action_contract_result", "outside of my left foot")


def test_a_form_is_interrupted_and_asks_again(say: Say) -> None:
    say("compare")
    assert actions_of(say("heel")) == ["answer", "ask_where"]
    (seen,) = say("at the back")
    assert (seen["action"], seen["where"]) == ("action_contract_result", "at the back")


def test_a_free_text_slot_is_filled_only_while_the_form_asks_for_it(say: Say) -> None:
    say("something else entirely")
    (seen,) = say("heel")
    assert seen["where"] is None


def test_a_payload_starts_a_form_like_words_do(say: Say) -> None:
    assert actions_of(say("/compare")) == ["ask_where"]


def test_two_messages_at_once_are_answered_one_after_the_other(
    agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest
) -> None:
    collector = ReplyCollector()
    messages = [UserMessage(text, collector, request.node.nodeid) for text in ("start", "next", "next")]

    async def send_all() -> None:
        await asyncio.gather(*(agent.handle_message(message) for message in messages))

    runner.run(send_all())
    assert [turn["seen"]["step"] for turn in collector.turns] == ["none", "first", "second"]


def test_a_form_survives_a_week_of_silence(
    say: Say, agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest
) -> None:
    say("compare")
    tracker = runner.run(agent.tracker_store.retrieve(request.node.nodeid))
    assert tracker is not None
    for event in tracker.events:
        event.timestamp -= 7 * 24 * 3600
    runner.run(agent.tracker_store.save(tracker))
    assert say("at the back")[0]["where"] == "at the back"


# --- actions ----------------------------------------------------------------------------------------------------------


def test_a_slot_set_by_an_action_is_kept_whole(
    say: Say, agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest
) -> None:
    say("heel")
    tracker = runner.run(agent.tracker_store.retrieve(request.node.nodeid))
    assert tracker is not None
    assert tracker.get_slot("memory") == {"answered": [1, {"text": "é"}]}


def test_a_refusing_action_is_recorded_as_rejected_and_the_fallback_answers(
    say: Say, agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest
) -> None:
    assert actions_of(say("refuse")) == ["clarify"]
    rejected = events(agent, runner, request.node.nodeid, ActionExecutionRejected)
    assert [event.action_name for event in rejected] == ["action_contract_refuse"]


def test_a_failing_action_says_nothing_and_the_conversation_goes_on(say: Say) -> None:
    assert say("crash") == []
    assert actions_of(say("heel")) == ["answer"]


# --- conversations ----------------------------------------------------------------------------------------------------


def test_sqlite_conversation_survives_a_new_store_and_a_new_agent(
    tmp_path: Path, model: Path, say: Say, runner: asyncio.Runner
) -> None:
    file = tmp_path / "conversations.sqlite"

    def sqlite_store() -> SQLTrackerStore:
        return SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(file))

    before = load(model, sqlite_store())
    say("heel", before, "a"), say("start", before, "a"), say("heel", before, "b")
    assert file.is_file()

    after = load(model, sqlite_store())
    kept = [event.as_dict() for event in events(after, runner, "a", object)]
    assert kept == [event.as_dict() for event in events(before, runner, "a", object)]
    assert [event.value for event in events(after, runner, "a", SlotSet) if event.key == "step"][-1] == "first"
    assert say("next", after, "a")[0]["step"] == "first"
    assert say("next", after, "b")[0]["action"] == "action_contract_clarify"


def test_sqlite_form_survives_a_new_store(tmp_path: Path, model: Path, say: Say) -> None:
    def agent_of_file() -> Agent:
        return load(model, SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(tmp_path / "forms.sqlite")))

    say("compare", agent_of_file(), "a")
    assert say("at the back", agent_of_file(), "a")[0]["where"] == "at the back"


def test_memory_conversations_are_separate_and_end_with_their_store(
    model: Path, say: Say, runner: asyncio.Runner
) -> None:
    first = load(model)
    say("start", first, "a")
    assert say("next", first, "b")[0]["action"] == "action_contract_clarify"
    assert say("next", first, "a")[0]["action"] == "action_contract_next"
    assert runner.run(load(model).tracker_store.retrieve("a")) is None


def test_the_stored_conversation_tells_how_the_last_message_was_read(
    say: Say, agent: Agent, runner: asyncio.Runner, request: pytest.FixtureRequest
) -> None:
    say("heel")
    tracker = runner.run(agent.tracker_store.retrieve(request.node.nodeid))
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.parse_data["intent"]["name"] == "heel"
    assert tracker.latest_message.parse_data["also"] == ["heel"]


# --- HTTP -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def app(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> Sanic:
    """Rasa's Sanic app without its API, with a channel of our own."""
    from contract_parts import ContractChannel  # type: ignore[import-not-found]

    async def give_agent(running: Sanic, _loop: object) -> None:
        running.ctx.agent = agent

    monkeypatch.setattr(Sanic, "_app_registry", {})  # Sanic refuses a second app of Rasa's name in one process
    listeners = [(give_agent, "before_server_start")]
    return configure_app([ContractChannel()], enable_api=False, cors=[], server_listeners=listeners)


def test_without_its_api_rasa_serves_our_channel_and_nothing_else(app: Sanic) -> None:
    routes = {(f"/{route.path}", method) for route in app.router.routes for method in route.methods}
    assert {route for route in routes if route[1] != "OPTIONS"} == {
        ("/", "GET"),
        ("/webhooks/contract/message", "POST"),
    }


def test_our_channel_answers_over_http(app: Sanic, runner: asyncio.Runner) -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"

    async def converse() -> tuple[list[Any], list[int]]:
        server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        await server.after_start()
        try:
            async with aiohttp.ClientSession(base) as client:
                turns = []
                for text in ("start", "next"):
                    message = {"conversation": "http", "text": text}
                    async with client.post("/webhooks/contract/message", json=message) as answer:
                        turns += await answer.json()
                statuses = []
                for path in ("/model/parse", "/model/train", "/conversations/http/tracker", "/webhooks/rest/webhook"):
                    async with client.post(path, json={}) as answer:
                        statuses.append(answer.status)
                return turns, statuses
        finally:
            await server.close()

    turns, statuses = runner.run(converse())
    assert [turn["seen"]["step"] for turn in turns] == ["none", "first"]
    assert statuses == [404] * 4


# --- silence ----------------------------------------------------------------------------------------------------------

QUIET = """
import sys
looked_up = []
network = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, details: looked_up.append(event) if event in network else None)
from bot.runtime.bootstrap import prepare_rasa
prepare_rasa()
import asyncio, json
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from bot.runtime.actions_endpoint import InProcessActions
from bot.runtime.tuning import tune_rasa
from bot.runtime.collector import ReplyCollector
model, report, marker = sys.argv[1:]
store = InMemoryTrackerStore(Domain.empty())
agent = Agent.load(model, action_endpoint=InProcessActions("contract_actions"), tracker_store=store)
collector = ReplyCollector()
async def talk():
    for text in ("heel", "something private", "compare", "at the back", marker, "refuse", "crash"):
        if text == marker:
            for stream in (sys.stdout, sys.stderr):
                print(marker, file=stream, flush=True)
        else:
            await agent.handle_message(UserMessage(text, collector, "a"))
asyncio.run(talk())
answers = [turn["seen"]["action"] for turn in collector.turns]
json.dump({"answers": answers, "looked_up": looked_up}, open(report, "w"))
"""


MARKER = "now actions refuse and fail"
Run = tuple[subprocess.CompletedProcess[str], dict[str, Any]]


@pytest.fixture(scope="module")
def quiet_run(model: Path, tiny: Path, project: Path) -> Run:
    """A process of its own that loads the model and answers: its output and its report."""
    report = tiny / "report.json"
    set_by_us = ("RASA_", "PYTHONWARNINGS", "LOG_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(set_by_us)}
    environment["PYTHONPATH"] = os.pathsep.join((str(tiny), str(project)))
    command = [sys.executable, "-c", QUIET, str(model), str(report), MARKER]
    done = subprocess.run(command, env=environment, cwd=tiny, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done, json.loads(report.read_text(encoding="utf-8"))


def test_loading_and_answering_prints_nothing(quiet_run: Run) -> None:
    done, report = quiet_run
    assert len(report["answers"]) == 5
    assert done.stdout.partition(MARKER)[0] == ""
    assert done.stderr.partition(MARKER)[0] == ""


def test_what_goes_wrong_is_never_told_on_standard_output(quiet_run: Run) -> None:
    assert quiet_run[0].stdout.partition(f"{MARKER}\n")[2] == "", "programs read answers there, one JSON object a line"


def test_loading_and_answering_reaches_for_no_network(quiet_run: Run) -> None:
    assert quiet_run[1]["looked_up"] == []


def test_telemetry_is_off() -> None:
    assert not telemetry.is_telemetry_enabled()
