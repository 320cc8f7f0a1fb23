from __future__ import annotations

import dataclasses

import pytest

from bot.core.answers import MORE, answer, follow_up
from bot.core.replies import Button
from bot.core.topics import Part, Source, Topic

ARTICLE = Source(article="How Tight Hamstrings Alter Gait")
STUDY = Source(study="Harty 2005", finding="A bent knee loads the forefoot.")
GAIT = Topic(
    id="gait",
    title="Walking",
    question="How do I walk?",
    answer="gait answer",
    more="gait more",
    why="gait why",
    next=("overview", "strengthening"),
    sources=(ARTICLE, STUDY),
    reviewed="2026-11-22",
    how_often="gait often",
)
OTHER = dataclasses.replace(GAIT, id="overview", answer="other answer", sources=(STUDY, Source(study="Bandy 1997")))
NEXT = (Button("Next?", "/overview"),)


def test_an_answer_offers_more_and_the_next_questions() -> None:
    reply = answer(GAIT, (), (), NEXT)
    assert reply.text == GAIT.answer
    assert reply.buttons == (MORE, *NEXT)
    assert reply.sources == (ARTICLE.label, STUDY.label)


def test_parts_and_further_topics_follow_in_order_with_each_source_once() -> None:
    reply = answer(GAIT, (OTHER,), (Part.WHY, Part.HOW_OFTEN), NEXT)
    assert reply.text.split("\n\n") == [GAIT.answer, GAIT.why, GAIT.how_often, OTHER.answer]
    assert reply.sources == (ARTICLE.label, STUDY.label, "Bandy 1997")


def test_more_is_not_offered_where_it_would_be_unclear_of_what() -> None:
    assert answer(GAIT, (OTHER,), (), NEXT).buttons == NEXT


def test_a_part_that_a_topic_has_not_is_left_out() -> None:
    assert answer(GAIT, (), (Part.HOW_LONG,), NEXT).text == GAIT.answer


@pytest.mark.parametrize("part", [Part.MORE, Part.WHY, Part.HOW_OFTEN])
def test_a_follow_up_gives_the_part_with_the_sources_of_its_topic(part: Part) -> None:
    reply = follow_up(GAIT, part, NEXT)
    assert reply.text == GAIT.text(part)
    assert reply.sources == (ARTICLE.label, STUDY.label)
    assert (MORE in reply.buttons) is (part is not Part.MORE)


def test_a_follow_up_for_an_absent_part_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="gait"):
        follow_up(GAIT, Part.HOW_LONG, NEXT)


def test_a_source_is_labelled_by_section_or_study() -> None:
    assert ARTICLE.article is not None
    assert ARTICLE.article in ARTICLE.label
    assert STUDY.label == STUDY.study


def test_all_text_of_a_topic_leaves_out_absent_parts() -> None:
    assert GAIT.all_text.splitlines() == [GAIT.answer, GAIT.more, GAIT.why, GAIT.how_often]
