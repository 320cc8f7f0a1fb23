"""What a person gets, turn by turn, from the real assistant behind the gate."""

from __future__ import annotations

import asyncio
import itertools
import re

import pytest
from rasa.shared.core.constants import DEFAULT_INTENTS

from bot.content.library import Library, library
from bot.core.offers import choose
from bot.core.replies import CLARIFY, OUT_OF_SCOPE, SMALLTALK, Button, Turn
from bot.core.topics import Part
from bot.nlu.red_flag_component import ASK, ESCALATE
from bot.runtime.assistant import Assistant
from tests.conftest import Ask, respond

TOPICS = tuple(library().topics)
FALLBACK = "consistency"  # what "how long?" and "how often?" are about where the last topic has no such part
RASAS_OWN = set(DEFAULT_INTENTS) - {OUT_OF_SCOPE}
SET_BY_THE_SCREEN = {ESCALATE, ASK}  # never offered, and without findings there is nothing to say
PLAN = "stretch_plan"
START = "guide me through stretches"
VAGUE = ("ankle", "ankle stuff", "my leg", "back of the leg", "heel or hamstring", "muscle thing", "sore leg stuff")
VAGUER = ("is it bad", "my leg stuff", "pain somewhere", "heel thing", "is that ok", "ankle thing maybe")


def _text(turn: Turn) -> str:
    return "\n\n".join(reply.text for reply in turn.replies)


def _buttons(turn: Turn) -> tuple[Button, ...]:
    return tuple(button for reply in turn.replies for button in reply.buttons)


def _payloads(turn: Turn) -> list[str]:
    return [button.payload for button in _buttons(turn)]


def _said(content: Library, turn: Turn) -> set[str]:
    """Ids of the flow replies in a turn."""
    return {reply.id for reply in content.flows.values() if any(text in _text(turn) for text in reply.says)}


def _told(content: Library, turn: Turn) -> set[tuple[str, Part]]:
    """Topics in a turn, with their parts."""
    return {
        (topic.id, part)
        for topic in content.topics.values()
        for part in Part
        if (text := topic.text(part)) and text in _text(turn)
    }


def _asked_about(assistant: Assistant, runner: asyncio.Runner, conversation: str, topic: str) -> None:
    runner.run(respond(assistant, conversation, f"/{topic}"))


# Every intent has an answer.


def test_every_intent_of_the_domain_has_an_answer(assistant: Assistant, runner: asyncio.Runner) -> None:
    assert assistant.agent.domain is not None
    intents = sorted(set(assistant.agent.domain.intents) - RASAS_OWN - SET_BY_THE_SCREEN)
    outcomes = {*assistant.library.topics, *(reply.flow for reply in assistant.library.flows.values())}
    assert len(intents) > len(TOPICS)
    wrong = []
    for intent in intents:
        spoken = runner.run(respond(assistant, f"every intent {intent}", f"/{intent}"))
        texts = [turn["reply"]["text"] for turn in spoken.turns]
        if len(texts) != 1 or not texts[0].strip() or spoken.turns[0]["outcome"] not in outcomes:
            wrong.append(intent)
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("my foot is cold and blue", "escalate:emergency"),
        ("my calf is hot and swollen", "escalate:urgent"),
        ("what if my calf swells up and gets hot?", "ask:urgent"),
    ],
)
def test_the_screens_intents_have_an_answer(ask: Ask, text: str, outcome: str) -> None:
    turn = ask(text)
    assert turn.outcome == outcome
    assert len(turn.replies) == 1
    assert _text(turn).strip()


def test_offers_are_intents_of_the_domain(assistant: Assistant, content: Library) -> None:
    assert assistant.agent.domain is not None
    offered = {intent for topic in content.topics.values() for intent in topic.next}
    offered |= {intent for reply in content.flows.values() for intent in reply.next}
    assert offered <= set(assistant.agent.domain.intents)


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "kinetic_chain"])  # read as overview
def test_a_topics_own_question_is_answered_by_it(ask: Ask, content: Library, topic: str) -> None:
    turn = ask(content.topics[topic].question)
    assert turn.outcome == turn.topic == topic
    assert (topic, Part.ANSWER) in _told(content, turn)


@pytest.mark.parametrize("topic", TOPICS)
def test_an_offered_question_can_be_typed_instead_of_tapped(
    assistant: Assistant, runner: asyncio.Runner, ask: Ask, content: Library, topic: str
) -> None:
    conversation = f"typed {topic}"
    _asked_about(assistant, runner, conversation, topic)
    for other in content.topics[topic].next:
        assert ask(content.topics[other].question, conversation).topic == other
        _asked_about(assistant, runner, conversation, topic)


# What is said comes from somewhere, and is not said twice.


