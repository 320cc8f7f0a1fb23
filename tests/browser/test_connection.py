"""The network goes, the server is killed, a message comes late or twice: nothing is lost and nothing is doubled."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from bot.core.replies import Reply, Turn
from bot.storage import mailbox
from bot.storage.database import open_database
from tests.browser.conftest import Visit
from tests.browser.window import Window
from tests.serving import Served

QUESTIONS = ("What is dorsiflexion?", "How often should I stretch?", "What is plantar fasciitis?", "How do I sit?")
MOMENTS = (0, 15, 40, 80, 160)  # ms after a message was sent
OUTAGE = 40_000  # ms until a window must have found back to a server that starts in the meantime


def answered(window: Window, messages: int, timeout: float = 15_000) -> None:
    """Wait until `messages` and the greeting are answered; then each must be there once."""
    expect(window.replies).to_have_count(messages + 1, timeout=timeout)
    expect(window.failed).to_have_count(0)
    window.page.wait_for_function(
        "() => JSON.parse(Object.values(sessionStorage)[0]).entries.every(one => (one.state ?? 'sent') === 'sent')"
    )
    window.page.wait_for_timeout(200)
    expect(window.replies).to_have_count(messages + 1)
    expect(window.mine).to_have_count(messages)
    entries = window.stored()["entries"]
    asked = [entry["message"] for entry in entries if entry["kind"] == "user"]
    replied = [entry["message"] for entry in entries if entry["kind"] == "bot"]
    assert sorted(replied) == sorted(asked)
    assert len(set(replied)) == len(replied)


def kept(database: str, conversation: str) -> list[str]:
    """The texts that the server took in, in order."""
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        query = "SELECT text FROM inbox WHERE conversation = ? ORDER BY id"
        return [text for (text,) in connection.execute(query, (conversation,))]


def posted(window: Window) -> list[dict[str, str]]:
    """A list to which the body of every message that is sent from now on is added."""
    bodies: list[dict[str, str]] = []

    def note(request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/messages"):
            bodies.append(json.loads(request.post_data))

    window.page.on("request", note)
    return bodies


def test_what_is_typed_offline_waits_and_goes_out_once(visit: Visit, database: str) -> None:
    window = visit().open()
    window.page.context.set_offline(True)
    for text in QUESTIONS[:2]:
        window.type(text)
    expect(window.failed).to_have_count(2)
    expect(window.status).to_contain_text("offline")
    expect(window.status).to_contain_text("emergency")
    window.page.context.set_offline(False)
    answered(window, 2)
    expect(window.status).to_be_empty()
    assert kept(database, window.conversation) == ["hello", *QUESTIONS[:2]]


def test_the_network_goes_in_the_middle_of_an_answer_and_comes_back(visit: Visit, database: str) -> None:
    window = visit().open()
    for moment in MOMENTS:
        window.type(f"What is dorsiflexion? {moment}")
        window.page.wait_for_timeout(moment)
        window.page.context.set_offline(True)
        window.page.wait_for_timeout(200)
        window.page.context.set_offline(False)
    answered(window, len(MOMENTS))
    assert kept(database, window.conversation) == ["hello", *(f"What is dorsiflexion? {moment}" for moment in MOMENTS)]


def test_an_acknowledgement_that_is_lost_makes_no_second_message(visit: Visit, database: str) -> None:
    window = visit().open()
    bodies = posted(window)
    lost: list[int] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        route.abort() if len(lost) < 3 else route.fulfill(response=answer)

    window.page.route("**/messages", lose)
    window.type(QUESTIONS[0])
    answered(window, 1)
    assert lost == [202] * 3
    assert len({body["id"] for body in bodies}) == 1
    assert kept(database, window.conversation) == ["hello", QUESTIONS[0]]


def test_without_streams_it_asks_again_and_again(visit: Visit) -> None:
    window = visit()
    window.page.route("**/events?*", lambda route: route.fulfill(status=429, json={}))
    window.open()
    for text in QUESTIONS[:2]:
        window.say(text)
    answered(window, 2)


def test_a_server_that_is_killed_and_started_again_goes_on_where_it_was(
    visit: Visit, server: Served, database: str
) -> None:
    window = visit().open()
    window.to_self_check()
    asked = _number(window)
    window.page.get_by_label("None of these").check()
    window.page.get_by_role("button", name="Send answer").click()
    try:
        server.kill()
        window.type("why do you ask?")
        expect(window.status).to_contain_text("cannot be reached", timeout=OUTAGE)
    finally:
        server.start()
    answered(window, 4, timeout=OUTAGE)
    expect(window.status).to_be_empty()
    assert _number(window) == asked + 1
    assert len(kept(database, window.conversation)) == 5
    window.say("none")
    assert _number(window) > asked + 1


def _number(window: Window) -> int:
    """The number of the newest question."""
    found = re.search(r"Question (\d+) of", window.page.locator(".count-of").last.inner_text())
    assert found
    return int(found[1])


@pytest.fixture
def push(database: str) -> Callable[[Window, str], None]:
    """A function that puts a reply into the server's outbox from outside, as a reminder is."""

    def put(window: Window, text: str) -> None:
        turn = Turn(text="", outcome="stretch_plan", replies=(Reply(text),)).as_dict()
        opened = open_database(database)
        opened.now(partial(mailbox.put, conversation=window.conversation, body=turn))
        opened.close()

    return put


