"""The summary to print: everything that was told, escaped, and nothing from elsewhere."""

from __future__ import annotations

import pytest

from bot.core.summary_page import summary_page

CARD = {
    "type": "summary",
    "date": "2026-12-01",
    "raised": [],
    "result": "other_pattern:heel",
    "version": "1",
    "answers": [{"question": "Where?", "answer": "Under the heel", "words": '<b>under</b> my heel & "arch"'}],
}


def test_it_holds_question_answer_words_result_and_date() -> None:
    page = summary_page(CARD)
    for part in ("Where?", "Under the heel", "other pattern: heel", "2026-12-01", "none"):
        assert part in page


def test_what_somebody_wrote_is_escaped() -> None:
    page = summary_page(CARD)
    assert "<b>under" not in page
    assert "&lt;b&gt;under&lt;/b&gt; my heel &amp; &quot;arch&quot;" in page


def test_danger_signs_are_named_first() -> None:
    page = summary_page({**CARD, "raised": ["possible clot in the leg"]})
    assert page.index("possible clot in the leg") < page.index("<table>")


def test_without_a_result_none_is_claimed() -> None:
    assert "Answers match" not in summary_page({**CARD, "result": None})


@pytest.mark.parametrize("part", ["<script", "http:", "https:", "src=", "@import"])
def test_it_loads_nothing(part: str) -> None:
    assert part not in summary_page(CARD)
