from __future__ import annotations

import json

from bot.core.replies import Button, Candidate, Reply, Turn

REPLY = Reply("Text", (Button("Title", "/intent"),), ("Article",), {"kind": "card"})


def test_a_button_for_an_intent_carries_it_as_payload() -> None:
    assert Button.for_intent("Walking", "gait") == Button("Walking", "/gait")


def test_a_reply_survives_json() -> None:
    assert Reply.from_dict(json.loads(json.dumps(REPLY.as_dict()))) == REPLY


def test_a_reply_without_extras_survives_json() -> None:
    assert Reply.from_dict(json.loads(json.dumps(Reply("Text").as_dict()))) == Reply("Text")


def test_more_paragraphs_go_behind_the_text_and_change_nothing_else() -> None:
    longer = REPLY.followed_by(["second", "third"])
    assert longer.text.split("\n\n") == ["Text", "second", "third"]
    assert (longer.buttons, longer.sources, longer.card) == (REPLY.buttons, REPLY.sources, REPLY.card)


def test_no_more_paragraphs_leave_a_reply_as_it_is() -> None:
    assert REPLY.followed_by([]) == REPLY


def test_a_turn_becomes_the_json_object_of_the_contract() -> None:
    turn = Turn(
        text="hello",
        outcome="gait",
        replies=(REPLY,),
        also=("overview",),
        topic="gait",
        confidence=0.123456,
        candidates=(Candidate("gait", 0.98765),),
        findings=({"sign": "pop", "assertion": "absent", "text": "no pop"},),
        red_flags=("RF01",),
        debug={"intent": "never printed"},
    )
    assert json.loads(json.dumps(turn.as_dict())) == {
        "text": "hello",
        "outcome": "gait",
        "also": ["overview"],
        "topic": "gait",
        "level": None,
        "red_flags": ["RF01"],
        "findings": [{"sign": "pop", "assertion": "absent", "text": "no pop"}],
        "confidence": 0.123,
        "candidates": [{"id": "gait", "confidence": 0.988}],
        "expecting": None,
        "result": None,
        "replies": [REPLY.as_dict()],
    }


def test_a_turn_without_a_reading_has_no_confidence() -> None:
    assert Turn("", "clarify", (Reply("x"),)).as_dict()["confidence"] is None
