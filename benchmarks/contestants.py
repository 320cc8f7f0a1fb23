"""This assistant and stock Rasa behind one face, for `against_stock.py`: install, train, and answer line by line."""

from __future__ import annotations

import itertools
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE
from typing import Any

from ruamel.yaml import YAML

PROJECT = Path(__file__).resolve().parents[1]
STOCK = Path(__file__).resolve().with_name("stock")
STOCK_VERSION = "3.6.21"
STOCK_PYTHON = "3.10"
LIMIT = 7200.0  # seconds that one command may take
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "PYTHON", "VIRTUAL_ENV"))},
    "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_HOST": "127.0.0.1",
}


def uv() -> str:
    """The uv on the PATH, or the project's own in .tools."""
    found = shutil.which("uv") or shutil.which("uv", path=str(PROJECT / ".tools" / "bin"))
    if found is None:
        raise SystemExit("uv is needed: on the PATH, or in .tools by way of `make setup`")
    return found


def size(folder: Path) -> int:
    """Bytes of the files below `folder`, byte code aside."""
    files = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return sum(file.stat().st_size for file in files)


def memory(pid: int) -> int:
    """Proportional set size of a process and its children, in bytes (Linux)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    own = next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(memory(int(child)) for child in children)


class Dialogue:
    """A running assistant: its processes, the first of which reads a message a line and prints an answer a line."""

    def __init__(self, commands: Sequence[Sequence[str]], folder: Path, log: Path) -> None:
        self._log = log.open("wb")
        self._processes = [
            subprocess.Popen(command, cwd=folder, env=_ENVIRONMENT, stdin=PIPE, stdout=stdout, stderr=self._log)
            for command, stdout in zip(commands, itertools.chain([PIPE], itertools.repeat(self._log)), strict=False)
        ]
        self._watchdog = threading.Timer(LIMIT, self._processes[0].kill)
        self._watchdog.start()

    def ask(self, text: str) -> Any:
        """The answer to `text`, JSON as the assistant gives it; waits until the assistant is there."""
        talker = self._processes[0]
        assert talker.stdin is not None, "started with pipes"
        assert talker.stdout is not None, "started with pipes"
        talker.stdin.write(text.encode() + b"\n")
        talker.stdin.flush()
        answer = talker.stdout.readline()
        if not answer:
            raise SystemExit(f"no answer; see {self._log.name}")
        return json.loads(answer)

    def memory(self) -> int:
        """Bytes of all processes together."""
        return sum(memory(process.pid) for process in self._processes)

    def close(self) -> None:
        """End the processes."""
        self._watchdog.cancel()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.communicate()
        self._log.close()


class Contestant(ABC):
    """One of the two assistants, with an environment and a project in `folder`."""

    name: str

    def __init__(self, work: Path) -> None:
        self.folder = work / self.name
        self.project = self.folder / "project"
        self.python = self.folder / "venv" / "bin" / "python"
        self.folder.mkdir(parents=True, exist_ok=True)

    def install(self) -> None:
        """Make a fresh environment."""
        venv, python = self.folder / "venv", self._python_version()
        subprocess.run([uv(), "venv", "--quiet", "--clear", "--python", python, venv], check=True)
        install = [uv(), "pip", "install", "--quiet", "--compile-bytecode", "--python", self.python]
        subprocess.run([*install, *self._requirements()], cwd=self._settings_of_uv(), check=True)

    def installed_size(self) -> int:
        """Bytes of site-packages."""
        return sum(map(size, (self.folder / "venv" / "lib").glob("python*/site-packages")))

    def train(self) -> tuple[float, float]:
        """Train in a fresh copy of the project, without any cache; the command's seconds, and its processor seconds."""
        shutil.rmtree(self.project, ignore_errors=True)
        shutil.copytree(PROJECT / "data", self.project / "data")
        self._lay_out()
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        with (self.folder / "train.log").open("wb") as log:
            done = subprocess.run(
                self._training(),
                cwd=self.project,
                env=_ENVIRONMENT,
                stdout=log,
                stderr=log,
                timeout=LIMIT,
                check=False,
            )
        seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(f"training failed; see {log.name}")
        return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def start(self) -> Dialogue:
        """Start what a person would start to ask a question."""
        return Dialogue(self._commands(), self.project, self.folder / "dialogue.log")

    @abstractmethod
    def texts(self, answer: Any) -> list[str]:
        """What a person would read in `answer`."""

    @abstractmethod
    def _python_version(self) -> str: ...

    @abstractmethod
    def _requirements(self) -> list[str]: ...

    @abstractmethod
    def _settings_of_uv(self) -> Path: ...

    @abstractmethod
    def _lay_out(self) -> None: ...

    @abstractmethod
    def _training(self) -> list[str]: ...

    @abstractmethod
    def _commands(self) -> list[list[str]]: ...


