"""Whether it is alive, whether it is ready, and its figures."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response
from sanic.response import raw
from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.operations.metrics import Metrics
from bot.runtime.assistant import Assistant
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import meta

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """What must be in order for people to be answered."""

    settings: Settings
    database: Database
    assistant: Assistant | None

    def model_is_whole(self) -> bool:
        """True when the model's file is the one that was trained."""
        if self.assistant is None:
            return False
        manifest = self.assistant.manifest
        file = self.settings.models / manifest.model
        return file.is_file() and hmac.compare_digest(hashlib.sha256(file.read_bytes()).hexdigest(), manifest.sha256)

    async def understands(self) -> bool:
        """True when a sentence is read as it should be. Raises TimeoutError."""
        if self.assistant is None:
            return False
        asked = self.assistant.read("What is dorsiflexion?")
        reading = await self.assistant.loop.run(asked, self.settings.timeout)
        return bool(reading["intent"]["name"] == "dorsiflexion")


def add_watching(app: Sanic, health: Health, metrics: Metrics) -> None:
    """Add `/healthz`, `/readyz` and `/metrics`."""

    @app.get("/healthz")
    async def healthz(_request: Request) -> HTTPResponse:
        return json_response({"alive": True})

    @app.get("/readyz")
    async def readyz(_request: Request) -> HTTPResponse:
        checks = {"model": health.model_is_whole(), "understanding": False, "data base": False}
        try:
            checks["understanding"] = await health.understands()
            await asyncio.wait_for(health.database.run(_write_something), 5)
            checks["data base"] = True
        except Exception as error:
            _log.error("not ready: %s", type(error).__name__)
        ready = all(checks.values())
        return json_response({"ready": ready, "checks": checks}, 200 if ready else 503)

    @app.get("/metrics")
    async def figures(_request: Request) -> HTTPResponse:
        return raw(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _write_something(connection: Connection) -> None:
    nested = connection.begin_nested()
    connection.execute(insert(meta).values(name=f"ready {secrets.token_hex(8)}", value=""))
    nested.rollback()
