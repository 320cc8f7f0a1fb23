from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.readability import reading_grade, syllables

EASY = "Lie on your back. Lift your leg. Hold it for a while. Then swap."
HARD = (
    "Posterior musculature exhibiting insufficient extensibility may contribute to compensatory kinematic "
    "alterations at the talocrural articulation during locomotion."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("the", 1),
        ("heel", 1),
        ("ankle", 2),
        ("hamstring", 2),
        ("Hamstring", 2),
        ("achilles", 3),
        ("you're", 1),
        ("you’re", 1),
        ("stretched", 1),
        ("zzyzx", 1),
        ("blibate", 2),
        ("dorsiflexion", 4),
    ],
)
def test_syllables_of_known_and_unknown_words(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 - 15.59),
        ("The cat sat. The dog ran.", 0.39 * 3 + 11.8 - 15.59),
        ("The cat sat\nThe dog ran", 0.39 * 3 + 11.8 - 15.59),
        ("hamstring", 0.39 + 11.8 * 2 - 15.59),
    ],
)
def test_the_grade_follows_flesch_and_kincaid(text: str, grade: float) -> None:
    assert reading_grade(text) == pytest.approx(grade)


def test_harder_texts_have_a_higher_grade() -> None:
    assert reading_grade(EASY) < 6 < 12 < reading_grade(HARD)


@pytest.mark.parametrize("text", ["", "...", "1 2 3", "👍"])
def test_a_text_without_words_has_grade_nought(text: str) -> None:
    assert reading_grade(text) == 0.0


@given(st.text(st.sampled_from("aeb'’ .!?:\n3é")))
@settings(derandomize=True, deadline=None)
def test_any_text_has_a_grade(text: str) -> None:
    assert -16 < reading_grade(text) < 400
