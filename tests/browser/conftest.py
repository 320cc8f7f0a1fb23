"""A real Chromium against the real server. What holds for every page is checked after each test.

Without Chromium or axe-core these tests are skipped; with `CI=true` they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, expect, sync_playwright

from bot.runtime.settings import Settings
from tests.browser.clinic import Site
from tests.browser.look import ARGUMENTS, AXE
from tests.browser.window import Window
from tests.serving import Served

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_CUT = ("Failed to load resource", "net::ERR_")  # what the browser itself says of a network that was cut on purpose
_FIGURES: list[str] = []
Visit = Callable[..., Window]
Note = Callable[[str], None]


def need(thing: Path, what: str) -> None:
    """Skip the test where `thing` is absent; in continuous integration that is a failure."""
    if thing.exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not there: {thing}")
    pytest.skip(f"{what} is not there: {thing}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured."""
    if _FIGURES:
        terminalreporter.section("measured in the browser")
        terminalreporter.write("".join(f"{line}\n" for line in _FIGURES))


@pytest.fixture
def note() -> Note:
    """A function that takes a figure to be shown at the end of the run."""
    return _FIGURES.append


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """A web site that may embed the widget, and under another name may not."""
    one = Site()
    yield one
    one.close()


@pytest.fixture(scope="package")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of the server's data base."""
    return f"sqlite:///{tmp_path_factory.mktemp('browser') / 'one.sqlite'}"


@pytest.fixture(scope="package")
def server(settings: Settings, site: Site, database: str) -> Iterator[Served]:
    """The real server with the real model, one for all tests."""
    need(CHROMIUM, "Chromium")
    started = Served(database, BOT_REGION="uk", BOT_ORIGINS=site.origin).start()
    site.embed(started.url)
    yield started
    code, logged = started.stop()
    assert code == 0, logged


@pytest.fixture(scope="package")
def browser(server: Served) -> Iterator[Browser]:
    """Chromium. It ends with this folder's tests: Playwright's event loop must not meet another one."""
    expect.set_options(timeout=15_000)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def axe() -> str:
    """The source of axe-core."""
    need(AXE, "axe-core (npm ci in bot/widget)")
    return AXE.read_text(encoding="utf-8")


class Watched:
    """A browser context of which everything is noted that must never happen."""

    def __init__(self, context: BrowserContext, known: set[str]) -> None:
        self.context = context
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._known = known
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("page", self._watch)

    def check(self) -> None:
        """No error, no third party, no cookie, nothing that outlives the tab."""
        origins = {f"{url.scheme}://{url.netloc}" for url in map(urlsplit, self.requests) if url.netloc}
        assert origins <= self._known
        assert self.errors == []
        assert self.context.cookies() == []
        state: Any = self.context.storage_state()
        assert [origin for origin in state["origins"] if origin["localStorage"]] == []

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(f"error: {error}"))
        page.on("dialog", self._asked)

    def _asked(self, dialog: Dialog) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in _CUT):
            self.errors.append(f"console: {message.text}")


@pytest.fixture
def contexts(browser: Browser, server: Served, site: Site) -> Iterator[Callable[..., Watched]]:
    """A function that opens a browser context, as if on another device; takes Playwright's options."""
    opened: list[Watched] = []
    known = {server.url, site.origin, site.evil}

    def begin(**options: Any) -> Watched:
        context = browser.new_context(base_url=server.url, **options)
        context.set_default_timeout(15_000)
        opened.append(Watched(context, known))
        return opened[-1]

    yield begin
    try:
        for one in opened:
            one.check()
    finally:
        for one in opened:
            one.context.close()


@pytest.fixture
def visit(contexts: Callable[..., Watched]) -> Visit:
    """A function that comes to a page of the server or the site with a fresh browser; the window is still closed.

    `before` is a script that runs before those of each page; further options are those of a browser context.
    """

    def go(address: str = "/demo", before: str = "", **options: Any) -> Window:
        page = contexts(**options).context.new_page()
        if before:
            page.add_init_script(before)
        page.goto(address)
        window = Window(page)
        window.launcher.wait_for()
        return window

    return go
