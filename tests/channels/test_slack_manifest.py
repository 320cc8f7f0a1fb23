"""The manifest, the documentation and the code say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest
from ruamel.yaml import YAML
from sanic import Sanic

from bot.channels.slack import SlackChannel
from tests.channels.slack_server import SECRET, TOKEN


@pytest.fixture(scope="module")
def manifest(project: Path) -> dict[str, Any]:
    text = (project / "bot" / "channels" / "slack_manifest.yml").read_text(encoding="utf-8")
    return cast(dict[str, Any], YAML(typ="safe").load(text))


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "slack.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def routes() -> set[str]:
    app = Sanic("slack_manifest_test", configure_logging=False)
    channel = SlackChannel(None, None, SECRET, TOKEN)  # type: ignore[arg-type]
    app.blueprint(channel.blueprint(None), url_prefix=f"/channels/{channel.url_prefix()}")
    return {f"/{route.path}" for route in app.router.routes}


def test_the_addresses_are_the_routes(manifest: dict[str, Any], page: str, routes: set[str]) -> None:
    settings = manifest["settings"]
    urls = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        manifest["features"]["slash_commands"][0]["url"],
    ]
    assert {url.removeprefix("https://ankle.example") for url in urls} == routes
    assert all(route in page for route in routes)


def test_the_rights_and_events_are_the_documented_ones(manifest: dict[str, Any], page: str) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert sorted(re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \|", page, re.MULTILINE)) == scopes
    assert all(f"`{event}`" in page for event in manifest["settings"]["event_subscriptions"]["bot_events"])


def test_people_can_write_to_the_app(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


def test_the_descriptions_are_as_long_as_slack_wants_them(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
