from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.content.topics import ARTICLE_SECTIONS, load_topics
from bot.content.yaml_file import ContentError
from bot.core.topics import Part
from tests.content.conftest import Copy

GAIT = "topics/gait.yml"
TOPICS = {
    "overview", "hamstring_anatomy", "kinetic_chain", "dorsiflexion", "gait", "plantar_fasciitis", "pain_pattern",
    "knee_bend_sign", "sprain_vs_tightness", "back_hip_link", "see_professional", "static_stretching",
    "dynamic_stretching", "strengthening", "related_muscles", "consistency",
}  # fmt: skip


def _complaint(data: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_topics(data)
    return str(caught.value)


def test_the_sixteen_topics_of_the_article_are_there(content: Library) -> None:
    assert set(content.topics) == TOPICS


def test_every_topic_has_an_answer_sources_and_somewhere_to_go(content: Library) -> None:
    for topic in content.topics.values():
        assert all(topic.text(part) for part in (Part.ANSWER, Part.MORE, Part.WHY)), topic.id
        assert all(source.label for source in topic.sources), topic.id
        assert any(source.article in ARTICLE_SECTIONS for source in topic.sources), topic.id
        assert 2 <= len(set(topic.next)) <= 3, topic.id


def test_the_copy_without_phrases_says_the_same(copied: Copy, content: Library) -> None:
    assert load_topics(copied.data) == content.topics


@pytest.mark.parametrize(
    ("pattern", "replacement", "key", "line"),
    [
        pytest.param(r"^  title:", "  colour: red\n  title:", "topic.colour", "colour", id="unknown key"),
        pytest.param(r"^topic:", "colour: red\ntopic:", "file.colour", "colour", id="unknown key of the file"),
        pytest.param(r"^  id: gait$", "  id: walking", "topic.id", "  id:", id="id is not the file's name"),
        pytest.param(r"^  id: gait$", "  id: overview", "topic.id", "  id:", id="id of another topic"),
        pytest.param(r"^  answer: >-", "  answer: >-\n   " + " word" * 61, "topic.answer", "answer:", id="long answer"),
        pytest.param(r"^  more: \|-", "  more: |-\n   " + " word" * 151, "topic.more", "more:", id="long more"),
        pytest.param(r"^  why: >-", "  why: >-\n   " + " word" * 61, "topic.why", "why:", id="long why"),
        pytest.param(r"^  title: .*", "  title: " + "x" * 29, "topic.title", "title:", id="long title"),
        pytest.param(r"^  question: .*", "  question: " + "x" * 61, "topic.question", "question:", id="long question"),
        pytest.param(r"^  title: .*", "  title: 12", "topic.title", "title:", id="a number for a text"),
        pytest.param(r"^  title: .*", "  title: ''", "topic.title", "title:", id="an empty text"),
        pytest.param(r"^  next: .*", "  next: [overview, nothing]", "topic.next", "next:", id="unknown next"),
        pytest.param(r"^  next: .*", "  next: [overview, self_check]", "topic.next", "next:", id="next is a flow"),
        pytest.param(r"^  next: .*", "  next: [overview, gait]", "topic.next", "next:", id="next is itself"),
        pytest.param(r"^  next: .*", "  next: [overview]", "topic.next", "next:", id="too few next"),
        pytest.param(
            r"^  next: .*",
            "  next: [overview, strengthening, consistency, dorsiflexion]",
            "topic.next",
            "next:",
            id="too many next",
        ),
        pytest.param(r"^  next: .*", "  next: overview", "topic.next", "next:", id="next is no list"),
        pytest.param(
            r"^    - article: .*", "    - article: The Weather", "topic.sources[1].article", "article:", id="section"
        ),
        pytest.param(
            r"^    - article: .*",
            "    - article: How Tight Hamstrings Alter Gait\n      study: Both 2020",
            "topic.sources[1].article",
            "article:",
            id="section and study",
        ),
        pytest.param(r"^      finding: .*", "", "topic.sources[2].finding", "study:", id="study without finding"),
        pytest.param(r"^  reviewed: .*", "  reviewed: soon", "topic.reviewed", "reviewed:", id="no date"),
        pytest.param(r"^  reviewed: .*", "", "topic.reviewed", "  id:", id="date is missing"),
    ],
)
def test_a_wrong_topic_is_refused_with_file_line_and_key(
    copied: Copy, pattern: str, replacement: str, key: str, line: str
) -> None:
    copied.replace(GAIT, pattern, replacement)
    complaint = _complaint(copied.data)
    assert str(copied.file(GAIT)) in complaint
    assert f"'{key}'" in complaint
    assert f"line {copied.line(GAIT, line)}," in complaint


@pytest.mark.parametrize("date", ["2026-13-45", "2026-02-30"])
def test_an_impossible_date_is_refused_with_its_file(copied: Copy, date: str) -> None:
    copied.replace(GAIT, r"^  reviewed: .*", f"  reviewed: {date}")
    assert str(copied.file(GAIT)) in _complaint(copied.data)


@pytest.mark.parametrize("written", ["2026-11-22", "'2026-11-22'"])
def test_the_date_of_review_becomes_an_iso_date(copied: Copy, written: str) -> None:
    copied.replace(GAIT, r"^  reviewed: .*", f"  reviewed: {written}")
    assert load_topics(copied.data)["gait"].reviewed == "2026-11-22"


def test_a_topic_cannot_stand_in_two_files(copied: Copy) -> None:
    shutil.copy(copied.file(GAIT), copied.file("topics/walking.yml"))
    complaint = _complaint(copied.data)
    assert str(copied.file("topics/walking.yml")) in complaint
    assert "'topic.id'" in complaint
    assert f"line {copied.line(GAIT, '  id:')}," in complaint


def test_a_file_without_a_topic_is_refused(copied: Copy) -> None:
    copied.file(GAIT).write_text("version: '3.1'\n", encoding="utf-8")
    complaint = _complaint(copied.data)
    assert str(copied.file(GAIT)) in complaint
    assert "'topic'" in complaint


def test_content_without_topics_is_refused(tmp_path: Path) -> None:
    assert str(tmp_path) in _complaint(tmp_path)


def test_a_new_topic_is_one_new_file(copied: Copy) -> None:
    shutil.copy(copied.file(GAIT), copied.file("topics/walking.yml"))
    copied.replace("topics/walking.yml", r"^  id: gait$", "  id: walking")
    assert "walking" in load_topics(copied.data)