def test_no_topic_answer_is_given_without_sources(assistant: Assistant, runner: asyncio.Runner) -> None:
    bare = []
    for topic in TOPICS:
        conversation = f"sources {topic}"
        for intent in (topic, *(part.value for part in Part if part is not Part.ANSWER)):
            spoken = runner.run(respond(assistant, conversation, f"/{intent}"))
            (turn,) = spoken.turns
            assert turn["topic"] in TOPICS
            if not turn["reply"]["sources"]:
                bare.append((topic, intent))
    assert bare == []


def test_the_greeting_says_what_this_is_in_sixty_words(ask: Ask, content: Library) -> None:
    turn = ask("hello")
    assert turn.outcome == SMALLTALK
    assert "greet" in _said(content, turn)
    assert 0 < len(_text(turn).split()) <= 60
    assert re.search(r"not a (?:person|clinician|doctor)", _text(turn))
    assert "emergency" in _text(turn)
    assert 1 <= len(_buttons(turn)) <= 3


@pytest.mark.parametrize(
    "text", ["hello", "thank you", "bye", "are you a person?", "what can you do?", "what is the capital of France?"]
)
def test_the_same_text_never_comes_twice_in_a_row(ask: Ask, text: str) -> None:
    texts = [_text(ask(text)) for _ in range(4)]
    assert all(one != other for one, other in itertools.pairwise(texts))


# Follow-ups lean on the last topic.


def _wrong_follow_ups(
    assistant: Assistant, runner: asyncio.Runner, ask: Ask, content: Library, said: str, part: Part
) -> list[str]:
    wrong = []
    for topic in TOPICS:
        conversation = f"{said} {topic}"
        _asked_about(assistant, runner, conversation, topic)
        expected = topic if content.topics[topic].text(part) else FALLBACK
        turn = ask(said, conversation)
        if turn.topic != expected or (expected, part) not in _told(content, turn):
            wrong.append(f"{topic}: {turn.outcome}")
    return wrong


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("tell me more", Part.MORE),
        ("why?", Part.WHY),
        ("why is that?", Part.WHY),
        ("for how long?", Part.HOW_LONG),
        ("and how often?", Part.HOW_OFTEN),
    ],
)
def test_a_follow_up_leans_on_the_last_topic(
    assistant: Assistant, runner: asyncio.Runner, ask: Ask, content: Library, said: str, part: Part
) -> None:
    assert _wrong_follow_ups(assistant, runner, ask, content, said, part) == []


@pytest.mark.parametrize("between", ["thanks", "hello", "what can you do?", "🦶"])
def test_small_talk_in_between_does_not_lose_the_topic(ask: Ask, content: Library, between: str) -> None:
    ask("What is dorsiflexion?")
    ask(between)
    assert ("dorsiflexion", Part.WHY) in _told(content, ask("why is that?"))


@pytest.mark.parametrize("said", ["tell me more", "why?", "say that again"])
def test_a_follow_up_to_nothing_says_so(ask: Ask, content: Library, said: str) -> None:
    turn = ask(said)
    assert _said(content, turn) == {"nothing_yet"}
    assert turn.topic is None


@pytest.mark.parametrize(("said", "part"), [("how long?", Part.HOW_LONG), ("and how often?", Part.HOW_OFTEN)])
def test_how_long_and_how_often_make_sense_without_a_topic(ask: Ask, content: Library, said: str, part: Part) -> None:
    assert (FALLBACK, part) in _told(content, ask(said))


def test_more_is_given_once(ask: Ask, content: Library) -> None:
    ask("What is dorsiflexion?")
    assert ("dorsiflexion", Part.MORE) in _told(content, ask("tell me more"))
    again = ask("tell me more")
    assert "nothing_more" in _said(content, again)
    assert set(_payloads(again)) == {f"/{topic}" for topic in content.topics["dorsiflexion"].next}


@pytest.mark.parametrize("first", ["What is dorsiflexion?", "hello", START, "ankle stuff"])
def test_repeat_says_the_same_again(ask: Ask, first: str) -> None:
    turn = ask(first)
    for again in (ask("say that again"), ask("sorry, what was that?")):
        assert again.replies == turn.replies
        assert (again.outcome, again.topic, again.expecting) == (turn.outcome, turn.topic, turn.expecting)


# Two questions in one message.


@pytest.mark.parametrize(
    ("text", "first", "also"),
    [
        ("What is dorsiflexion? And what is the kinetic chain?", "dorsiflexion", ("kinetic_chain",)),
        ("What is dorsiflexion, and how often should I stretch?", "dorsiflexion", ("consistency",)),
        (
            "Can tight hamstrings cause ankle pain? How do I stretch my hamstrings? When should I see a doctor?",
            "overview",
            ("static_stretching", "see_professional"),
        ),
    ],
)
def test_two_questions_in_one_message_are_both_answered(
    ask: Ask, content: Library, text: str, first: str, also: tuple[str, ...]
) -> None:
    turn = ask(text)
    assert (turn.outcome, turn.topic, turn.also) == (first, first, also)
    assert len(turn.replies) == 1
    assert {(topic, Part.ANSWER) for topic in (first, *also)} <= _told(content, turn)
    every_source = {source.label for topic in (first, *also) for source in content.topics[topic].sources}
    assert set(turn.replies[0].sources) == every_source