def test_what_comes_unasked_is_there_at_once_or_at_the_next_visit(
    visit: Visit, push: Callable[[Window, str], None]
) -> None:
    window = visit().open()
    said = window.said()
    push(window, "While it is open.")
    window.page.get_by_text("While it is open.").wait_for(timeout=5000)

    window.page.get_by_role("button", name="Close").click()
    push(window, "While it is closed.")
    window.page.wait_for_timeout(2500)
    expect(window.replies).to_have_count(2)
    window.launcher.click()
    window.page.get_by_text("While it is closed.").wait_for(timeout=2000)

    window.page.goto("about:blank")
    window.page.go_back()
    window.launcher.wait_for(state="attached")
    push(window, "While they were away.")
    window.page.get_by_text("While they were away.").wait_for(timeout=5000)
    expect(window.replies).to_have_count(4)
    assert window.said()[: len(said)] == said


def test_twice_quickly_is_never_the_same_message_twice(visit: Visit, database: str) -> None:
    window = visit().open()
    bodies = posted(window)
    window.box.fill(QUESTIONS[0])
    window.box.press("Enter")
    window.box.press("Enter")
    answered(window, 1)
    window.page.locator(".choice").last.dblclick()
    answered(window, 2)
    window.type("tell me more")
    window.type("tell me more")
    answered(window, 4)
    window.page.get_by_role("button", name="Talk to a person").dblclick()
    answered(window, 6)
    assert len({body["id"] for body in bodies}) == len(bodies) == 6
    assert len(kept(database, window.conversation)) == 7


def test_a_double_click_on_send_and_on_try_again_sends_once(visit: Visit, database: str) -> None:
    window = visit().open()
    window.box.fill(QUESTIONS[0])
    window.page.get_by_role("button", name="Send").dblclick()
    answered(window, 1)
    window.page.context.set_offline(True)
    window.type(QUESTIONS[1])
    window.failed.wait_for()
    bodies = posted(window)
    window.page.evaluate("addEventListener('online', event => event.stopImmediatePropagation(), true)")
    again = window.page.get_by_role("button", name="Try again")
    window.page.route("**/messages", lambda route: route.continue_())
    again.dblclick()
    window.page.context.set_offline(False)
    answered(window, 2)
    assert len({body["id"] for body in bodies}) == 1
    assert kept(database, window.conversation) == ["hello", *QUESTIONS[:2]]
