from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.content.library import PROJECT


class Copy:
    """A copy of the content, to be spoilt."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def file(self, name: str) -> Path:
        return self.data / name

    def replace(self, name: str, pattern: str, replacement: str) -> None:
        """Replace the first match of `pattern` (multi-line); it must be there."""
        file = self.file(name)
        text, count = re.subn(pattern, lambda _: replacement, file.read_text(encoding="utf-8"), count=1, flags=re.M)
        assert count == 1, f"{name} has no {pattern}"
        file.write_text(text, encoding="utf-8")

    def line(self, name: str, pattern: str) -> int:
        """The number, from 1, of the first line that matches `pattern`."""
        lines = self.file(name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if re.search(pattern, line))


@pytest.fixture(scope="session")
def short_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content without training phrases, so that it loads fast."""
    data = tmp_path_factory.mktemp("short") / "data"
    shutil.copytree(PROJECT / "data", data)
    for file in (*data.glob("topics/*.yml"), *data.glob("flows/*.yml")):
        text = re.sub(r"^nlu:\n(?:(?:[ ].*)?\n)*", "", file.read_text(encoding="utf-8"), flags=re.M)
        file.write_text(text, encoding="utf-8")
    return data


@pytest.fixture
def copied(short_data: Path, tmp_path: Path) -> Copy:
    """A copy of the content without training phrases."""
    return Copy(Path(shutil.copytree(short_data, tmp_path / "data")))


@pytest.fixture
def full_copy(tmp_path: Path) -> Copy:
    """A copy of the whole content."""
    return Copy(Path(shutil.copytree(PROJECT / "data", tmp_path / "data")))