def test_a_flow_asked_about_beside_a_topic_is_answered(ask: Ask, content: Library) -> None:
    turn = ask("What is plantar fasciitis? Are you a real person?")
    assert (turn.outcome, turn.also) == ("plantar_fasciitis", (SMALLTALK,))
    assert "are_you_human" in _said(content, turn)


@pytest.mark.parametrize(
    ("text", "reply", "topic"),
    [
        ("Are you a real person? What is plantar fasciitis?", "are_you_human", "plantar_fasciitis"),
        ("What is stored about me, and how do I stretch my hamstrings?", "privacy", "static_stretching"),
    ],
)
def test_a_topic_asked_about_after_a_flow_is_answered(
    ask: Ask, content: Library, text: str, reply: str, topic: str
) -> None:
    turn = ask(text)
    assert reply in _said(content, turn)
    assert (topic, Part.ANSWER) in _told(content, turn)
    assert topic in (turn.outcome, *turn.also)


@pytest.mark.parametrize(
    ("text", "topic", "part"),
    [
        ("How do I stretch my hamstrings? How many times a day should I do that?", "static_stretching", Part.HOW_OFTEN),
        ("What is the kinetic chain? Why is that?", "kinetic_chain", Part.WHY),
        ("What is dorsiflexion, and how long does it take?", "dorsiflexion", Part.HOW_LONG),
    ],
)
def test_a_follow_up_in_the_same_message_is_answered(
    ask: Ask, content: Library, text: str, topic: str, part: Part
) -> None:
    turn = ask(text)
    assert turn.outcome == topic
    assert {(topic, Part.ANSWER), (topic, part)} <= _told(content, turn)


# What it does not do.


@pytest.mark.parametrize(
    "text",
    [
        "how much ibuprofen can I take?",
        "what dose of paracetamol is safe for ankle pain",
        "can I take 400mg ibuprofen every 4 hours",
        "is 50 mg of diclofenac enough",
        "how many aspirin a day for a sore heel",
        "how many aspirin a day",
        "How do I stretch my hamstrings? How many mg of ibuprofen can I take?",
    ],
)
def test_a_dose_is_never_given(ask: Ask, text: str) -> None:
    for turn in (ask(text), ask(text)):
        assert turn.outcome == OUT_OF_SCOPE
        assert not re.search(r"\d|milligram", _text(turn))


@pytest.mark.parametrize(
    "text",
    ["what is the capital of France?", "write me a poem about cats", "should I buy shares?"],
)
def test_what_is_outside_the_subject_is_refused(ask: Ask, content: Library, text: str) -> None:
    turn = ask(text)
    assert turn.outcome == OUT_OF_SCOPE
    assert _told(content, turn) == set()
    assert _buttons(turn)


# Asking back.


@pytest.fixture
def asked_back(ask: Ask) -> tuple[str, tuple[Button, ...]]:
    """A conversation in which the assistant has just offered several readings, and the readings."""
    for text in VAGUE:
        turn = ask(text, f"vague {text}")
        if turn.outcome == CLARIFY and len(_buttons(turn)) > 1:
            assert turn.expecting == "choice"
            for unrelated in range(3):  # a conversation of its own for every test
                turn = ask(text, conversation := f"vague {text} {unrelated} {id(turn)}")
            return conversation, _buttons(turn)
    pytest.fail("none of the vague messages was asked back about")


def _outcome(content: Library, button: Button) -> str:
    return content.outcome(button.payload.removeprefix("/"))


@pytest.mark.parametrize("said", ["the second one", "2", "number two", "The 2nd, please"])
def test_the_second_reading_is_taken_by_its_place(
    ask: Ask, content: Library, asked_back: tuple[str, tuple[Button, ...]], said: str
) -> None:
    conversation, offered = asked_back
    assert ask(said, conversation).outcome == _outcome(content, offered[1])


def test_the_last_reading_is_taken_by_its_place(
    ask: Ask, content: Library, asked_back: tuple[str, tuple[Button, ...]]
) -> None:
    conversation, offered = asked_back
    assert ask("the last one", conversation).outcome == _outcome(content, offered[-1])


