from __future__ import annotations

import pytest

from bot.nlu.questions import MAX_QUESTIONS, split_questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("What is gait? How do I stretch?", ["What is gait?", "How do I stretch?"]),
        ("what is gait?how do I stretch?", ["what is gait?", "how do I stretch?"]),
        (
            "What is dorsiflexion, and how often should I stretch?",
            ["What is dorsiflexion", "how often should I stretch?"],
        ),
        ("what is gait and how do I stretch", ["what is gait", "how do I stretch"]),
        ("what's plantar fasciitis plus how do I stretch", ["what's plantar fasciitis", "how do I stretch"]),
        ("Tell me about gait. Tell me about tendons.", ["Tell me about gait.", "Tell me about tendons."]),
        ("1) what is gait\n2) what is dorsiflexion", ["1) what is gait", "2) what is dorsiflexion"]),
        (
            "Should I see a doctor? I am worried. And what should I do?",
            ["Should I see a doctor?", "And what should I do?"],
        ),
    ],
)
def test_separate_questions_are_found_in_their_order(text: str, questions: list[str]) -> None:
    assert split_questions(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What is gait?",
        "why? how?",
        "my heel hurts and my calf is tight",
        "I run a lot. My heel hurts. I am 40. What is it?",
        "I have pain when I walk and when I run",
        "Is it the hamstrings or the calf?",
        "Does it hurt when I stretch? Yes",
    ],
)
def test_one_question_or_none_is_not_split(text: str) -> None:
    assert split_questions(text) == []


def test_no_more_than_four_questions_are_taken() -> None:
    found = split_questions(" ".join(f"What is number {number}?" for number in range(9)))
    assert MAX_QUESTIONS == 4
    assert found == [f"What is number {number}?" for number in range(4)]
