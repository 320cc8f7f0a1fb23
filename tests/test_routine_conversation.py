"""The exercise routine through the real assistant: safety first, what is asked, the walk, interruptions, notes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.content.library import Library, library
from bot.core.progress import Note
from bot.core.replies import OUT_OF_SCOPE, SMALLTALK, Turn
from bot.storage.current import notebook
from tests.conftest import Ask

PLAN = "stretch_plan"
START = "guide me through stretches"
SAFE = ("none", "none")
OFFERED = (*SAFE, "none", "10 minutes", "new to it")
BOOK = library().exercises.book


def reach(ask: Ask, *answers: str, start: str = START) -> Turn:
    turn = ask(start)
    for answer in answers:
        turn = ask(answer)
    return turn


def shown(turn: Turn) -> str | None:
    """The exercise that the turn shows."""
    card = turn.replies[0].card
    return card["exercise"] if card and card["type"] == "exercise" else None


def gives_exercise(turn: Turn) -> bool:
    return any(step in turn.replies[0].text for item in BOOK.exercises.values() for step in item.steps)


def test_the_whole_way_from_the_wish_to_the_note(ask: Ask, request: pytest.FixtureRequest) -> None:
    turn = ask(START)
    for expecting, answer in zip(("now", "body", "limits", "minutes", "level"), OFFERED, strict=True):
        assert (turn.outcome, turn.expecting) == (PLAN, f"routine:{expecting}")
        assert not gives_exercise(turn)
        turn = ask(answer)
    assert turn.expecting == "routine:offer"
    card = turn.replies[0].card
    assert card is not None
    planned = [entry["exercise"] for entry in card["exercises"]]
    assert len(planned) == 4
    turn = ask("start")
    for number, name in enumerate(planned, 1):
        assert (shown(turn), turn.expecting) == (name, "routine:walk")
        assert turn.replies[0].card is not None
        assert turn.replies[0].card["number"] == number
        assert turn.replies[0].sources
        turn = ask("next")
    assert turn.expecting == "routine:end_pain"
    assert ask("1").expecting == "routine:keep"
    assert notebook().notes(request.node.nodeid) == []
    assert ask("yes").expecting is None
    (note,) = notebook().notes(request.node.nodeid)
    assert (note.day, note.week, list(note.done), note.pain) == (date.today(), 1, planned, 1)


@pytest.mark.parametrize("answer", ["no", "no thanks", "rather not"])
def test_without_a_yes_no_note_is_kept(ask: Ask, request: pytest.FixtureRequest, answer: str) -> None:
    reach(ask, *OFFERED, "start", *["next"] * 4, "0")
    assert ask(answer).expecting is None
    assert notebook().notes(request.node.nodeid) == []


BARRING = {item.id: item.title for item in library().exercises.questions.by_id["body"].options if not item.nothing}


@pytest.mark.parametrize("name", BARRING)
def test_every_yes_to_the_safety_question_gets_something_else_to_do(ask: Ask, content: Library, name: str) -> None:
    turn = reach(ask, "none", BARRING[name])
    assert turn.expecting is None
    assert content.flows[f"barred_{name}"].says[0] in turn.replies[0].text
    assert not gives_exercise(turn)
    assert not gives_exercise(ask("next"))


@pytest.mark.parametrize(
    "said",
    [
        "yes", "yes, one of these", "one of these", "some of these", "all of these", "yes, pregnant",
        "I think one of them", "both", "the first", "the last", "a bit of tingling", "swollen", "numb",
        "I am pregnant", "I am 16",
        "I had an operation on my leg last month", "my calf is hot and swollen", "not sure", "maybe", "skip", "qwertz",
        "I twisted my ankle on Monday", "i'm on cipro",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", [(), ("none",)])
def test_anything_but_a_no_to_a_safety_question_shows_no_exercise(ask: Ask, before: tuple[str, ...], said: str) -> None:
    reach(ask, *before)
    assert not gives_exercise(ask(said))


@pytest.mark.parametrize("at", [0, 1])
def test_not_sure_is_asked_once_more_and_then_bars(ask: Ask, at: int) -> None:
    asked = reach(ask, *SAFE[:at])
    again = ask("not sure")
    assert again.expecting == asked.expecting
    turn = ask("not sure")
    assert turn.expecting not in {"routine:limits", "routine:body", "routine:walk"}
    assert turn.level == "urgent" or at == 1
    assert not gives_exercise(ask("next"))


def test_just_one_stretch_asks_the_two_safety_questions_and_no_more(ask: Ask) -> None:
    turn = ask("just give me a stretch")
    assert turn.expecting == "routine:now"
    assert ask("none").expecting == "routine:body"
    turn = ask("none")
    assert shown(turn) == "strap_stretch"
    assert BOOK.stop_rule in turn.replies[0].text
    assert ask("done").expecting is None


def test_what_was_said_with_the_wish_is_not_asked(ask: Ask) -> None:
    turn = reach(ask, *SAFE, start="I want a 15 minute routine, I can't kneel and I'm a beginner")
    assert turn.expecting == "routine:offer"
    assert "kneeling hip stretch" in turn.replies[0].text.lower()


def test_a_finished_self_check_spares_the_safety_questions(ask: Ask) -> None:
    for said in ("can you check whether my pain fits", "I agree", "none", "none", "crept up slowly", "under the heel"):
        ask(said)
    turn = ask("the first steps stab under the heel")
    for answer in ("no, the same", "neither", "none", "none"):
        if turn.expecting is None:
            break
        turn = ask(answer)
    assert turn.result is not None
    turn = ask("guide me through stretches")
    assert turn.expecting == "routine:limits"


CHECK = ("can you check whether my pain fits", "I agree", "none")
CHECKED = {
    "pregnant": (*CHECK, "pregnant", "crept up slowly"),
    "under_18": (*CHECK, "under 18", "crept up slowly"),
    "injury": (*CHECK, "none", "twisted it"),
    "tingling": (*CHECK, "none", "it crept up slowly, and i get tingling in it"),
}


@pytest.mark.parametrize("wish", ["just give me one stretch", "a 10 minute routine please"])
@pytest.mark.parametrize("reason", CHECKED)
def test_what_a_self_check_was_told_bars_from_exercise(ask: Ask, content: Library, reason: str, wish: str) -> None:
    turn = reach(ask, *CHECKED[reason][1:], start=CHECKED[reason][0])
    assert turn.outcome == "self_check"
    turn = ask(wish)
    assert content.flows[f"barred_{reason}"].says[0] in turn.replies[0].text
    assert turn.expecting is None
    assert not gives_exercise(turn)
    assert not gives_exercise(ask("next"))


TOLD = {
    "i'm 5 months pregnant": "pregnant",
    "i twisted my ankle on tuesday": "injury",
    "i'm 15": "under_18",
    "i had an operation last week": "operation",
}


@pytest.mark.parametrize("wish", ["start", "next", "carry on with the stretches"])
@pytest.mark.parametrize("walked", [(), ("start",), ("start", "next")], ids=len)
@pytest.mark.parametrize("said", TOLD)
def test_a_bar_told_at_the_offer_or_in_an_exercise_ends_the_routine(
    ask: Ask, content: Library, said: str, walked: tuple[str, ...], wish: str
) -> None:
    reach(ask, *OFFERED, *walked)
    turn = ask(said)
    assert (turn.outcome, turn.expecting) == (PLAN, None)
    assert content.flows[f"barred_{TOLD[said]}"].says[0] in turn.replies[0].text
    assert not gives_exercise(turn)
    assert not gives_exercise(ask(wish))


@pytest.mark.parametrize("answers", [(), ("none",), SAFE, (*SAFE, "none"), (*SAFE, "none", "10 minutes")], ids=len)
def test_a_bar_told_at_any_question_ends_the_routine(ask: Ask, content: Library, answers: tuple[str, ...]) -> None:
    reach(ask, *answers)
    turn = ask("i'm 5 months pregnant")
    assert content.flows["barred_pregnant"].says[0] in turn.replies[0].text
    assert not gives_exercise(ask("next"))


@pytest.mark.parametrize("stopped", [(), ("stop",)])
def test_a_routine_that_was_left_does_not_go_on_after_a_bar_is_told(ask: Ask, stopped: tuple[str, ...]) -> None:
    reach(ask, *OFFERED, "start")
    reach(ask, *CHECKED["pregnant"][1:], *stopped, start=CHECKED["pregnant"][0])
    turn = ask("carry on with the stretches please")
    assert not gives_exercise(turn)
    assert turn.expecting not in {"routine:walk", "routine:offer"}
    assert not gives_exercise(ask("next"))


@pytest.mark.parametrize("answers", [SAFE, OFFERED, (*OFFERED, "start")], ids=len)
@pytest.mark.parametrize("said", ["my heel is no better, it's been months", "i'm on blood thinners"])
def test_advice_to_book_is_given_where_the_routine_has_no_answer_of_its_own(
    ask: Ask, answers: tuple[str, ...], said: str
) -> None:
    reach(ask, *answers)
    turn = ask(said)
    assert (turn.outcome, turn.level) == ("escalate:professional", "professional")


@pytest.mark.parametrize("walked", [(), ("start",)], ids=len)
def test_a_bar_told_with_what_may_be_a_danger_is_not_lost_behind_the_safety_question(
    ask: Ask, content: Library, walked: tuple[str, ...]
) -> None:
    reach(ask, *OFFERED, *walked)
    assert ask("twisted my ankle on tuesday, hurts to walk on").expecting == "danger:RF11"
    turn = ask("no")
    assert content.flows["barred_injury"].says[0] in turn.replies[0].text
    for said in ("start", "next"):
        turn = ask(said)
        assert not gives_exercise(turn)
        assert turn.expecting not in {"routine:walk", "routine:offer"}


def test_diabetes_leaves_out_work_on_one_leg(ask: Ask) -> None:
    turn = reach(ask, *SAFE, "diabetes", "15 minutes", "new to it")
    assert turn.replies[0].card is not None
    assert "leg_swings" not in [entry["exercise"] for entry in turn.replies[0].card["exercises"]]
    assert "shoes" in turn.replies[0].text


@pytest.mark.parametrize(
    ("answers", "said", "expecting"),
    [
        (SAFE, "balance, floor and kneeling", "routine:minutes"),
        (SAFE, "torn hamstring two months ago", "routine:minutes"),
        (SAFE, "diabetes", "routine:minutes"),
        ((*SAFE, "none"), "about ten", "routine:level"),
        ((*SAFE, "none"), "half an hour", "routine:level"),
        ((*SAFE, "none", "10 minutes"), "new", "routine:offer"),
        ((*SAFE, "none", "10 minutes"), "not very fit", "routine:offer"),
    ],
)
def test_answers_in_few_words_are_understood(ask: Ask, answers: tuple[str, ...], said: str, expecting: str) -> None:
    reach(ask, *answers)
    assert ask(said).expecting == expecting


@pytest.mark.parametrize(
    ("said", "expecting"),
    [
        ("What is dorsiflexion?", "dorsiflexion"),
        ("what can you do?", SMALLTALK),
        ("what is the capital of France?", OUT_OF_SCOPE),
        ("how much ibuprofen can I take?", OUT_OF_SCOPE),
        ("can I talk to a person", "human"),
    ],
)
@pytest.mark.parametrize("answers", [(), ("none",), SAFE, OFFERED, (*OFFERED, "start"), (*OFFERED, "start", "next")])
def test_an_interruption_is_answered_and_the_routine_waits(
    ask: Ask, answers: tuple[str, ...], said: str, expecting: str
) -> None:
    before = reach(ask, *answers)
    turn = ask(said)
    assert turn.outcome == expecting
    assert len(turn.replies) == 1
    assert turn.expecting == before.expecting
    assert [button.title for button in turn.replies[0].buttons] == [
        button.title for button in before.replies[0].buttons
    ]
    assert not gives_exercise(turn)


@pytest.mark.parametrize(
    ("said", "shows"),
    [("next", 2), ("done", 2), ("👍", 2), ("that one's done", 2), ("go back", 1), ("skip", 2), ("say that again", 1)],
)
def test_on_back_and_again(ask: Ask, said: str, shows: int) -> None:
    reach(ask, *OFFERED, "start")
    card = ask(said).replies[0].card
    assert card is not None
    assert card["number"] == shows


def test_easier_and_harder_are_told_for_the_exercise_at_hand(ask: Ask) -> None:
    first = shown(reach(ask, *OFFERED, "start"))
    assert first is not None
    assert BOOK.exercises[first].easier in ask("this is too hard").replies[0].text
    ask("ok that's better, harder again")
    assert BOOK.exercises[first].harder in ask("harder").replies[0].text


@pytest.mark.parametrize(("pain", "shows"), [("1", 1), ("3", 1), ("4 out of 10", 1), ("5", 2), ("8", 2), ("sharp", 2)])
def test_pain_of_five_or_a_sharp_one_stops_the_exercise(ask: Ask, pain: str, shows: int) -> None:
    first = reach(ask, *OFFERED, "start")
    assert ask("it hurts").expecting == "routine:pain"
    turn = ask(pain)
    if shows == 2:
        assert shown(turn) not in {None, shown(first)}
    else:
        assert turn.expecting == "routine:walk"
        assert shown(ask("say that again")) == shown(first)


def test_a_pain_outside_the_scale_is_asked_again(ask: Ask) -> None:
    reach(ask, *OFFERED, "start", "it hurts")
    assert ask("14").expecting == "routine:pain"
    assert ask("4").expecting == "routine:walk"


def test_two_exercises_stopped_for_pain_end_the_routine(ask: Ask, content: Library) -> None:
    reach(ask, *OFFERED, "start", "it hurts", "7", "it hurts")
    turn = ask("8")
    assert content.flows["routine_two_stopped"].says[0] in turn.replies[0].text
    assert not gives_exercise(turn)


def test_tingling_stops_the_exercise_with_advice_to_book(ask: Ask) -> None:
    first = reach(ask, *OFFERED, "start")
    turn = ask("my toes are tingling")
    assert shown(turn) != shown(first)
    assert turn.level in {"professional", "urgent", "emergency"}


def test_a_pause_and_on(ask: Ask) -> None:
    first = reach(ask, *OFFERED, "start")
    assert shown(ask("hang on")) is None
    assert shown(ask("ok I'm back")) == shown(first)


@pytest.mark.parametrize(
    "answers", [(), ("none",), SAFE, OFFERED, (*OFFERED, "start"), (*OFFERED, "start", "it hurts")]
)
def test_it_can_be_stopped_anywhere(ask: Ask, answers: tuple[str, ...]) -> None:
    reach(ask, *answers)
    turn = ask("stop")
    assert turn.expecting is None or not str(turn.expecting).startswith("routine:")
    assert not gives_exercise(ask("next"))


def test_the_offer_can_be_changed(ask: Ask) -> None:
    reach(ask, *OFFERED)
    shorter = ask("make it 5 minutes")
    assert shorter.expecting == "routine:offer"
    assert shorter.replies[0].card is not None
    assert len(shorter.replies[0].card["exercises"]) == 2
    assert ask("Change it").expecting == "routine:limits"


def test_the_other_flow_in_the_middle_and_back(ask: Ask) -> None:
    first = reach(ask, *OFFERED, "start", "next")
    assert ask("can you check whether my ankle pain fits").expecting == "self_check:consent"
    ask("no thanks")
    turn = ask("carry on with the stretches please")
    assert turn.expecting == "routine:walk"
    assert shown(ask("go on")) == shown(first)


def test_progress_shows_the_notes(ask: Ask, request: pytest.FixtureRequest) -> None:
    assert notebook().notes(request.node.nodeid) == []
    assert ask("how am I doing with my exercises").replies[0].card is None
    for days in (9, 3, 1):
        note = Note(date.today() - timedelta(days=days), 1, ("strap_stretch",), pain=days)
        notebook().add(request.node.nodeid, note, datetime.now())
    turn = ask("show me my sessions so far")
    assert turn.replies[0].card is not None
    assert [entry["pain"] for entry in turn.replies[0].card["sessions"]] == [9, 3, 1]
    assert "3 sessions" in turn.replies[0].text


@pytest.mark.parametrize(
    ("weeks", "answer", "level"),
    [
        (2, "worse", "professional"),
        (2, "about the same", "professional"),
        (2, "much better", None),
        (6, "better", None),
    ],
)
def test_after_two_and_six_weeks_it_is_asked_how_it_goes(
    ask: Ask, request: pytest.FixtureRequest, weeks: int, answer: str, level: str | None
) -> None:
    note = Note(date.today() - timedelta(weeks=weeks), 1, ("strap_stretch",), pain=2)
    notebook().add(request.node.nodeid, note, datetime.now())
    assert ask(START).expecting == "routine:check_in"
    turn = ask(answer)
    assert (turn.level, turn.expecting) == (level, None if level else "routine:now")
    assert ask(START).expecting == "routine:now"


def test_after_a_good_check_in_the_routine_that_was_asked_for_goes_on(ask: Ask, request: pytest.FixtureRequest) -> None:
    note = Note(date.today() - timedelta(weeks=2), 1, ("strap_stretch",), pain=2)
    notebook().add(request.node.nodeid, note, datetime.now())
    assert ask("a 5 minute routine please, i'm a beginner").expecting == "routine:check_in"
    for said, expecting in (("better", "now"), ("none", "body"), ("none", "limits"), ("none", "offer")):
        turn = ask(said)
        assert turn.expecting == f"routine:{expecting}"
    card = turn.replies[0].card
    assert card is not None
    assert (card["week"], len(card["exercises"])) == (3, 2)


def test_a_wish_to_be_reminded_is_recorded(ask: Ask, request: pytest.FixtureRequest) -> None:
    turn = ask("please remind me to stretch every day at 7.30 pm")
    assert "19:30, every day" in turn.replies[0].text
    (wish,) = notebook().wishes(request.node.nodeid)
    assert (wish.hour, wish.minute, wish.every) == (19, 30, 1)
