"""Replies as blocks: every kind of card, everything within Slack's limits, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from bot.channels.slack_blocks import HOME_VERSION, Message, Place, aside, closed, direct, home
from bot.content.library import Library
from bot.core.check_speech import choice_button, question_reply
from bot.core.course import Course, Phase
from bot.core.escalation import escalation
from bot.core.escalation import question as safety_question
from bot.core.progress import Note, progress_card
from bot.core.red_flags import Level
from bot.core.regions import Region
from bot.core.replies import Button, Reply
from bot.core.routine import NOTHING, SAFETY
from bot.core.routine_gate import Cleared
from bot.core.routine_session import Session, Step
from bot.core.routine_speech import PAIN_SCALE, exercise_reply
from bot.core.walk import Walk
from tests.channels.slack_server import blocks_problem, boxes, texts_of, titles

PLACE = Place("0123abcd", 7)
REGION = Region("uk", "UK", "999")


def _shown(*replies: Reply) -> list[Message]:
    messages = direct({"replies": [reply.as_dict() for reply in replies]}, PLACE)
    for message in messages:
        assert blocks_problem(message.blocks) is None
        assert 0 < len(message.text) <= 40_000
        assert not set("<>") & set(message.text + "".join(texts_of(message.blocks)))
    return messages


def _one(reply: Reply) -> Message:
    (message,) = _shown(reply)
    return message


def _as_dict(message: Message) -> dict[str, Any]:
    return {"blocks": list(message.blocks)}


def _kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def _at(walk: Walk) -> Cleared:
    """Leave to show the exercise that `walk` has come to."""
    answers = dict.fromkeys(SAFETY, NOTHING)
    return Cleared(Session(Step.WALK, Course(Phase.ASKING, answers), walk))


def _real_replies(content: Library) -> Iterator[tuple[str, Reply]]:
    check, book = content.self_check.check, content.exercises.book
    for question in check.questions:
        for again in (False, True):
            yield question.id, question_reply(check, Course(), question, ["Noted."], again)
    for flag in content.red_flags.values():
        for level in Level:
            yield flag.id, escalation(flag, level, REGION)
        yield flag.id, safety_question(flag)
    for name in book.exercises:
        for ease in (-1, 0, 1):
            yield name, exercise_reply(_at(Walk((name,), ease=ease)), book, ["Well done."])


def test_everything_that_the_content_can_say_fits(content: Library) -> None:
    found = list(_real_replies(content))
    assert len(found) > 100
    for name, reply in found:
        message = _one(reply)
        shown = " ".join(texts_of(message.blocks)).replace("&amp;", "&")
        missing = [word for word in reply.text.split() if word not in shown]
        missing += [item.title for item in reply.buttons if item.title not in shown]
        assert missing == [], name


def test_a_question_for_several_answers_gets_boxes_a_send_button_and_not_sure(content: Library) -> None:
    check = content.self_check.check
    question = next(item for item in check.questions if item.many)
    shown = _as_dict(_one(question_reply(check, Course(), question, [], False)))
    assert boxes(shown) == [option.title for option in question.options]
    assert titles(shown) == ["Send", "Not sure"]


def test_a_question_for_one_answer_gets_a_button_for_each(content: Library) -> None:
    check = content.self_check.check
    question = next(item for item in check.questions if not item.many)
    message = _one(question_reply(check, Course(), question, [], False))
    assert titles(_as_dict(message)) == [*(option.title for option in question.options), "Not sure"]
    assert any(text.startswith("Question ") for text in texts_of(message.blocks))


def test_many_answers_become_a_list_to_choose_from() -> None:
    buttons = tuple(choice_button(f"Answer {number}", "q", f"o{number}") for number in range(12))
    card = {"type": "question", "question": "q", "many": True, "number": 1, "of": 3}
    shown = _as_dict(_one(Reply("Which?", (*buttons, choice_button("Not sure", "q", "unsure")), card=card)))
    assert len(boxes(shown)) == 12
    assert titles(shown) == ["Send", "Not sure"]


@pytest.mark.parametrize("count, rows", [(1, 1), (5, 1), (6, 2), (25, 5)])
def test_buttons_come_five_in_a_row(count: int, rows: int) -> None:
    message = _one(Reply("Well?", tuple(Button.for_intent(f"Choice {one}", f"topic{one}") for one in range(count))))
    assert _kinds(message).count("actions") == rows
    assert len(titles(_as_dict(message))) == count


def test_more_buttons_than_fit_are_listed_to_be_typed() -> None:
    message = _one(Reply("Well?", tuple(Button.for_intent(f"Choice {one}", f"topic{one}") for one in range(40))))
    assert len(titles(_as_dict(message))) == 25
    assert any("40. Choice 39" in text for text in texts_of(message.blocks))


def test_a_title_that_is_too_long_is_cut_on_the_button_and_whole_in_the_text() -> None:
    title = "What is the difference between a tight hamstring & a sprain of the ankle, and how do I tell?"
    message = _one(Reply("Well?", (Button.for_intent(title, "sprain_vs_tightness"),)))
    assert titles(_as_dict(message))[0].endswith("…")
    assert any(title.replace("&", "&amp;") in text for text in texts_of(message.blocks))


def test_a_long_text_is_parted_over_sections_and_then_over_messages() -> None:
    text = "\n\n".join(f"Paragraph {number}. " + "Words & more <words>. " * 30 for number in range(60))
    messages = _shown(Reply(text, (Button.for_intent("More", "more"),), ("A source",)))
    assert len(messages) > 2
    whole = " ".join(text for message in messages for text in texts_of(message.blocks))
    assert all(f"Paragraph {number}." in whole for number in range(60))
    assert titles(_as_dict(messages[-1])) == ["More"]


def test_a_turn_of_many_replies_keeps_to_the_blocks_of_a_message() -> None:
    messages = _shown(*(Reply(f"Reply {number}", (Button.for_intent("Go", f"t{number}"),)) for number in range(40)))
    assert len(messages) >= 2
    ids = [block["block_id"] for message in messages for block in message.blocks if "block_id" in block]
    assert len(ids) == len(set(ids)) == 40


@pytest.mark.parametrize("text", ["<!channel> look", "<@U123> & <!here>", "a <b> c", "*bold* _it_ `code`"])
def test_what_looks_like_markup_is_only_text(text: str) -> None:
    message = _one(Reply(text, (Button.for_intent(text, "more"),), (text,)))
    assert all(part["type"] == "plain_text" for part in _text_objects(message.blocks))


def test_an_exercise_lists_its_steps(content: Library) -> None:
    book = content.exercises.book
    name, exercise = next(iter(book.exercises.items()))
    message = _one(exercise_reply(_at(Walk((name, name), index=1)), book, ["Good."]))
    assert message.blocks[0]["text"]["text"] == f"2 of 2: {exercise.name}"
    shown = message.blocks[1]["text"]["text"]
    assert shown.startswith("Good.")
    assert all(f"\n{number}. " in shown for number in range(1, len(exercise.steps) + 1))
    assert book.stop_rule in shown.replace("&amp;", "&")


@pytest.mark.parametrize("level", list(Level))
def test_a_danger_says_the_action_in_the_first_words_of_the_notification(content: Library, level: Level) -> None:
    flag = next(iter(content.red_flags.values()))
    reply = escalation(flag, level, REGION)
    message = _one(reply)
    assert message.blocks[0]["type"] == "header"
    assert message.text.startswith(reply.text.split(".")[0].replace("&", "&amp;"))


def test_a_scale_becomes_a_row_of_numbers() -> None:
    shown = _as_dict(_one(Reply("How strong was it?", card=PAIN_SCALE)))
    assert titles(shown) == [str(number) for number in range(11)]


def test_progress_shows_the_latest_sessions() -> None:
    notes = [Note(date(2026, 1, day), 1, ("calf",), pain=None if day % 2 else 3) for day in range(1, 20)]
    text = " ".join(texts_of(_one(Reply("It goes well.", card=progress_card(notes))).blocks))
    assert "2026-01-19" in text
    assert "2026-01-02" not in text


def test_results_summaries_and_routines_keep_their_text() -> None:
    answer = {"question": "How did it start?", "answer": "Slowly", "words": "it <crept> up"}
    cards: list[Mapping[str, Any]] = [
        {"type": "self_check_result", "answers": [answer], "version": "1"},
        {"type": "summary", "answers": [answer], "date": "2026-01-01", "raised": [], "result": None, "version": "1"},
        {"type": "routine", "week": 2, "exercises": [], "strength": [], "left_out": []},
        {"type": "a kind that is not known here"},
    ]
    for card in cards:
        message = _one(Reply("The text of it.", card=card))
        assert "The text of it." in texts_of(message.blocks)
        assert message.text.startswith("The text of it.")


def test_in_a_channel_there_are_words_and_a_link_only() -> None:
    turn = {"replies": [Reply("Call now.", (Button.for_intent("Not now", "deny"),)).as_dict()]}
    message = aside(turn, "https://slack.com/app_redirect?app=A1&team=T1")
    assert blocks_problem(message.blocks) is None
    assert titles(_as_dict(message)) == ["Write to me"]
    assert _kinds(aside(turn, "")) == ["section"]


def test_a_message_is_closed_with_a_note_in_the_place_of_its_choices() -> None:
    message = _one(Reply("Well?", (Button.for_intent("Yes", "affirm"),)))
    done = closed({"text": message.text, "blocks": list(message.blocks)}, "You chose: Yes")
    assert blocks_problem(done.blocks) is None
    assert _kinds(done) == ["section", "context"]


@pytest.mark.parametrize("message", [{}, {"blocks": "no"}, {"blocks": [1, None]}, {"text": 5}])
def test_a_message_that_came_back_damaged_is_closed_all_the_same(message: dict[str, Any]) -> None:
    assert blocks_problem(closed(message, "Closed.").blocks) is None


def test_the_home_tab_fits() -> None:
    for url in ("", "https://ankle.example"):
        view = home(url)
        assert blocks_problem(view["blocks"], most=100) is None
        assert view["private_metadata"] == HOME_VERSION


def test_a_place_is_read_from_its_own_blocks_only() -> None:
    assert Place.read(PLACE.block_id(3)) == PLACE
    for other in (None, 5, "", "reply", "reply 0123abcd x 1", "reply 0123abcd 7 1 ", "x" * 300):
        assert Place.read(other) is None


def test_json_of_a_message_is_what_was_measured(content: Library) -> None:
    sizes = [len(json.dumps(_one(reply).blocks)) for _, reply in _real_replies(content)]
    assert max(sizes) < 10_000


def _text_objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield value
        for part in value.values():
            yield from _text_objects(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _text_objects(part)
