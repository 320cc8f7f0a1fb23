"""In which sense a sign was said: the traps of the clinical reference, section 2d, and their neighbours."""

from __future__ import annotations

import pytest

from bot.core.findings import Assertion
from bot.nlu.screening import PatternScreen

PRESENT, ABSENT, UNSURE, PAST = Assertion.PRESENT, Assertion.ABSENT, Assertion.UNSURE, Assertion.PAST
HYPOTHETICAL, OTHER = Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON


def sense(patterns: PatternScreen, text: str, sign: str) -> set[Assertion]:
    return {finding.assertion for finding in patterns.reader.read(text) if finding.sign == sign}


@pytest.mark.parametrize(
    ("text", "sign", "assertion"),
    [
        # denied
        ("no swelling, no fever", "swollen", ABSENT),
        ("no swelling, no fever", "fever", ABSENT),
        ("No swelling, fever or numbness", "fever", ABSENT),
        ("No swelling, fever or numbness", "numb", ABSENT),
        ("without any numbness at all", "numb", ABSENT),
        ("never had any chest pain", "chest_pain", ABSENT),
        ("I don't have a fever", "fever", ABSENT),
        ("my calf is not swollen", "swollen", ABSENT),
        ("it isn't hot or red", "red", ABSENT),
        ("fever: none", "fever", ABSENT),
        ("his face is not drooping", "stroke", ABSENT),
        ("my foot is not cold", "cold_foot", ABSENT),
        ("I can't see any swelling", "swollen", ABSENT),
        ("nae swelling, just stiff", "swollen", ABSENT),
        ("can go up on tiptoes fine", "cannot_tiptoe", None),
        ("neither numb nor tingling", "tingling", ABSENT),
        # a denial ends where its clause ends
        ("no fever but my calf is massive", "swollen", PRESENT),
        ("no fever but my calf is massive", "fever", ABSENT),
        ("no fall and my ankle is swollen", "swollen", PRESENT),
        ("didn't fall, ankle swollen", "swollen", PRESENT),
        ("I have not fallen, but the ankle is hot", "hot", PRESENT),
        ("no idea why but my leg is swollen", "swollen", PRESENT),
        ("no idea why my leg is numb", "numb", PRESENT),
        ("not just sore, swollen too", "swollen", PRESENT),
        ("not only sore but swollen", "swollen", PRESENT),
        ("not sure why my calf is swollen", "swollen", PRESENT),
        ("it isn't getting better and it is swollen", "swollen", PRESENT),
        ("can't sleep for the throbbing", "throbbing", PRESENT),
        ("not going to lie, my foot is numb", "numb", PRESENT),
        ("nothing helps, leg is freezing", "cold", PRESENT),
        ("no improvement, still swollen", "swollen", PRESENT),
        ("without warning my foot went numb", "numb", PRESENT),
        # phrases with their own negator stand whole
        ("I can't feel my toes", "numb", PRESENT),
        ("no feeling in my foot", "numb", PRESENT),
        ("can't put any weight on it", "cannot_bear_weight", PRESENT),
        ("can't go on tiptoe", "cannot_tiptoe", PRESENT),
        ("cant wee since yesterday", "bladder", PRESENT),
        ("I cannot catch my breath", "breathless", PRESENT),
        ("the sore on my toe will not heal", "will_not_heal", PRESENT),
        ("can't put that foot to the ground at all", "foot", PRESENT),
        # doubt is not a denial
        ("not sure if my calf is swollen", "swollen", UNSURE),
        ("I don't think it's swollen", "swollen", UNSURE),
        ("hard to tell whether it is hot", "hot", UNSURE),
        # questions and "if"
        ("what are the signs of a swollen calf?", "swollen", HYPOTHETICAL),
        ("What causes foot drop?", "foot_drop", HYPOTHETICAL),
        ("what if my calf swells up", "swollen", HYPOTHETICAL),
        ("if my foot goes numb, do I stop?", "numb", HYPOTHETICAL),
        ("Does puffiness on the outside mean anything?", "swollen", HYPOTHETICAL),
        ("say my calf swelled up on the trail, what then?", "swollen", HYPOTHETICAL),
        ("how do people know they have numbness", "numb", HYPOTHETICAL),
        ("Is it normal that my toes are numb?", "numb", PRESENT),
        ("what does it mean that my calf is swollen?", "swollen", PRESENT),
        ("if I press it I can't feel my toes", "numb", PRESENT),
        ("when I stand up my leg goes numb", "numb", PRESENT),
        # over, or going on
        ("ruptured my achilles in 2015, heard a pop", "pop", PAST),
        ("foot went numb ten years ago", "numb", PAST),
        ("my ankle was swollen as a kid", "swollen", PAST),
        ("calf was swollen but all better now", "swollen", PRESENT),
        ("calf was swollen, all healed now", "swollen", PAST),
        ("the numbness wore off", "numb", PAST),
        ("my calf is swollen and has not gone away", "swollen", PRESENT),
        ("swollen and it hasn't settled down", "swollen", PRESENT),
        ("my foot is numb, still not back to normal", "numb", PRESENT),
        ("numb ten years ago and again today", "numb", PRESENT),
        ("swollen since last week", "swollen", PRESENT),
        ("had breast cancer ten years ago", "cancer", PRESENT),
        # another person
        ("my son can't walk on it", "cannot_bear_weight", OTHER),
        ("his leg is swollen", "swollen", OTHER),
        ("my wife says her calf is hot", "hot", OTHER),
        ("my husband had chest pain", "chest_pain", OTHER),
        ("my gran had a stroke before I was born", "stroke", None),
        ("my mum says my calf is swollen", "swollen", PRESENT),
        # animals and stories
        ("the dog's leg is swollen", "swollen", HYPOTHETICAL),
        ("my horse has a hot swollen leg", "swollen", HYPOTHETICAL),
        ("The dog is lame. She won't put weight on it.", "cannot_bear_weight", HYPOTHETICAL),
        ("the dog knocked me over and my ankle is swollen", "swollen", PRESENT),
        ("tripped over the cat and my ankle is swollen", "swollen", PRESENT),
        ("dog bite on my calf is hot", "hot", PRESENT),
        ("charley horse in my leg, it is warm", "hot", PRESENT),
        ("My dad walks the dog. He can't catch his breath", "breathless", OTHER),
        ("I have a cat. Dad is 80, he can't bear weight on it", "cannot_bear_weight", OTHER),
        ("I have a cat. He can't bear weight on it", "cannot_bear_weight", OTHER),
        ("we had a hen do on Saturday. She can't bear weight on it", "cannot_bear_weight", OTHER),
        ("in downward dog my calf got swollen", "swollen", PRESENT),
        ("in the film her leg goes numb", "numb", HYPOTHETICAL),
        ("the detective in my novel limps with a swollen leg", "swollen", HYPOTHETICAL),
        ("I was watching a film and my foot went numb", "numb", PRESENT),
    ],
)  # fmt: skip
def test_a_sign_is_read_in_its_sense(
    patterns: PatternScreen, text: str, sign: str, assertion: Assertion | None
) -> None:
    assert sense(patterns, text, sign) == ({assertion} if assertion else set())


@pytest.mark.parametrize("text", ["what if my calf swells up", "if my leg swells after the flight, what do I do?"])
def test_an_if_about_oneself_is_asked_back(patterns: PatternScreen, text: str) -> None:
    screen, _ = patterns.screen(text)
    assert screen.level is None
    assert screen.questions
