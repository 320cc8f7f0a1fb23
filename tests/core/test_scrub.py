from __future__ import annotations

import pytest

from bot.core.contact import contacts_in
from bot.core.scrub import scrub


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("write to ann.lee@mail.example please", "ann.lee@mail.example"),
        ("ring me on 07700 900123 about my heel", "07700 900123"),
        ("+44 (0)20 7946-0958", "7946"),
        ("my name is Priya and my heel hurts", "Priya"),
        ("I'm Gordon, my calf is tight", "Gordon"),
        ("Dr. Patel said to stretch", "Patel"),
        ("I live at 12 Acacia Avenue", "Acacia"),
        ("born 03/04/1961, does that matter", "1961"),
        ("near SW1A 1AA", "SW1A"),
        ("see https://me.example/photo", "me.example"),
        ("as told to Ann Lee yesterday", "Ann Lee"),
        ("find me @heelhero", "heelhero"),
    ],
)
def test_what_could_name_a_person_is_taken_out(text: str, gone: str) -> None:
    assert gone not in scrub(text)


@pytest.mark.parametrize(
    "text",
    ["my heel hurts since 3 weeks, about 6/10", "how do I do 2 sets of 15 heel raises?", "is 30 seconds enough"],
)
def test_a_question_without_names_stays_as_it_is(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("07700 900123", ("07700 900123",)),
        ("call +353 1 234 5678 or mail a.b@c.example.", ("a.b@c.example", "+353 1 234 5678")),
        ("my ankle has hurt for 3 weeks, 6 out of 10", ()),
        ("no", ()),
    ],
)
def test_only_the_way_to_reach_somebody_is_taken_from_what_they_wrote(text: str, found: tuple[str, ...]) -> None:
    assert contacts_in(text) == found
