"""What must hold for any message, over the real vocabulary, red flags and gate."""

from __future__ import annotations

import asyncio
import itertools
import random
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker

from actions.turn import watch_of
from bot.content.library import library
from bot.core.findings import Assertion
from bot.core.red_flags import Level
from bot.core.watch import Watch
from bot.gate.gate import Gate
from bot.nlu.language.cues import ANIMAL, PLACES
from bot.nlu.language.phrases import GAPS
from bot.nlu.message import DANGER
from bot.nlu.red_flag_component import RedFlagScreen
from bot.nlu.screening import PatternScreen
from bot.runtime.assistant import Assistant

SCREEN = PatternScreen.over(library())
VOCABULARY = library().vocabulary
DANGERS = (
    "my calf is swollen and hot",
    "I have chest pain",
    "I can't catch my breath",
    "both my legs are numb",
    "my foot has suddenly gone cold and white",
    "my achilles snapped",
    "my foot is facing the wrong way",
    "I can't put any weight on my ankle",
    "my ankle is hot and swollen and I have a fever",
    "a red patch on my leg is spreading and hot",
    "I want to kill myself",
    "his face is drooping",
    "my daughter won't walk on her leg and has a fever",
    "my heel has hurt for three months",
)
DENIALS = (
    "my calf is not swollen",
    "I have no chest pain",
    "no numbness, no fever and no swelling",
    "I don't have any pain in my foot",
    "my ankle isn't stiff",
    "I did not fall",
    "there was no pop",
    "it never hurts",
    "not my other leg",
)
HARMLESS = (
    "how long should I hold a stretch",
    "my hamstrings are tight after sitting",
    "I ran 5 km on Sunday",
    "what is dorsiflexion",
    "my mum had a clot in 2009",
    "what if it comes back",
    "thank you so much",
    "our dog has a swollen leg",
)
CONTENT = tuple(text for flag in SCREEN.flags for text in (*(text for _, text in flag.catches), *flag.must_not_catch))
CAUGHT = tuple(text for text in (*DANGERS, *CONTENT) if SCREEN.screen(text)[0].level)
MESSAGES = st.one_of(
    st.sampled_from((*DANGERS, *DENIALS, *HARMLESS)),
    st.sampled_from(CONTENT),
    st.text(min_size=1, max_size=40).filter(str.strip),
    st.lists(st.sampled_from((*DENIALS, *HARMLESS, *CONTENT)), min_size=1, max_size=3).map(" ".join),
)
FRESH = itertools.count()
quick = settings(derandomize=True, deadline=None, max_examples=150)


@cache
def _rank(text: str) -> int:
    level = SCREEN.screen(text)[0].level
    return level.rank if level else 0


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_no_words_are_no_danger(text: str) -> None:
    assert SCREEN.screen(text)[0].level is None


# More words never make it less urgent.


@given(message=MESSAGES, danger=st.sampled_from(CAUGHT), mark=st.sampled_from([". ", "! ", "?\n", "\n", "; ", "... "]))
@example(
    message="my heel has hurt for three months",
    danger="Ten, sore heel for weeks, but tonight a fever and a limp",
    mark=". ",
)
@quick
def test_a_sentence_with_a_danger_never_lowers_the_level_of_a_message(message: str, danger: str, mark: str) -> None:
    assume(not ANIMAL.search(message.lower()))  # "his" in the next sentence may be the dog's
    least = max(_rank(message), _rank(danger))
    assert _rank(f"{message}{mark}{danger}") >= least
    assert _rank(f"{danger}{mark}{message}") >= least


@given(
    said=st.lists(st.sampled_from((*DANGERS, *DENIALS, *HARMLESS)), min_size=2, max_size=6),
    order=st.randoms(use_true_random=False),
)
@quick
def test_the_order_of_sentences_does_not_matter(said: list[str], order: random.Random) -> None:
    first, _ = SCREEN.screen(". ".join(said))
    second, _ = SCREEN.screen(". ".join(order.sample(said, len(said))))
    assert {(hit.flag.id, hit.level) for hit in first.hits} == {(hit.flag.id, hit.level) for hit in second.hits}
    assert {hit.flag.id for hit in first.questions} == {hit.flag.id for hit in second.questions}


