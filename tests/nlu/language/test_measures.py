"""Numbers in messages: how long, how bad, how old."""

from __future__ import annotations

import pytest

from bot.nlu.language.measures import measures


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("for 3 weeks", {"over_two_weeks"}),
        ("for two weeks", set()),
        ("for about three months", {"over_two_weeks", "over_six_weeks"}),
        ("been 10 days", set()),
        ("for six weeks", {"over_two_weeks"}),
        ("for nearly two months", {"over_two_weeks", "over_six_weeks"}),
        ("since january", {"over_two_weeks", "over_six_weeks"}),
        ("for ages", {"over_two_weeks", "over_six_weeks"}),
        ("three weeks ago", set()),
        ("pain 9 / 10", {"severe_pain"}),
        ("8 out of ten", {"severe_pain"}),
        ("3 out of 10", set()),
        ("eight , nine out of ten", {"severe_pain"}),
        ("my 11 year old", {"under_18"}),
        ("i am 15", {"under_18"}),
        ("she is 10", {"under_18"}),
        ("he is eight", {"under_18"}),
        ("she is only two .", {"under_18"}),
        ("i am 45", set()),
        ("i am 15 weeks pregnant", set()),
        ("he is one of them", set()),
        ("he is two hours late", set()),
        ("my nephew , 2 , limps", {"under_18"}),
        ("limping , aged seven .", {"under_18"}),
        ("a 40 year old", set()),
        ("ten , sore heel and a limp", {"under_18"}),
        ("my heel hurts . ten , sore heel and a limp", {"under_18"}),
        ("ten , please", set()),
    ],
)
def test_measures(text: str, signs: set[str]) -> None:
    assert {sign for sign, _, _ in measures(text)} == signs
