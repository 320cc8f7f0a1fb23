from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.yaml_file import ContentError, Section, read

GOOD = b"a: text\nb:\n  c: [one, two]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.yml"


def _section(file: Path, text: str) -> Section:
    file.write_text(text, encoding="utf-8")
    return Section(file, read(file), "root")


def test_a_good_file_is_read(file: Path) -> None:
    file.write_bytes(GOOD)
    assert read(file) == {"a": "text", "b": {"c": ["one", "two"]}}


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + GOOD)
    assert "a" in read(file)


@pytest.mark.parametrize(
    ("data", "line", "names"),
    [
        pytest.param(b"a: text\nb: 'open\n", 3, "", id="quote is not closed"),
        pytest.param(b"a: text\nb: c: d\n", 2, "", id="two colons"),
        pytest.param(b"a: text\n\tb: c\n", 2, "", id="tab"),
        pytest.param(b"a: text\nb: [one\nc: d\n", 3, "", id="list is not closed"),
        pytest.param(b"a: text\nb: *nothing\n", 2, "nothing", id="unknown anchor"),
        pytest.param(b"a: text\nb: text\na: again\n", 3, '"a"', id="duplicate key"),
        pytest.param(b"b:\n  c: text\n  c: again\n", 3, '"c"', id="duplicate inner key"),
        pytest.param(b"a: text\n---\nb: text\n", 2, "", id="two documents"),
    ],
)
def test_broken_yaml_is_refused_with_file_and_line(file: Path, data: bytes, line: int, names: str) -> None:
    file.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        read(file)
    assert str(file) in str(caught.value)
    assert f"line {line}:" in str(caught.value)
    assert names in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(GOOD + b"d: \xff\xfe\n", id="not UTF-8"),
        pytest.param(GOOD.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(GOOD + b"d: \x00\n", id="NUL"),
        pytest.param(b"", id="empty"),
        pytest.param(b"- a\n- b\n", id="a list"),
        pytest.param(b"only text\n", id="a text"),
        pytest.param(b"a: 2026-13-45\n", id="impossible date"),
    ],
)
def test_a_file_that_is_no_mapping_of_texts_is_refused_by_name(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        read(file)
    assert str(file) in str(caught.value)


def test_a_file_that_is_not_there_is_refused_by_name(file: Path) -> None:
    with pytest.raises(ContentError, match=file.name):
        read(file)


def test_a_duplicate_key_does_not_quote_all_that_it_holds(file: Path) -> None:
    file.write_text("a: " + "word " * 50 + "\na: again\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(file)
    assert "word word" not in str(caught.value)


@pytest.mark.parametrize("value", ["12", "''", "'  '", "[a]", "{a: b}", "", "true"])
def test_a_text_is_nothing_else(file: Path, value: str) -> None:
    section = _section(file, f"b: x\na: {value}\n")
    with pytest.raises(ContentError, match=r"line 2, key 'root\.a'"):
        section.text("a")


def test_texts_are_stripped_and_limited(file: Path) -> None:
    section = _section(file, "a: ' one two three '\n")
    assert section.text("a", most_words=3, most_characters=13) == "one two three"
    with pytest.raises(ContentError, match="3"):
        section.text("a", most_words=2)
    with pytest.raises(ContentError, match="13"):
        section.text("a", most_characters=12)


def test_an_optional_text_may_be_absent_but_not_empty(file: Path) -> None:
    section = _section(file, "a:\n")
    assert section.optional_text("b") is None
    with pytest.raises(ContentError):
        section.optional_text("a")


@pytest.mark.parametrize("value", ["[]", "[a]", "[a, b, c, d]", "[a, [b]]", "[a, '']", "a", "{a: b}", ""])
def test_a_list_of_two_or_three_texts_is_nothing_else(file: Path, value: str) -> None:
    section = _section(file, f"b: x\na: {value}\n")
    with pytest.raises(ContentError, match=r"line 2, key 'root\.a'"):
        section.texts("a", least=2, most=3)


def test_a_list_of_texts_is_stripped(file: Path) -> None:
    assert _section(file, "a: [' one ', two]\n").texts("a") == ("one", "two")


@pytest.mark.parametrize("value", ["[]", "a", "{a: b}", ""])
def test_a_list_of_mappings_has_at_least_one(file: Path, value: str) -> None:
    section = _section(file, f"a: {value}\n")
    with pytest.raises(ContentError, match=r"'root\.a'"):
        section.sections("a")


def test_entries_of_a_list_are_counted_from_one(file: Path) -> None:
    section = _section(file, "a:\n  - b: one\n  - b: 2\n")
    first, second = section.sections("a")
    assert first.text("b") == "one"
    with pytest.raises(ContentError, match=r"line 3, key 'root\.a\[2\]\.b'"):
        second.text("b")


def test_only_known_keys_are_allowed(file: Path) -> None:
    section = _section(file, "a: x\nb: y\n")
    section.allow(("a", "b", "c"))
    with pytest.raises(ContentError, match=r"line 2, key 'root\.b'"):
        section.allow(("a", "c"))
