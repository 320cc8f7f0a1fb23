"""A wish for a person, feedback, and what is kept: asked, confirmed, done, and never in the way of a danger."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.content import deployment
from bot.core.replies import Turn
from bot.runtime.assistant import Assistant
from bot.storage.tables import feedback, notices, unanswered
from tests.conftest import Ask

DANGER = "my foot is suddenly cold and blue"


@pytest.fixture
def staffed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation where wishes for a person are passed on."""
    monkeypatch.setenv(deployment.HANDS_OFF, "true")
    monkeypatch.setenv(deployment.OFFICE_HOURS, "on weekdays from 9 to 5")


@pytest.fixture
def here(request: pytest.FixtureRequest) -> str:
    """The conversation of this test."""
    return str(request.node.nodeid)


def _text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def _titles(turn: Turn) -> list[str]:
    return [button.title for button in turn.replies[0].buttons]


def _rows(assistant: Assistant, table: object, conversation: str) -> list[str]:
    query = select(table).where(table.c.conversation == conversation)  # type: ignore[attr-defined, arg-type]
    rows = assistant.database.now(lambda connection: connection.execute(query).all())
    return [json.dumps(dict(row._mapping), default=str) for row in rows]


# A person.


def test_where_nobody_is_told_the_assistant_says_who_can_help(ask: Ask) -> None:
    turn = ask("can I talk to a human")
    assert turn.outcome == "human"
    assert turn.expecting is None
    assert "emergency number" in _text(turn)


@pytest.mark.usefixtures("staffed")
def test_a_contact_is_passed_on_and_nothing_else_of_the_message(ask: Ask, assistant: Assistant, here: str) -> None:
    assert ask("can I talk to a human").expecting == "contact"
    ask("my heel is terrible, ring me on 07700 900123 please")
    (row,) = _rows(assistant, notices, here)
    assert "07700 900123" in row
    assert "heel" not in row


@pytest.mark.usefixtures("staffed")
def test_whoever_is_passed_on_is_told_not_to_wait_in_an_emergency(ask: Ask) -> None:
    assert "emergency number" in _text(ask("can I talk to a human"))
    turn = ask("a.b@c.example")
    assert "emergency number" in _text(turn)
    assert "on weekdays from 9 to 5" in _text(turn)


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize("said", ["no thanks", "stop", "never mind, no"])
def test_a_no_passes_nothing_on(ask: Ask, assistant: Assistant, here: str, said: str) -> None:
    ask("can I talk to a human")
    assert ask(said).expecting is None
    assert _rows(assistant, notices, here) == []


@pytest.mark.usefixtures("staffed")
def test_a_danger_told_where_a_contact_was_asked_for_escalates(ask: Ask) -> None:
    ask("can I talk to a human")
    assert ask(DANGER).level == "emergency"
    assert ask("07700 900123").outcome != "human"  # the question for the contact is over


@pytest.mark.usefixtures("staffed")
def test_a_question_in_between_is_answered_and_the_contact_asked_for_again(ask: Ask) -> None:
    ask("can I talk to a human")
    turn = ask("What is dorsiflexion?")
    assert turn.topic == "dorsiflexion"
    assert turn.expecting == "contact"


@pytest.mark.usefixtures("staffed")
def test_what_is_no_contact_is_asked_for_again(ask: Ask, assistant: Assistant, here: str) -> None:
    ask("can I talk to a human")
    assert ask("blue banana").expecting == "contact"
    assert _rows(assistant, notices, here) == []


# That did not help.


def test_the_first_complaint_offers_other_readings(ask: Ask) -> None:
    answered = ask("how do tight hamstrings change my walk")
    turn = ask("that didn't help")
    assert turn.level is None
    assert turn.replies[0].buttons
    assert answered.topic not in {button.payload.removeprefix("/") for button in turn.replies[0].buttons}


def test_the_second_complaint_asks_to_keep_the_question_and_keeps_it_scrubbed(
    ask: Ask, assistant: Assistant, here: str
) -> None:
    ask("my name is Priya, how do tight hamstrings change my walk")
    ask("that didn't help")
    assert "Yes, keep it" in _titles(ask("no, that's not what I asked"))
    assert _rows(assistant, unanswered, here) == []
    ask("yes")
    (row,) = _rows(assistant, unanswered, here)
    assert "change my walk" in row
    assert "Priya" not in row


def test_without_a_yes_the_question_is_not_kept(ask: Ask, assistant: Assistant, here: str) -> None:
    ask("how do tight hamstrings change my walk")
    ask("that didn't help")
    ask("not helpful")
    ask("no")
    assert _rows(assistant, unanswered, here) == []


def test_complaints_and_thumbs_are_counted(ask: Ask, assistant: Assistant, here: str) -> None:
    ask("What is dorsiflexion?")
    ask("👎")
    (row,) = _rows(assistant, feedback, here)
    assert '"about": "dorsiflexion"' in row
    assert '"helpful": false' in row


def test_a_thumb_up_is_counted_and_answered(ask: Ask, assistant: Assistant, here: str) -> None:
    ask("What is dorsiflexion?")
    turn = ask("👍")
    assert turn.outcome == "smalltalk"
    (row,) = _rows(assistant, feedback, here)
    assert '"helpful": true' in row


# What is kept.


def test_what_is_kept_is_told(ask: Ask) -> None:
    assert ask("what do you store about me?").outcome == "privacy"


@pytest.mark.parametrize("wish", ["delete my data", "please erase everything you have on me", "wipe this chat"])
def test_deletion_is_confirmed_first_and_then_complete(ask: Ask, wish: str) -> None:
    ask("What is dorsiflexion?")
    assert "Yes, delete it all" in _titles(ask(wish))
    assert ask("yes, delete it all").topic is None
    assert ask("tell me more").topic is None


def test_without_a_yes_nothing_is_deleted(ask: Ask) -> None:
    ask("What is dorsiflexion?")
    ask("delete my data")
    ask("no")
    assert ask("tell me more").topic == "dorsiflexion"
