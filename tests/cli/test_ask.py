"""`bot ask` as a program sees it. The processes start together, since most of their time is loading."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.content.library import Library
from bot.runtime.settings import Settings
from bot.runtime.training import MANIFEST, read_manifest
from bot.storage.database import open_database
from tests.cli.conftest import Command

TURN_KEYS = {
    "text", "outcome", "also", "topic", "level", "red_flags", "findings", "confidence", "candidates", "expecting",
    "result", "replies",
}  # fmt: skip
LINES = [
    b"What is dorsiflexion? And what is the kinetic chain?",
    b"tell me more",
    b"heel \xff\xfe pain",
    b"",
    b"/restart",
]
HEALTH = "my calf is hot and swollen"
Finished = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def damaged_models(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder whose current model is cut off."""
    folder = tmp_path_factory.mktemp("damaged")
    manifest = read_manifest(settings.models)
    assert manifest is not None
    shutil.copy(settings.models / MANIFEST, folder)
    (folder / manifest.model).write_bytes((settings.models / manifest.model).read_bytes()[:100_000])
    return folder


@pytest.fixture(scope="module")
def closed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data base that stores what the assistant does, and refuses what a person says."""
    file = tmp_path_factory.mktemp("closed") / "conversations.sqlite"
    open_database(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TRIGGER closed BEFORE INSERT ON tracker_turns BEGIN SELECT RAISE(ABORT, 'closed'); END"
        )
    return file


@pytest.fixture(scope="module")
def runs(
    command: Command,
    settings: Settings,
    damaged_models: Path,
    closed_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Finished]:
    """Every run whose input does not depend on its output, by name."""
    here = {"BOT_MODELS": str(settings.models)}
    empty = tmp_path_factory.mktemp("empty")
    no_folder = {"BOT_DATABASE": f"sqlite:///{empty / 'no' / 'x.sqlite'}"}
    named = ("--json", "--conversation", "x", HEALTH)
    calls: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
        "lines": (("--json",), here),
        "missing model": (("--json", "hello"), {"BOT_MODELS": str(empty)}),
        "truncated model": (("--json", "hello"), {"BOT_MODELS": str(damaged_models)}),
        "unknown setting": (("--json", "hello"), {"BOT_NONSENSE": "1"}),
        "closed store": (named, {**here, "BOT_DATABASE": f"sqlite:///{closed_store}"}),
        "no folder for the store": (named, {**here, **no_folder}),
    }

    def run(name: str) -> Finished:
        arguments, variables = calls[name]
        return command.run("ask", *arguments, settings=variables, typed=b"\n".join(LINES) if name == "lines" else b"")

    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(calls, pool.map(run, calls), strict=True))


@pytest.fixture(scope="module")
def answered(runs: dict[str, Finished]) -> list[dict[str, Any]]:
    """The objects printed for `LINES`."""
    done = runs["lines"]
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_of_input_gets_one_object(answered: list[dict[str, Any]]) -> None:
    assert len(answered) == len(LINES)


def test_objects_have_the_form_of_the_contract(answered: list[dict[str, Any]]) -> None:
    for turn in answered:
        assert set(turn) == TURN_KEYS
        assert isinstance(turn["text"], str)
        assert isinstance(turn["outcome"], str)
        assert all(isinstance(outcome, str) for outcome in turn["also"])
        assert turn["confidence"] is None or 0 <= turn["confidence"] <= 1
        assert len(turn["candidates"]) <= 3
        for candidate in turn["candidates"]:
            assert set(candidate) == {"id", "confidence"}
            assert 0 <= candidate["confidence"] <= 1
        for name in ("topic", "level", "expecting", "result"):
            assert turn[name] is None or isinstance(turn[name], str)
        for finding in turn["findings"]:
            assert set(finding) == {"sign", "assertion", "text"}
        assert turn["replies"]
        for reply in turn["replies"]:
            assert {"text", "buttons", "card"} <= set(reply) <= {"text", "buttons", "card", "sources"}
            assert reply["text"].strip()
            assert all(set(button) == {"title", "payload"} for button in reply["buttons"])
            assert reply["card"] is None or isinstance(reply["card"], dict)


def test_what_a_line_did_is_in_its_object(answered: list[dict[str, Any]]) -> None:
    first = answered[0]
    assert (first["outcome"], first["topic"], first["also"]) == ("dorsiflexion", "dorsiflexion", ["kinetic_chain"])
    assert first["candidates"][0]["id"] == "dorsiflexion"


def test_each_line_is_a_conversation_of_its_own(answered: list[dict[str, Any]]) -> None:
    assert answered[1]["topic"] is None


def test_input_that_is_not_utf_8_is_answered(answered: list[dict[str, Any]]) -> None:
    assert answered[2]["outcome"] == "plantar_fasciitis"


def test_an_empty_line_and_a_command_are_answered(answered: list[dict[str, Any]]) -> None:
    assert [turn["outcome"] for turn in answered[3:]] == ["clarify", "clarify"]


def test_nothing_but_answers_is_printed(runs: dict[str, Finished]) -> None:
    assert runs["lines"].stderr == ""


@pytest.mark.usefixtures("runs")
def test_unnamed_conversations_are_not_kept(command: Command) -> None:
    assert list(command.folder.iterdir()) == []


@pytest.mark.parametrize("arguments", [["What", "is", "dorsiflexion?"], ["What is dorsi\udcffflexion?"]])
def test_words_on_the_command_line_are_one_question(
    settings: Settings, content: Library, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("BOT_MODELS", str(settings.models))
    result = CliRunner().invoke(app, ["ask", *arguments])
    topic = content.topics["dorsiflexion"]
    assert result.exit_code == 0
    assert topic.answer in result.output
    assert all(source.label in result.output for source in topic.sources)
    assert not result.output.startswith("{")


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("missing model", "make train"),
        ("truncated model", "make train"),
        ("unknown setting", "nonsense"),
        ("no folder for the store", "x.sqlite"),
    ],
)
def test_a_foreseeable_mistake_is_one_line_on_standard_error(runs: dict[str, Finished], run: str, names: str) -> None:
    done = runs[run]
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    assert names in line


@pytest.mark.parametrize("run", ["missing model", "truncated model", "unknown setting", "closed store"])
def test_nothing_but_objects_is_on_standard_output(runs: dict[str, Finished], run: str) -> None:
    assert [json.loads(line).keys() for line in runs[run].stdout.splitlines()] in ([], [TURN_KEYS])


def test_a_failing_store_puts_nothing_that_was_written_into_a_log(runs: dict[str, Finished]) -> None:
    done = runs["closed store"]
    answers = [line for line in done.stdout.splitlines() if line.startswith("{")]
    others = [line for line in done.stdout.splitlines() if not line.startswith("{")]
    assert len(answers) <= 1
    logged = "\n".join([*others, done.stderr])
    assert not [word for word in ("calf", "hot", "swollen") if re.search(rf"\b{word}\b", logged)]


@pytest.fixture(scope="module")
def named_turns(runs: dict[str, Finished], command: Command, settings: Settings) -> list[dict[str, Any]]:
    """A named conversation, held by two programs one after the other, each waiting for every answer."""
    turns = []
    for lines in (["What is dorsiflexion?", "tell me more", "say that again"], ["tell me more"]):
        process = command.start(
            "ask", "--json", "--conversation", "mine", settings={"BOT_MODELS": str(settings.models)}
        )
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = threading.Timer(60, process.kill)  # else a line that is never flushed would wait for ever
        watchdog.start()
        try:
            for line in lines:
                process.stdin.write(f"{line}\n")
                process.stdin.flush()
                turns.append(json.loads(process.stdout.readline()))
            process.stdin.close()
            assert process.wait(timeout=30) == 0
        finally:
            watchdog.cancel()
            process.kill()
            process.stdout.close()
            process.wait()
    return turns


def test_a_line_is_answered_before_the_next_is_read(named_turns: list[dict[str, Any]]) -> None:
    assert [turn["text"] for turn in named_turns[:2]] == ["What is dorsiflexion?", "tell me more"]


def test_a_named_conversation_goes_on_in_one_process(named_turns: list[dict[str, Any]]) -> None:
    assert [turn["topic"] for turn in named_turns[:3]] == ["dorsiflexion"] * 3
    assert named_turns[2]["replies"] == named_turns[1]["replies"]


def test_a_named_conversation_goes_on_in_the_next_process(named_turns: list[dict[str, Any]]) -> None:
    assert {button["payload"] for button in named_turns[3]["replies"][0]["buttons"]} == {
        button["payload"] for button in named_turns[1]["replies"][0]["buttons"]
    }
    assert named_turns[3]["replies"] != named_turns[1]["replies"]


@pytest.mark.usefixtures("named_turns")
def test_kept_conversations_are_for_their_owner_only(command: Command) -> None:
    assert command.conversations.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../x", "", "a b", "x" * 65, "-x", "ü"])
def test_a_conversation_has_a_plain_name(name: str) -> None:
    assert CliRunner().invoke(app, ["ask", "--conversation", name, "hello"]).exit_code == 2
