"""Somebody who has a keyboard and nothing else, and who must always see where they are."""

from __future__ import annotations

from typing import Any

from tests.browser.window import Window

_MOST = 40  # presses of Tab after which something counts as out of reach

FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const box = at.getBoundingClientRect();
  const top = at.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
  const style = getComputedStyle(at);
  const name = at.getAttribute('aria-label') ?? (at.labels?.[0] ?? at).textContent;
  return { tag: at.localName, type: at.type ?? '', name: name.trim(), checked: at.checked === true,
    inside: Boolean(at.closest('.panel')), live: Boolean(at.closest('.live, .choices')),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: at.contains(top) || at === top };
}"""


class Keyboard:
    """Presses keys; `longest` is the longest way there was, in presses of Tab."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._keys = window.page.keyboard
        self.longest = 0

    def focused(self) -> dict[str, Any]:
        """What has the focus."""
        found: dict[str, Any] = self._window.page.evaluate(FOCUSED)
        return found

    def reach(self, *names: str, back: bool = False, type: str = "") -> str:
        """Press Tab until something of one of the names has the focus; `back` is towards the beginning."""
        passed = []
        for count in range(1, _MOST):
            self._keys.press("Shift+Tab" if back else "Tab")
            at = self.focused()
            assert at["ring"], f"no ring around {at}"
            assert at["seen"], f"out of sight: {at}"
            passed.append(at["name"][:30])
            if at["name"] in names and type in ("", at["type"]):
                self.longest = max(self.longest, count)
                return str(at["name"])
        raise AssertionError(f"none of {names} among {passed}")

    def open(self) -> None:
        """From the top of the page to the button, and in; the focus is then in the box."""
        self.reach("Ask about ankle pain")
        self._window.answered(lambda: self._keys.press("Enter"))
        assert self.focused()["name"] == "Your message"

    def say(self, text: str) -> None:
        """Type it and send it."""
        if self.focused()["name"] != "Your message":
            self.reach("Your message")
        self._keys.type(text)
        self._window.answered(lambda: self._keys.press("Enter"))
        assert self.focused()["name"] == "Your message"

    def act(self, name: str) -> None:
        """Press a button that brings no reply."""
        self.reach(name)
        self._keys.press("Space")

    def press_button(self, name: str, back: bool = False) -> None:
        """Press a button, and wait for the reply."""
        self.reach(name, back=back)
        self._window.answered(lambda: self._keys.press("Enter"))
        assert self.focused()["inside"], "the focus was lost"

    def answer_question(self) -> None:
        """Answer the newest question with its harmless, or else its first, answer."""
        page = self._window.page
        boxes = page.locator(".live .tick")
        back = self.focused()["name"] == "Your message"
        if boxes.count():
            texts = [text.strip() for text in boxes.all_inner_texts()]
            self.reach("None of these" if "None of these" in texts else texts[0], back=back, type="checkbox")
            self._keys.press("Space")
            assert self.focused()["checked"]
            self.reach("Send answer")
        else:
            self.reach(page.locator(".live .choice").first.inner_text().strip(), back=back)
        self._keys.press("Enter")
        assert self.focused()["inside"], "the focus was lost"

    def close(self) -> None:
        """Escape closes the window, and the focus is back on the button."""
        self._keys.press("Escape")
        assert not self._window.panel.is_visible()
        assert self.focused()["name"] == "Ask about ankle pain"
