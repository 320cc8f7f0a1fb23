from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text import (
    MAX_CHARACTERS,
    MAX_WORDS,
    clean,
    has_words,
    is_command,
    is_too_long,
    without_shortcut_marks,
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  my   heel hurts ", "my heel hurts"),
        ("", ""),
        ("\x00\x07\x1b", ""),
        ("heel\x00 pain", "heel pain"),
        ("heel\tpain", "heel pain"),
        ("heel\u00a0pain", "heel pain"),
        ("heel\u2028pain", "heel pain"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\n\n\ntwo", "one\ntwo"),
        ("\ud83d heel", "heel"),
        ("heel\udcff", "heel"),
        ("he\u200bel\ufeff", "heel"),
        ("\u202eleeh", "leeh"),
        ("\ue000heel\U0010fffe", "heel"),
        ("ｈｅｅｌ", "heel"),
        ("／gait", "/gait"),
        ("can’t", "can't"),
        ("can‘t", "can't"),
        ("can`t", "can't"),
        ("can´t", "can't"),
        ("“heel”", '"heel"'),
        ("👍🏽", "👍🏽"),
        ("pâte à choux", "pâte à choux"),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(st.characters()))
@settings(derandomize=True, deadline=None)
def test_cleaned_text_can_be_stored_and_sent_anywhere(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert cleaned == cleaned.strip()
    assert not {unicodedata.category(char) for char in cleaned.replace("\n", "")} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert "  " not in cleaned
    assert "\n\n" not in cleaned


@pytest.mark.parametrize(
    ("text", "words"),
    [("heel", True), ("2", True), ("tí", True), ("😀🦶", False), ("?!…", False), ("", False), ("👍🏽", False)],
)
def test_words_are_told_from_signs(text: str, words: bool) -> None:
    assert has_words(text) is words


@pytest.mark.parametrize(
    ("text", "too_long"),
    [
        ("x" * MAX_CHARACTERS, False),
        ("x" * (MAX_CHARACTERS + 1), True),
        (" ".join("a" * MAX_WORDS), False),
        (" ".join("a" * (MAX_WORDS + 1)), True),
        ("", False),
    ],
)
def test_limits_of_length(text: str, too_long: bool) -> None:
    assert is_too_long(text) is too_long


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/restart", True),
        ("//restart", True),
        ("/ restart", True),
        ("/gait{}", True),
        ('/gait{"x": 1}', True),
        ('/gait {"x":\n{"y": 2}}', True),
        ("/gait@0.9", True),
        ('/gait@0.9{"x": 1}', True),
        ("/bottom of my heel hurts", False),
        ("either/or", False),
        ("gait", False),
        ("/", False),
        ("/ouch!", False),
        ("", False),
    ],
)
def test_shortcuts_are_recognised(text: str, command: bool) -> None:
    assert is_command(text) is command


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/bottom of my heel", "bottom of my heel"),
        ("// /heel", "heel"),
        ("EXTERNAL: heel", "heel"),
        ("/EXTERNAL:/EXTERNAL: heel", "heel"),
        ("EXTERNAL:", ""),
        ("and/or", "and/or"),
        ("external: heel", "external: heel"),
        ("my heel", "my heel"),
    ],
)
def test_shortcut_marks_are_taken_off(text: str, words: str) -> None:
    assert without_shortcut_marks(text) == words
