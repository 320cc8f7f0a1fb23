"""Settings: what is unknown or wrong is named and stops the start."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.content.yaml_file import ContentError
from bot.runtime.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside: an empty bot.toml and no BOT_* variables but the one that names it."""
    for name in {"BOT_REGION", *(name for name in os.environ if name.startswith("BOT_"))}:
        monkeypatch.setenv(name, "")  # so that it is put back afterwards, also when the settings write it
        monkeypatch.delenv(name)
    (tmp_path / "bot.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("BOT_CONFIG", str(tmp_path / "bot.toml"))


def write(folder: Path, text: str) -> None:
    (folder / "bot.toml").write_text(text, encoding="utf-8")


def test_without_settings_the_defaults_hold(project: Path) -> None:
    settings = load_settings()
    assert settings == Settings()
    assert settings.models == project / "models"


def test_the_file_sets_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'timeout = 5.0\nmodels = "from_file"\n')
    assert (load_settings().timeout, load_settings().models) == (5.0, Path("from_file"))
    monkeypatch.setenv("BOT_TIMEOUT", "6")
    assert (load_settings().timeout, load_settings().models) == (6.0, Path("from_file"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("no_such_key = 1", "no_such_key"),
        ("timeout = 5.0\ntime_out = 6.0", "time_out"),
        ("[limits]\nrate = 3", "limits"),
        ("Timeout = 5.0", "Timeout"),
        ('timeout = "soon"', "timeout"),
        ("timeout = [1]", "timeout"),
    ],
)
def test_an_unknown_key_or_wrong_value_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsError, match=named) as error:
        load_settings()
    assert "bot.toml" in str(error.value)


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("BOT_NO_SUCH_KEY", "1", "no_such_key"),
        ("BOT_TIME_OUT", "6", "time_out"),
        ("BOT_TIMEOUT", "soon", "timeout"),
        ("BOT_TIMEOUT", "", "timeout"),
    ],
)
def test_an_unknown_or_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, named: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=named) as error:
        load_settings()
    assert "BOT_" in str(error.value)


@pytest.mark.parametrize("value", ["0", "-1", "nan"])
def test_a_timeout_that_no_message_can_keep_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BOT_TIMEOUT", value)
    with pytest.raises(SettingsError, match="timeout"):
        load_settings()


def test_the_variable_of_the_content_folder_is_no_mistake(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setenv("BOT_DATA", str(project / "data"))
    assert load_settings() == Settings()


def test_a_content_folder_without_content_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_DATA", str(tmp_path / "nowhere"))
    with pytest.raises((SettingsError, ContentError), match="nowhere"):
        load_settings()


def test_a_region_is_known_or_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'region = "ie"')
    assert load_settings().region == "ie"
    monkeypatch.setenv("BOT_REGION", "atlantis")
    with pytest.raises(SettingsError, match="atlantis"):
        load_settings()


def test_reading_the_settings_again_sees_the_file_as_it_is_now(tmp_path: Path) -> None:
    load_settings()
    write(tmp_path, 'region = "ie"')
    assert load_settings().region == "ie"


@pytest.mark.parametrize("content", [b"timeout = ", b"timeout = 1\ntimeout = 2", b"\xff\xfe"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bot.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"bot\.toml"):
        load_settings()


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_settings_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("BOT_CONFIG", str(tmp_path / name))
    with pytest.raises(SettingsError, match=re.escape(str(tmp_path))):
        load_settings()


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(TypeError):
        load_settings().timeout = 1.0