def test_a_reading_is_taken_by_a_word_of_its_title(
    ask: Ask, content: Library, asked_back: tuple[str, tuple[Button, ...]]
) -> None:
    conversation, offered = asked_back
    for button in offered:
        words = re.findall(r"[a-z]{5,}", button.title.lower())
        unique = [word for word in words if choose(word, offered) == button]
        assert unique, button
    assert ask(f"the {unique[-1]} one", conversation).outcome == _outcome(content, offered[-1])


def test_a_reading_is_taken_by_its_whole_title(
    ask: Ask, content: Library, asked_back: tuple[str, tuple[Button, ...]]
) -> None:
    conversation, offered = asked_back
    assert ask(offered[1].title, conversation).outcome == _outcome(content, offered[1])


def test_a_yes_to_several_readings_asks_which(ask: Ask, asked_back: tuple[str, tuple[Button, ...]]) -> None:
    conversation, offered = asked_back
    turn = ask("yes", conversation)
    assert (turn.outcome, turn.expecting) == (CLARIFY, "choice")
    assert _buttons(turn) == offered


def test_a_no_to_all_readings_takes_none(ask: Ask, asked_back: tuple[str, tuple[Button, ...]]) -> None:
    conversation, _ = asked_back
    turn = ask("no", conversation)
    assert (turn.outcome, turn.topic, turn.expecting) == (SMALLTALK, None, None)


def test_a_new_question_is_answered_instead_of_the_readings(
    ask: Ask, asked_back: tuple[str, tuple[Button, ...]]
) -> None:
    conversation, _ = asked_back
    assert ask("What is plantar fasciitis?", conversation).topic == "plantar_fasciitis"


@pytest.mark.parametrize("said", ["yes", "yes please", "👍", "1"])
def test_a_lone_reading_is_taken_by_a_yes(ask: Ask, content: Library, said: str) -> None:
    for text in VAGUER:
        turn = ask(text, f"vaguer {text} {said}")
        if "clarify_one" in _said(content, turn):
            (offered,) = _buttons(turn)
            assert ask(said, f"vaguer {text} {said}").outcome == _outcome(content, offered)
            return
    pytest.fail("none of the vague messages was asked back about with one reading")


@pytest.mark.parametrize("said", ["yes", "yes please", "👍", "1", "ok"])
def test_a_lone_offer_is_taken_by_a_yes(ask: Ask, said: str) -> None:
    (payload,) = _payloads(ask("talk to a person"))
    assert f"/{ask(said).outcome}" == payload


@pytest.mark.parametrize("said", ["please stop", "go away", "right heel hurts", "ok no", "do not"])
def test_a_lone_offer_is_not_taken_by_anything_else(ask: Ask, said: str) -> None:
    (payload,) = _payloads(ask("talk to a person"))
    assert f"/{ask(said).outcome}" != payload


# Dangers: only a denial takes one back.


@pytest.mark.parametrize(
    "said",
    [
        "ok",
        "yes",
        "👍",
        "ok thanks",
        "ok I will",
        "sure",
        "please help me",
        "right now",
        "that is scary",
        "do it",
        "now",
    ],
)
def test_agreeing_to_an_escalation_does_not_take_it_back(ask: Ask, said: str) -> None:
    assert ask("my foot is cold and blue").level == "emergency"
    assert ask(said).level == "emergency"
    assert ask(START).outcome != PLAN


@pytest.mark.parametrize("said", ["/not_happening", "This is not happening now"])
def test_an_escalation_is_taken_back_by_saying_so(ask: Ask, said: str) -> None:
    assert ask("my foot is cold and blue").level == "emergency"
    assert ask(said).level is None


@pytest.mark.parametrize("said", ["no", "👎", "/deny"])
def test_a_no_to_a_question_about_a_danger_ends_it(ask: Ask, said: str) -> None:
    assert ask("what if my calf swells up and gets hot?").outcome == "ask:urgent"
    turn = ask(said)
    assert (turn.outcome, turn.expecting, turn.level) == (SMALLTALK, None, None)
    assert "/deny" not in _payloads(turn)


@pytest.mark.parametrize("answers", [("yes",), ("👍",), ("/affirm",), ("not sure", "not sure"), ("maybe", "dunno")])
def test_anything_but_a_no_to_a_question_about_a_danger_escalates(ask: Ask, answers: tuple[str, ...]) -> None:
    turn = ask("what if my calf swells up and gets hot?")
    for answer in answers:
        assert turn.outcome == "ask:urgent"
        turn = ask(answer)
    assert (turn.outcome, turn.level) == ("escalate:urgent", "urgent")


@pytest.mark.parametrize("said", ["both", "all of it", "all of these", "some of it", "most of them", "yes, both", "1"])
def test_nothing_but_a_clear_no_lets_a_question_about_a_danger_go(ask: Ask, said: str) -> None:
    asked = ask("what if my calf swells up and gets hot?")
    turn = ask(said)
    assert turn.level == "urgent" or turn.expecting == asked.expecting
