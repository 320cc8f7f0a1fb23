"""The self-check: offers itself, asks, listens, lets answers be changed, and tells the result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionAskDanger, ActionEscalate, raise_alarm
from actions.routine import start as start_routine
from actions.turn import LIKELY, NOTHING, SELF_CHECK, count, danger_of, no_exercise, say, speak, told, watch_of
from actions.usual import usual_answer
from bot.content.library import library
from bot.content.self_check import is_enabled
from bot.core.answers import answer as topic_answer
from bot.core.check_speech import answer_text, question_reply, recap, result_reply
from bot.core.course import MOST_TRIES, Course, Phase
from bot.core.hearing import Heard
from bot.core.questions import OPEN, SKIPPED, UNSURE, Answers, Question
from bot.core.reading import given_answers, joined, named_question, spotted_answers
from bot.core.red_flags import Level
from bot.core.replies import Button, Reply
from bot.core.self_check import ResultKind
from bot.core.wishes import Wish

_DANGERS = "now"  # the question about the dangers of today
_ANSWERS = 0.4  # probability of an option from which it is an answer
_ABOUT = 0.5  # and of the question, that the message is about it
_SURE = 0.7  # confidence from which an intent counts against an answer
_CONSENT = (Button.for_intent("I agree", "affirm"), Button.for_intent("No, just tell me the signs", "deny"))
_SUMMARY = Button("Summary", "/self_check_summary")
# What may be said in between and is answered by a flow of its own, before the pending question is put again.
_MANNERS = frozenset({"greet", "thanks", "goodbye", "are_you_human", "what_can_you_do", "rude", "human", "privacy"})
_IN_BETWEEN = _MANNERS | {"out_of_scope", "medicine", "didnt_help"}


class ActionSelfCheck(Action):
    """Takes every message while the check is going on, and the wish to start it."""

    def name(self) -> str:
        return "action_self_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return _Turn(dispatcher, tracker).run()


def begin(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Start the check, or go on with it, whatever else was going on."""
    return _Turn(dispatcher, tracker).start()


