"""Answers to topic questions, and follow-ups that lean on the last topic."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import count, no_exercise, say, speak, told, watch_of, with_pending
from bot.content.library import library
from bot.core.answers import answer, follow_up
from bot.core.replies import Reply
from bot.core.topics import Part

FALLBACK_TOPIC = "consistency"  # what "how long?" and "how often?" are about when nothing was said before


class ActionAnswer(Action):
    """Answers the topic that was asked for, and the further questions of the same message."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        topics, flows = library().topics, library().flows
        asked_for = (tracker.latest_message["intent"]["name"], *(tracker.latest_message.get("also") or ()))
        if refusal := no_exercise(dispatcher, tracker, *asked_for):
            return refusal
        message = tracker.latest_message
        topic = topics[message["intent"]["name"]]
        known = {*topics, *flows, *Part}
        also = tuple(intent for intent in message.get("also") or () if intent in known)
        further = [topics[intent] for intent in also if intent in topics]
        parts = [Part(intent) for intent in also if intent in set(Part)]
        offered = topic.next if not further else tuple(dict.fromkeys(further[-1].next + topic.next))[:3]
        reply = answer(topic, further, parts, library().buttons(offered, as_questions=True))
        extra = [flows[intent].says[0] for intent in also if intent in flows and intent not in set(Part)]
        reply, expecting = with_pending(tracker, reply.followed_by(extra), None)
        outcomes = tuple(library().outcome(intent) for intent in also if intent not in set(Part))
        events = speak(dispatcher, tracker, reply, topic.id, topic=topic.id, also=outcomes, expecting=expecting)
        return [*events, count(tracker, topic.id)]


class ActionFollowUp(Action):
    """ "Tell me more", "why?", "how long for?" and "how often?" about the topic that was last answered."""

    def name(self) -> str:
        return "action_follow_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        part = Part(tracker.latest_message["intent"]["name"])
        last = tracker.get_slot("topic")
        if last is None and part in (Part.MORE, Part.WHY):
            return say(dispatcher, tracker, "nothing_yet")
        topic = library().topics[last or FALLBACK_TOPIC]
        if topic.text(part) is None:
            topic = library().topics[FALLBACK_TOPIC]
        if refusal := no_exercise(dispatcher, tracker, topic.id):
            return refusal
        key = f"{topic.id}.{part.value}"
        if part is Part.MORE and told(tracker, key):
            return say(dispatcher, tracker, "nothing_more", buttons=library().buttons(topic.next, as_questions=True))
        reply = follow_up(topic, part, library().buttons(topic.next, as_questions=True))
        reply, expecting = with_pending(tracker, reply, None)
        return [
            *speak(dispatcher, tracker, reply, topic.id, topic=topic.id, expecting=expecting),
            count(tracker, key),
        ]


class ActionRepeat(Action):
    """Says the last reply again."""

    def name(self) -> str:
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        last = tracker.get_slot("last_turn")
        if not last:
            return say(dispatcher, tracker, "nothing_yet")
        reply = Reply.from_dict(last["reply"])
        return speak(
            dispatcher,
            tracker,
            reply,
            last["outcome"],
            topic=last["topic"],
            expecting=last["expecting"],
            watch=watch_of(tracker),
        )
