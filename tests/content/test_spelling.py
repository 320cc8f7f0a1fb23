from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.spelling import Spelling, load_spelling
from bot.content.yaml_file import ContentError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "spelling.yml"


def test_words_short_forms_and_exceptions_are_read(file: Path) -> None:
    file.write_text("words: [ankle, heel]\naliases:\n  hammy: hamstring\nleave: [gluten]\n", encoding="utf-8")
    assert load_spelling(file) == Spelling(("ankle", "heel"), {"hammy": "hamstring"}, ("gluten",))


def test_the_real_file_is_in_lower_case_and_consistent(project: Path) -> None:
    spelling = load_spelling(project / "data" / "spelling.yml")
    every = (*spelling.words, *spelling.aliases, *spelling.aliases.values(), *spelling.leave)
    assert all(word == word.lower() for word in every)
    assert len(set(spelling.words)) == len(spelling.words)
    assert not set(spelling.words) & {*spelling.aliases, *spelling.leave}


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("words: [a]\naliases: {b: c}\nleave: [d]\nmore: [e]\n", "spelling.more", 4),
        ("words: []\naliases: {b: c}\nleave: [d]\n", "spelling.words", 1),
        ("words: [a]\naliases: {b: c}\nleave: d\n", "spelling.leave", 3),
        ("words: [a]\naliases:\n  b: 5\nleave: [d]\n", "aliases.b", 3),
    ],
)
def test_a_wrong_file_is_refused_with_file_line_and_key(file: Path, text: str, key: str, line: int) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_spelling(file)
    assert f"{file}, line {line}, key '{key}'" in str(caught.value)


def test_a_file_without_short_forms_is_refused(file: Path) -> None:
    file.write_text("words: [a]\nleave: [d]\n", encoding="utf-8")
    with pytest.raises(ContentError, match="aliases"):
        load_spelling(file)
