"""A model that is damaged or gone: the server starts, says so, and dangers are answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import requests

from bot.runtime.settings import Settings
from bot.runtime.training import MANIFEST, read_manifest
from tests.serving import Served


@pytest.mark.parametrize("damage", ["truncated", "one bit", "gone"])
def test_a_damaged_model_leaves_the_patterns_and_is_reported(settings: Settings, tmp_path: Path, damage: str) -> None:
    manifest = read_manifest(settings.models)
    assert manifest is not None
    models = tmp_path / "models"
    models.mkdir()
    shutil.copy(settings.models / MANIFEST, models)
    whole = (settings.models / manifest.model).read_bytes()
    if damage == "truncated":
        (models / manifest.model).write_bytes(whole[: len(whole) // 2])
    elif damage == "one bit":
        (models / manifest.model).write_bytes(whole[:-1000] + bytes([whole[-1000] ^ 1]) + whole[-999:])
    server = Served(f"sqlite:///{tmp_path / 'one.sqlite'}", BOT_MODELS=str(models)).start()
    ready = requests.get(f"{server.url}/readyz", timeout=10)
    assert ready.status_code == 503
    assert ready.json()["checks"]["model"] is False
    visitor = server.visitor()
    assert visitor.ask("my foot is suddenly cold and blue")["level"] == "emergency"
    assert visitor.ask("What is dorsiflexion?")["replies"][0]["text"]
    server.stop()
