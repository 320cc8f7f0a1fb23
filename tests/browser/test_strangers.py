"""Another site, and another visitor: neither gets a word."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from typing import Any

from tests.browser.clinic import Site
from tests.browser.conftest import Visit, Watched
from tests.browser.window import Window
from tests.serving import Served

MESSAGES = 1000 if os.environ.get("BROWSER_MANY") else 100  # of each of two visitors
TALK = {
    "aardvark": ("What is dorsiflexion?", "How often should I stretch?", "What is plantar fasciitis?"),
    "bumblebee": (
        "Which muscles make up the hamstrings?",
        "How do I strengthen my legs?",
        "How do I tell a sprain from tightness?",
    ),
}

STEAL = """async ([bot, token]) => {
  const authorization = { Authorization: `Bearer ${token}` };
  const json = { "Content-Type": "application/json" };
  const body = JSON.stringify({ id: "stolen", text: "hello" });
  const tries = [
    ["/session", { method: "POST" }],
    ["/session", { method: "POST", mode: "no-cors" }],
    ["/session", { method: "DELETE", headers: authorization }],
    ["/poll?after=0", { headers: authorization }],
    ["/poll?after=0", { headers: authorization, mode: "no-cors" }],
    ["/events?after=0", { headers: authorization }],
    ["/messages", { method: "POST", headers: { ...authorization, ...json }, body }],
    ["/messages", { method: "POST", headers: json, mode: "no-cors", body }],
    ["/messages", { method: "POST", mode: "no-cors", body }],
  ];
  const got = [];
  for (const [path, options] of tries) {
    try {
      const answer = await fetch(`${bot}/channels/web${path}`, options);
      got.push(`${answer.type} ${answer.status} ${await answer.text()}`.trim());
    } catch (error) {
      got.push("refused");
    }
  }
  return got;
}"""


def test_a_site_that_was_not_named_gets_nothing(
    visit: Visit, contexts: Callable[..., Watched], site: Site, server: Served, database: str
) -> None:
    victim = visit(site.origin).open()
    victim.say("My unmistakable heel is sore")
    before = _counted(database)

    watched = contexts()
    page = watched.context.new_page()
    page.goto(site.evil)
    window = Window(page)
    window.launcher.click()
    got = page.evaluate(STEAL, [server.url, victim.token])
    assert set(got) <= {"refused", "opaque 0"}
    page.evaluate(
        "bot => { const frame = document.createElement('iframe'); frame.src = bot; document.body.append(frame); }",
        server.url,
    )
    page.wait_for_timeout(1000)
    assert window.stored()["token"] is None
    assert window.replies.count() == 0
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    assert "unmistakable" not in page.content()
    assert all("blocked by CORS policy" in error or "frame" in error for error in watched.errors), watched.errors
    watched.errors.clear()

    assert _counted(database) == before
    victim.say("Am I still here?")
    assert victim.replies.count() == 3


def _counted(database: str) -> tuple[int, ...]:
    """How many conversations, messages and replies there are."""
    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        counts = [connection.execute(f"SELECT COUNT(*) FROM {name}") for name in ("conversations", "inbox", "outbox")]
        return tuple(count.fetchone()[0] for count in counts)


CHATTER = """([name, questions, count]) => {
  const root = document.querySelector("ankle-assistant").shadowRoot;
  const box = root.querySelector("#box");
  const replies = () => root.querySelectorAll(".entry.bot").length;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  window.said = 0;
  (async () => {
    for (; window.said < count; window.said++) {
      const before = replies();
      box.value = `${questions[window.said % questions.length]} ${name} ${window.said}`;
      box.form.requestSubmit();
      while (replies() === before) await wait(5);
    }
  })();
}"""
ALL = """async ([bot, token]) => {
  const found = [];
  for (;;) {
    const after = found.at(-1)?.number ?? 0;
    const headers = { Authorization: `Bearer ${token}` };
    const { events } = await (await fetch(`${bot}/channels/web/poll?after=${after}`, { headers })).json();
    if (!events.length) return found;
    found.push(...events);
  }
}"""


def test_two_visitors_at_once_never_see_a_word_of_each_other(visit: Visit, server: Served) -> None:
    windows = {name: visit().open() for name in TALK}
    for name, window in windows.items():
        window.page.evaluate(CHATTER, [name, TALK[name], MESSAGES])
    for window in windows.values():
        window.page.wait_for_function(f"() => said === {MESSAGES}", timeout=MESSAGES * 1000)
    names = list(TALK)
    topics: dict[str, set[str]] = {}
    for name, other in zip(names, reversed(names), strict=True):
        window = windows[name]
        told = "\n".join(window.said())
        assert told.count(name) >= MESSAGES
        assert other not in told + window.page.content() + str(window.stored())
        events: list[dict[str, Any]] = window.page.evaluate(ALL, [server.url, window.token])
        assert [event["number"] for event in events] == list(range(1, MESSAGES + 2))
        assert len({event["message"] for event in events}) == MESSAGES + 1
        assert other not in str(events)
        topics[name] = {event["turn"]["topic"] for event in events} - {None}
    assert all(topics.values())
    assert not set.intersection(*topics.values()), topics


def test_what_is_quoted_back_is_one_s_own(visit: Visit) -> None:
    """The summary of the self-check quotes what somebody wrote; two fill it in by turns."""
    windows = {name: visit().open() for name in TALK}
    for window in windows.values():
        window.to_self_check()
    for _ in range(14):
        for name, window in windows.items():
            if window.page.locator(".tally").count():
                continue
            none = window.page.locator(".live .tick", has_text="None of these").count()
            option = window.page.locator(".live .tick, .choices.column.live .choice").first.inner_text()
            window.say("none" if none else f"{option.strip()}, like the {name}")
    for window in windows.values():
        window.tap("Summary")
    names = list(TALK)
    for name, other in zip(names, reversed(names), strict=True):
        summary = windows[name].page.locator(".card.summary").inner_text()
        assert name in summary
        assert other not in "\n".join(windows[name].said())
