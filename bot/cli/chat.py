"""`bot chat`: a conversation in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.cli.session import Session, checked_name, named_conversation, new_conversation, standard_input
from bot.core.replies import Turn

COMMANDS = {
    "/help": "show these commands",
    "/restart": "start a new conversation",
    "/debug": "show or hide how each message was understood",
    "/quit": "leave (Ctrl-D does too)",
}


def chat(
    conversation: Annotated[
        str | None,
        typer.Option(
            help="Keep the conversation on this computer under a name, or go on with it.", callback=checked_name
        ),
    ] = None,
) -> None:
    """Chat in the terminal: type a question, or the number of a choice."""
    console = Console(highlight=False)
    with console.status("One moment …"):
        session = Session(keep_conversations=conversation is not None)
    if session.problem:
        raise session.problem
    name = named_conversation(conversation) if conversation else new_conversation()
    read = _reader()
    debug = False
    turn = session.take_turn(name, "hello")
    show(console, turn)
    console.print(Text("/help shows the commands", style="dim"))
    while (line := read()) is not None:
        command = line.strip().lower()
        if command in {"/quit", "/exit"}:
            break
        if command == "/help":
            console.print("\n".join(f"{key:10}{text}" for key, text in COMMANDS.items()))
        elif command == "/debug":
            debug = not debug
            console.print(f"Debug is {'on' if debug else 'off'}.")
        elif command == "/restart":
            name = new_conversation()
            console.print("This is a new conversation.")
            turn = session.take_turn(name, "hello")
            show(console, turn)
        else:
            turn = session.take_turn(name, payload_of(line, turn))
            show(console, turn)
            if debug:
                show_debug(console, turn)
    session.close()
    console.print("Goodbye, and take care.")


def payload_of(line: str, last: Turn) -> str:
    """What `line` stands for: the payload of the choice whose number it is, else the line itself."""
    buttons = last.replies[-1].buttons
    number = line.strip()
    return buttons[int(number) - 1].payload if number.isdecimal() and 0 < int(number) <= len(buttons) else line


def show(console: Console, turn: Turn) -> None:
    """Print a turn: text, numbered choices, dimmed sources."""
    for reply in turn.replies:
        console.print(Padding(Text(reply.text), (1, 2, 0, 2)))
        for number, button in enumerate(reply.buttons, 1):
            console.print(Padding(Text.assemble((f"{number} ", "bold cyan"), (button.title, "cyan")), (0, 4)))
        for source in reply.sources:
            console.print(Padding(Text(f"Source: {source}", style="dim"), (0, 2)))
    console.print()


def show_debug(console: Console, turn: Turn) -> None:
    """Print how the message was understood."""
    details = {key: value for key, value in turn.as_dict().items() if key not in {"text", "replies"}} | dict(turn.debug)
    console.print(Padding(Text(json.dumps(details, indent=1, ensure_ascii=False), style="dim"), (0, 2)))


def _reader() -> Callable[[], str | None]:
    """A function that reads a line, or gives None at the end: with editing and history on a terminal, else plainly.

    The history is kept in memory only, since it holds health text.
    """
    if not sys.stdin.isatty():
        return lambda: next(standard_input(), None)
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    prompt: PromptSession[str] = PromptSession(history=InMemoryHistory())

    def read() -> str | None:
        try:
            return prompt.prompt("You: ")
        except EOFError:
            return None
        except KeyboardInterrupt:
            return None

    return read
