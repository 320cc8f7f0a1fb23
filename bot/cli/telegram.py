"""`bot telegram`: tell Telegram where to send messages, or no longer, and see how it is."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from bot.runtime.settings import Settings, SettingsError, load_settings

app = typer.Typer(help="Set up the Telegram bot.", no_args_is_help=True)
TELEGRAM = "https://api.telegram.org"
_PORTS = (443, 80, 88, 8443)  # that Telegram sends to
_CONNECTIONS = 20  # at once, at most; updates of one chat come one after another all the same
T = TypeVar("T")
_Api = Annotated[str, typer.Option("--api", help="Address of a Bot API server of your own.")]


@app.callback()
def _group() -> None:
    pass


@app.command("set-webhook")
def set_webhook(
    url: Annotated[
        str | None, typer.Argument(help="Public https address of this server; by default the setting public_url.")
    ] = None,
    api: _Api = TELEGRAM,
) -> None:
    """Let Telegram send messages to this server, and show the commands in its menu."""
    from bot.channels.telegram import check_secret
    from bot.channels.telegram_updates import COMMANDS, WANTED

    settings = load_settings()
    if not settings.telegram_secret:
        raise SettingsError("BOT_TELEGRAM_SECRET is not set; `openssl rand -hex 32` makes a good one")
    try:
        check_secret(settings.telegram_secret)
    except ValueError as error:
        raise SettingsError(f"BOT_TELEGRAM_SECRET: {error}") from None
    address = webhook_address(url or settings.public_url, settings.telegram_secret)

    async def work(bot: Any) -> None:
        values = {
            "url": address,
            "secret_token": settings.telegram_secret,
            "allowed_updates": list(WANTED),
            "max_connections": _CONNECTIONS,
        }
        await bot.call("setWebhook", values)
        menu = [{"command": name, "description": said} for name, (_, said) in COMMANDS.items()]
        await bot.call("setMyCommands", {"commands": menu})

    _with_bot(settings, api, work)
    print(
        f"Telegram sends messages to {urlsplit(address).netloc} from now on. `bot telegram status` shows how it goes."
    )


@app.command("delete-webhook")
def delete_webhook(api: _Api = TELEGRAM) -> None:
    """Let Telegram keep messages until they are polled for."""
    _with_bot(load_settings(), api, lambda bot: bot.call("deleteWebhook"))
    print("Telegram sends nothing any more. `bot serve --telegram-polling` asks for messages.")


@app.command()
def status(api: _Api = TELEGRAM) -> None:
    """Show the bot's name, where Telegram sends messages, and what went wrong last. Exit code 1 when something is."""
    settings = load_settings()

    async def work(bot: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return await bot.call("getMe"), await bot.call("getWebhookInfo")

    me, hook = _with_bot(settings, api, work)
    problem = _problem(hook, settings.telegram_secret)
    table = Table("", "", show_header=False)
    table.add_row(
        "bot", f"{me.get('first_name', '')} (@{me.get('username', '')}), https://t.me/{me.get('username', '')}"
    )
    table.add_row("messages come by", f"webhook to {urlsplit(hook['url']).netloc}" if hook.get("url") else "polling")
    table.add_row("waiting at Telegram", str(hook.get("pending_update_count", 0)))
    table.add_row("problem", problem or "none", style="red" if problem else None)
    Console().print(table)
    if problem:
        raise typer.Exit(1)


def webhook_address(url: str, secret: str) -> str:
    """The whole address that Telegram is given. Raises typer.BadParameter for a server that it would not send to."""
    from bot.channels.telegram import webhook_path
    from bot.channels.telegram_store import NAME

    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise typer.BadParameter(f"'{url}' is no address") from None
    if not url:
        raise typer.BadParameter("give the public address of this server, or set BOT_PUBLIC_URL")
    if parts.scheme != "https" or not parts.hostname:
        raise typer.BadParameter(
            f"Telegram sends to https addresses only, such as https://ankle.example, not to '{url}'"
        )
    if port not in _PORTS:
        raise typer.BadParameter(f"Telegram sends to the ports {', '.join(map(str, _PORTS))} only, not to {port}")
    if re.fullmatch(r"localhost|127\..*|\[?::1\]?|10\..*|192\.168\..*", parts.hostname):
        raise typer.BadParameter(f"Telegram cannot reach {parts.hostname} from outside; use polling instead")
    return f"{url.rstrip('/')}/channels/{NAME}/{webhook_path(secret)}"


def _problem(hook: dict[str, Any], secret: str) -> str | None:
    from bot.channels.telegram import webhook_path

    url = str(hook.get("url") or "")
    if url and not (secret and url.endswith(f"/{webhook_path(secret)}")):
        return "the webhook does not fit BOT_TELEGRAM_SECRET; run `bot telegram set-webhook` again"
    if url and hook.get("last_error_message"):
        return f"Telegram says: {hook['last_error_message']}"
    return None


def _with_bot(settings: Settings, url: str, work: Any) -> Any:
    """What `work` returns for the bot of `settings`; foreseeable failures end the program with one sentence."""
    from bot.channels.telegram_api import BotApi, BotApiError, RejectedError

    if not settings.telegram_token:
        raise SettingsError("BOT_TELEGRAM_TOKEN is not set; @BotFather in Telegram gives you one")
    try:
        bot = BotApi(settings.telegram_token, url)
    except ValueError as error:
        raise SettingsError(f"BOT_TELEGRAM_TOKEN: {error}") from None

    async def run() -> Any:
        try:
            return await work(bot)
        finally:
            await bot.close()

    try:
        return asyncio.run(run())
    except BotApiError as error:
        unknown = isinstance(error, RejectedError) and error.code in (401, 404)
        print_error("Telegram does not know this token (BOT_TELEGRAM_TOKEN)" if unknown else str(error))
        raise typer.Exit(1) from None


def print_error(text: str) -> None:
    """One sentence on standard error, as the other commands say their mistakes."""
    typer.echo(f"bot: {text}", err=True)
