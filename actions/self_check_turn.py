"""What the self-check is given with a message: how it speaks, and what was before."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions.turn import phrase_of, watch_of
from bot.content.library import library
from bot.content.self_check import is_enabled
from bot.core.answers import answer
from bot.core.check_dialogue import CheckDialogue
from bot.core.check_session import Aside, Before, Voice
from bot.core.course import Course
from bot.core.hearing import Heard


def dialogue(tracker: Tracker, events: list[EventType]) -> CheckDialogue:
    """The check as far as it has come; what its wordings ask to remember goes to `events`."""
    course = Course.from_dict(tracker.get_slot("self_check"))
    return CheckDialogue(library().self_check.check, _voice(tracker, events), _before(tracker), course)


def _voice(tracker: Tracker, events: list[EventType]) -> Voice:
    content, phrase = library(), phrase_of(tracker, events)

    def aside(intent: str) -> Aside:
        if intent in content.topics:
            told = answer(content.topics[intent], (), (), ())
            return Aside(told.text, intent, intent, told.sources)
        sources = tuple(source.label for source in content.flows[intent].sources)
        return Aside(phrase(intent), content.outcome(intent), sources=sources)

    return Voice(phrase, {key: entry.says[0] for key, entry in content.flows.items()}, content.topics, aside)


def _before(tracker: Tracker) -> Before:
    last = tracker.get_slot("last_turn") or {}
    return Before(
        expecting=last.get("expecting"),
        text=last.get("reply", {}).get("text"),
        told_result=last.get("result") is not None,
        earlier=_earlier(tracker),
        forbidden=watch_of(tracker).forbids_exercise,
        enabled=is_enabled(),
    )


def _earlier(tracker: Tracker) -> tuple[Heard, ...]:
    """What the person wrote since the last check, whose answers were dropped or told; without the latest message."""
    found: list[Heard] = []
    for event in tracker.events:
        if event.get("event") == "action" and event.get("name") == "action_self_check":
            found = []
        elif event.get("event") == "user":
            found.append(Heard.of(event.get("parse_data") or {}))
    return tuple(found[:-1])
