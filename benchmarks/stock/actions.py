"""Custom actions of the stock assistant: they answer from the same content files, with nothing around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from ruamel.yaml import YAML

_DATA = Path(__file__).parent / "data"
_YAML = YAML(typ="safe")
_TOPICS = {file.stem: _YAML.load(file)["topic"] for file in sorted((_DATA / "topics").glob("*.yml"))}
_REPLIES: dict[str, Any] = {}
for _file in sorted((_DATA / "flows").glob("*.yml")):
    _REPLIES.update(_YAML.load(_file)["flow"]["replies"])
_NEXT_STEP = {"safety": "first", "first": "second", "second": "third", "third": "none"}


def _intent(tracker: Any) -> str:
    name: str = tracker.latest_message["intent"]["name"]
    return name


def _say(dispatcher: Any, reply: str) -> None:
    entry = _REPLIES.get(reply) or _REPLIES["clarify_none"]
    buttons = [{"title": intent, "payload": f"/{intent}"} for intent in entry.get("next", ())]
    dispatcher.utter_message(text=entry["says"][0], buttons=buttons)


def _answer(dispatcher: Any, tracker: Any) -> list[Any]:
    topic = _TOPICS[_intent(tracker)]
    buttons = [{"title": _TOPICS[other]["title"], "payload": f"/{other}"} for other in topic["next"]]
    dispatcher.utter_message(text=topic["answer"], buttons=buttons)
    return [SlotSet("topic", topic["id"])]


def _follow_up(dispatcher: Any, tracker: Any) -> list[Any]:
    topic = _TOPICS[tracker.get_slot("topic") or "consistency"]
    dispatcher.utter_message(text=topic.get(_intent(tracker)) or topic["answer"])
    return []


def _say_intent(dispatcher: Any, tracker: Any) -> list[Any]:
    _say(dispatcher, _intent(tracker))
    return []


def _next_stretch(dispatcher: Any, tracker: Any) -> list[Any]:
    step = _NEXT_STEP[tracker.get_slot("waiting_for")]
    _say(dispatcher, "stretch_end" if step == "none" else f"stretch_{step}")
    return [SlotSet("waiting_for", step)]


def _fixed(reply: str, step: str | None = None) -> Callable[[Any, Any], list[Any]]:
    def run(dispatcher: Any, tracker: Any) -> list[Any]:
        _say(dispatcher, reply)
        return [SlotSet("waiting_for", step)] if step else []

    return run


_RUNS = {
    "action_answer": _answer,
    "action_follow_up": _follow_up,
    "action_say": _say_intent,
    "action_clarify": _fixed("clarify_none"),
    "action_repeat": _fixed("nothing_yet"),
    "action_affirm": _fixed("affirm"),
    "action_stretch_safety": _fixed("stretch_plan", "safety"),
    "action_stretch_next": _next_stretch,
    "action_stretch_hold_off": _fixed("stretch_hold_off", "none"),
    "action_stretch_stop": _fixed("stretch_stop", "none"),
}


def _action(name: str, run: Callable[[Any, Any], list[Any]]) -> type[Action]:
    members = {"__module__": __name__, "name": lambda self: name}
    return type(name, (Action,), {**members, "run": lambda self, dispatcher, tracker, domain: run(dispatcher, tracker)})


ACTIONS = [_action(name, run) for name, run in _RUNS.items()]  # rasa-sdk finds the subclasses of Action
