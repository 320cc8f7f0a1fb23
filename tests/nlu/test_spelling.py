from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.content.spelling import Spelling, load_spelling
from bot.nlu.spelling import SpellingRepairer


@pytest.fixture(scope="module")
def spelling(project: Path) -> Spelling:
    return load_spelling(project / "data" / "spelling.yml")


@pytest.fixture(scope="module")
def repairer(spelling: Spelling) -> SpellingRepairer:
    return SpellingRepairer.learn(spelling.words, spelling.aliases, spelling.leave)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hamstirng", "hamstring"),
        ("hamstrng", "hamstring"),
        ("hamtsring", "hamstring"),
        ("hamsting", "hamstring"),
        ("hammy", "hamstring"),
        ("hammies", "hamstrings"),
        ("ankel", "ankle"),
        ("anckle", "ankle"),
        ("akle", "ankle"),
        ("achillies", "achilles"),
        ("achiles", "achilles"),
        ("acilles", "achilles"),
        ("tendan", "tendon"),
        ("heeel", "heel"),
        ("thihg", "thigh"),
        ("kneee", "knee"),
        ("musle", "muscle"),
        ("mucsle", "muscle"),
        ("strecth", "stretch"),
        ("stetching", "stretching"),
        ("tighness", "tightness"),
        ("stif", "stiff"),
        ("flexability", "flexibility"),
        ("dorsaflexion", "dorsiflexion"),
        ("platnar", "plantar"),
        ("fascitis", "fasciitis"),
        ("fasciitus", "fasciitis"),
        ("kinectic", "kinetic"),
        ("swolen", "swollen"),
        ("ligamant", "ligament"),
        ("physo", "physio"),
        ("docter", "doctor"),
        ("excercise", "exercise"),
        ("deadlfit", "deadlift"),
        ("siatica", "sciatica"),
    ],
)
def test_slips_in_words_of_the_field_are_repaired(repairer: SpellingRepairer, typed: str, meant: str) -> None:
    assert repairer.repair(typed) == meant


@pytest.mark.parametrize(
    "sentence",
    [
        "my uncle can handle the wheel of his angel camel",
        "a hamster in a field felt a string",
        "will it heal while I kneel, or is it a tendency",
        "half of the staff sat on the stairs in the state of China",
        "the wall of the station was brushed and painted",
        "I was talking, making tea and mourning for the dairy",
        "a bridge of springs and a bowl of girls' curly plaster",
        "gluten, bulking, swivelling and niggling",
        "the week, the minute, the second and the power of the flower",
        "no feeling in my toes, it is not broken, I can't walk",
        "sing, swing, wing; ride, pride, bride",
        "",
        "👍 12:30 ¿qué? ñandú",
    ],
)
def test_ordinary_words_stay_as_they_are(repairer: SpellingRepairer, sentence: str) -> None:
    assert repairer.repair(sentence) == sentence


def test_every_word_of_the_field_stays_as_it_is(repairer: SpellingRepairer, spelling: Spelling) -> None:
    assert [word for word in spelling.words if repairer.repair(word) != word] == []


def test_every_short_form_is_written_out(repairer: SpellingRepairer, spelling: Spelling) -> None:
    assert {short: repairer.repair(short) for short in spelling.aliases} == spelling.aliases


def test_words_to_leave_are_left(repairer: SpellingRepairer, spelling: Spelling) -> None:
    assert [word for word in spelling.leave if repairer.repair(word) != word] == []


def test_marks_numbers_and_other_words_around_a_repair_are_kept(repairer: SpellingRepairer) -> None:
    assert repairer.repair("My HAMSTIRNG hurts, it's tihgt (3x)!\n") == "My hamstring hurts, it's tight (3x)!\n"


def test_short_words_are_too_close_to_others_to_be_repaired() -> None:
    assert SpellingRepairer(["hip"], {}, []).repair("hop hi hap") == "hop hi hap"


def test_two_slips_are_allowed_in_long_words_only_and_with_the_right_first_letter() -> None:
    repairer = SpellingRepairer(["hamstring", "calf"], {}, [])
    assert repairer.repair("hamsrtign") == "hamstring"
    assert repairer.repair("bamsrting") == "bamsrting"
    assert repairer.repair("cakfs") == "cakfs"


def test_guarded_words_are_never_changed() -> None:
    assert SpellingRepairer(["calf"], {}, ["calm"]).repair("calm cald") == "calm calf"


def test_a_repairer_survives_json(repairer: SpellingRepairer) -> None:
    stored = json.loads(json.dumps([repairer.words, repairer.aliases, sorted(repairer.guard)]))
    again = SpellingRepairer(*stored)
    sentence = "strecth my hammy and akle, uncle"
    assert again.repair(sentence) == repairer.repair(sentence)
    assert (again.words, again.aliases, again.guard) == (repairer.words, repairer.aliases, repairer.guard)
