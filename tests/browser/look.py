"""Takes pictures of the widget in every state, to be looked at; with `--axe` it also counts accessibility violations.

    python tests/browser/look.py shots/                    all states in every form
    python tests/browser/look.py shots/ --form phone-390   one form
    python tests/browser/look.py shots/ --axe              with axe-core from bot/widget/node_modules

Needs Chromium (`--chromium`), a trained model, and for `--axe` an `npm ci` in bot/widget. Starts a server of its own.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
AXE = PROJECT / "bot/widget/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESKTOP, PHONE, SMALL = (1280, 860), (390, 844), (320, 568)
FORMS: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {
    "desktop": (DESKTOP, {}),
    "desktop-dark": (DESKTOP, {"color_scheme": "dark"}),
    "desktop-forced": (DESKTOP, {"forced_colors": "active"}),
    "phone-390": (PHONE, {}),
    "phone-320": (SMALL, {}),
    "phone-320-dark": (SMALL, {"color_scheme": "dark"}),
}


@dataclass
class Camera:
    """Takes the pictures of one form; `found` are violations and errors by the picture's name."""

    page: Page
    folder: Path
    axe: bool
    found: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def shoot(self, name: str) -> None:
        """Take a picture of the state as it is, and look for violations."""
        self.page.wait_for_timeout(150)
        self.page.screenshot(path=self.folder / f"{name}.png")
        self.taken.append(name)
        if self.axe:
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            rules = {"runOnly": {"type": "tag", "values": TAGS}}
            result = self.page.evaluate("rules => axe.run(document, rules)", rules)
            for violation in result["violations"]:
                targets = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                self.found.append(f"{name}: {violation['id']} at {targets}")

    def open(self, path: str = "/demo") -> None:
        """A fresh conversation with its greeting."""
        self.page.evaluate("sessionStorage.clear()")
        self.page.goto(path)
        if path == "/demo":
            self.page.locator(".launcher").click()
        self.page.locator(".entry.bot").first.wait_for()

    def say(self, text: str) -> None:
        """Type it and wait for the reply."""
        self.page.locator("#box").fill(text)
        self._answered(lambda: self.page.keyboard.press("Enter"))

    def tap(self, title: str) -> None:
        """Tap the newest button of that title and wait for the reply."""
        self._answered(lambda: self.page.get_by_role("button", name=title, exact=True).last.click())

    def _answered(self, act: Callable[[], object]) -> None:
        before = self.page.locator(".entry.bot").count()
        act()
        self.page.locator(".entry.bot").nth(before).wait_for()


def talk(camera: Camera) -> None:
    """Questions and answers, the connection, and deleting."""
    page = camera.page
    page.goto("/demo")
    page.locator(".launcher").wait_for()
    camera.shoot("closed")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    camera.shoot("closed-at-the-end")
    camera.open()
    camera.shoot("greeting")
    camera.say("what is plantar fasciitis, is it linked to tight hamstrings?")
    camera.shoot("answer")
    page.locator("details.sources summary").last.click()
    page.locator(".log").evaluate("log => log.scrollTop = log.scrollHeight")
    camera.shoot("sources")
    page.locator("#box").fill("word " * 205)
    camera.shoot("too-long")
    page.locator("#box").fill("")
    page.get_by_role("button", name="Delete this conversation").click()
    camera.shoot("delete")
    page.get_by_role("button", name="Keep it").click()
    page.context.set_offline(True)
    page.locator("#box").fill("does stretching help?")
    page.keyboard.press("Enter")
    page.locator(".failed").wait_for()
    camera.shoot("offline")
    page.context.set_offline(False)
    page.locator(".failed").wait_for(state="detached")
    page.route("**/messages", lambda route: route.abort())
    page.locator("#box").fill("how often should I stretch?")
    page.keyboard.press("Enter")
    page.locator(".failed").wait_for(timeout=15_000)
    camera.shoot("not-sent")
    page.unroute("**/messages")


def self_check(camera: Camera) -> None:
    """The self-check up to its summary."""
    page = camera.page
    camera.open()
    camera.say("does my pain fit?")
    camera.shoot("consent")
    camera.tap("I agree")
    page.get_by_label("Short of breath or chest pain").check()
    camera.shoot("many")
    page.get_by_label("None of these").check()
    camera.tap("Send answer")
    camera.say("none")
    camera.shoot("question")
    camera.tap("Crept up slowly, a nagging ache")
    page.get_by_label("Achilles or back of the heel").check()
    page.get_by_label("Stiff all round the calf").check()
    camera.tap("Send answer")
    for _ in range(8):
        if page.locator(".tally").count():
            break
        first = page.locator(".live .tick input")
        if first.count():
            first.first.check()
            camera.tap("Send answer")
        else:
            camera.tap(page.locator(".live .choice").first.inner_text())
    camera.shoot("result")
    page.locator("details summary", has_text="Your answers").last.click()
    camera.shoot("result-answers")
    camera.tap("Summary")
    camera.shoot("summary")
    page.locator(".log").evaluate("log => log.scrollTop = log.scrollHeight")
    camera.shoot("summary-end")


