"""Custom actions of the contract project: each says its own name and what it saw."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

_AFTER = {"none": "first", "first": "second", "second": "none"}


class ContractAction(Action):
    """Says the action's name, the slot `step` and what NLU added to the message, as one custom reply."""

    def name(self) -> str:
        return "action_contract_base"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        seen = {
            "action": self.name(),
            "step": tracker.get_slot("step"),
            "where": tracker.get_slot("where"),
            "also": tracker.latest_message.get("also"),
            "intent": tracker.latest_message["intent"]["name"],
        }
        dispatcher.utter_message(json_message={"reply": {"text": self.name()}, "seen": seen})
        return []


class ContractAnswer(ContractAction):
    """Answers, and remembers a nested value."""

    def name(self) -> str:
        return "action_contract_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        super().run(dispatcher, tracker, domain)
        return [SlotSet("memory", {"answered": [1, {"text": "é"}]})]


class ContractNext(ContractAction):
    """Goes one step on."""

    def name(self) -> str:
        return "action_contract_next"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        super().run(dispatcher, tracker, domain)
        return [SlotSet("step", _AFTER[tracker.get_slot("step")])]


class ContractAskWhere(ContractAction):
    """The form's question."""

    def name(self) -> str:
        return "action_ask_where"


class ContractResult(ContractAction):
    """The end of the form."""

    def name(self) -> str:
        return "action_contract_result"


class ContractClarify(ContractAction):
    """What RulePolicy falls back to; without the follow-up, Rasa runs it ten times and the conversation is stuck."""

    def name(self) -> str:
        return "action_contract_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        super().run(dispatcher, tracker, domain)
        return [FollowupAction("action_listen")]


class ContractRefuse(Action):
    """Refuses to run."""

    def name(self) -> str:
        return "action_contract_refuse"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        raise ActionExecutionRejection(self.name(), "not now")


class ContractCrash(Action):
    """Fails."""

    def name(self) -> str:
        return "action_contract_crash"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        raise RuntimeError("on purpose")
