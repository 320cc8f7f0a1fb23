"""Usable without a mouse, without seeing it, on small screens, in the dark, and with forced colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Note, Visit
from tests.browser.keyboard import Keyboard
from tests.browser.look import DESKTOP, PHONE, SMALL, TAGS
from tests.browser.window import CHEST_PAIN, LASTING, TORN_CORD, Window

FORMS: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {
    "390": (PHONE, {}),
    "320": (SMALL, {}),
    "dark": (DESKTOP, {"color_scheme": "dark"}),
    "forced colours": (DESKTOP, {"forced_colors": "active"}),
    "desktop": (DESKTOP, {}),  # last, so that the conversation goes on in it
}
PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none"}
MOST_TABS = 16  # from where the focus is to what is wanted, at the longest list of answers

LISTEN = """(() => {
  window.heard = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        if (!target.matches?.('[role=log]')) continue;
        for (const node of addedNodes)
          window.heard.push([target.getAttribute('aria-live'), node.matches('.bot'), node.textContent]);
      }
    }).observe(root, { childList: true, subtree: true });
    return root;
  };
})()"""


class States:
    """Looks for violations in each state, in every form."""

    def __init__(self, window: Window, axe: str) -> None:
        self._window = window
        window.page.evaluate(axe)
        self.seen: list[str] = []
        self.found: list[str] = []

    def look(self, state: str) -> None:
        """Count the violations of the state as it is."""
        page = self._window.page
        self.seen.append(state)
        for form, ((width, height), media) in FORMS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(**{**PLAIN, **media})
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            result = page.evaluate(
                """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})""",
                TAGS,
            )
            for violation in result["violations"]:
                places = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                self.found.append(f"{state}, {form}: {violation['id']} at {places}")


def _talk(window: Window, look: Callable[[str], None]) -> None:
    look("closed")
    window.open()
    look("greeting")
    window.say("what is plantar fasciitis, is it linked to tight hamstrings?")
    window.page.locator("details.sources summary").last.click()
    look("answer with sources")
    window.page.get_by_role("button", name="Delete this conversation").click()
    look("asks whether to delete")
    window.page.get_by_role("button", name="Keep it").click()
    window.page.context.set_offline(True)
    window.type("does stretching help?")
    window.failed.wait_for()
    look("offline and not sent")
    window.box.fill("word " * 205)
    look("too long")


def _self_check(window: Window, look: Callable[[str], None]) -> None:
    window.open()
    window.say("does my pain fit?")
    look("consent")
    window.tap("I agree")
    look("question with several answers")
    window.page.get_by_role("button", name="Send answer").click()
    look("no answer ticked")
    window.answer_questions(".choices.column.live")
    look("question with one answer")
    window.answer_questions(".tally")
    window.page.locator("details summary", has_text="Your answers").last.click()
    look("result")
    window.tap("Summary")
    look("summary")


def _routine(window: Window, look: Callable[[str], None]) -> None:
    window.open()
    window.to_routine()
    look("routine")
    window.tap("Start")
    window.page.get_by_role("button", name="Start timer").click()
    look("exercise with its timer")
    window.tap("It hurts")
    look("scale")
    window.tap("2")
    while window.page.get_by_role("button", name="Done, next").count():
        window.tap("Done, next")
    window.say("2")
    window.tap("Yes, keep a note")
    window.say("show my progress")
    window.page.locator("details summary", has_text="Show as a table").click()
    look("progress")


def _dangers(window: Window, look: Callable[[str], None]) -> None:
    window.open()
    for text, level in ((LASTING, "professional"), (TORN_CORD, "urgent"), (CHEST_PAIN, "emergency")):
        window.say(text)
        window.page.locator(f".banner[data-level={level}]").wait_for()
        if level == "emergency":
            window.banner.locator("summary").click()
        look(level)


@pytest.mark.parametrize(("part", "states"), [(_talk, 6), (_self_check, 6), (_routine, 4), (_dangers, 3)])
def test_there_is_no_violation_of_wcag_in_any_form(
    visit: Visit, axe: str, part: Callable[[Window, Callable[[str], None]], None], states: int
) -> None:
    window = visit(bypass_csp=True)
    found = States(window, axe)
    part(window, found.look)
    assert len(found.seen) == states
    assert found.found == []


def test_a_whole_self_check_needs_no_mouse(visit: Visit, note: Note) -> None:
    window = visit()
    keys = Keyboard(window)
    keys.open()
    keys.say("does my pain fit?")
    keys.press_button("I agree", back=True)
    window.answered(lambda: keys.answer_question())
    while not window.page.locator(".tally").count():
        window.answered(lambda: keys.answer_question())
    keys.press_button("Summary")
    window.page.locator(".card.summary").wait_for()
    note(f"the longest way by keyboard: {keys.longest} presses of Tab, at most {MOST_TABS}")
    assert keys.longest <= MOST_TABS
    keys.close()


def test_a_whole_routine_needs_no_mouse(visit: Visit, note: Note) -> None:
    window = visit()
    keys = Keyboard(window)
    keys.open()
    keys.say("give me a stretching plan")
    while not window.page.locator(".card.routine").count():
        window.answered(lambda: keys.answer_question())
    keys.press_button("Start")
    keys.act("Start timer")
    assert window.page.locator(".timer .seconds").is_visible()
    assert keys.focused()["name"] == "Pause timer"
    window.page.keyboard.press("Space")
    assert keys.focused()["name"] == "Resume timer"
    done = 0
    while window.page.get_by_role("button", name="Done, next").count():
        keys.press_button("Done, next")
        done += 1
    assert done > 1
    keys.say("2")
    keys.press_button("Yes, keep a note", back=True)
    note(f"the longest way by keyboard: {keys.longest} presses of Tab, at most {MOST_TABS}")
    assert keys.longest <= MOST_TABS
    keys.close()


def test_each_reply_is_announced_once_and_nothing_again_after_a_reload(visit: Visit) -> None:
    window = visit(before=LISTEN).open()
    page = window.page
    for text in ("What is dorsiflexion?", "does my pain fit?", CHEST_PAIN):
        window.say(text)
    heard = page.evaluate("heard")
    replies = [text for live, bot, text in heard if bot]
    assert len(replies) == 4
    assert len({text for _, _, text in heard}) == len(heard) == 8
    assert {live for live, _, _ in heard} == {"polite"}

    window.reload()
    window.replies.nth(3).wait_for()
    page.wait_for_timeout(500)
    again = page.evaluate("heard")
    assert [live for live, _, _ in again] == ["off"] * 8
    window.say("This is not happening now")
    window.page.get_by_role("button", name="Close").click()
    window.launcher.click()
    new = [(live, bot) for live, bot, _ in page.evaluate("heard")[8:]]
    assert new == [("polite", False), ("polite", True)]


def test_screen_readers_are_told_what_the_parts_are(visit: Visit) -> None:
    window = visit().open()
    window.say(CHEST_PAIN)
    devtools = window.page.context.new_cdp_session(window.page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]

    def of(role: str) -> list[dict[str, Any]]:
        found = []
        for node in nodes:
            if node.get("role", {}).get("value") == role and not node.get("ignored"):
                values = {item["name"]: item["value"].get("value") for item in node.get("properties", ())}
                found.append({"name": node.get("name", {}).get("value"), **values})
        return found

    (log,) = of("log")
    assert (log["name"], log["live"], log["atomic"]) == ("Conversation", "polite", False)
    assert "additions" in log["relevant"]
    (dialog,) = of("dialog")
    assert dialog["name"] == "Hamstring–ankle assistant"
    (alert,) = of("alert")
    assert alert["live"] == "assertive"
    assert [box["name"] for box in of("textbox")] == ["Your message"]
    assert all(button["name"] for button in of("button"))
