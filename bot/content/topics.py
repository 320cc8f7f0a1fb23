"""Topic files (`data/topics/<id>.yml`) into topics, checked."""

from __future__ import annotations

import datetime
from dataclasses import fields
from pathlib import Path

from bot.content.yaml_file import ContentError, Section, read
from bot.core.topics import Source, Topic

TOPICS_FOLDER = "topics"
ARTICLE_SECTIONS = (
    "Can Tight Hamstrings Cause Ankle Pain?",
    "The Posterior Kinetic Chain Connection",
    "How Tight Hamstrings Alter Gait",
    "Distinguishing Hamstring-Related Ankle Pain from Other Causes",
    "Strategies for Addressing Hamstring Tightness",
)
_FILE_KEYS = ("version", "nlu", "topic")
_TOPIC_KEYS = tuple(field.name for field in fields(Topic))


def load_topics(data: Path) -> dict[str, Topic]:
    """All topics below `data`, by id in file order.

    Raises ContentError (file, line, key) for an unknown or missing key, a text over its limit, an id that differs from
    the file's name (so that no two files can hold one topic), or a `next` that is no topic.
    """
    files = sorted((data / TOPICS_FOLDER).glob("*.yml"))
    if not files:
        raise ContentError(data / TOPICS_FOLDER, "holds no topic files")
    sections = [_topic_section(file) for file in files]
    topics: dict[str, Topic] = {}
    for section in sections:
        topic = _topic(section)
        if topic.id in topics:
            raise section.error("id", f"topic '{topic.id}' is defined twice")
        if topic.id != section.file.stem:
            raise section.error("id", f"must be the file's name, '{section.file.stem}'")
        topics[topic.id] = topic
    for section in sections:
        for other in topics[section.file.stem].next:
            if other not in topics or other == section.file.stem:
                raise section.error("next", f"'{other}' is not another topic")
    return topics


def _topic_section(file: Path) -> Section:
    data = read(file)
    Section(file, data, "file").allow(_FILE_KEYS)
    return Section(file, data.get("topic"), "topic")


def _topic(section: Section) -> Topic:
    section.allow(_TOPIC_KEYS)
    return Topic(
        id=section.text("id"),
        title=section.text("title", most_characters=28),
        question=section.text("question", most_characters=60),
        answer=section.text("answer", most_words=60),
        more=section.text("more", most_words=150),
        why=section.text("why", most_words=60),
        how_long=section.optional_text("how_long", most_words=40),
        how_often=section.optional_text("how_often", most_words=40),
        next=section.texts("next", least=2, most=3),
        sources=tuple(map(read_source, section.sections("sources"))),
        reviewed=_date(section),
    )


def read_source(section: Section) -> Source:
    """One entry of a `sources` list: an article section, or a study with its finding. Raises ContentError."""
    section.allow(("article", "study", "finding"))
    article, study = section.optional_text("article"), section.optional_text("study")
    if (article is None) == (study is None):
        raise section.error("article", "a source names either an article section or a study")
    if article is not None and article not in ARTICLE_SECTIONS:
        raise section.error("article", f"no such section; the article has {', '.join(ARTICLE_SECTIONS)}")
    if study is not None:
        return Source(study=study, finding=section.text("finding", most_words=25))
    return Source(article=article)


def _date(section: Section) -> str:
    value = section.value("reviewed")
    if isinstance(value, datetime.datetime):
        raise section.error("reviewed", "a date like 2026-11-22 is required here, without a time")
    try:
        return (value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))).isoformat()
    except ValueError as error:
        raise section.error("reviewed", "a date like 2026-11-22 is required here") from error
