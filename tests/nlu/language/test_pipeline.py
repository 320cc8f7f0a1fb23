"""Whole messages: the level they are found at, with patterns alone."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from bot.content.library import library
from bot.core.red_flags import Level
from bot.nlu.screening import PatternScreen

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("calf hurts and i cant catch my breath", EMERGENCY),
        ("leg swollen + chest pain when i breathe in", EMERGENCY),
        ("coughing blood", EMERGENCY),
        ("one calf bigger than the other", URGENT),
        ("leg's gone hot n red", URGENT),
        ("throbbing calf since my flight", URGENT),
        ("calf like a balloon", URGENT),
        ("numb down below", EMERGENCY),
        ("can't feel when i wipe", EMERGENCY),
        ("cant wee", EMERGENCY),
        ("both legs tingling", EMERGENCY),
        ("it's probably nothing but both legs are numb", EMERGENCY),
        ("my foot's slapping", URGENT),
        ("can't lift my toes", URGENT),
        ("calf is rock hard and agony", EMERGENCY),
        ("pain getting worse by the hour in my cast", EMERGENCY),
        ("foot's gone white and freezing", EMERGENCY),
        ("leg cold and numb all of a sudden", EMERGENCY),
        ("felt like someone kicked me in the heel", URGENT),
        ("acheles snapped", URGENT),
        ("pop in my bum cheek doing the splits", URGENT),
        ("bone poking out of my ankle", EMERGENCY),
        ("toes gone blue after i fell", EMERGENCY),
        ("can't put any weight on it", URGENT),
        ("ankle hot and red, got a fever", URGENT),
        ("red patch creeping up my leg", URGENT),
        ("fever and can't think straight", EMERGENCY),
        ("diabetic and my heel's split", URGENT),
        ("my lad won't walk on it", URGENT),
        ("daughter limping with a temperature", URGENT),
        ("6 months pregnant and calf hurts", URGENT),
        ("losing weight and my hip aches all night", URGENT),
        ("fell off a ladder and back is agony", EMERGENCY),
        ("have to hang my leg out of bed at night", URGENT),
        ("on warfarin and calf is huge and purple", URGENT),
        ("on cipro and achilles sore", URGENT),
        ("worst pain of my life, came on suddenly", EMERGENCY),
        ("had my knee done 2 weeks ago and calf's swollen", URGENT),
        ("his face is drooping", EMERGENCY),
        ("i want to end my life", EMERGENCY),
        ("no fever but my calf is massive", URGENT),
        ("my foots gone a funny colour and is freezing", EMERGENCY),
        ("takes me an hour to get going in the morning, heel stiff", PROFESSIONAL),
        ("it keeps coming back", PROFESSIONAL),
        ("pins n needles in my sole", PROFESSIONAL),
        ("my calf has gone hot and swollen", URGENT),
        ("my left calf is swollen, the right one is fine now", URGENT),
        ("my calf is swollen, it was fine yesterday", URGENT),
        ("my calf is swollen and I can no longer bend it", URGENT),
        ("last year I had a clot, and my calf is swollen and hot", URGENT),
        ("never had chest pain like this", EMERGENCY),
        ("Our cat limps. His face dropped and he can't speak.", EMERGENCY),
        # no danger
        ("no swelling, no fever", None),
        ("what are signs of a clot?", None),
        ("dead legs after gym", None),
        ("popping in to ask about stretches", None),
        ("this stretch is killing me lol", None),
        ("I can feel everything normally, bladder and bowel are fine", None),
        ("can bear weight fine, can go up on tiptoes fine", None),
        ("The dog is limping. He won't put his paw down. Vet at four.", None),
        ("Which warm-up suits tight legs?", None),
        ("I use a foam roller on my calves", None),
        ("is knee to chest good for tight hamstrings", None),
        ("my gran had a stroke before I was born", None),
        ("breast stroke or front crawl for tight hamstrings?", None),
        ("how long should I hold a calf stretch", None),
        ("several of my sprinters have stiff ankles", None),
    ],
)
def test_level_of_a_message(patterns: PatternScreen, text: str, level: Level | None) -> None:
    assert patterns.screen(text)[0].level == level


@pytest.mark.parametrize("text", ["", " ", "\n", "?", "the my"])
def test_a_message_without_words_says_nothing(patterns: PatternScreen, text: str) -> None:
    assert patterns.screen(text)[0].level is None


@pytest.mark.parametrize("sign", library().vocabulary.signs)
def test_every_way_of_saying_a_sign_is_understood(patterns: PatternScreen, sign: str) -> None:
    silent = [
        text
        for text in patterns.reader.examples(sign)
        if sign not in {item.sign for item in patterns.reader.read(text)}
    ]
    assert silent == []


MESSAGES = [
    "My calf is swollen. I have no fever. I twisted it.",
    "The dog is limping. He won't put his paw down. I am fine.",
    "I read a novel. My foot went numb. It is cold.",
    "No swelling. Not hot. I can't catch my breath.",
]


@pytest.mark.parametrize("text", MESSAGES)
def test_order_of_sentences_does_not_matter(patterns: PatternScreen, text: str) -> None:
    sentences = re.split(r"(?<=\.) ", text)
    levels = {patterns.screen(" ".join(order))[0].level for order in itertools.permutations(sentences)}
    assert len(levels) == 1


@pytest.mark.parametrize("text", MESSAGES)
@pytest.mark.parametrize("more", ["My heel is sore.", "I am short of breath.", "My other foot is numb."])
def test_one_more_sign_never_lowers_the_level(patterns: PatternScreen, text: str, more: str) -> None:
    before, after = patterns.screen(text)[0].level, patterns.screen(f"{text} {more}")[0].level
    assert (after.rank if after else 0) >= (before.rank if before else 0)


@pytest.mark.parametrize("before", [0, 900, 1700, 4600])
def test_a_danger_anywhere_in_a_text_too_long_to_answer_is_found(patterns: PatternScreen, before: int) -> None:
    text = ("It was a fine day and I walked to the shops. " * 120)[:before] + " My foot is suddenly cold and blue. "
    found, findings = patterns.screen(text.ljust(5000, "a"))
    assert found.level is Level.EMERGENCY
    assert findings


def test_the_time_for_a_long_text_does_not_explode(patterns: PatternScreen) -> None:
    def seconds(length: int) -> float:
        started = time.perf_counter()
        patterns.screen(("heel " * 1000)[:length])
        return time.perf_counter() - started

    seconds(100)
    assert seconds(5000) < 12 * max(seconds(1000), 0.05)  # it was 20 times and more
