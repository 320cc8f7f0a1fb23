"""`bot serve`: answer people on web sites and in messengers."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.runtime.settings import load_settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, in place of the setting.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, in place of the setting.")] = None,
    telegram_polling: Annotated[
        bool, typer.Option(help="Ask Telegram for messages, for a server without a public address.")
    ] = False,
) -> None:
    """Serve the widget, its pages and every channel that is set up, until Ctrl-C."""
    from bot.operations.logs import log_as_json
    from bot.operations.server import run

    settings = load_settings()
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    log_as_json()
    run(settings.copy(update=given), telegram_polling)
