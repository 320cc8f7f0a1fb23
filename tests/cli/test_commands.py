from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from bot.cli.errors import shown_plainly
from bot.cli.main import app
from bot.content.library import PROJECT
from tests.cli.conftest import Command


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    inner = getattr(command, "commands", {})
    if path:
        yield path, command.help or ""
    for name, child in inner.items():
        yield from _commands(child, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))
# By the gate, the mailroom, the courier and the channels, which go on all the same.
CAUGHT_INSIDE = {
    *("NoModelError", "Refused", "_AnsweredAlreadyError", "RetryLater", "Undeliverable"),
    *("BotApiError", "UnfitError"),
}
NAMES = [" ".join(path) for path in COMMANDS]


def _own_errors() -> Iterator[type[Exception]]:
    for file in sorted(PROJECT.glob("bot/**/*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef) or node.name in CAUGHT_INSIDE:
                continue
            if any(ast.unparse(base) == "Exception" for base in node.bases):
                module = ".".join(file.relative_to(PROJECT).with_suffix("").parts)
                yield getattr(importlib.import_module(module), node.name)


def test_the_commands_of_this_stage_are_there() -> None:
    assert {"ask", "chat", "train", "doctor", "content check", "evaluate intents"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(app, [*name.split(), "--help"])
    assert result.exit_code == 0
    first_words = COMMANDS[tuple(name.split())].split()[:3]
    assert first_words
    assert " ".join(first_words) in " ".join(result.output.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_readme(project: Path, name: str) -> None:
    assert f"bot {name}" in (project / "README.md").read_text(encoding="utf-8")


def test_help_is_shown_without_a_command(command: Command) -> None:
    done = command.run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f" {name.split()[0]} " in done.stdout for name in NAMES)


@pytest.mark.parametrize("arguments", [["nonsense"], ["ask", "--nonsense"], ["content", "nonsense"], ["evaluate"]])
def test_a_wrong_command_is_an_error(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_each_of_our_errors_is_shown_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    errors = list(_own_errors())
    assert len(errors) >= 6
    for error in errors:
        with pytest.raises(SystemExit) as caught, shown_plainly():
            raise error.__new__(error, "what is wrong")
        assert caught.value.code == 1, error
        assert len(capsys.readouterr().err.splitlines()) == 1, error


def test_other_errors_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), shown_plainly():
        raise ZeroDivisionError


def test_ctrl_c_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught, shown_plainly():
        raise KeyboardInterrupt
    assert caught.value.code == 130
    assert capsys.readouterr().err == ""
