from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from typer.testing import CliRunner

from bot.cli.doctor import PACKAGES
from bot.cli.main import app
from bot.runtime.settings import Settings
from bot.runtime.training import read_manifest
from tests.cli.conftest import Command

Finished = CompletedProcess[str]


def _spoilt_copy(project: Path, folder: Path, pattern: str, replacement: str) -> Path:
    data = Path(shutil.copytree(project / "data", folder / "data"))
    file = data / "topics" / "gait.yml"
    text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"), count=1, flags=re.M)
    assert count == 1
    file.write_text(text, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def runs(command: Command, project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finished]:
    empty, unknown, said = (tmp_path_factory.mktemp(name) for name in ("empty", "unknown", "said"))
    with_unknown_key = _spoilt_copy(project, unknown, r"^  title:", "  colour: red\n  title:")
    with_a_promise = _spoilt_copy(project, said, r"^  why: >-\n(?:    .*\n)+", "  why: This will cure it.\n")
    no_store = empty / "conversations.sqlite"
    no_store.write_text("not a data base", encoding="utf-8")
    all_wrong = {"BOT_MODELS": str(empty), "BOT_DATA": str(with_unknown_key), "BOT_DATABASE": f"sqlite:///{no_store}"}
    check = ("content", "check", "--quiet")
    calls: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
        "doctor": (("doctor",), all_wrong),
        "content": (("content", "check"), {}),
        "unknown key": (check, {"BOT_DATA": str(with_unknown_key)}),
        "promise": (check, {"BOT_DATA": str(with_a_promise)}),
    }

    def run(name: str) -> Finished:
        arguments, variables = calls[name]
        return command.run(*arguments, settings=variables)

    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(calls, pool.map(run, calls), strict=True))


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing is wrapped in the table."""
    monkeypatch.setenv("COLUMNS", "250")
    return monkeypatch


@pytest.mark.usefixtures("wide")
def test_all_is_well_here(settings: Settings) -> None:
    result = CliRunner().invoke(app, ["doctor"])
    manifest = read_manifest(settings.models)
    assert manifest is not None
    assert result.exit_code == 0, result.output
    assert manifest.model in result.output
    assert all(package in result.output for package in PACKAGES)


def test_the_doctor_reports_an_unknown_setting(wide: pytest.MonkeyPatch) -> None:
    wide.setenv("BOT_NONSENSE", "1")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "nonsense" in result.output


def test_the_doctor_reports_everything_that_is_wrong_and_does_not_break(runs: dict[str, Finished]) -> None:
    done = runs["doctor"]
    assert (done.returncode, done.stderr) == (1, "")
    assert "Traceback" not in done.stdout
    for name in ("ContentError", "ModelError", "make train", "DatabaseError"):
        assert name in done.stdout
    assert done.stdout.splitlines()[-1].startswith("4 ")


def test_the_content_is_fine(runs: dict[str, Finished]) -> None:
    done = runs["content"]
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_wrong_content_is_named_by_file_line_and_key(runs: dict[str, Finished]) -> None:
    done = runs["unknown key"]
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "gait.yml, line " in line
    assert "'topic.colour'" in line


def test_what_we_never_say_fails_the_check(runs: dict[str, Finished]) -> None:
    done = runs["promise"]
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("gait ")
