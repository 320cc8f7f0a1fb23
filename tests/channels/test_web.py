"""The web channel over real HTTP: sessions, messages, events, and who may not do what."""

from __future__ import annotations

import json
import random
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bot.content.library import PROJECT
from bot.core.text import MAX_CHARACTERS
from bot.runtime.settings import Settings
from bot.storage import current
from tests.serving import Served

SITE = "https://clinic.example"
DANGER = "my foot is suddenly cold and blue"
ROUTES = {
    ("/channels/web/session", "POST"),
    ("/channels/web/session", "DELETE"),
    ("/channels/web/messages", "POST"),
    ("/channels/web/events", "GET"),
    ("/channels/web/poll", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
}


@pytest.fixture(scope="module")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("web") / "one.sqlite"
    started = Served(f"sqlite:///{file}", BOT_ORIGINS=SITE).start()
    yield started
    started.stop()


def test_a_question_gets_its_answer_with_sources_and_choices(server: Served) -> None:
    turn = server.visitor().ask("What is dorsiflexion?")
    (reply,) = turn["replies"]
    assert turn["topic"] == "dorsiflexion"
    assert reply["sources"]
    assert all(len(button["id"].encode()) <= 16 for button in reply["buttons"])


def test_a_choice_is_taken_by_its_id_and_an_old_one_is_explained(server: Served) -> None:
    visitor = server.visitor()
    first = visitor.ask("What is dorsiflexion?")["replies"][0]["buttons"]
    second = visitor.ask(choice=first[1]["id"])
    assert second["topic"] is not None
    stale = visitor.ask(choice=first[1]["id"])
    assert stale["topic"] is None
    assert "newest" in stale["replies"][0]["text"]


def test_the_same_message_sent_again_is_one_message(server: Served) -> None:
    visitor = server.visitor()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: visitor.post("hello", id="same"), range(16)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["message"] for answer in answers}) == 1
    time.sleep(0.5)
    assert len(visitor.replies()) == 1


def test_the_stream_brings_what_was_missed_and_what_comes(server: Served) -> None:
    visitor = server.visitor()
    visitor.ask("hello")
    visitor.ask("What is dorsiflexion?")
    stream = visitor.stream(after=1)
    number, event = next(stream)
    assert (number, event["turn"]["topic"]) == (2, "dorsiflexion")
    visitor.post("thanks")
    assert next(stream)[0] == 3


def test_a_message_in_the_middle_of_a_flood_of_streams_is_answered(server: Served) -> None:
    visitor = server.visitor()
    streams = [visitor.stream() for _ in range(4)]
    visitor.post("hello")
    assert [next(stream)[0] for stream in streams] == [1, 1, 1, 1]
    refused = requests.get(f"{server.url}/channels/web/events", headers=visitor.headers, timeout=5)
    assert refused.status_code == 429


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Authorization": ""}, '{"id": "1", "text": "hello"}', 401),
        ({"Authorization": "Bearer web-1.forged"}, '{"id": "1", "text": "hello"}', 401),
        ({"Origin": "https://evil.example"}, '{"id": "1", "text": "hello"}', 403),
        ({"Origin": "null"}, '{"id": "1", "text": "hello"}', 403),
        ({"Content-Type": "text/plain"}, '{"id": "1", "text": "hello"}', 400),
        ({}, "", 400),
        ({}, "{", 400),
        ({}, "[]", 400),
        ({}, '{"id": 1, "text": "hello"}', 400),
        ({}, '{"text": "hello"}', 400),
        ({}, '{"id": "1"}', 400),
        ({}, '{"id": "1", "text": "a", "choice": "~.000000000000"}', 400),
        ({}, '{"id": "1", "choice": "/restart"}', 400),
        ({}, '{"id": "1", "text": "a", "sender": "web-2"}', 400),
        ({}, '{"id": "' + "1" * 65 + '", "text": "a"}', 400),
        ({}, '{"id": "1", "text": "' + "a" * 20_000 + '"}', 413),
        ({}, "[" * 5000, 400),
    ],
)
def test_what_is_not_a_message_of_this_conversation_is_refused(
    server: Served, headers: dict[str, str], body: str, status: int
) -> None:
    visitor = server.visitor()
    sent = {**visitor.headers, "Content-Type": "application/json", **headers}
    answer = requests.post(f"{server.url}/channels/web/messages", data=body, headers=sent, timeout=10)
    assert answer.status_code == status
    assert visitor.replies(wait=0) == []


@pytest.mark.parametrize("origin", [SITE, "self"])
def test_the_own_pages_and_the_sites_that_were_named_may(server: Served, origin: str) -> None:
    sent = server.url if origin == "self" else origin
    answer = requests.post(f"{server.url}/channels/web/session", json={}, headers={"Origin": sent}, timeout=10)
    assert answer.status_code == 201


def test_another_site_is_told_so_by_the_browser_and_by_us(server: Served) -> None:
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
    allowed = requests.options(f"{server.url}/channels/web/messages", headers=asked, timeout=10)
    assert allowed.headers["Access-Control-Allow-Origin"] == SITE
    evil = requests.options(
        f"{server.url}/channels/web/messages", headers={**asked, "Origin": "https://evil.example"}, timeout=10
    )
    assert "Access-Control-Allow-Origin" not in evil.headers
    begun = requests.post(
        f"{server.url}/channels/web/session", json={}, headers={"Origin": "https://evil.example"}, timeout=10
    )
    assert begun.status_code == 403


