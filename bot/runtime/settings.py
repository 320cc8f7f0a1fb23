"""Settings of one installation, from `BOT_*` environment variables and an optional `bot.toml`."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Extra, ValidationError, confloat

from bot.content.library import PROJECT, data_folder
from bot.content.regions import VARIABLE as REGION
from bot.content.regions import load_regions
from bot.content.self_check import VARIABLE as SELF_CHECK
from bot.core.regions import UNSET

PREFIX = "BOT_"
FILE = "bot.toml"
_OTHER_VARIABLES = {"BOT_DATA", "BOT_CONFIG"}  # content folder (bot.content.library) and settings file


class SettingsError(Exception):
    """A setting is unknown or has a wrong value; the message names it."""


class Settings(BaseModel):
    """What a site owner can set. Environment variables win over `bot.toml`."""

    models: Path = PROJECT / "models"
    """Folder of trained models."""
    conversations: Path = PROJECT / "conversations.sqlite"
    """SQLite file of named conversations; unnamed ones stay in memory."""
    region: str = UNSET
    """Key of `data/regions.yml` that says which emergency numbers are named; unset names them all."""
    self_check: bool = True
    """Whether the self-check asks questions; without it, its signs are named for comparing only."""
    timeout: confloat(gt=0, lt=600) = 8.0  # type: ignore[valid-type]
    """Seconds that a message may take before a fixed answer is given."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError naming an unknown key or a wrong value."""
    file = Path(os.environ.get("BOT_CONFIG", PROJECT / FILE))
    values: dict[str, Any] = {}
    if file.exists():
        try:
            values.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{file} is not valid TOML: {error}") from error
        except OSError as error:
            raise SettingsError(f"{file} cannot be read: {error.strerror}") from error
    elif "BOT_CONFIG" in os.environ:
        raise SettingsError(f"BOT_CONFIG names {file}, which does not exist")
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and name not in _OTHER_VARIABLES:
            values[name.removeprefix(PREFIX).lower()] = value
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise SettingsError(f"wrong settings ({file.name} or {PREFIX}* variables): {problems}") from error
    known = load_regions(data_folder())
    if settings.region not in known:
        raise SettingsError(f"region '{settings.region}' is not known; regions are {', '.join(known)}")
    os.environ[REGION] = settings.region  # actions may run in a process of their own, which sees no settings
    os.environ[SELF_CHECK] = str(settings.self_check).lower()
    return settings
