"""The widget's window as a person uses it: what they see, and what they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

CHEST_PAIN = "I have chest pain and my calf is swollen"
TORN_CORD = "my heel popped yesterday and I cannot stand on tiptoe"
LASTING = "my ankle has been sore for two months and it is not getting better at all"
_MOST_QUESTIONS = 14


class Window:
    """One page with the widget on it. Locators of Playwright see through the shadow tree."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.launcher = page.locator(".launcher")
        self.panel = page.locator(".panel")
        self.log = page.locator(".log")
        self.box = page.locator("#box")
        self.banner = page.locator(".banner")
        self.status = page.locator(".status")
        self.mine = page.locator(".entry.user:not(.hidden)")
        self.replies = page.locator(".entry.bot")
        self.failed = page.locator(".entry.failed")

    def open(self) -> Window:
        """Open it and wait for the greeting."""
        self.launcher.click()
        self.replies.first.wait_for()
        return self

    def reload(self) -> None:
        """Load the page again; open the window where it does not open by itself."""
        self.page.reload()
        self.launcher.wait_for(state="attached")
        if not self.panel.is_visible():
            self.launcher.click()

    def type(self, text: str) -> None:
        """Type it and press Enter, without waiting."""
        self.box.fill(text)
        self.box.press("Enter")

    def say(self, text: str) -> Locator:
        """Type it, and wait for the reply."""
        return self.answered(lambda: self.type(text))

    def tap(self, title: str) -> Locator:
        """Tap the newest button of that title, and wait for the reply."""
        button = self.page.get_by_role("button", name=title, exact=True).last
        return self.answered(button.click)

    def answered(self, act: Callable[[], object]) -> Locator:
        """The reply that comes after `act`."""
        before = self.replies.count()
        act()
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply

    def answer_questions(self, end: str) -> None:
        """Answer whatever is asked with what speaks against danger, or else the first option, until `end` is there."""
        for _ in range(_MOST_QUESTIONS):
            if self.page.locator(end).count():
                return
            boxes = self.page.locator(".live .tick input")
            none = self.page.locator(".live .tick", has_text="None of these")
            if boxes.count():
                (none if none.count() else boxes.first).click()
                self.tap("Send answer")
            else:
                choice = self.page.locator(".live .choice").first
                self.answered(choice.click)
        raise AssertionError(f"after {_MOST_QUESTIONS} answers there is no {end}")

    def to_self_check(self) -> None:
        """Up to the first question of the self-check."""
        self.say("does my pain fit?")
        self.tap("I agree")

    def to_routine(self) -> None:
        """Up to the routine that was put together."""
        self.say("give me a stretching plan")
        self.answer_questions(".card.routine")

    def said(self) -> list[str]:
        """The entries of the log in order, each as `you: …`, `bot: …` or `note: …`; without choices, which go."""
        script = """log => [...log.querySelectorAll('.entry:not(.hidden)')].map(entry => {
          const who = entry.matches('.user') ? 'you' : entry.matches('.bot') ? 'bot' : 'note';
          const said = (who === 'bot' ? entry : entry.querySelector('p')).cloneNode(true);
          said.querySelectorAll('.live').forEach(part => part.remove());
          return `${who}: ${said.textContent}`; })"""
        found: list[str] = self.log.evaluate(script)
        return found

    def stored(self) -> dict[str, Any]:
        """What the tab keeps."""
        kept = self.page.evaluate("Object.values(sessionStorage)[0] ?? 'null'")
        found: dict[str, Any] = json.loads(kept)
        return found

    def keep(self, **changed: object) -> None:
        """Change what the tab keeps, as somebody with the browser's tools can."""
        script = "text => sessionStorage.setItem(Object.keys(sessionStorage)[0], text)"
        self.page.evaluate(script, json.dumps({**self.stored(), **changed}))

    @property
    def token(self) -> str:
        """The token of the conversation."""
        return str(self.stored()["token"])

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return self.token.rpartition(".")[0]
