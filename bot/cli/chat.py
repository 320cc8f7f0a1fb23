"""`bot chat`: a conversation in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.cli.session import Session, checked_name, named_conversation, new_conversation, standard_input
from bot.cli.timer import can_time, run_timer
from bot.core.replies import Turn
from bot.core.summary_page import summary_page

COMMANDS = {
    "/help": "show these commands",
    "/restart": "start a new conversation",
    "/timer": "count the holds of the exercise at hand",
    "/save": "write the summary to a page that can be printed: /save FILE.html",
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
        elif command == "/timer":
            if can_time(turn.replies[-1].card):
                run_timer(console, turn.replies[-1].card or {})
            else:
                console.print("There is nothing to count. The timer works while a stretch is shown.")
        elif command.split(maxsplit=1)[:1] == ["/save"]:
            console.print(save_summary(line.strip(), turn))
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


def save_summary(command: str, turn: Turn) -> str:
    """Write the summary that `turn` shows to the file named behind "/save"; says what became of it."""
    card = turn.replies[-1].card
    if card is None or card.get("type") != "summary":
        return 'There is no summary to save. Say "summary" after a self-check, then /save FILE.html.'
    _, _, name = command.partition(" ")
    file = Path(name.strip() or f"self-check-{card['date']}.html").expanduser()
    try:
        with file.open("x", encoding="utf-8") as page:  # never over something that is there
            page.write(summary_page(card))
        file.chmod(0o600)  # health text: for its owner only
    except FileExistsError:
        return f"{file} is there already; name another file."
    except OSError as error:
        return f"{file} could not be written: {error.strerror}."
    return f"Saved to {file}. Open it in a browser to print it. It holds what you wrote about your health."


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
        if can_time(reply.card):
            console.print(Padding(Text("/timer counts the holds", style="dim"), (0, 2)))
        if reply.card is not None and reply.card.get("type") == "summary":
            console.print(Padding(Text("/save FILE.html writes it to a page to print", style="dim"), (0, 2)))
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