def test_guessed_tokens_show_nothing(server: Served) -> None:
    visitor = server.visitor()
    visitor.ask("my unmistakable heel is sore")
    conversation, _, signature = visitor.token.rpartition(".")
    guesses = [f"{conversation}.{secrets.token_hex(16)}" for _ in range(500)]
    guesses += [f"web-{secrets.token_hex(16)}.{signature}" for _ in range(500)]
    with requests.Session() as session:
        for guess in guesses:
            answer = session.get(
                f"{server.url}/channels/web/poll", headers={"Authorization": f"Bearer {guess}"}, timeout=10
            )
            assert (answer.status_code, answer.json()) == (401, {"error": "the token is missing or wrong"})


@pytest.mark.parametrize("path", ["/", "/webhooks/rest/webhook", "/conversations/x/tracker", "/model/parse", "/x"])
def test_there_are_no_routes_of_rasas_own(server: Served, path: str) -> None:
    if path == "/":
        assert "Rasa" not in requests.get(f"{server.url}/", timeout=10).text
    else:
        assert requests.get(f"{server.url}{path}", timeout=10).status_code == 404


def test_only_the_known_routes_are_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.operations.server import build

    monkeypatch.setattr(current, "_current", [])  # building a server makes its data base the process's own
    service = build(settings.copy(update={"database": "sqlite://"}))
    found = {(f"/{route.path}", method) for route in service.app.router.routes for method in route.methods}
    files = {(path, method) for path, method in found if "." in path or path in ("/", "/demo")}
    assert {(path, method) for path, method in found - files if method != "OPTIONS"} == ROUTES
    assert {method for _, method in files} <= {"GET", "HEAD", "OPTIONS"}
    service.database.close()


def test_a_visitor_may_end_it_all(server: Served) -> None:
    visitor = server.visitor()
    visitor.ask("my heel is sore")
    gone = requests.delete(f"{server.url}/channels/web/session", headers=visitor.headers, timeout=10)
    assert gone.status_code == 200
    assert visitor.replies(wait=0) == []


@pytest.mark.parametrize("text", ["", "x" * (MAX_CHARACTERS + 1), "\u0000", "/restart", "😀"])
def test_every_text_gets_an_answer(server: Served, text: str) -> None:
    assert server.visitor().ask(text)["replies"][0]["text"]


def test_two_visitors_never_see_a_word_of_each_other(server: Served) -> None:
    def talk(name: str) -> str:
        visitor = server.visitor()
        for number in range(40):
            visitor.post(f"my {name} heel number {number} is a bit sore")
        seen: list[object] = []
        end = time.monotonic() + 40
        while len(seen) < 40 and time.monotonic() < end:
            seen = [event for after in (0,) for event in visitor.replies(after, 1)]
        assert len(seen) == 40
        return json.dumps(seen)

    names = ["aardvark", "bumblebee"]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(names, pool.map(talk, names), strict=True))
    assert "bumblebee" not in found["aardvark"]
    assert "aardvark" not in found["bumblebee"]


def test_an_emergency_is_answered_in_a_refusal_as_well(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("limited") / "one.sqlite"
    server = Served(f"sqlite:///{file}", BOT_MESSAGES_PER_CONVERSATION="2/hour").start()
    visitor = server.visitor()
    visitor.ask("hello")
    visitor.ask("hello again")
    answer = visitor.post(DANGER)
    assert answer.status_code == 429
    assert answer.json()["turn"]["level"] == "emergency"
    server.stop()


def test_health_readiness_and_figures_are_there(server: Served) -> None:
    assert requests.get(f"{server.url}/healthz", timeout=5).json() == {"alive": True}
    ready = requests.get(f"{server.url}/readyz", timeout=10).json()
    assert ready == {"ready": True, "checks": {"model": True, "understanding": True, "data base": True}}
    server.visitor().ask("What is dorsiflexion?")
    figures = requests.get(f"{server.url}/metrics", timeout=5).text
    assert 'bot_turns_total{channel="web",outcome="dorsiflexion"}' in figures


def test_requests_of_any_form_never_fail_on_our_side(server: Served) -> None:
    """2,000 mutations of good requests: no 5xx, and nothing but what the API file allows."""
    api = json.loads((PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    chance, visitor = random.Random(7), server.visitor()
    good = json.dumps({"id": "1", "text": "my heel is sore"})
    paths = [path for path in api if not path.endswith("/events")]
    with requests.Session() as session:
        for _ in range(2000):
            path = chance.choice(paths)
            method = chance.choice(["GET", "POST", "POST", "PUT", "PATCH", "HEAD"])
            body = _mutated(good, chance).encode("utf-8", "surrogatepass")
            token = visitor.token if chance.random() < 0.7 else _mutated(visitor.token, chance)
            headers = {
                "Content-Type": chance.choice(["application/json", "application/json; charset=utf-8", "text/plain"])
            }
            headers["Authorization"] = f"Bearer {token.encode('ascii', 'ignore').decode()}".replace("\n", "").replace(
                "\r", ""
            )
            query = chance.choice(
                ["", "?after=0", "?after=-1", "?after=x", "?after=9999999999", "?after=1&after=2&wait=0"]
            )
            answer = session.request(method, f"{server.url}{path}{query}", data=body, headers=headers, timeout=10)
            allowed = set(api[path].get(method.lower(), {}).get("responses", ())) | {"404", "405", "400"}
            assert str(answer.status_code) in allowed, (method, path, answer.status_code)


def _mutated(text: str, chance: random.Random) -> str:
    """`text` with a few characters changed, cut, doubled or put in."""
    for _ in range(chance.randrange(4)):
        place = chance.randrange(len(text) + 1)
        text = chance.choice(
            (
                text[:place] + chance.choice('{}[]",:\\\x00\ud800é😀0') + text[place:],
                text[:place],
                text[:place] + text[place + 1 :],
                text[:place] + text[place:] * 2,
            )
        )
    return text
