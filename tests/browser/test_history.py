"""What a tab remembers, and what happens when its memory is wrong."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.window import Window

FORGED = f"web-{'0' * 32}.{'0' * 32}"


def test_a_reload_keeps_what_was_said_and_what_was_ticked(visit: Visit) -> None:
    window = visit().open()
    window.say("What is dorsiflexion?")
    window.to_routine()
    window.page.locator(".routine input").first.check()
    said = window.said()
    for _ in range(2):
        window.reload()
        expect(window.replies).to_have_count(sum(entry.startswith("bot") for entry in said))
        assert window.said() == said
        assert window.page.locator(".routine input").first.is_checked()
    window.tap("Start")
    assert window.page.locator(".card.exercise").is_visible()


def test_another_page_of_the_site_goes_on_with_the_conversation(visit: Visit) -> None:
    window = visit().open()
    window.say("What is dorsiflexion?")
    said = window.said()
    window.page.goto("/")
    window.page.get_by_text("dorsiflexion?").wait_for()
    assert window.said() == said


def test_a_second_tab_has_a_conversation_of_its_own(visit: Visit) -> None:
    first = visit().open()
    first.say("What is dorsiflexion?")
    page = first.page.context.new_page()
    page.goto("/demo")
    second = Window(page).open()
    assert second.conversation != first.conversation
    assert second.replies.count() == 1
    second.say("How often should I stretch?")
    page.wait_for_timeout(300)
    assert first.replies.count() == second.replies.count() == 2


def test_a_tab_that_is_a_copy_shows_each_reply_once(visit: Visit) -> None:
    first = visit().open()
    first.say("What is dorsiflexion?")
    with first.page.expect_popup() as opened:
        first.page.evaluate("void open(location.href)")
    copy = Window(opened.value)
    copy.launcher.wait_for(state="attached")
    assert copy.conversation == first.conversation
    expect(copy.replies).to_have_count(2)
    copy.say("How often should I stretch?")
    copy.page.wait_for_timeout(300)
    assert copy.replies.count() == first.replies.count() == 3


@pytest.mark.parametrize("token", [FORGED, "nothing", None])
def test_a_wrong_token_begins_a_new_conversation_and_keeps_the_page(visit: Visit, token: Any) -> None:
    window = visit().open()
    window.say("What is dorsiflexion?")
    said, before = window.said(), window.conversation
    window.keep(token=token)
    window.reload()
    expect(window.replies).to_have_count(2)
    window.say("How often should I stretch?")
    assert window.conversation not in (before, FORGED.rpartition(".")[0])
    entries = window.said()
    assert entries[: len(said)] == said
    assert [entry[:4] for entry in entries[len(said) :]][-2:] == ["you:", "bot:"]


def test_a_token_that_ends_in_the_middle_says_so_and_goes_on(visit: Visit) -> None:
    window = visit().open()
    window.say("What is dorsiflexion?")
    old = window.token

    def refuse(route: Route) -> None:
        if old in route.request.headers.get("authorization", ""):
            route.fulfill(status=401, json={"error": "the token is missing or wrong"})
        else:
            route.continue_()

    window.page.route("**/channels/web/**", refuse)
    window.say("How often should I stretch?")
    assert window.token != old
    assert [entry.partition(":")[0] for entry in window.said()] == ["bot", "you", "bot", "you", "note", "bot"]


def test_what_the_tab_keeps_may_be_damaged(visit: Visit) -> None:
    window = visit().open()
    for damaged in ("", "{", "null", "[]", '{"entries": 3}', '{"entries": [{}]}', '{"entries": []}'):
        window.page.evaluate("text => sessionStorage.setItem(Object.keys(sessionStorage)[0], text)", damaged)
        window.reload()
        window.replies.first.wait_for()
        assert window.token


def test_without_a_storage_it_works_until_the_page_is_left(visit: Visit) -> None:
    forbidden = "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('forbidden'); }})"
    window = visit(before=forbidden).open()
    window.say("What is dorsiflexion?")


def test_deleting_ends_it_on_the_server_and_in_the_tab(visit: Visit, database: str) -> None:
    window = visit().open()
    window.say("What is dorsiflexion?")
    before = window.conversation
    _delete(window)
    assert window.conversation != before
    assert _rows(database, before) == 0


def test_what_is_still_on_its_way_when_it_is_deleted_is_not_kept_either(visit: Visit, database: str) -> None:
    window = visit().open()
    before = window.conversation
    held: list[Route] = []
    window.page.route("**/messages", lambda route: route.continue_() if held else held.append(route))
    window.type("What is dorsiflexion?")
    window.page.wait_for_timeout(200)
    window.page.get_by_role("button", name="Delete this conversation").click()
    with window.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        window.page.get_by_role("button", name="Delete", exact=True).click()
    with window.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        held[0].continue_()
    expect(window.replies).to_have_count(1)
    expect(window.mine).to_have_count(0)
    window.page.wait_for_timeout(500)
    assert window.replies.count() == 1
    assert _rows(database, before) == 0


def test_what_did_not_get_through_before_it_is_deleted_is_not_sent_behind_it(visit: Visit, database: str) -> None:
    window = visit().open()
    window.page.route("**/messages", lambda route: route.abort())
    window.type("My unmistakable heel is sore")
    window.page.wait_for_timeout(700)
    window.page.unroute("**/messages")
    _delete(window)
    window.say("What is dorsiflexion?")
    assert window.replies.count() == 2
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        taken = connection.execute("SELECT COUNT(*) FROM inbox WHERE text LIKE '%unmistakable%'").fetchone()
    assert taken == (0,)


def _delete(window: Window) -> None:
    window.page.get_by_role("button", name="Delete this conversation").click()
    window.page.get_by_role("button", name="Delete", exact=True).click()
    expect(window.mine).to_have_count(0)
    expect(window.replies).to_have_count(1)


def _rows(database: str, conversation: str) -> int:
    """How many rows there are of a conversation."""
    found = 0
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        for table in ("conversations", "inbox", "outbox", "tracker_turns"):
            column = "id" if table == "conversations" else "conversation"
            query = f"SELECT COUNT(*) FROM {table} WHERE {column} = ?"
            found += connection.execute(query, (conversation,)).fetchone()[0]
    return found
