"""The server: Rasa's channels over Sanic, with our routes and no others."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from functools import partial

from bot.runtime.bootstrap import prepare_rasa

prepare_rasa()

from rasa.core.channels.channel import InputChannel, register  # noqa: E402
from rasa.server import configure_cors  # noqa: E402
from sanic import HTTPResponse, Request, Sanic  # noqa: E402
from sanic.exceptions import SanicException  # noqa: E402
from sanic.response import json as json_response  # noqa: E402
from sqlalchemy import insert, select  # noqa: E402
from sqlalchemy.engine import Connection  # noqa: E402

from bot.channels.web import WebChannel  # noqa: E402
from bot.gate.courier import Courier  # noqa: E402
from bot.gate.gate import Gate  # noqa: E402
from bot.gate.limits import Limits  # noqa: E402
from bot.gate.mailroom import Mailroom  # noqa: E402
from bot.gate.tokens import Signer  # noqa: E402
from bot.operations.health import Health, add_watching  # noqa: E402
from bot.operations.messengers import add_polling, messengers_of  # noqa: E402
from bot.operations.metrics import Metrics  # noqa: E402
from bot.operations.notices import Notifier  # noqa: E402
from bot.operations.pages import add_pages  # noqa: E402
from bot.operations.reminders import Reminders  # noqa: E402
from bot.runtime.assistant import Assistant, ModelError, load_assistant  # noqa: E402
from bot.runtime.settings import Settings  # noqa: E402
from bot.storage import retention  # noqa: E402
from bot.storage.database import Database, open_database  # noqa: E402
from bot.storage.tables import meta  # noqa: E402

_GRACE = 10.0  # seconds in which what is going on may finish at a stop
_MOST_BYTES = 16_384  # of a request's body
_SECONDS_A_DAY = 86_400
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",  # the widget's script is for other sites
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_log = logging.getLogger(__name__)


@dataclass
class Service:
    """Everything that one running server consists of."""

    settings: Settings
    database: Database
    assistant: Assistant | None
    mailroom: Mailroom
    courier: Courier
    metrics: Metrics
    app: Sanic


def build(settings: Settings, polling: bool = False) -> Service:
    """Load the model, open the data base, and put the routes together; nothing listens yet.

    With `polling`, Telegram is asked for updates instead of sending them. A missing or damaged model does not stop the
    start: dangers are still answered, and `/readyz` says what is wrong.
    Raises DatabaseError, NewerDatabaseError, NoticeError, ChannelError or ContentError.
    """
    database = open_database(settings.database)
    assistant: Assistant | None = None
    try:
        assistant = load_assistant(settings, database)
    except ModelError as error:
        _log.error("%s", error)
    limits = Limits(settings.messages_per_conversation, settings.messages_per_address, settings.redis or None)
    mailroom = Mailroom(Gate(assistant, settings.timeout, database), limits, settings.most_waiting)
    metrics = Metrics(lambda: mailroom.waiting)
    mailroom.listen(metrics.count)
    signer = Signer(settings.secret or _own_secret(database))

    async def forget(conversation: str) -> None:
        await database.run(partial(retention.forget, conversation=conversation))

    app = _app(settings)
    channels: list[InputChannel] = [WebChannel(mailroom, signer, limits, settings.origins, forget)]
    messengers = messengers_of(settings, mailroom, database)
    register([*channels, *messengers], app, route="/channels/")
    courier = Courier(database, [messenger.delivery for messenger in messengers])
    mailroom.listen(courier.wake)
    service = Service(settings, database, assistant, mailroom, courier, metrics, app)
    add_watching(app, Health(settings, database, assistant), metrics)
    add_pages(app)
    _add_life(service, Notifier(database, settings.notices))
    if polling:
        add_polling(app, messengers)
    return service


def run(settings: Settings, polling: bool = False) -> None:
    """Serve until a signal ends it; what is going on then may finish."""
    service = build(settings, polling)
    service.app.run(
        settings.host, settings.port, debug=False, access_log=False, motd=False, workers=1, auto_reload=False
    )


def _app(settings: Settings) -> Sanic:
    app = Sanic(f"assistant_{secrets.token_hex(4)}", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=_MOST_BYTES,
        REQUEST_TIMEOUT=30,
        RESPONSE_TIMEOUT=60,
        KEEP_ALIVE_TIMEOUT=75,
        GRACEFUL_SHUTDOWN_TIMEOUT=_GRACE,
        FALLBACK_ERROR_FORMAT="json",
        PROXIES_COUNT=settings.proxies,
        OAS=False,
    )
    configure_cors(app, list(settings.origins))

    @app.middleware("response")
    async def add_headers(_request: Request, response: HTTPResponse) -> None:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)

    @app.exception(Exception)
    async def answer_failure(_request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json_response({"error": "not possible"}, error.status_code)
        _log.error("request failed: %s", type(error).__name__)
        return json_response({"error": "something went wrong on our side"}, 500)

    return app


def _own_secret(database: Database) -> str:
    """The key that was made when this data base was first served."""

    def read(connection: Connection) -> str:
        query = select(meta.c.value).where(meta.c.name == "secret")
        found: str | None = connection.execute(query).scalar()
        if found is None:
            found = secrets.token_hex(32)
            connection.execute(insert(meta).values(name="secret", value=found))
        return found

    return database.now(read)


def _add_life(service: Service, notifier: Notifier) -> None:
    app = service.app

    @app.listener("before_server_start")
    async def begin(_app: Sanic, _loop: object) -> None:
        await service.mailroom.start()
        await service.courier.start()
        app.add_task(_purge_daily(service))
        app.add_task(notifier.run())
        app.add_task(Reminders(service.database, service.mailroom.announce).run())
        _log.info("serving")

    @app.listener("before_server_stop")
    async def end(_app: Sanic, _loop: object) -> None:
        await service.mailroom.stop(_GRACE)
        await service.courier.stop()
        _log.info("stopped")

    @app.listener("after_server_stop")
    async def close(_app: Sanic, _loop: object) -> None:
        if service.assistant is not None:
            service.assistant.loop.close()
        service.database.close()


async def _purge_daily(service: Service) -> None:
    from datetime import timedelta

    from bot.storage.trackers import utc_now

    while True:
        before = utc_now() - timedelta(days=service.settings.keep_days)
        try:
            count = await service.database.run(partial(retention.purge, before=before))
            if count:
                await asyncio.to_thread(retention.clean_up, service.database)
            _log.info("purged %d conversations", count)
        except Exception as error:
            _log.error("not purged: %s", type(error).__name__)
        await asyncio.sleep(_SECONDS_A_DAY)
