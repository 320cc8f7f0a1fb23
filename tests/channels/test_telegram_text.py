"""Rendering, held against the checks of the fake Bot API."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_text import LONGEST_TEXT, UNSEEN, cut, outgoing, units
from bot.core.replies import Button, Reply
from tests.channels.telegram_server import _parsed, _units

# Text that can reach a person: content, and what they wrote themselves behind the gate's cleaning.
SAID = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=6000)


def body(*replies: Reply) -> dict[str, object]:
    return {"replies": [reply.as_dict() for reply in replies], "outcome": "gait"}


@settings(max_examples=150, deadline=None)
@given(SAID, st.lists(st.text(min_size=1, max_size=70), max_size=4))
def test_every_text_is_taken_and_arrives_whole(text: str, titles: list[str]) -> None:
    buttons = tuple(Button(title, f"/{number}") for number, title in enumerate(titles) if title.isprintable())
    messages = outgoing(body(Reply(text, buttons)))
    assert all(0 < _units(_parsed(message.html, "HTML")) <= LONGEST_TEXT for message in messages)
    arrived = "".join(_parsed(message.html, "HTML") for message in messages)
    assert "".join(arrived.split()).startswith("".join(text.split()))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 4096, 1),
        ("a" * 4097, 2),
        ("😀" * 2048, 1),
        ("😀" * 2049, 2),
        ("\n\n".join(["Word. " * 100] * 20), 4),
        ("   \n\n  ", 0),
    ],
    ids=["fits", "one too many", "pairs fit", "a pair too many", "paragraphs", "blank"],
)
def test_long_texts_go_in_parts(text: str, parts: int) -> None:
    assert len(outgoing(body(Reply(text)))) == parts


def test_parts_end_with_sentences() -> None:
    text = "This is a sentence of some length, made to be cut. " * 200
    parts = outgoing(body(Reply(text)))
    assert len(parts) == 3
    assert all(part.html.endswith("cut.") for part in parts)


def test_choices_stand_below_the_last_part_one_a_row() -> None:
    messages = outgoing(body(Reply("Sentence. " * 900, (Button("Yes", "/affirm"), Button("No", "/deny")))))
    assert [message.keyboard is None for message in messages] == [True, True, False]
    rows = messages[-1].keyboard["inline_keyboard"]  # type: ignore[index]
    assert [[button["text"] for button in row] for row in rows] == [["Yes"], ["No"]]
    assert all(len(row[0]["callback_data"].encode()) == 14 for row in rows)


def test_a_question_with_many_answers_numbers_them_and_says_how_to_name_several() -> None:
    card = {"type": "question", "question": "now", "many": True, "number": 2, "of": 8}
    (message,) = outgoing(body(Reply("Which?", (Button("Left", "/a"), Button("Right", "/b")), card=card)))
    assert message.html.startswith("<i>Question 2 of 8</i>\n\nWhich?")
    assert "1. Left\n2. Right" in message.html
    assert "1 and 3" in message.html


def test_a_title_too_long_for_a_button_can_be_read_in_the_text() -> None:
    title = "A title that is longer than what a telephone shows on one button"
    (message,) = outgoing(body(Reply("Which?", (Button(title, "/a"),))))
    assert f"1. {title}" in message.html


def test_sources_and_notes_stand_behind_the_text() -> None:
    (message,) = outgoing(body(Reply("Text.", sources=("NHS <page>",))), UNSEEN)
    assert message.html == f"Text.\n\n<i>Source: NHS &lt;page&gt;</i>\n\n{UNSEEN}"


def test_the_plain_form_lists_the_choices() -> None:
    (message,) = outgoing(body(Reply("A < B", (Button("Yes", "/affirm"),))))
    assert message.plain == "A < B\n\n- Yes"


@given(SAID, st.integers(0, 50))
def test_a_cut_never_parts_a_character(text: str, most: int) -> None:
    head, rest = cut(text, most)
    assert head + rest == text
    assert units(head) <= most
    assert not rest or units(head + rest[0]) > most
