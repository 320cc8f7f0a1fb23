"""`bot ask`: ask without a dialogue, for scripts and tests."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.session import Session, checked_name, named_conversation, new_conversation, standard_input
from bot.core.replies import Turn


def ask(
    text: Annotated[
        list[str] | None, typer.Argument(help="The question; without it, one message a line on standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per message.")] = False,
    conversation: Annotated[
        str | None,
        typer.Option(
            help="Go on with the conversation of this name, which is kept on this computer.", callback=checked_name
        ),
    ] = None,
) -> None:
    """Ask one question, or one per line of standard input.

    Each line is a conversation of its own unless --conversation is given. A line is answered before the next is read.
    """
    session = Session(keep_conversations=conversation is not None)
    try:
        for message in [" ".join(text)] if text else standard_input():
            name = named_conversation(conversation) if conversation else new_conversation()
            turn = session.take_turn(name, message)
            print(json.dumps(turn.as_dict(), ensure_ascii=False) if as_json else plain(turn), flush=True)
    finally:
        session.close()
    if session.problem:
        raise session.problem


def plain(turn: Turn) -> str:
    """A turn as text for a terminal without colours."""
    parts = []
    for reply in turn.replies:
        parts.append(reply.text)
        parts += [f"  {number}. {button.title}" for number, button in enumerate(reply.buttons, 1)]
        parts += [f"  Source: {source}" for source in reply.sources]
    return "\n".join(parts)