@given(danger=st.sampled_from(CAUGHT), denials=st.lists(st.sampled_from(DENIALS), max_size=3))
@quick
def test_a_denial_in_another_sentence_does_not_hide_a_danger(danger: str, denials: list[str]) -> None:
    assert _rank(". ".join([*denials, danger])) >= _rank(danger)
    assert _rank(". ".join([danger, *denials])) >= _rank(danger)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("my foot has gone white and freezing", Level.EMERGENCY),
        ("both my legs have gone numb and weak", Level.EMERGENCY),
        ("my calf has gone hot and swollen", Level.URGENT),
        ("my calf was fine yesterday, now it is swollen and hot", Level.URGENT),
        ("my left calf is swollen, the right one is fine now", Level.URGENT),
        ("last year I had a clot, and my calf is swollen and hot", Level.URGENT),
        ("no fever but my calf is swollen and hot", Level.URGENT),
        ("not red, but my calf is swollen and hot", Level.URGENT),
        ("my calf is swollen and hot, no injury", Level.URGENT),
        ("it's probably nothing but both my legs are numb", Level.EMERGENCY),
        ("I don't think it's serious, my calf is swollen and hot", Level.URGENT),
        ("never had chest pain like this", Level.EMERGENCY),
        ("I have no idea why my calf is swollen and hot", Level.URGENT),
        ("without warning my foot went cold and white", Level.EMERGENCY),
        ("I was watching a film and my calf is swollen and hot", Level.URGENT),
        ("walking the dog my achilles snapped", Level.URGENT),
        ("can I stretch when my calf is swollen and hot?", Level.URGENT),
    ],
)
def test_what_stands_beside_a_danger_does_not_hide_it(text: str, level: Level) -> None:
    assert SCREEN.screen(text)[0].level is level


# Nothing but a denial of the danger itself takes it back.


@cache
def _component() -> RedFlagScreen:
    storage: Any = None  # it has learnt nothing, so that patterns decide alone
    return RedFlagScreen(RedFlagScreen.get_default_config(), storage, storage)


def _after(watch: Watch, text: str) -> Watch:
    """The dangers of a conversation after one more message, as an action sees them."""
    (message,) = _component().process([Message({"text": text})])
    latest = {"text": text, "danger": message.get(DANGER)}
    return watch_of(Tracker("any", {"watch": watch.as_dict()}, latest, [], False, None, {}, None))


def _signs_said(danger: str) -> dict[str, set[str]]:
    """For each flag that `danger` raises, the signs that it rests on, without mere places."""
    return {hit.flag.id: {finding.sign for finding in hit.findings} - PLACES for hit in SCREEN.screen(danger)[0].hits}


@given(danger=st.sampled_from(CAUGHT), text=MESSAGES)
@example(danger="my calf is swollen and hot", text="my ankle is not stiff")
@example(danger="my foot has suddenly gone cold and white", text="I don't have any pain in my foot")
@example(danger="my calf is swollen and hot", text="I have not been on a long flight")
@settings(quick, max_examples=300)
def test_only_a_denial_of_what_was_said_takes_a_danger_back(danger: str, text: str) -> None:
    raised = _after(Watch(), danger)
    later = _after(raised, text)
    denied = {item.sign for item in SCREEN.reader.read(text) if item.assertion is Assertion.ABSENT}
    unfounded = [flag for flag in raised.raised if flag not in later.raised and not denied & _signs_said(danger)[flag]]
    assert unfounded == []


@given(danger=st.sampled_from(CAUGHT), texts=st.lists(MESSAGES, max_size=3))
@quick
def test_a_danger_keeps_its_level_while_it_is_not_denied(danger: str, texts: list[str]) -> None:
    watch = _after(Watch(), danger)
    for text in texts:
        after = _after(watch, text)
        assert all(
            after.raised[flag].rank >= level.rank for flag, level in watch.raised.items() if flag in after.raised
        )
        watch = after


@given(danger=st.sampled_from(CAUGHT), text=MESSAGES)
@quick
def test_every_change_of_a_level_is_recorded(danger: str, text: str) -> None:
    before = _after(Watch(), danger)
    after = _after(before, text)
    assert after.changes[: len(before.changes)] == before.changes
    assert (after.raised != before.raised) is (len(after.changes) > len(before.changes))


