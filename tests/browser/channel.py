"""A web channel made up in the browser, for replies that the real one would never give."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route

_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Cache-Control": "no-store"}


def turn(*replies: dict[str, Any], outcome: str = "smalltalk", **said: Any) -> dict[str, Any]:
    """A turn as the web channel gives it."""
    plain: dict[str, Any] = {"text": "", "sources": [], "card": None, "buttons": []}
    base = {"outcome": outcome, "level": None, "topic": None, "expecting": None, "result": None}
    return {**base, **said, "replies": [{**plain, **reply} for reply in replies]}


class Channel:
    """Answers the calls of one page's widget: the first message gets all of `turns`, later ones nothing."""

    def __init__(self, page: Page, turns: list[dict[str, Any]]) -> None:
        self._turns = turns
        self._taken = 0
        page.route("**/channels/web/**", self._answer)

    def _answer(self, route: Route) -> None:
        call = route.request.url.partition("/channels/web/")[2]
        if call == "session":
            route.fulfill(status=201, headers=_OPEN, json={"token": f"web-{'1' * 32}.{'2' * 32}"})
        elif call == "messages":
            self._taken += 1
            route.fulfill(status=202, headers=_OPEN, json={"message": self._taken, "fresh": True})
        else:
            after = int(call.rpartition("=")[2])
            events = [
                f"id: {number}\nevent: reply\ndata: {json.dumps({'number': number, 'message': 1, 'turn': one})}\n\n"
                for number, one in enumerate(self._turns, 1)
                if number > after
            ]
            kind = {**_OPEN, "Content-Type": "text/event-stream; charset=utf-8"}
            route.fulfill(status=200, headers=kind, body=": here\n\n" + "".join(events))