class _Turn:
    """One message to the check."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._check = library().self_check.check
        self._heard = _heard(tracker)
        self._course = Course.from_dict(tracker.get_slot("self_check"))
        self._counts: list[EventType] = []

    def run(self) -> list[EventType]:
        going_on = self._tracker.get_slot("waiting_for") == SELF_CHECK
        if not going_on or self._course is None:
            return self.start()
        if (danger := self._danger_said()) is not None:
            return danger
        if self._course.phase is Phase.CONSENT:
            return self._consent()
        return self._listen() if self._course.phase is Phase.ASKING else self._afterwards()

    def _danger_said(self) -> list[EventType] | None:
        """What the red-flag screen wants said about this message; advice to book does not break off the check."""
        danger = danger_of(self._tracker)
        if self._only_about_the_check():
            danger.update(hits=[], question=None)
        elif any(Level(level) is not Level.PROFESSIONAL for _, level in danger.get("hits", ())):
            return ActionEscalate().run(self._dispatcher, self._tracker, {})
        elif danger.get("question"):
            return ActionAskDanger().run(self._dispatcher, self._tracker, {})
        return None

    def _only_about_the_check(self) -> bool:
        """True where nothing but the net's guess speaks for a danger, and something in the check explains the words."""
        danger, heard = danger_of(self._tracker), self._heard
        if heard.wish is not None and not danger.get("findings"):
            return True
        asked = (self._course.asking if self._course else None) or ""
        spotted = any(place.startswith(f"{asked}.") for place in heard.spotted)
        answers = spotted or max(heard.options.get(asked, {}).values(), default=0.0) >= _ANSWERS
        about = heard.questions.get(asked, 0.0) >= _ABOUT
        return danger.get("probability", 1.0) < LIKELY and answers and about

    # The beginning.

    def start(self) -> list[EventType]:
        if watch_of(self._tracker).forbids_exercise:
            return self._say("check_not_now", NOTHING)
        if self._course is not None and self._course.phase is Phase.ASKING:
            return self._ask([self._phrase("check_resumed")])
        if not is_enabled():
            return self._say("check_signs", NOTHING)
        self._course = Course()
        for heard in [*_earlier(self._tracker), self._heard]:
            self._course = self._course.with_answers(spotted_answers(self._check, heard), heard.text)
        return self._ask_consent("self_check")

    def _ask_consent(self, reply_id: str) -> list[EventType]:
        return self._say(reply_id, SELF_CHECK, buttons=_CONSENT, expecting="self_check:consent")

    def _consent(self) -> list[EventType]:
        assert self._course is not None
        agreed = self._heard.agrees
        if agreed is False:
            self._course = None
            return self._say("check_signs", NOTHING)
        if agreed is None:
            return self._between() or self._ask_consent("check_consent_again")
        self._course = replace(self._course, phase=Phase.ASKING)
        before = [self._phrase("check_started")]
        if self._course.answers:
            before.append(self._phrase("check_noted").format(answers=recap(self._check, self._course.answers)))
        return self._ask(before)

    # The middle.

    def _listen(self) -> list[EventType]:
        assert self._course is not None
        wish = self._heard.wish
        stops = wish is Wish.STOP or (self._heard.intent == "stop" and self._heard.confidence >= _SURE)
        if self._heard.cancels_correction:
            self._course = self._course.taken_back()
            return self._ask([self._phrase("check_kept")], again=True)
        if stops and not self._heard.choice and not self._heard.skips and not self._heard.options_said:
            self._course = None
            return self._say("check_stopped", NOTHING)
        if wish is not None and not self._heard.choice and not self._puts_right(wish):
            return self._grant(wish)
        manners = self._heard.intent in _MANNERS and not self._heard.answers_too(self._course.asking)
        if manners and (said := self._between()) is not None:
            return said
        given = given_answers(self._check, self._course, self._heard)
        question_too = self._heard.asks and not self._heard.choice
        answered = self._heard.answers_asking(self._course.asking or "")
        between = self._between() if (question_too and not answered) or not given else None
        if between is not None:
            return between
        if not given:
            return self._unclear()
        return self._take(given)

    def _puts_right(self, wish: Wish) -> bool:
        """True where "change the place, it is the Achilles" also says what is right."""
        assert self._course is not None
        return wish is Wish.CORRECT and bool(spotted_answers(self._check, self._heard))

    def _take(self, given: Answers) -> list[EventType]:
        assert self._course is not None
        given = joined(self._check, self._course, self._heard, given)
        before = self._notes(given)
        gate = _DANGERS if OPEN.intersection(given.get(_DANGERS, ())) else None
        if gate and gate not in self._course.unsure_gates:
            self._course = replace(self._course, unsure_gates=(gate,))
            return self._ask([self._phrase("check_gate_unsure")], again=True)
        if gate and given[gate] == (SKIPPED,):  # a check without this answer could do harm
            self._course = None
            return self._say("check_gate_needed", NOTHING)
        self._course = self._course.with_answers(given, self._heard.text)
        return self._danger(gate) or self._ask(before)

    def _notes(self, given: Answers) -> list[str]:
        """What to say about answers that were not asked for just now, or that have changed."""
        assert self._course is not None
        notes = []
        for name, options in given.items():
            question, old = self._check.by_id[name], self._course.answers.get(name)
            words = {"name": question.name, "answer": answer_text(question, options)}
            if old is not None:
                notes.append(self._phrase("check_same" if old == options else "check_changed").format(**words))
            elif name != self._course.asking:
                notes.append(self._phrase("check_noted").format(answers=recap(self._check, {name: options})))
        return notes

    def _danger(self, unsure_gate: str | None) -> list[EventType] | None:
        """The alarm that the answers so far raise; twice "not sure" about the dangers of today counts as urgent."""
        assert self._course is not None
        watch = watch_of(self._tracker)
        raised = self._check.raised(self._course.answers)
        for flag, level in raised:
            watch = watch.raise_flag(flag, level)
        alarm = next(((flag, level) for flag, level in raised if level is not Level.PROFESSIONAL), None)
        if alarm is None and unsure_gate:
            alarm = ("RF01", Level.URGENT)
            watch = watch.raise_flag("RF01", Level.URGENT)
        if alarm is None:
            return None
        events = raise_alarm(self._dispatcher, self._tracker, library().red_flags[alarm[0]], alarm[1], watch)
        return [*events, SlotSet("self_check", None)]

    def _unclear(self) -> list[EventType]:
        assert self._course is not None
        assert self._course.asking is not None
        question = self._check.by_id[self._course.asking]
        if self._course.tries >= MOST_TRIES and not question.gate:
            self._course = self._course.with_answers({question.id: (UNSURE,)}, self._heard.text)
            return self._ask([self._phrase("check_let_go").format(name=question.name)])
        reply_id = "check_unclear" if not self._course.tries else "check_unclear_again"
        if self._heard.intent == "affirm":
            reply_id = "check_which"
        self._course = replace(self._course, tries=self._course.tries + 1)
        return self._ask([self._phrase(reply_id)], again=True)

    def _grant(self, wish: Wish) -> list[EventType]:
        course = self._course
        assert course is not None
        if wish is Wish.BACK:
            names = [question.id for question in self._check.course(course.answers)]
            before = names[: names.index(course.asking)] if course.asking in names else names
            answered = [name for name in before if name in course.answers]
            if not answered:
                return self._ask([self._phrase("check_first")], again=True)
            self._course = course.without(answered[-1])
            return self._ask([self._phrase("check_back")], again=True)
        if wish is Wish.RESTART:
            self._course = Course(Phase.ASKING)
            return self._ask([self._phrase("check_restarted")])
        if wish is Wish.COUNT:
            return self._ask(
                [self._phrase("check_progress").format(left=self._check.remaining(course.answers))], again=True
            )
        if wish is Wish.CORRECT:
            if (named := named_question(self._check, course, self._heard)) is None:
                return self._ask([self._phrase("check_correct_which")], again=True)
            self._course = course.without(named)
            return self._ask([], again=True)
        if wish is Wish.WAIT:
            return self._ask([self._phrase("check_wait")], again=True)
        empty = not course.answers
        text = self._phrase("check_recap_empty" if empty else "check_recap")
        return self._ask([text.format(answers=recap(self._check, course.answers))], again=True)

    def _between(self) -> list[EventType] | None:
        """An answer to what was asked in between, with the pending question behind it; None where nothing was."""
        assert self._course is not None
        intent, sure = self._heard.intent, self._heard.confidence >= _SURE
        if intent == "stretch_plan" and sure:  # another wish: the check waits, and goes on when it is asked for again
            return self._hand_over(intent)
        if intent in ("why", "more") and self._course.asking:
            return self._ask([self._check.by_id[self._course.asking].why], again=True)
        if intent == "repeat" and self._course.asking:
            return self._ask([], again=True)
        texts: list[str] = []
        sources: tuple[str, ...] = ()
        if intent in library().topics and (self._heard.asks or sure):
            reply = topic_answer(library().topics[intent], (), (), ())
            texts, sources = [reply.text], reply.sources
        elif intent in _IN_BETWEEN and (sure or self._heard.asks):
            entry = library().flows[intent]
            texts, sources = [self._phrase(intent)], tuple(source.label for source in entry.sources)
        if not texts:
            return None
        inside = self._heard.asks and self._course.phase is Phase.ASKING  # "yes, but what is dorsiflexion?"
        given = given_answers(self._check, self._course, self._heard) if inside else {}
        outcome = library().outcome(intent)
        topic = intent if intent in library().topics else None
        if given:
            self._course = self._course.with_answers(given, self._heard.text)
            if (alarm := self._danger(None)) is not None:
                return alarm
        return self._ask(texts, again=True, outcome=outcome, topic=topic, sources=sources)

    # The next question, or the end.

    def _ask(
        self,
        before: list[str],
        *,
        again: bool = False,
        outcome: str = "self_check",
        topic: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> list[EventType]:
        assert self._course is not None
        if self._course.phase is Phase.CONSENT:
            reply = Reply("\n\n".join([*before, self._phrase("check_consent_again")]), _CONSENT, sources)
            return self._speak(reply, SELF_CHECK, outcome, topic, "self_check:consent")
        question = self._check.next_question(self._course.answers)
        if question is None:
            return self._finish(before)
        self._course = replace(self._course, asking=question.id)
        again = again or self._asked_last(question)
        reply = question_reply(self._check, self._course, question, (), again)
        last = (self._tracker.get_slot("last_turn") or {}).get("reply", {}).get("text")
        if last == " ".join([*before, reply.text]):  # never the same words twice in a row
            reply = question_reply(self._check, self._course, question, (), not again)
        if before:
            joint = "\n\n" if topic else " "
            reply = replace(reply, text=joint.join([*before, reply.text]))
        return self._speak(replace(reply, sources=sources), SELF_CHECK, outcome, topic, f"self_check:{question.id}")

    def _asked_last(self, question: Question) -> bool:
        last = self._tracker.get_slot("last_turn") or {}
        return last.get("expecting") == f"self_check:{question.id}"

    def _finish(self, before: list[str]) -> list[EventType]:
        assert self._course is not None
        result = self._check.conclude(self._course.answers)
        changed_from = self._course.result
        self._course = replace(self._course, phase=Phase.DONE, asking=None, result=result.id)
        phrases = {key: entry.says[0] for key, entry in library().flows.items()}
        reply = result_reply(self._check, self._course, result, phrases)
        if changed_from is not None:
            before = [*before, phrases["result_unchanged" if changed_from == result.id else "result_changed"]]
        if before:
            reply = replace(reply, text="\n\n".join([" ".join(before), reply.text]))
        watch = watch_of(self._tracker)
        for flag, level in self._check.raised(self._course.answers):
            watch = watch.raise_flag(flag, level)
        if watch.level is Level.PROFESSIONAL:
            reply = reply.followed_by([phrases["book"]])
        entry = library().flows[f"result_{ResultKind(result.kind)}"]
        offered = tuple(intent for intent in entry.next if intent != "stretch_plan" or watch.level is None)
        reply = reply.with_buttons((*library().buttons(offered), _SUMMARY))
        return self._speak(reply, SELF_CHECK, "self_check", None, None, result=result.kind.value, watch=watch)

    def _afterwards(self) -> list[EventType]:
        """After the result: an answer may still be put right, and it can start over; all else goes its usual way."""
        assert self._course is not None
        wish = self._heard.wish
        if wish is Wish.SUMMARY:
            return self._hand_over("self_check_summary")
        if wish in (Wish.RESTART, Wish.BACK, Wish.RECAP, Wish.CORRECT):
            return self._reopen(wish)
        last = (self._tracker.get_slot("last_turn") or {}).get("expecting")
        named = named_question(self._check, self._course, self._heard)
        corrects = self._heard.corrects or last == "self_check:correction" or (named and self._heard.spotted)
        if corrects and not self._heard.asks:
            given = given_answers(self._check, self._course, self._heard)
            if given:
                return self._take(given)
        if self._heard.intent == "self_check":
            self._course = None
            return self.start()
        return self._hand_over(self._heard.intent)

    def _hand_over(self, intent: str) -> list[EventType]:
        """Let the action speak that answers `intent` outside the check; the course itself stays as it is."""
        waiting = self._tracker.slots["waiting_for"]
        self._tracker.slots["waiting_for"] = NOTHING
        if intent == "stretch_plan":
            refusal = no_exercise(self._dispatcher, self._tracker, intent)
            events = refusal or start_routine(self._dispatcher, self._tracker)
        else:
            events = usual_answer(self._dispatcher, self._tracker, intent)
        self._tracker.slots["waiting_for"] = waiting
        if any(event.get("name") == "waiting_for" for event in events):
            return events
        kept = SELF_CHECK if intent == "self_check_summary" else NOTHING
        return [*events, SlotSet("waiting_for", kept)]

    def _reopen(self, wish: Wish) -> list[EventType]:
        assert self._course is not None
        if wish is Wish.RECAP:
            text = self._phrase("check_recap").format(answers=recap(self._check, self._course.answers))
            return self._speak(Reply(text, (_SUMMARY,)), SELF_CHECK, "self_check", None, None)
        self._course = replace(self._course, phase=Phase.ASKING)
        if wish is not Wish.CORRECT or named_question(self._check, self._course, self._heard):
            return self._grant(wish)
        text = self._phrase("check_correct_which")
        self._course = replace(self._course, phase=Phase.DONE)
        return self._speak(Reply(text), SELF_CHECK, "self_check", None, "self_check:correction")

    # Speaking.

    def _phrase(self, reply_id: str) -> str:
        """One wording of `reply_id`, another each time."""
        says = library().flows[reply_id].says
        times = told(self._tracker, reply_id)
        self._counts.append(count(self._tracker, reply_id))
        return says[times % len(says)]

    def _say(self, reply_id: str, waiting_for: str, **options: Any) -> list[EventType]:
        events = say(self._dispatcher, self._tracker, reply_id, outcome="self_check", ends_question=True, **options)
        return [*events, SlotSet("waiting_for", waiting_for), self._kept()]

    def _speak(
        self, reply: Reply, waiting_for: str, outcome: str, topic: str | None, expecting: str | None, **options: Any
    ) -> list[EventType]:
        events = speak(self._dispatcher, self._tracker, reply, outcome, topic=topic, expecting=expecting, **options)
        return [*events, *self._counts, SlotSet("waiting_for", waiting_for), self._kept()]

    def _kept(self) -> EventType:
        return SlotSet("self_check", self._course.as_dict() if self._course else None)


def _heard(tracker: Tracker) -> Heard:
    return Heard.of(tracker.latest_message)


def _earlier(tracker: Tracker) -> list[Heard]:
    """What the person wrote before, since the last check: its answers were dropped or told."""
    found: list[Heard] = []
    for event in tracker.events:
        if event.get("event") == "action" and event.get("name") == "action_self_check":
            found = []
        elif event.get("event") == "user":
            found.append(Heard.of(event.get("parse_data") or {}))
    return found[:-1]