PAYLOADS = (
    "/not_happening",
    "/not_happening{}",
    '/not_happening{"x": 1}',
    "/deny",
    '/deny{"watch": null}',
    '/inform{"watch": {"raised": {}, "changes": []}}',
    "/restart",
    "/session_start",
    "/back",
    "/slot{}",
    "//not_happening",
    "/ not_happening",
    "／not_happening",
    "/not_happening@1.0",
    "EXTERNAL: /not_happening",
    "EXTERNAL:not_happening",
    "/\x00not_happening",
    "/EXTERNAL: /not_happening",
    "/not_happening\u200b",
)


@given(payload=st.one_of(st.sampled_from(PAYLOADS), st.from_regex(r"\A/[a-z_]{1,15}(\{[^}]{0,20}\})?\Z")))
@settings(derandomize=True, deadline=None, max_examples=30)
def test_a_typed_payload_does_not_touch_a_danger(assistant: Assistant, runner: asyncio.Runner, payload: str) -> None:
    gate, conversation = Gate(assistant, timeout=30), f"payload {next(FRESH)}"

    def level(text: str) -> str | None:
        return runner.run(gate.receive(conversation, text)).level

    assert level("my calf is swollen and hot") == Level.URGENT
    assert level("What is dorsiflexion?") == Level.URGENT  # the button is offered no longer
    runner.run(gate.receive(conversation, payload))
    assert level("What is dorsiflexion?") in {Level.URGENT, Level.EMERGENCY}


# The same words in another shape.

SAID = {
    "My calf is swollen and it's hot.": Level.URGENT,
    "I've got chest pain, and I can't breathe!": Level.EMERGENCY,
    "Both my legs are numb, I can't feel them.": Level.EMERGENCY,
    "I can't pee, and it's numb down below.": Level.EMERGENCY,
    "My foot's suddenly gone cold and white.": Level.EMERGENCY,
    "The foot's facing the wrong way.": Level.EMERGENCY,
    "I can't put any weight on my ankle since I fell.": Level.URGENT,
    "My Achilles snapped, it felt like a gunshot.": Level.URGENT,
    "My knee's hot and swollen, and I'm shivery.": Level.URGENT,
    "I want to end it all.": Level.EMERGENCY,
    "My son's got a fever, and he won't walk.": Level.URGENT,
    "I'm diabetic, and there's a sore on my foot.": Level.URGENT,
    "I'm on warfarin, and the bruise on my thigh is growing.": Level.URGENT,
    "I've got calf pain; I'm pregnant, and it's swollen.": Level.URGENT,
    "My heel's no better, it's been months.": Level.PROFESSIONAL,
}
SHAPES = {
    "as written": str,
    "upper case": str.upper,
    "lower case": str.lower,
    "no last mark": lambda text: text.rstrip(".!?"),
    "no apostrophes": lambda text: text.replace("'", ""),
    "curly apostrophes": lambda text: text.replace("'", "’"),
    "no commas": lambda text: text.replace(",", "").replace(";", ""),
    "shouted": lambda text: f"{text.rstrip('.!?').upper()}!!!",
    "many spaces": lambda text: f"  {text.replace(' ', '   ')}  ",
    "without any mark": lambda text: "".join(char for char in text.upper() if char.isalnum() or char == " "),
    "a line of its own": lambda text: f"Hello\n{text.rstrip('.!?')}\nthanks",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("text", "level"), SAID.items())
def test_capitals_and_missing_marks_keep_the_level(text: str, level: Level, shape: str) -> None:
    assert SCREEN.screen(SHAPES[shape](text))[0].level is level


# The words that were written down for a danger are found when somebody says them.


def _word(word: str) -> str:
    """A word of a phrase as somebody may say it: the first of several choices, the first phrase of a sign."""
    if word.startswith("<"):
        phrases = VOCABULARY.signs[word.strip("<>?")]
        return _said(next(phrase for phrase in phrases if GAPS.keys().isdisjoint(phrase.split())))
    return word.removesuffix("?").split("|")[0].replace("_", " ").replace("=", "")


def _said(phrase: str) -> str:
    return " ".join(_word(word) for word in phrase.split() if word not in GAPS)


@pytest.mark.parametrize("sign", [sign for sign in VOCABULARY.signs if not sign.startswith("_")])
def test_every_phrase_of_a_sign_is_found_when_it_is_said(sign: str) -> None:
    phrases = VOCABULARY.signs[sign]
    assert [text for text in phrases if sign not in {item.sign for item in SCREEN.reader.read(_said(text))}] == []
