"""Messages are written out the way patterns are."""

from __future__ import annotations

import pytest

from bot.content.vocabulary import load_vocabulary
from bot.nlu.language.normalise import spell_out, stem
from bot.nlu.language.typing_slips import SlipRepairer


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Can't walk", "can not walk"),
        ("cant walk", "can not walk"),
        ("won't heal", "will not heal"),
        ("I've a sore", "i have a sore"),
        ("it's numb", "it is numb"),
        ("my foot's cold", "my foot cold"),
        ("dad's knee", "dad knee"),
        ("me calf is hot", "my calf is hot"),
        ("kicked me", "kicked me"),
        ("one\ntwo", "one . two"),
        ("sooooo sore", "soo sore"),
        ("8/10", "8 / 10"),
    ],
)
def test_spell_out(text: str, written: str) -> None:
    assert spell_out(text, {}) == written


def test_dialect_comes_from_the_vocabulary(project) -> None:  # type: ignore[no-untyped-def]
    spoken = load_vocabulary(project / "data" / "vocabulary.yml").spoken
    assert spell_out("cannae feel ma toes the noo", spoken) == "can not feel my toes the now"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("swollne", "swollen"),
        ("numbnes", "numbness"),
        ("breatheless", "breathless"),
        ("leakin", "leaking"),
        ("bugging", "bugging"),
        ("planks", "planks"),
        ("cold", "cold"),
    ],
)
def test_one_slip_in_a_word_of_the_vocabulary_is_repaired(typed: str, meant: str) -> None:
    words = ["swollen numbness breathless leaking begging tanks"]
    assert SlipRepairer.for_phrases(words).repair(typed) == meant


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("aching") == stem("aches")
