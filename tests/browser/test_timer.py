"""The hold timer: right by the clock, whatever the tab did in the meantime."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.channel import Channel, turn
from tests.browser.conftest import Watched
from tests.browser.window import Window

NOON = 1_800_000_000_000  # ms since 1970
HOLD, CHANGE = 30, 5  # seconds
TICK = 200  # ms after which what is shown must be right
CARD = {
    **{"type": "exercise", "exercise": "calf", "name": "Calf stretch", "number": 1, "of": 1},
    **{"steps": ["Stand."], "dose": "2 times.", "sets": 2, "seconds": HOLD, "repeats": None, "sides": 2},
    **{"feel": "A pull.", "stop": "Stop if it hurts.", "picture": None},
}
# (seconds since the start, what is on, seconds left of it): get ready, then four holds with three changes between
COURSE = [
    (0, "Get ready", "5"),
    (4.5, "Get ready", "1"),
    (5, "First side, 1 of 2", "30"),
    (15, "First side, 1 of 2", "20"),
    (34.5, "First side, 1 of 2", "1"),
    (36, "Change over", "4"),
    (40, "Other side, 1 of 2", "30"),
    (100, "First side, 2 of 2", "5"),
    (139.5, "Other side, 2 of 2", "1"),
    (140, "All holds done.", ""),
    (5000, "All holds done.", ""),
]


class Stopwatch:
    """The timer of an exercise, and a clock that the test moves."""

    def __init__(self, page: Page) -> None:
        page.clock.install(time=NOON / 1000)
        Channel(page, [turn({"text": "Exercise.", "card": CARD})])
        page.goto("/demo")
        self.window = Window(page).open()
        self.clock = page.clock
        self.clock.pause_at((NOON + 600_000) / 1000)

    def press(self, name: str) -> None:
        """Press one of its buttons."""
        self.window.page.get_by_role("button", name=name).click()

    def shows(self) -> tuple[str, str]:
        """What is on, and the seconds left."""
        timer = self.window.page.locator(".timer")
        return timer.locator(".part").inner_text(), timer.locator(".seconds").text_content() or ""

    def show(self, state: str) -> None:
        """Let the tab be `hidden` or `visible`."""
        script = """state => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});
          document.dispatchEvent(new Event('visibilitychange')); }"""
        self.window.page.evaluate(script, state)


@pytest.fixture
def watch(contexts: Callable[..., Watched]) -> Stopwatch:
    return Stopwatch(contexts().context.new_page())


def test_it_counts_by_the_clock(watch: Stopwatch) -> None:
    watch.press("Start timer")
    gone = 0.0
    for moment, part, left in COURSE:
        watch.clock.run_for(round((moment - gone) * 1000))
        gone = moment
        assert (moment, *watch.shows()) == (moment, part, left)


def test_it_is_right_when_the_tab_was_hidden_and_its_timers_slept(watch: Stopwatch) -> None:
    for moment, part, left in COURSE[1:]:
        watch.press("Start timer")
        watch.show("hidden")
        watch.clock.fast_forward(round(moment * 1000) - TICK)
        watch.show("visible")
        watch.clock.run_for(TICK)
        assert (moment, *watch.shows()) == (moment, part, left)
        watch.press("Reset timer")


def test_it_is_right_after_a_reload(watch: Stopwatch) -> None:
    watch.press("Start timer")
    watch.clock.run_for(15_000)
    watch.window.page.reload()
    watch.window.page.locator(".timer").wait_for()
    watch.clock.run_for(200)
    assert watch.shows()[0] == "First side, 1 of 2"
    assert int(watch.shows()[1]) in range(15, 21)
    left = int(watch.shows()[1])
    watch.clock.run_for(10_000)
    assert int(watch.shows()[1]) == left - 10


def test_it_stands_while_it_is_paused_and_begins_anew(watch: Stopwatch) -> None:
    watch.press("Start timer")
    watch.clock.run_for(15_000)
    watch.press("Pause timer")
    watch.clock.fast_forward("01:00:00")
    assert watch.shows() == ("First side, 1 of 2", "20")
    watch.press("Resume timer")
    watch.clock.run_for(2000)
    assert watch.shows() == ("First side, 1 of 2", "18")
    watch.press("Reset timer")
    assert watch.shows() == (f"{HOLD} seconds", "")
    watch.press("Start timer")
    assert watch.shows() == ("Get ready", f"{CHANGE}")


def test_a_clock_that_is_set_back_does_not_break_it(watch: Stopwatch) -> None:
    watch.press("Start timer")
    watch.clock.run_for(15_000)
    watch.window.page.evaluate("() => { const real = Date.now; Date.now = () => real() - 3_600_000; }")
    watch.clock.run_for(1000)
    assert watch.shows() == ("Get ready", "5")