class Ours(Contestant):
    """This assistant, installed from requirements.lock without the development tools."""

    name = "ours"

    def texts(self, answer: Any) -> list[str]:
        """The replies of the turn."""
        return [reply["text"] for reply in answer["replies"]]

    def _python_version(self) -> str:
        return sys.executable

    def _requirements(self) -> list[str]:
        return ["-r", "pyproject.toml", "-c", "requirements.lock"]

    def _settings_of_uv(self) -> Path:
        return PROJECT  # pyproject.toml holds Rasa's trimmed requirements

    def installed_size(self) -> int:
        """Bytes of site-packages and of our own code, which is not installed there here."""
        return super().installed_size() + size(PROJECT / "bot") + size(PROJECT / "actions")

    def _lay_out(self) -> None:
        for code in ("bot", "actions"):
            shutil.copytree(PROJECT / code, self.project / code, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("config.yml", "domain.yml"):
            shutil.copy(PROJECT / file, self.project)

    def _training(self) -> list[str]:
        return [str(self.python), "-m", "bot.cli.main", "train"]

    def _commands(self) -> list[list[str]]:
        return [[str(self.python), "-m", "bot.cli.main", "ask", "--json"]]


class Stock(Contestant):
    """Stock Rasa: the configuration that `rasa init` writes, TensorFlow, and an action server."""

    name = "stock"

    def texts(self, answer: Any) -> list[str]:
        """The list that `shell.py` prints."""
        return list(answer)

    def _python_version(self) -> str:
        return STOCK_PYTHON

    def _requirements(self) -> list[str]:
        return [f"rasa=={STOCK_VERSION}"]

    def _settings_of_uv(self) -> Path:
        return Path(self.folder.anchor)  # outside this project, with Rasa's own requirements

    def _lay_out(self) -> None:
        (initial,) = (self.folder / "venv" / "lib").glob("python*/site-packages/rasa/cli/initial_project")
        shutil.copy(initial / "config.yml", self.project)
        for file in STOCK.glob("*.py"):
            shutil.copy(file, self.project)
        topics = sorted(file.stem for file in (self.project / "data" / "topics").glob("*.yml"))
        yaml = YAML()
        domain = yaml.load(PROJECT / "domain.yml")
        domain["intents"] += topics
        yaml.dump(domain, self.project / "domain.yml")
        rules = [
            {"rule": f"answer {topic}", "steps": [{"intent": topic}, {"action": "action_answer"}]} for topic in topics
        ]
        rules.append({"rule": "not understood", "steps": [{"intent": "nlu_fallback"}, {"action": "action_clarify"}]})
        yaml.dump({"version": "3.1", "rules": rules}, self.project / "data" / "topic_rules.yml")

    def _training(self) -> list[str]:
        return [str(self.python), "-m", "rasa", "train", "--fixed-model-name", "stock"]

    def _commands(self) -> list[list[str]]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        shell = [str(self.python), "shell.py", "models/stock.tar.gz", port]
        return [shell, [str(self.python), "-m", "rasa", "run", "actions", "--actions", "actions", "--port", port]]


def work_folder(given: Path | None) -> Path:
    """Where environments and projects go: `given`, or a new temporary folder."""
    return given.resolve() if given else Path(tempfile.mkdtemp(prefix="against-stock-"))
