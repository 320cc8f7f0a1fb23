"""Settings of one installation, from `BOT_*` environment variables and an optional `bot.toml`."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel, Extra, ValidationError, confloat, conint, validator

from bot.content import deployment
from bot.content.library import PROJECT, data_folder
from bot.content.regions import VARIABLE as REGION
from bot.content.regions import load_regions
from bot.content.self_check import VARIABLE as SELF_CHECK
from bot.core.regions import UNSET

PREFIX = "BOT_"
FILE = "bot.toml"
# Content folder (bot.content.library), settings file, and what settings tell the actions (bot.content.deployment).
_OTHER_VARIABLES = {"BOT_DATA", "BOT_CONFIG", deployment.HANDS_OFF}


class SettingsError(Exception):
    """A setting is unknown or has a wrong value; the message names it."""


class Settings(BaseModel):
    """What a site owner can set. Environment variables win over `bot.toml`."""

    models: Path = PROJECT / "models"
    """Folder of trained models."""
    database: str = f"sqlite:///{PROJECT / 'conversations.sqlite'}"
    """SQLAlchemy URL of the data base: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."""
    region: str = UNSET
    """Key of `data/regions.yml` that says which emergency numbers are named; unset names them all."""
    self_check: bool = True
    """Whether the self-check asks questions; without it, its signs are named for comparing only."""
    timeout: confloat(gt=0, lt=600) = 8.0  # type: ignore[valid-type]
    """Seconds that a message may take before a fixed answer is given."""
    host: str = "127.0.0.1"
    """Address that `bot serve` listens on."""
    port: conint(ge=0, le=65535) = 8080  # type: ignore[valid-type]
    """Port that `bot serve` listens on."""
    proxies: conint(ge=0, le=10) = 0  # type: ignore[valid-type]
    """How many proxies stand in front; only then is what they say about the sender believed."""
    origins: tuple[str, ...] = ()
    """Web sites that may embed the widget, such as `https://clinic.example`; its own pages always may."""
    secret: str = ""
    """Key that signs conversation ids; made and kept in the data base where unset."""
    redis: str = ""
    """URL of a Redis that counts messages for several processes; one process counts by itself."""
    messages_per_conversation: str = "20/minute"
    """How many messages a conversation may send."""
    messages_per_address: str = "60/minute"
    """How many messages and conversations an address may begin."""
    most_waiting: conint(ge=1, le=10_000) = 100  # type: ignore[valid-type]
    """How many messages may wait for their answers before further ones are refused."""
    telegram_token: str = ""
    """Token of the Telegram bot; without it there is no Telegram channel."""
    telegram_secret: str = ""
    """What Telegram must send with each update, 16 to 256 letters, digits, `_` and `-`."""
    slack_token: str = ""
    """Bot token of the Slack app; without it there is no Slack channel."""
    slack_signing_secret: str = ""
    """What Slack signs its requests with."""
    public_url: str = ""
    """Address of this server as people reach it, such as `https://ankle.example`; for links and pictures."""
    notices: tuple[str, ...] = ()
    """Apprise URLs to which wishes for a person go, such as `mailto://…`; without any, nobody is told."""
    office_hours: str = ""
    """When the people of the site answer, in words, such as `on weekdays from 9 to 5`."""
    time_zone: str = "UTC"
    """Time zone of the people who are reminded, such as `Europe/London`."""
    keep_days: conint(ge=1, le=3650) = 30  # type: ignore[valid-type]
    """Days after which what was written in a conversation is deleted, counted from its last message."""

    @validator("origins", "notices", pre=True)
    def _listed(cls, value: Any) -> Any:  # noqa: N805  # pydantic's way
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @validator("origins", each_item=True)
    def _is_origin(cls, value: str) -> str:  # noqa: N805
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?", value):
            raise ValueError(f"'{value}' is no origin such as https://clinic.example")
        return value

    @validator("time_zone")
    def _is_zone(cls, value: str) -> str:  # noqa: N805
        if value not in available_timezones():
            raise ValueError(f"'{value}' is no time zone such as Europe/London")
        return value

    @validator("messages_per_conversation", "messages_per_address")
    def _is_limit(cls, value: str) -> str:  # noqa: N805
        from limits import parse

        try:
            parse(value)
        except ValueError:
            raise ValueError(f"'{value}' is no limit such as 20/minute") from None
        return value

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
    deployment.publish(
        {
            deployment.KEEP_DAYS: settings.keep_days,
            deployment.HANDS_OFF: str(bool(settings.notices)).lower(),
            deployment.OFFICE_HOURS: settings.office_hours,
            deployment.TIME_ZONE: settings.time_zone,
        }
    )
    return settings
