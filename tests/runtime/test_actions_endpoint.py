"""The in-process action endpoint answers Rasa like an action server would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.runtime.actions_endpoint import InProcessActions
from bot.runtime.tuning import ActionResultError, tune_rasa

ACTIONS = """
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

class Echo(Action):
    def name(self): return "action_endpoint_echo"
    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=tracker.latest_message["text"], json_message={"reply": {"text": "é"}})
        return [SlotSet("memory", tracker.get_slot("memory"))]

class Later(Action):
    def name(self): return "action_endpoint_later"
    async def run(self, dispatcher, tracker, domain):
        return None

class Refuse(Action):
    def name(self): return "action_endpoint_refuse"
    def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection(self.name(), 'not "now"')

class Scribble(Action):
    def name(self): return "action_endpoint_scribble"
    def run(self, dispatcher, tracker, domain):
        tracker.get_slot("memory").append("scribbled")
        tracker.latest_message["intent"]["name"] = "scribbled"
        return []

class Wrong(Action):
    def name(self): return "action_endpoint_wrong"
    def run(self, dispatcher, tracker, domain):
        return [{"event": "slot", "name": "memory", "timestamp": "yesterday"}]
"""
DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {"memory": {"type": "any", "mappings": [{"type": "custom"}]}},
        "actions": [f"action_endpoint_{name}" for name in ("echo", "later", "refuse", "scribble", "wrong", "unknown")],
    }
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessActions]:
    folder: Path = tmp_path_factory.mktemp("actions")
    (folder / "endpoint_actions.py").write_text(ACTIONS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield InProcessActions("endpoint_actions")


def tracker() -> DialogueStateTracker:
    made = DialogueStateTracker.from_events("a", [UserUttered("hello", {"name": "greet"})], DOMAIN.slots, domain=DOMAIN)
    made.update(SlotSet("memory", ["kept"]))
    return made


def call(name: str, state: DialogueStateTracker) -> dict[str, Any]:
    return {"next_action": f"action_endpoint_{name}", "tracker": state.current_state(), "domain": {}}


def run(runner: asyncio.Runner, endpoint: EndpointConfig, name: str, state: DialogueStateTracker) -> list[Any]:
    """What Rasa makes of the action."""
    action = RemoteAction(f"action_endpoint_{name}", endpoint)
    return runner.run(action.run(CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), state, DOMAIN))


def test_it_knows_the_actions_of_its_package(endpoint: InProcessActions) -> None:
    assert {f"action_endpoint_{name}" for name in ("echo", "later", "refuse")} <= endpoint.action_names
    assert "action_endpoint_unknown" not in endpoint.action_names


def test_it_answers_what_an_action_server_would(endpoint: InProcessActions, runner: asyncio.Runner) -> None:
    body = call("echo", tracker())
    executor = ActionExecutor()
    executor.register_package("endpoint_actions")
    assert runner.run(endpoint.request(json=body)) == runner.run(executor.run(body))


def test_rasa_takes_over_the_replies_and_events(endpoint: InProcessActions, runner: asyncio.Runner) -> None:
    reply, slot = run(runner, endpoint, "echo", tracker())
    assert reply.text == "hello"
    assert reply.data["custom"] == {"reply": {"text": "é"}}
    assert (slot.key, slot.value) == ("memory", ["kept"])


def test_an_asynchronous_action_that_returns_nothing_is_fine(
    endpoint: InProcessActions, runner: asyncio.Runner
) -> None:
    assert run(runner, endpoint, "later", tracker()) == []


def test_a_rejection_is_the_http_400_that_rasa_knows(endpoint: InProcessActions, runner: asyncio.Runner) -> None:
    with pytest.raises(ClientResponseError) as rejected:
        runner.run(endpoint.request(json=call("refuse", tracker())))
    assert rejected.value.status == 400
    assert json.loads(rejected.value.text)["action_name"] == "action_endpoint_refuse"


def test_rasa_reads_the_rejection(endpoint: InProcessActions, runner: asyncio.Runner) -> None:
    with pytest.raises(ActionExecutionRejection) as rejected:
        run(runner, endpoint, "refuse", tracker())
    assert rejected.value.action_name == "action_endpoint_refuse"
    assert 'not "now"' in rejected.value.message


def test_an_unknown_action_is_an_error_that_names_it(endpoint: InProcessActions, runner: asyncio.Runner) -> None:
    with pytest.raises(Exception, match="action_endpoint_unknown"):
        run(runner, endpoint, "unknown", tracker())


def test_an_action_cannot_change_the_conversation_but_by_events(
    endpoint: InProcessActions, runner: asyncio.Runner
) -> None:
    state = tracker()
    run(runner, endpoint, "scribble", state)
    assert state.get_slot("memory") == ["kept"]
    assert state.latest_message is not None
    assert state.latest_message.intent["name"] == "greet"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    tune_rasa()


RESULTS: list[tuple[dict[str, Any], bool]] = [
    ({"events": [], "responses": []}, True),
    ({"events": [{"event": "slot", "name": "memory", "value": 1, "timestamp": None}], "responses": []}, True),
    ({}, True),
    ({"events": [{"name": "memory"}], "responses": []}, False),
    ({"events": "slot", "responses": []}, False),
    ({"events": [], "responses": {}}, False),
]


@pytest.mark.parametrize(("result", "fine"), RESULTS)
def test_the_compiled_schema_accepts_and_refuses_what_rasas_own_does(
    compiled: None, result: dict[str, Any], fine: bool
) -> None:
    schema = RemoteAction.action_response_format_spec()
    assert jsonschema.Draft7Validator(schema).is_valid(result) is fine, "this table is wrong about Rasa's schema"
    action = RemoteAction("action_endpoint_echo", None)
    if fine:
        assert action._validate_action_result(result)
    else:
        with pytest.raises(ActionResultError):
            action._validate_action_result(result)


def test_a_wrong_result_is_refused(compiled: None, endpoint: InProcessActions, runner: asyncio.Runner) -> None:
    with pytest.raises(ActionResultError):
        run(runner, endpoint, "wrong", tracker())
