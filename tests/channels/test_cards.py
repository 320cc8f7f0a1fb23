"""Cards as the conversations of the parity test bring them, against the schema that the widget is written to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.content.library import PROJECT
from bot.evaluation.scripts import Script
from tests.channels.conftest import Told
from tests.channels.test_parity import SCRIPTS

SCHEMA = json.loads((PROJECT / "bot" / "widget" / "cards.schema.json").read_text(encoding="utf-8"))
TYPES = [kind["$ref"].rpartition("/")[2] for kind in SCHEMA["oneOf"]]
Cards = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def cards(tell: Callable[[Script], Told]) -> Cards:
    """Every card that was told, by its type."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for script in SCRIPTS:
        for turn in tell(script).turns:
            for reply in turn.as_dict()["replies"]:
                if reply["card"] is not None:
                    card = json.loads(json.dumps(reply["card"]))  # as it leaves the server
                    found.setdefault(card["type"], []).append(card)
    return found


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_there_are_no_cards_of_other_types(cards: Cards) -> None:
    assert set(cards) == set(TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_every_card_fits_the_schema(kind: str, cards: Cards) -> None:
    validator = Draft7Validator({**SCHEMA, "oneOf": [{"$ref": f"#/definitions/{kind}"}]})  # which names what is wrong
    problems = {
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for card in cards[kind]
        for top in validator.iter_errors(card)
        for error in (top.context or [top])
    }
    assert problems == set()
    assert all(Draft7Validator(SCHEMA).is_valid(card) for card in cards[kind])


def test_what_a_card_lacks_or_has_too_much_is_noticed(cards: Cards) -> None:
    validator = Draft7Validator(SCHEMA)
    for kind in TYPES:
        card = cards[kind][0]
        assert not validator.is_valid({**card, "colour": "red"})
        for name in card.keys() - {"picture_text"}:
            assert not validator.is_valid({key: value for key, value in card.items() if key != name})


def test_the_pictures_that_cards_name_are_there(cards: Cards) -> None:
    named = {card["picture"] for card in cards["exercise"]}
    named |= {entry["picture"] for card in cards["routine"] for entry in (*card["exercises"], *card["strength"])}
    assert {name for name in named if not (PROJECT / "data" / "pictures" / name).is_file()} == set()
