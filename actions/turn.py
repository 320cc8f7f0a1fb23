"""How an action speaks: one reply with the turn's outcome, and the memory that the next turn needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.content.library import library
from bot.content.regions import current_region
from bot.core.check_asking import CONSENT, CONSENT_BUTTONS
from bot.core.check_speech import Phrase, question_reply
from bot.core.course import Course, Phase
from bot.core.escalation import question, reminder
from bot.core.findings import LIVE
from bot.core.red_flags import Level
from bot.core.replies import Button, Reply
from bot.core.routine_session import Session, Step
from bot.core.routine_setup import RoutineSetup
from bot.core.routine_walk import RoutineWalk
from bot.core.topics import Topic
from bot.core.watch import Watch

NOTHING = "none"  # value of the slot waiting_for when no answer is awaited
DANGER = "danger"
SELF_CHECK = "self_check"
ROUTINE = "routine"
CONTACT = "contact"


LIKELY = 0.9  # probability of danger, by the net alone, below which what a guided conversation understands is just that
CLEAR = 0.9  # probability (0-1) from which a typed "no" to a safety question is taken as one


def is_clear(tracker: Tracker) -> bool:
    """True when the latest message was read with near certainty; a button always is."""
    return (tracker.latest_message["intent"].get("confidence") or 0.0) >= CLEAR


def danger_of(tracker: Tracker) -> dict[str, Any]:
    """What the red-flag screen found in the latest message; empty for a button."""
    found: dict[str, Any] = tracker.latest_message.get("danger") or {}
    return found


def watch_of(tracker: Tracker) -> Watch:
    """The dangers of this conversation, with what the latest message raises and explicitly denies."""
    danger = danger_of(tracker)
    live = [finding["sign"] for finding in danger.get("findings", ()) if finding["assertion"] in LIVE]
    watch = Watch.from_dict(tracker.get_slot("watch")).deny_signs(danger.get("denied", ()), library().red_flags)
    for flag, level in danger.get("hits", ()):
        watch = watch.raise_flag(flag, Level(level), live)
    return watch


def speak(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    reply: Reply,
    outcome: str,
    *,
    topic: str | None = None,
    also: tuple[str, ...] = (),
    expecting: str | None = None,
    watch: Watch | None = None,
    result: str | None = None,
) -> list[EventType]:
    """Send `reply` as the turn's one message, with what the dangers of the conversation add to it, and remember it.

    `watch` is given by actions that speak about a danger themselves; else a reminder, a note that a danger was taken
    back, or advice to book is added here, so that no answer can forget it.
    """
    if watch is None:
        watch = watch_of(tracker)
        reply = _with_notes(tracker, reply, watch)
    turn = {
        "outcome": outcome,
        "also": list(also),
        "topic": topic,
        "expecting": expecting,
        "result": result,
        "level": watch.level.value if watch.level else None,
        "red_flags": list(watch.numbers),
        "findings": danger_of(tracker).get("findings", []),
        "spoke_of": [flag for flag, _ in danger_of(tracker).get("hits", ())],
        "reply": reply.as_dict(),
    }
    dispatcher.utter_message(json_message=turn)
    return [
        SlotSet("offer", [button.as_dict() for button in reply.buttons]),
        SlotSet("last_turn", turn),
        SlotSet("watch", watch.as_dict()),
        *([SlotSet("topic", topic)] if topic else []),
    ]


def _with_notes(tracker: Tracker, reply: Reply, watch: Watch) -> Reply:
    before = Watch.from_dict(tracker.get_slot("watch"))
    notes = []
    if before.forbids_exercise and not watch.forbids_exercise:
        notes.append(library().flows["taken_back"].says[0])
    if watch.forbids_exercise and watch.level:
        notes.append(reminder(watch.level, current_region()))
    elif watch.level is Level.PROFESSIONAL and before.level is not Level.PROFESSIONAL:
        notes.append(library().flows["book"].says[0])
    return reply.followed_by(notes)


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    reply_id: str,
    *,
    buttons: tuple[Button, ...] = (),
    outcome: str | None = None,
    expecting: str | None = None,
    ends_question: bool = False,
    further: tuple[Topic, ...] = (),
    watch: Watch | None = None,
    words: Mapping[str, object] | None = None,
    card: Mapping[str, Any] | None = None,
) -> list[EventType]:
    """Say a flow's reply, worded differently from the last time where it has several wordings.

    `words` are filled into the reply. `further` topics, asked about in the same message, are answered behind it. A
    question that still waits for its answer is put behind that, unless the reply `ends_question`.
    """
    entry = library().flows[reply_id]
    says = entry.says[told(tracker, reply_id) % len(entry.says)]
    reply = Reply(
        text=says.format(**words) if words else says,
        card=card,
        buttons=buttons or library().buttons(entry.next),
        sources=tuple(source.label for sources in (entry.sources, *(t.sources for t in further)) for source in sources),
    ).followed_by([topic.answer for topic in further])
    if not ends_question:
        reply, expecting = with_pending(tracker, reply, expecting)
    events = speak(
        dispatcher,
        tracker,
        reply,
        outcome or entry.flow,
        topic=further[-1].id if further else None,
        also=tuple(topic.id for topic in further),
        expecting=expecting,
        watch=watch,
    )
    return [*events, count(tracker, reply_id)]


EXERCISE = frozenset(
    {"static_stretching", "dynamic_stretching", "strengthening", "related_muscles", "consistency", "stretch_plan"}
)


def no_exercise(dispatcher: CollectingDispatcher, tracker: Tracker, *intents: str) -> list[EventType] | None:
    """The refusal to give exercises while a danger is raised, or None where there is nothing to refuse."""
    watch = watch_of(tracker)
    wanted = not EXERCISE.isdisjoint(intents)
    if wanted and tracker.get_slot("waiting_for") == DANGER:
        return say(dispatcher, tracker, "answer_first", outcome=f"ask:{tracker.get_slot('asked')['level']}")
    if not wanted or not watch.forbids_exercise or watch.level is None:
        return None
    return say(dispatcher, tracker, "no_exercise", outcome=f"escalate:{watch.level.value}")


def also_asked(tracker: Tracker) -> tuple[Topic, ...]:
    """Topics that the latest message asks about besides what it was read as."""
    topics = library().topics
    return tuple(topics[intent] for intent in tracker.latest_message.get("also") or () if intent in topics)


def told(tracker: Tracker, key: str) -> int:
    """How many times `key` was said in this conversation."""
    times: int = (tracker.get_slot("told") or {}).get(key, 0)
    return times


def count(tracker: Tracker, key: str) -> EventType:
    """Remember that `key` was said once more."""
    return SlotSet("told", {**(tracker.get_slot("told") or {}), key: told(tracker, key) + 1})


def with_pending(
    tracker: Tracker, reply: Reply, expecting: str | None, step: str | None = None
) -> tuple[Reply, str | None]:
    """`reply` with the question that still waits for an answer put behind it, and what is expected then.

    `step` says what waits, where that is not what the slot `waiting_for` says.
    """
    step = step or tracker.get_slot("waiting_for") or NOTHING
    if step == SELF_CHECK:
        course = Course.from_dict(tracker.get_slot("self_check"))
        if course is not None and course.phase is Phase.CONSENT:
            asks = library().flows["check_consent_again"].says[0]
            return replace(reply.followed_by([asks]), buttons=CONSENT_BUTTONS), CONSENT
        if course is None or course.phase is not Phase.ASKING or course.asking is None:
            return reply, expecting
        check = library().self_check.check
        again = question_reply(check, course, check.by_id[course.asking], (), again=True)
        return _before(again, reply), f"self_check:{course.asking}"
    if step == NOTHING:
        return reply, expecting
    if step == CONTACT:
        return reply.followed_by([library().flows["contact_again"].says[0]]), "contact"
    if step == DANGER:
        asked = tracker.get_slot("asked")
        again = question(library().red_flags[asked["flag"]], again=True)
        return _before(again, reply), f"danger:{asked['flag']}"
    session = Session.from_dict(tracker.get_slot("routine"))
    if session is None:
        return reply, expecting
    said = routine_talk(phrase_of(tracker, []), session).pending()
    return _before(said.reply, reply), said.expecting


def _before(question: Reply, reply: Reply) -> Reply:
    """`reply` with a question that waits behind it, and with its choices."""
    card = reply.card or question.card
    return replace(reply.followed_by([question.text]), buttons=question.buttons, card=card)


def routine_talk(phrase: Phrase, session: Session) -> RoutineSetup | RoutineWalk:
    """The part of the routine's conversation that `session` has come to."""
    content = library().exercises
    if session.step in (Step.QUESTIONS, Step.OFFER):
        return RoutineSetup(content.book, content.questions, phrase, session)
    return RoutineWalk(content.book, phrase, session)


def phrase_of(tracker: Tracker, events: list[EventType]) -> Phrase:
    """A function that gives one wording of a reply, another each time; what it asks to remember goes to `events`."""
    times: dict[str, int] = dict(tracker.get_slot("told") or {})

    def phrase(reply_id: str) -> str:
        says = library().flows[reply_id].says
        before = times.get(reply_id, 0)
        times[reply_id] = before + 1
        events.append(SlotSet("told", dict(times)))
        return says[before % len(says)]

    return phrase


def check_going_on(tracker: Tracker) -> Course | None:
    """The self-check that was begun and not ended, or None."""
    course = Course.from_dict(tracker.get_slot("self_check"))
    return course if course is not None and course.phase is Phase.ASKING else None
