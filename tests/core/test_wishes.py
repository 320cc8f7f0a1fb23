"""What somebody wants instead of answering, and what else stands in the message."""

from __future__ import annotations

import pytest

from bot.core.wishes import Wish, wished


@pytest.mark.parametrize(
    ("text", "wish", "besides"),
    [
        ("it came on slowly, how many more are there?", Wish.COUNT, "it came on slowly"),
        ("it came on slowly how many more", Wish.COUNT, "it came on slowly"),
        ("no swelling, go back please", Wish.BACK, "no swelling"),
        ("ok can you go back one", Wish.BACK, ""),
        ("no, go back", Wish.BACK, ""),
        ("no, how many more?", Wish.COUNT, "no"),
        ("2, how much longer", Wish.COUNT, "2"),
        ("what did I say so far? it came on slowly", Wish.RECAP, "it came on slowly"),
        ("skip this one and tell me how many more", Wish.COUNT, "skip this one"),
        ("I got one wrong, it's under the heel", Wish.CORRECT, "it's under the heel"),
        ("it bruised, can you give me a sec", Wish.WAIT, "it bruised"),
        ("I messed up, let's start over", Wish.RESTART, ""),
        ("hello, I'm back. it came on slowly", Wish.HELLO, "it came on slowly"),
        ("yes but what do you mean by loosens?", Wish.EXPLAIN, ""),
        ("I don't understand the question", Wish.EXPLAIN, ""),
        ("why do u need to know that", Wish.WHY, ""),
    ],
)
def test_a_wish_and_what_stands_beside_it(text: str, wish: Wish, besides: str) -> None:
    found = wished(text)
    assert found is not None
    assert (found.wish, found.besides) == (wish, besides)


@pytest.mark.parametrize(
    "text",
    [
        "easier when I bend it",  # "end it"
        "worse when I go back to the hills",
        "stiff when I start again after a break",
        "my hip, back",
        "the pain is still there",
        "yes, correct",
        "I don't get that",
        "no, nothing. wait, yes, cancer as a young man",
        "a change in the weather",
    ],
)
def test_words_of_a_wish_inside_an_answer_are_none(text: str) -> None:
    assert wished(text) is None


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("go back", True),
        ("can I go back a step?", True),
        ("hang on a sec, my chest is killing me", False),
        ("hang on a sec my chest is killing me", False),
    ],
)
def test_a_message_is_all_wish_only_without_more_words(text: str, is_all: bool) -> None:
    found = wished(text)
    assert found is not None
    assert found.is_all is is_all