def routine(camera: Camera) -> None:
    """The routine with an exercise, the timer, pain, and the progress."""
    page = camera.page
    camera.open()
    camera.say("give me a stretching plan")
    for _ in range(6):
        if page.locator(".routine").count():
            break
        none = page.get_by_label("None of these")
        if none.count():
            none.last.check()
            camera.tap("Send answer")
        else:
            camera.tap(page.locator(".live .choice").last.inner_text())
    page.locator(".routine input").first.check()
    camera.shoot("routine")
    camera.tap("Start")
    camera.shoot("exercise")
    page.get_by_role("button", name="Start timer").click()
    page.locator(".timer").evaluate("timer => timer.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(5600)
    camera.shoot("timer")
    camera.tap("It hurts")
    camera.shoot("scale")
    camera.tap("3")
    for _ in range(12):
        if not page.get_by_role("button", name="Done, next").count():
            break
        camera.tap("Done, next")
    camera.say("2")
    camera.tap("Yes, keep a note")
    camera.say("show my progress")
    camera.shoot("progress")


def dangers(camera: Camera) -> None:
    """The three levels of the banner, and that it outlives a reload."""
    for name, text in (
        ("emergency", "I have chest pain and my calf is swollen"),
        ("urgent", "my heel popped yesterday and I cannot stand on tiptoe"),
        ("book", "my ankle has been sore for two months and it is not getting better at all"),
    ):
        camera.open()
        camera.say(text)
        camera.shoot(name)
    camera.open()
    camera.say("I have chest pain and my calf is swollen")
    camera.page.locator(".banner summary").click()
    camera.shoot("emergency-advice")
    camera.page.reload()
    if not camera.page.locator(".panel[open]").count():
        camera.page.locator(".launcher").click()
    camera.page.locator(".banner").wait_for()
    camera.shoot("emergency-after-reload")


def full_page(camera: Camera) -> None:
    """The page at `/`."""
    camera.open("/")
    camera.say("how do tight hamstrings change my walk?")
    camera.shoot("page")


PARTS = (talk, self_check, routine, dangers, full_page)


def take(context: BrowserContext, form: str, parts: list[str], folder: Path, axe: bool) -> Camera:
    """All pictures of one form."""
    page = context.new_page()
    page.set_default_timeout(12_000)
    camera = Camera(page, folder / form, axe)
    camera.folder.mkdir(parents=True, exist_ok=True)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "ERR_FAILED" not in message.text and "ERR_INTERNET" not in message.text:
            camera.found.append(f"console: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: camera.found.append(f"error: {error}"))
    page.goto("/demo")
    for part in PARTS:
        if not parts or part.__name__ in parts:
            try:
                part(camera)
            except Exception as error:
                page.screenshot(path=camera.folder / "stuck.png")
                camera.found.append(f"{part.__name__} stuck: {re.split(chr(10), str(error))[0]}")
    return camera


def sheet(context: BrowserContext, camera: Camera, width: int) -> None:
    """One picture with all pictures of a form beside one another."""
    figures = "".join(
        f'<figure><img src="{name}.png" width="{width}"><figcaption>{name}</figcaption></figure>'
        for name in camera.taken
    )
    html = camera.folder / "all.html"
    html.write_text(
        f"<body style='font:14px sans-serif;display:flex;flex-wrap:wrap;margin:0;background:#888'>{figures}"
    )
    page = context.new_page()
    page.set_viewport_size({"width": 1900, "height": 900})
    page.goto(html.as_uri())
    page.screenshot(path=camera.folder / "all.png", full_page=True)
    page.close()


@contextmanager
def server(python: str) -> Iterator[str]:
    """`bot serve` on a free port with a data base of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "BOT_REGION": "uk",
            "BOT_DATABASE": f"sqlite:///{folder}/look.sqlite",
            "BOT_MESSAGES_PER_CONVERSATION": "1000/minute",
            "BOT_MESSAGES_PER_ADDRESS": "5000/minute",
        }
        command = [python, "-m", "bot.cli.main", "serve", "--port", str(port)]
        bot = PROJECT / ".venv/bin/bot"
        if bot.exists():
            command = [str(bot), "serve", "--port", str(port)]
        with (Path(folder) / "log").open("w") as log:
            process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
            try:
                _wait(base, process)
                yield base
            finally:
                process.terminate()
                process.wait(20)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=2)
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the server did not start within 60 seconds")


def main() -> int:
    """Take the pictures; the exit code is 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--form", choices=FORMS, action="append", help="only this form; may be given again")
    parser.add_argument("--part", choices=[part.__name__ for part in PARTS], action="append", help="only this part")
    parser.add_argument("--axe", action="store_true", help="look for accessibility violations as well")
    parser.add_argument("--base", help="a server that runs already, such as http://127.0.0.1:8080")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    found: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=options.chromium, args=ARGUMENTS)
        running = server(sys.executable) if not options.base else _given(options.base)
        with running as base:
            for form in options.form or FORMS:
                (width, height), media = FORMS[form]
                context = browser.new_context(
                    base_url=base, viewport={"width": width, "height": height}, bypass_csp=options.axe, **media
                )
                camera = take(context, form, options.part or [], options.folder.resolve(), options.axe)
                sheet(context, camera, min(width, 600))
                context.close()
                print(f"{form}: {len(camera.taken)} pictures, {len(camera.found)} findings", flush=True)
                found += [f"{form}: {item}" for item in camera.found]
        browser.close()
    print("\n".join(found))
    return 1 if found else 0


@contextmanager
def _given(base: str) -> Iterator[str]:
    yield base


if __name__ == "__main__":
    raise SystemExit(main())
