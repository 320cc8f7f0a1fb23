"""The banner: there in every state in which somebody may say that they are in danger, and it stays."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.channel import turn
from tests.browser.conftest import Visit
from tests.browser.look import PHONE, SMALL
from tests.browser.window import CHEST_PAIN, LASTING, TORN_CORD, Window
from tests.serving import Served, Visitor

RED, BLUE = "rgb(179, 18, 29)", "rgb(10, 79, 143)"
DARK, PALE_RED, PALE_BLUE = "rgb(35, 38, 42)", "rgb(253, 240, 239)", "rgb(237, 244, 251)"
LEVELS = [
    (LASTING, "professional", "Book to be seen", BLUE, PALE_BLUE),
    (TORN_CORD, "urgent", "Urgent: get help today", RED, PALE_RED),
    (CHEST_PAIN, "emergency", "Emergency", RED, DARK),
]


def _answer(visitor: Visitor, until: str) -> None:
    """Answer questions harmlessly until the card `until` comes."""
    said = visitor.ask("none")
    for _ in range(14):
        cards = [reply["card"] for reply in said["replies"] if reply["card"]]
        if any(card["type"] == until for card in cards):
            return
        titles = [button["title"] for button in said["replies"][-1]["buttons"]]
        said = visitor.ask("none" if "None of these" in titles else "1")
    raise AssertionError(f"no {until}")


def _check(visitor: Visitor) -> None:
    visitor.ask("does my pain fit?")
    visitor.ask("I agree")


def _result(visitor: Visitor) -> None:
    _check(visitor)
    _answer(visitor, "self_check_result")


def _summary(visitor: Visitor) -> None:
    _result(visitor)
    visitor.ask("summary")


def _routine(visitor: Visitor) -> None:
    visitor.ask("give me a stretching plan")
    _answer(visitor, "routine")


def _exercise(visitor: Visitor) -> None:
    _routine(visitor)
    visitor.ask("start")


def _scale(visitor: Visitor) -> None:
    _exercise(visitor)
    visitor.ask("it hurts")


STATES: dict[str, tuple[Callable[[Visitor], object], str]] = {
    "greeting": (lambda visitor: visitor.ask("hello"), ".choice"),
    "answer": (lambda visitor: visitor.ask("What is dorsiflexion?"), ".sources"),
    "consent": (lambda visitor: visitor.ask("does my pain fit?"), ".choice"),
    "question": (_check, ".count-of"),
    "result": (_result, ".tally"),
    "summary": (_summary, ".card.summary"),
    "questions for the routine": (lambda visitor: visitor.ask("give me a stretching plan"), ".count-of"),
    "routine": (_routine, ".card.routine"),
    "exercise": (_exercise, ".card.exercise"),
    "scale": (_scale, ".scale"),
    "wants a person": (lambda visitor: visitor.ask("I want to talk to a person"), ".entry.bot"),
}


def resumed(visit: Visit, server: Served, reach: Callable[[Visitor], object], shows: str) -> Window:
    """A window in the state that `reach` leads to; the conversation up to there comes from the server."""
    visitor = server.visitor()
    reach(visitor)
    kept = json.dumps({"token": visitor.token, "after": 0, "entries": [{"kind": "note", "key": "1"}]})
    window = visit(before=f"sessionStorage['ankle-assistant {server.url}'] ??= {kept!r}")
    window.launcher.click()
    window.page.locator(shows).last.wait_for()
    return window


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_the_banner_comes_and_stays(visit: Visit, server: Served, state: str) -> None:
    reach, shows = STATES[state]
    window = resumed(visit, server, reach, shows)
    expect(window.banner).to_be_hidden()
    window.say(CHEST_PAIN)
    _is_pinned(window)
    assert "999" in window.banner.inner_text()
    said = window.banner.inner_text()
    assert not {"null", "undefined"} & set(said.split())

    window.reload()
    expect(window.banner).to_be_visible()
    assert window.banner.inner_text() == said
    window.say("thanks, what is dorsiflexion?")
    _is_pinned(window)
    assert window.banner.inner_text() == said


def _is_pinned(window: Window) -> None:
    """It is in view, says that it is an alert, and does not move with the log."""
    expect(window.banner).to_be_visible()
    assert window.banner.get_attribute("role") == "alert"
    assert window.banner.get_attribute("data-level") == "emergency"
    window.log.evaluate("log => log.scrollTop = log.scrollHeight")
    before = window.banner.bounding_box()
    window.log.evaluate("log => log.scrollTop = 0")
    assert before
    assert window.banner.bounding_box() == before
    assert before["y"] >= 0
    assert before["height"] > 40


def test_each_level_has_its_words_and_colours_and_a_higher_one_takes_the_place_of_a_lower_one(visit: Visit) -> None:
    window = visit().open()
    colour = "node => getComputedStyle(node).backgroundColor"
    for text, level, heading, head, body in LEVELS:
        window.say(text)
        assert window.banner.get_attribute("data-level") == level
        assert window.banner.locator("h3").inner_text() == heading
        assert window.replies.last.locator(f".advice[data-level={level}]").is_visible()
        for scheme in ("dark", "light"):
            window.page.emulate_media(color_scheme=scheme)
            assert window.banner.locator("h3").evaluate(colour) == head
            assert window.banner.evaluate(colour) == body
    window.say(LASTING)
    assert window.banner.get_attribute("data-level") == "emergency"


def test_it_goes_when_the_person_takes_it_back(visit: Visit) -> None:
    window = visit().open()
    window.say(CHEST_PAIN)
    window.tap("This is not happening now")
    expect(window.banner).to_be_hidden()
    window.reload()
    window.replies.nth(2).wait_for()
    expect(window.banner).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, SMALL])
def test_on_a_telephone_it_leaves_room_for_the_rest(visit: Visit, size: tuple[int, int]) -> None:
    width, height = size
    window = visit(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True).open()
    window.say(CHEST_PAIN)
    banner, log, box = (part.bounding_box() for part in (window.banner, window.log, window.box))
    assert banner
    assert log
    assert box
    assert banner["height"] <= 0.5 * height
    assert log["height"] >= 90
    assert box["y"] + box["height"] <= height
    assert banner["x"] >= 0
    assert banner["x"] + banner["width"] <= width
    link = window.banner.locator("a").first
    assert (link.get_attribute("href") or "").startswith("tel:")


def test_a_danger_in_a_message_that_is_not_taken_in_shows_it_too(visit: Visit) -> None:
    window = visit().open()
    advice = {"text": "Call 999 now.", "card": {"type": "red_flag", "level": "emergency", "flag": "RF01"}}
    refusal = turn(advice, outcome="escalate:emergency", level="emergency")
    window.page.route("**/messages", lambda route: route.fulfill(status=429, json={"turn": refusal}))
    window.say(CHEST_PAIN)
    _is_pinned(window)
    expect(window.failed).to_have_count(1)


def test_offline_it_says_whom_to_call(visit: Visit) -> None:
    window = visit().open()
    window.page.context.set_offline(True)
    window.type(CHEST_PAIN)
    expect(window.status).to_contain_text("call your emergency number")
    window.page.context.set_offline(False)
    expect(window.banner).to_be_visible()
