"""Where a message goes in the self-check, without Rasa: dangers, wishes, repairs, the result and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.library import library
from bot.core.check_dialogue import CheckDialogue, explains, is_only_a_wish
from bot.core.check_session import Aside, Before, Said, Voice
from bot.core.course import Course, Phase
from bot.core.findings import Assertion
from bot.core.hearing import Heard
from bot.core.questions import UNSURE
from bot.core.red_flags import Level

CHECK = library().self_check.check
FLOWS = library().flows
VOICE = Voice(
    phrase=lambda reply_id: FLOWS[reply_id].says[0],
    phrases={key: entry.says[0] for key, entry in FLOWS.items()},
    topics=library().topics,
    aside=lambda intent: Aside(f"About {intent}.", intent, intent if intent in library().topics else None),
)
SLOW = {
    "now": ("none",),
    "you": ("none",),
    "onset": ("gradual",),
    "place": ("achilles",),
    "rest": ("loosens",),
    "knee": ("eases",),
    "bend": ("forward",),
    "back": ("thigh",),
    "nerve": ("none",),
}
DONE = Course(Phase.DONE, answers=SLOW, result=CHECK.conclude(SLOW).id)
PRESENT, ABSENT = Assertion.PRESENT, Assertion.ABSENT


def _asking(question: str) -> Course:
    """The course of somebody who answered everything before `question`."""
    names = list(SLOW)
    before = {name: SLOW[name] for name in names[: names.index(question)]}
    return Course(Phase.ASKING, answers=before, asking=question)


def _hear(course: Course | None, heard: Heard, before: Before | None = None) -> Said:
    return CheckDialogue(CHECK, VOICE, before or Before(), course).hear(heard)


def _says(said: Said, reply_id: str) -> bool:
    return FLOWS[reply_id].says[0].partition("{")[0] in said.reply.text


# Before the first question.


def test_the_check_is_offered_with_what_was_told_before() -> None:
    told = Heard("my achilles hurts", spotted={"place.achilles": PRESENT})
    said = CheckDialogue(CHECK, VOICE, Before(earlier=(told,)), None).start(Heard("check me"))
    assert (said.expecting, said.waits) == ("self_check:consent", True)
    assert said.course is not None
    assert said.course.answers == {"place": ("achilles",)}


@pytest.mark.parametrize(
    ("before", "reply_id"), [(Before(forbidden=True), "check_not_now"), (Before(enabled=False), "check_signs")]
)
def test_there_is_no_check_behind_a_danger_or_where_it_is_off(before: Before, reply_id: str) -> None:
    said = CheckDialogue(CHECK, VOICE, before, None).start(Heard("check me"))
    assert (said.says, said.waits, said.course) == (reply_id, False, None)


def test_a_check_that_was_left_goes_on() -> None:
    said = CheckDialogue(CHECK, VOICE, Before(), _asking("rest")).start(Heard("back to the check"))
    assert said.expecting == "self_check:rest"


@pytest.mark.parametrize(
    ("heard", "expecting"),
    [
        (Heard("yes", "affirm", 1.0), "self_check:now"),
        (Heard("no thanks", "deny", 1.0), None),
        (Heard("hmm"), "self_check:consent"),
        (Heard("what do you mean?"), "self_check:consent"),
    ],
)
def test_only_a_clear_yes_begins(heard: Heard, expecting: str | None) -> None:
    assert _hear(Course(), heard).expecting == expecting


# Answers and dangers.


def test_an_answer_leads_to_the_next_question() -> None:
    said = _hear(_asking("place"), Heard("", choice="place.under_heel"))
    assert said.expecting == "self_check:rest"
    assert said.course is not None
    assert said.course.answers["place"] == ("under_heel",)


def test_a_danger_ends_the_check_and_says_nothing_itself() -> None:
    said = _hear(_asking("now"), Heard("", choice="now.breath"))
    assert said.course is None
    assert said.raises[0] == ("RF01", Level.EMERGENCY)


def test_twice_not_sure_about_the_dangers_counts_as_the_content_says() -> None:
    once = _hear(_asking("now"), Heard("not sure"))
    assert once.expecting == "self_check:now"
    twice = _hear(once.course, Heard("not sure"))
    assert twice.raises == CHECK.by_id["now"].unsure_raises
    assert _hear(once.course, Heard("skip")).says == "check_gate_needed"


@pytest.mark.parametrize("question", ["now", "place", "bend"])
def test_a_plain_yes_to_a_list_is_asked_back_and_is_one_try_at_most(question: str) -> None:
    course: Course | None = _asking(question)
    for _ in range(4):
        reader = {question: {CHECK.by_id[question].options[-1].id: 0.45}}  # too little to go by
        said = _hear(course, Heard("yes", "affirm", 1.0, options=reader))
        assert said.expecting == f"self_check:{question}"
        assert _says(said, "check_which")
        course = said.course
    assert course is not None
    assert course.tries == 1


def test_what_is_not_understood_is_let_go_in_the_end_and_dangers_never() -> None:
    for question, let_go in (("place", True), ("now", False)):
        course: Course | None = _asking(question)
        for _ in range(3):
            course = _hear(course, Heard("asdf")).course
        assert course is not None
        assert (course.answers.get(question) == (UNSURE,)) is let_go


# An answer beside a wish.


@pytest.mark.parametrize(
    ("text", "expecting", "reply_id"),
    [
        ("no swelling, how many more?", "self_check:rest", "check_progress"),
        ("no swelling, go back", "self_check:place", "check_back"),
        ("no swelling, what did I say?", "self_check:rest", "check_recap"),
        ("no swelling, hang on", "self_check:rest", "check_wait"),
        ("no swelling - what do you mean?", "self_check:rest", "check_explain"),
    ],
)
def test_an_answer_is_taken_and_the_wish_granted(text: str, expecting: str, reply_id: str) -> None:
    answers = {"now": ("none",), "you": ("none",), "onset": ("injury",), "place": ("outer_ankle",)}
    course = Course(Phase.ASKING, answers=answers, asking="injury")
    said = _hear(course, Heard(text, spotted={"injury.swelled": ABSENT}))
    assert said.expecting == expecting
    assert said.course is not None
    assert said.course.answers["injury"] == ("none",)
    assert _says(said, reply_id)


def test_a_wish_beside_the_last_answer_gives_the_result() -> None:
    assert _hear(_asking("nerve"), Heard("none, how many more?")).result == "hamstring_pattern"


def test_what_is_likely_only_by_the_words_of_the_wish_is_no_answer() -> None:
    likely = Heard(
        "my cat is here, how much longer?", questions={"rest": 0.9}, options={"rest": {"long": 0.45, "loosens": 0.4}}
    )
    said = _hear(_asking("rest"), likely)
    assert said.expecting == "self_check:rest"


# What is meant.


@pytest.mark.parametrize(
    "heard",
    [
        Heard("what do you mean?"),
        Heard("I don't understand the question", "didnt_help", 0.9),
        Heard("tell me more about that", "more", 1.0),
        Heard("what do you mean by loosens", "related_muscles", 0.9),
        Heard("why do you ask?", "why", 0.9),
    ],
)
def test_the_pending_question_is_explained(heard: Heard) -> None:
    said = _hear(_asking("rest"), heard)
    assert (said.expecting, said.outcome) == ("self_check:rest", "self_check")
    assert CHECK.by_id["rest"].why in said.reply.text


def test_another_topic_is_explained_as_a_topic() -> None:
    said = _hear(_asking("rest"), Heard("what do you mean by dorsiflexion?", "dorsiflexion", 0.9))
    assert (said.expecting, said.outcome, said.topic) == ("self_check:rest", "dorsiflexion", "dorsiflexion")


def test_a_topic_and_a_wish_are_both_answered() -> None:
    said = _hear(_asking("rest"), Heard("what is gait, and how many more?", "gait", 0.9))
    assert said.outcome == "gait"
    assert said.reply.text.startswith("About gait.")
    assert _says(said, "check_progress")


def test_hello_in_the_middle_puts_the_question_again() -> None:
    said = _hear(_asking("rest"), Heard("hello", "greet", 1.0))
    assert (said.expecting, said.outcome) == ("self_check:rest", "smalltalk")


# Putting right.


def test_of_two_changes_the_second_is_taken_back() -> None:
    course: Course | None = _asking("rest")
    for place in ("under_heel", "outer_ankle"):
        course = _hear(course, Heard("actually it is there", spotted={f"place.{place}": PRESENT})).course
    said = _hear(course, Heard("never mind, leave it"))
    assert said.course is not None
    assert said.course.answers["place"] == ("under_heel",)
    assert "place" not in said.course.words


def test_the_result_is_told_anew_with_what_it_was_before() -> None:
    said = _hear(DONE, Heard("actually it did swell up", spotted={"injury.swelled": PRESENT}))
    assert said.result == "mixed"
    assert _says(said, "result_changed")
    assert _says(said, "result_was_hamstring_pattern")


def test_a_change_after_the_result_may_open_further_questions() -> None:
    said = _hear(DONE, Heard("actually it was a twist", spotted={"onset.injury": PRESENT}))
    assert said.expecting == "self_check:injury"
    assert said.course is not None
    assert said.course.phase is Phase.ASKING
    assert _hear(said.course, Heard("", choice="injury.bruise")).result is not None


def test_after_the_result_all_else_goes_its_usual_way() -> None:
    assert _hear(DONE, Heard("what is gait?", "gait", 0.9)).hands_over == "gait"
    assert _hear(DONE, Heard("summary please")).hands_over == "self_check_summary"


def test_why_after_the_result_is_about_the_result() -> None:
    assert _says(_hear(DONE, Heard("why?", "why", 1.0), Before(told_result=True)), "result_why")


def test_advice_to_book_goes_with_the_result() -> None:
    course = replace(_asking("nerve"), answers={**_asking("nerve").answers, "you": ("diabetes",)})
    said = _hear(course, Heard("", choice="nerve.none"))
    assert said.raises == (("RF16", Level.PROFESSIONAL),)
    assert said.result is not None


# What needs no danger behind its words.


def test_a_likely_answer_explains_its_words() -> None:
    heard = Heard("the first steps stab", questions={"rest": 0.8}, options={"rest": {"first_steps": 0.7}})
    assert explains(_asking("rest"), heard)
    assert not explains(_asking("knee"), heard)


@pytest.mark.parametrize(
    ("text", "found", "only"),
    [
        ("go back", False, True),
        ("go back", True, False),
        ("are you still there?", True, True),
        ("are you still there? my calf is hot", True, False),
        ("hang on a sec my chest is killing me", False, False),
    ],
)
def test_only_a_bare_wish_is_no_danger(text: str, found: bool, only: bool) -> None:
    assert is_only_a_wish(Heard(text), found) is only
