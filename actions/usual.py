"""What answers an intent outside the guided conversations, for these to hand a message over."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer, ActionFollowUp, ActionRepeat
from actions.conversation import ActionAffirm, ActionClarify, ActionSay, ActionStop
from actions.feedback import ActionDidntHelp
from actions.follow_up import ActionProgress, ActionReminder
from actions.privacy import ActionPrivacy
from actions.self_check_summary import ActionSelfCheckSummary
from bot.content.library import library

# What answers an intent; for all others the topic or flow reply that carries its name is said.
_ACTIONS: dict[str, type[Action]] = {
    **dict.fromkeys(("more", "why", "how_long", "how_often"), ActionFollowUp),
    "repeat": ActionRepeat,
    "affirm": ActionAffirm,
    "stop": ActionStop,
    "clarify": ActionClarify,
    "progress": ActionProgress,
    "reminder": ActionReminder,
    "privacy": ActionPrivacy,
    "didnt_help": ActionDidntHelp,
    "self_check_summary": ActionSelfCheckSummary,
}


def usual_answer(dispatcher: CollectingDispatcher, tracker: Tracker, intent: str) -> list[EventType]:
    """Let the action speak that answers `intent`; a question that waits is put behind it as always."""
    action = ActionAnswer if intent in library().topics else _ACTIONS.get(intent, ActionSay)
    if action is ActionSay and intent not in library().flows:
        action = ActionClarify
    return list(action().run(dispatcher, tracker, {}))
