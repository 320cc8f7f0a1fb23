"""`bot privacy`: what is kept of a conversation, its deletion, and what is too old."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Annotated

import typer

from bot.cli.session import named_conversation
from bot.runtime.settings import load_settings
from bot.storage import retention
from bot.storage.database import Database, open_database
from bot.storage.trackers import utc_now

app = typer.Typer(help="What is kept of people: export it, delete it, delete what is too old.", no_args_is_help=True)
_Conversation = Annotated[str, typer.Argument(help="The conversation's id, or the name it was given in the terminal.")]


@app.command()
def export(conversation: _Conversation) -> None:
    """Print everything that is kept of one conversation as JSON."""
    database, name = _found(conversation)
    print(json.dumps(database.now(partial(retention.export, conversation=name)), indent=1, ensure_ascii=False))
    database.close()


@app.command()
def forget(
    conversation: _Conversation, yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False
) -> None:
    """Delete everything that is kept of one conversation, from the files as well."""
    database, name = _found(conversation)
    if yes or typer.confirm(f"Delete everything that is kept of {name}?"):
        database.now(partial(retention.forget, conversation=name))
        retention.clean_up(database)
        print(f"Everything of {name} is deleted.")
    database.close()


@app.command()
def purge(
    days: Annotated[
        int | None, typer.Option(min=0, help="Days since the last message, in place of the setting keep_days.")
    ] = None,
) -> None:
    """Delete what was written in conversations that are too old; `bot serve` does so every day."""
    settings = load_settings()
    database = open_database(settings.database)
    before = utc_now() - timedelta(days=settings.keep_days if days is None else days)
    count = database.now(partial(retention.purge, before=before))
    retention.clean_up(database)
    database.close()
    print(f"Purged {count} conversation{'' if count == 1 else 's'}.")


def _found(conversation: str) -> tuple[Database, str]:
    database = open_database(load_settings().database)
    for name in (conversation, named_conversation(conversation)):
        if database.now(partial(retention.export, conversation=name))["conversations"]:
            return database, name
    database.close()
    raise typer.BadParameter("there is no conversation of that id or name")
