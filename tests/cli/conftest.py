from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

BOT = Path(sys.executable).with_name("bot")
NOTHING: Mapping[str, str] = MappingProxyType({})


class Command:
    """The installed `bot` command, run in an empty folder with settings of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.conversations = folder / "conversations.sqlite"

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        return {**inherited, "BOT_DATABASE": f"sqlite:///{self.conversations}", "COLUMNS": "200", **settings}

    def run(
        self, *arguments: str, settings: Mapping[str, str] = NOTHING, typed: bytes = b""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BOT, *arguments],
            input=typed.decode("utf-8", errors="surrogateescape"),
            env=self.environment(settings),
            cwd=self.folder,
            capture_output=True,
            timeout=100,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
        )

    def start(self, *arguments: str, settings: Mapping[str, str] = NOTHING) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [BOT, *arguments],
            env=self.environment(settings),
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command in a folder of this module's own."""
    return Command(tmp_path_factory.mktemp("cli"))
